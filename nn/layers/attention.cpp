// Attention with several heads: the function, then the module's construction and forward.
#include "nn/layers/attention.h"

#include <cmath>

#include "autograd/base/check.h"
#include "autograd/functions.h"
#include "nn/init.h"
#include "nn/layers/in_range.h"

namespace glassgrad::nn {

functional::MultiheadAttentionForwardFuncOptions::MultiheadAttentionForwardFuncOptions(
    int64_t embed_dim_to_check, int64_t num_heads, Tensor in_proj_weight, Tensor in_proj_bias,
    Tensor bias_k, Tensor bias_v, bool add_zero_attn, double dropout_p, Tensor out_proj_weight,
    Tensor out_proj_bias)
    : embed_dim_to_check_(embed_dim_to_check),
      num_heads_(num_heads),
      in_proj_weight_(std::move(in_proj_weight)),
      in_proj_bias_(std::move(in_proj_bias)),
      bias_k_(std::move(bias_k)),
      bias_v_(std::move(bias_v)),
      add_zero_attn_(add_zero_attn),
      dropout_p_(dropout_p),
      out_proj_weight_(std::move(out_proj_weight)),
      out_proj_bias_(std::move(out_proj_bias)) {}

namespace {

using AttentionOptions = functional::MultiheadAttentionForwardFuncOptions;

/// Query, key and value times their weights.
struct Projections {
  Tensor q, k, v;
};

/// Rows first .. end of a weight or a bias, if there is one.
Tensor rows_of(const Tensor& x, int64_t first, int64_t end) {
  return x.defined() ? x.slice(0, first, end) : x;
}

void check_projection(const Tensor& weight, int64_t embed_dim, const Tensor& input,
                      const char* name) {
  check(weight.defined() && weight.dim() == 2 && weight.size(0) == embed_dim &&
            weight.size(1) == input.size(-1),
        "multi_head_attention_forward: {} must be of size [{}, {}]", name, embed_dim,
        input.size(-1));
}

Projections projected(const Tensor& query, const Tensor& key, const Tensor& value,
                      const AttentionOptions& o) {
  const int64_t e = query.size(2);
  const Tensor &w = o.in_proj_weight(), &b = o.in_proj_bias();
  if (o.use_separate_proj_weight()) {
    check_projection(o.q_proj_weight(), e, query, "q_proj_weight");
    check_projection(o.k_proj_weight(), e, key, "k_proj_weight");
    check_projection(o.v_proj_weight(), e, value, "v_proj_weight");
    return {linear(query, o.q_proj_weight(), rows_of(b, 0, e)),
            linear(key, o.k_proj_weight(), rows_of(b, e, 2 * e)),
            linear(value, o.v_proj_weight(), rows_of(b, 2 * e, 3 * e))};
  }
  if (query.is_same(key) && key.is_same(value)) {  // one product for all three
    const std::vector<Tensor> parts = linear(query, w, b).chunk(3, -1);
    return {parts[0], parts[1], parts[2]};
  }
  return {linear(query, rows_of(w, 0, e), rows_of(b, 0, e)),
          linear(key, rows_of(w, e, 2 * e), rows_of(b, e, 2 * e)),
          linear(value, rows_of(w, 2 * e, 3 * e), rows_of(b, 2 * e, 3 * e))};
}

/// A mask with a column more, which hides nothing.
Tensor widened(const Tensor& mask) {
  return mask.defined() ? cat({mask, zeros({mask.size(0), 1}, mask.scalar_type())}, 1) : mask;
}

/// [N heads, L, d] of [L, N, E].
Tensor by_head(const Tensor& x, int64_t heads, int64_t d) {
  return x.reshape({-1, x.size(1) * heads, d}).transpose(0, 1);
}

Tensor with_zero(const Tensor& x) {
  return cat({x, zeros({x.size(0), 1, x.size(2)}, x.scalar_type())}, 1);
}

}  // namespace

static int64_t size_of_head(int64_t embed_dim, int64_t num_heads, const char* who) {
  check_after_latest_call(embed_dim >= 0 && num_heads > 0 && embed_dim % num_heads == 0,
                          "embed_dim must be divisible by num_heads\n  {} got {} and {}", who,
                          embed_dim, num_heads);
  return embed_dim / num_heads;
}

std::tuple<Tensor, Tensor> functional::multi_head_attention_forward(Traced traced,
                                                                    const Tensor& key,
                                                                    const Tensor& value,
                                                                    const AttentionOptions& o) {
  const Tensor& query = traced.enter();
  check(query.dim() == 3 && query.size(2) == o.embed_dim_to_check(),
        "multi_head_attention_forward: query must be [L, N, {}], got {}", o.embed_dim_to_check(),
        query.sizes());
  check(o.use_separate_proj_weight() || key.sizes() == value.sizes(),
        "multi_head_attention_forward: key and value must have the same size, got {} and {}",
        key.sizes(), value.sizes());
  const int64_t length = query.size(0), batch = query.size(1), e = query.size(2);
  const int64_t heads = o.num_heads(), d = size_of_head(e, heads, "multi_head_attention_forward");
  auto [q, k, v] = projected(query, key, value, o);
  Tensor attn_mask = o.attn_mask(), padding_mask = o.key_padding_mask();

  check(o.bias_k().defined() == o.bias_v().defined(),
        "multi_head_attention_forward: bias_k and bias_v must be given together");
  if (o.bias_k().defined()) {
    check(!o.static_k().defined(), "bias cannot be added to static key.");
    check(!o.static_v().defined(), "bias cannot be added to static value.");
    k = cat({k, o.bias_k().repeat({1, batch, 1})});
    v = cat({v, o.bias_v().repeat({1, batch, 1})});
    attn_mask = widened(attn_mask);
    padding_mask = widened(padding_mask);
  }
  q = by_head(q / std::sqrt(static_cast<double>(d)), heads, d);
  k = o.static_k().defined() ? o.static_k() : by_head(k, heads, d);
  v = o.static_v().defined() ? o.static_v() : by_head(v, heads, d);
  check(
      k.size(0) == batch * heads && k.size(2) == d && v.size(0) == batch * heads && v.size(2) == d,
      "multi_head_attention_forward: static keys and values must be [{}, S, {}], got {} and {}",
      batch * heads, d, k.sizes(), v.sizes());
  check(!padding_mask.defined() ||
            (padding_mask.size(0) == batch && padding_mask.size(1) == k.size(1)),
        "multi_head_attention_forward: key_padding_mask must be [{}, {}]", batch, k.size(1));
  if (o.add_zero_attn()) {
    k = with_zero(k);
    v = with_zero(v);
    attn_mask = widened(attn_mask);
    padding_mask = widened(padding_mask);
  }

  const int64_t source = k.size(1);
  Tensor weights = bmm(q, k.transpose(1, 2));
  if (attn_mask.defined()) weights = weights + attn_mask.unsqueeze(0);
  if (padding_mask.defined())
    weights = weights.view({batch, heads, length, source})
                  .masked_fill(padding_mask.unsqueeze(1).unsqueeze(2), -INFINITY)
                  .view({batch * heads, length, source});
  weights = glassgrad::dropout(weights.softmax(-1), o.dropout_p(), o.training());
  const Tensor output = bmm(weights, v).transpose(0, 1).reshape({length, batch, e});
  const Tensor y = glassgrad::linear(output, o.out_proj_weight(), o.out_proj_bias());
  if (!o.need_weights()) return {y, Tensor()};
  weights = weights.view({batch, heads, length, source});
  return {y, o.average_attn_weights() ? weights.sum(1) / heads : weights};
}

MultiheadAttentionImpl::MultiheadAttentionImpl(const MultiheadAttentionOptions& options_)
    : Module("torch::nn::MultiheadAttention"), CloneableWithOptions(options_) {
  MultiheadAttentionImpl::reset();
}

void MultiheadAttentionImpl::reset() {
  const int64_t e = options.embed_dim(), kdim = options.kdim(), vdim = options.vdim();
  check_in_range("MultiheadAttention", {e, kdim, vdim});
  _qkv_same_embed_dim = kdim == e && vdim == e;
  head_dim = size_of_head(e, options.num_heads(), "MultiheadAttention");
  const auto parameter = [&](const char* name, bool exists, IntArrayRef sizes) {
    return register_parameter(name, exists ? empty(sizes) : Tensor(), exists);
  };
  if (_qkv_same_embed_dim) in_proj_weight = parameter("in_proj_weight", true, {3 * e, e});
  q_proj_weight = parameter("q_proj_weight", !_qkv_same_embed_dim, {e, e});
  k_proj_weight = parameter("k_proj_weight", !_qkv_same_embed_dim, {e, kdim});
  v_proj_weight = parameter("v_proj_weight", !_qkv_same_embed_dim, {e, vdim});
  if (!_qkv_same_embed_dim) in_proj_weight = parameter("in_proj_weight", false, {});
  in_proj_bias = parameter("in_proj_bias", options.bias(), {3 * e});
  out_proj = register_module("out_proj", Linear(LinearOptions(e, e).bias(options.bias())));
  bias_k = bias_v = Tensor();
  if (options.add_bias_kv()) {
    bias_k = parameter("bias_k", true, {1, 1, e});
    bias_v = parameter("bias_v", true, {1, 1, e});
  }
  _reset_parameters();
}

void MultiheadAttentionImpl::_reset_parameters() {
  for (const Tensor& weight : {in_proj_weight, q_proj_weight, k_proj_weight, v_proj_weight})
    if (weight.defined()) init::xavier_uniform_(weight);
  if (in_proj_bias.defined()) {
    init::zeros_(in_proj_bias);
    init::zeros_(out_proj->bias);
  }
  if (bias_k.defined()) init::xavier_normal_(bias_k);
  if (bias_v.defined()) init::xavier_normal_(bias_v);
}

std::tuple<Tensor, Tensor> MultiheadAttentionImpl::forward(
    Traced query, const Tensor& key, const Tensor& value, const Tensor& key_padding_mask,
    bool need_weights, const Tensor& attn_mask, bool average_attn_weights) {
  return functional::multi_head_attention_forward(
      query, key, value,
      AttentionOptions(options.embed_dim(), options.num_heads(), in_proj_weight, in_proj_bias,
                       bias_k, bias_v, options.add_zero_attn(), options.dropout(), out_proj->weight,
                       out_proj->bias)
          .training(is_training())
          .key_padding_mask(key_padding_mask)
          .need_weights(need_weights)
          .attn_mask(attn_mask)
          .use_separate_proj_weight(!_qkv_same_embed_dim)
          .q_proj_weight(q_proj_weight)
          .k_proj_weight(k_proj_weight)
          .v_proj_weight(v_proj_weight)
          .average_attn_weights(average_attn_weights));
}

}  // namespace glassgrad::nn
