#pragma once
// Everything in data/.

#include "dataloader.h"
#include "datasets.h"
#include "example.h"
#include "samplers.h"
#include "transforms.h"
