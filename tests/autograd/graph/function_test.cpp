// User-defined functions. Behaviour and texts are those of libtorch 1.13.1's
// torch::autograd::Function.

#include "autograd/graph/function.h"

#include <gtest/gtest.h>

#include <string>

#include "autograd/functions.h"

namespace glassgrad {
namespace {

using autograd::AutogradContext;
using autograd::Function;
using autograd::variable_list;

template <class F>
std::string error_of(F f) {
  try {
    f();
  } catch (const Error& e) {
    return e.what_without_backtrace();
  }
  return "(no error)";
}

struct MulAdd : Function<MulAdd> {
  static Tensor forward(AutogradContext* ctx, Tensor x, int number, Tensor y, bool square) {
    ctx->saved_data["number"] = number;
    ctx->saved_data["square"] = square;
    ctx->save_for_backward({x, y});
    return square ? x * x + number * y : x * y * number;
  }
  static variable_list backward(AutogradContext* ctx, variable_list grads) {
    const auto saved = ctx->get_saved_variables();
    const auto number = ctx->saved_data["number"].toInt();
    EXPECT_TRUE(ctx->saved_data["square"].toBool());
    return {grads[0] * 2 * saved[0], Tensor(), grads[0] * number, Tensor()};
  }
};

TEST(Function, ArgumentsOfAnyType) {
  const Tensor x = full({2}, 3., kDouble).requires_grad_(), y = ones({2}, kDouble).requires_grad_();
  const Tensor out = MulAdd::apply(x, 5, y, true);
  EXPECT_NE(out.grad_fn()->name().find("MulAdd"), std::string::npos);
  out.sum().backward();
  EXPECT_EQ(x.grad().sum().item<double>(), 12);
  EXPECT_EQ(y.grad().sum().item<double>(), 10);
  EXPECT_NE(error_of([&] { out.sum().backward(); }).find("a second time"), std::string::npos);
}

TEST(Function, NoGraphWithoutGrad) {
  const Tensor x = ones({2}), y = ones({2});
  EXPECT_TRUE(MulAdd::apply(x, 1, y, true).is_leaf());
  NoGradGuard no_grad;
  EXPECT_TRUE(MulAdd::apply(ones({2}).requires_grad_(), 1, y, true).is_leaf());
}

struct SaveOutput : Function<SaveOutput> {
  static Tensor forward(AutogradContext* ctx, const Tensor& x) {
    const Tensor y = x.exp();
    ctx->save_for_backward({y, Tensor()});
    return y;
  }
  static variable_list backward(AutogradContext* ctx, variable_list grads) {
    const auto saved = ctx->get_saved_variables();
    EXPECT_FALSE(saved[1].defined());
    return {grads[0] * saved[0]};
  }
};

TEST(Function, SavedOutputs) {
  const Tensor x = tensor({0.5, -1.0}, kDouble).requires_grad_();
  EXPECT_TRUE(autograd::gradcheck(
      [](const variable_list& in) -> variable_list { return {SaveOutput::apply(in[0])}; }, {x}));
  EXPECT_TRUE(autograd::gradgradcheck(
      [](const variable_list& in) -> variable_list { return {SaveOutput::apply(in[0])}; }, {x}));
  const Tensor y = SaveOutput::apply(x * 1);
  y.add_(1);
  EXPECT_NE(error_of([&] { y.sum().backward(); }).find("modified by an inplace operation"),
            std::string::npos);
}

struct TwoOutputs : Function<TwoOutputs> {
  static variable_list forward(AutogradContext* ctx, const Tensor& x, TensorList more) {
    const Tensor flags = x > 0;
    ctx->mark_non_differentiable({flags});
    return {x * 2, more[0] + more[1], flags};
  }
  static variable_list backward(AutogradContext* ctx, variable_list grads) {
    EXPECT_TRUE(ctx->needs_input_grad(0));
    EXPECT_TRUE(grads[1].defined());
    return {grads[0] * 2, grads[1], grads[1]};
  }
};

TEST(Function, SeveralOutputsAndLists) {
  const Tensor x = ones({2}, kDouble).requires_grad_(), a = ones({2}, kDouble).requires_grad_();
  const auto out = TwoOutputs::apply(x, TensorList({a, a}));
  EXPECT_FALSE(out[2].requires_grad());
  EXPECT_EQ(out[1].output_nr(), 1u);
  out[0].sum().backward();
  EXPECT_EQ(x.grad().sum().item<double>(), 4);
  EXPECT_EQ(a.grad().sum().item<double>(), 0);
}

// Which gradients the backward of the last product was asked for.
std::string asked;
struct AskingProduct : Function<AskingProduct> {
  static Tensor forward(AutogradContext* ctx, const Tensor& x, const Tensor& y) {
    ctx->save_for_backward({x, y});
    return x * y;
  }
  static variable_list backward(AutogradContext* ctx, variable_list grads) {
    asked = {ctx->needs_input_grad(0) ? 'x' : '-', ctx->needs_input_grad(1) ? 'y' : '-'};
    const variable_list saved = ctx->get_saved_variables();
    return {grads[0] * saved[1], grads[0] * saved[0]};
  }
};

TEST(Function, NeedsTheGradientsThatTheCallAsksFor) {
  const Tensor x = full({2}, 3., requires_grad()), y = full({2}, 5., requires_grad());
  const auto product = [&] { return AskingProduct::apply(x, y).sum(); };
  product().backward();
  EXPECT_EQ(asked, "xy");
  autograd::grad({product()}, {x});
  EXPECT_EQ(asked, "x-");
  const Tensor middle = y * 2, behind = AskingProduct::apply(x, middle).sum();
  autograd::grad({behind}, {y}, {}, /*retain_graph=*/true);
  EXPECT_EQ(asked, "-y");
  autograd::grad({behind}, {middle}, {}, true);
  EXPECT_EQ(asked, "-y");
  behind.backward({}, false, false, std::vector<Tensor>{x});
  EXPECT_EQ(asked, "x-");
  AskingProduct::apply(x, ones({2})).sum().backward();
  EXPECT_EQ(asked, "x-");
}

struct InPlaceDouble : Function<InPlaceDouble> {
  static Tensor forward(AutogradContext* ctx, Tensor x) {
    x.mul_(2);
    ctx->mark_dirty({x});
    return x;
  }
  static variable_list backward(AutogradContext*, variable_list grads) { return {grads[0] * 2}; }
};

TEST(Function, MarkDirty) {
  const Tensor x = full({2}, 3., kDouble).requires_grad_();
  const Tensor y = x * 1;
  const Tensor z = InPlaceDouble::apply(y);
  EXPECT_TRUE(z.is_same(y));
  z.sum().backward();
  EXPECT_EQ(x.grad().sum().item<double>(), 4);
  EXPECT_NE(error_of([&] { InPlaceDouble::apply(x); }).find("leaf Variable that requires grad"),
            std::string::npos);
}

struct PassThrough : Function<PassThrough> {
  static Tensor forward(AutogradContext*, Tensor x) { return x; }
  static variable_list backward(AutogradContext*, variable_list grads) { return {grads[0] * 7}; }
};

TEST(Function, AnInputHandedBack) {
  const Tensor x = ones({2}, kDouble).requires_grad_();
  const Tensor y = PassThrough::apply(x);
  EXPECT_FALSE(y.is_same(x));
  EXPECT_TRUE(y.is_alias_of(x));
  EXPECT_TRUE(x.is_leaf());
  y.sum().backward();
  EXPECT_EQ(x.grad().sum().item<double>(), 14);
}

struct WrongShape : Function<WrongShape> {
  static Tensor forward(AutogradContext*, const Tensor& x) { return x * 1; }
  static variable_list backward(AutogradContext*, variable_list) { return {ones({5}, kDouble)}; }
};
struct WrongCount : Function<WrongCount> {
  static Tensor forward(AutogradContext*, const Tensor& x, const Tensor&) { return x * 1; }
  static variable_list backward(AutogradContext*, variable_list grads) { return {grads[0]}; }
};

TEST(Function, WrongGradients) {
  const Tensor x = ones({2}, kDouble).requires_grad_();
  EXPECT_NE(error_of([&] { WrongShape::apply(x).sum().backward(); })
                .find("returned an invalid gradient at index 0 - got [5] but expected shape "
                      "compatible with [2]"),
            std::string::npos);
  EXPECT_NE(error_of([&] {
              WrongCount::apply(x, x).sum().backward();
            }).find("returned an incorrect number of gradients (expected 2, got 1)"),
            std::string::npos);
}

struct KeepsUndefined : Function<KeepsUndefined> {
  static variable_list forward(AutogradContext* ctx, const Tensor& x) {
    ctx->set_materialize_grads(false);
    return {x * 1, x * 2};
  }
  static variable_list backward(AutogradContext*, variable_list grads) {
    EXPECT_FALSE(grads[1].defined());
    return {grads[0]};
  }
};

TEST(Function, UndefinedGradientsOnRequest) {
  const Tensor x = ones({2}, kDouble).requires_grad_();
  KeepsUndefined::apply(x)[0].sum().backward();
  EXPECT_EQ(x.grad().sum().item<double>(), 2);
}

}  // namespace
}  // namespace glassgrad
