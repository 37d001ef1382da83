#pragma once
// The tutorial: its points, its model, its losses, its loop.

#include <cstdint>
#include <functional>
#include <utility>
#include <vector>

#include <glassgrad.h>

namespace logistic_regression {

using glassgrad::Tensor;

/// 40 points x = -2, -1.9, ..., 1.9 in a column [40, 1]; the label y is 1 where x > 0.2, else 0.
class Data : public glassgrad::data::datasets::Dataset<Data> {
 public:
  Data();
  Data(Tensor x, Tensor y) : x(std::move(x)), y(std::move(y)) {}

  glassgrad::data::Example<> get(size_t index) override { return {x[index], y[index]}; }
  glassgrad::optional<size_t> size() const override { return x.size(0); }

  Tensor x;
  Tensor y;
};

/// The probability of y = 1: p = sigmoid(w x + b).
struct LogisticRegressionImpl : glassgrad::nn::Module {
  explicit LogisticRegressionImpl(int64_t n_inputs);

  Tensor logits(const Tensor& x);   ///< w x + b: [N, n_inputs] -> [N, 1]
  Tensor forward(const Tensor& x);  ///< p: [N, n_inputs] -> [N, 1]

  glassgrad::nn::Linear linear;
};
TORCH_MODULE(LogisticRegression);

/// Which loss a training run makes smaller.
enum class Loss {
  bce,         ///< binary cross-entropy of the probability
  mse,         ///< mean squared error of the probability
  bce_logits,  ///< binary cross-entropy of the logit: the same in one function, never log(0)
};

struct TrainingOptions {
  Loss loss = Loss::bce;
  int64_t epochs = 50;
  double lr = 2;
  int64_t batch_size = 2;
  bool shuffle = false;  ///< a new order of the points in each epoch, the one that Python draws
};

/// One iteration: the batch's loss before the step, the parameters after it.
struct Iteration {
  float loss;
  float weight;
  float bias;
};

/// A module with forward(prediction, target).
glassgrad::nn::AnyModule make_criterion(Loss loss);

/// Called after each epoch with the loss of its last batch.
using EpochCallback = std::function<void(int64_t epoch, const Tensor& loss)>;

/// Trains `model` by stochastic gradient descent, the tutorial's loop.
/// @return one entry for each iteration
std::vector<Iteration> train(LogisticRegression model, const Data& data,
                             const TrainingOptions& options, const EpochCallback& after_epoch);

/// The share of the points whose label is predicted: [] scalar in [0, 1].
Tensor accuracy(LogisticRegression model, const Data& data);

}  // namespace logistic_regression
