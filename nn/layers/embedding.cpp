// Rows of a table: the function, then the module's construction, forward and how it prints.
#include "nn/layers/embedding.h"

#include "autograd/base/check.h"
#include "autograd/functions.h"
#include "nn/init.h"
#include "nn/layers/embedding_rows.h"
#include "nn/print.h"

namespace glassgrad::nn {

int64_t padding_row(int64_t padding_idx, int64_t rows) {
  check_after_latest_call(padding_idx < rows,
                          "Padding_idx must be within num_embeddings\n  in embedding");
  check_after_latest_call(padding_idx >= -rows, "Padding_idx must be within num_embedding");
  return padding_idx < 0 ? padding_idx + rows : padding_idx;
}

void shorten_rows(const Tensor& weight, const Tensor& indices, double max_norm, double norm_type) {
  const NoGradGuard no_grad;
  const Tensor used = indices.reshape({-1});
  const Tensor rows = weight.index_select(0, used);
  const Tensor norms = rows.norm(Scalar(norm_type), int64_t{1}, true).to(kDouble);
  const Tensor scale = where(norms > max_norm, max_norm / (norms + 1e-7), 1.0);
  weight.index_put_({used}, rows * scale.to(rows.scalar_type()));
}

Tensor functional::embedding(Traced traced, const Tensor& weight,
                             const EmbeddingFuncOptions& options) {
  const Tensor& input = traced.enter();
  const int64_t padding_idx =
      options.padding_idx() ? padding_row(*options.padding_idx(), weight.size(0)) : -1;
  if (options.max_norm()) shorten_rows(weight, input, *options.max_norm(), options.norm_type());
  return glassgrad::embedding(weight, input, padding_idx, options.scale_grad_by_freq(),
                              options.sparse());
}

EmbeddingImpl::EmbeddingImpl(const EmbeddingOptions& options_) : CloneableWithOptions(options_) {
  EmbeddingImpl::reset();
}

void EmbeddingImpl::reset() {
  weight = register_parameter(
      "weight",
      first_rows(options, "Shape of _weight does not match num_embeddings and embedding_dim"));
  if (!options._weight().defined()) reset_parameters();
}

void EmbeddingImpl::reset_parameters() {
  init::normal_(weight);
  if (!options.padding_idx()) return;
  const NoGradGuard no_grad;
  weight[*options.padding_idx()].fill_(0);
}

Tensor EmbeddingImpl::forward(Traced indices) {
  return functional::embedding(indices, weight,
                               functional::EmbeddingFuncOptions()
                                   .padding_idx(options.padding_idx())
                                   .max_norm(options.max_norm())
                                   .norm_type(options.norm_type())
                                   .scale_grad_by_freq(options.scale_grad_by_freq())
                                   .sparse(options.sparse()));
}

void EmbeddingImpl::pretty_print(std::ostream& stream) const {
  Printer text(stream, "Embedding");
  text.value("num_embeddings", options.num_embeddings())
      .value("embedding_dim", options.embedding_dim());
  if (options.padding_idx()) text.value("padding_idx", *options.padding_idx());
  if (options.max_norm()) text.value("max_norm", *options.max_norm());
  if (options.norm_type() != 2) text.value("norm_type", options.norm_type());
  if (options.scale_grad_by_freq()) text.value("scale_grad_by_freq", true);
  if (options.sparse()) text.value("sparse", true);
}

Embedding Embedding::from_pretrained(const Tensor& embeddings,
                                     const EmbeddingFromPretrainedOptions& options) {
  check_after_latest_call(embeddings.dim() == 2,
                          "Embeddings parameter is expected to be 2-dimensional");
  Embedding embedding(EmbeddingOptions(embeddings.size(0), embeddings.size(1))
                          ._weight(embeddings)
                          .padding_idx(options.padding_idx())
                          .max_norm(options.max_norm())
                          .norm_type(options.norm_type())
                          .scale_grad_by_freq(options.scale_grad_by_freq())
                          .sparse(options.sparse()));
  embedding->weight.set_requires_grad(!options.freeze());
  return embedding;
}

}  // namespace glassgrad::nn
