#pragma once

#include <string_view>

#include "../tensor/tensor.h"

// Reductions over all elements or over given dimensions (negative ones count from the end). With
// keepdim a reduced dimension stays with size one; without, it goes.

namespace glassgrad {

/// y = the sum of the diagonal. @throws Error  unless self is a matrix
Tensor trace(Traced self);
/// y = how many elements are not zero, int64.
Tensor count_nonzero(Traced self, OptionalIntArrayRef dim = nullopt);
/// y = sum x_i. Integers and bool sum as int64; an empty sum is 0.
Tensor sum(Traced self, optional<ScalarType> dtype = nullopt);
Tensor sum(Traced self, OptionalIntArrayRef dim, bool keepdim = false,
           optional<ScalarType> dtype = nullopt);
/// y = (1/n) sum x_i. @throws Error for integer tensors
Tensor mean(Traced self, optional<ScalarType> dtype = nullopt);
Tensor mean(Traced self, OptionalIntArrayRef dim, bool keepdim = false,
            optional<ScalarType> dtype = nullopt);
/// y = product of x_i; right gradients also where elements are zero.  Saves x and the result.
Tensor prod(Traced self, optional<ScalarType> dtype = nullopt);
Tensor prod(Traced self, int64_t dim, bool keepdim = false, optional<ScalarType> dtype = nullopt);
/// y = sum (x_i - mean)^2 / (n - 1), or / n with unbiased = false.  Saves x.
Tensor var(Traced self, OptionalIntArrayRef dim, bool unbiased = true, bool keepdim = false);
inline Tensor var(Traced self) { return var(self, nullopt); }
template <TrueBool Bool>
Tensor var(Traced self, Bool unbiased) {
  return var(self, nullopt, unbiased);
}
/// y = sqrt(var).  Saves x and the result.
Tensor std(Traced self, OptionalIntArrayRef dim, bool unbiased = true, bool keepdim = false);
inline Tensor std(Traced self) { return std(self, nullopt); }
template <TrueBool Bool>
Tensor std(Traced self, Bool unbiased) {
  return std(self, nullopt, unbiased);
}
/// (variance, mean) and (standard deviation, mean).
std::tuple<Tensor, Tensor> var_mean(Traced self, OptionalIntArrayRef dim, bool unbiased = true,
                                    bool keepdim = false);
inline std::tuple<Tensor, Tensor> var_mean(Traced self) { return var_mean(self, nullopt); }
template <TrueBool Bool>
std::tuple<Tensor, Tensor> var_mean(Traced self, Bool unbiased) {
  return var_mean(self, nullopt, unbiased);
}
std::tuple<Tensor, Tensor> std_mean(Traced self, OptionalIntArrayRef dim, bool unbiased = true,
                                    bool keepdim = false);
inline std::tuple<Tensor, Tensor> std_mean(Traced self) { return std_mean(self, nullopt); }
template <TrueBool Bool>
std::tuple<Tensor, Tensor> std_mean(Traced self, Bool unbiased) {
  return std_mean(self, nullopt, unbiased);
}
/// The largest (smallest) element; equal ones share the gradient evenly. NaN wins.
/// @throws Error  for an empty tensor
Tensor max(Traced self);
Tensor min(Traced self);
/// (values, indices) along a dimension; the gradient goes to the chosen index.
std::tuple<Tensor, Tensor> max(Traced self, int64_t dim, bool keepdim = false);
std::tuple<Tensor, Tensor> min(Traced self, int64_t dim, bool keepdim = false);
/// Same as maximum and minimum.
Tensor max(Traced self, const Tensor& other);
Tensor min(Traced self, const Tensor& other);
/// Largest (smallest) over dimensions; equal ones share the gradient evenly.
Tensor amax(Traced self, IntArrayRef dim = {}, bool keepdim = false);
Tensor amin(Traced self, IntArrayRef dim = {}, bool keepdim = false);
/// Index of the first largest (smallest) element, int64; over all elements without `dim`.
Tensor argmax(Traced self, optional<int64_t> dim = nullopt, bool keepdim = false);
Tensor argmin(Traced self, optional<int64_t> dim = nullopt, bool keepdim = false);
/// Whether any (all) elements are nonzero, bool (uint8 for uint8).
Tensor any(Traced self);
Tensor any(Traced self, int64_t dim, bool keepdim = false);
Tensor all(Traced self);
Tensor all(Traced self, int64_t dim, bool keepdim = false);
/// y = (sum |x_i|^p)^(1/p); p = infinity gives the largest |x_i|, p = 0 counts nonzeros.
Tensor norm(Traced self, const Scalar& p = 2);
Tensor norm(Traced self, const optional<Scalar>& p, IntArrayRef dim, bool keepdim = false);
Tensor norm(Traced self, const optional<Scalar>& p, ScalarType dtype);
Tensor norm(Traced self, const optional<Scalar>& p, IntArrayRef dim, bool keepdim,
            ScalarType dtype);
/// The Euclidean norm over one or two dimensions, or all.
Tensor frobenius_norm(Traced self, IntArrayRef dim = {}, bool keepdim = false);
/// norm(self - other, p).
Tensor dist(Traced self, const Tensor& other, const Scalar& p = 2);
/// Every slice of dim whose p-norm is larger than maxnorm, scaled down to it.
Tensor renorm(Traced self, const Scalar& p, int64_t dim, const Scalar& maxnorm);
/// (smallest, largest), over all elements or along dim.
std::tuple<Tensor, Tensor> aminmax(Traced self, optional<int64_t> dim = nullopt,
                                   bool keepdim = false);
/// y = ln sum e^x_i, computed after subtracting the maximum.  Saves x and the result.
Tensor logsumexp(Traced self, IntArrayRef dim, bool keepdim = false);
/// y_i = x_0 + ... + x_i along `dim`.  Saves nothing.
Tensor cumsum(Traced self, int64_t dim, optional<ScalarType> dtype = nullopt);
/// y_i = x_0 ... x_i along `dim`; right gradients also where elements are zero.  Saves x.
Tensor cumprod(Traced self, int64_t dim, optional<ScalarType> dtype = nullopt);
/// y_i = ln(e^x_0 + ... + e^x_i) along `dim`, without overflow.  Saves x and the result.
Tensor logcumsumexp(Traced self, int64_t dim);
/// (values, indices) of the largest of x_0 ... x_i along `dim`; of equal ones the last.
std::tuple<Tensor, Tensor> cummax(Traced self, int64_t dim);
/// (values, indices) of the smallest of x_0 ... x_i along `dim`; of equal ones the last.
std::tuple<Tensor, Tensor> cummin(Traced self, int64_t dim);
/// (values, indices) of the k-th smallest along `dim`, counted from 1; NaN counts as the largest.
/// @throws Error  if k is out of range
std::tuple<Tensor, Tensor> kthvalue(Traced self, int64_t k, int64_t dim = -1, bool keepdim = false);
/// The element in the middle, of two the lower; NaN if there is one. Equal ones share the gradient.
/// Saves self and the result.
Tensor median(Traced self);
/// (values, indices) along `dim`; the gradient goes to the chosen index.
std::tuple<Tensor, Tensor> median(Traced self, int64_t dim, bool keepdim = false);
/// sum, mean and median of the elements that are not NaN.
Tensor nansum(Traced self, OptionalIntArrayRef dim = nullopt, bool keepdim = false,
              optional<ScalarType> dtype = nullopt);
Tensor nanmean(Traced self, OptionalIntArrayRef dim = nullopt, bool keepdim = false,
               optional<ScalarType> dtype = nullopt);
Tensor nanmedian(Traced self);
std::tuple<Tensor, Tensor> nanmedian(Traced self, int64_t dim, bool keepdim = false);
/// The value below which a share q of the elements lies, along dim or of all: at place q (n - 1) of
/// the sorted ones, between two of them as `interpolation` says: linear, lower, higher, midpoint or
/// nearest. NaN if there is one; nanquantile leaves them out.
/// @param q  in [0, 1], in self's type; of a vector, the result has a dimension in front
Tensor quantile(Traced self, double q, optional<int64_t> dim = nullopt, bool keepdim = false,
                std::string_view interpolation = "linear");
Tensor quantile(Traced self, const Tensor& q, optional<int64_t> dim = nullopt, bool keepdim = false,
                std::string_view interpolation = "linear");
Tensor nanquantile(Traced self, double q, optional<int64_t> dim = nullopt, bool keepdim = false,
                   std::string_view interpolation = "linear");
Tensor nanquantile(Traced self, const Tensor& q, optional<int64_t> dim = nullopt,
                   bool keepdim = false, std::string_view interpolation = "linear");
/// Differences of neighbours along dim, n times over; prepend and append lie before and behind.
Tensor diff(Traced self, int64_t n = 1, int64_t dim = -1, const Tensor& prepend = {},
            const Tensor& append = {});
/// The slopes of values that lie `spacing` apart, along each of the dimensions (by default all):
/// half the difference of both neighbours, at the ends that of two, or, with edge_order 2, the
/// slope of the parabola through three.
/// @throws Error  for fewer than edge_order + 1 values along a dimension
std::vector<Tensor> gradient(Traced self, const optional<Scalar>& spacing = nullopt,
                             optional<int64_t> dim = nullopt, int64_t edge_order = 1);
std::vector<Tensor> gradient(Traced self, const Scalar& spacing, IntArrayRef dim,
                             int64_t edge_order = 1);
std::vector<Tensor> gradient(Traced self, IntArrayRef dim, int64_t edge_order = 1);
/// The integral along dim by the trapezoidal rule, of values at places x, or dx apart; and all the
/// integrals from the first place.
Tensor trapezoid(Traced y, const Tensor& x, int64_t dim = -1);
Tensor trapezoid(Traced y, const Scalar& dx = 1, int64_t dim = -1);
Tensor trapz(Traced y, const Tensor& x, int64_t dim = -1);
Tensor trapz(Traced y, double dx = 1, int64_t dim = -1);
Tensor cumulative_trapezoid(Traced y, const Tensor& x, int64_t dim = -1);
Tensor cumulative_trapezoid(Traced y, const Scalar& dx = 1, int64_t dim = -1);
/// Covariances (correlation coefficients) of the rows, each a variable.
Tensor cov(Traced self, int64_t correction = 1, const Tensor& fweights = {},
           const Tensor& aweights = {});
Tensor corrcoef(Traced self);
/// (values, indices) of the most frequent element along `dim`: of several the smallest, and of that
/// the last.
std::tuple<Tensor, Tensor> mode(Traced self, int64_t dim = -1, bool keepdim = false);
/// (values, indices) sorted along `dim`, stable; the gradient goes back through the indices.
std::tuple<Tensor, Tensor> sort(Traced self, int64_t dim = -1, bool descending = false);
std::tuple<Tensor, Tensor> sort(Traced self, optional<bool> stable, int64_t dim,
                                bool descending = false);
/// The values of sort along the first dimension.
Tensor msort(Traced self);
Tensor argsort(Traced self, int64_t dim = -1, bool descending = false);
/// (values, indices) of the k largest (smallest) along `dim`.
std::tuple<Tensor, Tensor> topk(Traced self, int64_t k, int64_t dim = -1, bool largest = true,
                                bool sorted = true);
/// y_k = how many elements of self, non-negative integers, are k, or the sum of their weights.
/// @param minlength  the least number of counts; there are more where an element is larger
/// @throws Error  for other elements, more than one dimension, or weights of another size
Tensor bincount(Traced self, const Tensor& weights = {}, int64_t minlength = 0);
/// How many elements lie in each of `bins` equal parts of [min, max], in self's type; without
/// bounds, that is min = max, those are self's own. Elements outside count nowhere.
/// @throws Error  for integers, bins that are not positive, or bounds that are not finite
Tensor histc(Traced self, int64_t bins = 100, const Scalar& min = 0, const Scalar& max = 0);
/// (counts, edges): how many elements, or the sum of their weights, lie in each of `bins` equal
/// parts of `range`, by default that of self; or between each two of the rising edges given. The
/// last part has both its edges. `density`: divided by the sum of all and by the width of each
/// part.
std::tuple<Tensor, Tensor> histogram(Traced self, int64_t bins = 100,
                                     optional<ArrayRef<double>> range = nullopt,
                                     const Tensor& weight = {}, bool density = false);
std::tuple<Tensor, Tensor> histogram(Traced self, const Tensor& edges, const Tensor& weight = {},
                                     bool density = false);
/// Where each element of self belongs into a sorted sequence (its last dimension), int64: before
/// equal ones, or, right, behind them. One sequence serves all elements, or one each line of self.
/// @throws Error  if types or leading dimensions differ
Tensor searchsorted(Traced sorted_sequence, const Tensor& self, bool out_int32 = false,
                    bool right = false);
/// searchsorted in the vector `boundaries`.
Tensor bucketize(Traced self, const Tensor& boundaries, bool out_int32 = false, bool right = false);
Tensor bucketize(const Scalar& self, Traced boundaries, bool out_int32 = false, bool right = false);
/// Whether each element is among test_elements; `invert`: is not.
Tensor isin(Traced elements, const Tensor& test_elements, bool assume_unique = false,
            bool invert = false);
Tensor isin(Traced elements, const Scalar& test_element, bool assume_unique = false,
            bool invert = false);
Tensor isin(const Scalar& element, Traced test_elements, bool assume_unique = false,
            bool invert = false);
/// (the different elements sorted, where each element of self is among them, how often each
/// occurs); what is not asked for has no elements.
std::tuple<Tensor, Tensor, Tensor> _unique2(Traced self, bool sorted = true,
                                            bool return_inverse = false,
                                            bool return_counts = false);
std::tuple<Tensor, Tensor> _unique(Traced self, bool sorted = true, bool return_inverse = false);
/// The same of the slices of dim.
std::tuple<Tensor, Tensor, Tensor> unique_dim(Traced self, int64_t dim, bool sorted = true,
                                              bool return_inverse = false,
                                              bool return_counts = false);
/// The same where only neighbours that are equal become one, in their order.
std::tuple<Tensor, Tensor, Tensor> unique_consecutive(Traced self, bool return_inverse = false,
                                                      bool return_counts = false,
                                                      optional<int64_t> dim = nullopt);
/// Sums `self` down to a shape that broadcasts to it.
Tensor sum_to_size(Traced self, IntArrayRef size);

}  // namespace glassgrad
