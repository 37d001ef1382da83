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

RNNCellImplBase::RNNCellImplBase(RecurrentKind kind, const char* name,
                                 const RNNCellOptionsBase& options_)
    : options_base(options_), kind_(kind), name_(name) {}

void RNNCellImplBase::register_weights() {
  const RNNCellOptionsBase& o = options_base;
  check(o.hidden_size() > 0, "{}: hidden_size must be greater than zero, but got {}", name_,
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
  const int64_t hidden = options_base.hidden_size();
  check(input.dim() == 2, "{}: input must be [B, {}], got {}", name_, options_base.input_size(),
        input.sizes());
  check(input.size(1) == options_base.input_size(),
        "input has inconsistent input_size: got {} expected {}", input.size(1),
        options_base.input_size());
  RecurrentState state = given;
  const bool has_c = kind_ == RecurrentKind::LSTM;
  if (!state.h.defined()) {
    state.h = zeros({input.size(0), hidden}, input.options());
    if (has_c) state.c = state.h;
  }
  const auto check_state = [&](const Tensor& x, const char* label) {
    check(x.dim() == 2, "{}: hidden{} must be [B, {}], got {}", name_, label, hidden, x.sizes());
    check(input.size(0) == x.size(0), "Input batch size {} doesn't match hidden{} batch size {}",
          input.size(0), label, x.size(0));
    check(x.size(1) == hidden, "hidden{} has inconsistent hidden_size: got {}, expected {}", label,
          x.size(1), hidden);
  };
  check_state(state.h, has_c ? "[0]" : "");
  if (has_c) check_state(state.c, "[1]");
  return step(kind_, linear(input, weight_ih, bias_ih), state, weight_hh, bias_hh);
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
