#pragma once
// Distances of vectors, each a block: options, function, module.

#include "../../autograd/base/arg.h"
#include "../cloneable.h"

namespace glassgrad::nn {

// --- CosineSimilarity ---

/// Options of CosineSimilarity.
struct CosineSimilarityOptions {
  TORCH_ARG(int64_t, dim) = 1;
  TORCH_ARG(double, eps) = 1e-8;
};

namespace functional {
using CosineSimilarityFuncOptions = CosineSimilarityOptions;
/// <x1, x2> / (|x1| |x2|) along dim.
Tensor cosine_similarity(Traced x1, const Tensor& x2,
                         const CosineSimilarityFuncOptions& options = {});
}  // namespace functional

/// functional::cosine_similarity as a module.
class CosineSimilarityImpl
    : public CloneableWithOptions<CosineSimilarityImpl, CosineSimilarityOptions> {
 public:
  using CloneableWithOptions::CloneableWithOptions;
  Tensor forward(Traced input1, const Tensor& input2);
  void pretty_print(std::ostream& stream) const override;
};
TORCH_MODULE(CosineSimilarity);

// --- PairwiseDistance ---

/// Options of PairwiseDistance.
struct PairwiseDistanceOptions {
  TORCH_ARG(double, p) = 2.0;
  TORCH_ARG(double, eps) = 1e-6;
  TORCH_ARG(bool, keepdim) = false;
};

namespace functional {
using PairwiseDistanceFuncOptions = PairwiseDistanceOptions;
/// |x1 - x2 + eps|_p along the last dimension.
Tensor pairwise_distance(Traced x1, const Tensor& x2,
                         const PairwiseDistanceFuncOptions& options = {});
/// |x_i - x_j|_p of all pairs i < j of rows.
Tensor pdist(Traced input, double p = 2.0);
}  // namespace functional

/// functional::pairwise_distance as a module.
class PairwiseDistanceImpl
    : public CloneableWithOptions<PairwiseDistanceImpl, PairwiseDistanceOptions> {
 public:
  using CloneableWithOptions::CloneableWithOptions;
  Tensor forward(Traced input1, const Tensor& input2);
  void pretty_print(std::ostream& stream) const override;
};
TORCH_MODULE(PairwiseDistance);

}  // namespace glassgrad::nn
