// Elements picked along a dimension by what they are: running extremes, ranks. An operation finds
// the indices, outside the graph; its values are gathered at them, and their gradients go back
// there.

#include <algorithm>
#include <cmath>
#include <numeric>

#include "autograd/ops/op.h"
#include "autograd/types/visit.h"

namespace glassgrad {

namespace {

using Pair = std::tuple<Tensor, Tensor>;

template <class T>
bool is_nan(T x) {
  return x != x;
}
/// Ascending; NaN counts as the largest.
template <class T>
bool is_less(T a, T b) {
  return a < b || (is_nan(b) && !is_nan(a));
}

/// Calls find(elements, n, indices) for each line of x along its last dimension; for each line as
/// many indices come out as `indices` has in its last dimension.
template <class Find>
void for_each_line(const Tensor& x, const Tensor& indices, const Find& find) {
  const int64_t n = x.sizes().back(), m = indices.sizes().back();
  visit_also_half(x.scalar_type(), [&]<class T>() {
    const T* from = data<T>(x);
    int64_t* to = data<int64_t>(indices);
    for (int64_t line = 0; line < indices.numel() / std::max<int64_t>(m, 1); ++line)
      find(from + line * n, n, to + line * m);
  });
}

/// The indices that `find` gives along `dim`, `count` of each line (-1: as many as it has).
template <class Find>
Tensor find_along(const Tensor& self, int64_t dim, int64_t count, const Find& find) {
  const NoGradGuard no_grad;
  const Tensor x = self.detach().movedim(dim, -1).contiguous();
  Dims sizes(x.sizes());
  if (count >= 0) sizes.back() = count;
  const Tensor indices = empty_tensor(sizes, kLong);
  for_each_line(x, indices, find);
  return indices.movedim(-1, dim).contiguous();
}

}  // namespace

// y_i = x_k(i) along a dimension.  dL/dx_k = the sum of dL/dy_i over i with k(i) = k.  Saves k.
struct PickedBackward : Node {
  SavedTensor indices{this};
  Dims sizes;
  int64_t dim;
  bool is_reduced;  ///< y lacks the dimension

  std::string formula() const override {
    return "dL/dx_k = sum of dL/dy_i over i where y_i is x_k";
  }
  GradList apply(GradList&& grads) override {
    if (sizes.empty()) return {grads[0]};
    const Tensor k = indices.unpack(), zero = zeros(sizes, grads[0].scalar_type());
    return {is_reduced ? zero.scatter_add(dim, k.unsqueeze(dim), grads[0].unsqueeze(dim))
                       : zero.scatter_add(dim, k, grads[0])};
  }
};

namespace {
/// The elements at `indices`, with their node; without the dimension if that is to go.
template <class NodeType>
Pair picked(const Tensor& self, int64_t dim, Tensor indices, bool is_reduced) {
  const Tensor x = self.detach();
  Tensor values = self.dim() == 0 ? x.clone() : x.gather(dim, indices);
  if (is_reduced && self.dim() > 0) {
    values = values.squeeze(dim).clone();
    indices = indices.squeeze(dim).clone();
  }
  if (auto* node = record<NodeType>(values, self)) {
    node->indices.save(indices);
    node->sizes = self.impl()->sizes;
    node->dim = dim;
    node->is_reduced = is_reduced;
  }
  return {values, indices};
}
}  // namespace

// --- running extremes ---

namespace {
/// Where the largest (or smallest) so far is: of equal ones the last. A NaN stays.
template <class NodeType, bool largest>
Pair running_extreme(const Tensor& self, int64_t dim) {
  dim = wrap_dim(dim, self.dim());
  if (self.dim() == 0) return picked<NodeType>(self, 0, zeros({}, kLong), false);
  const auto find = [](const auto* x, int64_t n, int64_t* best) {
    for (int64_t i = 0, at = 0; i < n; ++i) {
      const bool wins = largest ? x[i] >= x[at] : x[i] <= x[at];
      if (!is_nan(x[at]) && (wins || is_nan(x[i]))) at = i;
      best[i] = at;
    }
  };
  return picked<NodeType>(self, dim, find_along(self, dim, -1, find), false);
}
}  // namespace

struct CummaxBackward0 final : PickedBackward {};
struct CumminBackward0 final : PickedBackward {};

std::tuple<Tensor, Tensor> cummax(Traced x, int64_t dim) {
  return running_extreme<CummaxBackward0, true>(x.enter(), dim);
}
std::tuple<Tensor, Tensor> Tensor::cummax(int64_t dim, Caller caller) const {
  return glassgrad::cummax({*this, caller}, dim);
}

std::tuple<Tensor, Tensor> cummin(Traced x, int64_t dim) {
  return running_extreme<CumminBackward0, false>(x.enter(), dim);
}
std::tuple<Tensor, Tensor> Tensor::cummin(int64_t dim, Caller caller) const {
  return glassgrad::cummin({*this, caller}, dim);
}

// --- ranks ---

namespace {
/// One element of each line; `find(x, n)` says which.
template <class NodeType, class Find>
Pair pick_one(const char* op, const Tensor& self, int64_t dim, bool keepdim, const Find& find) {
  dim = wrap_dim(dim, self.dim());
  if (self.dim() == 0) return picked<NodeType>(self, 0, zeros({}, kLong), !keepdim);
  check<IndexError>(self.sizes()[dim] > 0, "{}(): Expected reduction dim {} to have non-zero size.",
                    op, dim);
  const Tensor indices =
      find_along(self, dim, 1, [&](const auto* x, int64_t n, int64_t* to) { *to = find(x, n); });
  return picked<NodeType>(self, dim, indices, !keepdim);
}

/// Which of n elements is number k in ascending order.
template <class T>
int64_t index_of_rank(const T* x, int64_t n, int64_t k) {
  std::vector<int64_t> order(n);
  std::iota(order.begin(), order.end(), 0);
  std::nth_element(order.begin(), order.begin() + k, order.end(), [x](int64_t a, int64_t b) {
    return is_less(x[a], x[b]) || (!is_less(x[b], x[a]) && a < b);
  });
  return order[k];
}
}  // namespace

struct KthvalueBackward0 final : PickedBackward {};

std::tuple<Tensor, Tensor> kthvalue(Traced traced, int64_t k, int64_t dim, bool keepdim) {
  const Tensor& self = traced.enter();
  const int64_t along = wrap_dim(dim, self.dim());
  check(k >= 1 && k <= (self.dim() == 0 ? 1 : self.sizes()[along]),
        "kthvalue(): selected number k out of range for dimension {}", along);
  return pick_one<KthvalueBackward0>(
      "kthvalue", self, along, keepdim,
      [k](const auto* x, int64_t n) { return index_of_rank(x, n, k - 1); });
}
std::tuple<Tensor, Tensor> Tensor::kthvalue(int64_t k, int64_t dim, bool keepdim,
                                            Caller caller) const {
  return glassgrad::kthvalue({*this, caller}, k, dim, keepdim);
}

struct MedianBackward1 final : PickedBackward {};

// The lower of the two in the middle; a NaN, if there is one.
std::tuple<Tensor, Tensor> median(Traced traced, int64_t dim, bool keepdim) {
  return pick_one<MedianBackward1>("median", traced.enter(), dim, keepdim,
                                   [](const auto* x, int64_t n) {
                                     for (int64_t i = 0; i < n; ++i)
                                       if (is_nan(x[i])) return i;
                                     return index_of_rank(x, n, (n - 1) / 2);
                                   });
}

struct NanmedianBackward1 final : PickedBackward {};

// The lower of the two in the middle of those that are numbers, which the order has first.
std::tuple<Tensor, Tensor> nanmedian(Traced traced, int64_t dim, bool keepdim) {
  return pick_one<NanmedianBackward1>(
      "nanmedian", traced.enter(), dim, keepdim, [](const auto* x, int64_t n) {
        int64_t numbers = 0;
        for (int64_t i = 0; i < n; ++i) numbers += !is_nan(x[i]);
        return index_of_rank(x, n, std::max<int64_t>(numbers - 1, 0) / 2);
      });
}

// Of all elements.  dL/dx_i = dL/dy / m where x_i = y, m being how many are, else 0.  Saves x and
// y.
struct MedianOfAllBackward : Node {
  SavedTensor self{this}, result{this};
  std::string formula() const override { return "dL/dx_i = dL/dy / m where x_i = y, else 0"; }
  GradList apply(GradList&& grads) override {
    const Tensor x = self.unpack(), y = result.unpack();
    const Tensor is_median = (isnan(y).item<bool>() ? isnan(x) : x == y).to(x.scalar_type());
    return {grads[0] * (is_median / is_median.sum())};
  }
};
struct MedianBackward0 final : MedianOfAllBackward {};
struct NanmedianBackward0 final : MedianOfAllBackward {};

namespace {
template <class NodeType>
Tensor median_of_all(const Tensor& self,
                     std::tuple<Tensor, Tensor> (*of_line)(Traced, int64_t, bool)) {
  if (self.numel() == 0) return full({}, NAN, self.options());
  Tensor y = std::get<0>(of_line(self.detach().flatten(), 0, false)).clone();
  if (auto* node = record<NodeType>(y, self)) {
    node->self.save(self);
    node->result.save_output(y);
  }
  return y;
}
}  // namespace

Tensor median(Traced self) { return median_of_all<MedianBackward0>(self.enter(), median); }
Tensor nanmedian(Traced self) { return median_of_all<NanmedianBackward0>(self.enter(), nanmedian); }
Tensor Tensor::nanmedian(Caller caller) const { return glassgrad::nanmedian({*this, caller}); }
std::tuple<Tensor, Tensor> Tensor::nanmedian(int64_t dim, bool keepdim, Caller caller) const {
  return glassgrad::nanmedian({*this, caller}, dim, keepdim);
}
Tensor Tensor::median(Caller caller) const { return glassgrad::median({*this, caller}); }
std::tuple<Tensor, Tensor> Tensor::median(int64_t dim, bool keepdim, Caller caller) const {
  return glassgrad::median({*this, caller}, dim, keepdim);
}

struct ModeBackward0 final : PickedBackward {};

std::tuple<Tensor, Tensor> mode(Traced traced, int64_t dim, bool keepdim) {
  return pick_one<ModeBackward0>(
      "mode", traced.enter(), dim, keepdim, [](const auto* x, int64_t n) {
        std::vector<int64_t> order(n);
        std::iota(order.begin(), order.end(), 0);
        std::stable_sort(order.begin(), order.end(),
                         [x](int64_t a, int64_t b) { return is_less(x[a], x[b]); });
        int64_t best = 0, longest = 0, length = 0;
        for (int64_t i = 0; i < n; ++i) {
          length = i > 0 && x[order[i]] == x[order[i - 1]] ? length + 1 : 1;
          const bool ends = i + 1 == n || x[order[i + 1]] != x[order[i]];
          if (ends && length > longest) best = order[i], longest = length;
        }
        return best;
      });
}
std::tuple<Tensor, Tensor> Tensor::mode(int64_t dim, bool keepdim, Caller caller) const {
  return glassgrad::mode({*this, caller}, dim, keepdim);
}

}  // namespace glassgrad
