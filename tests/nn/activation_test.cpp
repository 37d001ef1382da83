// Activations against PyTorch 1.13.1, and what they refuse.
#include "nn/nn.h"

#include "tests/nn/answers.h"
#include "tests/support/expect_error.h"

namespace glassgrad::nn {
namespace {

TEST(Activations, ComputeAndPrintAsLibtorchDoes) {
  nn_cases::expect_same(nn_cases::activation_cases());
}

TEST(RReLU, DrawsInTrainingOnly) {
  RReLU rrelu(RReLUOptions().lower(0.25).upper(0.75));
  const Tensor x = full({100}, -1.0);
  const Tensor drawn = rrelu(x);
  EXPECT_GT(drawn.max().item<double>(), drawn.min().item<double>());
  EXPECT_LE(drawn.max().item<double>(), -0.25);
  EXPECT_GE(drawn.min().item<double>(), -0.75);
  rrelu->eval();
  EXPECT_TRUE(equal(rrelu(x), full({100}, -0.5)));
}

TEST(PReLU, LearnsItsSlope) {
  PReLU prelu;
  ASSERT_EQ(prelu->parameters().size(), 1u);
  prelu(tensor({-2.0, 3.0})).sum().backward();
  EXPECT_TRUE(equal(prelu->weight.grad(), tensor({-2.0})));
}

// What libtorch's own constructors accept.
static_assert(std::is_default_constructible_v<ReLUImpl>);
static_assert(std::is_constructible_v<ReLUImpl, bool>);
static_assert(std::is_constructible_v<SoftmaxImpl, int64_t>);
static_assert(std::is_constructible_v<ThresholdImpl, double, double>);
static_assert(!std::is_default_constructible_v<SoftmaxImpl>);
static_assert(!std::is_convertible_v<ReLUOptions, ReLUImpl>);

/// An activation of a user's own that begins as one of the library's.
struct ShiftedELUImpl : ELUImpl {
  using ELUImpl::ELUImpl;
  ShiftedELUImpl() : ELUImpl(ELUOptions().alpha(0.5)) {}
  Tensor forward(const Tensor& x) { return ELUImpl::forward(x) + 1; }
};

TEST(Activations, MayBeDerivedFrom) {
  const Tensor x = tensor({-1.0, 2.0});
  EXPECT_TRUE(equal(ShiftedELUImpl().forward(x), ELU(ELUOptions().alpha(0.5))(x) + 1));
  EXPECT_TRUE(
      equal(ShiftedELUImpl(ELUOptions().alpha(2)).forward(x), ELU(ELUOptions().alpha(2))(x) + 1));
}

/// A tree of modules that are made from options.
struct OptionsImpl : Cloneable<OptionsImpl> {
  LeakyReLU relu{nullptr};
  PReLU prelu{nullptr};
  explicit OptionsImpl(double slope) : slope(slope) { reset(); }
  void reset() override {
    relu = register_module("relu", LeakyReLU(LeakyReLUOptions().negative_slope(slope)));
    prelu = register_module("prelu", PReLU(PReLUOptions().num_parameters(2)));
  }
  double slope;
};

TEST(Activations, ClonesKeepOptionsAndValues) {
  const auto tree = std::make_shared<OptionsImpl>(0.5);
  tree->relu->options.negative_slope(0.75);
  tree->prelu->weight.data().fill_(3);
  const auto copy = std::dynamic_pointer_cast<OptionsImpl>(tree->clone());
  EXPECT_EQ(copy->relu->options.negative_slope(), 0.75);
  EXPECT_TRUE(equal(copy->prelu->weight.detach(), full({2}, 3.0)));
  EXPECT_FALSE(copy->prelu->weight.is_alias_of(tree->prelu->weight));
}

TEST(Activations, InPlaceChangesTheInput) {
  Tensor x = tensor({-1.0, 2.0});
  const Tensor y = ReLU(ReLUOptions(true))(x);
  EXPECT_TRUE(y.is_same(x));
  EXPECT_TRUE(equal(x, tensor({0.0, 2.0})));
}

TEST(Activations, RefuseWhatMakesNoSense) {
  EXPECT_ERROR(Hardtanh(HardtanhOptions().min_val(1).max_val(1)),
               "max_val must be greater than min_val");
  EXPECT_ERROR(Softmax2d()(ones({2, 3})), "Softmax2d requires a 3D or 4D tensor as input");
  EXPECT_ERROR(GLU()(ones({2, 3})), "Halving dimension must be even");
}

}  // namespace
}  // namespace glassgrad::nn
