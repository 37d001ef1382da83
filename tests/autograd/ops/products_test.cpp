// Expectations are PyTorch 1.13.1's: the tests pass when they are built against libtorch.
#include <gtest/gtest.h>

#include "tests/support/check_gradient.h"
#include "tests/support/expect_error.h"
#include "tests/support/numbers.h"

namespace {

using support::doubles;
using support::leaf;
using support::Sizes;
using support::values;
using torch::Tensor;
using Values = std::vector<double>;

Tensor ones(const Sizes& sizes, torch::ScalarType type = torch::kFloat32) {
  return torch::ones(sizes, type);
}

TEST(Mm, MultipliesRowsByColumns) {
  const Tensor a = doubles({1, 2, 3, 4, 5, 6}, {2, 3}), b = doubles({1, 0, 2, 1, 0, 3}, {3, 2});
  EXPECT_EQ(values(a.mm(b)), (Values{5, 11, 14, 23}));
  EXPECT_EQ(values(b.t().mm(a.t())), (Values{5, 14, 11, 23}));
  EXPECT_EQ(values(ones({2, 0}).mm(ones({0, 2}))), (Values{0, 0, 0, 0}));
  EXPECT_EQ(ones({0, 2}).mm(ones({2, 3})).sizes(), (Sizes{0, 3}));
  const Tensor bytes = torch::full({2, 2}, 200, torch::kUInt8);
  EXPECT_EQ(values(bytes.mm(torch::ones({2, 1}, torch::kUInt8))), (Values{144, 144}));
}

TEST(Mm, ChecksItsArguments) {
  EXPECT_ERROR(ones({2, 3}).mm(ones({4, 5})),
               "mat1 and mat2 shapes cannot be multiplied (2x3 and 4x5)");
  EXPECT_ERROR(ones({2}).mm(ones({4, 5})), "self must be a matrix");
  EXPECT_ERROR(ones({2, 3}).mm(ones({3})), "mat2 must be a matrix");
  EXPECT_ERROR(ones({2, 3}).mm(ones({3, 2}, torch::kFloat64)),
               "expected scalar type Float but found Double");
  EXPECT_ERROR(ones({2, 3}, torch::kBool).mm(ones({3, 2}, torch::kBool)),
               "\"addmm_impl_cpu_\" not implemented for 'Bool'");
}

TEST(Mm, GradientOfATransposedFactorLiesAsTheFactorDoes) {
  const Tensor w = support::wave_leaf({4, 3});
  const Tensor x = support::waves({2, 3});
  const Tensor transposed = w.t();
  Sizes strides;
  transposed.register_hook([&](Tensor grad) { strides = grad.strides().vec(); });
  x.mm(transposed).sum().backward();
  EXPECT_EQ(strides, (Sizes{1, 3}));
}

TEST(Mv, MultipliesAMatrixByAVector) {
  const Tensor a = doubles({1, 2, 3, 4, 5, 6}, {2, 3}), x = doubles({1, 0, 2});
  EXPECT_EQ(values(a.mv(x)), (Values{7, 16}));
  EXPECT_EQ(values(ones({2, 0}).mv(ones({0}))), (Values{0, 0}));
  EXPECT_ERROR(ones({2, 3}).mv(ones({2})), "size mismatch, got 2, 2x3,2");
  EXPECT_ERROR(ones({2, 3}).mv(ones({3, 1})), "vector + matrix @ vector expected, got 1, 2, 2");
}

TEST(Dot, AddsUpProducts) {
  EXPECT_EQ(doubles({1, 2, 3}).dot(doubles({4, 5, 6})).item<double>(), 32);
  EXPECT_EQ(torch::tensor({1, 2}).dot(torch::tensor({3, 4})).item<int64_t>(), 11);
  EXPECT_EQ(ones({0}).dot(ones({0})).item<float>(), 0);
  EXPECT_ERROR(ones({2}).dot(ones({3})),
               "inconsistent tensor size, expected tensor [2] and src [3] to have the same number "
               "of elements, but got 2 and 3 elements respectively");
  EXPECT_ERROR(ones({2, 2}).dot(ones({2})), "1D tensors expected, but got 2D and 1D tensors");
  EXPECT_ERROR(ones({2}).dot(ones({2}, torch::kFloat64)),
               "dot : expected both vectors to have same dtype, but found Float and Double");
}

TEST(Outer, PairsEveryElement) {
  EXPECT_EQ(values(doubles({1, 2}).outer(doubles({3, 4, 5}))), (Values{3, 4, 5, 6, 8, 10}));
  EXPECT_ERROR(ones({2, 1}).outer(ones({2})), "outer: Expected 1-D argument self, but got 2-D");
}

TEST(Bmm, MultipliesMatrixByMatrix) {
  const Tensor a = doubles({1, 2, 3, 4, 5, 6, 7, 8}, {2, 2, 2});
  EXPECT_EQ(values(a.bmm(a)), (Values{7, 10, 15, 22, 67, 78, 91, 106}));
  EXPECT_EQ(values(ones({2, 1, 0}).bmm(ones({2, 0, 1}))), (Values{0, 0}));
  EXPECT_ERROR(ones({2, 3}).bmm(ones({2, 3, 1})), "batch1 must be a 3D tensor");
  EXPECT_ERROR(ones({2, 3, 4}).bmm(ones({2, 3})), "batch2 must be a 3D tensor");
  EXPECT_ERROR(ones({2, 3, 4}).bmm(ones({3, 4, 5})),
               "Expected size for first two dimensions of batch2 tensor to be: [2, 4] but got: [3, "
               "4].");
}

TEST(Addmm, ScalesBothTerms) {
  const Tensor a = doubles({1, 2, 3, 4}, {2, 2}), row = doubles({10, 20});
  EXPECT_EQ(values(torch::addmm(row, a, a)), (Values{17, 30, 25, 42}));
  EXPECT_EQ(values(torch::addmm(row, a, a, 2, -1)), (Values{13, 30, 5, 18}));
  EXPECT_EQ(values(torch::addmm(torch::tensor(2.0), ones({2, 0}), ones({0, 1}), 3)),
            (Values{6, 6}));
  // With beta = 0 the addend is not looked at.
  EXPECT_EQ(values(torch::addmm(doubles({NAN}), a, a, 0)), (Values{7, 10, 15, 22}));
  EXPECT_EQ(
      values(torch::addmm(torch::tensor({1}), torch::tensor({{2}}), torch::tensor({{3}}), 1.5)),
      Values{7});  // integers take whole factors
}

TEST(Addmm, ChecksItsArguments) {
  EXPECT_ERROR(torch::addmm(ones({4}), ones({2, 3}), ones({2, 4})),
               "mat1 and mat2 shapes cannot be multiplied (2x3 and 2x4)");
  EXPECT_ERROR(torch::addmm(ones({4}), ones({3}), ones({2, 4})),
               "mat1 must be a matrix, got 1-D tensor");
  EXPECT_ERROR(torch::addmm(ones({3}), ones({2, 3}), ones({3, 4})),
               "The expanded size of the tensor (4) must match the existing size (3) at "
               "non-singleton dimension 1.  Target sizes: [2, 4].  Tensor sizes: [3]");
  EXPECT_ERROR(torch::addmm(ones({4}, torch::kFloat64), ones({2, 3}), ones({3, 4})),
               "self and mat2 must have the same dtype");
}

TEST(Products, NameTheirNodes) {
  const Tensor m = leaf({1, 2, 3, 4}, {2, 2}), v = leaf({1, 2}), b = leaf({1}, {1, 1, 1});
  EXPECT_EQ(m.mm(m).grad_fn()->name(), "MmBackward0");
  EXPECT_EQ(m.mv(v).grad_fn()->name(), "MvBackward0");
  EXPECT_EQ(v.dot(v).grad_fn()->name(), "DotBackward0");
  EXPECT_EQ(b.bmm(b).grad_fn()->name(), "BmmBackward0");
  EXPECT_EQ(torch::addmm(v, m, m).grad_fn()->name(), "AddmmBackward0");
  EXPECT_EQ(v.outer(v).grad_fn()->name(), "MulBackward0");
}

TEST(Products, DerivativesOfEveryOrder) {
  const auto function = [](const std::vector<Tensor>& in) {
    const Tensor &a = in[0], &b = in[1], &v = in[2], &c = in[3];
    return std::vector<Tensor>{a.mm(b),
                               a.mm(c.t()),
                               c.t().mm(a.t()),
                               a.mv(v),
                               v.dot(v),
                               v.outer(c[0]),
                               torch::addmm(v, c, b, 0.5, 2),
                               torch::addmm(c[0][0], a, c.t(), -1, 3),
                               c.unsqueeze(1).bmm(torch::stack({b, b + 1, b * 2}))};
  };
  const std::vector<Tensor> inputs = {support::wave_leaf({2, 3}, 1), support::wave_leaf({3, 3}, 2),
                                      support::wave_leaf({3}, 3), support::wave_leaf({3, 3}, 4)};
  const std::vector<Tensor> cotangents = {
      support::waves({2, 3}, 1), support::waves({2, 3}, 2), support::waves({3, 2}, 3),
      support::waves({2}, 4),    support::waves({}, 5),     support::waves({3, 3}, 6),
      support::waves({3, 3}, 7), support::waves({2, 3}, 8), support::waves({3, 1, 3}, 9)};
  EXPECT_TRUE(support::check_gradient("products", function, inputs, cotangents));
  EXPECT_TRUE(support::check_second_gradient("products", function, inputs, cotangents));
}

}  // namespace
