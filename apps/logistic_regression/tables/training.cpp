// How a classifier learns from rows.
#include "apps/logistic_regression/tables/training.h"

#include <fmt/format.h>

#include <cmath>
#include <memory>
#include <utility>

#include "apps/logistic_regression/tables/ending.h"
#include "apps/support/program.h"

namespace logistic_regression {

namespace data = glassgrad::data;
namespace optim = glassgrad::optim;

namespace {

/// The weights and the bias in a group each.
template <class Algorithm, class Options>
std::unique_ptr<optim::Optimizer> in_groups(Classifier model, const FitOptions& options) {
  const auto group = [&](const Tensor& parameter, double decay) {
    return optim::OptimizerParamGroup(
        {parameter}, std::make_unique<Options>(Options(options.lr).weight_decay(decay)));
  };
  std::vector<optim::OptimizerParamGroup> groups;
  groups.push_back(group(model->linear->weight, options.weight_decay + options.l2));
  groups.push_back(group(model->linear->bias, options.weight_decay));
  return std::make_unique<Algorithm>(std::move(groups), Options(options.lr));
}

std::unique_ptr<optim::Optimizer> make_optimizer(Classifier model, const FitOptions& options) {
  return options.optimizer == Optimizer::adam
             ? in_groups<optim::Adam, optim::AdamOptions>(model, options)
             : in_groups<optim::SGD, optim::SGDOptions>(model, options);
}

/// Remembers the parameters of the lowest loss so far.
class BestParameters {
 public:
  explicit BestParameters(Classifier model) : model_(model) {}

  /// How many epochs ago the loss was lowest.
  int64_t age(int64_t epoch, double loss) {
    if (loss < loss_) {
      loss_ = loss;
      epoch_ = epoch;
      saved_.clear();
      for (const Tensor& parameter : model_->parameters()) {
        saved_.push_back(parameter.detach().clone());
      }
    }
    return epoch - epoch_;
  }

  void restore() {
    glassgrad::NoGradGuard no_grad;
    std::vector<Tensor> parameters = model_->parameters();
    for (size_t i = 0; i < parameters.size(); ++i) parameters[i].copy_(saved_[i]);
  }

  int64_t epoch() const { return epoch_; }
  double loss() const { return loss_; }

 private:
  Classifier model_;
  double loss_ = INFINITY;
  int64_t epoch_ = 0;
  std::vector<Tensor> saved_;
};

/// A training run in progress.
class Training {
 public:
  Training(Classifier model, const Examples& train, const std::optional<Examples>& test,
           const FitOptions& options, const EpochReport& report)
      : model_(model),
        train_(train),
        test_(test),
        options_(options),
        report_(report),
        optimizer_(make_optimizer(model, options)),
        best_(model) {}

  template <class Batches>
  Fit run(Batches&& for_each_batch) {
    fit_.start_loss = mean_loss(model_, train_).item<double>();
    for (epoch_ = 0; !is_over(); ++epoch_) {
      is_first_ = true;
      for_each_batch([this](const Tensor& x, const Tensor& y) { step(x, y); });
    }
    if (options_.patience > 0) {
      best_.restore();
      fit_.best = BestEpoch{best_.epoch(), best_.loss()};
    }
    fit_.epochs = epoch_;
    check(mean_loss(model_, train_).item<double>());
    return std::move(fit_);
  }

 private:
  void step(const Tensor& x, const Tensor& y) {
    const Tensor loss = mean_loss(model_, x, y, train_.class_weights);
    record(loss.item<double>());
    optimizer_->zero_grad();
    loss.backward();
    optimizer_->step();
    if (options_.l1 > 0) shrink();
  }

  /// The step of the penalty l1 sum |w|: towards 0 by lr l1, and not beyond it.
  /// Source: Parikh and Boyd, Proximal Algorithms (2014), section 6.5.2.
  void shrink() {
    glassgrad::NoGradGuard no_grad;
    Tensor& weight = model_->linear->weight;
    weight.copy_(softshrink(weight, options_.lr * options_.l1));
  }

  void check(double loss) const {
    if (std::isfinite(loss)) return;
    throw apps::StatusError(
        kDiverged, fmt::format("the loss is no finite number at step {}: choose a smaller --lr",
                               fit_.steps.size()));
  }

  void record(double loss) {
    check(loss);
    fit_.steps.push_back({epoch_, loss, is_first_ ? test_loss_ : std::nullopt});
    if (is_first_) report_(fit_.steps.back());
    is_first_ = false;
  }

  /// Looks at the losses before an epoch: whether there is no use in another one.
  bool is_over() {
    if (test_) test_loss_ = mean_loss(model_, *test_).item<double>();
    if (options_.patience > 0) {
      const double watched = test_loss_ ? *test_loss_ : mean_loss(model_, train_).item<double>();
      if (best_.age(epoch_, watched) >= options_.patience) return true;
    }
    return epoch_ == options_.epochs;
  }

  Classifier model_;
  const Examples& train_;
  const std::optional<Examples>& test_;
  const FitOptions& options_;
  const EpochReport& report_;
  std::unique_ptr<optim::Optimizer> optimizer_;
  BestParameters best_;
  int64_t epoch_ = 0;
  bool is_first_ = true;  // step of an epoch
  std::optional<double> test_loss_;
  Fit fit_;
};

template <class Sampler>
Fit run_with_loader(Training& training, const Examples& train, int64_t batch_size) {
  auto loader = data::make_data_loader<Sampler>(
      data::datasets::TensorPairDataset(train.x, train.y).map(data::transforms::Stack<>()),
      // With a generator the loader draws what Python's would.
      data::DataLoaderOptions(batch_size).generator(glassgrad::default_generator()));
  return training.run([&](const auto& step) {
    for (auto& batch : *loader) step(batch.data, batch.target);
  });
}

}  // namespace

Fit fit(Classifier model, const Examples& train, const std::optional<Examples>& test,
        const FitOptions& options, const EpochReport& report) {
  Training training(model, train, test, options, report);
  // All rows in one step need no copy, and no order.
  if (options.batch_size == 0 || options.batch_size >= train.size()) {
    return training.run([&](const auto& step) { step(train.x, train.y); });
  }
  return options.shuffle
             ? run_with_loader<data::samplers::RandomSampler>(training, train, options.batch_size)
             : run_with_loader<data::samplers::SequentialSampler>(training, train,
                                                                  options.batch_size);
}

}  // namespace logistic_regression
