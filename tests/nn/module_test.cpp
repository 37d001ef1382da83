// The tree of modules. Texts of errors and warnings are those of libtorch 1.13.1.
#include "nn/module.h"

#include "tests/nn/answers.h"
#include "tests/support/expect_error.h"

namespace glassgrad::nn {
namespace {

using nn_cases::Net;
using nn_cases::NetImpl;
using Names = std::vector<std::string>;

/// Net, inside another module, beside a layer.
struct OuterImpl : Module {
  OuterImpl() : net(register_module("net", Net())), last(register_module("last", Linear(2, 1))) {
    own = register_parameter("own", ones({1}));
  }
  Tensor forward(const Tensor& x) { return last(net(x)) * own; }
  Net net;
  Linear last;
  Tensor own;
};
TORCH_MODULE(Outer);

TEST(Module, WorksAndPrintsAsLibtorchDoes) { nn_cases::expect_same(nn_cases::net_cases()); }

TEST(Module, NamesEverythingByItsPath) {
  const Outer outer;
  EXPECT_EQ(outer->named_parameters().keys(), (Names{"own", "net.scale", "net.body.weight",
                                                     "net.body.bias", "last.weight", "last.bias"}));
  EXPECT_EQ(outer->named_parameters(/*recurse=*/false).keys(), Names{"own"});
  EXPECT_EQ(outer->named_buffers().keys(), Names{"net.count"});
  EXPECT_EQ(outer->named_buffers(false).keys(), Names{});
  EXPECT_EQ(outer->named_children().keys(), (Names{"net", "last"}));
  EXPECT_EQ(outer->named_modules().keys(), (Names{"", "net", "net.body", "last"}));
  EXPECT_EQ(outer->named_modules("root", false).keys(),
            (Names{"root.net", "root.net.body", "root.last"}));
  EXPECT_EQ(outer->modules().size(), 4u);
  EXPECT_EQ(outer->modules(false).size(), 3u);
  EXPECT_EQ(outer->children().size(), 2u);
  EXPECT_EQ(outer->parameters().size(), 6u);
  EXPECT_EQ(outer->buffers().size(), 1u);
}

TEST(Module, HandsOutTheParametersThemselves) {
  Outer outer;
  EXPECT_TRUE(outer->parameters()[0].is_same(outer->own));
  EXPECT_TRUE(outer->named_parameters()["last.weight"].is_same(outer->last->weight));
  EXPECT_EQ(outer->children()[1].get(), outer->last.get());
  EXPECT_TRUE(outer->own.requires_grad());
  EXPECT_FALSE(outer->buffers()[0].requires_grad());
}

struct Free : Module {
  using Module::Module;
};

TEST(Module, RefusesBadNames) {
  Free m;
  m.register_parameter("p", ones({1}));
  m.register_buffer("b", ones({1}));
  m.register_module("m", std::make_shared<Free>());
  EXPECT_ERROR(m.register_parameter("p", ones({1})), "Parameter 'p' already defined");
  EXPECT_ERROR(m.register_buffer("b", ones({1})), "Buffer 'b' already defined");
  EXPECT_ERROR(m.register_module("m", std::make_shared<Free>()), "Submodule 'm' already defined");
  EXPECT_ERROR(m.register_parameter("", ones({1})), "Parameter name must not be empty");
  EXPECT_ERROR(m.register_buffer("", ones({1})), "Buffer name must not be empty");
  EXPECT_ERROR(m.register_module("", std::make_shared<Free>()), "Submodule name must not be empty");
  EXPECT_ERROR(m.register_parameter("a.b", ones({1})),
               "Parameter name must not contain a dot (got 'a.b')");
  EXPECT_ERROR(m.register_buffer("a.b", ones({1})),
               "Buffer name must not contain a dot (got 'a.b')");
  EXPECT_ERROR(m.register_module("a.b", std::make_shared<Free>()),
               "Submodule name must not contain a dot (got 'a.b')");
  EXPECT_ERROR(m.register_parameter("whole", ones({1}, kLong)),
               "Only Tensors of floating point and complex dtype can require gradients");
  EXPECT_EQ(m.parameters().size(), 1u);
  EXPECT_NO_THROW(m.register_parameter("whole", ones({1}, kLong), /*requires_grad=*/false));
}

TEST(Module, ReplacesAndUnregistersChildren) {
  Free m;
  m.register_module("a", Linear(1, 1));
  m.register_module("b", Linear(1, 1));
  m.replace_module("a", Linear(2, 3));
  EXPECT_EQ(m.named_parameters()["a.weight"].sizes(), IntArrayRef({3, 2}));
  m.unregister_module("a");
  EXPECT_EQ(m.named_children().keys(), Names{"b"});
  EXPECT_ERROR(m.unregister_module("a"), "No Module with name `a` is registered");
  EXPECT_ERROR(m.replace_module("a", Linear(1, 1)), "Submodule 'a' is not defined");
}

TEST(Module, AppliesParentsFirst) {
  Outer outer;
  Names names;
  outer->apply([&](const std::string& path, const Module&) { names.push_back(path); }, "top");
  EXPECT_EQ(names, (Names{"top", "top.net", "top.net.body", "top.last"}));
  int linear = 0;
  outer->apply([&](Module& m) {
    if (auto* layer = m.as<Linear>()) {
      ++linear;
      NoGradGuard no_grad;
      layer->weight.fill_(0);
    }
  });
  EXPECT_EQ(linear, 2);
  EXPECT_TRUE(equal(outer->last->weight.detach(), zeros({1, 2})));
  names.clear();
  outer->apply([&](const std::shared_ptr<Module>& m) { names.push_back(m->name()); });
  ASSERT_EQ(names.size(), 4u);
  EXPECT_EQ(names[2], "torch::nn::LinearImpl");
}

TEST(Module, OnTheStackItCannotBeShared) {
  Free m;
  EXPECT_ERROR(m.modules(),
               "It looks like you attempted to retrieve your top-level module as a "
               "shared_ptr, but it is not stored in a shared_ptr.");
  EXPECT_TRUE(m.modules(/*include_self=*/false).empty());
}

TEST(Module, TrainsAndEvaluatesAsAWhole) {
  Outer outer;
  EXPECT_TRUE(outer->is_training());
  outer->eval();
  for (const auto& m : outer->modules()) EXPECT_FALSE(m->is_training());
  outer->train();
  for (const auto& m : outer->modules()) EXPECT_TRUE(m->is_training());
}

TEST(Module, ZeroGradFillsWithZerosOrDrops) {
  Outer outer;
  outer->forward(ones({2, 3})).sum().backward();
  const Tensor gradient = outer->net->scale.grad();
  outer->zero_grad();
  EXPECT_TRUE(outer->net->scale.grad().is_same(gradient));
  for (const Tensor& p : outer->parameters()) EXPECT_TRUE(equal(p.grad(), zeros_like(p)));
  outer->zero_grad(/*set_to_none=*/true);
  for (const Tensor& p : outer->parameters()) EXPECT_FALSE(p.grad().defined());
}

TEST(Module, ConvertsParametersBuffersAndGradients) {
  Outer outer;
  outer->forward(ones({2, 3})).sum().backward();
  const Tensor handle = outer->own, before = outer->last->weight.detach().clone();
  outer->to(kDouble);
  EXPECT_TRUE(handle.is_same(outer->own));
  for (const Tensor& p : outer->parameters()) {
    EXPECT_EQ(p.scalar_type(), kDouble);
    EXPECT_EQ(p.grad().scalar_type(), kDouble);
    EXPECT_TRUE(p.is_leaf());
  }
  EXPECT_EQ(outer->buffers()[0].scalar_type(), kDouble);
  EXPECT_TRUE(equal(outer->last->weight.detach(), before.to(kDouble)));
  EXPECT_EQ(outer->forward(ones({2, 3}, kDouble)).scalar_type(), kDouble);
  outer->to(kCPU, kFloat);
  EXPECT_EQ(outer->own.scalar_type(), kFloat);
  EXPECT_THROW(outer->to(Device("cuda")), Error);
}

TEST(Module, ClonesHaveTensorsOfTheirOwn) {
  Net net;
  net->eval();
  const auto copy = std::dynamic_pointer_cast<NetImpl>(net->clone());
  ASSERT_TRUE(copy);
  EXPECT_FALSE(copy->is_training());
  const auto mine = net->named_parameters(), theirs = copy->named_parameters();
  ASSERT_EQ(mine.keys(), theirs.keys());
  for (const auto& item : mine) {
    EXPECT_TRUE(equal(item.value(), theirs[item.key()]));
    EXPECT_FALSE(item.value().is_alias_of(theirs[item.key()]));
  }
  EXPECT_TRUE(copy->body->weight.is_same(theirs["body.weight"]));
  EXPECT_ERROR(Outer()->clone(), "clone() has not been implemented for");
}

/// Registers in its constructor what belongs into reset.
struct ForgetfulImpl : Cloneable<ForgetfulImpl> {
  ForgetfulImpl() { register_parameter("p", ones({1})); }
  void reset() override {}
};

TEST(Module, ACloneThatLacksSomethingIsRefused) {
  EXPECT_ERROR(ForgetfulImpl().clone(),
               "The cloned module does not have the same number of parameters as the original "
               "module after calling reset(). Are you sure you called register_parameter() inside "
               "reset() and not the constructor?");
}

TEST(Module, AsGivesTheTypeOrNull) {
  Linear fc(1, 1);
  Module& m = *fc;
  EXPECT_EQ(m.as<Linear>(), fc.get());
  EXPECT_EQ(m.as<LinearImpl>(), fc.get());
  EXPECT_EQ(m.as<Dropout>(), nullptr);
  EXPECT_EQ(Free("called this").name(), "called this");
}

TEST(ModuleHolder, CopiesShareTheModule) {
  Linear fc(1, 1), same = fc, none{nullptr};
  EXPECT_EQ(same.get(), fc.get());
  EXPECT_TRUE(none.is_empty());
  EXPECT_FALSE(none);
  EXPECT_ERROR((void)none->weight, "Accessing empty ModuleHolder");
  EXPECT_ERROR(none(ones({1})), "Accessing empty ModuleHolder");
}

}  // namespace
}  // namespace glassgrad::nn
