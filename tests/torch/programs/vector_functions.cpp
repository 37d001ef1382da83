// Elementary functions of many floats, every bit of them: what exp, tanh and their like round
// differently shows in a training's last digits, and after a while in its first.
#include <torch/torch.h>

#include <cstdint>
#include <cstring>
#include <iostream>

namespace {

/// FNV-1a over the bits.
uint64_t hash(const torch::Tensor& x) {
  uint64_t h = 1469598103934665603u;
  for (int64_t i = 0; i < x.numel(); ++i) {
    const float value = x[i].item<float>();
    uint32_t bits;
    std::memcpy(&bits, &value, sizeof bits);
    h = (h ^ bits) * 1099511628211u;
  }
  return h;
}

template <class F>
void show(const char* name, F f, double first, double last) {
  for (const int64_t count : {5, 2000}) {
    const auto x = torch::linspace(first, last, count).requires_grad_();
    const auto y = f(x);
    std::cout << name << " of " << count << ": " << std::hex << hash(y.detach());
    const auto dx = torch::autograd::grad({y}, {x}, {torch::linspace(-1, 2, count)})[0];
    std::cout << ", gradient " << hash(dx) << std::dec << "\n";
  }
}

}  // namespace

int main() {
  show(
      "exp", [](torch::Tensor x) { return x.exp(); }, -12, 12);
  show(
      "expm1", [](torch::Tensor x) { return x.expm1(); }, -12, 12);
  show(
      "log", [](torch::Tensor x) { return x.log(); }, 0.01, 50);
  show(
      "log1p", [](torch::Tensor x) { return x.log1p(); }, -0.99, 50);
  show(
      "tanh", [](torch::Tensor x) { return x.tanh(); }, -9, 9);
  show(
      "sigmoid", [](torch::Tensor x) { return x.sigmoid(); }, -9, 9);
  show(
      "sin", [](torch::Tensor x) { return x.sin(); }, -100, 100);
  show(
      "cos", [](torch::Tensor x) { return x.cos(); }, -100, 100);
  show(
      "erf", [](torch::Tensor x) { return x.erf(); }, -5, 5);
  show(
      "lerp", [](torch::Tensor x) { return x.lerp(x * 2 + 1, 0.3).detach() * x; }, -5, 5);
}
