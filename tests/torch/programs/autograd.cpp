// Gradients by hand: chains, hooks, a function of one's own, second derivatives.
#include <torch/script.h>
#include <torch/torch.h>

#include <iostream>

using namespace torch::autograd;

class Cube : public Function<Cube> {
 public:
  static torch::Tensor forward(AutogradContext* ctx, torch::Tensor x, double scale) {
    ctx->save_for_backward({x});
    ctx->saved_data["scale"] = scale;
    return x.pow(3) * scale;
  }
  static tensor_list backward(AutogradContext* ctx, tensor_list grad_outputs) {
    auto x = ctx->get_saved_variables()[0];
    auto scale = ctx->saved_data["scale"].toDouble();
    return {grad_outputs[0] * 3 * x.pow(2) * scale, torch::Tensor()};
  }
};

int main() {
  auto x = torch::ones({2, 2}, torch::requires_grad());
  auto y = x + 2;
  auto z = y * y * 3;
  auto out = z.mean();
  std::cout << y << '\n'
            << y.grad_fn()->name() << ' ' << z.grad_fn()->name() << '\n'
            << out << '\n';
  out.backward();
  std::cout << x.grad() << '\n';

  auto w = torch::tensor({1., 2., 3.}, torch::dtype(torch::kDouble).requires_grad(true));
  auto hook = w.register_hook([](torch::Tensor grad) { return grad * 2; });
  Cube::apply(w, 0.5).sum().backward();
  std::cout << w.grad() << '\n';
  w.remove_hook(hook);

  auto first = torch::autograd::grad({w.pow(4).sum()}, {w}, {}, true, true)[0];
  auto second = torch::autograd::grad({first.sum()}, {w})[0];
  std::cout << first << '\n' << second << '\n';
  {
    torch::NoGradGuard no_grad;
    std::cout << std::boolalpha << (x * 2).requires_grad() << '\n';
  }
  std::vector<int64_t> sizes = x.sizes().vec();
  std::cout << sizes << ' ' << x.options() << ' ' << x.device() << ' ' << x.dtype() << '\n';
  std::cout << torch::Scalar(1.5) << ' ' << c10::str("x", 3, true) << '\n';
  try {
    TORCH_CHECK(x.numel() > 4, "too small: ", x.numel());
  } catch (const c10::Error& error) {
    std::cout << error.what_without_backtrace() << '\n';
  }
  try {
    torch::mm(x, torch::ones({3, 2}));
  } catch (const c10::Error& error) {
    std::cout << error.what_without_backtrace() << '\n';
  }
}
