// Bags of rows of a table: the function, then the module's construction, forward and how it prints.
#include "nn/layers/embedding_bag.h"

#include "autograd/base/check.h"
#include "autograd/functions.h"
#include "nn/init.h"
#include "nn/layers/embedding_rows.h"
#include "nn/print.h"

namespace glassgrad::nn {

Tensor functional::embedding_bag(Traced traced, const Tensor& weight,
                                 const EmbeddingBagFuncOptions& o) {
  Tensor input = traced.enter(), offsets = o.offsets(), factors = o.per_sample_weights();
  if (factors.defined())
    check(input.sizes() == factors.sizes(),
          "embedding_bag: If per_sample_weights ({}) is not null, then it must have the same shape "
          "as the input ({})",
          factors.sizes(), input.sizes());
  if (input.dim() == 2) {
    check(!offsets.defined(),
          "If input is 2D, then offsets has to be null, as input is treated is a mini-batch of "
          "fixed length sequences. However, found offsets of type Tensor");
    offsets = arange(0, input.numel(), input.size(1), kLong);
    input = input.reshape(-1);
    if (factors.defined()) factors = factors.reshape(-1);
  } else {
    check(input.dim() == 1, "input has to be 1D or 2D Tensor, but got Tensor of dimension {}",
          input.dim());
    check(offsets.defined(), "offsets has to be a 1D Tensor but got null");
    check(offsets.dim() == 1, "offsets has to be a 1D Tensor");
    const int64_t first = offsets[0].item<int64_t>(), last = offsets[-1].item<int64_t>();
    check(first == 0,
          "offsets[0] has to be 0, i.e., the first sequence in the mini-batch has to start from "
          "position 0. However, got {}",
          first);
    check(last <= input.size(0),
          "offsets[-1] can not be greater than input's length({{{}}}), but got offsets[-1] of "
          "{{{}}}",
          input.size(0), last);
  }
  const bool is_max = o.mode().is<enumtype::kMax>();
  check(!is_max || !o.scale_grad_by_freq(),
        "max mode does not support scaling the gradient by the frequency");
  check(!is_max || !o.sparse(), "max mode does not support sparse weights");
  if (o.max_norm()) shorten_rows(weight, input, *o.max_norm(), o.norm_type());
  check(!factors.defined() || o.mode().is<enumtype::kSum>(),
        "embedding_bag: per_sample_weights was not null. per_sample_weights is only supported for "
        "mode='kSum' (got mode='{}').Please open a feature request on GitHub.",
        is_max ? "kMax" : "kMean");
  return std::get<0>(glassgrad::embedding_bag(weight, input, offsets, o.scale_grad_by_freq(),
                                              static_cast<int64_t>(o.mode().index()), o.sparse(),
                                              factors, o.include_last_offset(), o.padding_idx()));
}

EmbeddingBagImpl::EmbeddingBagImpl(const EmbeddingBagOptions& options_)
    : CloneableWithOptions(options_) {
  EmbeddingBagImpl::reset();
}

void EmbeddingBagImpl::reset() {
  weight = register_parameter(
      "weight",
      first_rows(options, "Shape of weight does not match num_embeddings and embedding_dim"));
  if (!options._weight().defined()) reset_parameters();
}

void EmbeddingBagImpl::reset_parameters() {
  init::normal_(weight);  // that of padding_idx too: it does not count
}

Tensor EmbeddingBagImpl::forward(Traced input, const Tensor& offsets,
                                 const Tensor& per_sample_weights) {
  return functional::embedding_bag(input, weight,
                                   functional::EmbeddingBagFuncOptions()
                                       .offsets(offsets)
                                       .max_norm(options.max_norm())
                                       .norm_type(options.norm_type())
                                       .scale_grad_by_freq(options.scale_grad_by_freq())
                                       .mode(options.mode())
                                       .sparse(options.sparse())
                                       .per_sample_weights(per_sample_weights)
                                       .include_last_offset(options.include_last_offset())
                                       .padding_idx(options.padding_idx()));
}

void EmbeddingBagImpl::pretty_print(std::ostream& stream) const {
  Printer text(stream, "EmbeddingBag");
  text.value("num_embeddings", options.num_embeddings())
      .value("embedding_dim", options.embedding_dim());
  if (options.max_norm()) text.value("max_norm", *options.max_norm());
  if (options.norm_type() != 2) text.value("norm_type", options.norm_type());
  if (options.scale_grad_by_freq()) text.value("scale_grad_by_freq", true);
  if (options.sparse()) text.value("sparse", true);
  if (!options.mode().is<enumtype::kMean>())
    text.value("mode", options.mode().is<enumtype::kSum>() ? "kSum" : "kMax");
  if (options.include_last_offset()) text.value("include_last_offset", true);
  if (options.padding_idx()) text.value("padding_idx", *options.padding_idx());
}

EmbeddingBag EmbeddingBag::from_pretrained(const Tensor& embeddings,
                                           const EmbeddingBagFromPretrainedOptions& options) {
  check_after_latest_call(embeddings.dim() == 2,
                          "Embeddings parameter is expected to be 2-dimensional");
  EmbeddingBag bag(EmbeddingBagOptions(embeddings.size(0), embeddings.size(1))
                       ._weight(embeddings)
                       .max_norm(options.max_norm())
                       .norm_type(options.norm_type())
                       .scale_grad_by_freq(options.scale_grad_by_freq())
                       .mode(options.mode())
                       .sparse(options.sparse())
                       .include_last_offset(options.include_last_offset())
                       .padding_idx(options.padding_idx()));
  bag->weight.set_requires_grad(!options.freeze());
  return bag;
}

}  // namespace glassgrad::nn
