// Picking and writing by position: index_copy, unfold, and scatter with other ways of putting
// together than overwriting.
#include "autograd/ops/arithmetic.h"
#include "autograd/ops/index_ops.h"
#include "autograd/ops/saves_index.h"
#include "autograd/tensor/indexing.h"

namespace glassgrad {

Tensor argwhere(Traced traced) {
  const Tensor& self = traced.enter();
  return self.nonzero();
}

// --- whole slices ---

// y = x, with y[.., index[i], ..] = source[.., i, ..].
// dL/dx = dL/dy with zeros there;  dL/dsource = the slices of dL/dy at index.  Saves index.
struct IndexCopyBackward0 final : SavesIndex {
  Dims source_sizes;
  GradList apply(GradList&& grads) override {
    const Tensor at = index.unpack();
    GradList results = GradList::undefined(2);
    if (should_compute_output(0)) results[0] = grads[0].index_fill(dim, at, 0);
    if (should_compute_output(1)) results[1] = grads[0].index_select(dim, at).expand(source_sizes);
    return results;
  }
};

Tensor index_copy(Traced traced, int64_t dim, const Tensor& index, const Tensor& source) {
  const Tensor& self = traced.enter();
  dim = wrap_dim(dim, self.dim());
  check<IndexError>(index.dim() <= 1, "index_copy_(): Index should have dimension 1 or 0 (got {})",
                    index.dim());
  check(index.scalar_type() == kLong, "index_copy_(): Expected a long tensor for index, but got {}",
        index.scalar_type());
  check(self.scalar_type() == source.scalar_type(),
        "index_copy_(): self and source expected to have the same dtype, but got (self) {} and "
        "(source) {}",
        self.scalar_type(), source.scalar_type());
  const int64_t count = source.dim() == 0 ? 1 : source.sizes()[dim];
  check<IndexError>(index.numel() == count,
                    "index_copy_(): Number of indices ({}) should be equal to source.size(dim) "
                    "({})",
                    index.numel(), count);
  Tensor y = self.detach().clone();
  {
    const NoGradGuard no_grad;
    const Tensor at = index.reshape({-1}).contiguous();
    for (int64_t i = 0; i < at.numel(); ++i) {
      const int64_t place = data<int64_t>(at)[i], size = y.dim() == 0 ? 1 : y.sizes()[dim];
      check<IndexError>(place >= 0 && place < size,
                        "index_copy_(): index {} is out of bounds for dimension {} with size {}",
                        place, dim, size);
      if (y.dim() == 0)
        y.copy_(source);
      else
        y.select(dim, place).copy_(source.dim() == 0 ? source : source.select(dim, i));
    }
  }
  if (auto* node = record<IndexCopyBackward0>(y, self, source)) {
    node->save(dim, index.reshape({-1}));
    node->source_sizes = source.impl()->sizes;
  }
  return y;
}
Tensor& Tensor::index_copy_(int64_t dim, const Tensor& index, const Tensor& source,
                            Caller caller) const {
  caller.enter();
  check_overlap(*this, source, Overlap::kNone);
  return assign_in_place("index_copy_", *this, source.requires_grad(), [&](const Tensor& self) {
    return glassgrad::index_copy(self, dim, index, unaliased(source, *this));
  });
}

Tensor index_fill(Traced traced, int64_t dim, const Tensor& index, const Tensor& value) {
  const Tensor& self = traced.enter();
  check(value.dim() == 0,
        "index_fill_ only supports a 0-dimensional value tensor, but got tensor with {} "
        "dimension(s).",
        value.dim());
  if (!value.requires_grad()) return index_fill(self, dim, index, value.item());
  const Tensor mask = zeros(self.sizes(), kBool).index_fill_(dim, index, true);
  return where(mask, cast(value, self.scalar_type()), self);
}
Tensor& Tensor::index_fill_(int64_t dim, const Tensor& index, const Tensor& value,
                            Caller caller) const {
  caller.enter();
  return assign_in_place("index_fill_", *this, value.requires_grad(), [&](const Tensor& self) {
    return glassgrad::index_fill(self, dim, index, value);
  });
}

Tensor Tensor::index_put(ArrayRef<indexing::TensorIndex> indices, const Tensor& values,
                         bool accumulate, Caller caller) const {
  caller.enter();
  const Tensor y = clone();
  return y.index_put_(indices, values, accumulate);
}
Tensor Tensor::index_put(std::initializer_list<indexing::TensorIndex> indices, const Tensor& values,
                         bool accumulate, Caller caller) const {
  return index_put(ArrayRef<indexing::TensorIndex>(indices.begin(), indices.size()), values,
                   accumulate, caller);
}

// --- windows ---

// y[.., i, .., k] = x[.., i * step + k, ..]: a view whose windows may overlap.
// dL/dx_j = the sum of dL/dy_ik over all i * step + k = j.
struct UnfoldBackward0 final : Node {
  Dims sizes;
  int64_t dim, step;
  std::string formula() const override { return "dL/dx_j = sum of dL/dy_ik, i * step + k = j"; }
  GradList apply(GradList&& grads) override {
    const Tensor& dy = grads[0];
    if (sizes.empty()) return {dy.sum(0)};
    const Tensor windows = arange(dy.size(dim)).unsqueeze(-1), within = arange(dy.size(-1));
    const Tensor places = (windows * step + within).reshape({-1});
    const Tensor lines = dy.movedim(-1, dim + 1).flatten(dim, dim + 1);
    return {zeros(sizes, dy.options()).index_add(dim, places, lines)};
  }
};

Tensor Tensor::unfold(int64_t dimension, int64_t size, int64_t step, Caller caller) const {
  caller.enter();
  const int64_t along = wrap_dim(dimension, dim());
  const int64_t length = dim() == 0 ? 1 : sizes()[along],
                stride = dim() == 0 ? 1 : strides()[along];
  check(size >= 0 && size <= length, "maximum size for tensor at dimension {} is {} but size is {}",
        along, length, size);
  check(step > 0, "step is {} but must be > 0", step);
  Dims shape(sizes()), steps(strides());
  if (dim() > 0) {
    shape[along] = (length - size) / step + 1;
    steps[along] = stride * step;
  }
  shape.push_back(size);
  steps.push_back(stride);
  Tensor y = make_view(*this, shape, steps);
  if (auto* node = record<UnfoldBackward0>(y, *this)) {
    node->sizes = sizes();
    node->dim = along;
    node->step = step;
  }
  return y;
}

// --- scatter with a reduction ---

namespace {

/// f(target element, source element) at every place that scatter writes; index and source have
/// been checked by a scatter before.
template <class F>
void for_each_scattered(const Tensor& target, int64_t dim, const Tensor& index,
                        const Tensor& source, F f) {
  const Tensor at = index.contiguous();
  visit_also_half(target.scalar_type(), [&]<class T>() {
    Dims place(at.sizes());
    for (int64_t i = 0; i < at.numel(); ++i) {
      int64_t rest = i, to = 0, from = 0;
      for (int64_t d = at.dim(); d-- > 0;) {
        const int64_t here = rest % at.sizes()[d];
        rest /= at.sizes()[d];
        from += here * source.strides()[d];
        to += (d == dim ? data<int64_t>(at)[i] : here) * target.strides()[d];
      }
      f(data<T>(target)[to], data<T>(source)[from]);
    }
  });
}

}  // namespace

// y = the sum, mean, product, largest or smallest of x and of the sources that meet at a place.
// Sum: dL/dx = dL/dy, and so for the sources; mean: dL/dy / N, N of them.
// Product: dL/dx = dL/dy * y / x, and so for the sources; of a factor that is 0, dL/dy times the
// product of the others.
// Largest: all that are equal to y share dL/dy.  Saves the places; of a product and of the largest
// also x, the sources and y.
struct ScatteredBackward : SavesIndex {
  enum class Kind { kSum, kMean, kProduct, kExtremum };
  SavedTensor self{this}, source{this}, result{this};
  Dims sizes;
  Kind kind;
  bool include_self;

  GradList apply(GradList&& grads) override {
    const Tensor at = index.unpack(), kept = ones(sizes, grads[0].options());
    const Tensor counts = include_self ? kept : kept.scatter(dim, at, 0);
    if (kind == Kind::kProduct) return of_product(grads[0], at, counts);
    if (kind == Kind::kExtremum) return of_extremum(grads[0], at, counts);
    Tensor share = grads[0];
    if (kind == Kind::kMean)
      share = share / counts.scatter_add(dim, at, ones(at.sizes(), share.options()));
    return {counts * share, share.gather(dim, at)};
  }

 private:
  GradList of_product(const Tensor& g, const Tensor& at, const Tensor& counts) {
    const Tensor x = self.unpack(), s = source.unpack(), whole = g * result.unpack();
    const Tensor x_is_0 = x == 0, s_is_0 = s == 0;
    const Tensor factors = x.masked_fill(x_is_0, 1), sources = s.masked_fill(s_is_0, 1);
    const Tensor zeros_met =
        (counts * x_is_0).scatter_add(dim, at, s_is_0.to(counts.scalar_type()));
    // Where one factor is 0, without that one; where two are, they are each other's 0.
    const Tensor others =
        g * scatter_reduce(factors, dim, at, sources, "prod", include_self) * (zeros_met == 1);
    return {counts * where(x_is_0, others, whole / factors),
            where(s_is_0, others.gather(dim, at), whole.gather(dim, at) / sources)};
  }
  GradList of_extremum(const Tensor& g, const Tensor& at, const Tensor& counts) {
    const Tensor s = source.unpack(), y = result.unpack(), own = counts * (self.unpack() == y),
                 others = (s == y.gather(dim, at)).to(s.scalar_type());
    const Tensor share = g / own.scatter_add(dim, at, others);
    return {share * own, share.gather(dim, at) * others};
  }
};
struct ScatterReduceBackward0 final : ScatteredBackward {};
struct IndexReduceBackward0 final : ScatteredBackward {};

namespace {
/// y without history. Where x does not count, one of the sources (of a product: 1) takes its place.
Tensor product_or_extremum(const Tensor& x, int64_t dim, const Tensor& index, const Tensor& source,
                           std::string_view reduce, bool include_self) {
  const Tensor written = x.scatter(dim, index, source);  // throws unless all fits
  const bool product = reduce == "prod", largest = reduce == "amax";
  const Tensor start = include_self ? x : product ? x.scatter(dim, index, 1) : written;
  Tensor y = start.clone(MemoryFormat::Contiguous);
  for_each_scattered(y, dim, index, source, [=]<class T>(T& to, T from) {
    if (product)
      to = static_cast<T>(to * from);
    else if (largest ? from > to : from < to)
      to = from;
  });
  return y;
}
/// The same of a sum or a mean.
Tensor sum_or_mean(const Tensor& x, int64_t dim, const Tensor& index, const Tensor& source,
                   bool mean, bool include_self) {
  const auto start = [&](const Tensor& t) { return include_self ? t : t.scatter(dim, index, 0); };
  const Tensor total = start(x).scatter_add(dim, index, source);
  if (!mean) return total;
  const Tensor count = start(ones_like(x)).scatter_add(dim, index, ones_like(source));
  return x.is_floating_point() ? total / count : total.div(count, "floor");
}

void check_way_to_reduce(std::string_view reduce) {
  check(reduce == "sum" || reduce == "mean" || reduce == "prod" || reduce == "amax" ||
            reduce == "amin",
        "reduce argument must be either sum, prod, mean, amax or amin, got {}", reduce);
}

template <class NodeType>
Tensor scattered(const Tensor& self, int64_t dim, const Tensor& index, const Tensor& source,
                 std::string_view reduce, bool include_self) {
  using Kind = ScatteredBackward::Kind;
  const Kind kind = reduce == "sum"    ? Kind::kSum
                    : reduce == "mean" ? Kind::kMean
                    : reduce == "prod" ? Kind::kProduct
                                       : Kind::kExtremum;
  const bool sums = kind == Kind::kSum || kind == Kind::kMean;
  dim = wrap_dim(dim, self.dim());
  const auto compute = [&]() -> Tensor {
    const NoGradGuard no_grad;
    if (sums) return sum_or_mean(self, dim, index, source, kind == Kind::kMean, include_self);
    return product_or_extremum(self, dim, index, source, reduce, include_self);
  };
  Tensor y = compute();
  if (auto* node = record<NodeType>(y, self, source)) {
    check(source.sizes() == index.sizes(),
          "scatter_reduce: a gradient needs a source of the index's shape, but got {} and {}",
          source.sizes(), index.sizes());
    node->save(dim, index);
    if (!sums) {
      node->self.save(self);
      node->source.save(source);
      node->result.save_output(y);
    }
    node->sizes = self.impl()->sizes;
    node->kind = kind;
    node->include_self = include_self;
  }
  return y;
}
}  // namespace

Tensor index_reduce(Traced traced, int64_t dim, const Tensor& index, const Tensor& source,
                    std::string_view reduce, bool include_self) {
  const Tensor& self = traced.enter();
  check(reduce != "sum",
        "index_reduce(): Expected reduce to be one of prod, mean, amax or amin but "
        "got sum; index_add sums");
  check_way_to_reduce(reduce);
  check(index.dim() <= 1, "index_reduce(): Index should have dimension 1 or 0 (got {})",
        index.dim());
  Dims sizes(self.dim(), 1);
  if (self.dim() > 0) sizes[wrap_dim(dim, self.dim())] = index.numel();
  const Tensor places = index.to(kLong).view(sizes).expand(source.sizes());
  return scattered<IndexReduceBackward0>(self, dim, places, source, reduce, include_self);
}

Tensor scatter_reduce(Traced traced, int64_t dim, const Tensor& index, const Tensor& source,
                      std::string_view reduce, bool include_self) {
  const Tensor& self = traced.enter();
  check_way_to_reduce(reduce);
  return scattered<ScatterReduceBackward0>(self, dim, index, source, reduce, include_self);
}
Tensor& Tensor::scatter_reduce_(int64_t dim, const Tensor& index, const Tensor& source,
                                std::string_view reduce, bool include_self, Caller caller) const {
  caller.enter();
  check_overlap(*this, source, Overlap::kNone);
  return assign_in_place("scatter_reduce_", *this, source.requires_grad(), [&](const Tensor& self) {
    return glassgrad::scatter_reduce(self, dim, index, unaliased(source, *this), reduce,
                                     include_self);
  });
}

Tensor scatter(Traced traced, int64_t dim, const Tensor& index, const Tensor& source,
               std::string_view reduce) {
  const Tensor& self = traced.enter();
  check(reduce == "add" || reduce == "multiply", "reduce argument must be either add or multiply.");
  if (reduce == "add") return self.scatter_add(dim, index, source);
  const NoGradGuard no_grad;
  return scatter_reduce(self, dim, index, source, "prod", true);
}
Tensor scatter(Traced traced, int64_t dim, const Tensor& index, const Scalar& value,
               std::string_view reduce) {
  const Tensor& self = traced.enter();
  return scatter(self, dim, index, full(index.sizes(), value, self.options()), reduce);
}
Tensor& Tensor::scatter_(int64_t dim, const Tensor& index, const Tensor& source,
                         std::string_view reduce, Caller caller) const {
  caller.enter();
  return assign_in_place("scatter_", *this, false, [&](const Tensor& self) {
    return glassgrad::scatter(self, dim, index, source, reduce);
  });
}
Tensor& Tensor::scatter_(int64_t dim, const Tensor& index, const Scalar& value,
                         std::string_view reduce, Caller caller) const {
  caller.enter();
  return assign_in_place("scatter_", *this, false, [&](const Tensor& self) {
    return glassgrad::scatter(self, dim, index, value, reduce);
  });
}

// --- methods ---

Tensor Tensor::argwhere(Caller caller) const { return nonzero(caller); }
Tensor Tensor::index_copy(int64_t dim, const Tensor& index, const Tensor& source,
                          Caller caller) const {
  return glassgrad::index_copy({*this, caller}, dim, index, source);
}
Tensor Tensor::index_fill(int64_t dim, const Tensor& index, const Tensor& value,
                          Caller caller) const {
  return glassgrad::index_fill({*this, caller}, dim, index, value);
}
Tensor Tensor::scatter(int64_t dim, const Tensor& index, const Tensor& source,
                       std::string_view reduce, Caller caller) const {
  return glassgrad::scatter({*this, caller}, dim, index, source, reduce);
}
Tensor Tensor::scatter(int64_t dim, const Tensor& index, const Scalar& value,
                       std::string_view reduce, Caller caller) const {
  return glassgrad::scatter({*this, caller}, dim, index, value, reduce);
}
Tensor Tensor::scatter_reduce(int64_t dim, const Tensor& index, const Tensor& source,
                              std::string_view reduce, bool include_self, Caller caller) const {
  return glassgrad::scatter_reduce({*this, caller}, dim, index, source, reduce, include_self);
}

// --- into a tensor that is there ---

Tensor& write_out(Tensor& out, const Tensor& result) {
  check(!GradMode::is_enabled() || !(out.requires_grad() || result.requires_grad()),
        "functions with out=... arguments don't support automatic differentiation, but one of the "
        "arguments requires grad.");
  check_result_type(result.scalar_type(), out);
  if (out.sizes() != result.sizes()) out.resize_(result.sizes());
  return out.copy_(result);
}

}  // namespace glassgrad
