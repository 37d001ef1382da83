#pragma once
// Rows of a table: options, function, module.

#include "../../autograd/base/arg.h"
#include "../cloneable.h"

namespace glassgrad::nn {

/// Options of Embedding.
struct EmbeddingOptions {
  EmbeddingOptions(int64_t num_embeddings, int64_t embedding_dim)
      : num_embeddings_(num_embeddings), embedding_dim_(embedding_dim) {}
  TORCH_ARG(int64_t, num_embeddings);
  TORCH_ARG(int64_t, embedding_dim);
  TORCH_ARG(optional<int64_t>, padding_idx) = nullopt;  ///< the row that is zero and stays
  TORCH_ARG(optional<double>, max_norm) = nullopt;      ///< longer rows are shortened when used
  TORCH_ARG(double, norm_type) = 2.;
  TORCH_ARG(bool, scale_grad_by_freq) = false;
  TORCH_ARG(bool, sparse) = false;
  TORCH_ARG(Tensor, _weight);  ///< instead of random rows
};

/// Options of Embedding::from_pretrained.
struct EmbeddingFromPretrainedOptions {
  TORCH_ARG(bool, freeze) = true;
  TORCH_ARG(optional<int64_t>, padding_idx) = nullopt;
  TORCH_ARG(optional<double>, max_norm) = nullopt;
  TORCH_ARG(double, norm_type) = 2.;
  TORCH_ARG(bool, scale_grad_by_freq) = false;
  TORCH_ARG(bool, sparse) = false;
};

namespace functional {
/// Options of embedding.
struct EmbeddingFuncOptions {
  TORCH_ARG(optional<int64_t>, padding_idx) = nullopt;
  TORCH_ARG(optional<double>, max_norm) = nullopt;
  TORCH_ARG(double, norm_type) = 2.;
  TORCH_ARG(bool, scale_grad_by_freq) = false;
  TORCH_ARG(bool, sparse) = false;
};
/// y[..., :] = weight[input[...], :]. With max_norm, used rows that are longer are first shortened
/// to it, in place.
/// @throws Error if padding_idx is no row
Tensor embedding(Traced input, const Tensor& weight, const EmbeddingFuncOptions& options = {});
}  // namespace functional

/// functional::embedding as a module. The rows start normal with mean 0 and deviation 1, in
/// PyTorch's bits; that of padding_idx with zeros.
/// @throws Error on construction, if padding_idx is no row or _weight has another shape
class EmbeddingImpl : public CloneableWithOptions<EmbeddingImpl, EmbeddingOptions> {
 public:
  EmbeddingImpl(int64_t num_embeddings, int64_t embedding_dim)
      : EmbeddingImpl(EmbeddingOptions(num_embeddings, embedding_dim)) {}
  explicit EmbeddingImpl(const EmbeddingOptions& options_);
  void reset() override;
  /// Draws new values.
  void reset_parameters();
  Tensor forward(Traced indices);
  void pretty_print(std::ostream& stream) const override;

  Tensor weight;  ///< [num_embeddings, embedding_dim]
};

/// A holder of an EmbeddingImpl.
class Embedding : public ModuleHolder<EmbeddingImpl> {
 public:
  using ModuleHolder<EmbeddingImpl>::ModuleHolder;
  using Impl [[maybe_unused]] = EmbeddingImpl;
  /// With these rows, which stay as they are unless `freeze` is false.
  /// @throws Error unless they have two dimensions
  static Embedding from_pretrained(const Tensor& embeddings,
                                   const EmbeddingFromPretrainedOptions& options = {});
};

}  // namespace glassgrad::nn
