#pragma once
// A backward pass as a page to click through.

#include "../../autograd/inspect/replay.h"
