#pragma once
// From an element type to a C++ type: AT_DISPATCH_FLOATING_TYPES(x.scalar_type(), "name", [&] {
// ... scalar_t ... }). The name is what an error says of a type that is not among them.

#include "util.h"

#define GLASSGRAD_CASE(scalar_type, cpp_type, ...) \
  case c10::ScalarType::scalar_type: {             \
    using scalar_t [[maybe_unused]] = cpp_type;    \
    return __VA_ARGS__();                          \
  }
#define AT_DISPATCH_CASE(scalar_type, ...)                                          \
  case scalar_type: {                                                               \
    using scalar_t [[maybe_unused]] = c10::impl::ScalarTypeToCPPTypeT<scalar_type>; \
    return __VA_ARGS__();                                                           \
  }
#define AT_DISPATCH_SWITCH(given_type, name, ...)                                 \
  [&] {                                                                           \
    const c10::ScalarType glassgrad_type = given_type;                            \
    switch (glassgrad_type) {                                                     \
      __VA_ARGS__                                                                 \
      default:                                                                    \
        TORCH_CHECK_NOT_IMPLEMENTED(false, '"', name, "\" not implemented for '", \
                                    c10::toString(glassgrad_type), "'");          \
        throw;                                                                    \
    }                                                                             \
  }()

#define AT_DISPATCH_CASE_FLOATING_TYPES(...)  \
  GLASSGRAD_CASE(Double, double, __VA_ARGS__) \
  GLASSGRAD_CASE(Float, float, __VA_ARGS__)
#define AT_DISPATCH_CASE_INTEGRAL_TYPES(...) \
  GLASSGRAD_CASE(Byte, uint8_t, __VA_ARGS__) \
  GLASSGRAD_CASE(Char, int8_t, __VA_ARGS__)  \
  GLASSGRAD_CASE(Int, int32_t, __VA_ARGS__)  \
  GLASSGRAD_CASE(Long, int64_t, __VA_ARGS__) \
  GLASSGRAD_CASE(Short, int16_t, __VA_ARGS__)
#define AT_DISPATCH_CASE_ALL_TYPES(...)        \
  AT_DISPATCH_CASE_INTEGRAL_TYPES(__VA_ARGS__) \
  AT_DISPATCH_CASE_FLOATING_TYPES(__VA_ARGS__)

#define AT_DISPATCH_FLOATING_TYPES(type, name, ...) \
  AT_DISPATCH_SWITCH(type, name, AT_DISPATCH_CASE_FLOATING_TYPES(__VA_ARGS__))
#define AT_DISPATCH_FLOATING_TYPES_AND_HALF(type, name, ...)      \
  AT_DISPATCH_SWITCH(type, name,                                  \
                     AT_DISPATCH_CASE_FLOATING_TYPES(__VA_ARGS__) \
                         GLASSGRAD_CASE(Half, c10::Half, __VA_ARGS__))
#define AT_DISPATCH_FLOATING_TYPES_AND(type1, type, name, ...)    \
  AT_DISPATCH_SWITCH(type, name,                                  \
                     AT_DISPATCH_CASE_FLOATING_TYPES(__VA_ARGS__) \
                         AT_DISPATCH_CASE(type1, __VA_ARGS__))
#define AT_DISPATCH_FLOATING_TYPES_AND2(type1, type2, type, name, ...)              \
  AT_DISPATCH_SWITCH(type, name,                                                    \
                     AT_DISPATCH_CASE_FLOATING_TYPES(__VA_ARGS__) AT_DISPATCH_CASE( \
                         type1, __VA_ARGS__) AT_DISPATCH_CASE(type2, __VA_ARGS__))
#define AT_DISPATCH_INTEGRAL_TYPES(type, name, ...) \
  AT_DISPATCH_SWITCH(type, name, AT_DISPATCH_CASE_INTEGRAL_TYPES(__VA_ARGS__))
#define AT_DISPATCH_INTEGRAL_TYPES_AND(type1, type, name, ...)    \
  AT_DISPATCH_SWITCH(type, name,                                  \
                     AT_DISPATCH_CASE_INTEGRAL_TYPES(__VA_ARGS__) \
                         AT_DISPATCH_CASE(type1, __VA_ARGS__))
#define AT_DISPATCH_ALL_TYPES(type, name, ...) \
  AT_DISPATCH_SWITCH(type, name, AT_DISPATCH_CASE_ALL_TYPES(__VA_ARGS__))
#define AT_DISPATCH_ALL_TYPES_AND(type1, type, name, ...) \
  AT_DISPATCH_SWITCH(type, name,                          \
                     AT_DISPATCH_CASE_ALL_TYPES(__VA_ARGS__) AT_DISPATCH_CASE(type1, __VA_ARGS__))
#define AT_DISPATCH_ALL_TYPES_AND2(type1, type2, type, name, ...)                                 \
  AT_DISPATCH_SWITCH(type, name,                                                                  \
                     AT_DISPATCH_CASE_ALL_TYPES(__VA_ARGS__) AT_DISPATCH_CASE(type1, __VA_ARGS__) \
                         AT_DISPATCH_CASE(type2, __VA_ARGS__))
#define AT_DISPATCH_ALL_TYPES_AND3(type1, type2, type3, type, name, ...)                          \
  AT_DISPATCH_SWITCH(type, name,                                                                  \
                     AT_DISPATCH_CASE_ALL_TYPES(__VA_ARGS__) AT_DISPATCH_CASE(type1, __VA_ARGS__) \
                         AT_DISPATCH_CASE(type2, __VA_ARGS__)                                     \
                             AT_DISPATCH_CASE(type3, __VA_ARGS__))
// There are no complex numbers.
#define AT_DISPATCH_FLOATING_AND_COMPLEX_TYPES AT_DISPATCH_FLOATING_TYPES
#define AT_DISPATCH_ALL_TYPES_AND_COMPLEX AT_DISPATCH_ALL_TYPES
