// Central differences, element by element.

#include "autograd/ops/pointwise/differences.h"

#include <algorithm>
#include <cmath>

#include "autograd/ops/op.h"

namespace glassgrad {

namespace {
/// (f(x + h) - f(x - h)) / 2h at x = point[at]; with a smaller step where that leaves f's domain.
double slope(const std::function<double(const double*)>& f, double* point, size_t at) {
  const double x = point[at];
  double result = NAN;
  for (const double step : {1e-6, 1e-9}) {
    const double h = step * std::max(1.0, std::abs(x));
    point[at] = x + h;
    const double above = f(point);
    point[at] = x - h;
    const double below = f(point);
    result = (above - below) / (2 * h);
    if (std::isfinite(result)) break;
  }
  point[at] = x;
  return result;
}
}  // namespace

Tensor central_differences(const std::function<double(const double*)>& f,
                           std::initializer_list<Tensor> operands, size_t wanted,
                           const Tensor& upstream, IntArrayRef sizes) {
  const NoGradGuard no_grad;
  Tensor result = upstream.detach().to(kDouble, false, /*copy=*/true).contiguous();
  std::vector<Tensor> memory;
  for (const Tensor& t : operands)
    memory.push_back(t.defined() ? t.detach().to(kDouble).expand(result.sizes()).contiguous()
                                 : zeros_like(result));
  std::vector<double> point(memory.size());
  double* const to = result.data_ptr<double>();
  for (int64_t i = 0; i < result.numel(); ++i) {
    for (size_t k = 0; k < memory.size(); ++k) point[k] = memory[k].data_ptr<double>()[i];
    to[i] *= slope(f, point.data(), wanted);
  }
  return sum_to(result, sizes);
}

double first_element(const Tensor& t) {
  if (!t.defined() || t.numel() == 0) return 0;
  return t.detach().flatten().select(0, 0).to(kDouble).item<double>();
}

}  // namespace glassgrad
