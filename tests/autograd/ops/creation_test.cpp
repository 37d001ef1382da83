// Expected types, strides and error texts are those of PyTorch 1.13.1 (C++) for the same calls.
// The bits of arange and linspace are in tests/golden/random_ops.txt (random_test.cpp).
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "autograd/base/error.h"
#include "autograd/functions.h"
#include "tests/support/expect_error.h"

namespace glassgrad {
namespace {

using Sizes = std::vector<int64_t>;

template <class T>
std::vector<T> values(const Tensor& t) {
  const Tensor c = t.contiguous();
  return std::vector<T>(c.data_ptr<T>(), c.data_ptr<T>() + c.numel());
}

TEST(Creation, OneValue) {
  EXPECT_EQ(values<float>(zeros({2, 2})), (std::vector<float>{0, 0, 0, 0}));
  EXPECT_EQ(values<float>(ones({3})), (std::vector<float>{1, 1, 1}));
  EXPECT_EQ(values<int32_t>(ones({2}, kInt)), (std::vector<int32_t>{1, 1}));
  EXPECT_EQ(values<double>(full({2}, 2.5, kDouble)), (std::vector<double>{2.5, 2.5}));
  EXPECT_EQ(empty({2, 3}).sizes(), (Sizes{2, 3}));
  EXPECT_EQ(empty({2, 0}).numel(), 0);
  EXPECT_EQ(zeros({}).dim(), 0);
  EXPECT_EQ(zeros({}).item<float>(), 0);
}

TEST(Creation, FullTakesTheTypeOfItsValue) {
  EXPECT_EQ(full({2}, 3).scalar_type(), kLong);
  EXPECT_EQ(full({2}, true).scalar_type(), kBool);
  EXPECT_EQ(full({2}, 3.0).scalar_type(), kFloat);
  EXPECT_EQ(full({2}, 3, kFloat).scalar_type(), kFloat);
  EXPECT_EQ(scalar_tensor(3).scalar_type(), kFloat);
  EXPECT_EQ(scalar_tensor(3, kInt).item<int>(), 3);
}

TEST(Creation, TheDefaultTypeCanBeChanged) {
  set_default_dtype(kDouble);
  EXPECT_EQ(zeros({1}).scalar_type(), kDouble);
  EXPECT_EQ(full({1}, 1.5).scalar_type(), kDouble);
  EXPECT_EQ(arange(1.0).scalar_type(), kDouble);
  EXPECT_EQ(linspace(0, 1, 2).scalar_type(), kDouble);
  EXPECT_EQ(tensor({1.5f}).scalar_type(), kDouble);
  EXPECT_EQ(eye(2).scalar_type(), kDouble);
  set_default_dtype(kFloat);
}

TEST(Creation, ValuesAreConvertedOrRefused) {
  EXPECT_EQ(values<uint8_t>(full({1}, -1, kByte)), (std::vector<uint8_t>{255}));
  EXPECT_ERROR((full({1}, -1.0, kByte)),
               "value cannot be converted to type uint8_t without overflow");
  EXPECT_EQ(values<int32_t>(full({1}, 2.7, kInt)), (std::vector<int32_t>{2}));
  EXPECT_EQ(values<int32_t>(full({1}, -2.7, kInt)), (std::vector<int32_t>{-2}));
  EXPECT_TRUE(full({1}, 0.3, kBool).item<bool>());
  EXPECT_EQ(full({1}, INFINITY, kFloat).item<float>(), INFINITY);
  EXPECT_EQ(full({1}, std::numeric_limits<int64_t>::max()).item<int64_t>(),
            std::numeric_limits<int64_t>::max());
  EXPECT_EQ(full({1}, std::numeric_limits<int64_t>::min()).item<int64_t>(),
            std::numeric_limits<int64_t>::min());
  EXPECT_ERROR((full({1}, 300, kByte)),
               "value cannot be converted to type uint8_t without overflow");
  EXPECT_ERROR((full({1}, -300, kByte)),
               "value cannot be converted to type uint8_t without overflow");
  EXPECT_ERROR((full({1}, int64_t{1} << 40, kInt)),
               "value cannot be converted to type int without overflow");
  EXPECT_ERROR((full({1}, NAN, kInt)), "value cannot be converted to type int without overflow");
  EXPECT_ERROR((full({1}, 0x1p63, kLong)),
               "value cannot be converted to type int64_t without overflow");
  EXPECT_ERROR((full({1}, 1e39, kFloat)),
               "value cannot be converted to type float without overflow");
}

TEST(Creation, LikeKeepsTypeAndLayout) {
  const Tensor x = zeros({2, 3}, kDouble).t();
  EXPECT_EQ(zeros_like(x).strides(), (Sizes{1, 3}));
  EXPECT_EQ(zeros_like(x).scalar_type(), kDouble);
  EXPECT_EQ(ones_like(x, kInt).scalar_type(), kInt);
  EXPECT_EQ(ones_like(x, kInt).strides(), (Sizes{1, 3}));
  EXPECT_EQ(values<int32_t>(ones_like(x, kInt)), std::vector<int32_t>(6, 1));
  EXPECT_EQ(empty_like(x, {}, MemoryFormat::Contiguous).strides(), (Sizes{2, 1}));
  EXPECT_EQ(full_like(x, 7).sizes(), (Sizes{3, 2}));
  EXPECT_EQ(values<int64_t>(full_like(zeros({2}, kLong), 1.5)), (std::vector<int64_t>{1, 1}));
  EXPECT_EQ(zeros_like(zeros({4, 6}).slice(1, 0, 6, 2)).strides(), (Sizes{3, 1}));
  EXPECT_EQ(zeros_like(zeros({4}).expand({3, 4})).strides(), (Sizes{4, 1}));
  EXPECT_FALSE(zeros_like(ones({2}, requires_grad())).requires_grad());
  EXPECT_TRUE(zeros_like(ones({2}), requires_grad()).requires_grad());
}

TEST(Creation, NewTakesTheTypeOfTheTensor) {
  const Tensor x = zeros({2}, kInt);
  EXPECT_EQ(values<int32_t>(x.new_ones({3})), (std::vector<int32_t>{1, 1, 1}));
  EXPECT_EQ(x.new_zeros({3}, kDouble).scalar_type(), kDouble);
  EXPECT_EQ(x.new_empty({3}, requires_grad(false)).scalar_type(), kInt);
  EXPECT_EQ(values<int32_t>(x.new_full({2}, 2.5)), (std::vector<int32_t>{2, 2}));
}

TEST(Creation, Eye) {
  EXPECT_EQ(values<float>(eye(2)), (std::vector<float>{1, 0, 0, 1}));
  EXPECT_EQ(values<int64_t>(eye(2, 3, kLong)), (std::vector<int64_t>{1, 0, 0, 0, 1, 0}));
  EXPECT_EQ(values<bool>(eye(3, 1, kBool)), (std::vector<bool>{true, false, false}));
  EXPECT_EQ(eye(0).sizes(), (Sizes{0, 0}));
  EXPECT_TRUE(eye(2, requires_grad()).requires_grad());
  EXPECT_TRUE(eye(2, requires_grad()).is_leaf());
  EXPECT_ERROR(eye(-1), "n must be greater or equal to 0, got -1");
  EXPECT_ERROR(eye(2, -1), "m must be greater or equal to 0, got -1");
}

TEST(Creation, Arange) {
  EXPECT_EQ(values<int64_t>(arange(3)), (std::vector<int64_t>{0, 1, 2}));
  EXPECT_EQ(values<float>(arange(3.0)), (std::vector<float>{0, 1, 2}));
  EXPECT_EQ(values<int64_t>(arange(0, 10, 3)), (std::vector<int64_t>{0, 3, 6, 9}));
  EXPECT_EQ(values<int64_t>(arange(2, -4, -3)), (std::vector<int64_t>{2, -1}));
  EXPECT_EQ(values<float>(arange(1, 2.5, 0.5)), (std::vector<float>{1, 1.5, 2}));
  EXPECT_EQ(values<uint8_t>(arange(250, 256, kByte)),
            (std::vector<uint8_t>{250, 251, 252, 253, 254, 255}));
  EXPECT_EQ(arange(true).scalar_type(), kLong);
  EXPECT_EQ(arange(3, 3).sizes(), (Sizes{0}));
  EXPECT_TRUE(arange(3.0, requires_grad()).requires_grad());
  EXPECT_EQ(arange(-2, 2, 0.1).numel(), 40);
  EXPECT_EQ(values<float>(arange(-2, 2, 0.1))[20], -5.9604645e-09f);
}

TEST(Creation, ArangeErrors) {
  EXPECT_ERROR(arange(0, 1, 0), "step must be nonzero");
  EXPECT_ERROR(arange(0, 5, 0.5, kLong), "step must be nonzero");
  EXPECT_ERROR(arange(0, 1, -1), "upper bound and larger bound inconsistent with step sign");
  EXPECT_ERROR(arange(-1), "upper bound and larger bound inconsistent with step sign");
  EXPECT_ERROR(arange(0, INFINITY), "unsupported range: 0 -> inf");
  EXPECT_ERROR(arange(0, NAN), "unsupported range: 0 -> nan");
  EXPECT_ERROR(arange(0, 3, kBool), "\"arange_cpu\" not implemented for 'Bool'");
}

TEST(Creation, Linspace) {
  EXPECT_EQ(values<float>(linspace(0, 1, 5)), (std::vector<float>{0, 0.25, 0.5, 0.75, 1}));
  EXPECT_EQ(values<int64_t>(linspace(0, 5, 3, kLong)), (std::vector<int64_t>{0, 2, 5}));
  EXPECT_EQ(values<float>(linspace(3, 9, 1)), (std::vector<float>{3}));
  EXPECT_EQ(linspace(0, 1, 0).numel(), 0);
  EXPECT_ERROR(linspace(0, 1, -1), "number of steps must be non-negative");
  EXPECT_EQ(linspace(0, 5, 0, kBool).numel(), 0);
  EXPECT_ERROR(linspace(0, 5, 3, kBool), "\"linspace_cpu\" not implemented for 'Bool'");
}

TEST(Creation, OptionsThatDoNotExistAreRefused) {
  EXPECT_ERROR((zeros({2, -3})), "Trying to create tensor with negative dimension -3: [2, -3]");
  EXPECT_THROW(zeros({2}, kCUDA), Error);
  EXPECT_THROW(zeros({2}, kSparse), Error);
  EXPECT_THROW(zeros({2}, ScalarType::Undefined), Error);
  EXPECT_ERROR((ones({2}, dtype(kLong).requires_grad(true))),
               "Only Tensors of floating point and complex dtype can require gradients");
}

// --- literals ---

TEST(Creation, TensorOfLiterals) {
  EXPECT_EQ(values<int64_t>(tensor({1, 2, 3})), (std::vector<int64_t>{1, 2, 3}));
  EXPECT_EQ(values<float>(tensor({1.5, 2.5})), (std::vector<float>{1.5, 2.5}));
  EXPECT_EQ(values<bool>(tensor({true, false})), (std::vector<bool>{true, false}));
  const Tensor t = tensor({{{1, 2}, {3, 4}, {5, 6}}});
  EXPECT_EQ(t.sizes(), (Sizes{1, 3, 2}));
  EXPECT_EQ(values<int64_t>(t), (std::vector<int64_t>{1, 2, 3, 4, 5, 6}));
  EXPECT_EQ(tensor(3).dim(), 0);
  EXPECT_EQ(tensor(3).scalar_type(), kLong);
  EXPECT_EQ(tensor(3.5f).item<float>(), 3.5f);
  EXPECT_EQ(tensor(std::vector<double>{1, 2}).scalar_type(), kFloat);
  EXPECT_EQ(tensor(std::vector<int32_t>{1, 2}).scalar_type(), kLong);
  EXPECT_EQ(tensor(std::vector<bool>{true, false}).scalar_type(), kBool);
  EXPECT_EQ(tensor({1, 2}, kDouble).scalar_type(), kDouble);
  EXPECT_EQ(tensor({int64_t{1} << 62, (int64_t{1} << 62) + 1})[1].item<int64_t>(),
            (int64_t{1} << 62) + 1);
  EXPECT_TRUE(tensor({1.0, 2.0}, requires_grad()).requires_grad());
  EXPECT_THROW(tensor({1, 2}, requires_grad()), Error);
}

TEST(Creation, EmptyLiterals) {
  EXPECT_EQ(tensor({}).sizes(), (Sizes{0}));
  EXPECT_EQ(tensor({}).scalar_type(), kFloat);
  EXPECT_EQ(tensor({{}, {}}).sizes(), (Sizes{2, 0}));
  EXPECT_EQ(tensor({{{}}}).sizes(), (Sizes{1, 1, 0}));
  EXPECT_EQ(tensor(std::vector<int64_t>{}).scalar_type(), kLong);
}

TEST(Creation, RaggedAndMixedLiteralsAreRefused) {
  EXPECT_ERROR(
      (tensor({{5, 6}, {7}})),
      "Expected all sub-lists to have sizes: 2 (e.g. {5, 6}), but got sub-list {7} with sizes: 1");
  EXPECT_ERROR(
      (tensor({{{1, 2}, {3, 4}}, {{1}, {2}}})),
      "Expected all sub-lists to have sizes: 2 2 (e.g. {{1, 2}, {3, 4}}), but got sub-list {{1}, "
      "{2}} with sizes: 2 1");
  EXPECT_ERROR(
      (tensor({{1.5, 2.25}, {3.1234567891}})),
      "Expected all sub-lists to have sizes: 2 (e.g. {1.5, 2.25}), but got sub-list {3.12346} with "
      "sizes: 1");
  EXPECT_ERROR(
      (tensor({{1, 2}, {3, 4.5}})),
      "Expected all elements of the tensor to have the same scalar type: Int, but got element of "
      "scalar type: Double");
  EXPECT_ERROR(
      (tensor({true, 2})),
      "Expected all elements of the tensor to have the same scalar type: Bool, but got element of "
      "scalar type: Int");
}

// --- memory of somebody else ---

TEST(Creation, FromBlobSharesMemory) {
  float blob[6] = {0, 1, 2, 3, 4, 5};
  const Tensor t = from_blob(blob, {2, 3});
  EXPECT_EQ(t.data_ptr<float>(), blob);
  blob[5] = 7;
  EXPECT_EQ(t[1][2].item<float>(), 7);
  t[0][0] = 9;
  EXPECT_EQ(blob[0], 9);
  EXPECT_TRUE(from_blob(blob, {2}, requires_grad()).requires_grad());
  int64_t numbers[2] = {1, 2};
  EXPECT_EQ(from_blob(numbers, {2}, kLong)[1].item<int64_t>(), 2);
}

TEST(Creation, FromBlobTakesStrides) {
  float blob[6] = {0, 1, 2, 3, 4, 5};
  const Tensor t = from_blob(blob, {3, 2}, {1, 3});
  EXPECT_FALSE(t.is_contiguous());
  EXPECT_EQ(values<float>(t), (std::vector<float>{0, 3, 1, 4, 2, 5}));
  EXPECT_EQ(t.storage().nbytes(), sizeof(blob));
  EXPECT_EQ(from_blob(blob, {2, 2}, {0, 1}).storage().nbytes(), 2 * sizeof(float));
  EXPECT_EQ(from_blob(blob, {0, 2}, {2, 1}).storage().nbytes(), 0u);
  EXPECT_THROW(from_blob(blob, {2, 2}, {1}), Error);
}

TEST(Creation, FromBlobHandsMemoryBack) {
  float blob[2] = {1, 2};
  void* freed = nullptr;
  {
    Tensor view;
    {
      const Tensor t = from_blob(blob, {2}, [&](void* p) { freed = p; });
      view = t[0];
    }
    EXPECT_EQ(freed, nullptr) << "a view still uses it";
  }
  EXPECT_EQ(freed, blob);
}

// A file of images has named such a shape.
TEST(Creation, SizesWhoseProductOverflows) {
  constexpr int64_t kLarge = int64_t{1} << 40;
  EXPECT_ERROR(empty({kLarge, kLarge}), "Storage size calculation overflowed");
  EXPECT_ERROR(empty({0, kLarge, kLarge}), "Stride calculation overflowed");
  EXPECT_ERROR(empty({0, kLarge, kLarge >> 17}), "Stride calculation overflowed");
  EXPECT_EQ(empty({0, kLarge}).strides().vec(), (std::vector<int64_t>{kLarge, 1}));
  EXPECT_EQ(empty({0, int64_t{1} << 62}).nbytes(), 0u);
}

}  // namespace
}  // namespace glassgrad
