#pragma once
// A second, naive autograd, to hold the library's against: it shares no code with it. Every element
// is a scalar expression; derivatives are carried forwards by numbers of four parts, one pair of
// leaf elements after the other.

#include <cmath>
#include <cstdint>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace naive {

/// v + a da + b db + c da db: value, two first derivatives and their second one.
struct Number {
  double v = 0, a = 0, b = 0, c = 0;
};
/// f(x), given f, f' and f'' there.
inline Number chain(const Number& x, double f, double d, double dd) {
  return {f, d * x.a, d * x.b, d * x.c + dd * x.a * x.b};
}
inline Number operator+(const Number& x, const Number& y) {
  return {x.v + y.v, x.a + y.a, x.b + y.b, x.c + y.c};
}
inline Number operator*(const Number& x, const Number& y) {
  return {x.v * y.v, x.a * y.v + x.v * y.a, x.b * y.v + x.v * y.b,
          x.c * y.v + x.a * y.b + x.b * y.a + x.v * y.c};
}
inline Number inverse(const Number& x) {
  return chain(x, 1 / x.v, -1 / (x.v * x.v), 2 / (x.v * x.v * x.v));
}

using Rule = Number (*)(const Number& x, const Number& y);

/// One element's expression: rule(x, y), both earlier ones; or a leaf's element.
struct Expression {
  Rule rule = nullptr;  ///< null: a constant
  int x = -1, y = -1;
  int leaf = -1;               ///< the number of the leaf element, if it is one
  double value = 0;            ///< what it was in the forward pass
  double gradient_factor = 1;  ///< of a hook
};

using Sizes = std::vector<std::int64_t>;

/// An operation that has been recorded, as far as errors go: what it has saved, and when.
struct Record {
  struct Saved {
    int storage, version;
  };
  std::vector<int> inputs;
  std::vector<Saved> saved;
  bool is_freed = false;
};

struct Storage {
  std::vector<double> values;
  int version = 0;
};

/// What views share besides memory: the history. detach() makes another one for the same memory.
struct History {
  int storage = 0;
  std::vector<int> expressions;  ///< of each element of the memory
  bool requires_grad = false, is_leaf = true, is_hooked = false, is_saved_result = false;
  int record = -1;
};

struct Tensor {
  int history = 0;
  Sizes sizes;
  std::vector<int> places;  ///< of its elements in the memory, in row-major order
  bool is_view = false;
  bool is_piece = false;  ///< one of several views that were made at once

  std::int64_t rank() const { return static_cast<std::int64_t>(sizes.size()); }
};

/// A program's mistake: the library has to throw too.
struct Mistake : std::runtime_error {
  using std::runtime_error::runtime_error;
};

inline std::int64_t count(const Sizes& sizes) {
  std::int64_t n = 1;
  for (const std::int64_t size : sizes) n *= size;
  return n;
}
/// Calls visit(index) for every index in row-major order.
void each(const Sizes& sizes, const std::function<void(const Sizes&)>& visit);
std::int64_t place_of(const Sizes& sizes, const Sizes& index);
/// The shape that both stretch to. @throws Mistake if there is none
Sizes broadcast(const Sizes& a, const Sizes& b);

/// The whole state of a program.
class Machine {
 public:
  std::vector<Tensor> tensors;

  Tensor leaf(const Sizes& sizes, const std::vector<double>& values, bool requires_grad);
  Tensor constant(const Sizes& sizes, const std::vector<double>& values);
  double value(const Tensor& t, std::size_t i) const;
  bool requires_grad(const Tensor& t) const { return histories_[at(t.history)].requires_grad; }
  bool is_leaf(const Tensor& t) const { return histories_[at(t.history)].is_leaf; }
  bool may_be_hooked(const Tensor& t) const;
  bool is_hooked(const Tensor& t) const { return histories_[at(t.history)].is_hooked; }
  /// Whether its own rule has saved it: a second derivative passes its hooks on another way, too.
  bool is_saved_result(const Tensor& t) const { return histories_[at(t.history)].is_saved_result; }
  void hook(const Tensor& t, double factor);
  int storage_of(const Tensor& t) const { return histories_[at(t.history)].storage; }

  /// A new tensor whose element i is the expression make(i) gives.
  Tensor made(const Sizes& sizes, const std::vector<Tensor>& inputs,
              const std::function<int(std::size_t)>& make, const std::vector<Tensor>& saved,
              bool saves_result);
  /// Elements of t in another arrangement, sharing memory.
  Tensor view(const Tensor& t, const Sizes& sizes, const std::function<Sizes(const Sizes&)>& from);
  Tensor detached(const Tensor& t);
  /// Replaces t's elements; without `recorded` their values only.
  void change(const Tensor& t, const std::vector<Tensor>& inputs,
              const std::function<int(std::size_t)>& make, const std::vector<Tensor>& saved,
              bool saves_result, bool recorded);
  /// @throws Mistake if t must not be changed
  void check_change(const Tensor& t, bool recorded, bool source_has_grad = false) const;

  int element(const Tensor& t, std::size_t i);
  /// t's element as one of the wider shape.
  int element_of(const Tensor& t, const Sizes& sizes, const Sizes& index);
  int apply(Rule rule, int x, int y = -1);
  int number(double value);
  double value_of(int expression) const { return expressions_[at(expression)].value; }

  /// Whether a backward pass from here meets something freed or changed.
  bool is_mistaken(const Tensor& t) const;
  void free(const Tensor& t);
  int leaf_elements() const { return leaf_elements_; }
  /// Derivatives of sum w_i y_i by leaf elements j (and k), and how large numbers became.
  Number derivative(const std::vector<std::pair<int, double>>& sum, int j, int k,
                    double* scale) const;

 private:
  template <class Index>
  static std::size_t at(Index i) {
    return static_cast<std::size_t>(i);
  }
  int recorded_from(const std::vector<Tensor>& inputs, const std::vector<Tensor>& saved);
  std::vector<int> reached(const Tensor& t) const;

  std::vector<Expression> expressions_;
  std::vector<Storage> storages_;
  std::vector<History> histories_;
  std::vector<Record> records_;
  int leaf_elements_ = 0;
};

}  // namespace naive
