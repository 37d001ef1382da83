// Who shares memory, and who shares a version counter: a tensor, its views and what detach() gives
// share both; data() and set_data() share memory alone. Versions and gradients are those that
// PyTorch 1.13.1 gives for the same calls.

#include <gtest/gtest.h>

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "autograd/base/error.h"
#include "autograd/functions.h"
#include "autograd/graph/autograd.h"
#include "autograd/graph/grad_mode.h"

namespace glassgrad {
namespace {

Tensor leaf(const std::vector<float>& values) {
  Tensor x = tensor(values);
  x.requires_grad_();
  return x;
}

void add_one(const Tensor& x) {
  const NoGradGuard no_grad;
  x.add_(1);
}

std::string error_of(const std::function<void()>& f) {
  try {
    f();
  } catch (const Error& e) {
    return e.what_without_backtrace();
  }
  return "";
}

TEST(Version, IsCountedByATensorItsViewsAndDetach) {
  const Tensor x = ones({4}), view = x.view({2, 2}), row = view[0], detached = x.detach();
  row.add_(1);
  for (const Tensor& t : {x, view, row, detached, detached.view({2, 2})})
    EXPECT_EQ(t._version(), 1);
  detached.add_(1);
  EXPECT_EQ(x._version(), 2);
}

TEST(Version, OfDataIsItsOwn) {
  const Tensor x = ones({3}), data = x.data();
  EXPECT_TRUE(x.is_alias_of(data));
  EXPECT_TRUE(data.is_alias_of(x));
  x.add_(1);
  EXPECT_EQ(data._version(), 0);
  data.add_(1);
  EXPECT_EQ(x._version(), 1);
  EXPECT_EQ(data._version(), 1);
  EXPECT_TRUE(equal(x, tensor({3.f, 3.f, 3.f})));
  data.detach().add_(1);
  EXPECT_EQ(data._version(), 2);
  EXPECT_EQ(data.data()._version(), 0);
}

TEST(Version, StaysThroughSetData) {
  const Tensor given = ones({3}), x = leaf({0, 0, 0});
  given.add_(1).add_(1);
  x.set_data(given);
  EXPECT_TRUE(x.is_alias_of(given));
  EXPECT_EQ(x._version(), 0);
  given.add_(1);
  EXPECT_EQ(x._version(), 0);
  add_one(x);
  EXPECT_EQ(x._version(), 1);
  EXPECT_EQ(given._version(), 3);
  EXPECT_EQ(given[0].item<float>(), 5);
}

TEST(Version, IsStillSharedWithThoseThatShowTheOldMemory) {
  for (const int64_t size : {3, 300}) {  // few elements lie in the tensor's own block
    const Tensor x = zeros({size}).requires_grad_(), before = x.detach();
    x.set_data(ones({size}));
    add_one(x);
    EXPECT_EQ(x._version(), 1);
    EXPECT_EQ(before._version(), 1);
    before.add_(1);
    EXPECT_EQ(x._version(), 2);
    EXPECT_FALSE(before.is_alias_of(x));
    EXPECT_EQ(before[0].item<float>(), 1);
  }
}

TEST(Version, OfSlicesGivenToParametersIsTheParameters) {
  const Tensor flat = arange(4.), a = leaf({0, 0}), b = leaf({0, 0});
  a.set_data(flat.slice(0, 0, 2));
  b.set_data(flat.slice(0, 2, 4));
  const Tensor y = (b * b).sum();
  add_one(a);
  EXPECT_EQ(a._version(), 1);
  EXPECT_EQ(b._version(), 0);
  EXPECT_EQ(flat._version(), 0);
  EXPECT_TRUE(a.is_alias_of(b));
  y.backward();  // not refused: what b holds has not changed
  EXPECT_TRUE(equal(b.grad(), tensor({4.f, 6.f})));
}

TEST(Version, OfASavedValueIsThatOfItsTensor) {
  const Tensor w = leaf({2, 3});
  const Tensor y = (w * w).sum();
  add_one(w);
  w.set_data(tensor({10.f, 20.f}));
  EXPECT_NE(error_of([&] { y.backward(); })
                .find("modified by an inplace operation: [CPUFloatType [2]] is at version 1; "
                      "expected version 0 instead"),
            std::string::npos);
  EXPECT_FALSE(w.grad().defined());
}

TEST(Version, DoesNotCountNewData) {
  const Tensor w = leaf({2, 3});
  const Tensor y = (w * w).sum();
  w.set_data(tensor({10.f, 20.f}));
  y.backward();
  EXPECT_TRUE(equal(w.grad(), tensor({20.f, 40.f})));
}

TEST(Version, OfASavedResultIsThatOfTheMemoryItHas) {
  const Tensor x = leaf({0, 1});
  Tensor y = x.exp();
  const Tensor before = y.detach().clone();
  y.set_data(zeros({2}));
  y.sum().backward();
  EXPECT_TRUE(equal(x.grad(), before));
}

TEST(Memory, OutlivesItsTensorInViewsDataAndOtherTensors) {
  for (const int64_t size : {3, 300}) {
    std::optional<Tensor> x = ones({size});
    const Tensor view = x->slice(0, 1), data = x->data(), other = zeros({1}), alias = x->detach();
    other.set_data(*x);
    x.reset();
    view.add_(1);
    EXPECT_EQ(alias._version(), 1);
    EXPECT_EQ(other._version(), 0);
    for (const Tensor& t : {view, data, other, alias}) EXPECT_EQ(t[1].item<float>(), 2);
  }
}

TEST(Memory, OfAVersionCounterOutlivesItsTensor) {
  for (const int64_t size : {3, 300}) {
    std::optional<Tensor> x = ones({size});
    const Tensor detached = x->detach();
    x->set_data(zeros({2}));
    x.reset();
    detached.add_(1);
    EXPECT_EQ(detached._version(), 1);
    EXPECT_EQ(detached.sum().item<float>(), 2.f * static_cast<float>(size));
  }
}

TEST(Memory, IsTakenOverWhenATensorGetsItsOwnBack) {
  for (const int64_t size : {3, 300}) {
    const Tensor x = ones({size}), data = x.data();
    x.set_data(zeros({1}));
    x.set_data(data);
    x.set_data(x.view({size, 1}));
    EXPECT_EQ(x.sizes(), (IntArrayRef{size, 1}));
    EXPECT_EQ(x.sum().item<float>(), static_cast<float>(size));
  }
}

}  // namespace
}  // namespace glassgrad
