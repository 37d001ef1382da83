// Logistic and softmax regression on a table.
#include "apps/logistic_regression/classifier.h"

#include <fmt/format.h>

#include <cmath>
#include <memory>
#include <stdexcept>

namespace logistic_regression {

namespace F = glassgrad::nn::functional;
namespace data = glassgrad::data;
namespace optim = glassgrad::optim;

ClassifierImpl::ClassifierImpl(int64_t n_inputs, int64_t n_classes, glassgrad::ScalarType dtype)
    : linear(register_module("linear",
                             glassgrad::nn::Linear(n_inputs, n_classes == 2 ? 1 : n_classes))) {
  to(dtype);
}

Tensor ClassifierImpl::forward(const Tensor& x) { return linear(x); }

Tensor mean_loss(Classifier model, const Tensor& x, const Tensor& y) {
  const Tensor logits = model(x);
  return model->is_binary() ? F::binary_cross_entropy_with_logits(logits, y)
                            : F::cross_entropy(logits, y);
}

Tensor mean_loss(Classifier model, const Examples& examples) {
  glassgrad::NoGradGuard no_grad;
  return mean_loss(model, examples.x, examples.y);
}

std::vector<std::vector<double>> class_probabilities(Classifier model,
                                                     const std::vector<double>& inputs) {
  if (inputs.empty()) return {};
  glassgrad::NoGradGuard no_grad;
  const Tensor& weight = model->linear->weight;
  const Tensor x = glassgrad::tensor(inputs, glassgrad::TensorOptions(glassgrad::kDouble))
                       .view({-1, weight.size(1)});
  const Tensor logits = model(x.to(weight.scalar_type())).to(glassgrad::kDouble);
  return matrix_rows(model->is_binary() ? glassgrad::cat({sigmoid(-logits), sigmoid(logits)}, 1)
                                        : softmax(logits, 1));
}

namespace {

std::unique_ptr<optim::Optimizer> make_optimizer(Classifier model, const FitOptions& options) {
  if (options.optimizer == Optimizer::adam) {
    return std::make_unique<optim::Adam>(
        model->parameters(), optim::AdamOptions(options.lr).weight_decay(options.weight_decay));
  }
  return std::make_unique<optim::SGD>(
      model->parameters(), optim::SGDOptions(options.lr).weight_decay(options.weight_decay));
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
    for (epoch_ = 0; !is_over(); ++epoch_) {
      is_first_ = true;
      for_each_batch([this](const Tensor& x, const Tensor& y) { step(x, y); });
    }
    if (options_.patience > 0) {
      best_.restore();
      fit_.best = BestEpoch{best_.epoch(), best_.loss()};
    }
    fit_.epochs = epoch_;
    return std::move(fit_);
  }

 private:
  void step(const Tensor& x, const Tensor& y) {
    const Tensor loss = mean_loss(model_, x, y);
    record(loss.item<double>());
    optimizer_->zero_grad();
    loss.backward();
    optimizer_->step();
  }

  void record(double loss) {
    if (!std::isfinite(loss)) {
      throw std::runtime_error(fmt::format(
          "the loss is no finite number at step {}: choose a smaller --lr", fit_.steps.size()));
    }
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
