// Options and inputs that nobody means: an error with the name of what it is about, where the
// program ended, read beyond a tensor or ran without end; what has failed has changed nothing.
#include <gtest/gtest.h>

#include <fmt/format.h>

#include "autograd/functions.h"
#include "nn/nn.h"
#include "tests/support/expect_error.h"

namespace {

using namespace glassgrad;
namespace F = nn::functional;

constexpr int64_t kMost = INT64_MAX, kLeast = INT64_MIN, kHuge = int64_t{1} << 62;

TEST(OddOptions, OfImages) {
  const Tensor image = ones({1, 4, 2, 2});
  EXPECT_ERROR(F::fold(ones({1, 4, 1}), F::FoldFuncOptions({kLeast, 2}, {2, 2})),
               "output_size is out of range");
  EXPECT_ERROR(F::unfold(image, F::UnfoldFuncOptions({1, 1}).padding(kMost)),
               "padding is out of range");
  EXPECT_ERROR(F::pixel_shuffle(image, kHuge), "upscale_factor 4611686018427387904");
  EXPECT_ERROR(F::max_unpool2d(image, zeros({1, 4, 2, 2}, kLong),
                               F::MaxUnpool2dFuncOptions(2).stride(kMost)),
               "max_unpool2d: 9223372036854775807 is out of range");
  EXPECT_ERROR(nn::Conv2d(nn::Conv2dOptions(4, 1, 1).stride(kMost))(image),
               "stride is out of range");
  EXPECT_ERROR(F::local_response_norm(image, -2), "size must be positive");
  // A neighbourhood beyond all channels is all of them.
  EXPECT_TRUE(F::local_response_norm(image, F::LocalResponseNormFuncOptions(kHuge).alpha(0))
                  .equal(ones({1, 4, 2, 2})));
}

// As in PyTorch 1.13.1: both numbers have to be some of the elements' type.
TEST(OddOptions, OfAThresholdOfIntegers) {
  const Tensor x = tensor({1, 2}).to(kChar);
  EXPECT_ERROR(F::threshold(x, F::ThresholdFuncOptions(-1e18, 0)),
               "value cannot be converted to type int8_t without overflow");
  EXPECT_ERROR(F::threshold(x.to(kShort), F::ThresholdFuncOptions(0, NAN)),
               "value cannot be converted to type int16_t without overflow");
  EXPECT_TRUE(F::threshold(x, F::ThresholdFuncOptions(1, 7)).equal(tensor({7, 2}).to(kChar)));
}

TEST(OddOptions, OfFractionalPooling) {
  const Tensor image = ones({1, 1, 4, 4});
  const auto pool = [&](const F::FractionalMaxPool2dFuncOptions& options) {
    return F::fractional_max_pool2d(image, options);
  };
  EXPECT_ERROR(pool(F::FractionalMaxPool2dFuncOptions(-1).output_size(ExpandingArray<2>(2))),
               "kernel_size must be positive");
  EXPECT_ERROR(
      pool(F::FractionalMaxPool2dFuncOptions(1).output_ratio(ExpandingArray<2, double>(1e300))),
      "output_ratio must be between 0 and 1");
  EXPECT_ERROR(pool(F::FractionalMaxPool2dFuncOptions(1)
                        .output_size(ExpandingArray<2>(2))
                        ._random_samples(full({1, 1, 2}, 5.0))),
               "random samples must be between 0 and 1");
}

TEST(OddOptions, OfAnOutputSize) {
  nn::ConvTranspose1d layer(nn::ConvTranspose1dOptions(2, 3, 3).stride(2));
  const std::vector<int64_t> size = {10};
  EXPECT_EQ(layer->forward(ones({1, 2, 4}), IntArrayRef(size)).sizes(), IntArrayRef({1, 3, 10}));
  EXPECT_EQ(layer->forward(ones({2, 4}), IntArrayRef(size)).sizes(), IntArrayRef({3, 10}));
  EXPECT_ERROR(layer->forward(ones({4}), IntArrayRef(size)), "ConvTranspose1d: expected 2D");
}

TEST(OddOptions, OfRecurrentNetworksAndAttention) {
  EXPECT_ERROR(nn::GRUCell(2, 3)(ones({2, 2, 2})), "GRUCell: input must be [B, 2], got [2, 2, 2]");
  EXPECT_ERROR(nn::LSTMCell(2, 3)(ones({2, 2}), std::make_tuple(ones({2, 3, 1}), ones({2, 3}))),
               "LSTMCell: hidden[0] must be [B, 3]");
  EXPECT_ERROR(nn::GRUCell(2, kHuge), "GRUCell: 4611686018427387904 is out of range");
  EXPECT_ERROR(nn::GRUCell(2, 0), "GRUCell: hidden_size must be greater than zero");
  EXPECT_ERROR(nn::LSTM(2, kHuge), "LSTM: 4611686018427387904 is out of range");
  EXPECT_ERROR(nn::MultiheadAttention(4, 0), "embed_dim must be divisible by num_heads");
  EXPECT_ERROR(nn::MultiheadAttention(kHuge, 1), "is out of range");
}

TEST(OddOptions, OfIntegersAndShapes) {
  EXPECT_ERROR(binary_cross_entropy_with_logits(ones({9}, kChar), ones({9}, kChar)),
               "\"binary_cross_entropy_with_logits\" not implemented for 'Char'");
  const int64_t half = int64_t{1} << 32;
  EXPECT_ERROR(nn::Unflatten(nn::UnflattenOptions(0, {half, half}))(zeros({0})),
               "don't multiply up to");
}

TEST(OddOptions, OfABatchThatFails) {
  nn::BatchNorm1d norm(3);
  EXPECT_ERROR(norm(ones({2, 4})), "at ");
  EXPECT_EQ(norm->num_batches_tracked.item<int64_t>(), 0);
  norm(ones({2, 3}));
  EXPECT_EQ(norm->num_batches_tracked.item<int64_t>(), 1);
}

// The line is that of the program, for what modules and functions check themselves too.
TEST(OddOptions, ErrorsNameTheLine) {
  const Tensor vector = ones({3});
  const int line = __LINE__ + 1;  // compilers count lines of a macro differently
  const auto unfold = [&] { F::unfold(vector, F::UnfoldFuncOptions(1)); };
  EXPECT_ERROR(unfold(), fmt::format("{}:{}, in unfold", __FILE__, line));
  EXPECT_ERROR(F::dropout(vector, F::DropoutFuncOptions().p(2)), "in dropout");
  EXPECT_ERROR(F::softmin(Tensor(), 0), "in softmin at ");
}

}  // namespace
