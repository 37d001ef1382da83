#pragma once

#include "data/datasets/base.h"
#include "data/datasets/map.h"
#include "data/datasets/mnist.h"
#include "data/datasets/shared.h"
#include "data/datasets/subset.h"
#include "data/datasets/tensor.h"

namespace glassgrad::data {
using datasets::BatchDataset;
using datasets::Dataset;
}  // namespace glassgrad::data
