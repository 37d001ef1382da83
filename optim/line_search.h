#pragma once
// Internal: the line search of LBFGS.

#include <functional>

#include "autograd/tensor/tensor.h"

namespace glassgrad::optim {

/// The objective at x + t * d.
struct LinePoint {
  double t;         ///< how far along d
  double loss;      ///< f(x + t * d)
  double slope;     ///< the gradient there times d
  Tensor gradient;  ///< flat
};

struct LineSearchResult {
  LinePoint point;
  int64_t evaluations;
};

/// Looks for a step t that meets the strong Wolfe conditions,
///
///     f(t) <= f(0) + c1 * t * f'(0)     and     |f'(t)| <= c2 * |f'(0)|,   c1 = 1e-4, c2 = 0.9:
///
/// first moves outwards until an interval must contain one, then narrows that with cubic
/// interpolation; at most 25 evaluations. Where it finds none, the best point seen.
/// @param evaluate          the objective at a step
/// @param start             the point at t = 0
/// @param first_step        t of the first evaluation
/// @param largest_move      max |d_i|: an interval shorter than tolerance_change / that is not cut
/// Source: Nocedal & Wright, "Numerical optimization" (2006), algorithms 3.5 and 3.6.
LineSearchResult strong_wolfe(const std::function<LinePoint(double t)>& evaluate,
                              const LinePoint& start, double first_step, double largest_move,
                              double tolerance_change);

}  // namespace glassgrad::optim
