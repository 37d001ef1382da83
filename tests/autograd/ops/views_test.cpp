// Views and indices against libtorch 1.13.1: geometry, history, error texts, values and gradients
// of the calls in view_cases.h, index_cases.h and view_programs.h. The answers are in
// tests/golden/views.txt.
#include "autograd/graph/view.h"

#include <gtest/gtest.h>

#include <fstream>
#include <map>

#include "tests/autograd/ops/index_cases.h"
#include "tests/autograd/ops/view_programs.h"
#include "tests/support/folders.h"

namespace {

using torch::Tensor;
using view_cases::Case;
using view_cases::Program;

std::map<std::string, std::string> load_answers() {
  std::ifstream file(test_support::source_path("tests/golden/views.txt"));
  std::map<std::string, std::string> answers;
  for (std::string call, answer; std::getline(file, call) && std::getline(file, answer);)
    answers[call] = answer.substr(4);
  return answers;
}

class Views : public testing::Test {
 protected:
  const std::map<std::string, std::string> answers_ = load_answers();

  std::string answer(const char* text) const {
    const auto found = answers_.find(text);
    return found == answers_.end() ? "no such line in views.txt" : found->second;
  }
};

TEST_F(Views, HaveLibtorchsGeometryAndHistory) {
  for (const auto& calls : {view_cases::shape_calls(), view_cases::index_calls()})
    for (const Case& c : calls) EXPECT_EQ(view_cases::geometry_of(c), answer(c.text)) << c.text;
}

TEST_F(Views, HaveLibtorchsValuesAndGradients) {
  for (const Program& p : view_cases::programs())
    EXPECT_EQ(view_cases::derivatives_of(p), answer(p.text)) << p.text;
}

// libtorch 1.13.1 takes such a mask for one index and throws; the answer is NumPy's.
TEST_F(Views, AMaskOfTwoDimensionsTakesTheirPlace) {
  const view_cases::Leaves leaves;
  const Tensor y = leaves.x.index({leaves.x > 5, torch::indexing::None});
  EXPECT_EQ(view_cases::line_of(y), "[7, 1] 6 7 8 9 10 11 12");
  y.sum().backward();
  EXPECT_TRUE(leaves.x.grad().equal((leaves.x > 5).to(torch::kDouble)));
}

// libtorch 1.13.1 has the gradient only for a source of the index's shape.
TEST_F(Views, ScatterGivesTheSourceAGradientWhereItWasRead) {
  const Tensor x = torch::zeros({3, 4}, torch::kDouble);
  const Tensor index = view_cases::longs({0, 1, 2, 0, 0, 0}).view({2, 3});
  const Tensor read = torch::cat({torch::ones({2, 3}), torch::zeros({2, 1})}, 1);
  const Tensor expected = torch::cat({read, torch::zeros({1, 4})}).to(torch::kDouble);
  const Tensor source = torch::ones({3, 4}, torch::kDouble).requires_grad_();
  x.scatter_add(0, index, source).sum().backward();
  EXPECT_TRUE(source.grad().equal(expected));
  source.mutable_grad().zero_();
  x.scatter(1, view_cases::longs({3, 0, 1}).view({3, 1}), source).sum().backward();
  EXPECT_EQ(source.grad().sum().item<double>(), 3);
  EXPECT_TRUE(source.grad().select(1, 0).equal(torch::ones({3}, torch::kDouble)));
}

}  // namespace
