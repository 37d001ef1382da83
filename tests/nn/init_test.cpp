// First values of weights against PyTorch 1.13.1.
#include "nn/init.h"

#include "tests/nn/answers.h"
#include "tests/nn/init_cases.h"
#include "tests/support/expect_error.h"

namespace glassgrad::nn {
namespace {

TEST(Init, DrawsPyTorchsBits) { nn_cases::expect_same(nn_cases::init_cases()); }

TEST(Init, ChangesTheTensorItselfUnrecorded) {
  const Tensor x = zeros({2, 3}).requires_grad_();
  for (const auto fill :
       {+[](Tensor t) { return init::ones_(t); }, +[](Tensor t) { return init::xavier_normal_(t); },
        +[](Tensor t) { return init::kaiming_uniform_(t); },
        +[](Tensor t) { return init::eye_(t); }}) {
    const uint32_t version = x._version();
    EXPECT_TRUE(fill(x).is_same(x));
    EXPECT_TRUE(x.is_leaf());
    EXPECT_GT(x._version(), version);
  }
  EXPECT_TRUE(equal(x.detach(), eye(2, 3)));
}

TEST(Init, FansCountTheWindow) {
  EXPECT_EQ(init::_calculate_fan_in_and_fan_out(ones({2, 3})), std::make_tuple(3, 2));
  EXPECT_EQ(init::_calculate_fan_in_and_fan_out(ones({2, 3, 4, 5})), std::make_tuple(60, 40));
}

// The texts are those of libtorch 1.13.1.
TEST(Init, NeedsTwoDimensions) {
  const std::string few =
      "Fan in and fan out can not be computed for tensor with fewer than 2 dimensions";
  EXPECT_ERROR(init::xavier_uniform_(ones({2})), few);
  EXPECT_ERROR(init::xavier_normal_(ones({2})), few);
  EXPECT_ERROR(init::kaiming_uniform_(ones({2})), few);
  EXPECT_ERROR(init::kaiming_normal_(ones({})), few);
  EXPECT_ERROR(init::eye_(ones({2, 2, 2})), "Only tensors with 2 dimensions are supported");
}

}  // namespace
}  // namespace glassgrad::nn
