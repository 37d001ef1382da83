// With glassgrad_keeps_forwards, the node of a Function knows its operation.

#include <gtest/gtest.h>

#include <memory>

#include "autograd/functions.h"
#include "autograd/graph/function.h"

namespace glassgrad {
namespace {

using autograd::AutogradContext;
using autograd::variable_list;

/// Keeps forwards for the scope.
struct KeepsForwards {
  KeepsForwards() { glassgrad_keeps_forwards = 1; }
  ~KeepsForwards() { glassgrad_keeps_forwards = 0; }
};

Tensor differences(const Tensor& y, size_t input) {
  return y.grad_fn()->differences({full_like(y, 2)}, input);
}

void expect_near(const Tensor& got, std::initializer_list<double> expected) {
  ASSERT_TRUE(got.defined());
  ASSERT_EQ(got.numel(), static_cast<int64_t>(expected.size()));
  const Tensor flat = got.flatten();
  int64_t i = 0;
  for (const double e : expected) EXPECT_NEAR(flat[i++].item<double>(), e, 1e-4);
}

// y = a^2 b + n c: of every kind of argument that has tensors, and some that have none.
struct Kinds : autograd::Function<Kinds> {
  static Tensor forward(AutogradContext*, const Tensor& a, TensorList list, optional<Tensor> c,
                        int n, std::string, IntArrayRef sizes) {
    Tensor y = a * a * list[0];
    if (c) y = y + *c * n;
    return y.view(sizes);
  }
  static variable_list backward(AutogradContext*, variable_list) { return {}; }
};

TEST(FunctionDifferences, OfEveryTensorAmongTheArguments) {
  const Tensor a = tensor({1.0, 2.0}).requires_grad_(), b = tensor({3.0, 4.0}).requires_grad_();
  const Tensor c = tensor({5.0, 6.0}).requires_grad_();
  Tensor y;
  {
    const KeepsForwards keeps;
    const std::vector<int64_t> sizes = {2};
    const variable_list list = {b};
    y = Kinds::apply(a, TensorList(list), optional<Tensor>(c), 7, std::string("n"),
                     IntArrayRef(sizes));
  }
  expect_near(differences(y, 0), {12, 32});
  expect_near(differences(y, 1), {2, 8});
  expect_near(differences(y, 2), {14, 14});
}

struct Doubled : autograd::Function<Doubled> {
  static Tensor forward(AutogradContext* context, Tensor x) {
    x.mul_(2);
    context->mark_dirty({x});
    return x;
  }
  static variable_list backward(AutogradContext*, variable_list grads) { return {grads[0] * 2}; }
};

TEST(FunctionDifferences, OfAnOperationInPlace) {
  const KeepsForwards keeps;
  const Tensor leaf = tensor({1.0, 2.0}).requires_grad_();
  const Tensor x = leaf * 1;
  const Tensor y = Doubled::apply(x);
  expect_near(differences(y, 0), {4, 4});
  expect_near(y.detach(), {2, 4});
}

struct FloatsOnly : autograd::Function<FloatsOnly> {
  static Tensor forward(AutogradContext*, const Tensor& x) {
    Tensor y = x.clone();
    float* const p = y.data_ptr<float>();
    for (int64_t i = 0; i < y.numel(); ++i) p[i] *= 3;
    return y;
  }
  static variable_list backward(AutogradContext*, variable_list grads) { return {grads[0] * 3}; }
};

TEST(FunctionDifferences, OfAForwardForOneTypeAlone) {
  const KeepsForwards keeps;
  const Tensor y = FloatsOnly::apply(tensor({1.0, 2.0}).requires_grad_());
  const Tensor got = differences(y, 0);
  ASSERT_TRUE(got.defined());
  EXPECT_NEAR(got[0].item<double>(), 6, 1e-3);
}

struct Noisy : autograd::Function<Noisy> {
  static Tensor forward(AutogradContext*, const Tensor& x) { return x * rand_like(x); }
  static variable_list backward(AutogradContext*, variable_list) { return {}; }
};

TEST(FunctionDifferences, DrawTheSameRandomNumbers) {
  const KeepsForwards keeps;
  manual_seed(1);
  const Tensor x = ones({2}).requires_grad_();
  const Tensor y = Noisy::apply(x);
  const Tensor next = Noisy::apply(x).detach();
  manual_seed(1);
  const Tensor again = Noisy::apply(x);
  const Tensor got = differences(again, 0);
  ASSERT_TRUE(got.defined());
  // float32 and float64 draw differently; the forward of doubles draws by itself the same each time
  EXPECT_TRUE(got.isfinite().all().item<bool>());
  EXPECT_EQ(Noisy::apply(x).detach()[0].item<float>(), next[0].item<float>())
      << "the program's own numbers go on as if nobody had looked";
}

struct TakesOwner : autograd::Function<TakesOwner> {
  static Tensor forward(AutogradContext*, const Tensor& x, const std::unique_ptr<int>& n) {
    return x * *n;
  }
  static variable_list backward(AutogradContext*, variable_list grads) {
    return {grads[0], Tensor()};
  }
};

TEST(FunctionDifferences, NoneWhereAnArgumentCannotBeKept) {
  const KeepsForwards keeps;
  const Tensor y = TakesOwner::apply(ones({2}).requires_grad_(), std::make_unique<int>(3));
  EXPECT_FALSE(differences(y, 0).defined());
}

TEST(FunctionDifferences, NoneUnlessSomebodyAskedBefore) {
  const Tensor y = FloatsOnly::apply(ones({2}).requires_grad_());
  EXPECT_FALSE(differences(y, 0).defined());
}

TEST(FunctionDifferences, OfALargeTensorAtAHundredElements) {
  const KeepsForwards keeps;
  const Tensor y = FloatsOnly::apply(ones({1000}).requires_grad_());
  const Tensor got = differences(y, 0);
  ASSERT_TRUE(got.defined());
  EXPECT_EQ(got.isfinite().sum().item<int64_t>(), 100);
}

}  // namespace
}  // namespace glassgrad
