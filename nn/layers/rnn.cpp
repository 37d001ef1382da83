// Recurrent networks: parameters, layers and directions, then what is each one's own.
#include "nn/layers/rnn.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "autograd/base/check.h"
#include "autograd/base/time_step.h"
#include "autograd/functions.h"
#include "nn/init.h"
#include "nn/layers/in_range.h"
#include "nn/layers/recurrent_step.h"
#include "nn/print.h"

namespace glassgrad::nn {

using utils::rnn::PackedSequence;

namespace detail {

// --- parameters ---

RNNImplBase::RNNImplBase(RecurrentKind kind, const char* name, const RNNOptionsBase& options_)
    : options_base(options_), kind_(kind), name_(name) {}

int64_t RNNImplBase::output_size() const {
  return options_base.proj_size() > 0 ? options_base.proj_size() : options_base.hidden_size();
}
size_t RNNImplBase::weights_of_a_direction() const {
  return 2 + (options_base.bias() ? 2 : 0) + (options_base.proj_size() > 0 ? 1 : 0);
}

void RNNImplBase::register_weights() {
  const RNNOptionsBase& o = options_base;
  check_after_latest_call(
      o.dropout() >= 0 && o.dropout() <= 1,
      "dropout should be a number in range [0, 1] representing the probability of an element being "
      "zeroed");
  if (o.dropout() > 0 && o.num_layers() == 1)
    warn(
        fmt::format("dropout option adds dropout after all but last recurrent layer, so non-zero "
                    "dropout expects num_layers greater than 1, but got dropout={} and "
                    "num_layers={}",
                    o.dropout(), o.num_layers()));
  check_after_latest_call(o.hidden_size() > 0, "hidden_size must be greater than zero");
  check_after_latest_call(o.num_layers() > 0, "num_layers must be greater than zero");
  check_after_latest_call(
      o.proj_size() >= 0 && o.proj_size() < o.hidden_size(),
      "proj_size has to be a positive integer, smaller than hidden_size or zero to disable "
      "projections");
  check_in_range(name_, {o.input_size(), o.hidden_size()});
  flat_weights_.clear();
  const int64_t rows = gates_of(kind_) * o.hidden_size();
  for (int64_t layer = 0; layer < o.num_layers(); ++layer)
    for (int64_t direction = 0; direction < directions(); ++direction) {
      const std::string suffix = "_l" + std::to_string(layer) + (direction == 1 ? "_reverse" : "");
      const auto add = [&](const char* name, const Tensor& tensor) {
        flat_weights_.push_back(register_parameter(name + suffix, tensor));
      };
      add("weight_ih", empty({rows, layer == 0 ? o.input_size() : output_size() * directions()}));
      add("weight_hh", empty({rows, output_size()}));
      if (o.bias()) add("bias_ih", empty({rows}));
      if (o.bias()) add("bias_hh", empty({rows}));
      if (o.proj_size() > 0) add("weight_hr", empty({o.proj_size(), o.hidden_size()}));
    }
  reset_parameters();
}

void RNNImplBase::reset_parameters() {
  const double bound = 1 / std::sqrt(static_cast<double>(options_base.hidden_size()));
  for (const Tensor& weight : flat_weights_) init::uniform_(weight, -bound, bound);
}

void RNNImplBase::pretty_print(std::ostream& stream) const {
  const RNNOptionsBase& o = options_base;
  Printer text(stream, name_);
  text.value("input_size", o.input_size())
      .value("hidden_size", o.hidden_size())
      .value("num_layers", o.num_layers())
      .value("bias", o.bias())
      .value("batch_first", o.batch_first())
      .value("dropout", o.dropout())
      .value("bidirectional", o.bidirectional());
  if (o.proj_size() > 0) text.value("proj_size", o.proj_size());
}

// --- states ---

namespace {

/// The same for h and, where there is one, for c.
template <class Function>
RecurrentState both(const RecurrentState& state, Function function) {
  return {function(state.h), state.c.defined() ? function(state.c) : Tensor()};
}
RecurrentState rows(const RecurrentState& state, int64_t first, int64_t count) {
  if (first == 0 && count == state.h.size(0)) return state;
  return both(state, [&](const Tensor& x) { return x.narrow(0, first, count); });
}
RecurrentState joined(const std::vector<RecurrentState>& states) {
  if (states.size() == 1) return states[0];
  std::vector<Tensor> h, c;
  for (const RecurrentState& state : states) {
    h.push_back(state.h);
    if (state.c.defined()) c.push_back(state.c);
  }
  return {cat(h), c.empty() ? Tensor() : cat(c)};
}

void check_state(const Tensor& x, IntArrayRef expected, const char* name) {
  if (x.sizes() == expected) return;
  check(false, "Expected {} size {} {} {}, got {}", name, expected[0], expected[1], expected[2],
        x.sizes());
}

}  // namespace

RecurrentState RNNImplBase::checked_state(const RecurrentState& state, int64_t batch,
                                          const Tensor& input) const {
  const int64_t layers = options_base.num_layers() * directions();
  const bool has_c = kind_ == RecurrentKind::LSTM;
  const int64_t h_sizes[] = {layers, batch, output_size()};
  const int64_t c_sizes[] = {layers, batch, options_base.hidden_size()};
  if (!state.h.defined())
    return {zeros(h_sizes, input.options()), has_c ? zeros(c_sizes, input.options()) : Tensor()};
  check_state(state.h, h_sizes, has_c ? "hidden[0]" : "hidden");
  if (has_c) check_state(state.c, c_sizes, "hidden[1]");
  return state;
}

// --- layers and directions ---

std::tuple<Tensor, RecurrentState> RNNImplBase::run_direction(
    const Tensor& input, const std::vector<int64_t>& batch_sizes, const RecurrentState& first,
    size_t weights, bool reverse) const {
  const Tensor* w = &flat_weights_[weights];
  const Tensor b_ih = options_base.bias() ? w[2] : Tensor();
  const Tensor b_hh = options_base.bias() ? w[3] : Tensor();
  const bool projects = options_base.proj_size() > 0;
  // One product for all times, then its rows time by time.
  const std::vector<Tensor> from_input = linear(input, w[0], b_ih).split_with_sizes(batch_sizes);
  const size_t times = batch_sizes.size();
  std::vector<Tensor> outputs(times);
  std::vector<RecurrentState> ended;  // states of sequences that are over, the shortest first
  RecurrentState state = rows(first, 0, reverse ? batch_sizes.back() : batch_sizes[0]);
  for (size_t i = 0; i < times; ++i) {
    const size_t t = reverse ? times - 1 - i : i;
    const TimeStep time(t);
    const int64_t before = state.h.size(0), now = batch_sizes[t];
    if (now > before) state = joined({state, rows(first, before, now - before)});
    if (now < before) {
      ended.push_back(rows(state, now, before - now));
      state = rows(state, 0, now);
    }
    state = step(kind_, from_input[t], state, w[1], b_hh);
    if (projects) state.h = linear(state.h, w[weights_of_a_direction() - 1]);
    outputs[t] = state.h;
  }
  ended.push_back(state);
  std::reverse(ended.begin(), ended.end());
  return {cat(outputs), joined(ended)};
}

std::tuple<Tensor, RecurrentState> RNNImplBase::run(const Tensor& input,
                                                    const RecurrentState& given,
                                                    const PackedSequence* packed) const {
  const int64_t rank = packed ? 2 : 3;
  check(input.dim() == rank, "input must have {} dimensions, got {}", rank, input.dim());
  check(input.size(-1) == options_base.input_size(),
        "input.size(-1) must be equal to input_size. Expected {}, got {}",
        options_base.input_size(), input.size(-1));
  const bool swap = !packed && options_base.batch_first();
  const Tensor by_time = swap ? input.transpose(0, 1) : input;
  std::vector<int64_t> batch_sizes;
  if (packed) {
    const Tensor sizes = packed->batch_sizes().contiguous();
    batch_sizes.assign(sizes.data_ptr<int64_t>(), sizes.data_ptr<int64_t>() + sizes.numel());
  } else {
    batch_sizes.assign(by_time.size(0), by_time.size(1));
  }
  check(!batch_sizes.empty(), "Expected sequence length to be larger than 0 in RNN");
  const RecurrentState state = checked_state(given, batch_sizes[0], input);

  Tensor x = packed ? by_time : by_time.reshape({-1, by_time.size(2)});
  std::vector<Tensor> h, c;
  const int64_t layers = options_base.num_layers();
  for (int64_t layer = 0; layer < layers; ++layer) {
    std::vector<Tensor> outputs;
    for (int64_t direction = 0; direction < directions(); ++direction) {
      const int64_t k = layer * directions() + direction;
      auto [output, last] = run_direction(
          x, batch_sizes, both(state, [&](const Tensor& s) { return s.select(0, k); }),
          static_cast<size_t>(k) * weights_of_a_direction(), direction == 1);
      outputs.push_back(output);
      h.push_back(last.h);
      if (last.c.defined()) c.push_back(last.c);
    }
    x = outputs.size() == 1 ? outputs[0] : cat(outputs, 1);
    if (layer + 1 < layers) x = glassgrad::dropout(x, options_base.dropout(), is_training());
  }
  if (!packed) x = x.reshape({by_time.size(0), by_time.size(1), x.size(1)});
  return {swap ? x.transpose(0, 1) : x, {stack(h), c.empty() ? Tensor() : stack(c)}};
}

}  // namespace detail

// --- RNN, LSTM and GRU ---

namespace {

using detail::RecurrentKind;
using detail::RecurrentState;
using detail::RNNOptionsBase;

template <class Options>
RNNOptionsBase common_options(const Options& o) {
  return RNNOptionsBase(o.input_size(), o.hidden_size())
      .num_layers(o.num_layers())
      .bias(o.bias())
      .batch_first(o.batch_first())
      .dropout(o.dropout())
      .bidirectional(o.bidirectional());
}

/// A state with its sequences in another order, if there is one.
Tensor reordered(const Tensor& state, const Tensor& order) {
  return order.defined() && state.defined() ? state.index_select(1, order) : state;
}
PackedSequence with_data(const PackedSequence& packed, const Tensor& data) {
  return PackedSequence(data, packed.batch_sizes(), packed.sorted_indices(),
                        packed.unsorted_indices());
}

}  // namespace

RNNImpl::RNNImpl(const RNNOptions& options_)
    : RNNImplBase(
          options_.nonlinearity().is<enumtype::kTanh>() ? RecurrentKind::Tanh : RecurrentKind::ReLU,
          "RNN", common_options(options_)),
      options(options_) {
  RNNImpl::reset();
}

std::tuple<Tensor, Tensor> RNNImpl::forward(Traced input, Tensor hx) {
  auto [output, last] = run(input.enter(), {hx, {}}, nullptr);
  return {output, last.h};
}

std::tuple<PackedSequence, Tensor> RNNImpl::forward_with_packed_input(const PackedSequence& packed,
                                                                      Tensor hx, Caller caller) {
  caller.enter();
  auto [output, last] = run(packed.data(), {reordered(hx, packed.sorted_indices()), {}}, &packed);
  return {with_data(packed, output), reordered(last.h, packed.unsorted_indices())};
}

LSTMImpl::LSTMImpl(const LSTMOptions& options_)
    : RNNImplBase(RecurrentKind::LSTM, "LSTM",
                  common_options(options_).proj_size(options_.proj_size())),
      options(options_) {
  LSTMImpl::reset();
}

std::tuple<Tensor, std::tuple<Tensor, Tensor>> LSTMImpl::forward(
    Traced input, optional<std::tuple<Tensor, Tensor>> hx_opt) {
  RecurrentState state;
  if (hx_opt) std::tie(state.h, state.c) = *hx_opt;
  auto [output, last] = run(input.enter(), state, nullptr);
  return {output, {last.h, last.c}};
}

std::tuple<PackedSequence, std::tuple<Tensor, Tensor>> LSTMImpl::forward_with_packed_input(
    const PackedSequence& packed, optional<std::tuple<Tensor, Tensor>> hx_opt, Caller caller) {
  caller.enter();
  RecurrentState state;
  if (hx_opt) {
    state.h = reordered(std::get<0>(*hx_opt), packed.sorted_indices());
    state.c = reordered(std::get<1>(*hx_opt), packed.sorted_indices());
  }
  auto [output, last] = run(packed.data(), state, &packed);
  return {
      with_data(packed, output),
      {reordered(last.h, packed.unsorted_indices()), reordered(last.c, packed.unsorted_indices())}};
}

GRUImpl::GRUImpl(const GRUOptions& options_)
    : RNNImplBase(RecurrentKind::GRU, "GRU", common_options(options_)), options(options_) {
  GRUImpl::reset();
}

std::tuple<Tensor, Tensor> GRUImpl::forward(Traced input, Tensor hx) {
  auto [output, last] = run(input.enter(), {hx, {}}, nullptr);
  return {output, last.h};
}

std::tuple<PackedSequence, Tensor> GRUImpl::forward_with_packed_input(const PackedSequence& packed,
                                                                      Tensor hx, Caller caller) {
  caller.enter();
  auto [output, last] = run(packed.data(), {reordered(hx, packed.sorted_indices()), {}}, &packed);
  return {with_data(packed, output), reordered(last.h, packed.unsorted_indices())};
}

}  // namespace glassgrad::nn
