// Numbers of 16 bits. Expected numbers: PyTorch 1.13.1.
#include "autograd/types/half.h"

#include <gtest/gtest.h>

#include <cmath>
#include <sstream>
#include <vector>

#include "autograd/base/error.h"
#include "autograd/functions.h"
#include "autograd/graph/autograd.h"
#include "autograd/tensor/indexing.h"
#include "tests/support/expect_error.h"

namespace glassgrad {
namespace {

template <class T>
std::vector<int> bits_of(const Tensor& x) {
  const auto* at = x.data_ptr<T>();
  std::vector<int> bits;
  for (int64_t i = 0; i < x.numel(); ++i) bits.push_back(static_cast<int16_t>(at[i].x));
  return bits;
}

const std::vector<float> kNumbers = {1.5f,    -2.25f,  3.1415926f, 70000.f, 1e-8f,  65519.f,
                                     65520.f, 6.1e-5f, 5.9e-8f,    2049.f,  2051.f, -1e-7f};

TEST(Half, RoundsToTheNearest) {
  EXPECT_EQ(bits_of<Half>(tensor(kNumbers).to(kHalf)),
            (std::vector<int>{15872, -16256, 16968, 31744, 0, 31743, 31744, 1023, 1, 26624, 26626,
                              -32766}));
  EXPECT_EQ(bits_of<BFloat16>(tensor(kNumbers).to(kBFloat16)),
            (std::vector<int>{16320, -16368, 16457, 18313, 12844, 18304, 18304, 14464, 13181, 17664,
                              17664, -19497}));
}

TEST(Half, EveryOneSurvivesAFloat) {
  for (uint32_t bits = 0; bits < 0x10000; ++bits) {
    const Half half(static_cast<uint16_t>(bits), Half::from_bits());
    const BFloat16 bfloat16(static_cast<uint16_t>(bits), BFloat16::from_bits());
    ASSERT_TRUE(std::isnan(float(half)) || Half(float(half)).x == bits) << bits;
    ASSERT_TRUE(std::isnan(float(bfloat16)) || BFloat16(float(bfloat16)).x == bits) << bits;
  }
  EXPECT_TRUE(std::isnan(float(Half(NAN))));
  EXPECT_TRUE(std::isnan(float(BFloat16(NAN))));
  EXPECT_EQ(float(std::numeric_limits<Half>::max()), 65504);
  EXPECT_EQ(float(std::numeric_limits<BFloat16>::infinity()), INFINITY);
}

TEST(Half, AreNumbers) {
  const Half a = 1.5f, b = 3;
  EXPECT_EQ(float(a + b), 4.5f);
  EXPECT_EQ(a + 1.0f, 2.5f);
  EXPECT_EQ(float(-a), -1.5f);
  Half c = 0.1f;
  c += b;
  EXPECT_EQ(float(c), 3.099609375f);
  std::ostringstream text;
  text << BFloat16(2.5f) << ' ' << Half(0.1f);
  EXPECT_EQ(text.str(), "2.5 0.0999756");
}

TEST(Half, InTensors) {
  const Tensor x = tensor({1.5, -2.25, 0.1}).to(kHalf);
  EXPECT_EQ(x.element_size(), 2u);
  EXPECT_EQ(x[2].item<float>(), 0.0999755859375f);
  EXPECT_EQ(float(x[0].item<Half>()), 1.5f);
  std::ostringstream text;
  text << x;
  EXPECT_EQ(text.str(), " 1.5000\n-2.2500\n 0.1000\n[ CPUHalfType{3} ]");
  EXPECT_TRUE(x.to(kDouble).to(kHalf).equal(x));
  EXPECT_TRUE(x.to(kBFloat16).to(kFloat).equal(tensor({1.5, -2.25, 0.10009765625})));
  EXPECT_TRUE(full({2}, 1.5, kHalf).equal(tensor({1.5, 1.5}).to(kHalf)));
  EXPECT_TRUE(arange(3, kHalf).equal(tensor({0., 1., 2.}).to(kHalf)));
  EXPECT_TRUE(eye(2, kBFloat16).equal(eye(2).to(kBFloat16)));
  // Moved as they are.
  const Tensor m = arange(6, kHalf).reshape({2, 3});
  EXPECT_TRUE(m.t().contiguous().to(kFloat).equal(arange(6.0).reshape({2, 3}).t()));
  EXPECT_TRUE(cat({m, m}, 1).index({0}).to(kFloat).equal(tensor({0., 1., 2., 0., 1., 2.})));
  EXPECT_TRUE(where(m > 2, m, m * 0).to(kFloat).sum().item<float>() == 12);
  m.fill_(7);
  m[1] = tensor({1., 2., 3.});
  EXPECT_EQ(m.sum().item<float>(), 27);
}

TEST(Half, ComputesInFloatAndRounds) {
  const Tensor b = tensor(std::vector<float>{1.5f, -2.25f, 3.1415926f}).to(kBFloat16);
  EXPECT_TRUE((b + b).to(kFloat).equal(tensor({3.0, -4.5, 6.28125})));
  EXPECT_TRUE((b * 0.1).to(kFloat).equal(tensor({0.150390625, -0.2255859375, 0.314453125})));
  EXPECT_TRUE((b > 3.14).equal(tensor({false, false, false})));  // the number is rounded first
  const Tensor x = tensor({0.1, 0.2}).to(kBFloat16);
  EXPECT_TRUE(x.exp().to(kFloat).equal(tensor({1.1015625, 1.21875})));
  EXPECT_EQ(tensor({0.1, 0.2, 0.3}).to(kBFloat16).sum().item<float>(), 0.6015625f);
  EXPECT_EQ(tensor({0.1, 0.2, 0.4}).to(kBFloat16).mean().item<float>(), 0.2333984375f);
  EXPECT_EQ((x.to(kHalf) + x).scalar_type(), kFloat);
  EXPECT_EQ((x + 1).scalar_type(), kBFloat16);
  EXPECT_EQ((x + ones({2})).scalar_type(), kFloat);
  Tensor y = b.clone();
  y.add_(b).mul_(2).relu_();
  EXPECT_TRUE(y.to(kFloat).equal(tensor({6.0, 0.0, 12.5625})));
  const Tensor a = tensor({{1.0, 2.0}, {3.0, 4.0}}).to(kBFloat16);
  const Tensor square = tensor({{7.0, 10.0}, {15.0, 22.0}}).to(kBFloat16);
  EXPECT_TRUE(matmul(a, a).equal(square));
  EXPECT_TRUE(mm(a, a).equal(square));
  EXPECT_TRUE(bmm(a.unsqueeze(0), a.unsqueeze(0)).equal(square.unsqueeze(0)));
  EXPECT_TRUE(mv(a, a[0]).equal(tensor({5.0, 11.0}).to(kBFloat16)));
  EXPECT_EQ(dot(a[0], a[1]).item<float>(), 11);
  EXPECT_TRUE(
      addmm(a, a, a, 0.1, 0.3).to(kFloat).equal(tensor({{2.203125, 3.203125}, {4.8125, 7.0}})));
}

TEST(Half, HasGradients) {
  const Tensor x = tensor({1.0, 2.0}).to(kBFloat16).requires_grad_();
  (x * x * 3).sum().backward();
  EXPECT_EQ(x.grad().scalar_type(), kBFloat16);
  EXPECT_TRUE(x.grad().to(kFloat).equal(tensor({6.0, 12.0})));
  (x * 2).sum().backward();
  EXPECT_TRUE(x.grad().to(kFloat).equal(tensor({8.0, 14.0})));
}

TEST(Half, WhatIsNotThereSaysSo) {
  const Tensor x = ones({2, 2}, kHalf);
  EXPECT_ERROR(x.cumsum(0),
               "not implemented for 'Half': convert to float first, as in x.to(torch::kFloat)");
  EXPECT_THROW(softmax(x, 0), NotImplementedError);
}

}  // namespace
}  // namespace glassgrad
