// Uniform, normal and exponential numbers.

#include <cmath>

#include "autograd/ops/random_fill.h"

namespace glassgrad {

struct UniformBackward0 final : RandomFillBackward {};
struct NormalBackward0 final : RandomFillBackward {};  // normal_(mean, std)
struct NormalBackward1 final : RandomFillBackward {};  // normal(mean tensor, std)
struct NormalBackward2 final : RandomFillBackward {};  // normal(mean, std tensor)
struct NormalBackward3 final : RandomFillBackward {};  // normal(mean tensor, std tensor)
struct ExponentialBackward0 final : RandomFillBackward {};

// --- uniform ---

Tensor& Tensor::uniform_(double from, double to, optional<Generator> generator,
                         Caller caller) const {
  caller.enter();
  check_in_place("uniform_", *this);
  check_floating("check_uniform_bounds", *this);
  const bool is_float = scalar_type() == kFloat;
  const char* type = is_float ? "float" : "double";
  const double max =
      is_float ? std::numeric_limits<float>::max() : std::numeric_limits<double>::max();
  check(std::abs(from) <= max, "from is out of bounds for {}", type);
  check(std::abs(to) <= max, "to is out of bounds for {}", type);
  check(from <= to, "uniform_ expects to return a [from, to) range, but found from={:g} > to={:g}",
        from, to);
  check(to - from <= max,
        "uniform_ expects to-from <= std::numeric_limits<{}>::max(), but found to={:g} and "
        "from={:g} which result in to-from to exceed the limit",
        scalar_type(), to, from);
  return fill_floating_randomly<UniformBackward0>(*this, generator,
                                                  [=](CPUGeneratorImpl& gen, auto* out, int64_t n) {
                                                    kernels::uniform(gen, out, n, from, to);
                                                  });
}

Tensor rand(IntArrayRef size, optional<Generator> generator, const TensorOptions& options,
            Caller caller) {
  caller.enter();
  return finish(new_tensor(size, options.dtype(), options).uniform_(0, 1, generator), options);
}

Tensor rand(IntArrayRef size, const TensorOptions& options, Caller caller) {
  caller.enter();
  return rand(size, nullopt, options);
}

Tensor rand_like(const Tensor& self, const TensorOptions& options, Caller caller) {
  caller.enter();
  return finish(new_tensor_like(self, options).uniform_(), options);
}

// --- normal ---

namespace {

void check_std(double std) {
  check(std >= 0, "normal expects std >= 0.0, but found std {:g}", std);
}

void check_std(const Tensor& std) {
  check_floating("normal_kernel_cpu", std);
  check(holds_for_all(std, [](double s) { return s >= 0; }),
        "normal expects all elements of std >= 0.0");
}

// A new tensor that draw(z) fills; its inputs get their gradients from NodeType.
template <class NodeType, class Draw, class... Inputs>
Tensor drawn(IntArrayRef size, ScalarType dtype, Draw draw, const Inputs&... inputs) {
  Tensor z = empty_tensor(size, dtype);
  {
    const NoGradGuard no_grad;
    draw(z);
  }
  if (must_record(inputs...)) z.impl()->grad_fn = random_fill_node<NodeType>(inputs...);
  return z;
}

}  // namespace

Tensor& Tensor::normal_(double mean, double std, optional<Generator> generator,
                        Caller caller) const {
  caller.enter();
  check_in_place("normal_", *this);
  check_std(std);
  check_floating("normal_kernel_cpu", *this);
  // Blocks of 16 need one run of memory in the order of the indices.
  const bool in_blocks = is_contiguous();
  return fill_floating_randomly<NormalBackward0>(
      *this, generator, [=](CPUGeneratorImpl& gen, auto* out, int64_t n) {
        in_blocks ? kernels::normal(gen, out, n, mean, std)
                  : kernels::normal_by_pairs(gen, out, n, mean, std);
      });
}

Tensor randn(IntArrayRef size, optional<Generator> generator, const TensorOptions& options,
             Caller caller) {
  caller.enter();
  return finish(new_tensor(size, options.dtype(), options).normal_(0, 1, generator), options);
}

Tensor randn(IntArrayRef size, const TensorOptions& options, Caller caller) {
  caller.enter();
  return randn(size, nullopt, options);
}

Tensor randn_like(const Tensor& self, const TensorOptions& options, Caller caller) {
  caller.enter();
  return finish(new_tensor_like(self, options).normal_(), options);
}

Tensor normal(double mean, double std, IntArrayRef size, optional<Generator> generator,
              const TensorOptions& options, Caller caller) {
  caller.enter();
  return finish(new_tensor(size, options.dtype(), options).normal_(mean, std, generator), options);
}

// normal(mean, std) = z * std + mean with standard normal z, in separate steps.

Tensor normal(const Tensor& mean, double std, optional<Generator> generator, Caller caller) {
  caller.enter();
  const auto draw = [&](Tensor& z) { z.normal_(0, std, generator).add_(mean); };
  return drawn<NormalBackward1>(mean.sizes(), mean.scalar_type(), draw, mean);
}

Tensor normal(double mean, const Tensor& std, optional<Generator> generator, Caller caller) {
  caller.enter();
  check_std(std);
  const auto draw = [&](Tensor& z) { z.normal_(0, 1, generator).mul_(std).add_(mean); };
  return drawn<NormalBackward2>(std.sizes(), std.scalar_type(), draw, std);
}

Tensor normal(const Tensor& mean, const Tensor& std, optional<Generator> generator, Caller caller) {
  caller.enter();
  check_std(std);
  const auto draw = [&](Tensor& z) { z.normal_(0, 1, generator).mul_(std).add_(mean); };
  return drawn<NormalBackward3>(broadcast_shapes(mean.sizes(), std.sizes()), mean.scalar_type(),
                                draw, mean, std);
}

// --- exponential ---

Tensor& Tensor::exponential_(double lambda, optional<Generator> generator, Caller caller) const {
  caller.enter();
  check_in_place("exponential_", *this);
  check_floating("exponential_cpu", *this);
  check(lambda >= 0, "exponential_ expects lambda >= 0.0, but found lambda={:g}", lambda);
  return fill_floating_randomly<ExponentialBackward0>(
      *this, generator, [=](CPUGeneratorImpl& gen, auto* out, int64_t n) {
        kernels::exponential(gen, out, n, lambda);
      });
}

}  // namespace glassgrad
