#pragma once
// L-BFGS: options, state, algorithm.

#include "optimizer.h"

namespace glassgrad::optim {

/// Options of LBFGS.
struct LBFGSOptions : OptimizerCloneableOptions<LBFGSOptions> {
  LBFGSOptions(double lr = 1);
  TORCH_ARG(double, lr);
  TORCH_ARG(int64_t, max_iter) = 20;
  TORCH_ARG(optional<int64_t>, max_eval);  ///< default: max_iter * 5 / 4
  TORCH_ARG(double, tolerance_grad) = 1e-7;
  TORCH_ARG(double, tolerance_change) = 1e-9;
  TORCH_ARG(int64_t, history_size) = 100;
  TORCH_ARG(optional<std::string>, line_search_fn);  ///< or "strong_wolfe"

 public:
  double get_lr() const override;
  void set_lr(const double lr) override;
  friend bool operator==(const LBFGSOptions&, const LBFGSOptions&) = default;
};

/// What LBFGS remembers of a parameter.
struct LBFGSParamState : OptimizerCloneableParamState<LBFGSParamState> {
  TORCH_ARG(int64_t, func_evals) = 0;
  TORCH_ARG(int64_t, n_iter) = 0;
  TORCH_ARG(double, t) = 0;
  TORCH_ARG(double, prev_loss) = 0;
  TORCH_ARG(Tensor, d);
  TORCH_ARG(Tensor, H_diag);
  TORCH_ARG(Tensor, prev_flat_grad);
  TORCH_ARG(std::vector<Tensor>, old_dirs);  ///< y_k = g_k+1 - g_k, oldest first
  TORCH_ARG(std::vector<Tensor>, old_stps);  ///< s_k = x_k+1 - x_k
  TORCH_ARG(std::vector<Tensor>, ro);        ///< 1 / (y_k . s_k)
  TORCH_ARG(std::vector<Tensor>, al);

 public:
  friend bool operator==(const LBFGSParamState& a, const LBFGSParamState& b);
};

/// L-BFGS: a quasi-Newton method that builds its picture of the Hessian from the last
/// `history_size` changes of parameters and gradients. All parameters form one vector x.
///
/// A call of `step` makes up to max_iter moves x = x + t * d with d = -H g, where the two-loop
/// recursion gives H g; t is lr (in the very first move min(1, 1 / |g|_1) * lr), or what a search
/// along the line finds. It stops early when max |g_i| <= tolerance_grad, when the move or the
/// change of the loss gets smaller than tolerance_change, or after max_eval evaluations.
///
/// The closure has to zero the gradients, compute the loss and call backward; `step` returns its
/// first value. If it throws, parameters and state are as before the call.
/// @throws Error  for more than one parameter group, no closure, or an unknown line search
/// Source: Nocedal & Wright, "Numerical optimization" (2006), algorithms 7.4 and 7.5.
class LBFGS : public Optimizer {
 public:
  explicit LBFGS(std::vector<OptimizerParamGroup> param_groups, LBFGSOptions defaults = {});
  explicit LBFGS(std::vector<Tensor> params, LBFGSOptions defaults = {});
  Tensor step(LossClosure closure) override;

 private:
  struct Call;
  const std::vector<Tensor>& params() const { return param_groups_[0].params(); }
};

}  // namespace glassgrad::optim
