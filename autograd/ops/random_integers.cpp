// Whole numbers of an interval, and permutations.

#include <cmath>

#include "autograd/ops/random_fill.h"

namespace glassgrad {

struct RandomBackward0 final : RandomFillBackward {};  // random_(from, to)
struct RandomBackward1 final : RandomFillBackward {};  // random_(to)
struct RandomBackward2 final : RandomFillBackward {};  // random_()

namespace {

template <class T>
constexpr const char* type_name = "bool";
template <>
constexpr const char* type_name<float> = "float";
template <>
constexpr const char* type_name<double> = "double";
template <>
constexpr const char* type_name<int64_t> = "long int";
template <>
constexpr const char* type_name<int32_t> = "int";
template <>
constexpr const char* type_name<int16_t> = "short int";
template <>
constexpr const char* type_name<int8_t> = "signed char";
template <>
constexpr const char* type_name<uint8_t> = "unsigned char";

// The largest whole number up to which T has every one.
template <class T>
constexpr int64_t last_whole =
    std::is_floating_point_v<T> ? int64_t{1} << std::numeric_limits<T>::digits
                                : int64_t(std::numeric_limits<T>::max());

// A floating type rounds a bound that it cannot hold; each bound moves inwards until rounding can
// no longer take a drawn value out of [from, to).
template <class T>
int64_t move_up(int64_t from) {
  if constexpr (std::is_floating_point_v<T>) {
    const T low = T(from + 1);
    if (low < T(0x1p63) && int64_t(low) < from) {
      return int64_t(std::nextafter(low, std::numeric_limits<T>::infinity()));
    }
  }
  return from;
}
template <class T>
int64_t move_down(int64_t to) {
  if constexpr (std::is_floating_point_v<T>) {
    const T high = T(to - 1);
    if (high < T(0x1p63) && int64_t(high) >= to) {
      return int64_t(std::nextafter(high, -std::numeric_limits<T>::infinity()));
    }
  }
  return to;
}

template <class T>
void check_bound(const char* name, int64_t bound) {
  if constexpr (std::is_floating_point_v<T>) {
    if (std::abs(double(bound)) <= double(last_whole<T>)) return;
    constexpr int digits = std::numeric_limits<T>::digits;
    warn(
        fmt::format("{} is out of bounds [-(2^{}), 2^{}]. Due to precision limitations {} can "
                    "support discrete uniform distribution only within this range.",
                    name, digits, digits, type_name<T>));
  } else {
    check(bound >= int64_t(std::numeric_limits<T>::lowest()) && bound <= last_whole<T>,
          "{} is out of bounds for {}", name, type_name<T>);
  }
}

// [from, from + range); a range of 0 is all of int64.
struct Interval {
  int64_t from;
  uint64_t range;
};

template <class T>
Interval interval(int64_t from, int64_t to) {
  check(from < to, "random_ expects 'from' to be less than 'to', but got from={} >= to={}", from,
        to);
  from = move_up<T>(from);
  to = move_down<T>(to);
  check(from < to,
        "random_ expects 'from' casted to dtype to be less than 'to' casted to dtype, but got "
        "from={} >= to={}",
        from, to);
  check_bound<T>("from", from);
  check_bound<T>("to - 1", to - 1);
  return {from, uint64_t(to) - uint64_t(from)};
}

// From `from` to the last whole number of T, both included.
template <class T>
Interval interval_from(int64_t from) {
  if (from == std::numeric_limits<int64_t>::lowest()) {
    check(std::is_floating_point_v<T> || sizeof(T) == 8,
          "random_full_64_bits_range_kernel_cpu handles only int64, double and float");
    return {from, 0};
  }
  from = move_up<T>(from);
  check_bound<T>("from", from);
  check(from <= last_whole<T>,
        "random_ expects 'from' casted to dtype to be less than or equal to 'to_inc' casted to "
        "dtype, but got from={} > to_inc={}",
        from, last_whole<T>);
  return {from, uint64_t(last_whole<T>) - uint64_t(from) + 1};
}

template <class NodeType>
Tensor& fill_interval(const Tensor& self, int64_t from, optional<int64_t> to,
                      const optional<Generator>& generator) {
  check_in_place("random_", self);
  const Interval chosen = visit(self.scalar_type(), [&]<class T>() {
    return to ? interval<T>(from, *to) : interval_from<T>(from);
  });
  return fill_randomly<NodeType>(self, generator, [&](CPUGeneratorImpl& gen, auto* out, int64_t n) {
    kernels::random_from_to(gen, out, n, chosen.from, chosen.range);
  });
}

}  // namespace

// --- random_ and randint ---

Tensor& Tensor::random_(int64_t from, optional<int64_t> to, optional<Generator> generator,
                        Caller caller) const {
  caller.enter();
  return fill_interval<RandomBackward0>(*this, from, to, generator);
}

Tensor& Tensor::random_(int64_t to, optional<Generator> generator, Caller caller) const {
  caller.enter();
  return fill_interval<RandomBackward1>(*this, 0, to, generator);
}

Tensor& Tensor::random_(optional<Generator> generator, Caller caller) const {
  caller.enter();
  check_in_place("random_", *this);
  return fill_randomly<RandomBackward2>(
      *this, generator,
      [](CPUGeneratorImpl& gen, auto* out, int64_t n) { kernels::random_full(gen, out, n); });
}

Tensor randint(int64_t low, int64_t high, IntArrayRef size, optional<Generator> generator,
               const TensorOptions& options, Caller caller) {
  caller.enter();
  const ScalarType dtype = options.dtype();
  return finish(new_tensor(size, dtype, options).random_(low, high, generator), options);
}

Tensor randint(int64_t low, int64_t high, IntArrayRef size, const TensorOptions& options,
               Caller caller) {
  caller.enter();
  return randint(low, high, size, nullopt, options);
}

Tensor randint(int64_t high, IntArrayRef size, optional<Generator> generator,
               const TensorOptions& options, Caller caller) {
  caller.enter();
  return randint(0, high, size, generator, options);
}

Tensor randint(int64_t high, IntArrayRef size, const TensorOptions& options, Caller caller) {
  caller.enter();
  return randint(0, high, size, nullopt, options);
}

Tensor randint_like(const Tensor& self, int64_t low, int64_t high, const TensorOptions& options,
                    Caller caller) {
  caller.enter();
  return finish(new_tensor_like(self, options).random_(low, high), options);
}

Tensor randint_like(const Tensor& self, int64_t high, const TensorOptions& options, Caller caller) {
  caller.enter();
  return randint_like(self, 0, high, options);
}

// --- permutations ---

Tensor randperm(int64_t n, optional<Generator> generator, const TensorOptions& options,
                Caller caller) {
  caller.enter();
  const ScalarType dtype = options.dtype_opt().value_or(kLong);
  const Tensor t = new_tensor(n, dtype, options);
  check<NotImplementedError>(dtype != kBool, "\"randperm\" not implemented for 'Bool'");
  CPUGeneratorImpl& gen = given_or_default(generator);
  const std::lock_guard lock(gen.mutex);
  visit(dtype, [&]<class T>() {
    constexpr int digits = std::numeric_limits<T>::digits;
    if constexpr (std::is_floating_point_v<T>) {
      check(n - 1 <= last_whole<T>, "n cannot be greater than 2^{}+1 for {} type.", digits, dtype);
    } else if (n > 0) {
      (void)Scalar(n - 1).to<T>();  // the largest element fits
    }
    kernels::randperm(gen, data<T>(t), n);
  });
  return finish(t, options);
}

Tensor randperm(int64_t n, const TensorOptions& options, Caller caller) {
  caller.enter();
  return randperm(n, nullopt, options);
}

}  // namespace glassgrad
