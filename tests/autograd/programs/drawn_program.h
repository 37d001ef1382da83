#pragma once
// A program as it is drawn from bytes: the library and the naive autograd take every step alike.

#include <algorithm>
#include <cmath>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "autograd/base/error.h"
#include "autograd/graph/autograd.h"
#include "autograd/graph/grad_mode.h"
#include "tests/autograd/programs/drawn_operations.h"
#include "tests/autograd/programs/programs.h"

namespace fuzz {

inline std::string text_of(const Sizes& sizes) {
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

  void new_leaf(bool requires_grad);

  std::string name(const Pair& p) const {
    for (std::size_t i = 0; i < pairs_.size(); ++i)
      if (pairs_[i].real.is_same(p.real)) return "t" + std::to_string(i);
    return "a tensor";
  }

  /// Runs both; they agree on whether that is an error. The result is one more tensor. Returns
  /// whether the library alone has thrown, as it may.
  template <class Real, class Model>
  bool tried(const std::string& what, Real real, Model model, bool may_throw = false) {
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
      differ(what + ": an internal error: " + e.what());
      return false;
    } catch (const gg::Error& e) {
      error = e.what();
    }
    say("t" + std::to_string(pairs_.size()) + " = " + what +
        (error.empty() ? "" : "  throws " + error));
    outcome_.errors += !error.empty();
    if (!mistake.empty()) {
      if (error.empty()) differ("no error where one is due: " + mistake);
      return false;
    }
    if (!error.empty()) {
      // A piece whose base has been changed is not to be used again.
      may_throw |=
          error.find("its base or another view of its base has been modified") != error.npos;
      if (!may_throw) differ("an error where none is due: " + error);
      return true;
    }
    pairs_.push_back({got, expected});
    compare(pairs_.back());
    return false;
  }
  template <class Real, class Model>
  void both(const std::string& what, Real real, Model model, bool may_throw = false) {
    tried(what, real, model, may_throw);
  }

  void compare(const Pair& p);

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

  void one_step();

  void unary();

  void watch_ties(int op, const naive::Tensor& a, const naive::Tensor& b, const Sizes& sizes);

  void binary();

  std::vector<naive::Tensor> saved(bool saves, const naive::Tensor& a, const naive::Tensor& b,
                                   bool partner_only);

  void view();
  void reduce();
  void product();
  void joined();
  void change();
  void stop() {
    pairs_.clear();
    next_ = end_;
  }
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

}  // namespace fuzz
