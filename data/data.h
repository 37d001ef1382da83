#pragma once

#include "dataloader.h"
#include "datasets.h"
#include "example.h"
#include "samplers.h"
#include "transforms.h"
