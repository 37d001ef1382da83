// The network of scalars, as micrograd builds it: a neuron is a sum of products of Values.
#include <glassgrad/value.h>
#include "apps/moons/network.h"

namespace moons {
namespace {

using glassgrad::Value;
using Values = std::vector<Value>;

/// y = relu(w x + b), or w x + b in the last layer.
struct Neuron {
  Values w;
  Value b;
  bool has_relu;

  Value operator()(const Values& x) const {
    Value sum = b;
    for (size_t i = 0; i < w.size(); ++i) sum += w[i] * x[i];
    return has_relu ? relu(std::move(sum)) : sum;
  }
};

struct Layer {
  std::vector<Neuron> neurons;

  Values operator()(const Values& x) const {
    Values y;
    y.reserve(neurons.size());
    for (const Neuron& neuron : neurons) y.push_back(neuron(x));
    return y;
  }
};

class ValueNetwork final : public Network {
 public:
  explicit ValueNetwork(const NetworkStart& start) {
    for (const LayerStart& numbers : start) {
      Layer layer;
      for (size_t i = 0; i < numbers.bias.size(); ++i) {
        const auto& row = numbers.weight[i];
        const bool has_relu = &numbers != &start.back();
        layer.neurons.push_back({Values(row.begin(), row.end()), numbers.bias[i], has_relu});
      }
      layers_.push_back(std::move(layer));
    }
    for (const Layer& layer : layers_)
      for (const Neuron& neuron : layer.neurons) {
        parameters_.insert(parameters_.end(), neuron.w.begin(), neuron.w.end());
        parameters_.push_back(neuron.b);
      }
  }

  Step train(const Points& points, double lr, double decay) override {
    const auto count = static_cast<double>(points.size());
    Value hinge = 0;
    double correct = 0;
    for (const Point& point : points) {
      const Value score = score_of(point);
      hinge += relu(1 - point.label * score);
      correct += (score > 0) == (point.label > 0);
    }
    Value squares = 0;
    for (const Value& p : parameters_) squares += p * p;
    const Value loss = hinge * (1 / count) + decay * squares;

    for (const Value& p : parameters_) p.zero_grad();
    loss.backward();
    for (const Value& p : parameters_) p.set_data(p.data() - lr * p.grad());
    return {loss.data(), correct / count};
  }

  std::vector<double> scores(const Points& points) const override {
    std::vector<double> result;
    for (const Point& point : points) result.push_back(score_of(point).data());
    return result;
  }

 private:
  Value score_of(const Point& point) const {
    Values x = {point.x, point.y};
    for (const Layer& layer : layers_) x = layer(x);
    return x[0];
  }

  std::vector<Layer> layers_;
  Values parameters_;
};

}  // namespace

std::unique_ptr<Network> make_value_network(const NetworkStart& start) {
  return std::make_unique<ValueNetwork>(start);
}

}  // namespace moons
