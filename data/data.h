#pragma once

#include "data/dataloader.h"
#include "data/datasets.h"
#include "data/example.h"
#include "data/samplers.h"
#include "data/transforms.h"
