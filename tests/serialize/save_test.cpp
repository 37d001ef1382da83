#include "serialize/save.h"

#include <gtest/gtest.h>

#include <functional>
#include <sstream>
#include <string>
#include <vector>

#include "autograd/functions.h"
#include "nn/nn.h"
#include "optim/optim.h"
#include "serialize/numpy.h"
#include "serialize/pickle.h"
#include "serialize/safetensors.h"
#include "tests/serialize/files.h"
#include "tests/support/expect_error.h"

namespace torch = glassgrad;

namespace {

using files::expect_same;
using files::StateDict;
using test_support::Folder;

struct NetImpl : torch::nn::Module {
  NetImpl() {
    register_module("hidden", hidden);
    register_module("output", output);
    register_buffer("count", torch::tensor(7));
  }
  torch::Tensor forward(torch::Tensor x) { return output(torch::tanh(hidden(x))); }
  torch::nn::Linear hidden{3, 4}, output{4, 1};
};
TORCH_MODULE(Net);

TEST(Save, ATensor) {
  const Folder folder;
  const torch::Tensor x = torch::randn({3, 4});
  torch::save(x, folder.path("x.pt"));
  torch::Tensor y;
  torch::load(y, folder.path("x.pt"));
  expect_same(y, x);

  // One that is there keeps its identity.
  torch::Tensor z = torch::zeros({2}, torch::requires_grad()), same = z;
  torch::load(z, folder.path("x.pt"));
  EXPECT_TRUE(z.is_same(same));
  EXPECT_TRUE(z.requires_grad());
  EXPECT_TRUE(torch::equal(z, x));
}

TEST(Save, WhatIsLoadedRequiresGradientsAsWhatWasSaved) {
  const Folder folder;
  const torch::Tensor leaf = torch::ones(2, torch::requires_grad());
  for (const char* name : {"x.pt", "x.safetensors"}) {
    const std::string path = folder.path(name);
    torch::save(std::vector<torch::Tensor>{leaf, leaf * 2, torch::ones(1)}, path);
    std::vector<torch::Tensor> list;
    torch::load(list, path);
    ASSERT_EQ(list.size(), 3u) << name;
    EXPECT_TRUE(list[0].requires_grad() && list[0].is_leaf()) << name;
    EXPECT_TRUE(list[1].requires_grad() && list[1].is_leaf()) << name;
    EXPECT_FALSE(list[2].requires_grad()) << name;
    torch::save(leaf, path);
    torch::Tensor one, there = torch::zeros(2);
    torch::load(one, path);
    torch::load(there, path);
    EXPECT_TRUE(one.requires_grad()) << name;
    EXPECT_FALSE(there.requires_grad()) << name;
  }
  EXPECT_FALSE(leaf.grad().defined());
}

TEST(Save, SmallIntegersInEveryFormat) {
  const StateDict written = {{"bytes", files::numbers(torch::kChar, {3}, -128, 100)},
                             {"shorts", files::numbers(torch::kShort, {2, 2}, -32768, 300)}};
  const Folder folder;
  torch::pickle::save_file(written, folder.path("x.pt"));
  expect_same(torch::pickle::tensors(torch::pickle::load_file(folder.path("x.pt"))), written);
  torch::safetensors::save_file(written, folder.path("x.safetensors"));
  expect_same(torch::safetensors::load_file(folder.path("x.safetensors")), written);
  torch::numpy::savez(folder.path("x.npz"), written);
  expect_same(torch::numpy::load_npz(folder.path("x.npz")), written);
}

TEST(Save, AVectorOfTensors) {
  const Folder folder;
  std::vector<torch::Tensor> saved, loaded = {torch::ones({1})};
  for (int k = 0; k < 12; ++k) saved.push_back(torch::full({k}, k, torch::kDouble));
  torch::save(saved, folder.path("x.pt"));
  torch::load(loaded, folder.path("x.pt"));  // appended, as in libtorch
  ASSERT_EQ(loaded.size(), 13u);
  for (size_t k = 0; k < 12; ++k) expect_same(loaded[k + 1], saved[k]);
}

TEST(Save, AModule) {
  const Folder folder;
  Net saved, loaded, from_pointer;
  saved->named_buffers()["count"].fill_(8);
  const torch::Tensor x = torch::randn({5, 3});
  torch::save(saved, folder.path("net.safetensors"));
  torch::load(loaded, folder.path("net.safetensors"));
  EXPECT_TRUE(torch::equal(loaded(x), saved(x)));
  EXPECT_EQ(loaded->named_buffers()["count"].item<int64_t>(), 8);
  EXPECT_TRUE(loaded->hidden->weight.requires_grad());

  std::shared_ptr<NetImpl> pointer = from_pointer.ptr();
  torch::load(pointer, folder.path("net.safetensors"));
  EXPECT_TRUE(torch::equal(from_pointer(x), saved(x)));
  torch::save(pointer, folder.path("pointer.safetensors"));
  EXPECT_EQ(folder.read("pointer.safetensors"), folder.read("net.safetensors"));
  torch::save(*pointer, folder.path("module.safetensors"));
  EXPECT_EQ(folder.read("module.safetensors"), folder.read("net.safetensors"));

  torch::nn::Sequential layers(torch::nn::Linear(3, 2), torch::nn::ReLU()), other = layers;
  torch::save(layers, folder.path("layers.pt"));
  torch::load(other, folder.path("layers.pt"));

  const auto file = torch::safetensors::load_file(folder.path("net.safetensors"));
  std::vector<std::string> names;
  for (const auto& item : file) names.push_back(item.key());
  EXPECT_EQ(names, (std::vector<std::string>{"count", "hidden.bias", "hidden.weight", "output.bias",
                                             "output.weight"}));
  EXPECT_EQ(torch::safetensors::load_metadata(folder.path("net.safetensors"))["format"], "pt");
}

TEST(Save, LoadingAModuleIsAllOrNothing) {
  const Folder folder;
  Net net;
  const StateDict before = net->state_dict();
  torch::nn::Linear linear(3, 4);
  torch::save(linear, folder.path("linear.pt"));
  EXPECT_ERROR(torch::load(net, folder.path("linear.pt")), "No such serialized tensor 'count'");

  StateDict wrong;
  for (const auto& item : before) wrong.insert(item.key(), item->clone());
  wrong["hidden.bias"].fill_(3);
  wrong["output.bias"] = torch::ones({2});
  torch::safetensors::save_file(wrong, folder.path("wrong.safetensors"));
  EXPECT_ERROR(torch::load(net, folder.path("wrong.safetensors")), "size mismatch for output.bias");
  wrong.erase("hidden.bias");
  torch::safetensors::save_file(wrong, folder.path("wrong.safetensors"));
  EXPECT_ERROR(torch::load(net, folder.path("wrong.safetensors")),
               "No such serialized tensor 'hidden.bias'");
  EXPECT_FALSE(net->hidden->bias[0].item<float>() == 3);

  EXPECT_ERROR(torch::load(net, folder.path("none.pt")), "none.pt': No such file or directory");
  folder.write("cut.pt", "PK\3\4 data.pkl");
  EXPECT_ERROR(torch::load(net, folder.path("cut.pt")), "cut.pt': expected a zip archive");
  const std::string any =
      "x.pt': expected what torch::save, Python's torch.save (.pt), safetensors or numpy.savez "
      "(.npz) writes, got ";
  torch::save(linear, folder.path("LARGE.PT"));  // an archive, as of .pt
  EXPECT_TRUE(folder.read("LARGE.PT").starts_with("PK\3\4"));
  folder.write("x.pt", "");
  EXPECT_ERROR(torch::load(net, folder.path("x.pt")), any + "an empty file");
  folder.write("x.pt", "certainly no tensors");
  EXPECT_ERROR(torch::load(net, folder.path("x.pt")), any + "20 bytes that are none of these");
  std::vector<torch::Tensor> list;
  EXPECT_ERROR(torch::load(list, folder.path("linear.pt")), "No such serialized tensor '0'");
}

TEST(Save, ToStreams) {
  std::stringstream stream;
  const torch::Tensor x = torch::randn({3, 4});
  torch::save(x, stream);
  torch::Tensor y;
  torch::load(y, stream);
  expect_same(y, x);

  std::stringstream cut(stream.str().substr(0, 80));
  EXPECT_ERROR(torch::load(y, cut), "'stream': expected ");
  std::ostringstream broken;
  broken.setstate(std::ios::badbit);
  EXPECT_ERROR(torch::save(x, broken), "save: the stream has failed");
}

TEST(Save, ToFunctionsAndMemory) {
  const torch::Tensor x = torch::randn({3, 4});
  std::string bytes;
  torch::save(x, [&bytes](const void* data, size_t count) {
    bytes.append(static_cast<const char*>(data), count);
    return count;
  });
  torch::Tensor from_memory, from_functions;
  torch::load(from_memory, bytes.data(), bytes.size());
  expect_same(from_memory, x);
  torch::load(
      from_functions,
      [&bytes](uint64_t position, void* to, size_t count) {
        return bytes.copy(static_cast<char*>(to), count, position);
      },
      [&bytes] { return bytes.size(); });
  expect_same(from_functions, x);
  EXPECT_ERROR(torch::save(x, [](const void*, size_t) { return size_t{0}; }),
               "save: expected the function to take 8 bytes, it took 0");
}

// --- optimizers ---

/// Two parameters and some steps of an optimizer on them.
struct Descent {
  std::vector<torch::Tensor> parameters = {torch::ones({2, 3}, torch::requires_grad()),
                                           torch::full({3}, -0.5, torch::requires_grad())};

  void step(torch::optim::Optimizer& optimizer, int count) {
    for (int k = 0; k < count; ++k)
      optimizer.step([&] {
        optimizer.zero_grad();
        const torch::Tensor x = parameters[0] * 1.5 + parameters[1];
        const torch::Tensor loss = (x * x * x * x).sum() + (parameters[1] - 2).pow(2).sum();
        loss.backward();
        return loss;
      });
  }
};

/// Three steps, saving, loading into another optimizer, three more: the parameters are as after six
/// steps, in every bit.
template <class Optimizer, class Options>
void expect_resumes_from(const std::string& name, const Options& options,
                         const Options& other_options) {
  const Folder folder;
  Descent whole, first, second;
  Optimizer optimizer(whole.parameters, options), before(first.parameters, options);
  whole.step(optimizer, 6);
  first.step(before, 3);
  torch::save(before, folder.path(name));
  torch::save(first.parameters, folder.path("parameters.pt"));

  Optimizer after(second.parameters, other_options);
  std::vector<torch::Tensor> values;
  torch::load(values, folder.path("parameters.pt"));
  for (size_t k = 0; k < 2; ++k) second.parameters[k].data().copy_(values[k]);
  torch::load(after, folder.path(name));
  EXPECT_TRUE(static_cast<const Options&>(after.param_groups()[0].options()) ==
              static_cast<const Options&>(before.param_groups()[0].options()));
  second.step(after, 3);
  for (size_t k = 0; k < 2; ++k)
    EXPECT_TRUE(torch::equal(second.parameters[k], whole.parameters[k])) << k;
}

template <class Optimizer, class Options>
void expect_resumes(const Options& options, const Options& other_options) {
  for (const char* name : {"optimizer.safetensors", "optimizer.pt", "optimizer.npz"})
    expect_resumes_from<Optimizer>(name, options, other_options);
}

TEST(SaveOptimizer, Resumes) {
  using namespace torch::optim;
  expect_resumes<SGD>(SGDOptions(0.01).momentum(0.9).nesterov(true), SGDOptions(0.5));
  expect_resumes<SGD>(SGDOptions(0.01), SGDOptions(0.5));
  expect_resumes<Adam>(AdamOptions(0.1).betas({0.8, 0.99}).amsgrad(true), AdamOptions(0.5));
  expect_resumes<AdamW>(AdamWOptions(0.1).weight_decay(0.2), AdamWOptions(0.5));
  expect_resumes<Adagrad>(AdagradOptions(0.1).lr_decay(0.01), AdagradOptions(0.5));
  expect_resumes<RMSprop>(RMSpropOptions(0.01).momentum(0.5).centered(true), RMSpropOptions(0.5));
  expect_resumes<LBFGS>(LBFGSOptions(0.1).max_iter(3).max_eval(9).history_size(4),
                        LBFGSOptions(0.5));
  expect_resumes<LBFGS>(LBFGSOptions(1).max_iter(2).line_search_fn("strong_wolfe"),
                        LBFGSOptions(0.5));
}

TEST(SaveOptimizer, HasPyTorchsPaths) {
  Descent run;
  torch::optim::Adam adam(run.parameters, torch::optim::AdamOptions(0.25));
  run.step(adam, 2);
  const StateDict state = torch::serialize::state_of(adam);
  expect_same(state["param_groups.0.lr"], torch::tensor(0.25, torch::kDouble));
  expect_same(state["param_groups.0.betas"], torch::tensor({0.9, 0.999}, torch::kDouble));
  expect_same(state["param_groups.0.amsgrad"], torch::tensor(false));
  expect_same(state["state.1.step"], torch::tensor(2));
  EXPECT_EQ(state["state.0.exp_avg"].sizes(), run.parameters[0].sizes());
  EXPECT_EQ(state["state.1.exp_avg_sq"].sizes(), run.parameters[1].sizes());
  EXPECT_FALSE(state.contains("state.0.max_exp_avg_sq"));
}

TEST(SaveOptimizer, ChangesNothingWhereItDoesNotFit) {
  Descent run;
  torch::optim::Adam adam(run.parameters, torch::optim::AdamOptions(0.25));
  torch::optim::SGD sgd(run.parameters, torch::optim::SGDOptions(0.5));
  torch::optim::Adam one(std::vector<torch::Tensor>{run.parameters[0]});
  torch::optim::Adam swapped({run.parameters[1], run.parameters[0]});
  run.step(adam, 1);
  const StateDict state = torch::serialize::state_of(adam);
  EXPECT_ERROR(torch::serialize::set_state(sgd, state),
               "No such serialized tensor 'param_groups.0.momentum'");
  EXPECT_ERROR(torch::serialize::set_state(one, state),
               "load: expected the state of an optimizer of this kind with these parameters, got "
               "11 tensors of which 8 fit");
  EXPECT_ERROR(torch::serialize::set_state(swapped, state),
               "load: expected 'state.0.exp_avg' with its parameter's shape");
  EXPECT_EQ(sgd.param_groups()[0].options().get_lr(), 0.5);
  EXPECT_EQ(one.param_groups()[0].options().get_lr(), 1e-3);
  EXPECT_TRUE(one.state().empty() && swapped.state().empty());

  struct Mine : torch::optim::Optimizer {
    using Optimizer::Optimizer;
    torch::Tensor step(LossClosure) override { return {}; }
  } mine(run.parameters, std::make_unique<torch::optim::SGDOptions>(0.5));
  EXPECT_ERROR(torch::serialize::state_of(mine), "expected one of the optimizers SGD, Adam, AdamW");
}

}  // namespace
