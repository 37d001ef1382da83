#pragma once
// One step of a recurrent network: RNNCell, LSTMCell, GRUCell. rnn.h has their formulas.

#include <tuple>

#include "rnn.h"

namespace glassgrad::nn {

namespace detail {

/// The options that all of them have.
struct RNNCellOptionsBase {
  RNNCellOptionsBase(int64_t input_size, int64_t hidden_size, bool bias, int64_t num_chunks)
      : input_size_(input_size), hidden_size_(hidden_size), bias_(bias), num_chunks_(num_chunks) {}
  TORCH_ARG(int64_t, input_size);
  TORCH_ARG(int64_t, hidden_size);
  TORCH_ARG(bool, bias);
  TORCH_ARG(int64_t, num_chunks);  ///< how many times hidden_size rows the weights have
};

/// Parameters as those of a layer of RNNImplBase.
class RNNCellImplBase : public virtual Module {
 public:
  /// Draws new values.
  void reset_parameters();
  void pretty_print(std::ostream& stream) const override;

  RNNCellOptionsBase options_base;
  Tensor weight_ih;
  Tensor weight_hh;
  Tensor bias_ih;
  Tensor bias_hh;

 protected:
  RNNCellImplBase(RecurrentKind kind, const char* name, const RNNCellOptionsBase& options_);
  void register_weights();
  /// The next state; an undefined one is zero.
  RecurrentState next(const Tensor& input, const RecurrentState& state) const;

 private:
  RecurrentKind kind_;
  const char* name_;
};

}  // namespace detail

// --- RNNCell ---

/// Options of RNNCell.
struct RNNCellOptions {
  using nonlinearity_t = enumtype::OneOf<enumtype::kTanh, enumtype::kReLU>;
  RNNCellOptions(int64_t input_size, int64_t hidden_size)
      : input_size_(input_size), hidden_size_(hidden_size) {}
  TORCH_ARG(int64_t, input_size);
  TORCH_ARG(int64_t, hidden_size);
  TORCH_ARG(bool, bias) = true;
  TORCH_ARG(nonlinearity_t, nonlinearity) = kTanh;
};

/// One step of RNN.
class RNNCellImpl : public Cloneable<RNNCellImpl>, public detail::RNNCellImplBase {
 public:
  RNNCellImpl(int64_t input_size, int64_t hidden_size)
      : RNNCellImpl(RNNCellOptions(input_size, hidden_size)) {}
  explicit RNNCellImpl(const RNNCellOptions& options_);
  void reset() override { register_weights(); }
  void pretty_print(std::ostream& stream) const override { RNNCellImplBase::pretty_print(stream); }
  /// @param input  [B, input_size]  @param hx [B, hidden_size], or 0  @return the next h
  Tensor forward(Traced input, Tensor hx = {});

  RNNCellOptions options;

 protected:
  FORWARD_HAS_DEFAULT_ARGS({1, AnyValue(Tensor())})
};
TORCH_MODULE(RNNCell);

// --- LSTMCell ---

/// Options of LSTMCell.
struct LSTMCellOptions {
  LSTMCellOptions(int64_t input_size, int64_t hidden_size)
      : input_size_(input_size), hidden_size_(hidden_size) {}
  TORCH_ARG(int64_t, input_size);
  TORCH_ARG(int64_t, hidden_size);
  TORCH_ARG(bool, bias) = true;
};

/// One step of LSTM.
class LSTMCellImpl : public Cloneable<LSTMCellImpl>, public detail::RNNCellImplBase {
 public:
  LSTMCellImpl(int64_t input_size, int64_t hidden_size)
      : LSTMCellImpl(LSTMCellOptions(input_size, hidden_size)) {}
  explicit LSTMCellImpl(const LSTMCellOptions& options_);
  void reset() override { register_weights(); }
  void pretty_print(std::ostream& stream) const override { RNNCellImplBase::pretty_print(stream); }
  /// @param hx_opt  (h, c), [B, hidden_size] each, or 0  @return the next (h, c)
  std::tuple<Tensor, Tensor> forward(Traced input,
                                     optional<std::tuple<Tensor, Tensor>> hx_opt = {});

  LSTMCellOptions options;

 protected:
  FORWARD_HAS_DEFAULT_ARGS({1, AnyValue(optional<std::tuple<Tensor, Tensor>>())})
};
TORCH_MODULE(LSTMCell);

// --- GRUCell ---

/// Options of GRUCell.
struct GRUCellOptions {
  GRUCellOptions(int64_t input_size, int64_t hidden_size)
      : input_size_(input_size), hidden_size_(hidden_size) {}
  TORCH_ARG(int64_t, input_size);
  TORCH_ARG(int64_t, hidden_size);
  TORCH_ARG(bool, bias) = true;
};

/// One step of GRU.
class GRUCellImpl : public Cloneable<GRUCellImpl>, public detail::RNNCellImplBase {
 public:
  GRUCellImpl(int64_t input_size, int64_t hidden_size)
      : GRUCellImpl(GRUCellOptions(input_size, hidden_size)) {}
  explicit GRUCellImpl(const GRUCellOptions& options_);
  void reset() override { register_weights(); }
  void pretty_print(std::ostream& stream) const override { RNNCellImplBase::pretty_print(stream); }
  /// As RNNCell's.
  Tensor forward(Traced input, Tensor hx = {});

  GRUCellOptions options;

 protected:
  FORWARD_HAS_DEFAULT_ARGS({1, AnyValue(Tensor())})
};
TORCH_MODULE(GRUCell);

}  // namespace glassgrad::nn

namespace glassgrad {

/// The cells as functions of their weights [gates * hidden, input] and [gates * hidden, hidden];
/// the formulas are those of RNNCell, GRUCell and LSTMCell.
/// @param input [B, input]  @param hx [B, hidden], for lstm_cell h and c
/// @throws Error  if shapes do not fit
Tensor rnn_tanh_cell(Traced input, const Tensor& hx, const Tensor& w_ih, const Tensor& w_hh,
                     const Tensor& b_ih = {}, const Tensor& b_hh = {});
Tensor rnn_relu_cell(Traced input, const Tensor& hx, const Tensor& w_ih, const Tensor& w_hh,
                     const Tensor& b_ih = {}, const Tensor& b_hh = {});
Tensor gru_cell(Traced input, const Tensor& hx, const Tensor& w_ih, const Tensor& w_hh,
                const Tensor& b_ih = {}, const Tensor& b_hh = {});
std::tuple<Tensor, Tensor> lstm_cell(Traced input, TensorList hx, const Tensor& w_ih,
                                     const Tensor& w_hh, const Tensor& b_ih = {},
                                     const Tensor& b_hh = {});

}  // namespace glassgrad
