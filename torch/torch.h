#pragma once
// For programs written for libtorch's C++ frontend: the same names under the same header, and the
// standard headers that such programs get through it. What is of use without libtorch's spelling
// stands in the library; here are names.

#if __cplusplus < 202002L
#error \
    "<torch/torch.h> of glassgrad needs C++20: link the target glassgrad::torch (or ${TORCH_LIBRARIES}), or compile with -std=c++20"
#else

#ifndef __cpp_exceptions
#error "<torch/torch.h> needs exceptions: compile without -fno-exceptions or use <glassgrad.h>"
#endif

#include <algorithm>
#include <array>
#include <atomic>
#include <cassert>
#include <chrono>
#include <cmath>
#include <complex>
#include <condition_variable>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <fstream>
#include <functional>
#include <initializer_list>
#include <iomanip>
#include <iostream>
#include <iterator>
#include <limits>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <numeric>
#include <optional>
#include <queue>
#include <set>
#include <sstream>
#include <stack>
#include <stdexcept>
#include <string>
#include <thread>
#include <tuple>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "build.h"
#include "c10.h"
#include "dispatch.h"
#include "macros.h"
#include "names.h"
#include "node.h"
#include "out.h"
#include "print.h"
#include "profiler.h"
#include "util.h"

#endif  // C++20
