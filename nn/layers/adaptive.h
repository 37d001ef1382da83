#pragma once
// Softmax over many classes, the rare ones in clusters of their own.

#include <vector>

#include "../../autograd/base/arg.h"
#include "../cloneable.h"
#include "../linear.h"
#include "../module_list.h"

namespace glassgrad::nn {

/// Options of AdaptiveLogSoftmaxWithLoss: classes 0 .. cutoffs[0] - 1 are frequent, then come
/// clusters cutoffs[i] .. cutoffs[i + 1] - 1, the last up to n_classes.
struct AdaptiveLogSoftmaxWithLossOptions {
  AdaptiveLogSoftmaxWithLossOptions(int64_t in_features, int64_t n_classes,
                                    std::vector<int64_t> cutoffs)
      : in_features_(in_features), n_classes_(n_classes), cutoffs_(std::move(cutoffs)) {}
  TORCH_ARG(int64_t, in_features);
  TORCH_ARG(int64_t, n_classes);
  TORCH_ARG(std::vector<int64_t>, cutoffs);
  TORCH_ARG(double, div_value) = 4.;  ///< cluster i has in_features / div_value^(i + 1) features
  TORCH_ARG(bool, head_bias) = false;
};

/// What AdaptiveLogSoftmaxWithLoss gives.
struct ASMoutput {
  ASMoutput(Tensor output_, double loss_) : output(std::move(output_)), loss(loss_) {}
  Tensor output;  ///< [N], log-probabilities of the targets
  double loss;    ///< -their mean
};

/// ln p(c) of a frequent class from the head; of another one, ln p(its cluster) from the head plus
/// ln p(c | cluster) from that cluster's two linear layers.
/// @throws Error on construction, unless cutoffs grow and lie between 1 and n_classes - 1
/// Source: Grave et al., "Efficient softmax approximation for GPUs" (2017).
class AdaptiveLogSoftmaxWithLossImpl
    : public CloneableWithOptions<AdaptiveLogSoftmaxWithLossImpl,
                                  AdaptiveLogSoftmaxWithLossOptions> {
 public:
  AdaptiveLogSoftmaxWithLossImpl(int64_t in_features, int64_t n_classes,
                                 std::vector<int64_t> cutoffs_)
      : AdaptiveLogSoftmaxWithLossImpl(
            AdaptiveLogSoftmaxWithLossOptions(in_features, n_classes, std::move(cutoffs_))) {}
  explicit AdaptiveLogSoftmaxWithLossImpl(const AdaptiveLogSoftmaxWithLossOptions& options_);
  void reset() override;
  void reset_parameters();
  /// @param input  [N, in_features]  @param target  class ids [N]
  /// @throws Error if sizes differ or an id is out of range
  ASMoutput forward(Traced input, const Tensor& target);
  void pretty_print(std::ostream& stream) const override;
  /// [N, n_classes], of the input and the head's output.
  Tensor _get_full_log_prob(Traced input, const Tensor& head_output);
  /// [N, n_classes]
  Tensor log_prob(Traced input);
  /// The most probable class, [N].
  Tensor predict(Traced input);

  std::vector<int64_t> cutoffs;  ///< those of the options, and n_classes
  int64_t shortlist_size = 0;
  int64_t n_clusters = 0;
  int64_t head_size = 0;
  Linear head{nullptr};
  ModuleList tail{nullptr};
};
TORCH_MODULE(AdaptiveLogSoftmaxWithLoss);

}  // namespace glassgrad::nn
