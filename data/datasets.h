#pragma once
// All datasets.

#include "datasets/base.h"
#include "datasets/map.h"
#include "datasets/mnist.h"
#include "datasets/shared.h"
#include "datasets/subset.h"
#include "datasets/tensor.h"

namespace glassgrad::data {
using datasets::BatchDataset;
using datasets::Dataset;
}  // namespace glassgrad::data
