// Geometric, Cauchy, log-normal and gamma numbers, Poisson's counts and Dirichlet's shares.
#include <cmath>
#include <limits>
#include <numbers>

#include "autograd/functions/seldom.h"
#include "autograd/functions/shape.h"
#include "autograd/ops/random_fill.h"

namespace glassgrad {

struct GeometricBackward0 final : RandomFillBackward {};
struct CauchyBackward0 final : RandomFillBackward {};
struct LogNormalBackward0 final : RandomFillBackward {};
struct PoissonBackward0 final : RandomFillBackward {};

// --- in place, one uniform or normal number for each element ---

Tensor& Tensor::geometric_(double p, optional<Generator> generator, Caller caller) const {
  caller.enter();
  check_in_place("geometric_", *this);
  check(p > 0 && p < 1, "geometric_ expects p to be in (0, 1), but got p={:g}", p);
  check<NotImplementedError>(scalar_type() != kBool,
                             "\"geometric_cpu\" not implemented for 'Bool'");
  return fill_randomly<GeometricBackward0>(
      *this, generator, [=]<class T>(CPUGeneratorImpl& gen, T* out, int64_t n) {
        for (int64_t i = 0; i < n; ++i) {
          const double trials = std::ceil(std::log(kernels::next_uniform(gen)) / std::log(1 - p));
          if constexpr (std::is_integral_v<T>)
            out[i] = static_cast<T>(static_cast<int64_t>(trials));
          else
            out[i] = static_cast<T>(trials);
        }
      });
}

Tensor& Tensor::cauchy_(double median, double sigma, optional<Generator> generator,
                        Caller caller) const {
  caller.enter();
  check_in_place("cauchy_", *this);
  check_floating("cauchy_cpu", *this);
  return fill_floating_randomly<CauchyBackward0>(
      *this, generator, [=]<class T>(CPUGeneratorImpl& gen, T* out, int64_t n) {
        for (int64_t i = 0; i < n; ++i)
          out[i] = static_cast<T>(
              median + sigma * std::tan(std::numbers::pi * (kernels::next_uniform(gen) - 0.5)));
      });
}

Tensor& Tensor::log_normal_(double mean, double std, optional<Generator> generator,
                            Caller caller) const {
  caller.enter();
  check_in_place("log_normal_", *this);
  check(std > 0, "log_normal_ expects std > 0.0, but found std={:g}", std);
  check_floating("log_normal_cpu", *this);
  return fill_floating_randomly<LogNormalBackward0>(
      *this, generator, [=]<class T>(CPUGeneratorImpl& gen, T* out, int64_t n) {
        for (int64_t i = 0; i < n; ++i)
          out[i] = static_cast<T>(std::exp(kernels::next_normal(gen, mean, std)));
      });
}

// --- a number for each parameter ---

namespace {

/// A gamma-distributed number by rejection.  Source: Marsaglia & Tsang (2000).
double next_gamma(CPUGeneratorImpl& gen, double alpha) {
  double scale = 1;
  if (alpha < 1) {  // more are accepted
    if (alpha == 0) return 0;
    scale *= std::pow(1 - kernels::next_uniform(gen), 1.0 / alpha);
    alpha += 1;
  }
  const double d = alpha - double(1.0F / 3.0F), c = 1 / std::sqrt(9 * d);
  while (true) {
    double x, y;
    do {
      x = kernels::next_normal(gen, 0, 1);
      y = 1 + c * x;
    } while (y <= 0);
    const double v = y * y * y, u = 1 - kernels::next_uniform(gen), xx = x * x;
    if (u < 1 - double(0.0331F) * xx * xx) return scale * d * v;
    if (std::log(u) < 0.5 * xx + d * (1 - v + std::log(v))) return scale * d * v;
  }
}

/// A Poisson-distributed count: by transformed rejection, or for few events by multiplying
/// uniforms.  Source: Hoermann (1993), "The transformed rejection method", PTRS.
int64_t next_poisson(CPUGeneratorImpl& gen, double lambda) {
  if (lambda == 0) return 0;
  if (lambda < 10) {
    const double bound = std::exp(-lambda);
    double product = 1;
    for (int64_t count = 0;; ++count) {
      product *= kernels::next_uniform(gen);
      if (!(product > bound)) return count;
    }
  }
  const double root = std::sqrt(lambda), b = 0.931 + 2.53 * root, a = -0.059 + 0.02483 * b;
  const double inverse_alpha = 1.1239 + 1.1328 / (b - 3.4), vr = 0.9277 - 3.6224 / (b - 2);
  while (true) {
    const double u = kernels::next_uniform(gen) - 0.5, v = kernels::next_uniform(gen);
    const double us = 0.5 - std::fabs(u);
    const auto k = static_cast<int64_t>(std::floor((2 * a / us + b) * u + lambda + 0.43));
    if (us >= 0.07 && v <= vr) return k;
    if (k < 0 || (us < 0.013 && v > us)) continue;
    const double height = std::log(v) + std::log(inverse_alpha) - std::log(a / (us * us) + b);
    const auto real = static_cast<double>(k);
    if (height <= -lambda + real * std::log(lambda) - std::lgamma(real + 1)) return k;
  }
}

/// Stirling's approximation of log k! without its tail: the tail.
double stirling_tail(double k) {
  static constexpr double tails[] = {0.0810614667953272,  0.0413406959554092, 0.0276779256849983,
                                     0.02079067210376509, 0.0166446911898211, 0.0138761288230707,
                                     0.0118967099458917,  0.0104112652619720, 0.00925546218271273,
                                     0.00833056343336287};
  if (k <= 9) return tails[static_cast<size_t>(k)];
  const double square = (k + 1) * (k + 1);
  return (1.0 / 12 - (1.0 / 360 - 1.0 / 1260 / square) / square) / (k + 1);
}

/// The gaps between successes are geometric.
double next_binomial_of_few(CPUGeneratorImpl& gen, double count, double prob) {
  const double log_failure = std::log1p(-prob);
  double trials = 0;
  for (double successes = 0;; ++successes) {
    trials += std::ceil(std::log(kernels::next_uniform(gen)) / log_failure);
    if (trials > count) return successes;
  }
}

/// Source: Hoermann (1993), "The generation of binomial random variates", BTRS.
double next_binomial_of_many(CPUGeneratorImpl& gen, double count, double prob) {
  const double deviation = std::sqrt(count * prob * (1 - prob)), b = 1.15 + 2.53 * deviation;
  const double a = -0.0873 + 0.0248 * b + 0.01 * prob, c = count * prob + 0.5;
  const double v_r = 0.92 - 4.2 / b, r = prob / (1 - prob);
  const double alpha = (2.83 + 5.1 / b) * deviation, m = std::floor((count + 1) * prob);
  while (true) {
    const double u = kernels::next_uniform(gen) - 0.5, v = kernels::next_uniform(gen);
    const double us = 0.5 - std::fabs(u), k = std::floor((2 * a / us + b) * u + c);
    if (us >= 0.07 && v <= v_r) return k;
    if (k < 0 || k > count) continue;
    const double bound = (m + 0.5) * std::log((m + 1) / (r * (count - m + 1))) +
                         (count + 1) * std::log((count - m + 1) / (count - k + 1)) +
                         (k + 0.5) * std::log(r * (count - k + 1) / (k + 1)) + stirling_tail(m) +
                         stirling_tail(count - m) - stirling_tail(k) - stirling_tail(count - k);
    if (std::log(v * alpha / (a / (us * us) + b)) <= bound) return k;
  }
}

double next_binomial(CPUGeneratorImpl& gen, double count, double prob) {
  if (std::isnan(count) || std::isnan(prob)) return std::numeric_limits<double>::quiet_NaN();
  if (count <= 0 || prob <= 0) return 0;
  if (prob >= 1) return count;
  if (prob > 0.5) return count - next_binomial(gen, count, 1 - prob);
  return count * prob >= 10 ? next_binomial_of_many(gen, count, prob)
                            : next_binomial_of_few(gen, count, prob);
}

/// y_i = draw(generator, x_i) in the order of the elements.
template <class Draw>
Tensor drawn_from(const char* op, const Tensor& x, const optional<Generator>& generator,
                  Draw draw) {
  check_floating(op, x);
  const Tensor parameters = contiguous_values(x), y = empty_tensor(x.sizes(), x.scalar_type());
  CPUGeneratorImpl& gen = given_or_default(generator);
  const std::lock_guard lock(gen.mutex);
  visit_floating(x.scalar_type(), [&]<class T>() {
    for (int64_t i = 0; i < x.numel(); ++i)
      data<T>(y)[i] = static_cast<T>(draw(gen, static_cast<double>(data<T>(parameters)[i])));
  });
  return y;
}

}  // namespace

Tensor poisson(const Tensor& self, optional<Generator> generator, Caller caller) {
  caller.enter();
  check_floating("poisson_cpu", self);
  check(holds_for_all(self, [](double rate) { return rate >= 0; }),
        "invalid Poisson rate, expected rate to be non-negative");
  Tensor y = drawn_from("poisson_cpu", self, generator, next_poisson);
  if (must_record(self)) y.impl()->grad_fn = random_fill_node<PoissonBackward0>(self);
  return y;
}

Tensor binomial(const Tensor& count, const Tensor& prob, optional<Generator> generator,
                Caller caller) {
  caller.enter();
  check_floating("binomial", count);
  check(count.scalar_type() == prob.scalar_type(),
        "Found dtype {} but expected {}: count and prob of binomial have one type",
        prob.scalar_type(), count.scalar_type());
  const std::vector<Tensor> both = broadcast_tensors({count.detach(), prob.detach()});
  const Tensor n = contiguous_values(both[0]), p = contiguous_values(both[1]);
  const Tensor y = empty_tensor(n.sizes(), n.scalar_type());
  CPUGeneratorImpl& gen = given_or_default(generator);
  const std::lock_guard lock(gen.mutex);
  visit_floating(n.scalar_type(), [&]<class T>() {
    for (int64_t i = 0; i < y.numel(); ++i)
      data<T>(y)[i] = static_cast<T>(next_binomial(gen, static_cast<double>(data<T>(n)[i]),
                                                   static_cast<double>(data<T>(p)[i])));
  });
  return y;
}

Tensor _standard_gamma(const Tensor& self, optional<Generator> generator, Caller caller) {
  caller.enter();
  const Tensor y = drawn_from("_standard_gamma", self, generator, next_gamma);
  // Never 0, of which a logarithm could not be taken.
  return y.clamp_min(self.scalar_type() == kFloat
                         ? static_cast<double>(std::numeric_limits<float>::min())
                         : std::numeric_limits<double>::min());
}

Tensor _sample_dirichlet(const Tensor& self, optional<Generator> generator, Caller caller) {
  caller.enter();
  check(self.dim() > 0, "_sample_dirichlet: expected a tensor with dimensions, but got a number");
  const NoGradGuard no_grad;
  const Tensor gamma =
      drawn_from("dirichlet", self.to(self.scalar_type()), generator, next_gamma).to(kDouble);
  const bool single = self.scalar_type() == kFloat;
  const double least = single ? static_cast<double>(std::numeric_limits<float>::min())
                              : std::numeric_limits<double>::min();
  const double most = single ? 1 - 0x1p-24 : 1 - 0x1p-53;
  return (gamma / gamma.sum(IntArrayRef(-1), true)).clamp(least, most).to(self.scalar_type());
}

}  // namespace glassgrad
