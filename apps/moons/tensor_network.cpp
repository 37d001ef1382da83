// The network of tensors: a layer is a matrix product, all points go through it together.
#include <glassgrad.h>
#include "apps/moons/network.h"

namespace moons {
namespace {

using glassgrad::Tensor;

Tensor doubles(const std::vector<double>& numbers) {
  return glassgrad::tensor(numbers, glassgrad::TensorOptions(glassgrad::kDouble));
}

/// y = x W^T + b
struct Layer {
  Tensor weight;  // [outputs, inputs]
  Tensor bias;    // [outputs]
};

class TensorNetwork final : public Network {
 public:
  explicit TensorNetwork(const NetworkStart& start) {
    for (const LayerStart& numbers : start) {
      std::vector<Tensor> rows;
      for (const auto& row : numbers.weight) rows.push_back(doubles(row));
      layers_.push_back({stack(rows).requires_grad_(), doubles(numbers.bias).requires_grad_()});
    }
  }

  Step train(const Points& points, double lr, double decay) override {
    const Tensor label = labels(points);
    const Tensor score = forward(places(points));
    Tensor squares = glassgrad::zeros({}, glassgrad::kDouble);
    for (const auto& [weight, bias] : layers_)
      squares = squares + (weight * weight).sum() + (bias * bias).sum();
    const Tensor loss = relu(1 - label * score).mean() + decay * squares;

    for (Layer& layer : layers_)
      for (Tensor* p : {&layer.weight, &layer.bias}) p->mutable_grad().reset();
    loss.backward();
    const glassgrad::NoGradGuard no_grad;
    for (Layer& layer : layers_)
      for (Tensor* p : {&layer.weight, &layer.bias}) p->sub_(lr * p->grad());
    const Tensor correct = (score > 0) == (label > 0);
    return {loss.item<double>(), correct.to(glassgrad::kDouble).mean().item<double>()};
  }

  std::vector<double> scores(const Points& points) const override {
    const glassgrad::NoGradGuard no_grad;
    const Tensor score = forward(places(points));
    return {score.data_ptr<double>(), score.data_ptr<double>() + score.numel()};
  }

 private:
  static Tensor places(const Points& points) {  // [N, 2]
    std::vector<double> numbers;
    for (const Point& point : points) numbers.insert(numbers.end(), {point.x, point.y});
    return doubles(numbers).view({-1, 2});
  }

  static Tensor labels(const Points& points) {  // [N]
    std::vector<double> numbers;
    for (const Point& point : points) numbers.push_back(point.label);
    return doubles(numbers);
  }

  /// [N, 2] -> scores [N]
  Tensor forward(Tensor x) const {
    for (const Layer& layer : layers_) {
      x = matmul(x, layer.weight.t()) + layer.bias;
      if (&layer != &layers_.back()) x = relu(x);
    }
    return x.squeeze(1);
  }

  std::vector<Layer> layers_;
};

}  // namespace

std::unique_ptr<Network> make_tensor_network(const NetworkStart& start) {
  return std::make_unique<TensorNetwork>(start);
}

}  // namespace moons
