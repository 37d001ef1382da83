#pragma once
// Model files: safetensors, NumPy's arrays, and libtorch's save and load.

#include "serialize/archive.h"
#include "serialize/numpy.h"
#include "serialize/safetensors.h"
#include "serialize/save.h"
