// Clipping of gradients; parameters as one vector.
#include "nn/utils.h"

#include <limits>

#include "tests/nn/answers.h"
#include "tests/support/expect_error.h"

namespace glassgrad::nn {
namespace {

/// Two parameters with gradients (3, 0) and (4) - their norm is 5 - and one without.
std::vector<Tensor> parameters() {
  std::vector<Tensor> all = {ones({2}), ones({1}), ones({3})};
  for (Tensor& p : all) p.requires_grad_();
  all[0].mutable_grad() = tensor({3.0, 0.0});
  all[1].mutable_grad() = tensor({4.0});
  return all;
}

TEST(ClipGradNorm, ScalesAllGradientsAlike) {
  const auto all = parameters();
  EXPECT_EQ(utils::clip_grad_norm_(all, 10), 5);
  EXPECT_TRUE(equal(all[0].grad(), tensor({3.0, 0.0})));
  EXPECT_EQ(utils::clip_grad_norm_(all, 2.5), 5);
  EXPECT_TRUE(allclose(all[0].grad(), tensor({1.5, 0.0})));
  EXPECT_TRUE(allclose(all[1].grad(), tensor({2.0})));
  EXPECT_FALSE(all[2].grad().defined());
}

TEST(ClipGradNorm, KnowsOtherNorms) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  EXPECT_EQ(utils::clip_grad_norm_(parameters(), 100, 1), 7);
  EXPECT_EQ(utils::clip_grad_norm_(parameters(), 100, infinity), 4);
  EXPECT_EQ(utils::clip_grad_norm_(parameters()[1], 100), 4);
  EXPECT_EQ(utils::clip_grad_norm_({ones({1}), ones({2})}, 1), 0);
}

TEST(ClipGradNorm, RefusesToScaleByInfinityIfAsked) {
  auto all = parameters();
  all[1].mutable_grad().fill_(std::numeric_limits<double>::infinity());
  EXPECT_ERROR(utils::clip_grad_norm_(all, 1, 2, true), "is non-finite, so it cannot be clipped");
  EXPECT_TRUE(equal(all[0].grad(), tensor({3.0, 0.0})));
}

TEST(ClipGradValue, LimitsEveryElement) {
  const auto all = parameters();
  all[0].grad().neg_();
  utils::clip_grad_value_(all, 2);
  EXPECT_TRUE(equal(all[0].grad(), tensor({-2.0, 0.0})));
  EXPECT_TRUE(equal(all[1].grad(), tensor({2.0})));
}

TEST(ParametersToVector, JoinsAndTakesApart) {
  const std::vector<Tensor> all = {tensor({{1.0, 2.0}, {3.0, 4.0}}).requires_grad_(),
                                   tensor({5.0})};
  const Tensor vector = utils::parameters_to_vector(all);
  EXPECT_TRUE(equal(vector.detach(), tensor({1.0, 2.0, 3.0, 4.0, 5.0})));
  EXPECT_TRUE(vector.requires_grad());

  const Tensor values = arange(5.0);
  utils::vector_to_parameters(values, all);
  EXPECT_TRUE(equal(all[0].detach(), tensor({{0.0, 1.0}, {2.0, 3.0}})));
  EXPECT_TRUE(equal(all[1], tensor({4.0})));
  values.fill_(7);  // they share its memory
  EXPECT_TRUE(equal(all[1], tensor({7.0})));
  EXPECT_TRUE(all[0].requires_grad());

  EXPECT_ERROR(utils::vector_to_parameters(ones({4}), all),
               "the parameters have 5 elements, the vector only 4");
}

}  // namespace
}  // namespace glassgrad::nn
