#pragma once
// libtorch's macros: the version that is followed, attributes, checks, warnings.

#include "c10.h"

#define TORCH_VERSION_MAJOR 1
#define TORCH_VERSION_MINOR 13
#define TORCH_VERSION_PATCH 1
#define TORCH_VERSION "1.13.1"

// ---- attributes ----
#define TORCH_API
#define TORCH_PYTHON_API
#define C10_API
#define C10_EXPORT
#define C10_IMPORT
#define C10_HIDDEN
#define C10_HOST_DEVICE
#define C10_HOST
#define C10_DEVICE
#define C10_UNUSED [[maybe_unused]]
#define C10_NODISCARD [[nodiscard]]
#define C10_FALLTHROUGH [[fallthrough]]
#define C10_RESTRICT __restrict
#define C10_NOINLINE __attribute__((noinline))
#define C10_ALWAYS_INLINE __attribute__((always_inline)) inline
#define C10_LIKELY(condition) (__builtin_expect(static_cast<bool>(condition), 1))
#define C10_UNLIKELY(condition) (__builtin_expect(static_cast<bool>(condition), 0))
#define C10_STRINGIZE_IMPL(text) #text
#define C10_STRINGIZE(text) C10_STRINGIZE_IMPL(text)
#define C10_CONCATENATE_IMPL(left, right) left##right
#define C10_CONCATENATE(left, right) C10_CONCATENATE_IMPL(left, right)
#define C10_DISABLE_COPY_AND_ASSIGN(Class) \
  Class(const Class&) = delete;            \
  Class& operator=(const Class&) = delete

// ---- checks ----
/// Throws an error of the type with the other arguments as its text unless the condition holds.
#define TORCH_CHECK_WITH(ErrorType, condition, ...)                                                \
  do {                                                                                             \
    if (C10_UNLIKELY(!(condition)))                                                                \
      throw ::c10::ErrorType(::c10::detail::check_message(#condition __VA_OPT__(, ) __VA_ARGS__)); \
  } while (false)
#define TORCH_CHECK(...) TORCH_CHECK_WITH(Error, __VA_ARGS__)
#define TORCH_CHECK_INDEX(...) TORCH_CHECK_WITH(IndexError, __VA_ARGS__)
#define TORCH_CHECK_VALUE(...) TORCH_CHECK_WITH(ValueError, __VA_ARGS__)
#define TORCH_CHECK_TYPE(...) TORCH_CHECK_WITH(TypeError, __VA_ARGS__)
#define TORCH_CHECK_NOT_IMPLEMENTED(...) TORCH_CHECK_WITH(NotImplementedError, __VA_ARGS__)
#define TORCH_CHECK_LINALG(...) TORCH_CHECK_WITH(LinAlgError, __VA_ARGS__)
#define TORCH_CHECK_IF_NOT_ON_CUDA(...) TORCH_CHECK(__VA_ARGS__)
#define TORCH_CHECK_ARG(condition, number, ...) \
  TORCH_CHECK(condition, "invalid argument " #number ": " __VA_OPT__(, ) __VA_ARGS__)
#define TORCH_INTERNAL_ASSERT(condition, ...)                                             \
  do {                                                                                    \
    if (C10_UNLIKELY(!(condition)))                                                       \
      throw ::c10::Error(::c10::str(#condition " INTERNAL ASSERT FAILED at \"", __FILE__, \
                                    "\":", __LINE__, ". " __VA_OPT__(, ) __VA_ARGS__));   \
  } while (false)
#ifdef NDEBUG
#define TORCH_INTERNAL_ASSERT_DEBUG_ONLY(...) \
  while (false) TORCH_INTERNAL_ASSERT(__VA_ARGS__)
#else
#define TORCH_INTERNAL_ASSERT_DEBUG_ONLY(...) TORCH_INTERNAL_ASSERT(__VA_ARGS__)
#endif
#define AT_ASSERT(...) TORCH_INTERNAL_ASSERT(__VA_ARGS__)
#define AT_ASSERTM(condition, ...) TORCH_INTERNAL_ASSERT(condition, __VA_ARGS__)
#define AT_ERROR(...) throw ::c10::Error(::c10::str(__VA_ARGS__))
#define C10_THROW_ERROR(ErrorType, message) throw ::c10::ErrorType(message)

// ---- warnings ----
#define TORCH_WARN(...)                                                       \
  ::c10::Warning::warn({__func__, __FILE__, static_cast<uint32_t>(__LINE__)}, \
                       ::c10::str(__VA_ARGS__), false)
/// The first time that this line is reached.
#define TORCH_WARN_ONCE(...)                                                       \
  do {                                                                             \
    if (::c10::Warning::get_warnAlways()) {                                        \
      TORCH_WARN(__VA_ARGS__);                                                     \
    } else {                                                                       \
      [[maybe_unused]] static const bool warned = (TORCH_WARN(__VA_ARGS__), true); \
    }                                                                              \
  } while (false)
