#pragma once
// Sums, means and maxima of bags of rows of a table: options, function, module.

#include "../any_module.h"
#include "../enum.h"
#include "embedding.h"

namespace glassgrad::nn {

/// What becomes of a bag's rows.
using EmbeddingBagMode = enumtype::OneOf<enumtype::kSum, enumtype::kMean, enumtype::kMax>;

/// Options of EmbeddingBag.
struct EmbeddingBagOptions {
  EmbeddingBagOptions(int64_t num_embeddings, int64_t embedding_dim)
      : num_embeddings_(num_embeddings), embedding_dim_(embedding_dim) {}
  TORCH_ARG(int64_t, num_embeddings);
  TORCH_ARG(int64_t, embedding_dim);
  TORCH_ARG(optional<double>, max_norm) = nullopt;  ///< longer rows are shortened when used
  TORCH_ARG(double, norm_type) = 2.;
  TORCH_ARG(bool, scale_grad_by_freq) = false;
  TORCH_ARG(EmbeddingBagMode, mode) = kMean;
  TORCH_ARG(bool, sparse) = false;
  TORCH_ARG(Tensor, _weight);                           ///< instead of random rows
  TORCH_ARG(bool, include_last_offset) = false;         ///< offsets end with the number of indices
  TORCH_ARG(optional<int64_t>, padding_idx) = nullopt;  ///< the row that does not count
};

/// Options of EmbeddingBag::from_pretrained.
struct EmbeddingBagFromPretrainedOptions {
  TORCH_ARG(bool, freeze) = true;
  TORCH_ARG(optional<double>, max_norm) = nullopt;
  TORCH_ARG(double, norm_type) = 2.;
  TORCH_ARG(bool, scale_grad_by_freq) = false;
  TORCH_ARG(EmbeddingBagMode, mode) = kMean;
  TORCH_ARG(bool, sparse) = false;
  TORCH_ARG(bool, include_last_offset) = false;
  TORCH_ARG(optional<int64_t>, padding_idx) = nullopt;
};

namespace functional {
/// Options of embedding_bag.
struct EmbeddingBagFuncOptions {
  TORCH_ARG(Tensor, offsets);
  TORCH_ARG(optional<double>, max_norm) = nullopt;
  TORCH_ARG(double, norm_type) = 2.;
  TORCH_ARG(bool, scale_grad_by_freq) = false;
  TORCH_ARG(EmbeddingBagMode, mode) = kMean;
  TORCH_ARG(bool, sparse) = false;
  TORCH_ARG(Tensor, per_sample_weights);
  TORCH_ARG(bool, include_last_offset) = false;
  TORCH_ARG(optional<int64_t>, padding_idx) = nullopt;
};
/// The sum, mean or maximum of each bag's rows of weight.
/// @param input  [B, n], B bags of n indices, or all of them one after the other, where each bag
///               begins at its number of `offsets`  @return [B, D]
/// @throws Error if input, offsets and per_sample_weights do not fit
Tensor embedding_bag(Traced input, const Tensor& weight,
                     const EmbeddingBagFuncOptions& options = {});
}  // namespace functional

/// functional::embedding_bag as a module. The rows start as Embedding's.
class EmbeddingBagImpl : public CloneableWithOptions<EmbeddingBagImpl, EmbeddingBagOptions> {
 public:
  EmbeddingBagImpl(int64_t num_embeddings, int64_t embedding_dim)
      : EmbeddingBagImpl(EmbeddingBagOptions(num_embeddings, embedding_dim)) {}
  explicit EmbeddingBagImpl(const EmbeddingBagOptions& options_);
  void reset() override;
  /// Draws new values.
  void reset_parameters();
  Tensor forward(Traced input, const Tensor& offsets = {}, const Tensor& per_sample_weights = {});
  void pretty_print(std::ostream& stream) const override;

  Tensor weight;  ///< [num_embeddings, embedding_dim]

 protected:
  FORWARD_HAS_DEFAULT_ARGS({1, AnyValue(Tensor())}, {2, AnyValue(Tensor())})
};

/// A holder of an EmbeddingBagImpl.
class EmbeddingBag : public ModuleHolder<EmbeddingBagImpl> {
 public:
  using ModuleHolder<EmbeddingBagImpl>::ModuleHolder;
  using Impl [[maybe_unused]] = EmbeddingBagImpl;
  /// With these rows, which stay as they are unless `freeze` is false.
  /// @throws Error unless they have two dimensions
  static EmbeddingBag from_pretrained(const Tensor& embeddings,
                                      const EmbeddingBagFromPretrainedOptions& options = {});
};

}  // namespace glassgrad::nn
