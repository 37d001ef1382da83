// The network, made of Values or of tensors.
#include "apps/moons/network.h"

#include <glassgrad.h>

namespace moons {

NetworkStart draw_start(const std::vector<int64_t>& sizes) {
  NetworkStart start;
  for (size_t i = 0; i + 1 < sizes.size(); ++i) {
    const int64_t inputs = sizes[i], outputs = sizes[i + 1];
    const auto uniform = glassgrad::rand({outputs, inputs}, glassgrad::kDouble) * 2 - 1;
    const double* const first = uniform.data_ptr<double>();
    LayerStart layer;
    for (int64_t k = 0; k < outputs; ++k)
      layer.weight.emplace_back(first + k * inputs, first + (k + 1) * inputs);
    layer.bias.assign(outputs, 0);
    start.push_back(std::move(layer));
  }
  return start;
}

}  // namespace moons
