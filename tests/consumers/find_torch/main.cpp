// Headers and namespaces as programs for libtorch use them.
#include <ATen/ATen.h>
#include <c10/util/irange.h>
#include <torch/csrc/api/include/torch/utils.h>
#include <torch/nn/modules/linear.h>
#include <torch/script.h>
#include <torch/torch.h>

#include <cstdio>

namespace torch {
namespace nn {

struct TwiceImpl : Module {
  explicit TwiceImpl(int64_t size) : inner(register_module("inner", Linear(size, size))) {}
  Tensor forward(const Tensor& x) { return functional::relu(inner(x)) * 2; }
  Linear inner;
};
TORCH_MODULE(Twice);

}  // namespace nn

Tensor twice(const Tensor& x) { return add(x, x); }

}  // namespace torch

using namespace torch;

int main() {
  nn::Sequential net(nn::Linear(2, 3), nn::Twice(3));
  optim::SGD optimizer(net->parameters(), 0.1);
  Tensor x = torch::ones({4, 2}, dtype(kFloat));
  for (const auto i : c10::irange(3)) {
    (void)i;
    optimizer.zero_grad();
    auto loss = net->forward(x).pow(2).mean();
    loss.backward();
    optimizer.step();
  }
  TORCH_CHECK(at::equal(torch::twice(x), x * 2), "twice ", x);
  TORCH_CHECK(!torch::cuda::is_available());
  std::printf("%s, %zu parameters\n", TORCH_VERSION, net->parameters().size());
  return 0;
}
