#pragma once
// Model files: Python's torch.save, safetensors, NumPy's arrays, and libtorch's save and load.

#include "archive.h"
#include "numpy.h"
#include "pickle.h"
#include "safetensors.h"
#include "save.h"
