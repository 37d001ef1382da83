// A step in one pass over memory gives the bits of the same step made of tensor operations, which
// is taken where a parameter's memory is not contiguous.

#include <gtest/gtest.h>

#include <functional>

#include "autograd/base/error.h"
#include "autograd/functions.h"
#include "optim/optim.h"

namespace glassgrad {
namespace {

using MakeOptimizer = std::function<std::unique_ptr<optim::Optimizer>(const Tensor& p)>;

/// Seven steps on sum (p - c)^4 + p, whose gradients become small and large.
Tensor trained(const Tensor& p, const Tensor& c, const MakeOptimizer& make) {
  const auto optimizer = make(p);
  for (int step = 0; step < 7; ++step) {
    optimizer->zero_grad();
    ((p - c).pow(4) + p).sum().backward();
    optimizer->step();
  }
  return p.detach();
}

void expect_same_bits(const MakeOptimizer& make) {
  for (const ScalarType type : {kFloat, kDouble}) {
    manual_seed(1);
    const Tensor start = randn({37, 5}, type), c = randn({37, 5}, type);
    const Tensor flat = start.clone().set_requires_grad(true);
    const Tensor other = start.t().contiguous().t().set_requires_grad(true);
    ASSERT_TRUE(flat.is_contiguous() && !other.is_contiguous());
    EXPECT_TRUE(
        equal(trained(flat, c, make), trained(other.detach().set_requires_grad(true), c, make)));
  }
}

TEST(OnePass, SgdWithMomentum) {
  for (const bool nesterov : {false, true})
    for (const double dampening : {0.0, 0.3})
      for (const double decay : {0.0, 0.1}) {
        if (nesterov && dampening != 0) continue;
        SCOPED_TRACE(testing::Message() << nesterov << ' ' << dampening << ' ' << decay);
        const auto options = optim::SGDOptions(0.01)
                                 .momentum(0.9)
                                 .dampening(dampening)
                                 .nesterov(nesterov)
                                 .weight_decay(decay);
        expect_same_bits([&](const Tensor& p) {
          return std::make_unique<optim::SGD>(std::vector<Tensor>{p}, options);
        });
      }
}

TEST(OnePass, Adam) {
  for (const double decay : {0.0, 0.1}) {
    SCOPED_TRACE(decay);
    expect_same_bits([&](const Tensor& p) {
      return std::make_unique<optim::Adam>(std::vector<Tensor>{p},
                                           optim::AdamOptions(0.01).weight_decay(decay));
    });
    expect_same_bits([&](const Tensor& p) {
      return std::make_unique<optim::AdamW>(std::vector<Tensor>{p},
                                            optim::AdamWOptions(0.01).weight_decay(decay));
    });
  }
}

TEST(OnePass, TakesAGradientThatIsOnlyMarkedAsZero) {
  for (const int64_t n : {3, 5000}) {
    const Tensor x = ones({n}).set_requires_grad(true);
    optim::SGD optimizer({x}, optim::SGDOptions(1).momentum(0.5));
    (x * 2).sum().backward();
    optimizer.step();  // v = 2, x = -1
    optimizer.zero_grad();
    optimizer.step();  // v = 1, x = -2
    EXPECT_TRUE(equal(x.detach(), full({n}, -2.0))) << n;
  }
}

TEST(OnePass, CountsAsAChangeInPlace) {
  const Tensor p = randn({40}).set_requires_grad(true);
  optim::SGD sgd({p}, optim::SGDOptions(0.1).momentum(0.9));
  optim::Adam adam({p}, 0.1);
  const Tensor y = (p * p).sum();
  y.backward({}, /*retain_graph=*/true);
  for (int i = 0; i < 2; ++i)
    for (optim::Optimizer* optimizer :
         {static_cast<optim::Optimizer*>(&sgd), static_cast<optim::Optimizer*>(&adam)}) {
      const auto version = p._version();
      optimizer->step();
      EXPECT_GT(p._version(), version);
      EXPECT_THROW(y.backward({}, true), Error);
    }
}

}  // namespace
}  // namespace glassgrad
