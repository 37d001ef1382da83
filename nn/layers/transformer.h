#pragma once
// Transformers: layers of an encoder and a decoder, stacks of them, and both together.
// Source: Vaswani et al., "Attention is all you need" (2017).

#include <functional>
#include <type_traits>

#include "../dropout.h"
#include "../enum.h"
#include "../module_list.h"
#include "attention.h"
#include "normalization.h"

namespace glassgrad::nn {

/// What stands between the two linear layers of a Transformer's layer: kReLU, kGELU or a function.
class activation_t {
 public:
  activation_t(enumtype::kReLU);
  activation_t(enumtype::kGELU);
  template <class F>
  requires std::is_invocable_r_v<Tensor, F&, const Tensor&> activation_t(F function)
      : function_(std::move(function)) {}

  /// @throws Error  for an empty function
  Tensor operator()(const Tensor& x) const;

 private:
  std::function<Tensor(const Tensor&)> function_;
};

// --- TransformerEncoderLayer ---

/// Options of TransformerEncoderLayer.
struct TransformerEncoderLayerOptions {
  TransformerEncoderLayerOptions(int64_t d_model, int64_t nhead)
      : d_model_(d_model), nhead_(nhead) {}
  TORCH_ARG(int64_t, d_model);
  TORCH_ARG(int64_t, nhead);
  TORCH_ARG(int64_t, dim_feedforward) = 2048;
  TORCH_ARG(double, dropout) = 0.1;
  TORCH_ARG(activation_t, activation) = kReLU;
};

/// x = norm1(x + attention(x, x, x)); y = norm2(x + linear2(activation(linear1(x)))), with dropout
/// of every sum's second part and behind the activation.
class TransformerEncoderLayerImpl
    : public CloneableWithOptions<TransformerEncoderLayerImpl, TransformerEncoderLayerOptions> {
 public:
  TransformerEncoderLayerImpl(int64_t d_model, int64_t nhead)
      : TransformerEncoderLayerImpl(TransformerEncoderLayerOptions(d_model, nhead)) {}
  explicit TransformerEncoderLayerImpl(const TransformerEncoderLayerOptions& options_);
  void reset() override;
  void reset_parameters();
  /// @param src  [S, N, d_model]  @param src_mask, src_key_padding_mask  as MultiheadAttention's
  Tensor forward(Traced src, const Tensor& src_mask = {}, const Tensor& src_key_padding_mask = {});

  MultiheadAttention self_attn{nullptr};
  Linear linear1{nullptr};
  Dropout dropout{nullptr};
  Linear linear2{nullptr};
  LayerNorm norm1{nullptr};
  LayerNorm norm2{nullptr};
  Dropout dropout1{nullptr};
  Dropout dropout2{nullptr};

 protected:
  FORWARD_HAS_DEFAULT_ARGS({1, AnyValue(Tensor())}, {2, AnyValue(Tensor())})
};
TORCH_MODULE(TransformerEncoderLayer);

// --- TransformerDecoderLayer ---

/// Options of TransformerDecoderLayer.
struct TransformerDecoderLayerOptions {
  TransformerDecoderLayerOptions(int64_t d_model, int64_t nhead)
      : d_model_(d_model), nhead_(nhead) {}
  TORCH_ARG(int64_t, d_model);
  TORCH_ARG(int64_t, nhead);
  TORCH_ARG(int64_t, dim_feedforward) = 2048;
  TORCH_ARG(double, dropout) = 0.1;
  TORCH_ARG(activation_t, activation) = kReLU;
};

/// As the encoder's layer, with attention to the encoder's results, `memory`, in between.
class TransformerDecoderLayerImpl
    : public CloneableWithOptions<TransformerDecoderLayerImpl, TransformerDecoderLayerOptions> {
 public:
  TransformerDecoderLayerImpl(int64_t d_model, int64_t nhead)
      : TransformerDecoderLayerImpl(TransformerDecoderLayerOptions(d_model, nhead)) {}
  explicit TransformerDecoderLayerImpl(const TransformerDecoderLayerOptions& options_);
  void reset() override;
  void reset_parameters();
  /// @param tgt  [T, N, d_model]  @param memory  [S, N, d_model]
  Tensor forward(Traced tgt, const Tensor& memory, const Tensor& tgt_mask = {},
                 const Tensor& memory_mask = {}, const Tensor& tgt_key_padding_mask = {},
                 const Tensor& memory_key_padding_mask = {});

  MultiheadAttention self_attn{nullptr};
  Dropout dropout1{nullptr};
  LayerNorm norm1{nullptr};
  MultiheadAttention multihead_attn{nullptr};
  Dropout dropout2{nullptr};
  LayerNorm norm2{nullptr};
  Linear linear1{nullptr};
  Dropout dropout{nullptr};
  Linear linear2{nullptr};
  Dropout dropout3{nullptr};
  LayerNorm norm3{nullptr};

 protected:
  FORWARD_HAS_DEFAULT_ARGS({2, AnyValue(Tensor())}, {3, AnyValue(Tensor())},
                           {4, AnyValue(Tensor())}, {5, AnyValue(Tensor())})
};
TORCH_MODULE(TransformerDecoderLayer);

// --- TransformerEncoder ---

/// Options of TransformerEncoder: a layer, or its options, how many copies of it, and a module that
/// normalises the last one's result.
struct TransformerEncoderOptions {
  TransformerEncoderOptions(TransformerEncoderLayer encoder_layer, int64_t num_layers)
      : encoder_layer_(std::move(encoder_layer)), num_layers_(num_layers) {}
  TransformerEncoderOptions(const TransformerEncoderLayerOptions& layer, int64_t num_layers)
      : TransformerEncoderOptions(TransformerEncoderLayer(layer), num_layers) {}
  TORCH_ARG(TransformerEncoderLayer, encoder_layer) = nullptr;
  TORCH_ARG(int64_t, num_layers);
  TORCH_ARG(AnyModule, norm);
};

/// num_layers copies of a layer, one after the other, which begin with equal values.
class TransformerEncoderImpl
    : public CloneableWithOptions<TransformerEncoderImpl, TransformerEncoderOptions> {
 public:
  TransformerEncoderImpl(TransformerEncoderLayer encoder_layer, int64_t num_layers)
      : TransformerEncoderImpl(TransformerEncoderOptions(std::move(encoder_layer), num_layers)) {}
  explicit TransformerEncoderImpl(TransformerEncoderOptions options_);
  void reset() override;
  /// Draws new values, for each layer other ones, and copies the options' norm.
  void reset_parameters();
  Tensor forward(Traced src, const Tensor& src_mask = {}, const Tensor& src_key_padding_mask = {});

  ModuleList layers{nullptr};
  AnyModule norm;

 protected:
  FORWARD_HAS_DEFAULT_ARGS({1, AnyValue(Tensor())}, {2, AnyValue(Tensor())})
};
TORCH_MODULE(TransformerEncoder);

// --- TransformerDecoder ---

/// Options of TransformerDecoder, as those of TransformerEncoder.
struct TransformerDecoderOptions {
  TransformerDecoderOptions(TransformerDecoderLayer decoder_layer, int64_t num_layers)
      : decoder_layer_(std::move(decoder_layer)), num_layers_(num_layers) {}
  TransformerDecoderOptions(const TransformerDecoderLayerOptions& layer, int64_t num_layers)
      : TransformerDecoderOptions(TransformerDecoderLayer(layer), num_layers) {}
  TORCH_ARG(TransformerDecoderLayer, decoder_layer) = nullptr;
  TORCH_ARG(int64_t, num_layers);
  TORCH_ARG(AnyModule, norm);
};

/// num_layers copies of a layer, one after the other, which begin with equal values.
class TransformerDecoderImpl
    : public CloneableWithOptions<TransformerDecoderImpl, TransformerDecoderOptions> {
 public:
  TransformerDecoderImpl(TransformerDecoderLayer decoder_layer, int64_t num_layers)
      : TransformerDecoderImpl(TransformerDecoderOptions(std::move(decoder_layer), num_layers)) {}
  explicit TransformerDecoderImpl(TransformerDecoderOptions options_);
  void reset() override;
  /// As TransformerEncoder's.
  void reset_parameters();
  Tensor forward(Traced tgt, const Tensor& memory, const Tensor& tgt_mask = {},
                 const Tensor& memory_mask = {}, const Tensor& tgt_key_padding_mask = {},
                 const Tensor& memory_key_padding_mask = {});

  ModuleList layers{nullptr};
  AnyModule norm;

 protected:
  FORWARD_HAS_DEFAULT_ARGS({2, AnyValue(Tensor())}, {3, AnyValue(Tensor())},
                           {4, AnyValue(Tensor())}, {5, AnyValue(Tensor())})
};
TORCH_MODULE(TransformerDecoder);

// --- Transformer ---

/// Options of Transformer.
struct TransformerOptions {
  TransformerOptions() = default;
  TransformerOptions(int64_t d_model, int64_t nhead) : d_model_(d_model), nhead_(nhead) {}
  TransformerOptions(int64_t d_model, int64_t nhead, int64_t num_encoder_layers,
                     int64_t num_decoder_layers)
      : d_model_(d_model),
        nhead_(nhead),
        num_encoder_layers_(num_encoder_layers),
        num_decoder_layers_(num_decoder_layers) {}
  TORCH_ARG(int64_t, d_model) = 512;
  TORCH_ARG(int64_t, nhead) = 8;
  TORCH_ARG(int64_t, num_encoder_layers) = 6;
  TORCH_ARG(int64_t, num_decoder_layers) = 6;
  TORCH_ARG(int64_t, dim_feedforward) = 2048;
  TORCH_ARG(double, dropout) = 0.1;
  TORCH_ARG(activation_t, activation) = kReLU;
  TORCH_ARG(AnyModule, custom_encoder);  ///< instead of a TransformerEncoder
  TORCH_ARG(AnyModule, custom_decoder);  ///< instead of a TransformerDecoder
};

/// An encoder and a decoder, each with a LayerNorm at its end. Matrices start as xavier_uniform_
/// has them.
class TransformerImpl : public CloneableWithOptions<TransformerImpl, TransformerOptions> {
 public:
  explicit TransformerImpl(TransformerOptions options_ = {});
  void reset() override;
  void reset_parameters();
  /// @param src  [S, N, d_model]  @param tgt  [T, N, d_model]  @return [T, N, d_model]
  /// @throws Error unless they have three dimensions, one batch size and d_model features
  Tensor forward(Traced src, const Tensor& tgt, const Tensor& src_mask = {},
                 const Tensor& tgt_mask = {}, const Tensor& memory_mask = {},
                 const Tensor& src_key_padding_mask = {}, const Tensor& tgt_key_padding_mask = {},
                 const Tensor& memory_key_padding_mask = {});
  /// [sz, sz]: 0 on and below the diagonal, -infinity above, so that nothing later is seen.
  static Tensor generate_square_subsequent_mask(int64_t sz, Caller = {});

  AnyModule encoder;
  AnyModule decoder;

 protected:
  FORWARD_HAS_DEFAULT_ARGS({2, AnyValue(Tensor())}, {3, AnyValue(Tensor())},
                           {4, AnyValue(Tensor())}, {5, AnyValue(Tensor())},
                           {6, AnyValue(Tensor())}, {7, AnyValue(Tensor())})
};
TORCH_MODULE(Transformer);

}  // namespace glassgrad::nn
