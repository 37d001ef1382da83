#pragma once
// Every operation, by kind.

#include "functions/activation.h"
#include "functions/creation.h"
#include "functions/linalg.h"
#include "functions/loss.h"
#include "functions/pointwise.h"
#include "functions/reduction.h"
#include "functions/shape.h"
