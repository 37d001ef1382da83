#pragma once
// More of view_cases.h: values and gradients of short programs that read, write and change in place
// through views and indices.

#include <vector>

#include "tests/autograd/ops/view_cases.h"

namespace view_cases {

/// x[i][j] = 1 + i*4 + j and a number u; a call may change what it makes of them in place.
struct Leaves {
  Tensor x = torch::arange(1, 13).to(kDouble).view({3, 4}).requires_grad_();
  Tensor u = torch::full({}, 2.0, kDouble).requires_grad_();
};

struct Program {
  const char* text;
  std::function<Tensor(const Tensor& x, const Tensor& u)> run;
};

/// Value, dL/dx and dL/du for L = sum_k (1 + k/2) y_k^2.
inline std::string derivatives_of(const Program& p) {
  try {
    const Leaves leaves;
    const Tensor y = p.run(leaves.x, leaves.u);
    const Tensor weights = (torch::arange(y.numel()).to(kDouble) * 0.5 + 1).view(y.sizes());
    (y * y * weights).sum().backward();
    std::string text = line_of(y);
    for (const Tensor& leaf : {leaves.x, leaves.u})
      text += " | " + (leaf.grad().defined() ? line_of(leaf.grad()) : std::string("none"));
    return text;
  } catch (const std::exception& error) {
    return text_of(error);
  }
}

#define PROGRAM(...)                                                                  \
  {                                                                                   \
#__VA_ARGS__, [](const Tensor& x, const Tensor& u) -> Tensor { (void)u; __VA_ARGS__ } \
  }

inline Tensor longs(const std::vector<int64_t>& values) { return torch::tensor(values, kLong); }

/// Reading, writing and changing in place through views.
inline std::vector<Program> programs() {
  return {
    PROGRAM(return x.index({longs({0, 0, 2, -1})});),
        PROGRAM(return x.index({longs({0, 2}), longs({1, 1})});),
        PROGRAM(return x.index({longs({0, 2}).view({2, 1}), longs({3, 0, 3})});),
        PROGRAM(return x.view({1, 3, 4, 1})
                    .index({Slice(), longs({2, 0}), Slice(1, 3), longs({0, 0})});),
        PROGRAM(return x.view({3, 2, 2}).index({longs({0, 1}), Slice(), longs({1, 0})});),
        PROGRAM(return x.view({3, 2, 2}).index({x.view({3, 2, 2}).select(2, 0) > 4});),
        PROGRAM(return x.index({torch::tensor({true, false, true}), 2});),
        PROGRAM(return x.index({None, 1, "...", Slice(None, None, 3)});),
        PROGRAM(return x.masked_select(torch::tensor({true, false, true, true}));),
        PROGRAM(return x.index_select(1, longs({3, 3, 0}));),
        PROGRAM(return x.gather(1, longs({0, 3, 2, 2, 1, 1}).view({3, 2}));),
        PROGRAM(return x.scatter_add(0, longs({0, 1, 2, 0, 0, 0}).view({2, 3}),
                                     (x * u).slice(0, 0, 2).slice(1, 0, 3));),
        PROGRAM(return x.scatter(1, longs({3, 0, 1}).view({3, 1}), (x * u).slice(1, 0, 1));),
        PROGRAM(return x.index_add(0, longs({2, 2}), x.slice(0, 0, 2) * u, 0.5);),
        PROGRAM(return x.index_fill(1, longs({0, -1}), 7);),
        PROGRAM(return x.as_strided({3, 3}, {2, 1}, 1);),
        PROGRAM(return x.as_strided({2, 2, 2}, {0, 3, 1}) * u;), PROGRAM(return x.diagonal(1) * u;),
        PROGRAM(return x.repeat({2, 1, 2});), PROGRAM(return x.expand({2, 3, 4}) * u;),
        PROGRAM(return x.flip({0}) * x;),
        PROGRAM(return torch::cat({x, u.expand({3, 1}), x.slice(1, 0, 1)}, 1);),
        PROGRAM(return torch::cat({x.t(), x.slice(1, 0, 3)});),
        PROGRAM(return torch::stack({x, x * u, x.t().reshape({3, 4})}, 1);),
        PROGRAM(return torch::stack(x.unbind(1));), PROGRAM(return x.split(2)[1] * u;),
        PROGRAM(auto p = x.chunk(2, 1); return p[0] * p[1];),
        PROGRAM(auto p = x.unbind(); return p[2] * p[0] + u;),
        PROGRAM(return x.t().reshape({2, 6});), PROGRAM(return x.tril() + x.triu(2) * u;),
        PROGRAM(Tensor y = x.clone(); y.index_put_({0}, 5.0); return y;),
        PROGRAM(Tensor y = x.clone(); y.index_put_({Slice(), 1}, u); return y;),
        PROGRAM(Tensor y = x.clone(); y.index_put_({Slice(1, None), Slice(None, None, 2)},
                                                   x.slice(0, 0, 2).slice(1, 0, 2) * u);
                return y;),
        PROGRAM(Tensor y = x.clone(); y.index_put_({longs({0, 2})}, u); return y;),
        PROGRAM(Tensor y = x.clone();
                y.index_put_({longs({0, 2}), longs({1, 1})}, x.select(0, 1).slice(0, 0, 2));
                return y;),
        PROGRAM(Tensor y = x.clone(); y.index_put_({x > 5}, 0); return y;),
        PROGRAM(Tensor y = x.clone(); y.index_put_({x > 5}, u); return y;),
        PROGRAM(Tensor y = x.clone(); y.index_put_({x > 10}, x.select(0, 0).slice(0, 0, 2) * u);
                return y;),
        PROGRAM(Tensor y = torch::zeros({3, 4}, kDouble);
                y.index_put_({1, Slice(1, 3)}, x.select(0, 0).slice(0, 0, 2)); return y;),
        PROGRAM(Tensor y = torch::zeros({3, 4}, kDouble);
                y.index_put_({longs({2, 0})}, x.slice(0, 0, 2) * u); return y;),
        PROGRAM(Tensor y = x.clone(); y[1] = 3; return y;),
        PROGRAM(Tensor y = x.clone(); y[1][2] = u; return y;),
        PROGRAM(Tensor y = x.clone(); y[torch::tensor(1)] = u; return y;),
        PROGRAM(Tensor y = x.clone(); y.slice(1, 1, 3) = u.expand({3, 2}); return y;),
        PROGRAM(Tensor y = x.clone(); y[0] *= u; return y;),
        PROGRAM(Tensor y = x.clone(); y.t().select(0, 3).mul_(u); return y;),
        PROGRAM(Tensor y = x.clone(); y.view({12}).slice(0, 2, 8).add_(u); return y * y;),
        PROGRAM(Tensor y = x.clone(); Tensor row = y[1]; y.mul_(u); return row;),
        PROGRAM(Tensor y = x.clone(); Tensor row = y[1]; Tensor corner = row[0]; row.mul_(u);
                return y + corner;),
        PROGRAM(Tensor y = x.clone(); Tensor d = y.diagonal(); d.fill_(u.item());
                return y * u + d.sum();),
        PROGRAM(Tensor y = x.clone(); y.fill_diagonal_(4); return y;),
        PROGRAM(Tensor y = x.clone(); y.scatter_(1, longs({3, 0, 1}).view({3, 1}), 9.0); return y;),
        PROGRAM(Tensor y = x.clone(); y.index_add_(1, longs({1, 1, 2}), x.slice(1, 0, 3) * u);
                return y;),
        PROGRAM(Tensor y = x.clone(); y.index_fill_(0, longs({-2}), 1); return y;),
        PROGRAM(Tensor y = x.clone(); y.unsqueeze_(1).mul_(u); return y.squeeze_().t_();),
        PROGRAM(Tensor y = x.clone(); y.transpose_(0, 1); return y[3] * u;),
        PROGRAM(Tensor y = x.clone(); y.unbind()[0].mul_(u); return y;),
        PROGRAM(Tensor y = x.clone(); y.split(2)[0].add_(1); return y;),
        PROGRAM(Tensor y = x.clone(); y.chunk(2)[0][0].add_(1); return y;),
        PROGRAM(Tensor y = x * 1; Tensor i = longs({0, 1}); Tensor z = y.index({i}); i.add_(1);
                return z;),
        PROGRAM(Tensor y = x * 1; Tensor m = x > 3; Tensor z = y.masked_select(m); m.fill_(true);
                return z;),
  };
}

}  // namespace view_cases
