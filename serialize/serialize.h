#pragma once
// Model files: safetensors, NumPy's arrays, and libtorch's save and load.

#include "archive.h"
#include "numpy.h"
#include "safetensors.h"
#include "save.h"
