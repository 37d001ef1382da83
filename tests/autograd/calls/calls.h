#pragma once
// Every operation of the library as a call with drawn arguments. Written in libtorch's words alone:
// tools/compare_libtorch.py compiles these files with libtorch too.

#include "tests/support/calls.h"

namespace calls {

/// Every row; written by make_calls.py.
Rows rows_0();
Rows rows_1();
Rows rows_2();
Rows all_calls();

}  // namespace calls
