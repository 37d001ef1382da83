// The network that tells pieces of clothing apart.
#include "apps/fashion_mnist/network.h"

namespace fashion_mnist {

namespace nn = glassgrad::nn;
using glassgrad::Tensor;

NetworkImpl::NetworkImpl(int64_t hidden_units) {
  if (hidden_units > 0) {
    hidden = register_module("hidden", nn::Linear(kPixels, hidden_units));
    output = register_module("output", nn::Linear(hidden_units, kClasses));
  } else {
    output = register_module("output", nn::Linear(kPixels, kClasses));
    nn::init::zeros_(output->weight);
    nn::init::zeros_(output->bias);
  }
}

Tensor NetworkImpl::forward(const Tensor& images) {
  const Tensor x = images.view({-1, kPixels});
  return output(hidden.is_empty() ? x : relu(hidden(x)));
}

Network load_network(const std::string& path) {
  const auto state = glassgrad::serialize::read_state(path);
  const Tensor* weight = state.find("hidden.weight");
  Network network(weight && weight->dim() == 2 ? weight->size(0) : 0);
  network->load_state_dict(state);
  return network;
}

void save_network(const Network& network, const std::string& path) {
  glassgrad::save(network, path);
}

}  // namespace fashion_mnist
