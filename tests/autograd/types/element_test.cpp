#include "autograd/types/element.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "autograd/functions.h"

// The numbers are PyTorch 1.13.1's on x86: what its operations say of the same tensors.

namespace glassgrad {
namespace {

template <class T>
std::vector<T> values(const Tensor& x) {
  const Tensor y = x.contiguous();
  return std::vector<T>(y.data_ptr<T>(), y.data_ptr<T>() + y.numel());
}

constexpr double kInfinity = std::numeric_limits<double>::infinity();
const std::vector<double> kFarOut = {3000000001, -3000000001, NAN,     kInfinity, -kInfinity,
                                     1e10 + 7,   0x1p31,      -0x1p63, 1e30,      300.7,
                                     -300.7,     70000.5,     -1.5};

template <class T>
std::vector<T> of_far_out() {
  return values<T>(tensor(kFarOut, kDouble).to(scalar_type_of<T>));
}

TEST(Element, OfAFloatingNumberThatDoesNotFit) {
  constexpr int32_t l = std::numeric_limits<int32_t>::min();
  constexpr int64_t ll = std::numeric_limits<int64_t>::min();
  EXPECT_EQ(of_far_out<uint8_t>(),
            (std::vector<uint8_t>{1, 255, 0, 0, 0, 7, 0, 0, 0, 44, 212, 112, 255}));
  EXPECT_EQ(of_far_out<int8_t>(),
            (std::vector<int8_t>{0, 0, 0, 0, 0, 0, 0, 0, 0, 44, -44, 112, -1}));
  EXPECT_EQ(of_far_out<int16_t>(),
            (std::vector<int16_t>{0, 0, 0, 0, 0, 0, 0, 0, 0, 300, -300, 4464, -1}));
  EXPECT_EQ(of_far_out<int32_t>(),
            (std::vector<int32_t>{l, l, l, l, l, l, l, l, l, 300, -300, 70000, -1}));
  EXPECT_EQ(of_far_out<int64_t>(),
            (std::vector<int64_t>{3000000001, -3000000001, ll, ll, ll, 10000000007, 2147483648, ll,
                                  ll, 300, -300, 70000, -1}));
  EXPECT_EQ(values<int64_t>(tensor(kFarOut, kFloat).to(kLong)),
            (std::vector<int64_t>{3000000000, -3000000000, ll, ll, ll, 10000000000, 2147483648, ll,
                                  ll, 300, -300, 70000, -1}));
}

TEST(Element, ConvertsTheNumbersNextToABound) {
  EXPECT_EQ(converted<int32_t>(2147483647.5), 2147483647);
  EXPECT_EQ(converted<int32_t>(-2147483648.5), std::numeric_limits<int32_t>::min());
  EXPECT_EQ(converted<int64_t>(std::nextafter(0x1p63, 0)), 9223372036854774784);
  EXPECT_TRUE(converted<bool>(NAN));
  EXPECT_FALSE(converted<bool>(-0.0));
}

template <class T>
struct Wrapped {
  std::vector<T> x, y, sum, difference, product, negated, absolute, with_alpha, power, lcm;
};

template <class T>
void check_wrapping(const Wrapped<T>& expected) {
  const ScalarType type = scalar_type_of<T>;
  const auto made = [&](const std::vector<T>& numbers) {
    return tensor(std::vector<int64_t>(numbers.begin(), numbers.end()), kLong).to(type);
  };
  const Tensor x = made(expected.x), y = made(expected.y);
  EXPECT_EQ(values<T>(x + y), expected.sum) << type;
  EXPECT_EQ(values<T>(x - y), expected.difference) << type;
  EXPECT_EQ(values<T>(x * y), expected.product) << type;
  EXPECT_EQ(values<T>(-x), expected.negated) << type;
  EXPECT_EQ(values<T>(x.abs()), expected.absolute) << type;
  EXPECT_EQ(values<T>(add(x, y, 100)), expected.with_alpha) << type;
  EXPECT_EQ(values<T>(x.pow(5)), expected.power) << type;
  EXPECT_EQ(values<T>(x.lcm(y)), expected.lcm) << type;
  EXPECT_EQ(values<T>(x.gcd(zeros({3}, type))), expected.absolute) << type;
}

TEST(Element, OfAnIntegerWrapsAround) {
  check_wrapping<int8_t>({{-128, 127, 100},
                          {-1, 2, 3},
                          {127, -127, 103},
                          {-127, 125, 97},
                          {-128, -2, 44},
                          {-128, -127, -100},
                          {-128, 127, 100},
                          {28, 71, -112},
                          {0, 127, 0},
                          {-128, -2, 44}});
  check_wrapping<int16_t>({{-32768, 32767, 100},
                           {-1, 2, 3},
                           {32767, -32767, 103},
                           {-32767, 32765, 97},
                           {-32768, -2, 300},
                           {-32768, -32767, -100},
                           {-32768, 32767, 100},
                           {32668, -32569, 400},
                           {0, 32767, -7168},
                           {-32768, -2, 300}});
  constexpr int32_t l = std::numeric_limits<int32_t>::min(), m = -(l + 1);
  check_wrapping<int32_t>({{l, m, 100},
                           {-1, 2, 3},
                           {m, -m, 103},
                           {-m, m - 2, 97},
                           {l, -2, 300},
                           {l, -m, -100},
                           {l, m, 100},
                           {2147483548, -2147483449, 400},
                           {0, m, 1410065408},
                           {l, 2, 300}});
  constexpr int64_t ll = std::numeric_limits<int64_t>::min(), mm = -(ll + 1);
  check_wrapping<int64_t>({{ll, mm, 100},
                           {-1, 2, 3},
                           {mm, -mm, 103},
                           {-mm, mm - 2, 97},
                           {ll, -2, 300},
                           {ll, -mm, -100},
                           {ll, mm, 100},
                           {9223372036854775708, -9223372036854775609, 400},
                           {0, mm, 10000000000},
                           {ll, 2, 300}});
}

// The least number divided by -1 is one that processors refuse.
template <class T>
void check_divisors_of_the_least() {
  const ScalarType type = scalar_type_of<T>;
  const Tensor least = full({4}, std::numeric_limits<T>::min(), type);
  const Tensor others = tensor({6, 5, -1, 3}, kLong).to(type);
  EXPECT_EQ(values<T>(least.gcd(others)), (std::vector<T>{-2, -1, 1, 1})) << type;
  EXPECT_EQ(values<T>(others.gcd(least)), (std::vector<T>{-2, -1, 1, 1})) << type;
  EXPECT_TRUE(least.lcm(others).equal(least)) << type;  // of 5 PyTorch divides by -1, and dies
}

TEST(Element, OfTheLeastIntegerHasDivisors) {
  check_divisors_of_the_least<int8_t>();
  check_divisors_of_the_least<int16_t>();
  check_divisors_of_the_least<int32_t>();
  check_divisors_of_the_least<int64_t>();
}

}  // namespace
}  // namespace glassgrad
