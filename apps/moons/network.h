#pragma once
// The network, made of Values or of tensors.

#include <cstdint>
#include <memory>
#include <vector>

#include "apps/moons/data.h"

namespace moons {

/// Numbers of one layer, from which a network of either form starts.
struct LayerStart {
  std::vector<std::vector<double>> weight;  ///< a row for each output: [outputs][inputs]
  std::vector<double> bias;                 ///< [outputs]
};
using NetworkStart = std::vector<LayerStart>;

/// micrograd's start: weights uniform in [-1, 1), biases 0. Draws from the default generator.
/// @param sizes  numbers of units from the inputs to the outputs: 2, 16, 16, 1
NetworkStart draw_start(const std::vector<int64_t>& sizes);

/// What a step of training sees before it moves the parameters.
struct Step {
  double loss;
  double accuracy;  ///< share of the points whose label has the sign of their score
};

/// A fully connected network, ReLU after every layer but the last, whose score for a point says its
/// class by the sign. Trained on
///   L = (1/N) sum_n max(0, 1 - label_n score_n) + decay * sum_p p^2
class Network {
 public:
  virtual ~Network() = default;
  /// One step of gradient descent on all points, p -= lr dL/dp.
  virtual Step train(const Points& points, double lr, double decay) = 0;
  virtual std::vector<double> scores(const Points& points) const = 0;
};

/// The network built of scalars: value_network.cpp, where to start reading.
std::unique_ptr<Network> make_value_network(const NetworkStart& start);
/// The same of tensors: tensor_network.cpp.
std::unique_ptr<Network> make_tensor_network(const NetworkStart& start);

}  // namespace moons
