// Whether training ended where it was to go.
#include "apps/logistic_regression/tables/ending.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace logistic_regression {
namespace {

constexpr double kRounding = 1e-6;  // relative, of losses that are the same

/// The entropy of the classes' shares, in nats.
double constant_loss(const Examples& train, int64_t n_classes) {
  const auto shares = matrix_rows(class_shares(train, n_classes).view({1, -1}));
  double entropy = 0;
  for (const double share : shares[0]) {
    if (share > 0) entropy -= share * std::log(share);
  }
  return entropy;
}

/// The root mean square of each input: the views of x by columns need no copy.
std::vector<double> input_sizes(const Tensor& x) {
  std::vector<double> sizes;
  for (int64_t i = 0; i < x.size(1); ++i) {
    const Tensor input = x.select(1, i);
    sizes.push_back(std::sqrt(dot(input, input).item<double>() / static_cast<double>(x.size(0))));
  }
  return sizes;
}

/// By how much loss and penalties change with a weight. Where l1 has a kink, at 0, it takes back up
/// to l1 of any slope.
double slope_at(double weight, double gradient, const FitOptions& options) {
  const double smooth = gradient + (options.weight_decay + options.l2) * weight;
  if (weight != 0) return std::fabs(smooth + std::copysign(options.l1, weight));
  return std::max(0.0, std::fabs(smooth) - options.l1);
}

}  // namespace

bool Ending::has_diverged() const {
  return !std::isfinite(loss) || loss > 1.1 * std::max(start_loss, constant_loss);
}

bool Ending::has_converged(double tolerance) const {
  return loss <= constant_loss * (1 + kRounding) && slope <= tolerance;
}

Tensor class_shares(const Examples& examples, int64_t n_classes) {
  const Tensor ids = examples.y.to(glassgrad::kLong).reshape({-1});
  Tensor counts = glassgrad::bincount(ids, {}, n_classes).to(glassgrad::kDouble);
  if (examples.class_weights.defined()) counts = counts * examples.class_weights;
  return counts / counts.sum();
}

Ending measure_ending(Classifier model, const Examples& train, const FitOptions& options,
                      double start_loss) {
  glassgrad::nn::Linear& linear = model->linear;
  model->zero_grad();
  const Tensor loss = mean_loss(model, train.x, train.y, train.class_weights);
  loss.backward();
  const int64_t n_classes = model->is_binary() ? 2 : linear->weight.size(0);
  Ending ending{start_loss, loss.item<double>(), constant_loss(train, n_classes)};
  const auto weights = matrix_rows(linear->weight), slopes = matrix_rows(linear->weight.grad());
  const std::vector<double> sizes = input_sizes(train.x.detach());
  for (size_t k = 0; k < weights.size(); ++k) {
    for (size_t i = 0; i < sizes.size(); ++i) {
      const double slope = slope_at(weights[k][i], slopes[k][i], options);
      if (sizes[i] > 0) ending.slope = std::max(ending.slope, slope / sizes[i]);
    }
  }
  glassgrad::NoGradGuard no_grad;
  const Tensor of_bias = linear->bias.grad() + options.weight_decay * linear->bias;
  ending.slope = std::max(ending.slope, of_bias.abs().max().item<double>());
  return ending;
}

namespace {

std::string guess_text(const Ending& ending) {
  return fmt::format("the {:.6f} of a guess that knows the shares of the classes alone",
                     ending.constant_loss);
}

}  // namespace

std::string describe_divergence(const Ending& ending, const FitOptions& options) {
  return fmt::format(
      "training diverged: the loss went from {:.6f} to {:.6f}, above {}: choose a smaller --lr "
      "than {}",
      ending.start_loss, ending.loss, guess_text(ending), options.lr);
}

std::string describe_slope(const Ending& ending, const Fit& fit, double tolerance) {
  std::string text = fmt::format("training has not converged after {} epochs: ", fit.epochs);
  text += ending.loss > ending.constant_loss * (1 + kRounding)
              ? fmt::format("the loss, {:.6f}, is above {}", ending.loss, guess_text(ending))
              : fmt::format("the loss still has a slope of {:.4g}, expected was {:.4g} at most",
                            ending.slope, tolerance);
  return text + ": try more --epochs, another --lr or --optimizer adam";
}

}  // namespace logistic_regression
