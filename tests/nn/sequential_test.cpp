// Sequential, and the AnyModule that it consists of.
#include "nn/sequential.h"

#include "tests/nn/answers.h"
#include "tests/support/expect_error.h"

namespace glassgrad::nn {
namespace {

using Names = std::vector<std::string>;

struct AddImpl : Module {
  int forward(int a, int b) { return a + b; }
};
struct TimesImpl : Module {
  explicit TimesImpl(int factor) : factor(factor) {}
  int forward(int x) const { return factor * x; }
  int factor;
};
struct WithDefaultImpl : Module {
  int forward(int a, int b = 10) { return a + b; }

 protected:
  FORWARD_HAS_DEFAULT_ARGS({1, AnyValue(10)})
};

TEST(Sequential, HandsResultsOn) {
  Sequential net(std::make_shared<AddImpl>(), TimesImpl(3), std::make_shared<TimesImpl>(5));
  EXPECT_EQ(net->forward<int>(1, 2), 45);
  EXPECT_EQ(net->size(), 3u);
  EXPECT_EQ(net->at<TimesImpl>(1).factor, 3);
  EXPECT_EQ(net->ptr<TimesImpl>(2)->factor, 5);
  EXPECT_ERROR(net->forward<float>(1, 2),
               "The type of the return value is int, but you asked for "
               "type float");
  EXPECT_ERROR(net->forward<int>(1, 2.5),
               "Expected argument #1 to be of type int, but received "
               "value of type double");
  EXPECT_ERROR(Sequential()->forward<int>(1), "Cannot call forward() on an empty Sequential");
}

TEST(Sequential, NamesItsModules) {
  Sequential net({{"first", Linear(2, 3)}, {"then", Tanh()}});
  net->push_back("last", Linear(3, 1));
  EXPECT_EQ(net->named_children().keys(), (Names{"first", "then", "last"}));
  Sequential numbered(Linear(2, 3), Tanh());
  numbered->push_back(Linear(3, 2));
  EXPECT_EQ(numbered->named_children().keys(), (Names{"0", "1", "2"}));
  numbered->extend(*net);
  EXPECT_EQ(numbered->size(), 6u);
  EXPECT_EQ(numbered->forward(ones({4, 2})).size(0), 4);
  EXPECT_ERROR(numbered->at<TanhImpl>(0), "Linear");
  EXPECT_THROW(numbered->ptr(9), Error);
}

TEST(Sequential, NestsAndClones) {
  Sequential inner(Linear(2, 2), Tanh()), net(inner, Linear(2, 1));
  EXPECT_EQ(net->named_parameters().keys(),
            (Names{"0.0.weight", "0.0.bias", "1.weight", "1.bias"}));
  const auto copy = std::dynamic_pointer_cast<SequentialImpl>(net->clone());
  const Tensor x = ones({3, 2});
  EXPECT_TRUE(equal(copy->forward(x), net->forward(x)));
  {
    NoGradGuard no_grad;
    inner->at<LinearImpl>(0).bias.fill_(3);
  }
  EXPECT_FALSE(equal(copy->forward(x), net->forward(x)));
}

TEST(AnyModule, HoldsAModuleOfAnyType) {
  AnyModule any{Linear(2, 1)}, none;
  EXPECT_EQ(any.forward(ones({3, 2})).sizes(), IntArrayRef({3, 1}));
  EXPECT_EQ(any.get<LinearImpl>().options.in_features(), 2);
  EXPECT_EQ(any.get<Linear>().get(), any.ptr().get());
  EXPECT_ERROR(any.get<TanhImpl>(), "Linear");
  EXPECT_ERROR(any.forward(ones({1}), ones({1})), "expects 1 argument(s), but received 2");
  EXPECT_TRUE(none.is_empty());
  EXPECT_ERROR(none.forward(ones({1})), "empty AnyModule");
  EXPECT_ERROR(none.ptr(), "empty AnyModule");
}

TEST(AnyModule, FillsInDefaultArguments) {
  AnyModule any(std::make_shared<WithDefaultImpl>());
  EXPECT_EQ(any.forward<int>(1), 11);
  EXPECT_EQ(any.forward<int>(1, 2), 3);
  EXPECT_THROW(any.forward<int>(), Error);
}

TEST(Functional, MakesAModuleOfAFunction) {
  bool called = false;
  Functional count([&](const Tensor& x) { return called = true, x + 1; });
  EXPECT_TRUE(equal(count(zeros({2})), ones({2})));
  EXPECT_TRUE(called);
  EXPECT_TRUE(equal(Functional(glassgrad::elu, 2, 1, 1)(tensor({-1e9})), tensor({-2.0})));
}

}  // namespace
}  // namespace glassgrad::nn
