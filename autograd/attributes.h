#pragma once

// What compilers have of their own, behind a name, each with a plain fallback.

/// A function that stays a call: a rare way that would otherwise take room and registers from the
/// usual one.
#if defined(__GNUC__)
#define GLASSGRAD_NOINLINE __attribute__((noinline))
#else
#define GLASSGRAD_NOINLINE
#endif

namespace glassgrad::detail {

/// AddressSanitizer watches: freed memory must then go back to malloc at once, so that misuse is
/// seen.
#if defined(__SANITIZE_ADDRESS__)
inline constexpr bool kAddressSanitizer = true;
#elif defined(__has_feature)
inline constexpr bool kAddressSanitizer = __has_feature(address_sanitizer);
#else
inline constexpr bool kAddressSanitizer = false;
#endif

}  // namespace glassgrad::detail
