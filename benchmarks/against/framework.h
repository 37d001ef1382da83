#pragma once
// The same source is compiled with libtorch and with glassgrad.

#if defined(AGAINST_LIBTORCH)
#include <torch/torch.h>
#if !defined(TORCH_VERSION)
#error "this is not libtorch's header"
#endif
#else
#include <glassgrad.h>
namespace torch = glassgrad;
#endif

#include "benchmarks/against/numbers.h"
#include "benchmarks/against/serve.h"

namespace against {

inline torch::Tensor tensor_of(std::vector<float> values, std::vector<int64_t> sizes) {
  return torch::from_blob(values.data(), sizes, torch::kFloat).clone();
}

inline double fingerprint(const torch::Tensor& x) {
  const torch::Tensor dense = x.detach().contiguous();
  return fingerprint(dense.data_ptr<float>(), dense.numel());
}

void offer_small();
void offer_elementwise();
void offer_training();
void offer_layers();

}  // namespace against
