// The line search of LBFGS.
#include "optim/line_search.h"

#include <algorithm>
#include <cmath>

namespace glassgrad::optim {
namespace {

constexpr double kC1 = 1e-4;
constexpr double kC2 = 0.9;
constexpr int kMaxEvaluations = 25;

/// Minimum, within [low, high], of the cubic that has both points' values and slopes.
/// Source: Nocedal & Wright, eq. 3.59.
double cubic_minimum(const LinePoint& a, const LinePoint& b, double low, double high) {
  const double d1 = a.slope + b.slope - 3 * (a.loss - b.loss) / (a.t - b.t);
  const double d2_square = d1 * d1 - a.slope * b.slope;
  if (!(d2_square >= 0)) return (low + high) / 2;
  const double d2 = std::sqrt(d2_square);
  const LinePoint& left = a.t <= b.t ? a : b;
  const LinePoint& right = a.t <= b.t ? b : a;
  const double minimum = right.t - (right.t - left.t) * ((right.slope + d2 - d1) /
                                                         (right.slope - left.slope + 2 * d2));
  return std::min(std::max(minimum, low), high);
}

class StrongWolfe {
 public:
  StrongWolfe(const std::function<LinePoint(double)>& evaluate, const LinePoint& start,
              double shortest)
      : evaluate_(evaluate), start_(start), shortest_(shortest) {}

  LineSearchResult search(double first_step) {
    bracket(first_step);
    if (!found_) narrow();
    return {best(), evaluations_};
  }

 private:
  bool decreases_enough(const LinePoint& p) const {
    return !(p.loss > start_.loss + kC1 * p.t * start_.slope);
  }
  bool is_flat_enough(const LinePoint& p) const { return std::abs(p.slope) <= -kC2 * start_.slope; }
  LinePoint at(double t) {
    ++evaluations_;
    return evaluate_(t);
  }
  int low() const { return ends_[0].loss <= ends_[1].loss ? 0 : 1; }
  const LinePoint& best() const { return ends_[low_]; }

  /// Algorithm 3.5: moves outwards until [previous, current] must contain a Wolfe point.
  void bracket(double first_step) {
    LinePoint previous = start_;
    LinePoint current = at(first_step);
    for (; steps_ < kMaxEvaluations; ++steps_) {
      if (!decreases_enough(current) || (steps_ > 1 && current.loss >= previous.loss)) break;
      if (is_flat_enough(current)) {
        ends_[0] = ends_[1] = current;
        found_ = true;
        return;
      }
      if (current.slope >= 0) break;
      const double t = cubic_minimum(previous, current, current.t + 0.01 * (current.t - previous.t),
                                     current.t * 10);
      previous = std::move(current);
      current = at(t);
    }
    ends_[0] = steps_ == kMaxEvaluations ? start_ : previous;
    ends_[1] = current;
    low_ = low();
  }

  /// Algorithm 3.6: cuts the interval, whose lower end `low_` always decreases enough.
  void narrow() {
    while (!found_ && steps_ < kMaxEvaluations) {
      if (std::abs(ends_[1].t - ends_[0].t) < shortest_) return;
      LinePoint cut = at(next_cut());
      ++steps_;
      const int high = 1 - low_;
      if (!decreases_enough(cut) || cut.loss >= best().loss) {
        ends_[high] = std::move(cut);
        low_ = low();
        continue;
      }
      if (is_flat_enough(cut))
        found_ = true;
      else if (cut.slope * (ends_[high].t - best().t) >= 0)
        ends_[high] = best();
      ends_[low_] = std::move(cut);
    }
  }

  /// The cubic's minimum, but twice in a row not closer than a tenth to the same end.
  double next_cut() {
    const auto [left, right] = std::minmax(ends_[0].t, ends_[1].t);
    const double t = cubic_minimum(ends_[0], ends_[1], left, right);
    const double margin = 0.1 * (right - left);
    if (std::min(right - t, t - left) >= margin) {
      was_close_ = false;
      return t;
    }
    if (!was_close_ && t < right && t > left) {
      was_close_ = true;
      return t;
    }
    was_close_ = false;
    return std::abs(t - right) < std::abs(t - left) ? right - margin : left + margin;
  }

  const std::function<LinePoint(double)>& evaluate_;
  const LinePoint& start_;
  const double shortest_;
  LinePoint ends_[2];
  int low_ = 0;
  int steps_ = 0;
  int64_t evaluations_ = 0;
  bool found_ = false;
  bool was_close_ = false;
};

}  // namespace

LineSearchResult strong_wolfe(const std::function<LinePoint(double t)>& evaluate,
                              const LinePoint& start, double first_step, double largest_move,
                              double tolerance_change) {
  return StrongWolfe(evaluate, start, tolerance_change / largest_move).search(first_step);
}

}  // namespace glassgrad::optim
