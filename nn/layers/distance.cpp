// Distances: of each the function, then the module's forward and how it prints.
#include "nn/layers/distance.h"

#include "autograd/functions/distance.h"
#include "nn/print.h"

namespace glassgrad::nn {

// --- CosineSimilarity ---

Tensor functional::cosine_similarity(Traced x1, const Tensor& x2,
                                     const CosineSimilarityFuncOptions& options) {
  return glassgrad::cosine_similarity(x1, x2, options.dim(), options.eps());
}
Tensor CosineSimilarityImpl::forward(Traced input1, const Tensor& input2) {
  return functional::cosine_similarity(input1, input2, options);
}
void CosineSimilarityImpl::pretty_print(std::ostream& stream) const {
  Printer(stream, "CosineSimilarity").value("dim", options.dim()).value("eps", options.eps());
}

// --- PairwiseDistance ---

Tensor functional::pairwise_distance(Traced x1, const Tensor& x2,
                                     const PairwiseDistanceFuncOptions& options) {
  return glassgrad::pairwise_distance(x1, x2, options.p(), options.eps(), options.keepdim());
}
Tensor functional::pdist(Traced input, double p) { return glassgrad::pdist(input, p); }
Tensor PairwiseDistanceImpl::forward(Traced input1, const Tensor& input2) {
  return functional::pairwise_distance(input1, input2, options);
}
void PairwiseDistanceImpl::pretty_print(std::ostream& stream) const {
  Printer(stream, "PairwiseDistance")
      .value("p", options.p())
      .value("eps", options.eps())
      .value("keepdim", options.keepdim());
}

}  // namespace glassgrad::nn
