// One step of a recurrent network: parameters and step, then what is each one's own.
#include "nn/layers/rnn_cell.h"

#include <cmath>

#include "autograd/base/check.h"
#include "autograd/functions.h"
#include "nn/init.h"
#include "nn/layers/in_range.h"
#include "nn/layers/recurrent_step.h"
#include "nn/print.h"

namespace glassgrad::nn {
namespace detail {

namespace {

struct CellWeights {
  const Tensor &ih, &hh, &bias_ih, &bias_hh;
};

/// The state after `input`; an undefined one before is zero. `name` is for errors.
RecurrentState next_state(RecurrentKind kind, const char* name, const Tensor& input,
                          const RecurrentState& given, const CellWeights& weights) {
  const int64_t inputs = weights.ih.size(1), hidden = weights.hh.size(1);
  check(input.dim() == 2, "{}: input must be [B, {}], got {}", name, inputs, input.sizes());
  check(input.size(1) == inputs, "input has inconsistent input_size: got {} expected {}",
        input.size(1), inputs);
  RecurrentState state = given;
  const bool has_c = kind == RecurrentKind::LSTM;
  if (!state.h.defined()) state.h = zeros({input.size(0), hidden}, input.options());
  if (has_c && !state.c.defined()) state.c = zeros({input.size(0), hidden}, input.options());
  const auto check_state = [&](const Tensor& x, const char* label) {
    check(x.dim() == 2, "{}: hidden{} must be [B, {}], got {}", name, label, hidden, x.sizes());
    check(input.size(0) == x.size(0), "Input batch size {} doesn't match hidden{} batch size {}",
          input.size(0), label, x.size(0));
    check(x.size(1) == hidden, "hidden{} has inconsistent hidden_size: got {}, expected {}", label,
          x.size(1), hidden);
  };
  check_state(state.h, has_c ? "[0]" : "");
  if (has_c) check_state(state.c, "[1]");
  return step(kind, linear(input, weights.ih, weights.bias_ih), state, weights.hh, weights.bias_hh);
}

/// The same with weights that nobody has looked at.
RecurrentState checked_next_state(RecurrentKind kind, const char* name, const Tensor& input,
                                  const RecurrentState& given, const CellWeights& weights) {
  check(weights.ih.dim() == 2 && weights.hh.dim() == 2,
        "{}: expected weights [{} * hidden, input] and [{} * hidden, hidden], got {} and {}", name,
        gates_of(kind), gates_of(kind), weights.ih.sizes(), weights.hh.sizes());
  const int64_t rows = gates_of(kind) * weights.hh.size(1);
  check(weights.ih.size(0) == rows && weights.hh.size(0) == rows,
        "{}: expected weights of {} rows for a hidden size of {}, got {} and {}", name, rows,
        weights.hh.size(1), weights.ih.sizes(), weights.hh.sizes());
  for (const Tensor* bias : {&weights.bias_ih, &weights.bias_hh})
    check(!bias->defined() || (bias->dim() == 1 && bias->size(0) == rows),
          "{}: expected a bias of {} elements, got {}", name, rows,
          bias->defined() ? bias->sizes() : IntArrayRef());
  return next_state(kind, name, input, given, weights);
}

}  // namespace

RNNCellImplBase::RNNCellImplBase(RecurrentKind kind, const char* name,
                                 const RNNCellOptionsBase& options_)
    : options_base(options_), kind_(kind), name_(name) {}

void RNNCellImplBase::register_weights() {
  const RNNCellOptionsBase& o = options_base;
  check_after_latest_call(o.hidden_size() > 0,
                          "{}: hidden_size must be greater than zero, but got {}", name_,
                          o.hidden_size());
  check_in_range(name_, {o.input_size(), o.hidden_size()});
  const int64_t rows = o.num_chunks() * o.hidden_size();
  weight_ih = register_parameter("weight_ih", empty({rows, o.input_size()}));
  weight_hh = register_parameter("weight_hh", empty({rows, o.hidden_size()}));
  bias_ih = register_parameter("bias_ih", o.bias() ? empty({rows}) : Tensor(), o.bias());
  bias_hh = register_parameter("bias_hh", o.bias() ? empty({rows}) : Tensor(), o.bias());
  reset_parameters();
}

void RNNCellImplBase::reset_parameters() {
  const double bound = 1 / std::sqrt(static_cast<double>(options_base.hidden_size()));
  for (const Tensor& weight : parameters()) init::uniform_(weight, -bound, bound);
}

void RNNCellImplBase::pretty_print(std::ostream& stream) const {
  Printer text(stream, name_);
  text.value(options_base.input_size()).value(options_base.hidden_size());
  if (!options_base.bias()) text.value("bias", false);
  if (kind_ == RecurrentKind::ReLU) text.value("nonlinearity", "kReLU");
}

RecurrentState RNNCellImplBase::next(const Tensor& input, const RecurrentState& given) const {
  return next_state(kind_, name_, input, given, {weight_ih, weight_hh, bias_ih, bias_hh});
}

}  // namespace detail

namespace {

template <class Options>
detail::RNNCellOptionsBase cell_options(const Options& o, detail::RecurrentKind kind) {
  return {o.input_size(), o.hidden_size(), o.bias(), detail::gates_of(kind)};
}
detail::RecurrentKind kind_of(const RNNCellOptions& o) {
  return o.nonlinearity().is<enumtype::kTanh>() ? detail::RecurrentKind::Tanh
                                                : detail::RecurrentKind::ReLU;
}

}  // namespace

RNNCellImpl::RNNCellImpl(const RNNCellOptions& options_)
    : RNNCellImplBase(kind_of(options_), "RNNCell", cell_options(options_, kind_of(options_))),
      options(options_) {
  RNNCellImpl::reset();
}
Tensor RNNCellImpl::forward(Traced input, Tensor hx) { return next(input.enter(), {hx, {}}).h; }

LSTMCellImpl::LSTMCellImpl(const LSTMCellOptions& options_)
    : RNNCellImplBase(detail::RecurrentKind::LSTM, "LSTMCell",
                      cell_options(options_, detail::RecurrentKind::LSTM)),
      options(options_) {
  LSTMCellImpl::reset();
}
std::tuple<Tensor, Tensor> LSTMCellImpl::forward(Traced input,
                                                 optional<std::tuple<Tensor, Tensor>> hx_opt) {
  detail::RecurrentState state;
  if (hx_opt) std::tie(state.h, state.c) = *hx_opt;
  state = next(input.enter(), state);
  return {state.h, state.c};
}

GRUCellImpl::GRUCellImpl(const GRUCellOptions& options_)
    : RNNCellImplBase(detail::RecurrentKind::GRU, "GRUCell",
                      cell_options(options_, detail::RecurrentKind::GRU)),
      options(options_) {
  GRUCellImpl::reset();
}
Tensor GRUCellImpl::forward(Traced input, Tensor hx) { return next(input.enter(), {hx, {}}).h; }

}  // namespace glassgrad::nn

namespace glassgrad {

using nn::detail::checked_next_state;
using nn::detail::RecurrentKind;

Tensor rnn_tanh_cell(Traced input, const Tensor& hx, const Tensor& w_ih, const Tensor& w_hh,
                     const Tensor& b_ih, const Tensor& b_hh) {
  return checked_next_state(RecurrentKind::Tanh, "rnn_tanh_cell", input.enter(), {hx, {}},
                            {w_ih, w_hh, b_ih, b_hh})
      .h;
}
Tensor rnn_relu_cell(Traced input, const Tensor& hx, const Tensor& w_ih, const Tensor& w_hh,
                     const Tensor& b_ih, const Tensor& b_hh) {
  return checked_next_state(RecurrentKind::ReLU, "rnn_relu_cell", input.enter(), {hx, {}},
                            {w_ih, w_hh, b_ih, b_hh})
      .h;
}
Tensor gru_cell(Traced input, const Tensor& hx, const Tensor& w_ih, const Tensor& w_hh,
                const Tensor& b_ih, const Tensor& b_hh) {
  return checked_next_state(RecurrentKind::GRU, "gru_cell", input.enter(), {hx, {}},
                            {w_ih, w_hh, b_ih, b_hh})
      .h;
}
std::tuple<Tensor, Tensor> lstm_cell(Traced traced, TensorList hx, const Tensor& w_ih,
                                     const Tensor& w_hh, const Tensor& b_ih, const Tensor& b_hh) {
  const Tensor& input = traced.enter();
  check(hx.size() == 2, "lstm_cell expects two hidden states");
  const auto [h, c] = checked_next_state(RecurrentKind::LSTM, "lstm_cell", input, {hx[0], hx[1]},
                                         {w_ih, w_hh, b_ih, b_hh});
  return {h, c};
}

}  // namespace glassgrad
