#pragma once
// Single steps of recurrent networks, bags of rows, and what else there is, in libtorch's own
// words; see cases.h.

#include "tests/nn/layers/layer_answers.h"
#ifndef GLASSGRAD_TEST_LIBTORCH
#include "autograd/functions.h"
#include "nn/init.h"
#include "nn/layers/adaptive.h"
#include "nn/layers/embedding_bag.h"
#include "nn/layers/rnn_cell.h"
#include "nn/linear.h"
#include "nn/softmax.h"
#endif

namespace nn_cases {

/// The next state of an LSTM, h and c one after the other.
inline std::string report_lstm_cell(torch::nn::LSTMCell cell, const Tensor& x, const Tensor& h,
                                    const Tensor& c) {
  std::vector<Tensor> leaves = {x, h, c};
  for (const Tensor& p : cell->parameters()) leaves.push_back(p);
  using State = torch::optional<std::tuple<Tensor, Tensor>>;
  const auto [next_h, next_c] = cell->forward(x, State(std::make_tuple(h, c)));
  return description(cell) + result(torch::cat({next_h, next_c}), leaves);
}

/// Output, loss, all log-probabilities and the most probable classes.
inline std::string report_adaptive(torch::nn::AdaptiveLogSoftmaxWithLoss module, const Tensor& x,
                                   const Tensor& target) {
  std::vector<Tensor> leaves = {x};
  for (const Tensor& p : module->parameters()) leaves.push_back(p);
  const auto out = module->forward(x, target);
  std::ostringstream more;
  more << "[loss]" << hex_text(torch::full({1}, out.loss)) << '\n';
  more << "[log_prob]" << hex_text(module->log_prob(x.detach())) << '\n';
  more << "[predict]" << hex_text(module->predict(x.detach())) << '\n';
  return description(module) + more.str() + result(out.output, leaves);
}

inline std::vector<Case> cell_cases() {
#define X input(fractions({2, 3}, 1))
#define H input(fractions({2, 4}, 2))
#define C input(fractions({2, 4}, 3))
#define ADAPTIVE(options)                                                                          \
  GLASSGRAD_CASE(#options,                                                                         \
                 report_adaptive(AdaptiveLogSoftmaxWithLoss(options), input(fractions({4, 8}, 1)), \
                                 torch::tensor({0, 5, 2, 9})))
  return {
      MODULE(RNNCell(3, 4), X),
      MODULE(RNNCell(RNNCellOptions(3, 4).bias(false).nonlinearity(torch::kReLU)), X, H),
      MODULE(GRUCell(3, 4), X),
      MODULE(GRUCell(GRUCellOptions(3, 4).bias(false)), X, H),
      GLASSGRAD_CASE("LSTMCell(3, 4)", report_lstm_cell(LSTMCell(3, 4), X, H, C)),
      GLASSGRAD_CASE("LSTMCell(LSTMCellOptions(3, 4).bias(false))",
                     report_lstm_cell(LSTMCell(LSTMCellOptions(3, 4).bias(false)), X, H, C)),
      REFUSED(RNNCell(3, 4)(torch::ones({2, 2}))),
      REFUSED(RNNCell(3, 4)(torch::ones({2, 3}), torch::ones({1, 4}))),
      REFUSED(GRUCell(3, 4)(torch::ones({2, 3}), torch::ones({2, 3}))),
      MODULE(Unflatten(1, Sizes{2, 3}), input(fractions({2, 6}, 1))),
      MODULE(Unflatten(UnflattenOptions(0, {2, -1})), input(fractions({4, 2}, 1))),
      REFUSED(Unflatten("C", UnflattenOptions::namedshape_t{{"a", 2}})(fractions({4, 2}, 1))),
      FUNCTION(F::gumbel_softmax(x)),
      FUNCTION(F::gumbel_softmax(x, F::GumbelSoftmaxFuncOptions().tau(0.5).hard(true).dim(0))),
      FUNCTION(torch::hardsigmoid(x * 4)),
      FUNCTION(torch::hardswish(x * 4)),
      ADAPTIVE(AdaptiveLogSoftmaxWithLossOptions(8, 10, {4})),
      ADAPTIVE(AdaptiveLogSoftmaxWithLossOptions(8, 10, {2, 6}).div_value(2).head_bias(true)),
      REFUSED(AdaptiveLogSoftmaxWithLoss(8, 10, Sizes{4, 4})),
      REFUSED(AdaptiveLogSoftmaxWithLoss(8, 10, Sizes{4, 10})),
      REFUSED(
          AdaptiveLogSoftmaxWithLoss(8, 10, Sizes{4})(torch::ones({1, 8}), torch::tensor({10}))),
  };
#undef X
#undef H
#undef C
#undef ADAPTIVE
}

inline std::vector<Case> bag_cases() {
#define BAGS torch::tensor({{1, 0}, {3, 1}})
#define LIST torch::tensor({1, 0, 3, 1, 2})
#define OFFSETS torch::tensor({0, 2, 2})
#define OPTIONS EmbeddingBagOptions(4, 3)
  return {
      MODULE(EmbeddingBag(4, 3), BAGS),
      MODULE(EmbeddingBag(OPTIONS.mode(torch::kSum)), LIST, OFFSETS),
      MODULE(EmbeddingBag(OPTIONS.mode(torch::kMax)), LIST, OFFSETS),
      MODULE(EmbeddingBag(OPTIONS.mode(torch::kSum)), LIST, OFFSETS, input(probabilities({5}, 3))),
      MODULE(EmbeddingBag(OPTIONS.include_last_offset(true)), LIST, torch::tensor({0, 2, 5})),
      MODULE(EmbeddingBag(OPTIONS.padding_idx(1)), LIST, OFFSETS),
      MODULE(EmbeddingBag(OPTIONS.max_norm(0.5).norm_type(1)), BAGS),
      MODULE(EmbeddingBag::from_pretrained(fractions({4, 3}, 1),
                                           EmbeddingBagFromPretrainedOptions().freeze(false)),
             BAGS),
      REFUSED(EmbeddingBag(4, 3)(LIST)),
      REFUSED(EmbeddingBag(4, 3)(BAGS, OFFSETS)),
      REFUSED(EmbeddingBag(4, 3)(LIST, OFFSETS + 1)),
      REFUSED(EmbeddingBag(4, 3)(LIST, OFFSETS * 4)),
      REFUSED(EmbeddingBag(4, 3)(BAGS.unsqueeze(0))),
      REFUSED(EmbeddingBag(4, 3)(LIST, OFFSETS, torch::ones({5}))),
      REFUSED(EmbeddingBag(4, 3)(LIST, OFFSETS, torch::ones({4}))),
  };
#undef BAGS
#undef LIST
#undef OFFSETS
#undef OPTIONS
}

/// The cells as functions of their weights.
inline std::vector<Case> cell_function_cases() {
#define CELL(gates, call)                                                \
  {                                                                      \
#call, [] {                                                            \
     using namespace torch;                                              \
     const Tensor x = fractions({2, 3}, 1), h = fractions({2, 4}, 2);    \
     const Tensor w = fractions({(gates) * 4, 3}, 3), u = fractions({(gates) * 4, 4}, 4); \
     const Tensor b = fractions({(gates) * 4}, 5);                       \
     std::ostringstream out;                                             \
     out << torch::stack({call}) << '\n';                                \
     return out.str();                                                   \
   } \
  }
  return {
      CELL(1, rnn_tanh_cell(x, h, w, u)),
      CELL(1, rnn_tanh_cell(x, h, w, u, b, b)),
      CELL(1, rnn_relu_cell(x, h, w, u, b, b)),
      CELL(3, gru_cell(x, h, w, u)),
      CELL(3, gru_cell(x, h, w, u, b, b)),
      CELL(4, std::get<0>(lstm_cell(x, {h, h}, w, u))),
      CELL(4, std::get<1>(lstm_cell(x, {h, h}, w, u, b, b))),
      REFUSED(torch::lstm_cell(fractions({2, 3}, 1), {fractions({2, 4}, 2)}, fractions({16, 3}, 3),
                               fractions({16, 4}, 4))),
  };
#undef CELL
}

inline std::vector<Case> first_value_cases() {
#define FIRST(call)                                                      \
  {                                                                      \
#call, [] {                                                            \
     namespace init = torch::nn::init;                                    \
     torch::manual_seed(0);                                               \
     const Tensor x = call;                                               \
     std::ostringstream out;                                              \
     out << x.sizes() << hex_text(x) << '\n';                             \
     return out.str();                                                    \
   } \
  }
  return {
      FIRST(init::orthogonal_(torch::empty({3, 3}))),
      FIRST(init::orthogonal_(torch::empty({4, 2}), 2)),
      FIRST(init::orthogonal_(torch::empty({2, 3, 2}))),
      FIRST(init::sparse_(torch::empty({5, 3}), 0.3)),
      FIRST(init::sparse_(torch::empty({4, 2}), 0.5, 1)),
      FIRST(init::dirac_(torch::empty({3, 2, 3}))),
      FIRST(init::dirac_(torch::empty({2, 3, 3, 2}))),
      FIRST(init::dirac_(torch::empty({1, 2, 3, 3, 4}))),
      REFUSED(init::dirac_(torch::empty({3, 2}))),
      REFUSED(init::orthogonal_(torch::empty({3}))),
      REFUSED(init::sparse_(torch::empty({3}), 0.5)),
  };
#undef FIRST
}

}  // namespace nn_cases
