// Modules that nobody has registered are named when training begins without them, and no others
// are.
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <thread>

#include "autograd/base/error.h"
#include "autograd/functions.h"
#include "autograd/graph/autograd.h"
#include "autograd/graph/first_step.h"
#include "nn/nn.h"

namespace glassgrad::nn {
namespace {

std::vector<std::string> said;

class Unregistered : public testing::Test {
 protected:
  void SetUp() override {
    said.clear();
    before_ = set_warning_handler([](const std::string& text) { said.push_back(text); });
  }
  void TearDown() override { set_warning_handler(before_); }

 private:
  WarningHandler before_ = nullptr;
};

/// What is to be seen of training: gradients, and an optimizer of `parameters` that begins.
void train(const std::vector<Tensor>& parameters, const std::function<Tensor()>& output) {
  const Tensor y = output();
  if (y.requires_grad()) y.sum().backward();
  autograd::at_first_step.load()(parameters);
}

const Tensor& input() {
  static const Tensor x = ones({2, 3});
  return x;
}

/// A layer that is registered and one that is not.
struct HalfImpl : Module {
  Linear good = register_module("good", Linear(4, 1));
  Linear forgotten{3, 4};
  ReLU relu;

  Tensor forward(const Tensor& x) { return good(relu(forgotten(x))); }
};
TORCH_MODULE(Half);

TEST_F(Unregistered, IsNamedOnce) {
  const auto net = std::make_shared<HalfImpl>();
  for (int i = 0; i < 3; ++i) train(net->parameters(), [&] { return net->forward(input()); });
  ASSERT_EQ(said.size(), 1u);
  EXPECT_EQ(said[0].substr(said[0].rfind("HalfImpl has made")),
            "HalfImpl has made a torch::nn::Linear and not registered it, so parameters() leaves "
            "it out and no optimizer changes it, although it gets gradients: weight [4, 3], bias "
            "[4]. Register it: `layer = register_module(\"layer\", torch::nn::Linear(...))`. If it "
            "is to stay as it is, freeze it: set_requires_grad(false).");
}

TEST_F(Unregistered, IsNamedBehindAHolderToo) {
  Half net;
  train(net->parameters(), [&] { return net(input()); });
  EXPECT_EQ(said.size(), 1u);
}

/// Nothing is registered at all.
struct NoneImpl : Module {
  Linear forgotten{3, 4};
};

TEST_F(Unregistered, MayBeAll) {
  const auto net = std::make_shared<NoneImpl>();
  train(net->parameters(), [&] { return net->forgotten(input()); });
  EXPECT_EQ(said.size(), 1u);
}

/// Layers in a list that is none of modules.
struct ListedImpl : Module {
  std::vector<Linear> layers;
  Linear last = register_module("last", Linear(3, 1));

  ListedImpl() {
    for (int i = 0; i < 2; ++i) layers.push_back(Linear(3, 3));
  }
  Tensor forward(Tensor x) {
    for (Linear& layer : layers) x = layer(x);
    return last(x);
  }
};

TEST_F(Unregistered, IsFoundInAList) {
  const auto net = std::make_shared<ListedImpl>();
  train(net->parameters(), [&] { return net->forward(input()); });
  EXPECT_EQ(said.size(), 2u);
}

/// Registered itself, but made of something that is not.
struct NestedImpl : Module {
  std::shared_ptr<HalfImpl> half = register_module("half", std::make_shared<HalfImpl>());
  Sequential tail{Linear(1, 2), Tanh(), Linear(2, 1)};

  Tensor forward(const Tensor& x) { return tail->forward(half->forward(x)); }
};

TEST_F(Unregistered, IsFoundBelowAndWithChildren) {
  const auto net = std::make_shared<NestedImpl>();
  train(net->parameters(), [&] { return net->forward(input()); });
  ASSERT_EQ(said.size(), 2u);
  const auto names = [](const char* text) {
    return std::count_if(said.begin(), said.end(), [&](const std::string& warning) {
      return warning.find(text) != std::string::npos;
    });
  };
  EXPECT_EQ(names("HalfImpl has made a torch::nn::Linear and"), 1);
  EXPECT_EQ(names("NestedImpl has made a torch::nn::Sequential and"), 1);
  EXPECT_EQ(names(": 0.weight [2, 1], 0.bias [2], 2.weight [1, 2], 2.bias [1]. Register"), 1);
}

// --- programs that do what they are meant to do ---

TEST_F(Unregistered, FrozenModulesMayBe) {
  const auto net = std::make_shared<HalfImpl>();
  net->forgotten->weight.set_requires_grad(false);
  net->forgotten->bias.set_requires_grad(false);
  train(net->parameters(), [&] { return net->forward(input()); });
  EXPECT_TRUE(said.empty());
}

TEST_F(Unregistered, ModulesWithoutGradientsMayBe) {
  const auto net = std::make_shared<HalfImpl>();
  train(net->parameters(), [&] { return net->good(net->forgotten(input()).detach()); });
  EXPECT_TRUE(said.empty());
}

TEST_F(Unregistered, ModulesThatAreTrainedByThemselvesMayBe) {
  const auto asked = std::make_shared<HalfImpl>();
  std::vector<Tensor> parameters = asked->parameters();
  for (const Tensor& p : asked->forgotten->parameters()) parameters.push_back(p);
  train(parameters, [&] { return asked->forward(input()); });

  const auto taken = std::make_shared<HalfImpl>();
  parameters = taken->parameters();
  parameters.push_back(taken->forgotten->weight);
  train(parameters, [&] { return taken->forward(input()); });
  EXPECT_TRUE(said.empty());
}

TEST_F(Unregistered, TrainingAPartSaysNothingOfTheRest) {
  const auto net = std::make_shared<HalfImpl>();
  train(net->good->parameters(), [&] { return net->forward(input()); });
  EXPECT_TRUE(said.empty());
}

TEST_F(Unregistered, ModulesThatStandBesideEachOtherMayBe) {
  Linear generator(3, 4), discriminator(4, 1);  // each the root of its own tree
  Linear probe(3, 4);
  train(discriminator->parameters(),
        [&] { return discriminator(generator(input()) + probe(input())); });
  EXPECT_TRUE(said.empty());
}

/// Made empty, assigned and registered later, or replaced.
struct LateImpl : Cloneable<LateImpl> {
  Linear first{nullptr}, second{3, 3}, third{nullptr};

  LateImpl() { reset(); }
  void reset() override {
    first = register_module("first", Linear(3, 3));
    second = register_module("second", Linear(3, 2));
    third = replace_module("first", Linear(2, 1));
    register_module("back", first);
  }
  Tensor forward(const Tensor& x) { return third(second(first(x))); }
};

TEST_F(Unregistered, RegisteringLateOrInAnotherPlaceIsEnough) {
  const auto net = std::make_shared<LateImpl>();
  const auto copy = std::dynamic_pointer_cast<LateImpl>(net->clone());
  for (const auto& each : {net, copy})
    train(each->parameters(), [&] { return each->forward(input()); });
  EXPECT_TRUE(said.empty());
}

TEST_F(Unregistered, ModulesOnTheStackAreNotJudged) {
  HalfImpl net;
  Linear after(1, 1);
  train(net.parameters(), [&] { return after(net.forward(input())); });
  EXPECT_TRUE(said.empty());
}

TEST_F(Unregistered, AModuleMayOutliveItsMaker) {
  auto net = std::make_shared<HalfImpl>();
  Linear survivor = net->forgotten, other(4, 1);
  net = nullptr;
  train(other->parameters(), [&] { return other(survivor(input())); });
  EXPECT_TRUE(said.empty());
}

TEST_F(Unregistered, WhatAnotherThreadMakesMeanwhileMayBe) {
  /// Lets another thread make a module in the middle of its constructor.
  struct SlowImpl : Module {
    std::shared_ptr<LinearImpl> elsewhere;
    Linear good = register_module("good", Linear(4, 1));
    SlowImpl() {
      std::thread([&] { elsewhere = std::make_shared<LinearImpl>(3, 4); }).join();
    }
  };
  const auto net = std::make_shared<SlowImpl>();
  train(net->parameters(), [&] { return net->good(net->elsewhere->forward(input())); });
  EXPECT_TRUE(said.empty());
}

}  // namespace
}  // namespace glassgrad::nn
