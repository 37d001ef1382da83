// Losses with margins, of sequences and of counts, and distances, against PyTorch 1.13.1 and
// central differences.
#include "nn/layers/margin_loss.h"

#include <cmath>

#include "tests/nn/derivatives.h"
#include "tests/nn/layers/margin_cases.h"

namespace glassgrad::nn {
namespace {

using support::Tensors;

TEST(Distance, ComputesPrintsAndRefusesAsLibtorchDoes) {
  nn_cases::expect_close(nn_cases::distance_cases());
}
TEST(MarginLoss, ComputesAndPrintsAsLibtorchDoes) {
  nn_cases::expect_close(nn_cases::margin_cases());
}
TEST(MarginLoss, RefusesAsLibtorchDoes) { nn_cases::expect_close(nn_cases::refused_margins()); }
TEST(CTCLoss, ComputesPrintsAndRefusesAsLibtorchDoes) {
  nn_cases::expect_close(nn_cases::ctc_cases());
}

/// A loss of two inputs [2, 3].
using Loss = Tensor (*)(const Tensor&, const Tensor&);
struct NamedLoss {
  const char* name;
  Loss loss;
};
const Tensor signs() { return tensor({{1.0, -1.0, 1.0}, {-1.0, 1.0, -1.0}}, kDouble); }

TEST(MarginLoss, HasDerivativesOfAnyOrder) {
  manual_seed(1);
  const NamedLoss losses[] = {
      {"cosine_similarity",
       [](const Tensor& x, const Tensor& y) { return cosine_similarity(x, y); }},
      {"pairwise_distance",
       [](const Tensor& x, const Tensor& y) { return pairwise_distance(x, y, 3); }},
      {"pdist", [](const Tensor& x, const Tensor& y) { return pdist(x * y); }},
      {"hinge_embedding_loss",
       [](const Tensor& x, const Tensor& y) {
         return hinge_embedding_loss(x * y, signs(), 1, Reduction::None);
       }},
      {"cosine_embedding_loss",
       [](const Tensor& x, const Tensor& y) {
         return cosine_embedding_loss(x, y, tensor({1, -1}), -0.9);
       }},
      {"margin_ranking_loss",
       [](const Tensor& x, const Tensor& y) {
         return margin_ranking_loss(x * x, y * y, signs(), 0.5);
       }},
      {"multi_margin_loss",
       [](const Tensor& x, const Tensor& y) {
         return multi_margin_loss(x * y, tensor({2, 0}), 2, 1, tensor({0.5, 2.0, 0.25}, kDouble));
       }},
      {"multilabel_margin_loss",
       [](const Tensor& x, const Tensor& y) {
         return multilabel_margin_loss(x * y, tensor({{2, 0, -1}, {1, -1, 0}}), Reduction::Sum);
       }},
      {"soft_margin_loss",
       [](const Tensor& x, const Tensor& y) { return soft_margin_loss(x * y, signs()); }},
      {"triplet_margin_loss",
       [](const Tensor& x, const Tensor& y) {
         return triplet_margin_loss(x, y, x * y, 3, 2, 1e-6, true);
       }},
      {"poisson_nll_loss",
       [](const Tensor& x, const Tensor& y) {
         return poisson_nll_loss(x, y.square() + 1.5, true, true, 1e-8, Reduction::Sum);
       }},
  };
  for (const auto& row : losses)
    nn_cases::check_derivatives(
        row.name, [&](const Tensors& in) -> Tensors { return {row.loss(in[0], in[1])}; },
        {nn_cases::random({2, 3}), nn_cases::random({2, 3})});
}

TEST(CTCLoss, HasDerivativesOfAnyOrder) {
  manual_seed(2);
  nn_cases::check_derivatives(
      "ctc_loss",
      [](const Tensors& in) -> Tensors {
        return {ctc_loss(log_softmax(in[0], 2), tensor({{1, 2, 2}, {2, 0, 0}}), {5, 3}, {3, 1}, 0,
                         Reduction::None)};
      },
      {nn_cases::random({5, 2, 3})});
}

/// By counting: the probability of the target is the sum over all ways to draw it.
TEST(CTCLoss, SumsOverAllWays) {
  manual_seed(3);
  const Tensor x = randn({3, 3}, kDouble).log_softmax(1);
  const double p[3][3] = {{std::exp(x[0][0].item<double>()), std::exp(x[0][1].item<double>()),
                           std::exp(x[0][2].item<double>())},
                          {std::exp(x[1][0].item<double>()), std::exp(x[1][1].item<double>()),
                           std::exp(x[1][2].item<double>())},
                          {std::exp(x[2][0].item<double>()), std::exp(x[2][1].item<double>()),
                           std::exp(x[2][2].item<double>())}};
  double sum = 0;
  for (int a = 0; a < 3; ++a)
    for (int b = 0; b < 3; ++b)
      for (int c = 0; c < 3; ++c) {
        std::vector<int> drawn;
        int last = 0;
        for (const int symbol : {a, b, c}) {
          if (symbol != last && symbol != 0) drawn.push_back(symbol);
          last = symbol;
        }
        if (drawn == std::vector<int>{1, 2}) sum += p[0][a] * p[1][b] * p[2][c];
      }
  const Tensor loss = ctc_loss(x.unsqueeze(1), tensor({{1, 2}}), {3}, {2}, 0, Reduction::Sum);
  EXPECT_NEAR(loss.item<double>(), -std::log(sum), 1e-12);
}

}  // namespace
}  // namespace glassgrad::nn
