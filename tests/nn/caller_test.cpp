// Nodes made by modules and losses know the line of the program that called them.

#include "autograd/base/caller.h"

#include <gtest/gtest.h>

#include "autograd/functions.h"
#include "autograd/graph/autograd.h"
#include "nn/nn.h"
#include "tests/support/expect_line.h"

using namespace glassgrad;

namespace {

Tensor leaf() { return full({2, 2}, 0.5).requires_grad_(); }

constexpr int kLineInsideDouble = __LINE__ + 2;
struct DoubleImpl : nn::Module {
  Tensor forward(const Tensor& x) { return x * 2; }
};
TORCH_MODULE(Double);

TEST(CallerOfModules, Call) {
  nn::Linear linear(2, 1);
  const Tensor x = leaf();
  EXPECT_HERE(linear(x));
  EXPECT_HERE(linear->forward(x));
  nn::Softsign softsign;
  EXPECT_HERE(softsign(x));
  nn::ReLU relu(nn::ReLUOptions(true));
  EXPECT_HERE(relu(x * 2));
  nn::Bilinear bilinear(2, 2, 1);
  EXPECT_HERE(bilinear(x, x));
}

TEST(CallerOfModules, Loss) {
  nn::BCELoss bce;
  nn::MSELoss mse;
  nn::CrossEntropyLoss cross_entropy;
  const Tensor x = leaf(), y = ones({2, 2});
  EXPECT_HERE(bce(x, y));
  EXPECT_HERE(mse(x, y));
  EXPECT_HERE(cross_entropy(x, tensor({0, 1})));
  EXPECT_HERE(nn::functional::mse_loss(x, y));
  EXPECT_HERE(nn::functional::relu(x));
  nn::AnyModule any{nn::BCELoss()};
  EXPECT_HERE(any.forward(x, y));
}

TEST(CallerOfModules, InsideAModuleOfTheUser) {
  Double twice;
  expect_line(twice(leaf()), __FILE__, kLineInsideDouble);
}

TEST(CallerOfModules, Sequential) {
  nn::Sequential model(nn::Linear(2, 2), Double(), nn::Functional(sigmoid), nn::Linear(2, 1));
  const Tensor x = leaf();
  const Tensor y = model->forward(x);
  const int line = __LINE__ - 1;
  expect_line(y, __FILE__, line);
  const autograd::Node* node = y.grad_fn().get();
  std::vector<int> lines;
  while (node->name().find("Accumulate") == std::string::npos) {
    lines.push_back(node->line());
    for (const autograd::Edge& edge : node->next_edges())
      if (edge.is_valid() && edge.function->num_outputs() > 0) {
        node = edge.function.get();
        break;
      } else if (edge.is_valid()) {
        node = edge.function.get();
      }
    if (lines.size() > 10) break;
  }
  // Last layer, Functional, Double, first layer; a layer may be one node or two.
  EXPECT_NE(std::find(lines.begin(), lines.end(), kLineInsideDouble), lines.end());
  for (const int at : lines) EXPECT_TRUE(at == line || at == kLineInsideDouble) << at;
  EXPECT_HERE(model(x));
}

}  // namespace
