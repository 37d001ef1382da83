#pragma once
// Tensors from nothing: filled, counted, drawn at random, or from values written down.

#include <functional>
#include <initializer_list>

#include "../tensor/tensor.h"
#include "../types/generator.h"

namespace glassgrad {

// --- fixed values; the dtype is the default one unless the options say otherwise ---

Tensor empty(IntArrayRef size, const TensorOptions& options = {},
             optional<MemoryFormat> memory_format = nullopt, Caller caller = {});
Tensor zeros(IntArrayRef size, const TensorOptions& options = {}, Caller caller = {});
Tensor ones(IntArrayRef size, const TensorOptions& options = {}, Caller caller = {});
/// dtype without options: that of the value (int64, bool, or the default floating type).
Tensor full(IntArrayRef size, const Scalar& value, const TensorOptions& options = {},
            Caller caller = {});
Tensor eye(int64_t n, const TensorOptions& options = {}, Caller caller = {});
Tensor eye(int64_t n, int64_t m, const TensorOptions& options = {}, Caller caller = {});
Tensor empty_like(const Tensor& self, const TensorOptions& options = {},
                  optional<MemoryFormat> memory_format = nullopt, Caller caller = {});
Tensor zeros_like(const Tensor& self, const TensorOptions& options = {},
                  optional<MemoryFormat> memory_format = nullopt, Caller caller = {});
Tensor ones_like(const Tensor& self, const TensorOptions& options = {},
                 optional<MemoryFormat> memory_format = nullopt, Caller caller = {});
Tensor full_like(const Tensor& self, const Scalar& value, const TensorOptions& options = {},
                 optional<MemoryFormat> memory_format = nullopt, Caller caller = {});
Tensor scalar_tensor(const Scalar& value, const TensorOptions& options = {}, Caller caller = {});
/// start, start + step, ... below end; int64 for integer arguments.
/// Source: PyTorch 1.13's vector build, to the bit.
Tensor arange(const Scalar& end, const TensorOptions& options = {}, Caller caller = {});
Tensor arange(const Scalar& start, const Scalar& end, const TensorOptions& options = {},
              Caller caller = {});
Tensor arange(const Scalar& start, const Scalar& end, const Scalar& step,
              const TensorOptions& options = {}, Caller caller = {});
/// `steps` values from start to end, both included.
Tensor linspace(const Scalar& start, const Scalar& end, int64_t steps = 100,
                const TensorOptions& options = {}, Caller caller = {});
/// base to the power of each number of linspace.
Tensor logspace(const Scalar& start, const Scalar& end, int64_t steps = 100, double base = 10.0,
                const TensorOptions& options = {}, Caller caller = {});
/// arange with its end, in the default type.
Tensor range(const Scalar& start, const Scalar& end, const Scalar& step,
             const TensorOptions& options = {}, Caller caller = {});
Tensor range(const Scalar& start, const Scalar& end, const TensorOptions& options = {},
             Caller caller = {});
/// Windows of `length` numbers for spectra, with t from 0 to 2 pi: 0.5 - 0.5 cos t, a triangle,
/// 0.42 - 0.5 cos t + 0.08 cos 2t, alpha - beta cos t, and Kaiser's.
/// @param periodic  2 pi itself is left out: there the window would begin again
Tensor hann_window(int64_t length, bool periodic, const TensorOptions& options = {},
                   Caller caller = {});
Tensor hann_window(int64_t length, const TensorOptions& options = {}, Caller caller = {});
Tensor bartlett_window(int64_t length, bool periodic, const TensorOptions& options = {},
                       Caller caller = {});
Tensor bartlett_window(int64_t length, const TensorOptions& options = {}, Caller caller = {});
Tensor blackman_window(int64_t length, bool periodic, const TensorOptions& options = {},
                       Caller caller = {});
Tensor blackman_window(int64_t length, const TensorOptions& options = {}, Caller caller = {});
Tensor hamming_window(int64_t length, bool periodic, double alpha = 0.54, double beta = 0.46,
                      const TensorOptions& options = {}, Caller caller = {});
Tensor hamming_window(int64_t length, bool periodic, const TensorOptions& options,
                      Caller caller = {});
Tensor hamming_window(int64_t length, const TensorOptions& options = {}, Caller caller = {});
/// i0(beta sqrt(1 - u^2)) / i0(beta) with u from -1 to 1.
Tensor kaiser_window(int64_t length, bool periodic, double beta = 12,
                     const TensorOptions& options = {}, Caller caller = {});
Tensor kaiser_window(int64_t length, bool periodic, const TensorOptions& options,
                     Caller caller = {});
Tensor kaiser_window(int64_t length, const TensorOptions& options = {}, Caller caller = {});
/// Rows and columns [2, n] of the elements that tril and triu keep, row after row.
Tensor tril_indices(int64_t row, int64_t col, int64_t offset = 0,
                    const TensorOptions& options = kLong, Caller caller = {});
Tensor triu_indices(int64_t row, int64_t col, int64_t offset = 0,
                    const TensorOptions& options = kLong, Caller caller = {});
/// A tensor over memory that somebody else owns; `deleter` is called when the last user is gone.
Tensor from_blob(void* data, IntArrayRef sizes, const TensorOptions& options = {},
                 Caller caller = {});
Tensor from_blob(void* data, IntArrayRef sizes, IntArrayRef strides,
                 const TensorOptions& options = {}, Caller caller = {});
Tensor from_blob(void* data, IntArrayRef sizes, const std::function<void(void*)>& deleter,
                 const TensorOptions& options = {}, Caller caller = {});
Tensor from_blob(void* data, IntArrayRef sizes, IntArrayRef strides,
                 const std::function<void(void*)>& deleter, const TensorOptions& options = {},
                 Caller caller = {});

namespace detail {
/// A number, a list of numbers, or nested braces of equal lengths, to any depth.
class TensorData {
 public:
  template <class T>
  requires std::is_arithmetic_v<T> TensorData(T value)
      : TensorData(Scalar(value), scalar_type_of<T>) {}
  TensorData(std::initializer_list<TensorData> list);
  template <class T>
  requires std::is_arithmetic_v<T> TensorData(ArrayRef<T> values)
      : TensorData(std::vector<T>(values.begin(), values.end())) {}
  template <class T>
  requires std::is_arithmetic_v<T> TensorData(const std::vector<T>& values)
      : type_(scalar_type_of<T>) {
    sizes_.push_back(static_cast<int64_t>(values.size()));
    for (T value : values) values_.push_back(value);
  }

  const Dims& sizes() const { return sizes_; }
  ScalarType scalar_type() const { return type_; }
  const std::vector<Scalar>& values() const { return values_; }

 private:
  TensorData(Scalar value, ScalarType type);
  void print(std::string& out, size_t dim, size_t& position) const;
  std::string text() const;  ///< "{{1, 2}, {3, 4}}"

  Dims sizes_;
  ScalarType type_;
  std::vector<Scalar> values_;  ///< row-major
};
}  // namespace detail

/// A tensor of the given values: integers give int64, bool bool, floating values the default type.
/// @throws Error  for ragged or mixed braces
Tensor tensor(const detail::TensorData& data, const TensorOptions& options = {},
              Caller caller = {});

// --- random values; each takes an optional generator, else the default one ---

/// Uniform in [0, 1).
Tensor rand(IntArrayRef size, const TensorOptions& options = {}, Caller caller = {});
Tensor rand(IntArrayRef size, optional<Generator> generator, const TensorOptions& options = {},
            Caller caller = {});
/// Normal with mean 0 and standard deviation 1.
Tensor randn(IntArrayRef size, const TensorOptions& options = {}, Caller caller = {});
Tensor randn(IntArrayRef size, optional<Generator> generator, const TensorOptions& options = {},
             Caller caller = {});
/// Whole numbers in [low, high), int64; of the default type, as in libtorch, where options are
/// given and none of them is a type.
Tensor randint(int64_t high, IntArrayRef size, const TensorOptions& options = kLong,
               Caller caller = {});
Tensor randint(int64_t low, int64_t high, IntArrayRef size, const TensorOptions& options = kLong,
               Caller caller = {});
Tensor randint(int64_t high, IntArrayRef size, optional<Generator> generator,
               const TensorOptions& options = kLong, Caller caller = {});
Tensor randint(int64_t low, int64_t high, IntArrayRef size, optional<Generator> generator,
               const TensorOptions& options = kLong, Caller caller = {});
/// A permutation of 0..n-1, int64.
Tensor randperm(int64_t n, const TensorOptions& options = {}, Caller caller = {});
Tensor randperm(int64_t n, optional<Generator> generator, const TensorOptions& options = {},
                Caller caller = {});
Tensor rand_like(const Tensor& self, const TensorOptions& options = {}, Caller caller = {});
Tensor randn_like(const Tensor& self, const TensorOptions& options = {}, Caller caller = {});
Tensor randint_like(const Tensor& self, int64_t high, const TensorOptions& options = {},
                    Caller caller = {});
Tensor randint_like(const Tensor& self, int64_t low, int64_t high,
                    const TensorOptions& options = {}, Caller caller = {});
/// 1 with probability self (or p), else 0. The result is contiguous whatever self's layout is.
Tensor bernoulli(const Tensor& self, optional<Generator> generator = nullopt, Caller caller = {});
Tensor bernoulli(const Tensor& self, double p, optional<Generator> generator = nullopt,
                 Caller caller = {});
/// Normal with the given mean and standard deviation, by element.
Tensor normal(double mean, double std, IntArrayRef size, optional<Generator> generator = nullopt,
              const TensorOptions& options = {}, Caller caller = {});
Tensor normal(const Tensor& mean, double std = 1, optional<Generator> generator = nullopt,
              Caller caller = {});
Tensor normal(double mean, const Tensor& std, optional<Generator> generator = nullopt,
              Caller caller = {});
Tensor normal(const Tensor& mean, const Tensor& std, optional<Generator> generator = nullopt,
              Caller caller = {});
/// num_samples indices per row of weights.
Tensor multinomial(const Tensor& self, int64_t num_samples, bool replacement = false,
                   optional<Generator> generator = nullopt, Caller caller = {});
/// Numbers of events where self are expected, in self's type.
Tensor poisson(const Tensor& self, optional<Generator> generator = nullopt, Caller caller = {});
/// Shares that sum to 1 along the last dimension, drawn with concentrations self.
Tensor _sample_dirichlet(const Tensor& self, optional<Generator> generator = nullopt,
                         Caller caller = {});
/// Gamma-distributed with shape self and rate 1.
Tensor _standard_gamma(const Tensor& self, optional<Generator> generator = nullopt,
                       Caller caller = {});

}  // namespace glassgrad
