#pragma once
// What few programs use, apart from <glassgrad.h> so that the others compile sooner: factorizations
// of matrices, activations in place and indices as functions, numbers of 16 bits, datasets that are
// read in chunks.

#include "../../autograd/functions/factorization.h"
#include "../../autograd/functions/in_place.h"
#include "../../autograd/functions/index.h"
#include "../../autograd/functions/seldom.h"
#include "../../autograd/functions/special_names.h"
#include "../../autograd/types/half.h"
#include "../../data/datasets/chunk.h"
