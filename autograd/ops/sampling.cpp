// Choices by probability: coins and weighted lists.

#include <cmath>
#include <vector>

#include "autograd/ops/random_fill.h"

namespace glassgrad {

struct BernoulliBackward0 final : RandomFillBackward {};  // bernoulli(p tensor)
struct BernoulliBackward1 final : RandomFillBackward {};  // bernoulli_(p tensor)
struct BernoulliBackward2 final : RandomFillBackward {};  // bernoulli_(p)

// --- coins ---

namespace {

void check_probabilities(const Tensor& p) {
  check_floating("bernoulli_tensor_cpu_p_", p);
  check(holds_for_all(p, [](double x) { return x >= 0 && x <= 1; }),
        "Expected p_in >= 0 && p_in <= 1 to be true, but got false: bernoulli takes probabilities");
}

// Both operands are walked in the order of self's memory.
template <class T, class P>
void flip_coins(CPUGeneratorImpl& gen, const Tensor& self, const Tensor& p) {
  const Dims order = memory_order(self);
  const Dims strides = pick(self.strides(), order);
  const Dims p_strides = pick(broadcast_strides(p, self.sizes()), order);
  kernels::for_each_row(pick(self.sizes(), order), {IntArrayRef(strides), IntArrayRef(p_strides)},
                        [&](const int64_t* at, const int64_t* step, int64_t n) {
                          T* const out = data<T>(self) + at[0];
                          const P* const p_row = data<P>(p) + at[1];
                          if (step[0] == 1 && step[1] == 1)
                            return kernels::bernoulli(gen, out, p_row, n);
                          const auto coins = std::make_unique<T[]>(size_t(n));
                          const auto p_buffer = std::make_unique<P[]>(size_t(n));
                          for (int64_t i = 0; i < n; ++i) p_buffer[i] = p_row[i * step[1]];
                          kernels::bernoulli(gen, coins.get(), p_buffer.get(), n);
                          for (int64_t i = 0; i < n; ++i) out[i * step[0]] = coins[i];
                        });
}

void flip_coins(const Tensor& self, const Tensor& p, const optional<Generator>& generator) {
  CPUGeneratorImpl& gen = given_or_default(generator);
  const std::lock_guard lock(gen.mutex);
  visit(self.scalar_type(), [&]<class T>() {
    visit_floating(p.scalar_type(), [&]<class P>() { flip_coins<T, P>(gen, self, p); });
  });
}

}  // namespace

Tensor& Tensor::bernoulli_(double p, optional<Generator> generator, Caller caller) const {
  caller.enter();
  check_in_place("bernoulli_", *this);
  check(0 <= p && p <= 1, "bernoulli_ expects p to be in [0, 1], but got p={:g}", p);
  return fill_randomly<BernoulliBackward2>(
      *this, generator,
      [p](CPUGeneratorImpl& gen, auto* out, int64_t n) { kernels::bernoulli(gen, out, n, p); });
}

Tensor& Tensor::bernoulli_(const Tensor& p, optional<Generator> generator, Caller caller) const {
  caller.enter();
  check_in_place("bernoulli_", *this);
  check_probabilities(p);
  flip_coins(*this, p.detach().expand(sizes()), generator);
  bump_version(*this);
  if (must_record(*this, p))
    rebase_history(*this, {random_fill_node<BernoulliBackward1>(*this, p), 0});
  return mutable_handle(*this);
}

Tensor bernoulli(const Tensor& self, optional<Generator> generator, Caller caller) {
  caller.enter();
  check_probabilities(self);
  Tensor y = empty_tensor(self.sizes(), self.scalar_type());
  flip_coins(y, self, generator);
  if (must_record(self)) y.impl()->grad_fn = random_fill_node<BernoulliBackward0>(self);
  return y;
}

Tensor bernoulli(const Tensor& self, double p, optional<Generator> generator, Caller caller) {
  caller.enter();
  return empty_tensor(self.sizes(), self.scalar_type()).bernoulli_(p, generator);
}

Tensor Tensor::bernoulli(optional<Generator> generator, Caller caller) const {
  caller.enter();
  return glassgrad::bernoulli(*this, generator);
}

Tensor Tensor::bernoulli(double p, optional<Generator> generator, Caller caller) const {
  caller.enter();
  return glassgrad::bernoulli(*this, p, generator);
}

// --- draws from a weighted list ---

namespace {

// cumulative[j] = P(index <= j)
template <class T>
std::vector<T> cumulative_distribution(const T* weights, int64_t n) {
  std::vector<T> cumulative(static_cast<size_t>(n));
  T sum = 0;
  for (int64_t j = 0; j < n; ++j) {
    check(weights[j] >= 0, "invalid multinomial distribution (encountering probability entry < 0)");
    check(std::isfinite(weights[j]),
          "invalid multinomial distribution (encountering probability entry = infinity or NaN)");
    cumulative[size_t(j)] = sum += weights[j];
  }
  check(sum > 0, "invalid multinomial distribution (sum of probabilities <= 0)");
  for (T& c : cumulative) c /= sum;
  cumulative.back() = 1;
  return cumulative;
}

// index = the first whose cumulative probability reaches a uniform number.
template <class T>
void draw_with_replacement(CPUGeneratorImpl& gen, const T* weights, int64_t rows, int64_t n,
                           int64_t* out, int64_t samples) {
  std::vector<std::vector<T>> distributions;
  for (int64_t row = 0; row < rows; ++row) {
    distributions.push_back(cumulative_distribution(weights + row * n, n));
  }
  for (const std::vector<T>& cumulative : distributions) {
    for (int64_t s = 0; s < samples; ++s) {
      const double u = kernels::next_uniform(gen);
      const auto reached =
          std::partition_point(cumulative.begin(), cumulative.end(), [u](T c) { return c < u; });
      *out++ = reached - cumulative.begin();
    }
  }
}

}  // namespace

Tensor multinomial(const Tensor& self, int64_t num_samples, bool replacement,
                   optional<Generator> generator, Caller caller) {
  caller.enter();
  check(self.is_floating_point(),
        "multinomial only supports floating-point dtypes for input, got: {}", self.scalar_type());
  check(self.dim() == 1 || self.dim() == 2, "prob_dist must be 1 or 2 dim");
  const int64_t n = self.size(-1);
  check(num_samples > 0, "cannot sample n_sample <= 0 samples");
  check(replacement || num_samples <= n,
        "cannot sample n_sample > prob_dist.size(-1) samples without replacement");
  check(n <= int64_t{1} << 24, "number of categories cannot exceed 2^24");
  const NoGradGuard no_grad;

  if (replacement) {
    const Tensor weights = self.contiguous();
    const int64_t rows = self.dim() == 2 ? self.size(0) : 1;
    const Tensor indices =
        empty_tensor(self.dim() == 2 ? to_dims({rows, num_samples}) : to_dims(num_samples), kLong);
    CPUGeneratorImpl& gen = given_or_default(generator);
    const std::lock_guard lock(gen.mutex);
    visit_floating(self.scalar_type(), [&]<class T>() {
      draw_with_replacement(gen, data<T>(weights), rows, n, data<int64_t>(indices), num_samples);
    });
    return indices;
  }

  // Exponential races: the index with the smallest q / weight, q exponential, wins with
  // probability weight / sum of weights, and so on among the rest.
  check(holds_for_all(self, [](double w) { return w >= 0 && std::isfinite(w); }),
        "probability tensor contains either `inf`, `nan` or element < 0");
  check(self.numel() == 0 || self.sum(-1).min().item<double>() > 0,
        "invalid multinomial distribution (sum of probabilities <= 0)");
  const Tensor scores = self / empty_like(self).exponential_(1, generator);
  if (num_samples == 1) return scores.argmax(-1, true);
  return std::get<1>(scores.topk(num_samples));
}

Tensor Tensor::multinomial(int64_t num_samples, bool replacement, optional<Generator> generator,
                           Caller caller) const {
  caller.enter();
  return glassgrad::multinomial(*this, num_samples, replacement, generator);
}

}  // namespace glassgrad
