#pragma once
// Every operation, by kind.

#include "functions/activation.h"
#include "functions/convolution.h"
#include "functions/creation.h"
#include "functions/distance.h"
#include "functions/embedding.h"
#include "functions/image.h"
#include "functions/linalg.h"
#include "functions/loss.h"
#include "functions/normalization.h"
#include "functions/pointwise.h"
#include "functions/pooling.h"
#include "functions/reduction.h"
#include "functions/shape.h"
