#pragma once
// Recurrent networks: RNN, LSTM, GRU.

#include <tuple>

#include "../../autograd/base/arg.h"
#include "../any_module.h"
#include "../cloneable.h"
#include "../enum.h"
#include "rnn_utils.h"

namespace glassgrad::nn {

namespace detail {

/// The options that all of them have.
struct RNNOptionsBase {
  RNNOptionsBase(int64_t input_size, int64_t hidden_size)
      : input_size_(input_size), hidden_size_(hidden_size) {}
  TORCH_ARG(int64_t, input_size);
  TORCH_ARG(int64_t, hidden_size);
  TORCH_ARG(int64_t, num_layers) = 1;
  TORCH_ARG(bool, bias) = true;
  TORCH_ARG(bool, batch_first) = false;
  TORCH_ARG(double, dropout) = 0.0;
  TORCH_ARG(bool, bidirectional) = false;
  TORCH_ARG(int64_t, proj_size) = 0;
};

enum class RecurrentKind { Tanh, ReLU, LSTM, GRU };

/// What a step hands to the next one: h [B, hidden_size] and, for LSTM, c.
struct RecurrentState {
  Tensor h, c;
};

/// Parameters weight_ih_l0 [gates * hidden_size, input_size], weight_hh_l0, bias_ih_l0, bias_hh_l0,
/// weight_hr_l0 with projections, then those of "_l0_reverse", "_l1" and so on. All start uniform
/// within +-1/sqrt(hidden_size), in PyTorch's bits.
class RNNImplBase : public virtual Module {
 public:
  /// Draws new values.
  void reset_parameters();
  void pretty_print(std::ostream& stream) const override;
  void flatten_parameters() {}  ///< nothing to do
  std::vector<Tensor> all_weights() const { return flat_weights_; }

  RNNOptionsBase options_base;

 protected:
  RNNImplBase(RecurrentKind kind, const char* name, const RNNOptionsBase& options_);
  void register_weights();

  /// All layers and directions, for an input [T, B, I] (batch_first: [B, T, I]), or, with
  /// batch_sizes, packed; an undefined state is zero. Gives the last layer's h of all times, and
  /// the last states of all layers and directions.
  std::tuple<Tensor, RecurrentState> run(const Tensor& input, const RecurrentState& state,
                                         const utils::rnn::PackedSequence* packed) const;

 private:
  int64_t directions() const { return options_base.bidirectional() ? 2 : 1; }
  int64_t output_size() const;
  size_t weights_of_a_direction() const;
  RecurrentState checked_state(const RecurrentState& state, int64_t batch,
                               const Tensor& input) const;
  std::tuple<Tensor, RecurrentState> run_direction(const Tensor& input,
                                                   const std::vector<int64_t>& batch_sizes,
                                                   const RecurrentState& first, size_t weights,
                                                   bool reverse) const;

  RecurrentKind kind_;
  const char* name_;
  std::vector<Tensor> flat_weights_;
};

}  // namespace detail

// --- RNN ---

/// Options of RNN.
struct RNNOptions {
  using nonlinearity_t = enumtype::OneOf<enumtype::kTanh, enumtype::kReLU>;
  RNNOptions(int64_t input_size, int64_t hidden_size)
      : input_size_(input_size), hidden_size_(hidden_size) {}
  TORCH_ARG(int64_t, input_size);
  TORCH_ARG(int64_t, hidden_size);
  TORCH_ARG(int64_t, num_layers) = 1;
  TORCH_ARG(nonlinearity_t, nonlinearity) = kTanh;
  TORCH_ARG(bool, bias) = true;
  TORCH_ARG(bool, batch_first) = false;  ///< input and output are [B, T, ...]
  TORCH_ARG(double, dropout) = 0.0;      ///< of every layer's output but the last one's
  TORCH_ARG(bool, bidirectional) = false;
};

/// h_t = tanh(W_ih x_t + b_ih + W_hh h_(t-1) + b_hh), or with ReLU; layers take the h of the one
/// below.
class RNNImpl : public Cloneable<RNNImpl>, public detail::RNNImplBase {
 public:
  RNNImpl(int64_t input_size, int64_t hidden_size) : RNNImpl(RNNOptions(input_size, hidden_size)) {}
  explicit RNNImpl(const RNNOptions& options_);
  void reset() override { register_weights(); }
  void pretty_print(std::ostream& stream) const override { RNNImplBase::pretty_print(stream); }
  /// @param input  [T, B, input_size]  @param hx [layers * directions, B, hidden_size], or 0
  /// @return (output [T, B, directions * hidden_size], last h as hx)
  std::tuple<Tensor, Tensor> forward(Traced input, Tensor hx = {});
  std::tuple<utils::rnn::PackedSequence, Tensor> forward_with_packed_input(
      const utils::rnn::PackedSequence& packed_input, Tensor hx = {}, Caller = {});

  RNNOptions options;

 protected:
  FORWARD_HAS_DEFAULT_ARGS({1, AnyValue(Tensor())})
};
TORCH_MODULE(RNN);

// --- LSTM ---

/// Options of LSTM.
struct LSTMOptions {
  LSTMOptions(int64_t input_size, int64_t hidden_size)
      : input_size_(input_size), hidden_size_(hidden_size) {}
  TORCH_ARG(int64_t, input_size);
  TORCH_ARG(int64_t, hidden_size);
  TORCH_ARG(int64_t, num_layers) = 1;
  TORCH_ARG(bool, bias) = true;
  TORCH_ARG(bool, batch_first) = false;  ///< input and output are [B, T, ...]
  TORCH_ARG(double, dropout) = 0.0;      ///< of every layer's output but the last one's
  TORCH_ARG(bool, bidirectional) = false;
  TORCH_ARG(int64_t, proj_size) = 0;  ///< h is multiplied by W_hr to so many numbers
};

/// Gates i, f, o = sigmoid and g = tanh of W_ih x_t + b_ih + W_hh h_(t-1) + b_hh;
/// c_t = f c_(t-1) + i g, h_t = o tanh(c_t).
/// Source: Hochreiter & Schmidhuber (1997); the forget gate: Gers et al. (2000).
class LSTMImpl : public Cloneable<LSTMImpl>, public detail::RNNImplBase {
 public:
  LSTMImpl(int64_t input_size, int64_t hidden_size)
      : LSTMImpl(LSTMOptions(input_size, hidden_size)) {}
  explicit LSTMImpl(const LSTMOptions& options_);
  void reset() override { register_weights(); }
  void pretty_print(std::ostream& stream) const override { RNNImplBase::pretty_print(stream); }
  /// @param input   [T, B, input_size]
  /// @param hx_opt  (h, c), [layers * directions, B, hidden_size] each, or 0
  /// @return (output [T, B, directions * hidden_size], last (h, c))
  std::tuple<Tensor, std::tuple<Tensor, Tensor>> forward(
      Traced input, optional<std::tuple<Tensor, Tensor>> hx_opt = {});
  std::tuple<utils::rnn::PackedSequence, std::tuple<Tensor, Tensor>> forward_with_packed_input(
      const utils::rnn::PackedSequence& packed_input,
      optional<std::tuple<Tensor, Tensor>> hx_opt = {}, Caller = {});

  LSTMOptions options;

 protected:
  FORWARD_HAS_DEFAULT_ARGS({1, AnyValue(optional<std::tuple<Tensor, Tensor>>())})
};
TORCH_MODULE(LSTM);

// --- GRU ---

/// Options of GRU.
struct GRUOptions {
  GRUOptions(int64_t input_size, int64_t hidden_size)
      : input_size_(input_size), hidden_size_(hidden_size) {}
  TORCH_ARG(int64_t, input_size);
  TORCH_ARG(int64_t, hidden_size);
  TORCH_ARG(int64_t, num_layers) = 1;
  TORCH_ARG(bool, bias) = true;
  TORCH_ARG(bool, batch_first) = false;  ///< input and output are [B, T, ...]
  TORCH_ARG(double, dropout) = 0.0;      ///< of every layer's output but the last one's
  TORCH_ARG(bool, bidirectional) = false;
};

/// Gates r, z = sigmoid(W_ih x_t + b_ih + W_hh h_(t-1) + b_hh), n = tanh(W_in x_t + b_in + r (W_hn
/// h_(t-1) + b_hn)); h_t = (1 - z) n + z h_(t-1).  Source: Cho et al. (2014).
class GRUImpl : public Cloneable<GRUImpl>, public detail::RNNImplBase {
 public:
  GRUImpl(int64_t input_size, int64_t hidden_size) : GRUImpl(GRUOptions(input_size, hidden_size)) {}
  explicit GRUImpl(const GRUOptions& options_);
  void reset() override { register_weights(); }
  void pretty_print(std::ostream& stream) const override { RNNImplBase::pretty_print(stream); }
  /// As RNN's.
  std::tuple<Tensor, Tensor> forward(Traced input, Tensor hx = {});
  std::tuple<utils::rnn::PackedSequence, Tensor> forward_with_packed_input(
      const utils::rnn::PackedSequence& packed_input, Tensor hx = {}, Caller = {});

  GRUOptions options;

 protected:
  FORWARD_HAS_DEFAULT_ARGS({1, AnyValue(Tensor())})
};
TORCH_MODULE(GRU);

}  // namespace glassgrad::nn
