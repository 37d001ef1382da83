// Losses against PyTorch 1.13.1, and what they refuse.
#include "nn/nn.h"

#include "tests/nn/answers.h"
#include "tests/support/expect_error.h"

namespace glassgrad::nn {
namespace {

TEST(Losses, ComputeAndPrintAsLibtorchDoes) { nn_cases::expect_same(nn_cases::loss_cases()); }

TEST(Losses, AverageUnlessToldOtherwise) {
  const Tensor x = tensor({1.0, 4.0}), t = tensor({0.0, 2.0});
  EXPECT_EQ(MSELoss()(x, t).item<double>(), 2.5);
  EXPECT_EQ(MSELoss(MSELossOptions().reduction(kSum))(x, t).item<double>(), 5);
  EXPECT_TRUE(equal(MSELoss(kNone)(x, t), tensor({1.0, 4.0})));
}

TEST(Losses, WeightsAreBuffers) {
  const Tensor weight = tensor({0.5, 2.0});
  const auto names = [](const auto& loss) { return loss->named_buffers().keys(); };
  using Names = std::vector<std::string>;
  EXPECT_EQ(names(BCELoss(BCELossOptions().weight(weight))), Names{"weight"});
  EXPECT_EQ(names(BCEWithLogitsLoss(BCEWithLogitsLossOptions().weight(weight).pos_weight(weight))),
            (Names{"weight", "pos_weight"}));
  EXPECT_EQ(names(NLLLoss(NLLLossOptions().weight(weight))), Names{"weight"});
  EXPECT_EQ(names(CrossEntropyLoss(CrossEntropyLossOptions().weight(weight))), Names{"weight"});
  EXPECT_EQ(names(CrossEntropyLoss()), Names{});
}

std::vector<std::string> warnings;

// libtorch 1.13.1 warns in the same words, except for l1_loss, where it says nothing.
TEST(Losses, WarnOnceOfShapesThatBroadcast) {
  const Tensor x = ones({3, 1}), t = zeros({3});
  const auto before =
      set_warning_handler([](const std::string& text) { warnings.push_back(text); });
  for (const Tensor& loss : {L1Loss(kNone)(x, t), MSELoss(kNone)(x, t), SmoothL1Loss(kNone)(x, t),
                             HuberLoss(kNone)(x, t)}) {
    EXPECT_EQ(loss.sizes(), IntArrayRef({3, 3}));
  }
  set_warning_handler(before);
  EXPECT_EQ(warnings,
            std::vector<std::string>(
                4,
                "Using a target size ([3]) that is different to the input size ([3, 1]). This will "
                "likely lead to incorrect results due to broadcasting. Please ensure they have the "
                "same size."));
}

TEST(Losses, RefuseWhatDoesNotFit) {
  EXPECT_ERROR(BCELoss()(tensor({1.5}), tensor({1.0})),
               "all elements of input should be between 0 and 1");
  EXPECT_ERROR(MSELoss()(ones({2}), ones({3})), "The size of tensor a (2) must match");
  EXPECT_ERROR(BCELoss()(ones({2}), ones({3})), "Using a target size ([3]) that is different");
  EXPECT_ERROR(CrossEntropyLoss()(ones({2, 3}), tensor({0, 3})), "Target 3 is out of bounds.");
}

}  // namespace
}  // namespace glassgrad::nn
