#pragma once
// Attention with several heads: options, function, module.

#include <tuple>

#include "../../autograd/base/arg.h"
#include "../any_module.h"
#include "../cloneable.h"
#include "../linear.h"

namespace glassgrad::nn {

/// Options of MultiheadAttention.
struct MultiheadAttentionOptions {
  MultiheadAttentionOptions(int64_t embed_dim, int64_t num_heads)
      : embed_dim_(embed_dim), num_heads_(num_heads), kdim_(embed_dim), vdim_(embed_dim) {}
  TORCH_ARG(int64_t, embed_dim);
  TORCH_ARG(int64_t, num_heads);
  TORCH_ARG(double, dropout) = 0.0;  ///< of the weights
  TORCH_ARG(bool, bias) = true;
  TORCH_ARG(bool, add_bias_kv) = false;    ///< one more key and value, which are learned
  TORCH_ARG(bool, add_zero_attn) = false;  ///< one more key and value, which are zero
  TORCH_ARG(int64_t, kdim);                ///< features of the keys, by default embed_dim
  TORCH_ARG(int64_t, vdim);                ///< of the values
};

namespace functional {
/// Options of multi_head_attention_forward: the module's parameters, then its forward's arguments.
struct MultiheadAttentionForwardFuncOptions {
  MultiheadAttentionForwardFuncOptions(int64_t embed_dim_to_check, int64_t num_heads,
                                       Tensor in_proj_weight, Tensor in_proj_bias, Tensor bias_k,
                                       Tensor bias_v, bool add_zero_attn, double dropout_p,
                                       Tensor out_proj_weight, Tensor out_proj_bias);
  TORCH_ARG(int64_t, embed_dim_to_check);
  TORCH_ARG(int64_t, num_heads);
  TORCH_ARG(Tensor, in_proj_weight);  ///< [3 E, E]: W_q, W_k and W_v, one below the other
  TORCH_ARG(Tensor, in_proj_bias);    ///< [3 E], or undefined
  TORCH_ARG(Tensor, bias_k);          ///< [1, 1, E], or undefined
  TORCH_ARG(Tensor, bias_v);
  TORCH_ARG(bool, add_zero_attn);
  TORCH_ARG(double, dropout_p);
  TORCH_ARG(Tensor, out_proj_weight);
  TORCH_ARG(Tensor, out_proj_bias);
  TORCH_ARG(bool, training) = true;
  TORCH_ARG(Tensor, key_padding_mask);
  TORCH_ARG(bool, need_weights) = true;
  TORCH_ARG(Tensor, attn_mask);
  TORCH_ARG(bool, use_separate_proj_weight) = false;
  TORCH_ARG(Tensor, q_proj_weight);
  TORCH_ARG(Tensor, k_proj_weight);
  TORCH_ARG(Tensor, v_proj_weight);
  TORCH_ARG(Tensor, static_k);  ///< [N heads, S, E / heads], instead of the keys
  TORCH_ARG(Tensor, static_v);
  TORCH_ARG(bool, average_attn_weights) = true;
};
/// Of every head h, softmax(q_h k_h^T / sqrt(d) + mask) v_h, d = E / heads; then all heads side by
/// side times W_out^T. q, k and v are the query, key and value times W_q^T, W_k^T and W_v^T.
/// @param query  [L, N, E]  @param key, value  [S, N, E]
/// @return (output [L, N, E], weights [N, L, S], or [N, heads, L, S] if they are not averaged)
/// @throws Error if heads, shapes or masks do not fit
/// Source: Vaswani et al., "Attention is all you need" (2017).
std::tuple<Tensor, Tensor> multi_head_attention_forward(
    Traced query, const Tensor& key, const Tensor& value,
    const MultiheadAttentionForwardFuncOptions& options);
}  // namespace functional

/// functional::multi_head_attention_forward as a module. The weights start as xavier_uniform_ has
/// them, the biases with zeros, bias_k and bias_v as xavier_normal_.
/// @throws Error on construction, unless num_heads divides embed_dim
class MultiheadAttentionImpl
    : public CloneableWithOptions<MultiheadAttentionImpl, MultiheadAttentionOptions> {
 public:
  MultiheadAttentionImpl(int64_t embed_dim, int64_t num_heads)
      : MultiheadAttentionImpl(MultiheadAttentionOptions(embed_dim, num_heads)) {}
  explicit MultiheadAttentionImpl(const MultiheadAttentionOptions& options_);
  void reset() override;
  void _reset_parameters();
  /// @param key_padding_mask  [N, S] bool: keys that do not count
  /// @param attn_mask         [L, S], added to the products: 0, or -infinity for what is not seen
  std::tuple<Tensor, Tensor> forward(Traced query, const Tensor& key, const Tensor& value,
                                     const Tensor& key_padding_mask = {}, bool need_weights = true,
                                     const Tensor& attn_mask = {},
                                     bool average_attn_weights = true);

  bool _qkv_same_embed_dim = true;
  Tensor in_proj_weight;
  Tensor in_proj_bias;
  Tensor bias_k;
  Tensor bias_v;
  Linear out_proj{nullptr};
  Tensor q_proj_weight;
  Tensor k_proj_weight;
  Tensor v_proj_weight;
  int64_t head_dim = 0;

 protected:
  FORWARD_HAS_DEFAULT_ARGS({3, AnyValue(Tensor())}, {4, AnyValue(true)}, {5, AnyValue(Tensor())},
                           {6, AnyValue(true)})
};
TORCH_MODULE(MultiheadAttention);

}  // namespace glassgrad::nn
