// Special functions at places where digits are easily lost, against values of 400 digits (mpmath).

#include "autograd/kernels/special.h"

#include <gtest/gtest.h>

#include <cmath>

namespace glassgrad::kernels::special {
namespace {

struct Value {
  double (*function)(double, double);
  double a, b, expected;
};

TEST(Special, OfTwoNumbersToTheLastDigits) {
  const Value values[] = {
      {igamma, 20, 1e-12, 4.1103176233082486e-259},
      {igamma, 10, 1e-17, 2.755731922398591e-177},
      {igamma, 10, 0.0001, 2.755481412796599e-47},
      {igamma, 10, 10, 0.54207028552814779},
      {igamma, 45.5, 40.25, 0.2234765155329775},
      {igamma, 0.5, 2.0, 0.95449973610364159},
      {igammac, 1e-10, 1.0, 2.1938393441796779e-11},
      {igammac, 1e-10, 1.00000000005, 2.1938393439957381e-11},
      {igammac, 1e-06, 1.0, 2.1938415887050923e-7},
      {igammac, 0.5, 1.25, 0.11384629800665805},
      {igammac, 1e-08, 0.5, 5.5977359770995871e-9},
      {igammac, 3.0, 40.0, 3.5728659287002263e-15},
      {igammac, 1000.0, 1040.0, 0.10402691154310705},
      {zeta, 2.0, 1.0, 1.6449340668482264},
      {zeta, 1.5, 0.25, 10.213055360466601},
      {zeta, 30.0, 1.5, 5.2150962038157318e-6},
      {zeta, 3.0, -1.5, 0.1181020258208637},
      {zeta, 2.0, -7.75, 19.618144334352289},
  };
  for (const Value& value : values) {
    const double found = value.function(value.a, value.b);
    EXPECT_NEAR(found, value.expected, 2e-13 * std::fabs(value.expected))
        << "at " << value.a << ", " << value.b;
  }
}

}  // namespace
}  // namespace glassgrad::kernels::special
