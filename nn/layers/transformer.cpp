// Transformers: of each the construction, then forward.
#include "nn/layers/transformer.h"

#include <cmath>

#include "autograd/base/check.h"
#include "autograd/functions.h"
#include "nn/init.h"

namespace glassgrad::nn {
activation_t::activation_t(enumtype::kReLU)
    : activation_t([](const Tensor& x) { return relu(x); }) {}
activation_t::activation_t(enumtype::kGELU)
    : activation_t([](const Tensor& x) { return gelu(x); }) {}

Tensor activation_t::operator()(const Tensor& x) const {
  check(static_cast<bool>(function_), "activation(s) should be a function");
  return function_(x);
}

namespace {

// What the two stacks share.

template <class Stack>
void copy_norm(Stack& stack) {
  auto& given = stack.options.norm();
  stack.norm = given.is_empty() ? AnyModule() : given.clone();
  if (!given.is_empty()) stack.register_module("norm", stack.norm.ptr());
}
template <class Stack, class Layer>
void copy_layers(Stack& stack, const Layer& layer) {
  stack.layers = stack.register_module("layers", ModuleList());
  for (int64_t i = 0; i < stack.options.num_layers(); ++i) stack.layers->push_back(layer->clone());
  copy_norm(stack);
}
template <class LayerImpl, class Stack>
void redraw(Stack& stack) {
  for (size_t i = 0; i < stack.layers->size(); ++i)
    stack.layers->template at<LayerImpl>(i).reset_parameters();
  if (!stack.norm.is_empty()) stack.unregister_module("norm");
  copy_norm(stack);
}

}  // namespace

// --- TransformerEncoderLayer ---

TransformerEncoderLayerImpl::TransformerEncoderLayerImpl(
    const TransformerEncoderLayerOptions& options_)
    : CloneableWithOptions(options_) {
  TransformerEncoderLayerImpl::reset();
}

void TransformerEncoderLayerImpl::reset() {
  const int64_t d = options.d_model();
  const double p = options.dropout();
  self_attn = register_module(
      "self_attn", MultiheadAttention(MultiheadAttentionOptions(d, options.nhead()).dropout(p)));
  linear1 = register_module("linear1", Linear(d, options.dim_feedforward()));
  dropout = register_module("dropout", Dropout(p));
  linear2 = register_module("linear2", Linear(options.dim_feedforward(), d));
  norm1 = register_module("norm1", LayerNorm(LayerNormOptions({d})));
  norm2 = register_module("norm2", LayerNorm(LayerNormOptions({d})));
  dropout1 = register_module("dropout1", Dropout(p));
  dropout2 = register_module("dropout2", Dropout(p));
}

void TransformerEncoderLayerImpl::reset_parameters() {
  self_attn->_reset_parameters();
  linear1->reset_parameters();
  linear2->reset_parameters();
  norm1->reset_parameters();
  norm2->reset_parameters();
}

Tensor TransformerEncoderLayerImpl::forward(Traced traced, const Tensor& src_mask,
                                            const Tensor& src_key_padding_mask) {
  const Tensor& src = traced.enter();
  const Tensor seen = std::get<0>(self_attn(src, src, src, src_key_padding_mask, true, src_mask));
  const Tensor x = norm1(src + dropout1(seen));
  return norm2(x + dropout2(linear2(dropout(options.activation()(linear1(x))))));
}

// --- TransformerDecoderLayer ---

TransformerDecoderLayerImpl::TransformerDecoderLayerImpl(
    const TransformerDecoderLayerOptions& options_)
    : CloneableWithOptions(options_) {
  TransformerDecoderLayerImpl::reset();
}

void TransformerDecoderLayerImpl::reset() {
  const int64_t d = options.d_model();
  const double p = options.dropout();
  const auto attention = [&] {
    return MultiheadAttention(MultiheadAttentionOptions(d, options.nhead()).dropout(p));
  };
  self_attn = register_module("self_attn", attention());
  multihead_attn = register_module("multihead_attn", attention());
  linear1 = register_module("linear1", Linear(d, options.dim_feedforward()));
  dropout = register_module("dropout", Dropout(p));
  linear2 = register_module("linear2", Linear(options.dim_feedforward(), d));
  norm1 = register_module("norm1", LayerNorm(LayerNormOptions({d})));
  norm2 = register_module("norm2", LayerNorm(LayerNormOptions({d})));
  norm3 = register_module("norm3", LayerNorm(LayerNormOptions({d})));
  dropout1 = register_module("dropout1", Dropout(p));
  dropout2 = register_module("dropout2", Dropout(p));
  dropout3 = register_module("dropout3", Dropout(p));
}

void TransformerDecoderLayerImpl::reset_parameters() {
  self_attn->_reset_parameters();
  norm1->reset_parameters();
  multihead_attn->_reset_parameters();
  norm2->reset_parameters();
  linear1->reset_parameters();
  linear2->reset_parameters();
  norm3->reset_parameters();
}

Tensor TransformerDecoderLayerImpl::forward(Traced traced, const Tensor& memory,
                                            const Tensor& tgt_mask, const Tensor& memory_mask,
                                            const Tensor& tgt_key_padding_mask,
                                            const Tensor& memory_key_padding_mask) {
  const Tensor& tgt = traced.enter();
  Tensor x = std::get<0>(self_attn(tgt, tgt, tgt, tgt_key_padding_mask, false, tgt_mask));
  x = norm1(tgt + dropout1(x));
  const Tensor seen =
      std::get<0>(multihead_attn(x, memory, memory, memory_key_padding_mask, false, memory_mask));
  x = norm2(x + dropout2(seen));
  return norm3(x + dropout3(linear2(dropout(options.activation()(linear1(x))))));
}

// --- TransformerEncoder ---

TransformerEncoderImpl::TransformerEncoderImpl(TransformerEncoderOptions options_)
    : CloneableWithOptions(options_) {
  TransformerEncoderImpl::reset();
}

void TransformerEncoderImpl::reset() { copy_layers(*this, options.encoder_layer()); }

void TransformerEncoderImpl::reset_parameters() { redraw<TransformerEncoderLayerImpl>(*this); }

Tensor TransformerEncoderImpl::forward(Traced src, const Tensor& src_mask,
                                       const Tensor& src_key_padding_mask) {
  Tensor x = src.enter();
  const size_t count = layers->size();
  check(count > 0, "TransformerEncoder should have at least one encoder layer");
  for (size_t i = 0; i < count; ++i)
    x = layers->at<TransformerEncoderLayerImpl>(i).forward(x, src_mask, src_key_padding_mask);
  return norm.is_empty() ? x : norm.forward<Tensor>(x);
}

// --- TransformerDecoder ---

TransformerDecoderImpl::TransformerDecoderImpl(TransformerDecoderOptions options_)
    : CloneableWithOptions(options_) {
  TransformerDecoderImpl::reset();
}

void TransformerDecoderImpl::reset() { copy_layers(*this, options.decoder_layer()); }

void TransformerDecoderImpl::reset_parameters() { redraw<TransformerDecoderLayerImpl>(*this); }

Tensor TransformerDecoderImpl::forward(Traced tgt, const Tensor& memory, const Tensor& tgt_mask,
                                       const Tensor& memory_mask,
                                       const Tensor& tgt_key_padding_mask,
                                       const Tensor& memory_key_padding_mask) {
  Tensor x = tgt.enter();
  const size_t count = layers->size();
  check(count > 0, "TransformerDecoder should have at least one decoder layer");
  for (size_t i = 0; i < count; ++i)
    x = layers->at<TransformerDecoderLayerImpl>(i).forward(
        x, memory, tgt_mask, memory_mask, tgt_key_padding_mask, memory_key_padding_mask);
  return norm.is_empty() ? x : norm.forward<Tensor>(x);
}

// --- Transformer ---

TransformerImpl::TransformerImpl(TransformerOptions options_) : CloneableWithOptions(options_) {
  TransformerImpl::reset();
}

void TransformerImpl::reset() {
  const TransformerOptions& o = options;
  const auto layer = [&]<class Options>(Options layer_options) {
    return layer_options.dim_feedforward(o.dim_feedforward())
        .dropout(o.dropout())
        .activation(o.activation());
  };
  const auto norm = [&] { return AnyModule(LayerNorm(LayerNormOptions({o.d_model()}))); };
  if (o.custom_encoder().is_empty())
    encoder = AnyModule(TransformerEncoder(
        TransformerEncoderOptions(layer(TransformerEncoderLayerOptions(o.d_model(), o.nhead())),
                                  o.num_encoder_layers())
            .norm(norm())));
  else
    encoder = o.custom_encoder().clone();
  register_module("encoder", encoder.ptr());
  if (o.custom_decoder().is_empty())
    decoder = AnyModule(TransformerDecoder(
        TransformerDecoderOptions(layer(TransformerDecoderLayerOptions(o.d_model(), o.nhead())),
                                  o.num_decoder_layers())
            .norm(norm())));
  else
    decoder = o.custom_decoder().clone();
  register_module("decoder", decoder.ptr());
  reset_parameters();
}

void TransformerImpl::reset_parameters() {
  for (const Tensor& parameter : parameters())
    if (parameter.dim() > 1) init::xavier_uniform_(parameter);
}

Tensor TransformerImpl::forward(Traced traced, const Tensor& tgt, const Tensor& src_mask,
                                const Tensor& tgt_mask, const Tensor& memory_mask,
                                const Tensor& src_key_padding_mask,
                                const Tensor& tgt_key_padding_mask,
                                const Tensor& memory_key_padding_mask) {
  const Tensor& src = traced.enter();
  check(src.dim() == 3 && tgt.dim() == 3, "src and tgt should have 3 dimensions, but got {} and {}",
        src.dim(), tgt.dim());
  check(src.size(1) == tgt.size(1),
        "src and tgt should have equal batch size (at dim 1), but got {} and {}", src.size(1),
        tgt.size(1));
  check(src.size(2) == options.d_model() && tgt.size(2) == options.d_model(),
        "src and tgt should have same feature size as d_model (at dim 2), but got {} and {} while "
        "d_model is {}",
        src.size(2), tgt.size(2), options.d_model());
  const Tensor memory = encoder.forward<Tensor>(src, src_mask, src_key_padding_mask);
  return decoder.forward<Tensor>(tgt, memory, tgt_mask, memory_mask, tgt_key_padding_mask,
                                 memory_key_padding_mask);
}

Tensor TransformerImpl::generate_square_subsequent_mask(int64_t sz, Caller caller) {
  caller.enter();
  check(sz >= 0,
        "Input size must be non-negative to genearte a valid square subsequent mask, but got {}",
        sz);
  return triu(full({sz, sz}, -INFINITY), 1);
}

}  // namespace glassgrad::nn
