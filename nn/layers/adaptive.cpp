// Softmax over many classes: the module's construction, forward and how it prints.
#include "nn/layers/adaptive.h"

#include <algorithm>
#include <cmath>

#include "autograd/base/check.h"
#include "autograd/functions.h"
#include "nn/sequential.h"

namespace glassgrad::nn {

AdaptiveLogSoftmaxWithLossImpl::AdaptiveLogSoftmaxWithLossImpl(
    const AdaptiveLogSoftmaxWithLossOptions& options_)
    : CloneableWithOptions(options_) {
  AdaptiveLogSoftmaxWithLossImpl::reset();
}

void AdaptiveLogSoftmaxWithLossImpl::reset() {
  const AdaptiveLogSoftmaxWithLossOptions& o = options;
  cutoffs = o.cutoffs();
  const bool grows = std::adjacent_find(cutoffs.begin(), cutoffs.end(),
                                        std::greater_equal<int64_t>()) == cutoffs.end();
  check_after_latest_call(
      !cutoffs.empty() && grows && cutoffs.front() > 0 && cutoffs.back() < o.n_classes(),
      "cutoffs should be a sequence of unique, positive integers sorted in an increasing order, "
      "where each value is between 1 and n_classes-1");
  check_after_latest_call(o.div_value() != 0, "div_value should not be equal to 0");
  shortlist_size = cutoffs[0];
  n_clusters = static_cast<int64_t>(cutoffs.size());
  head_size = shortlist_size + n_clusters;
  cutoffs.push_back(o.n_classes());
  head = register_module("head",
                         Linear(LinearOptions(o.in_features(), head_size).bias(o.head_bias())));
  tail = register_module("tail", ModuleList());
  for (size_t i = 0; i + 1 < cutoffs.size(); ++i) {
    const auto narrow = static_cast<int64_t>(static_cast<double>(o.in_features()) /
                                             std::pow(o.div_value(), static_cast<double>(i + 1)));
    // The second layer draws first, as in libtorch.
    const Linear out(LinearOptions(narrow, cutoffs[i + 1] - cutoffs[i]).bias(false));
    const Linear in(LinearOptions(o.in_features(), narrow).bias(false));
    tail->push_back(Sequential(in, out));
  }
}

void AdaptiveLogSoftmaxWithLossImpl::reset_parameters() {
  head->reset_parameters();
  for (size_t i = 0; i < tail->size(); ++i)
    for (size_t k = 0; k < 2; ++k) tail->at<SequentialImpl>(i).at<LinearImpl>(k).reset_parameters();
}

ASMoutput AdaptiveLogSoftmaxWithLossImpl::forward(Traced traced, const Tensor& target) {
  const Tensor& x = traced.enter();
  check(x.size(0) == target.size(0),
        "Input and target should have the same size in the batch dimension.");
  const int64_t batch = target.size(0);
  Tensor output = zeros({batch}, x.scalar_type());
  Tensor in_head = target;  // the class, or its cluster's place in the head
  int64_t used = 0, low = 0;
  for (size_t i = 0; i < cutoffs.size(); low = cutoffs[i++]) {
    const Tensor rows = (target >= low).logical_and(target < cutoffs[i]).nonzero().reshape({-1});
    used += rows.numel();
    if (i == 0 || rows.numel() == 0) continue;
    const Tensor within = target.index_select(0, rows) - low;
    const Tensor log_probs =
        tail->at<SequentialImpl>(i - 1).forward(x.index_select(0, rows)).log_softmax(1);
    output = output.index_add(0, rows, log_probs.gather(1, within.unsqueeze(1)).squeeze(1));
    in_head = in_head.index_fill(0, rows, shortlist_size + static_cast<int64_t>(i) - 1);
  }
  check(used == batch,
        "Target values should be in [0, {}], but values in range [{}, {}] were found. ",
        options.n_classes() - 1, target.min().item<int64_t>(), target.max().item<int64_t>());
  output = output + head(x).log_softmax(1).gather(1, in_head.unsqueeze(1)).squeeze(1);
  return {output, -output.detach().mean().item<double>()};
}

Tensor AdaptiveLogSoftmaxWithLossImpl::_get_full_log_prob(Traced traced,
                                                          const Tensor& head_output) {
  const Tensor& x = traced.enter();
  const Tensor in_head = head_output.log_softmax(1);
  std::vector<Tensor> parts = {in_head.narrow(1, 0, shortlist_size)};
  for (size_t i = 0; i < tail->size(); ++i)
    parts.push_back(tail->at<SequentialImpl>(i).forward(x).log_softmax(1) +
                    in_head.narrow(1, shortlist_size + static_cast<int64_t>(i), 1));
  return cat(parts, 1);
}

Tensor AdaptiveLogSoftmaxWithLossImpl::log_prob(Traced input) {
  return _get_full_log_prob(input, head(input.tensor));
}

Tensor AdaptiveLogSoftmaxWithLossImpl::predict(Traced input) {
  const Tensor head_output = head(input.enter());
  const Tensor frequent = head_output.argmax(1);
  return where(frequent < shortlist_size, frequent,
               _get_full_log_prob(input, head_output).argmax(1));
}

void AdaptiveLogSoftmaxWithLossImpl::pretty_print(std::ostream& stream) const {
  stream << "torch::nn::AdaptiveLogSoftmaxWithLoss";
}

}  // namespace glassgrad::nn
