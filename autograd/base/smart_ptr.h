#pragma once
// std::unique_ptr and std::shared_ptr. <memory> would bring parallel algorithms, atomics and locks
// along, which every program that includes us would pay for in compile time.

#if __has_include(<bits/unique_ptr.h>) && __has_include(<bits/shared_ptr.h>)
#include <bits/unique_ptr.h>

#include <bits/shared_ptr.h>
#else
#include <memory>
#endif
