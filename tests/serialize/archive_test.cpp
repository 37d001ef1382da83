#include "serialize/archive.h"

#include <gtest/gtest.h>

#include <sstream>
#include <string>
#include <vector>

#include "autograd/functions.h"
#include "data/samplers.h"
#include "nn/nn.h"
#include "optim/optim.h"
#include "serialize/safetensors.h"
#include "tests/serialize/files.h"
#include "tests/support/expect_error.h"

namespace torch = glassgrad;

namespace {

using files::expect_same;
using test_support::Folder;
using torch::serialize::InputArchive;
using torch::serialize::OutputArchive;

InputArchive through_memory(const OutputArchive& written) {
  std::stringstream stream;
  written.save_to(stream);
  InputArchive read;
  read.load_from(stream);
  return read;
}

TEST(Archive, Tensors) {
  const torch::Tensor x = torch::randn({3, 4}), y = x.t()[1];
  OutputArchive written;
  written.write("x", x);
  written.write("y", y, /*is_buffer=*/true);
  InputArchive read = through_memory(written);
  EXPECT_EQ(read.keys(), (std::vector<std::string>{"x", "y"}));
  torch::Tensor into, there = torch::zeros(2, torch::requires_grad()), same = there;
  read.read("x", into);
  expect_same(into, x);
  EXPECT_TRUE(read.try_read("y", there, /*is_buffer=*/true));
  EXPECT_TRUE(there.is_same(same) && there.requires_grad());
  expect_same(there.detach(), y.contiguous());
  EXPECT_FALSE(read.try_read("z", into));
  expect_same(into, x);
  EXPECT_ERROR(read.read("z", into), "No such serialized tensor 'z'");
}

TEST(Archive, PlainValues) {
  OutputArchive written;
  written.write("none", torch::IValue());
  written.write("int", torch::IValue(-7));
  written.write("double", torch::IValue(0.1));
  written.write("bool", torch::IValue(true));
  written.write("string", torch::IValue("a \n \0 b"));
  written.write("empty", torch::IValue(std::string()));
  written.write("ints", torch::IValue(std::vector<int64_t>{3, -1}));
  written.write("tensor", torch::IValue(torch::ones(2)));
  written.write("tensors",
                torch::IValue(std::vector<torch::Tensor>{torch::ones(1), torch::eye(2)}));
  InputArchive read = through_memory(written);
  const auto value = [&](const char* key) {
    torch::IValue result(404);
    read.read(key, result);
    return result;
  };
  EXPECT_TRUE(value("none").isNone());
  EXPECT_EQ(value("int").toInt(), -7);
  EXPECT_EQ(value("double").toDouble(), 0.1);
  EXPECT_TRUE(value("bool").isBool() && value("bool").toBool());
  EXPECT_EQ(value("string").toStringRef(), std::string("a \n "));
  EXPECT_EQ(value("empty").toStringRef(), "");
  EXPECT_EQ(value("ints").toIntVector(), (std::vector<int64_t>{3, -1}));
  expect_same(value("tensor").toTensor(), torch::ones(2));
  ASSERT_EQ(value("tensors").toTensorVector().size(), 2u);
  expect_same(value("tensors").toTensorVector()[1], torch::eye(2));
  EXPECT_EQ(read.keys().size(), 9u);

  torch::Tensor tensor;
  torch::IValue missing;
  EXPECT_FALSE(read.try_read("int", tensor)) << "an int is not a tensor";
  EXPECT_FALSE(read.try_read("x", missing));
  EXPECT_ERROR(read.read("x", missing), "No such serialized IValue 'x'");
}

TEST(Archive, ArchivesInArchives) {
  OutputArchive outer, inner, innermost;
  innermost.write("x", torch::ones(2));
  innermost.write("epoch", torch::IValue(3));
  inner.write("c", innermost);
  outer.write("b", inner);
  outer.write("y", torch::zeros(1));
  InputArchive read = through_memory(outer), b, c;
  EXPECT_EQ(read.keys(), (std::vector<std::string>{"b", "y"}));
  read.read("b", b);
  b.read("c", c);
  torch::Tensor x;
  torch::IValue epoch;
  c.read("x", x);
  c.read("epoch", epoch);
  expect_same(x, torch::ones(2));
  EXPECT_EQ(epoch.toInt(), 3);
  EXPECT_ERROR(c.read("z", x), "No such serialized tensor 'b.c.z'");
  EXPECT_FALSE(b.try_read("d", c));
  EXPECT_ERROR(b.read("d", c), "No such serialized submodule: 'b.d'");
  EXPECT_TRUE(c.try_read("x", x)) << "c is as it was";
}

TEST(Archive, ModulesAndOptimizers) {
  const Folder folder;
  torch::nn::Sequential model(torch::nn::Linear(2, 3), torch::nn::Tanh(), torch::nn::Linear(3, 1));
  torch::optim::Adam adam(model->parameters(), 0.1);
  model->forward(torch::ones({1, 2})).backward();
  adam.step();
  OutputArchive written, net, state;
  model->save(net);
  adam.save(state);
  written.write("model", net);
  written.write("optimizer", state);
  written.save_to(folder.path("checkpoint"));

  torch::nn::Sequential other(torch::nn::Linear(2, 3), torch::nn::Tanh(), torch::nn::Linear(3, 1));
  torch::optim::Adam other_adam(other->parameters(), 0.5);
  InputArchive read, part;
  read.load_from(folder.path("checkpoint"), torch::kCPU);
  read.read("model", part);
  other->load(part);
  read.read("optimizer", part);
  other_adam.load(part);
  for (auto* m : {&model, &other}) (*m)->zero_grad();
  for (auto* m : {&model, &other}) (*m)->forward(torch::ones({1, 2})).backward();
  adam.step();
  other_adam.step();
  for (size_t i = 0; i < 4; ++i)
    expect_same(other->parameters()[i].detach(), model->parameters()[i].detach());
}

TEST(Archive, StreamOperators) {
  torch::nn::Linear layer(2, 3), other(2, 3);
  OutputArchive written;
  written << layer;
  InputArchive read = through_memory(written);
  read >> other;
  expect_same(other->weight.detach(), layer->weight.detach());
}

TEST(Archive, IsASafetensorsFile) {
  const Folder folder;
  OutputArchive written;
  written.write("x", torch::ones(2));
  written.write("lr", torch::IValue(0.5));
  written.save_to(folder.path("a"));
  const auto tensors = torch::safetensors::load_file(folder.path("a"));
  expect_same(tensors["x"], torch::ones(2));
  EXPECT_EQ(tensors["lr (double)"].item<double>(), 0.5);
}

TEST(Archive, SaysWhatIsWrong) {
  OutputArchive archive;
  archive.write("x", torch::ones(2));
  EXPECT_ERROR(archive.write("x", torch::IValue(1)),
               "OutputArchive: 'x' has been written already, as something else");
  EXPECT_ERROR(archive.write("n (int)", torch::ones(2)),
               "OutputArchive: expected a name that does not end in ' (int)', but got 'n (int)'");
  EXPECT_ERROR(archive.write("l", torch::IValue(std::vector<torch::Tensor>{torch::ones(1), {}})),
               "OutputArchive: expected a tensor for 'l (tensors).1', but it is undefined");
  EXPECT_ERROR(archive.write("y", torch::Tensor()),
               "OutputArchive: expected a tensor for 'y', but it is undefined");
  InputArchive read = through_memory(archive);
  EXPECT_THROW(read.load_from("/nonexistent/file"), torch::Error);
  torch::Tensor x;
  EXPECT_TRUE(read.try_read("x", x)) << "what was loaded is still there";

  EXPECT_EQ(read.keys(), std::vector<std::string>{"x"}) << "nothing was written half";

  const Folder folder;
  torch::safetensors::save_file({{"list (tensors)", torch::full({}, -1, torch::kLong)},
                                 {"n (int)", torch::full({}, 2.7)},
                                 {"m (int)", torch::ones({2}, torch::kLong)}},
                                folder.path("broken"));
  read.load_from(folder.path("broken"));
  torch::IValue value(404);
  for (const char* key : {"list", "n", "m"}) EXPECT_THROW(read.read(key, value), torch::Error);
  EXPECT_EQ(value.toInt(), 404);
}

TEST(Archive, WritesAgain) {
  OutputArchive archive, part;
  for (int epoch = 0; epoch < 3; ++epoch) {
    archive.write("epoch", torch::IValue(epoch));
    archive("x", torch::full({2}, epoch));
    part.write("y", torch::full({2}, epoch));
    archive.write("part", part);
  }
  InputArchive read = through_memory(archive), inner;
  torch::IValue epoch;
  torch::Tensor x, y;
  read("epoch", epoch);
  read("x", x);
  read("part", inner);
  inner("y", y);
  EXPECT_EQ(epoch.toInt(), 2);
  EXPECT_TRUE(torch::equal(x, torch::full({2}, 2)) && torch::equal(y, x));
}

TEST(Archive, KeepsAModuleWithoutParameters) {
  torch::nn::Sequential model{torch::nn::Tanh()}, other{torch::nn::Tanh()};
  OutputArchive archive, part;
  model->save(part);
  archive.write("act", part);
  InputArchive read = through_memory(archive), inner;
  EXPECT_EQ(read.keys(), std::vector<std::string>{"act"});
  read.read("act", inner);
  other->load(inner);
}

// A module that keeps more than its tensors, inside another.
struct CountingImpl : torch::nn::Module {
  CountingImpl() { layer = register_module("layer", torch::nn::Linear(1, 2)); }
  void save(OutputArchive& archive) const override {
    Module::save(archive);
    archive.write("steps", torch::IValue(steps));
  }
  void load(InputArchive& archive) override {
    Module::load(archive);
    torch::IValue value;
    archive.read("steps", value);
    steps = value.toInt();
  }
  torch::nn::Linear layer{nullptr};
  int64_t steps = 0;
};
TORCH_MODULE(Counting);
struct OuterImpl : torch::nn::Module {
  OuterImpl() {
    inner = register_module("inner", Counting());
    last = register_module("last", torch::nn::Linear(2, 1));
  }
  Counting inner{nullptr};
  torch::nn::Linear last{nullptr};
};
TORCH_MODULE(Outer);

TEST(Archive, ModulesSayWhatTheySave) {
  const Folder folder;
  Outer outer, other;
  outer->inner->steps = 7;
  for (const char* name : {"m.safetensors", "m.pt", "m.npz"}) {
    other->inner->steps = 0;
    torch::save(outer, folder.path(name));
    torch::load(other, folder.path(name));
    EXPECT_EQ(other->inner->steps, 7) << name;
    EXPECT_TRUE(torch::equal(other->last->weight, outer->last->weight)) << name;
  }
  EXPECT_TRUE(other->last->weight.requires_grad());
}

TEST(Archive, WhatAModuleHasLoadedIsTakenBackWhereTheRestDoesNotFit) {
  struct WiderImpl : torch::nn::Module {
    WiderImpl() {
      register_module("inner", Counting());
      register_module("last", torch::nn::Linear(3, 1));
    }
  };
  const Folder folder;
  torch::save(std::make_shared<WiderImpl>(), folder.path("m.pt"));
  Outer outer;
  const torch::Tensor before = outer->inner->layer->weight.clone();
  EXPECT_ERROR(torch::load(outer, folder.path("m.pt")),
               "size mismatch for last.weight: [1, 3] in the file, expected [1, 2]");
  EXPECT_TRUE(torch::equal(outer->inner->layer->weight, before));
  torch::save(torch::nn::Linear(2, 1), folder.path("linear.pt"));
  EXPECT_ERROR(torch::load(outer, folder.path("linear.pt")),
               "No such serialized submodule: 'inner'");
}

TEST(Archive, ASamplerGoesOnWhereItStood) {
  torch::data::samplers::DistributedRandomSampler sampler(11, 3, 1), again(11, 3, 1);
  sampler.set_epoch(1);
  sampler.reset();
  sampler.next(3);
  OutputArchive written;
  sampler.save(written);
  InputArchive read = through_memory(written);
  again.load(read);
  EXPECT_EQ(again.next(3), sampler.next(3));
  EXPECT_FALSE(again.next(3));
}

}  // namespace
