// L-BFGS. What a call of step does is in the header.
#include "optim/lbfgs.h"

#include <algorithm>
#include <cmath>

#include "autograd/base/check.h"
#include "autograd/functions.h"
#include "autograd/graph/grad_mode.h"
#include "autograd/graph/zero_gradient.h"
#include "optim/line_search.h"
#include "optim/same_tensor.h"

namespace glassgrad::optim {
namespace {

bool same_list(const std::vector<Tensor>& a, const std::vector<Tensor>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), same_tensor);
}

double max_abs(const Tensor& x) { return x.abs().max().item<double>(); }

double product(const Tensor& a, const Tensor& b) { return a.dot(b).item<double>(); }

}  // namespace

LBFGSOptions::LBFGSOptions(double lr) : lr_(lr) {}
double LBFGSOptions::get_lr() const { return lr_; }
void LBFGSOptions::set_lr(const double lr) { lr_ = lr; }

bool operator==(const LBFGSParamState& a, const LBFGSParamState& b) {
  return a.func_evals_ == b.func_evals_ && a.n_iter_ == b.n_iter_ && a.t_ == b.t_ &&
         a.prev_loss_ == b.prev_loss_ && same_tensor(a.d_, b.d_) &&
         same_tensor(a.H_diag_, b.H_diag_) && same_tensor(a.prev_flat_grad_, b.prev_flat_grad_) &&
         same_list(a.old_dirs_, b.old_dirs_) && same_list(a.old_stps_, b.old_stps_) &&
         same_list(a.ro_, b.ro_) && same_list(a.al_, b.al_);
}

LBFGS::LBFGS(std::vector<OptimizerParamGroup> param_groups, LBFGSOptions defaults)
    : Optimizer(std::move(param_groups), std::make_unique<LBFGSOptions>(defaults)) {
  check(param_groups_.size() == 1,
        "LBFGS doesn't support per-parameter options (parameter groups)");
  if (defaults.max_eval()) return;
  const int64_t max_eval = defaults.max_iter() * 5 / 4;
  static_cast<LBFGSOptions&>(param_groups_[0].options()).max_eval(max_eval);
  static_cast<LBFGSOptions&>(*defaults_).max_eval(max_eval);
}

LBFGS::LBFGS(std::vector<Tensor> params, LBFGSOptions defaults)
    : LBFGS(std::vector<OptimizerParamGroup>{std::move(params)}, std::move(defaults)) {}

/// One call of step: the parameters as one vector, and a copy of the state to work on.
struct LBFGS::Call {
  const std::vector<Tensor>& params;
  const LBFGSOptions& options;
  const LossClosure& closure;
  LBFGSParamState state;
  double loss = 0;
  Tensor gradient;  // flat

  /// Calls the closure and gathers what it left: loss and flat gradient.
  Tensor evaluate() {
    Tensor result = Optimizer::evaluate(closure);
    loss = result.item<double>();
    std::vector<Tensor> parts;
    for (const Tensor& p : params) {
      const Tensor& grad = autograd::gradient_of(p);
      parts.push_back(grad.defined() ? grad.reshape(-1) : zeros_like(p).view(-1));
    }
    gradient = cat(parts, 0);
    return result;
  }

  bool is_optimal() const { return max_abs(gradient) <= options.tolerance_grad(); }

  std::vector<Tensor> copy_params() const {
    std::vector<Tensor> copies;
    for (const Tensor& p : params) copies.push_back(p.clone());
    return copies;
  }

  void set_params(const std::vector<Tensor>& values) {
    for (size_t i = 0; i < params.size(); ++i) params[i].copy_(values[i]);
  }

  /// x = x + t * d.
  void move(double t, const Tensor& d) {
    int64_t offset = 0;
    for (const Tensor& p : params) {
      p.add_(d.slice(0, offset, offset + p.numel()).view_as(p), t);
      offset += p.numel();
    }
  }

  /// Remembers the last move and the change of the gradient that it made, if the curvature along
  /// it is positive.
  void update_history() {
    const Tensor y = gradient.sub(state.prev_flat_grad());
    const Tensor s = state.d().mul(state.t());
    const Tensor ys = y.dot(s);
    if (ys.item<double>() <= 1e-10) return;
    if (static_cast<int64_t>(state.old_dirs().size()) == options.history_size())
      for (auto* list : {&state.old_dirs(), &state.old_stps(), &state.ro()})
        list->erase(list->begin());
    state.old_dirs().push_back(y);
    state.old_stps().push_back(s);
    state.ro().push_back(1. / ys);
    state.H_diag(ys / y.dot(y));
  }

  /// d = -H g by the two-loop recursion, algorithm 7.4.
  void update_direction() {
    const size_t count = state.old_dirs().size();
    std::vector<Tensor>& al = state.al();
    al.resize(count);
    Tensor q = gradient.neg();
    for (size_t i = count; i-- > 0;) {
      al[i] = state.old_stps()[i].dot(q) * state.ro()[i];
      q.add_(state.old_dirs()[i], -al[i].item<double>());
    }
    Tensor r = q.mul(state.H_diag());
    for (size_t i = 0; i < count; ++i) {
      const Tensor be = state.old_dirs()[i].dot(r) * state.ro()[i];
      r.add_(state.old_stps()[i], (al[i] - be).item<double>());
    }
    state.d(r);
  }

  /// The direction of the next move; in the first of all, steepest descent.
  void choose_direction() {
    if (++state.n_iter() == 1) {
      state.d(gradient.neg());
      state.H_diag(ones({}, gradient.options()));
    } else {
      update_history();
      update_direction();
    }
    state.prev_flat_grad(gradient.clone());
    state.prev_loss(loss);
    const double lr = options.lr();
    state.t(state.n_iter() == 1 ? std::min(1., 1. / gradient.abs().sum().item<double>()) * lr : lr);
  }

  /// Moves to where strong_wolfe leads; returns the evaluations it took.
  int64_t search_line(double slope) {
    const std::vector<Tensor> x = copy_params();
    const Tensor d = state.d();
    const std::function<LinePoint(double)> objective = [&](double t) {
      move(t, d);
      evaluate();
      set_params(x);
      return LinePoint{t, loss, product(gradient, d), gradient};
    };
    const LinePoint start{0, loss, slope, gradient};
    LineSearchResult found =
        strong_wolfe(objective, start, state.t(), max_abs(d), options.tolerance_change());
    state.t(found.point.t);
    loss = found.point.loss;
    gradient = found.point.gradient;
    move(state.t(), d);
    return found.evaluations;
  }

  /// Moves by t; returns the evaluations it took, one if the next move needs the new gradient.
  int64_t take_step(bool needs_gradient) {
    move(state.t(), state.d());
    if (needs_gradient) evaluate();
    return needs_gradient ? 1 : 0;
  }

  /// All moves of the call; returns the loss at its start.
  Tensor run() {
    const Tensor first_loss = evaluate();
    int64_t evaluations = 1;
    ++state.func_evals();
    if (is_optimal()) return first_loss;

    for (int64_t iteration = 1; iteration <= options.max_iter(); ++iteration) {
      choose_direction();
      const double slope = product(gradient, state.d());
      if (slope > -options.tolerance_change()) break;

      const bool is_last = iteration == options.max_iter();
      const int64_t count = options.line_search_fn() ? search_line(slope) : take_step(!is_last);
      evaluations += count;
      state.func_evals() += count;

      if (is_last || evaluations >= *options.max_eval() || is_optimal()) break;
      if (max_abs(state.d().mul(state.t())) <= options.tolerance_change()) break;
      if (std::abs(loss - state.prev_loss()) < options.tolerance_change()) break;
    }
    return first_loss;
  }
};

Tensor LBFGS::step(LossClosure closure) {
  NoGradGuard no_grad;
  check(closure != nullptr, "LBFGS requires a closure function");
  const auto& options = static_cast<const LBFGSOptions&>(param_groups_[0].options());
  check(!options.line_search_fn() || *options.line_search_fn() == "strong_wolfe",
        "only 'strong_wolfe' is supported as line_search_fn, got '{}'",
        options.line_search_fn().value_or(""));

  if (params().empty()) {
    Tensor loss = evaluate(closure);
    if (!has_begun_) begin_training("LBFGS");
    return loss;
  }
  auto& state = state_.get<LBFGSParamState>(params()[0]);
  Call call{params(), options, closure, state, 0, {}};
  const std::vector<Tensor> before = call.copy_params();
  try {
    Tensor loss = call.run();
    if (!has_begun_) begin_training("LBFGS");
    state = std::move(call.state);
    return loss;
  } catch (...) {
    call.set_params(before);
    throw;
  }
}

}  // namespace glassgrad::optim
