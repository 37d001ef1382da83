// Logistic regression as in the tutorial "Training Logistic Regression with Cross-Entropy Loss in
// PyTorch" (machinelearningmastery.com), written with glassgrad.
#include "apps/logistic_regression/tutorial.h"

namespace logistic_regression {

namespace data = glassgrad::data;
namespace nn = glassgrad::nn;
namespace optim = glassgrad::optim;

Data::Data() {
  x = glassgrad::arange(-2, 2, 0.1).view({-1, 1});
  y = glassgrad::zeros({x.size(0), 1});
  y[x > 0.2] = 1;
}

LogisticRegressionImpl::LogisticRegressionImpl(int64_t n_inputs)
    : linear(register_module("linear", nn::Linear(n_inputs, 1))) {}

Tensor LogisticRegressionImpl::logits(const Tensor& x) { return linear(x); }

Tensor LogisticRegressionImpl::forward(const Tensor& x) { return sigmoid(logits(x)); }

nn::AnyModule make_criterion(Loss loss) {
  switch (loss) {
    case Loss::mse:
      return nn::AnyModule(nn::MSELoss());
    case Loss::bce_logits:
      return nn::AnyModule(nn::BCEWithLogitsLoss());
    default:
      return nn::AnyModule(nn::BCELoss());
  }
}

namespace {

template <class DataLoader>
std::vector<Iteration> train_with(DataLoader& train_loader, LogisticRegression model,
                                  const TrainingOptions& options,
                                  const EpochCallback& after_epoch) {
  auto criterion = make_criterion(options.loss);
  auto optimizer = optim::SGD(model->parameters(), options.lr);

  std::vector<Iteration> history;
  for (int64_t epoch = 0; epoch < options.epochs; ++epoch) {
    Tensor loss;
    for (auto& [x, y] : train_loader) {
      auto y_pred = options.loss == Loss::bce_logits ? model->logits(x) : model(x);
      loss = criterion.forward(y_pred, y);

      optimizer.zero_grad();
      loss.backward();
      optimizer.step();

      history.push_back({loss.item<float>(), model->linear->weight.item<float>(),
                         model->linear->bias.item<float>()});
    }
    after_epoch(epoch, loss);
  }
  return history;
}

}  // namespace

std::vector<Iteration> train(LogisticRegression model, const Data& data,
                             const TrainingOptions& options, const EpochCallback& after_epoch) {
  auto dataset = Data(data).map(data::transforms::Stack<>());
  // With a generator the loader draws what Python's would.
  auto loader_options =
      data::DataLoaderOptions(options.batch_size).generator(glassgrad::default_generator());
  if (options.shuffle) {
    auto loader = data::make_data_loader<data::samplers::RandomSampler>(dataset, loader_options);
    return train_with(*loader, model, options, after_epoch);
  }
  auto loader = data::make_data_loader<data::samplers::SequentialSampler>(dataset, loader_options);
  return train_with(*loader, model, options, after_epoch);
}

Tensor accuracy(LogisticRegression model, const Data& data) {
  auto label = model(data.x) > 0.5;
  return label.eq(data.y).to(glassgrad::kFloat).mean();
}

}  // namespace logistic_regression
