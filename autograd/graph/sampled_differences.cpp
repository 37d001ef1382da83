// Central differences of operations that take their input as a whole.
#include "autograd/graph/sampled_differences.h"

#include <algorithm>
#include <cmath>

#include "autograd/graph/grad_mode.h"
#include "autograd/tensor/factory.h"

namespace glassgrad::autograd {

Tensor sampled_differences(const Tensor& x, double step,
                           const std::function<double(const Tensor&)>& loss) {
  constexpr int64_t kMost = 100;
  const AutoGradMode no_grad(false);
  Tensor result = empty_tensor(x.sizes(), kDouble).fill_(NAN);
  double* const differences = result.data_ptr<double>();
  const int64_t stride = (x.numel() + kMost - 1) / kMost;
  for (int64_t i = 0; i < x.numel(); i += stride) {
    const double at = x.reshape({-1}).select(0, i).item().toDouble();
    const double h = step * std::max(1.0, std::abs(at));
    double losses[2];
    for (const int side : {0, 1}) {
      const Tensor moved = x.clone(MemoryFormat::Contiguous);
      moved.view({-1}).select(0, i).fill_(side ? at + h : at - h);
      losses[side] = loss(moved);
    }
    differences[i] = (losses[1] - losses[0]) / (2 * h);
  }
  return result;
}

namespace {
/// sum over i of dL/dy_i f(x)_i, of x.
std::function<double(const Tensor&)> loss_of(const std::function<Tensor(const Tensor&)>& f,
                                             const Tensor& dy) {
  return [&f, upstream = dy.detach().to(kDouble)](const Tensor& x) {
    return f(x).detach().mul(upstream).sum().item().toDouble();
  };
}
}  // namespace

Tensor sampled_differences_of_linear(IntArrayRef sizes, const Tensor& dy,
                                     const std::function<Tensor(const Tensor&)>& f) {
  return sampled_differences(empty_tensor(sizes, kDouble).fill_(0), 1, loss_of(f, dy));
}

Tensor sampled_differences_of_norm(
    size_t input, const Tensor& x, const Tensor& weight, const Tensor& dy,
    const std::function<Tensor(const Tensor& x, const Tensor& weight)>& f) {
  if (input > 1) return {};
  const Tensor at = in_double(x), factor = in_double(weight);
  const std::function<Tensor(const Tensor&)> of_input = [&](const Tensor& moved) {
    return input == 0 ? f(moved, factor) : f(at, moved);
  };
  return sampled_differences(input == 0 ? at : factor, 1e-5, loss_of(of_input, dy));
}

}  // namespace glassgrad::autograd
