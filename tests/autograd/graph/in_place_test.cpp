// In-place operations, views and the history of both. Expected values follow from the formulas;
// texts and the cases with views are PyTorch 1.13.1's.

#include <gtest/gtest.h>

#include <functional>

#include "autograd/base/error.h"
#include "autograd/functions.h"
#include "autograd/graph/autograd.h"
#include "autograd/graph/grad_mode.h"
#include "tests/support/expect_error.h"

namespace glassgrad {
namespace {

using indexing::Slice;

std::vector<double> values(const Tensor& t) {
  const Tensor d = t.detach().to(kDouble).contiguous();
  return {d.data_ptr<double>(), d.data_ptr<double>() + d.numel()};
}
using V = std::vector<double>;

template <class F>
std::string error_of(F f) {
  try {
    f();
  } catch (const Error& e) {
    return e.what_without_backtrace();
  }
  return "(no error)";
}

TEST(InPlace, CountsVersions) {
  Tensor x = ones({2, 2});
  EXPECT_EQ(x._version(), 0);
  x.add_(1).mul_(2);
  EXPECT_EQ(x._version(), 2);
  x[0].fill_(3);
  EXPECT_EQ(x._version(), 3);
  EXPECT_EQ(x.detach()._version(), 3);
  x.data().add_(1);
  EXPECT_EQ(x._version(), 3);
  EXPECT_EQ(values(x), (V{4, 4, 5, 5}));
}

TEST(InPlace, OnALeafThatRequiresGrad) {
  Tensor x = ones({2}).requires_grad_();
  EXPECT_EQ(error_of([&] { x.add_(1); }),
            "a leaf Variable that requires grad is being used in an in-place operation.");
  EXPECT_EQ(error_of([&] { x[0].add_(1); }),
            "a view of a leaf Variable that requires grad is being used in an in-place operation.");
  EXPECT_EQ(values(x), (V{1, 1}));
  EXPECT_EQ(x._version(), 0);
  NoGradGuard no_grad;
  x.add_(1);
  EXPECT_EQ(values(x), (V{2, 2}));
  EXPECT_TRUE(x.is_leaf());
}

TEST(InPlace, ResultTypeMustFit) {
  Tensor x = ones({2}, kLong);
  EXPECT_EQ(error_of([&] { x.add_(1.5); }),
            "result type Float can't be cast to the desired output type Long");
  EXPECT_EQ(error_of([&] { x.mul_(ones({2})); }),
            "result type Float can't be cast to the desired output type Long");
  EXPECT_EQ(error_of([&] {
              ones({2}).add_(ones({3, 2}));
            }).substr(0, 23),
            "output with shape [2] d");
  EXPECT_EQ(values(x), (V{1, 1}));
}

TEST(InPlace, BecomesPartOfTheGraph) {
  const Tensor x = full({2}, 3, kDouble).requires_grad_();
  Tensor y = x * 2;
  y.mul_(x);
  y.add_(1);
  EXPECT_EQ(values(y), (V{19, 19}));
  y.sum().backward();
  EXPECT_EQ(values(x.grad()), (V{12, 12}));
}

TEST(InPlace, SavesWhatItOverwrites) {
  const Tensor x = full({2}, 3, kDouble).requires_grad_();
  Tensor y = x * 1;
  y.pow_(2);
  y.sum().backward();
  EXPECT_EQ(values(x.grad()), (V{6, 6}));
}

TEST(InPlace, WithItselfAsTheOther) {
  const Tensor x = full({1}, 3, kDouble).requires_grad_();
  Tensor y = x * 1;
  y.add_(y);
  y.sum().backward();
  EXPECT_EQ(values(x.grad()), (V{2}));
  Tensor z = x * 1;
  z.mul_(z);
  EXPECT_EQ(values(z), (V{9}));
  z.sum().backward();
  EXPECT_EQ(values(x.grad()), (V{2 + 6}));
}

TEST(InPlace, OnAViewChangesTheBase) {
  const Tensor x = full({3}, 2, kDouble).requires_grad_();
  Tensor base = x * 1;
  Tensor view = base[1];
  view.mul_(10);
  EXPECT_EQ(values(base), (V{2, 20, 2}));
  EXPECT_EQ(base.grad_fn()->name(), "torch::autograd::CopySlices");
  EXPECT_EQ(view.grad_fn()->name(), "AsStridedBackward0");
  (base * base).sum().backward();
  EXPECT_EQ(values(x.grad()), (V{4, 400, 4}));
}

TEST(InPlace, OnTheBaseChangesTheViews) {
  const Tensor x = full({3}, 2, kDouble).requires_grad_();
  Tensor base = x * 1;
  const Tensor view = base[1];
  base.mul_(10);
  EXPECT_EQ(values(view), (V{20}));
  view.backward();
  EXPECT_EQ(values(x.grad()), (V{0, 10, 0}));
}

TEST(InPlace, OfAGradIntoAPlainTensor) {
  const Tensor w = full({}, 2, kDouble).requires_grad_();
  Tensor base = zeros({3}, kDouble);
  const Tensor first = base[0], second = base[1];
  first.add_(w * w);
  EXPECT_TRUE(base.requires_grad());
  EXPECT_TRUE(second.requires_grad());
  EXPECT_EQ(second.grad_fn()->name(), "AsStridedBackward0");
  (base.sum() + second).backward();
  EXPECT_EQ(values(w.grad()), (V{4}));
}

TEST(InPlace, ThroughSeveralViewsAndBothOrders) {
  const Tensor x = ones({2, 3}, kDouble).requires_grad_();
  Tensor base = x * 1;
  Tensor column = base.t()[2];
  column.mul_(3);
  base[0].mul_(5);
  column.add_(1);
  EXPECT_EQ(values(base), (V{5, 5, 16, 1, 1, 4}));
  base.sum().backward();
  EXPECT_EQ(values(x.grad()), (V{5, 5, 15, 1, 1, 3}));
}

TEST(InPlace, SecondDerivativeThroughAView) {
  const auto f = [](const autograd::variable_list& in) -> autograd::variable_list {
    Tensor y = in[0] * in[0];
    y.select(0, 1).mul_(in[1]);
    y.slice(0, 0, 2).add_(in[1] * y[2].clone());
    return {y * y};
  };
  const Tensor x = tensor({0.5, -1.25, 2.0}, kDouble).requires_grad_();
  const Tensor w = tensor(0.75, kDouble).requires_grad_();
  EXPECT_TRUE(autograd::gradcheck(f, {x, w}));
  EXPECT_TRUE(autograd::gradgradcheck(f, {x, w}));
}

TEST(InPlace, ViewsMadeWithoutGrad) {
  const Tensor x = ones({2}).requires_grad_();
  Tensor base = x * 1, view;
  {
    NoGradGuard no_grad;
    view = base[0];
  }
  EXPECT_NE(error_of([&] {
              view.add_(1);
            }).find("A view was created in no_grad mode and is being modified inplace"),
            std::string::npos);
}

/// Every way in which a plain tensor of two elements takes values of one that requires grad.
const std::vector<std::function<void(const Tensor& self, const Tensor& w)>>& recorded_changes() {
  static const std::vector<std::function<void(const Tensor&, const Tensor&)>> changes = {
      [](const Tensor& self, const Tensor& w) { self.add_(w); },
      [](const Tensor& self, const Tensor& w) { self.sub_(w); },
      [](const Tensor& self, const Tensor& w) { self.mul_(w); },
      [](const Tensor& self, const Tensor& w) { self.div_(w); },
      [](const Tensor& self, const Tensor& w) { self.copy_(w); },
      [](const Tensor& self, const Tensor& w) { self.fill_(w[0]); },
      [](const Tensor& self, const Tensor& w) { self.lerp_(w, 0.5); },
      [](const Tensor& self, const Tensor& w) { self.addcmul_(w, w); },
      [](const Tensor& self, const Tensor& w) { self.addcdiv_(w, w); },
      [](const Tensor& self, const Tensor& w) {
        self.scatter_(0, tensor({0, 1}), w);
      },
      [](const Tensor& self, const Tensor& w) {
        self.index_add_(0, tensor({0, 1}), w);
      },
      [](const Tensor& self, const Tensor& w) {
        self.index_put_({tensor({0, 1})}, w);
      },
      [](const Tensor& self, const Tensor& w) { self.masked_fill_(self < 2, w[0]); },
  };
  return changes;
}

/// Each of them is refused with this text, and changes nothing.
void expect_refusal(const Tensor& plain, const Tensor& view, const std::string& text) {
  const Tensor w = full({2}, 3.).requires_grad_();
  for (const auto& change : recorded_changes()) {
    EXPECT_NE(error_of([&] { change(view, w); }).find(text), std::string::npos);
    EXPECT_EQ(values(plain), (V{1, 1, 1, 1}));
    EXPECT_EQ(plain._version(), 0);
    EXPECT_FALSE(plain.requires_grad());
    EXPECT_FALSE(view.requires_grad());
  }
  view.add_(1);  // nothing to record
  EXPECT_EQ(values(plain), (V{2, 2, 1, 1}));
}

TEST(InPlace, RecordedInAViewOfAPlainTensorMadeWithoutGrad) {
  for (const bool of_the_view : {false, true}) {
    const Tensor plain = ones({4});
    Tensor view;
    {
      const NoGradGuard no_grad;
      view = plain.slice(0, 0, 2);
    }
    expect_refusal(plain, of_the_view ? view.view({2}) : view,
                   "A view was created in no_grad mode and is being modified inplace with grad "
                   "mode enabled. Given that this use case is ambiguous");
  }
}

TEST(InPlace, RecordedInAPieceOfAPlainTensor) {
  const Tensor plain = ones({4});
  expect_refusal(
      plain, plain.chunk(2)[0],
      "A view was created in no_grad mode and is being modified inplace with grad mode enabled. "
      "This view is the output of a function that returns multiple views.");
}

TEST(InPlace, OfTheBaseOfAViewWithoutHistory) {
  const Tensor x = ones({4}).requires_grad_();
  const Tensor base = x * 1, pieces = base.chunk(2)[0];
  Tensor view;
  {
    const NoGradGuard no_grad;
    view = base.slice(0, 0, 2);
  }
  base.mul_(2);
  EXPECT_NE(error_of([&] { view * 2; })
                .find("A view was created in no_grad mode and its base or another view of its base "
                      "has been modified inplace with grad mode enabled. Given"),
            std::string::npos);
  EXPECT_NE(
      error_of([&] { pieces * 2; })
          .find("Output 0 of SplitBackward0 is a view and its base or another view of its base "
                "has been modified inplace. This view is the output of a function that returns "
                "multiple views."),
      std::string::npos);
}

TEST(InPlace, ViewsOfSplit) {
  const Tensor x = ones({4}).requires_grad_();
  const auto pieces = (x * 1).split(2);
  EXPECT_NE(
      error_of([&] { pieces[0].add_(1); }).find("output of a function that returns multiple views"),
      std::string::npos);
}

TEST(InPlace, ExpandedMemory) {
  Tensor x = ones({1}).expand({3});
  EXPECT_NE(error_of([&] { x.add_(1); }).find("more than one element of the written-to tensor"),
            std::string::npos);
}

// What reads no element may write one twice, as in PyTorch.
TEST(InPlace, ExpandedMemoryIsFilledAndTurned) {
  const Tensor x = ones({3}, kDouble);
  x.expand({2, 3}).fill_(5);
  EXPECT_EQ(values(x), (V{5, 5, 5}));
  x.slice(0, 1).expand({2, 2}).zero_();
  EXPECT_EQ(values(x), (V{5, 0, 0}));
  Tensor rows = x.expand({2, 3});
  EXPECT_EQ(rows.t_().sizes(), IntArrayRef({3, 2}));
  EXPECT_EQ(rows.transpose_(0, 1).unsqueeze_(0).sizes(), IntArrayRef({1, 2, 3}));
  EXPECT_EQ(rows.squeeze_().strides(), IntArrayRef({0, 1}));
}

TEST(InPlace, FilledExpandedMemoryStopsGradients) {
  const Tensor x = ones({3}, kDouble).requires_grad_();
  const Tensor y = x * 2;
  y.slice(0, 1).expand({4, 2}).fill_(7);
  y.sum().backward();
  EXPECT_EQ(values(y), (V{2, 7, 7}));
  EXPECT_EQ(values(x.grad()), (V{2, 0, 0}));
}

TEST(InPlace, ExpandedMemoryWithoutElements) {
  const Tensor x = ones({0, 1}).expand({0, 3});
  x.add_(1).sub_(x).mul_(2).div_(2).sigmoid_().fill_(1).zero_().uniform_();
  x.copy_(ones({0, 3}));
  EXPECT_GT(x._version(), 0);
  EXPECT_EQ(ones({1}).expand({0}).add_(1).numel(), 0);
}

TEST(InPlace, HooksStayAndRetainGradMoves) {
  const Tensor x = full({1}, 2, kDouble).requires_grad_();
  Tensor y = x * 3;
  double before = 0, after = 0;
  y.register_hook([&](const Tensor& g) { before = g.item<double>(); });
  y.retain_grad();
  y.mul_(10);
  y.register_hook([&](const Tensor& g) { after = g.item<double>(); });
  (y * 7).sum().backward();
  EXPECT_EQ(before, 70);
  EXPECT_EQ(after, 7);
  EXPECT_EQ(values(y.grad()), (V{7}));
}

TEST(InPlace, FillAndZeroStopGradients) {
  const Tensor x = ones({2}, kDouble).requires_grad_();
  Tensor y = x * 3;
  y[0].zero_();
  y.sum().backward();
  EXPECT_EQ(values(x.grad()), (V{0, 3}));
}

TEST(InPlace, CopyTakesTheSourcesGradient) {
  const Tensor x = ones({2}, kDouble).requires_grad_(), w = ones({}, kFloat).requires_grad_();
  Tensor y = x * 3;
  y.copy_(w * 2);
  y.sum().backward();
  EXPECT_EQ(values(x.grad()), (V{0, 0}));
  EXPECT_EQ(values(w.grad()), (V{4}));
  EXPECT_EQ(w.grad().scalar_type(), kFloat);
}

TEST(InPlace, AssignmentToATemporaryWrites) {
  Tensor x = zeros({2, 3});
  x[0] = 1;
  x[1] = tensor({4., 5., 6.});
  x.slice(1, 0, 1) = 9;
  EXPECT_EQ(values(x), (V{9, 1, 1, 9, 5, 6}));
}

// Which of these are refused, and what the others give: libtorch 1.13.1.
TEST(InPlace, RefusesWhatOverlapsInPart) {
  const Tensor x = arange(0., 8.), five = arange(0, 5), square = arange(0., 9.).view({3, 3});
  const Tensor to = x.slice(0, 1, 6), from = x.slice(0, 0, 5), other = ones({5}, kDouble);
  const Tensor flags = zeros({8}, kBool), flag = flags.slice(0, 1, 6), mask = flags.slice(0, 0, 5);
  const Tensor integers = arange(0, 8), whole = integers.slice(0, 1, 6),
               part = integers.slice(0, 0, 5);
  const std::vector<std::function<void()>> changes = {
      [&] { to.add_(from); },
      [&] { to.sub_(from); },
      [&] { to.mul_(from); },
      [&] { to.div_(from); },
      [&] { to.pow_(from); },
      [&] { to.copy_(from); },
      [&] { to.atan2_(from); },
      [&] { to.fmod_(from); },
      [&] { to.remainder_(from); },
      [&] { to.lerp_(from, 0.5); },
      [&] { to.lerp_(from, other); },
      [&] { to.addcmul_(other, from); },
      [&] { to.addcdiv_(from, other); },
      [&] { to.eq_(from); },
      [&] { to.lt_(from); },
      [&] { flag.logical_and_(mask); },
      [&] { flag.bitwise_xor_(mask); },
      [&] { whole.bitwise_and_(part); },
      [&] { whole.bitwise_left_shift_(part); },
      [&] { flag.masked_fill_(mask, true); },
      [&] { x.add_(x[0]); },
      [&] { x.mul_(x[3]); },
      [&] {
        x.view({2, 4}).add_(x.slice(0, 0, 4));
      },
      [&] { square.add_(square.t()); },
      [&] { square.copy_(square.t()); },
      [&] { to.put_(five, from); },
      [&] { x.put_(arange(0, 8), x); },
      [&] { to.index_copy_(0, five, from); },
      [&] { to.index_add_(0, five, from); },
      [&] { to.index_put_({five}, from); },
      [&] { to.scatter_(0, five, from); },
      [&] { to.scatter_add_(0, five, from); },
      [&] { to.scatter_reduce_(0, five, from, "sum"); },
      [&] { x.scatter_(0, arange(0, 8), x); },
  };
  const V before = values(x), square_before = values(square);
  for (size_t i = 0; i < changes.size(); ++i) {
    SCOPED_TRACE(i);
    EXPECT_ERROR(changes[i](),
                 "unsupported operation: some elements of the input tensor and the written-to "
                 "tensor refer to a single memory location. Please clone() the tensor before "
                 "performing the operation.");
  }
  EXPECT_EQ(values(x), before);
  EXPECT_EQ(values(square), square_before);
}

TEST(InPlace, TakesTheSameElementsAndOthersOfOneMemory) {
  const auto after = [](const std::function<void(const Tensor& x)>& change) {
    const Tensor x = arange(0., 8.);
    change(x);
    return values(x);
  };
  const V doubled = {0, 2, 4, 6, 8, 10, 12, 14};
  EXPECT_EQ(after([](const Tensor& x) { x.add_(x); }), doubled);
  EXPECT_EQ(after([](const Tensor& x) { x.add_(x.view({8})); }), doubled);
  EXPECT_EQ(after([](const Tensor& x) {
              x.view({2, 4})[0].add_(x.view({2, 4})[1]);
            }),
            (V{4, 6, 8, 10, 4, 5, 6, 7}));
  EXPECT_EQ(after([](const Tensor& x) { x.slice(0, 0, 8, 2).add_(x.slice(0, 1, 8, 2)); }),
            (V{1, 1, 5, 3, 9, 5, 13, 7}));
  EXPECT_EQ(after([](const Tensor& x) { x.slice(0, 0, 4).add_(x.slice(0, 0, 8, 2)); }),
            (V{0, 3, 6, 9, 4, 5, 6, 7}));
  EXPECT_EQ(after([](const Tensor& x) { x.slice(0, 0, 0).add_(x.slice(0, 0, 0)); }),
            (V{0, 1, 2, 3, 4, 5, 6, 7}));
}

TEST(InPlace, OverlappingMemoryThroughData) {
  const auto after = [](const std::function<void(const Tensor& x, const Tensor& data)>& change) {
    const Tensor x = arange(1., 5.), copy = x.clone();
    change(x, x.data());
    change(copy, copy.clone());
    EXPECT_EQ(values(x), values(copy));
  };
  after([](const Tensor& x, const Tensor& d) { x.add_(d); });
  after([](const Tensor& x, const Tensor& d) { x.sub_(d); });
  after([](const Tensor& x, const Tensor& d) { x.mul_(d); });
  after([](const Tensor& x, const Tensor& d) { x.div_(d); });
  after([](const Tensor& x, const Tensor& d) { x.copy_(d); });
  after([](const Tensor& x, const Tensor& d) { x.lerp_(d, 0.5); });
  after([](const Tensor& x, const Tensor& d) { x.addcmul_(d, d); });
  after([](const Tensor& x, const Tensor& d) { x.addcdiv_(d, d); });
  // Gaps between the elements: let pass by libtorch too, and read before they are written.
  const auto even = [](const Tensor& t) { return t.slice(0, 0, 4, 2); };
  after([&](const Tensor& x, const Tensor& d) { x.slice(0, 1, 3).add_(even(d)); });
  after([&](const Tensor& x, const Tensor& d) { x.slice(0, 1, 3).copy_(even(d)); });
  after([&](const Tensor& x, const Tensor& d) { x.slice(0, 1, 3).sub_(even(d)); });
  after([&](const Tensor& x, const Tensor& d) { x.slice(0, 1, 3).mul_(even(d)); });
  after([&](const Tensor& x, const Tensor& d) { x.slice(0, 1, 3).div_(even(d)); });
  const Tensor places = tensor({1, 0});
  after([&](const Tensor& x, const Tensor& d) { x.slice(0, 1, 3).index_put_({places}, even(d)); });
  after([&](const Tensor& x, const Tensor& d) { x.slice(0, 1, 3).index_add_(0, places, even(d)); });
  after([&](const Tensor& x, const Tensor& d) { x.slice(0, 1, 3).scatter_(0, places, even(d)); });
  after(
      [&](const Tensor& x, const Tensor& d) { x.slice(0, 1, 3).scatter_add_(0, places, even(d)); });
}

TEST(Detach, SharesMemoryAndVersion) {
  const Tensor x = ones({2}).requires_grad_();
  const Tensor y = x * 2;
  const Tensor d = y.detach();
  EXPECT_FALSE(d.requires_grad());
  d.add_(1);
  EXPECT_EQ(values(y), (V{3, 3}));
  EXPECT_EQ(y._version(), 1);
  Tensor z = x * 2;
  z.detach_();
  EXPECT_TRUE(z.is_leaf());
  EXPECT_FALSE(z.requires_grad());
}

TEST(InPlace, ResizesToAPartOfItsOwnSizes) {
  const Tensor x = zeros({1, 2, 8});
  x.resize_(x.sizes().slice(1));
  EXPECT_EQ(x.sizes(), (IntArrayRef{2, 8}));
  EXPECT_EQ(x.strides(), (IntArrayRef{8, 1}));
  EXPECT_EQ(x.numel(), 16);
}

TEST(InPlace, DataOfItsOwnChangesNothing) {
  const Tensor x = arange(6.).view({2, 3});
  x.set_data(x);
  EXPECT_EQ(x.sizes(), (IntArrayRef{2, 3}));
  EXPECT_EQ(x[1][2].item<double>(), 5);
}

TEST(InPlace, NewDataLeavesTheOldBlockToItsViews) {
  Tensor x = ones({3});
  const Tensor view = x.slice(0, 1, 3);
  x.set_data(zeros({3}));
  EXPECT_EQ(view.sum().item<float>(), 2);
  EXPECT_EQ(x.sum().item<float>(), 0);
  x = Tensor();
  EXPECT_EQ(view[1].item<float>(), 1);
}

TEST(InPlace, SizesThatNoMemoryHolds) {
  EXPECT_THROW(empty({int64_t{1} << 62}), Error);
  EXPECT_THROW(empty({int64_t{1} << 40, int64_t{1} << 40}), Error);
}

}  // namespace
}  // namespace glassgrad
