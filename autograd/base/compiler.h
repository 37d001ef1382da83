#pragma once

// What compilers have of their own, behind a name, so that a kernel stays a plain loop. Each but
// GLASSGRAD_VECTOR has a plain fallback.

/// Compiles the function once per instruction set (AVX-512, AVX2, baseline), with everything that
/// it calls inlined; the loader picks one. Together with -ffp-contract=off every version gives the
/// same bits; std::fma is one instruction in the wide versions and a call into libm in the
/// baseline.
#if defined(__GNUC__) && !defined(__clang__) && __GNUC__ >= 12 && defined(__x86_64__) && \
    defined(__linux__) && !defined(GLASSGRAD_NO_TARGET_CLONES)
#define GLASSGRAD_MULTIVERSIONED
#define GLASSGRAD_MULTIVERSION \
  __attribute__((flatten, target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define GLASSGRAD_MULTIVERSION
#endif

/// For helpers of a multiversioned loop: only inlined do they share its instruction set.
#if defined(__GNUC__)
#define GLASSGRAD_ALWAYS_INLINE inline __attribute__((always_inline))
#else
#define GLASSGRAD_ALWAYS_INLINE inline
#endif

/// Before a loop: no iteration needs what another one writes, so the compiler need not check. Its
/// output may still be one of its inputs, element for element.
#if defined(__clang__)
#define GLASSGRAD_INDEPENDENT _Pragma("clang loop vectorize(assume_safety)")
#elif defined(__GNUC__)
#define GLASSGRAD_INDEPENDENT _Pragma("GCC ivdep")
#else
#define GLASSGRAD_INDEPENDENT
#endif

/// Before a short loop: it stays one until it can become vector operations.
#if defined(__GNUC__) && !defined(__clang__)
#define GLASSGRAD_NO_UNROLL _Pragma("GCC unroll 1")
#else
#define GLASSGRAD_NO_UNROLL
#endif

/// The pointer is the only way to its memory inside the function.
#if defined(__GNUC__)
#define GLASSGRAD_RESTRICT __restrict__
#else
#define GLASSGRAD_RESTRICT
#endif

/// `using V GLASSGRAD_VECTOR(32) = T;`: as many numbers of type T as have room in 32 bytes, with
/// which GCC and Clang compute as with one.
#define GLASSGRAD_VECTOR(bytes) __attribute__((vector_size(bytes)))

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
