// How bytes become a program, and its two runs are compared.
#include "tests/fuzz/programs.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <vector>

#include "autograd/base/error.h"
#include "autograd/functions.h"
#include "autograd/graph/autograd.h"
#include "autograd/graph/grad_mode.h"
#include "tests/fuzz/naive.h"

namespace fuzz {
namespace {

namespace gg = glassgrad;
using naive::Number;
using naive::Sizes;

double sign(double x) { return static_cast<double>((x > 0) - (x < 0)); }

struct Unary {
  const char* name;
  gg::Tensor (*call)(const gg::Tensor&);
  naive::Rule rule;
  char saves;  ///< 'x', 'y' or 0
  gg::Tensor& (*in_place)(const gg::Tensor&) = nullptr;
  double edge = NAN;  ///< where it has no derivative
};

#define CALL(expression) [](const gg::Tensor& x) { return expression; }
#define CHANGE(expression) [](const gg::Tensor& x) -> gg::Tensor& { return expression; }
#define RULE(f, d, dd)                 \
  [](const Number& n, const Number&) { \
    const double x = n.v, y = f;       \
    (void)y, (void)x;                  \
    return chain(n, y, d, dd);         \
  }
const Unary kUnary[] = {
    {"neg", CALL(-x), RULE(-x, -1, 0), 0, CHANGE(x.neg_())},
    {"exp", CALL(x.exp()), RULE(std::exp(x), y, y), 'y', CHANGE(x.exp_())},
    {"tanh", CALL(x.tanh()), RULE(std::tanh(x), 1 - y * y, -2 * y * (1 - y * y)), 'y',
     CHANGE(x.tanh_())},
    {"sigmoid", CALL(x.sigmoid()), RULE(1 / (1 + std::exp(-x)), y*(1 - y), y*(1 - y) * (1 - 2 * y)),
     'y', CHANGE(x.sigmoid_())},
    {"sin", CALL(x.sin()), RULE(std::sin(x), std::cos(x), -y), 'x', CHANGE(x.sin_())},
    {"cos", CALL(x.cos()), RULE(std::cos(x), -std::sin(x), -y), 'x', CHANGE(x.cos_())},
    {"relu", CALL(x.relu()), RULE(x > 0 ? x : 0, x > 0, 0), 'y', CHANGE(x.relu_()), 0},
    {"abs", CALL(x.abs()), RULE(std::abs(x), sign(x), 0), 'x', CHANGE(x.abs_()), 0},
    {"square", CALL(x.square()), RULE(x* x, 2 * x, 2), 'x'},
    {"cube", CALL(x.pow(3)), RULE(x* x* x, 3 * x * x, 6 * x), 'x'},
    {"half", CALL(x * 0.5), RULE(x / 2, 0.5, 0), 0, CHANGE(x.mul_(0.5))},
    {"plus one", CALL(x + 1), RULE(x + 1, 1, 0), 0, CHANGE(x.add_(1))},
    {"one minus", CALL(1 - x), RULE(1 - x, -1, 0), 0},
    {"length", CALL((x * x + 1).sqrt()), RULE(std::sqrt(x* x + 1), x / y, 1 / (y * y * y)), 'b'},
    {"softplus", CALL(gg::softplus(x)),
     RULE(std::log1p(std::exp(x)), 1 / (1 + std::exp(-x)),
          1 / (1 + std::exp(-x)) / (1 + std::exp(x))),
     'x'},
    {"log1p of square", CALL((x * x).log1p()),
     RULE(std::log1p(x* x), 2 * x / (1 + x * x), 2 * (1 - x * x) / (1 + x * x) / (1 + x * x)), 'x'},
    {"clamp", CALL(x.clamp(-1.5, 1.5)), RULE(std::clamp(x, -1.5, 1.5), std::abs(x) <= 1.5, 0), 'x',
     CHANGE(x.clamp_(-1.5, 1.5)), 1.5},
    {"clone", CALL(x.clone()), RULE(x, 1, 0), 0},
    {"contiguous", nullptr, nullptr, 0},
};
#undef CALL
#undef CHANGE
#undef RULE

struct Binary {
  const char* name;
  gg::Tensor (*call)(const gg::Tensor&, const gg::Tensor&);
  naive::Rule rule;
  bool saves;
  gg::Tensor& (*in_place)(const gg::Tensor&, const gg::Tensor&) = nullptr;
};
const Binary kBinary[] = {
    {"add", [](auto& x, auto& y) { return x + y; }, [](auto& x, auto& y) { return x + y; }, false,
     [](auto& x, auto& y) -> gg::Tensor& { return x.add_(y); }},
    {"sub", [](auto& x, auto& y) { return x - y; },
     [](auto& x, auto& y) {
       return x + y * Number{-1, 0, 0, 0};
     },
     false, [](auto& x, auto& y) -> gg::Tensor& { return x.sub_(y); }},
    {"mul", [](auto& x, auto& y) { return x * y; }, [](auto& x, auto& y) { return x * y; }, true,
     [](auto& x, auto& y) -> gg::Tensor& { return x.mul_(y); }},
    {"div", [](auto& x, auto& y) { return x / y; }, [](auto& x, auto& y) { return x * inverse(y); },
     true, [](auto& x, auto& y) -> gg::Tensor& { return x.div_(y); }},
    {"add twice", [](auto& x, auto& y) { return gg::add(x, y, 2); },
     [](auto& x, auto& y) { return x + y + y; }, false,
     [](auto& x, auto& y) -> gg::Tensor& { return x.add_(y, 2); }},
    {"maximum", [](auto& x, auto& y) { return gg::maximum(x, y); },
     [](auto& x, auto& y) { return x.v > y.v ? x : y; }, true},
    {"squared distance", [](auto& x, auto& y) { return (x - y).square(); },
     [](auto& x, auto& y) {
       const Number d = x + y * Number{-1, 0, 0, 0};
       return d * d;
     },
     true},
    {"lerp", [](auto& x, auto& y) { return gg::lerp(x, y, 0.25); },
     [](auto& x, auto& y) {
       return x * Number{0.75, 0, 0, 0} + y * Number{0.25, 0, 0, 0};
     },
     false},
};
constexpr int kAdd = 0, kMul = 2, kMaximum = 5;

template <class Table>
constexpr int length(const Table& table) {
  return static_cast<int>(std::size(table));
}

std::string text_of(const Sizes& sizes) {
  std::string text = "[";
  for (const std::int64_t size : sizes) text += (text.size() > 1 ? "," : "") + std::to_string(size);
  return text + "]";
}

/// Both runs of one program.
class Program {
 public:
  Program(const std::uint8_t* bytes, std::size_t size) : next_(bytes), end_(bytes + size) {
    dtype_ = draw(4) == 0 ? gg::kFloat : gg::kDouble;
    say(std::string(gg::toString(dtype_)));
    for (int i = 0; i < 2; ++i) new_leaf(true);
    new_leaf(false);
  }

  Outcome run() {
    for (int step = 0; step < 24 && next_ < end_ && outcome_.difference.empty(); ++step) {
      one_step();
      ++outcome_.steps;
    }
    if (outcome_.difference.empty()) compare_all();
    return outcome_;
  }

 private:
  struct Pair {
    gg::Tensor real;
    naive::Tensor model;
    bool is_loose = false;  ///< values are no longer the same for sure
  };

  // --- drawing ---

  int draw(int below) { return next_ < end_ ? *next_++ % below : 0; }
  Pair& pick() {
    const int back = draw(static_cast<int>(pairs_.size()));
    return pairs_[pairs_.size() - 1 - static_cast<std::size_t>(back)];
  }
  std::int64_t dim_of(const Pair& p) {
    return draw(static_cast<int>(std::max<std::int64_t>(p.model.rank(), 1)));
  }
  double drawn_value() { return (draw(64) - 31.3) / 20; }

  void say(const std::string& words) { log_ += words + "\n"; }
  void differ(const std::string& what) {
    if (outcome_.difference.empty()) outcome_.difference = log_ + "DIFFERENCE: " + what;
  }

  void new_leaf(bool requires_grad) {
    if (requires_grad && machine_.leaf_elements() > 14) requires_grad = false;
    Sizes sizes;
    constexpr std::int64_t kSizes[] = {1, 2, 2, 3, 2, 3, 1, 0};
    for (int d = draw(4); d > 0; --d) sizes.push_back(kSizes[draw(8)]);
    if (requires_grad && naive::count(sizes) > 9) sizes.pop_back();
    std::vector<double> values;
    for (std::int64_t i = 0; i < naive::count(sizes); ++i) {
      const double drawn = drawn_value() + 0.013 * static_cast<double>(i);
      values.push_back(dtype_ == gg::kFloat ? static_cast<double>(static_cast<float>(drawn))
                                            : drawn);
    }
    gg::Tensor real = gg::empty(sizes, gg::kDouble);
    std::copy(values.begin(), values.end(), real.data_ptr<double>());
    real = real.to(dtype_);
    if (requires_grad) first_element_.push_back(machine_.leaf_elements());
    const naive::Tensor model = machine_.leaf(sizes, values, requires_grad);
    real.requires_grad_(requires_grad);
    say("t" + std::to_string(pairs_.size()) + " = leaf " + text_of(sizes) +
        (requires_grad ? " grad" : ""));
    pairs_.push_back({real, model});
    if (requires_grad) {
      leaves_.push_back(real);
      summed_.emplace_back(values.size(), 0.0);
    }
  }

  std::string name(const Pair& p) const {
    for (std::size_t i = 0; i < pairs_.size(); ++i)
      if (pairs_[i].real.is_same(p.real)) return "t" + std::to_string(i);
    return "a tensor";
  }

  /// Runs both; they agree on whether that is an error. The result is one more tensor.
  template <class Real, class Model>
  void both(const std::string& what, Real real, Model model, bool may_throw = false) {
    std::string mistake, error;
    naive::Tensor expected;
    gg::Tensor got;
    try {
      expected = model();
    } catch (const naive::Mistake& e) {
      mistake = e.what();
    }
    try {
      got = real();
    } catch (const gg::InternalError& e) {
      return differ(what + ": an internal error: " + e.what());
    } catch (const gg::Error& e) {
      error = e.what();
    }
    say("t" + std::to_string(pairs_.size()) + " = " + what +
        (error.empty() ? "" : "  throws " + error));
    outcome_.errors += !error.empty();
    if (!mistake.empty()) {
      if (error.empty()) differ("no error where one is due: " + mistake);
      return;
    }
    if (!error.empty()) {
      // A piece whose base has been changed is not to be used again.
      may_throw |= error.find("is a view and its base or another view of its base") != error.npos;
      if (!may_throw) differ("an error where none is due: " + error);
      return;
    }
    pairs_.push_back({got, expected});
    compare(pairs_.back());
  }

  void compare(const Pair& p) {
    if (p.real.sizes() != gg::IntArrayRef(p.model.sizes))
      return differ(name(p) + " has another shape: " + text_of(p.real.sizes().vec()) + ", not " +
                    text_of(p.model.sizes));
    if (p.real.requires_grad() != machine_.requires_grad(p.model))
      return differ(name(p) +
                    (p.real.requires_grad() ? " requires grad" : " does not require grad"));
    if (p.real.scalar_type() != dtype_) return differ(name(p) + " has another type");
    const gg::Tensor plain = p.real.detach().to(gg::kDouble).contiguous();
    for (std::size_t i = 0; i < p.model.places.size(); ++i)
      if (!agree(plain.data_ptr<double>()[i], machine_.value(p.model, i), 1))
        return differ(name(p) + " element " + std::to_string(i) + " is " +
                      std::to_string(plain.data_ptr<double>()[i]) + ", not " +
                      std::to_string(machine_.value(p.model, i)));
  }

  void compare_all() {
    for (const Pair& p : pairs_)
      if (outcome_.difference.empty()) compare(p);
  }

  /// `scale`: how large the numbers were on the way.
  bool agree(double got, double expected, double scale) const {
    if (!std::isfinite(expected)) return true;
    scale = std::max(scale, std::abs(expected));
    if (is_loose_ || !(scale < (dtype_ == gg::kFloat ? 1e3 : 1e7))) return true;
    return std::abs(got - expected) <= (dtype_ == gg::kFloat ? 3e-4 : 1e-8) * std::max(scale, 1.0);
  }
  /// What both may round to different sides is not compared from here on.
  void watch(double distance) {
    if (!(std::abs(distance) > (dtype_ == gg::kFloat ? 1e-3 : 1e-9))) is_loose_ = true;
  }
  void watch_size(const naive::Tensor& t) {
    for (std::size_t i = 0; i < t.places.size(); ++i)
      if (!(std::abs(machine_.value(t, i)) < (dtype_ == gg::kFloat ? 1e2 : 1e5))) is_loose_ = true;
  }

  // --- steps ---

  void one_step() {
    switch (draw(16)) {
      case 0:
      case 1:
        return unary();
      case 2:
      case 3:
        return binary();
      case 4:
      case 5:
      case 6:
        return view();
      case 7:
        return reduce();
      case 8:
        return product();
      case 9:
        return joined();
      case 10:
      case 11:
        return change();
      case 12:
        return detach_or_hook();
      case 13:
        return new_leaf(draw(2) == 0);
      default:
        return differentiate();
    }
  }

  void unary() {
    const Unary& op = kUnary[draw(length(kUnary) - 1)];
    const Pair p = pick();
    for (std::size_t i = 0; i < p.model.places.size() && !std::isnan(op.edge); ++i)
      watch(std::abs(machine_.value(p.model, i)) - op.edge);
    both(
        std::string(op.name) + " of " + name(p) + text_of(p.model.sizes),
        [&] { return op.call(p.real); },
        [&] {
          return machine_.made(
              p.model.sizes, {p.model},
              [&](std::size_t i) { return machine_.apply(op.rule, machine_.element(p.model, i)); },
              op.saves == 'x' || op.saves == 'b' ? std::vector{p.model}
                                                 : std::vector<naive::Tensor>(),
              op.saves == 'y' || op.saves == 'b');
        });
    if (!pairs_.empty()) watch_size(pairs_.back().model);
  }

  void watch_ties(int op, const naive::Tensor& a, const naive::Tensor& b, const Sizes& sizes) {
    if (op != kMaximum) return;
    naive::each(sizes, [&](const Sizes& index) {
      watch(machine_.value_of(machine_.element_of(a, sizes, index)) -
            machine_.value_of(machine_.element_of(b, sizes, index)));
    });
  }

  void binary() {
    const int which = draw(length(kBinary));
    const Binary& op = kBinary[which];
    const Pair a = pick(), b = pick();
    both(
        std::string(op.name) + " " + text_of(a.model.sizes) + " " + text_of(b.model.sizes),
        [&] { return op.call(a.real, b.real); },
        [&] {
          const Sizes sizes = naive::broadcast(a.model.sizes, b.model.sizes);
          watch_ties(which, a.model, b.model, sizes);
          std::vector<Sizes> indices;
          naive::each(sizes, [&](const Sizes& index) { indices.push_back(index); });
          return machine_.made(
              sizes, {a.model, b.model},
              [&](std::size_t i) {
                return machine_.apply(op.rule, machine_.element_of(a.model, sizes, indices[i]),
                                      machine_.element_of(b.model, sizes, indices[i]));
              },
              saved(op.saves, a.model, b.model, which == kMul), false);
        });
    watch_size(pairs_.back().model);
  }

  std::vector<naive::Tensor> saved(bool saves, const naive::Tensor& a, const naive::Tensor& b,
                                   bool partner_only) {
    if (!saves) return {};
    if (!partner_only) return {a, b};
    std::vector<naive::Tensor> result;
    if (machine_.requires_grad(b)) result.push_back(a);
    if (machine_.requires_grad(a)) result.push_back(b);
    return result;
  }

  void view();
  void reduce();
  void product();
  void joined();
  void change();
  void detach_or_hook();
  void differentiate();
  void compare_gradients(const std::vector<gg::Tensor>& grads,
                         const std::vector<std::pair<int, double>>& sum);
  void second(const gg::Tensor& of, const std::vector<gg::Tensor>& grads,
              const std::vector<std::pair<int, double>>& sum);

  const std::uint8_t *next_, *end_;
  gg::ScalarType dtype_ = gg::kDouble;
  naive::Machine machine_;
  std::vector<Pair> pairs_;
  std::vector<gg::Tensor> leaves_;
  std::vector<int> first_element_;           ///< of each leaf, among all leaf elements
  std::vector<std::vector<double>> summed_;  ///< what backward() has added to each leaf's grad
  std::string log_;
  bool is_loose_ = false, is_second_loose_ = false;
  Outcome outcome_;
};

// --- views ---

void Program::view() {
  const Pair p = pick();
  const Sizes sizes = p.model.sizes;
  const auto rank = static_cast<std::size_t>(p.model.rank());
  const std::string of = " of " + text_of(sizes);
  const auto viewed = [&](const Sizes& to, const std::function<Sizes(const Sizes&)>& from) {
    return [this, p, to, from] { return machine_.view(p.model, to, from); };
  };
  const int way = draw(10);
  if (way == 0) {  // one more dimension
    const auto dim = static_cast<std::size_t>(draw(static_cast<int>(rank) + 1));
    Sizes to = sizes;
    to.insert(to.begin() + static_cast<std::ptrdiff_t>(dim), 1);
    return both(
        "unsqueeze" + of, [&] { return p.real.unsqueeze(static_cast<int64_t>(dim)); },
        viewed(to, [dim](Sizes index) {
          index.erase(index.begin() + static_cast<std::ptrdiff_t>(dim));
          return index;
        }));
  }
  if (rank == 0) return;
  const std::int64_t d = dim_of(p);
  const auto at = static_cast<std::size_t>(d);
  const std::int64_t size = sizes[at];
  const bool from_end = draw(2) == 0;
  const std::int64_t dim = from_end ? d - p.model.rank() : d;
  Sizes to = sizes;
  if (way == 1 || way == 2) {
    const std::int64_t other = dim_of(p);
    std::swap(to[at], to[static_cast<std::size_t>(other)]);
    return both(
        "transpose " + std::to_string(dim) + " " + std::to_string(other) + of,
        [&] { return p.real.transpose(dim, other); }, viewed(to, [=](Sizes index) {
          std::swap(index[at], index[static_cast<std::size_t>(other)]);
          return index;
        }));
  }
  if (way == 3) {
    const std::int64_t index = draw(4) - 1;
    to.erase(to.begin() + d);
    return both(
        "select " + std::to_string(dim) + " " + std::to_string(index) + of,
        [&] { return p.real.select(dim, index); },
        [&] {
          if (index >= size || index < -size) throw naive::Mistake("no such index");
          return viewed(to, [=](Sizes i) {
            i.insert(i.begin() + d, index < 0 ? index + size : index);
            return i;
          })();
        });
  }
  if (way == 4 || way == 5) {
    const std::int64_t start = draw(4), end = draw(5), step = 1 + draw(2);
    const std::int64_t first = std::min(start, size), last = std::clamp(end, first, size);
    to[at] = (last - first + step - 1) / step;
    return both(
        "slice " + std::to_string(dim) + " " + std::to_string(start) + ":" + std::to_string(end) +
            ":" + std::to_string(step) + of,
        [&] { return p.real.slice(dim, start, end, step); }, viewed(to, [=](Sizes i) {
          i[at] = first + i[at] * step;
          return i;
        }));
  }
  if (way == 6) {
    const std::int64_t wide = 1 + draw(3);
    to.insert(to.begin(), 2);
    to[at + 1] = size == 1 ? wide : size;
    return both(
        "expand " + text_of(to) + of, [&] { return p.real.expand(to); }, viewed(to, [=](Sizes i) {
          i.erase(i.begin());
          if (size == 1) i[at] = 0;
          return i;
        }));
  }
  if (way == 7 && rank >= 2) {
    const std::int64_t offset = draw(3) - 1;
    const std::int64_t rows = std::max<std::int64_t>(-offset, 0),
                       columns = std::max<std::int64_t>(offset, 0);
    const std::int64_t n =
        std::max<std::int64_t>(std::min(sizes[rank - 2] - rows, sizes[rank - 1] - columns), 0);
    to.resize(rank - 2);
    to.push_back(n);
    return both(
        "diagonal " + std::to_string(offset) + of, [&] { return p.real.diagonal(offset, -2, -1); },
        viewed(to, [=](Sizes i) {
          const std::int64_t k = i.back();
          i.back() = k + rows;
          i.push_back(k + columns);
          return i;
        }));
  }
  if (way == 8) {  // one of several pieces at once
    const std::int64_t pieces = 1 + draw(3);
    if (size == 0) return;
    const std::int64_t length = (size + pieces - 1) / pieces;
    to[at] = std::min(length, size);
    both(
        "first chunk of " + std::to_string(pieces) + of,
        [&] { return p.real.chunk(pieces, dim)[0]; },
        [&] {
          naive::Tensor piece = machine_.view(p.model, to, [](const Sizes& i) { return i; });
          piece.is_piece = true;
          return piece;
        });
    return;
  }
  if (way == 9) {  // of the elements in their order
    const Sizes flat{naive::count(sizes)};
    return both(
        "view flat" + of, [&] { return p.real.view({-1}); },
        viewed(flat,
               [sizes](const Sizes& index) {
                 Sizes i(sizes.size());
                 std::int64_t rest = index[0];
                 for (std::size_t k = sizes.size(); k-- > 0; rest /= sizes[k])
                   i[k] = rest % sizes[k];
                 return i;
               }),
        true);
  }
}

// --- reductions, products, joins ---

void Program::reduce() {
  const Pair p = pick();
  if (p.model.rank() == 0) return;
  const std::int64_t d = dim_of(p);
  const auto at = static_cast<std::size_t>(d);
  const bool keep = draw(2) == 0;
  const int way = draw(7);
  const Sizes sizes = p.model.sizes;
  const std::int64_t n = sizes[at];
  const bool stays = way >= 4;
  Sizes to = sizes;
  if (!stays && keep) to[at] = 1;
  if (!stays && !keep) to.erase(to.begin() + d);
  std::vector<Sizes> indices;
  naive::each(to, [&](const Sizes& index) { indices.push_back(index); });
  const naive::Rule add = kBinary[kAdd].rule, mul = kBinary[kMul].rule;
  const auto element = [&](Sizes index, std::int64_t k) {
    if (!stays && !keep)
      index.insert(index.begin() + d, k);
    else
      index[at] = k;
    return machine_.element_of(p.model, sizes, index);
  };
  const auto folded = [&](const Sizes& index, double first, naive::Rule rule, auto each,
                          std::int64_t count) {
    int sum = machine_.number(first);
    for (std::int64_t k = 0; k < count; ++k) sum = machine_.apply(rule, sum, each(index, k));
    return sum;
  };
  const auto exp_of = [&](const Sizes& index, std::int64_t k) {
    return machine_.apply(kUnary[1].rule, element(index, k));
  };
  const naive::Rule log = [](const Number& x, const Number&) {
    return chain(x, std::log(x.v), 1 / x.v, -1 / (x.v * x.v));
  };
  const auto one = [&](std::size_t i) {
    const Sizes& index = indices[i];
    switch (way) {
      case 0:
        return folded(index, 0, add, element, n);
      case 1:
        return machine_.apply(mul, folded(index, 0, add, element, n),
                              machine_.number(1 / static_cast<double>(n)));
      case 2:
        return folded(index, 1, mul, element, n);
      case 3:
        return machine_.apply(log, folded(index, 0, add, exp_of, n));
      case 4:
        return folded(index, 0, add, element, index[at] + 1);
      case 5:
        return machine_.apply([](const Number& x, const Number& y) { return x * inverse(y); },
                              exp_of(index, index[at]), folded(index, 0, add, exp_of, n));
      default:
        return folded(index, 1, mul, element, index[at] + 1);
    }
  };
  const auto real = [&]() -> gg::Tensor {
    switch (way) {
      case 0:
        return p.real.sum(gg::IntArrayRef(d), keep);
      case 1:
        return p.real.mean(gg::IntArrayRef(d), keep);
      case 2:
        return p.real.prod(d, keep);
      case 3:
        return p.real.logsumexp(gg::IntArrayRef(d), keep);
      case 4:
        return p.real.cumsum(d);
      case 5:
        return p.real.softmax(d);
      default:
        return p.real.cumprod(d);
    }
  };
  constexpr const char* names[] = {"sum",    "mean",    "prod",   "logsumexp",
                                   "cumsum", "softmax", "cumprod"};
  if (n == 0) return;
  const bool saves = way == 2 || way == 3 || way == 5 || way == 6;
  both(std::string(names[way]) + " over " + std::to_string(d) + (keep ? " kept" : "") + " of " +
           text_of(sizes),
       real, [&] {
         return machine_.made(to, {p.model}, one,
                              saves ? std::vector{p.model} : std::vector<naive::Tensor>(), saves);
       });
  watch_size(pairs_.back().model);
}

void Program::product() {
  const Pair a = pick(), b = pick();
  both(
      "matmul " + text_of(a.model.sizes) + " " + text_of(b.model.sizes),
      [&] { return a.real.matmul(b.real); },
      [&] {
        Sizes x = a.model.sizes, y = b.model.sizes;
        if (x.empty() || y.empty()) throw naive::Mistake("no dimensions");
        const bool row = x.size() == 1, column = y.size() == 1;
        if (row) x.insert(x.begin(), 1);
        if (column) y.push_back(1);
        const std::int64_t n = x.back();
        if (y[y.size() - 2] != n) throw naive::Mistake("sizes do not fit");
        const Sizes batch =
            naive::broadcast(Sizes(x.begin(), x.end() - 2), Sizes(y.begin(), y.end() - 2));
        Sizes full = batch;
        full.push_back(x[x.size() - 2]);
        full.push_back(y.back());
        std::vector<Sizes> indices;
        naive::each(full, [&](const Sizes& index) { indices.push_back(index); });
        naive::Tensor left = a.model, right = b.model;
        left.sizes = x, right.sizes = y;
        Sizes left_full = batch, right_full = batch;
        left_full.insert(left_full.end(), {x[x.size() - 2], n});
        right_full.insert(right_full.end(), {n, y.back()});
        Sizes to = full;
        if (column) to.pop_back();
        if (row) to.erase(to.end() - (column ? 1 : 2));
        return machine_.made(
            to, {a.model, b.model},
            [&](std::size_t i) {
              int sum = machine_.number(0);
              for (std::int64_t k = 0; k < n; ++k) {
                Sizes l = indices[i], r = indices[i];
                l.back() = k;
                r[r.size() - 2] = k;
                sum = machine_.apply(
                    kBinary[kAdd].rule, sum,
                    machine_.apply(kBinary[kMul].rule, machine_.element_of(left, left_full, l),
                                   machine_.element_of(right, right_full, r)));
              }
              return sum;
            },
            saved(true, a.model, b.model, true), false);
      });
  watch_size(pairs_.back().model);
}

void Program::joined() {
  const Pair a = pick(), b = pick();
  const std::int64_t d = dim_of(a);
  const int way = draw(3);
  if (a.model.rank() == 0) return;
  const auto at = static_cast<std::size_t>(d);
  const Sizes sizes = a.model.sizes;
  if (way == 0) {
    return both(
        "flip " + std::to_string(d) + " of " + text_of(sizes), [&] { return a.real.flip({d}); },
        [&] {
          std::vector<Sizes> indices;
          naive::each(sizes, [&](const Sizes& index) { indices.push_back(index); });
          return machine_.made(
              sizes, {a.model},
              [&](std::size_t i) {
                Sizes index = indices[i];
                index[at] = sizes[at] - 1 - index[at];
                return machine_.element_of(a.model, sizes, index);
              },
              {}, false);
        });
  }
  if (way == 1) {
    const std::vector<std::int64_t> rows{draw(3), draw(3), draw(3)};
    return both(
        "index_select " + std::to_string(d) + " " + text_of(rows) + " of " + text_of(sizes),
        [&] { return a.real.index_select(d, gg::tensor(rows, gg::kLong)); },
        [&] {
          Sizes to = sizes;
          to[at] = 3;
          for (const std::int64_t row : rows)
            if (row >= sizes[at]) throw naive::Mistake("no such row");
          std::vector<Sizes> indices;
          naive::each(to, [&](const Sizes& index) { indices.push_back(index); });
          return machine_.made(
              to, {a.model},
              [&](std::size_t i) {
                Sizes index = indices[i];
                index[at] = rows[static_cast<std::size_t>(index[at])];
                return machine_.element_of(a.model, sizes, index);
              },
              {}, false);
        });
  }
  both(
      "cat " + std::to_string(d) + " " + text_of(sizes) + " " + text_of(b.model.sizes),
      [&] {
        return gg::cat({a.real, b.real}, d);
      },
      [&] {
        const bool nothing = b.model.sizes == Sizes{0}, first_nothing = sizes == Sizes{0};
        Sizes to = first_nothing ? b.model.sizes : sizes;
        if (first_nothing && at >= to.size()) throw naive::Mistake("no such dimension");
        if (!nothing && !first_nothing) {
          if (b.model.rank() != a.model.rank()) throw naive::Mistake("other rank");
          for (std::size_t k = 0; k < to.size(); ++k)
            if (k != at && to[k] != b.model.sizes[k]) throw naive::Mistake("other sizes");
          to[at] += b.model.sizes[at];
        }
        const std::int64_t first = first_nothing ? 0 : sizes[at];
        std::vector<Sizes> indices;
        naive::each(to, [&](const Sizes& index) { indices.push_back(index); });
        return machine_.made(
            to, {a.model, b.model},
            [&](std::size_t i) {
              Sizes index = indices[i];
              const bool in_first = index[at] < first;
              if (!in_first) index[at] -= first;
              return machine_.element_of(in_first ? a.model : b.model,
                                         in_first ? sizes : b.model.sizes, index);
            },
            {}, false);
      });
}

// --- changes in place ---

void Program::change() {
  const Pair target = pick();
  if (machine_.is_hooked(target.model)) return;
  const bool recorded = draw(4) != 0;
  const gg::AutoGradMode mode(recorded);
  const std::string how = (recorded ? " of " : " without grad of ") + text_of(target.model.sizes);
  if (draw(2) == 0) {
    const Unary& op = kUnary[draw(length(kUnary))];
    if (!op.in_place) return;
    for (std::size_t i = 0; i < target.model.places.size() && !std::isnan(op.edge); ++i)
      watch(std::abs(machine_.value(target.model, i)) - op.edge);
    both(
        std::string(op.name) + "_" + how, [&] { return op.in_place(target.real); },
        [&] {
          machine_.check_change(target.model, recorded);
          machine_.change(
              target.model, {target.model},
              [&](std::size_t i) {
                return machine_.apply(op.rule, machine_.element(target.model, i));
              },
              op.saves == 'x' || op.saves == 'b' ? std::vector{target.model}
                                                 : std::vector<naive::Tensor>(),
              op.saves == 'y' || op.saves == 'b', recorded);
          return target.model;
        });
    return watch_size(target.model);
  }
  const Pair source = pick();
  const int which = draw(length(kBinary) + 1);
  const bool copies = which == length(kBinary);
  const Binary& op = kBinary[copies ? 0 : which];
  if (!op.in_place) return;
  std::set<int> places(target.model.places.begin(), target.model.places.end());
  bool overlap = false;
  if (machine_.storage_of(source.model) == machine_.storage_of(target.model))
    for (const int place : source.model.places) overlap |= places.count(place) > 0;
  both(
      std::string(copies ? "copy" : op.name) + "_ " + name(source) + text_of(source.model.sizes) +
          how + " " + name(target),
      [&]() -> gg::Tensor {
        return copies ? target.real.copy_(source.real) : op.in_place(target.real, source.real);
      },
      [&] {
        const Sizes& sizes = target.model.sizes;
        if (naive::broadcast(sizes, source.model.sizes) != sizes)
          throw naive::Mistake("target is smaller");
        if (copies && source.real.is_same(target.real) && !recorded) return target.model;
        machine_.check_change(target.model, recorded, machine_.requires_grad(source.model));
        std::vector<Sizes> indices;
        naive::each(sizes, [&](const Sizes& index) { indices.push_back(index); });
        machine_.change(
            target.model, {target.model, source.model},
            [&](std::size_t i) {
              const int other = machine_.element_of(source.model, sizes, indices[i]);
              return copies ? other
                            : machine_.apply(op.rule, machine_.element(target.model, i), other);
            },
            op.saves && !copies ? std::vector{source.model} : std::vector<naive::Tensor>(), false,
            recorded);
        return target.model;
      },
      overlap);
  watch_size(target.model);
}

void Program::detach_or_hook() {
  Pair& p = pick();
  if (draw(2) == 0)
    return both(
        "detach of " + name(p), [&, q = p] { return q.real.detach(); },
        [&, q = p] { return machine_.detached(q.model); });
  if (!machine_.may_be_hooked(p.model)) return;
  const double factor = 1 + draw(2);
  say("a hook of " + name(p) + ": times " + std::to_string(factor));
  p.real.register_hook([factor](const gg::Tensor& g) { return g * factor; });
  machine_.hook(p.model, factor);
  is_second_loose_ |= factor != 1 && machine_.is_saved_result(p.model);
}

// --- gradients ---

void Program::differentiate() {
  const Pair p = pick();
  const bool retain = draw(3) != 0, twice = draw(3) == 0, adds = !twice && draw(3) == 0;
  const bool is_mistaken = machine_.is_mistaken(p.model);
  gg::Tensor weights = gg::empty(p.model.sizes, gg::kDouble);
  std::vector<std::pair<int, double>> sum;
  for (std::size_t i = 0; i < p.model.places.size(); ++i) {
    const double w = 1 + 0.25 * static_cast<double>(i % 5);
    weights.data_ptr<double>()[i] = w;
    sum.emplace_back(machine_.element(p.model, i), w);
  }
  std::string what =
      std::string(adds ? "backward" : "grad") + " of " + name(p) + text_of(p.model.sizes);
  say(what + (retain ? " retained" : "") + (twice ? " twice" : ""));
  std::vector<gg::Tensor> grads;
  std::string error;
  try {
    if (adds)
      p.real.backward(weights.to(dtype_), retain);
    else
      grads =
          gg::autograd::grad({p.real}, leaves_, {weights.to(dtype_)}, retain || twice, twice, true);
  } catch (const gg::InternalError& e) {
    return differ(std::string("an internal error: ") + e.what());
  } catch (const gg::Error& e) {
    error = e.what();
  }
  outcome_.errors += !error.empty();
  if (!error.empty()) {
    const bool is_old_piece =
        error.find("is a view and its base or another view of its base") != error.npos;
    if (!is_mistaken && !is_old_piece) differ("an error where none is due: " + error);
    machine_.free(p.model);
    if (adds) next_ = end_;  // some leaves have got a part
    return;
  }
  if (!machine_.requires_grad(p.model))
    return differ("no error for a tensor that does not require grad");
  ++outcome_.gradients;
  if (adds) {
    for (std::size_t l = 0; l < leaves_.size(); ++l) grads.push_back(leaves_[l].grad());
    for (std::size_t l = 0; l < leaves_.size(); ++l)
      for (std::size_t i = 0; i < summed_[l].size(); ++i) {
        double scale = 0;
        summed_[l][i] +=
            machine_.derivative(sum, first_element_[l] + static_cast<int>(i), -1, &scale).a;
        if (!(scale < (dtype_ == gg::kFloat ? 1e2 : 1e5))) is_loose_ = true;
        const double got =
            grads[l].defined() ? grads[l].to(gg::kDouble).contiguous().data_ptr<double>()[i] : 0;
        if (!agree(got, summed_[l][i], scale)) differ("grad() of leaf " + std::to_string(l));
      }
  } else {
    compare_gradients(grads, sum);
  }
  if (twice && outcome_.difference.empty()) second(p.real, grads, sum);
  if (!retain || twice) machine_.free(p.model);
}

void Program::compare_gradients(const std::vector<gg::Tensor>& grads,
                                const std::vector<std::pair<int, double>>& sum) {
  for (std::size_t l = 0; l < grads.size(); ++l) {
    const gg::Tensor plain =
        grads[l].defined() ? grads[l].detach().to(gg::kDouble).contiguous() : gg::Tensor();
    if (plain.defined() && plain.sizes() != leaves_[l].sizes())
      return differ("a gradient of another shape");
    for (std::int64_t i = 0; i < leaves_[l].numel(); ++i) {
      double scale = 0;
      const double expected =
          machine_.derivative(sum, first_element_[l] + static_cast<int>(i), -1, &scale).a;
      const double got = plain.defined() ? plain.data_ptr<double>()[i] : 0;
      if (!agree(got, expected, scale))
        return differ("gradient of leaf " + std::to_string(l) + " element " + std::to_string(i) +
                      " is " + std::to_string(got) + ", not " + std::to_string(expected));
    }
  }
}

void Program::second(const gg::Tensor& of, const std::vector<gg::Tensor>& grads,
                     const std::vector<std::pair<int, double>>& sum) {
  gg::Tensor total;
  for (const gg::Tensor& g : grads)
    if (g.defined() && g.requires_grad()) total = total.defined() ? total + g.sum() : g.sum();
  if (!total.defined()) total = gg::zeros({}, dtype_);
  std::vector<gg::Tensor> again(leaves_.size());
  try {
    if (total.requires_grad()) again = gg::autograd::grad({total}, leaves_, {}, false, false, true);
  } catch (const gg::Error& e) {
    return differ(std::string("a second derivative: ") + e.what());
  }
  (void)of;
  if (is_second_loose_) return;
  ++outcome_.second_gradients;
  for (std::size_t l = 0; l < leaves_.size(); ++l)
    for (std::int64_t i = 0; i < leaves_[l].numel(); ++i) {
      double expected = 0, scale = 0;
      for (int j = 0; j < machine_.leaf_elements(); ++j)
        expected += machine_.derivative(sum, j, first_element_[l] + static_cast<int>(i), &scale).c;
      const double got =
          again[l].defined() ? again[l].to(gg::kDouble).contiguous().data_ptr<double>()[i] : 0;
      if (!agree(got, expected, scale))
        return differ("second derivative by leaf " + std::to_string(l) + " element " +
                      std::to_string(i) + " is " + std::to_string(got) + ", not " +
                      std::to_string(expected));
    }
}

}  // namespace

Outcome run_program(const std::uint8_t* bytes, std::size_t size) {
  return Program(bytes, size).run();
}

}  // namespace fuzz
