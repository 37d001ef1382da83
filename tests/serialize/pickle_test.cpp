// Files of Python's torch.save and of libtorch's: golden ones, and our own.
#include "serialize/pickle.h"

#include <gtest/gtest.h>

#include <cmath>
#include <sstream>
#include <string>
#include <vector>

#include "nn/nn.h"
#include "optim/optim.h"
#include "serialize/formats.h"
#include "serialize/serialize.h"
#include "tests/serialize/files.h"
#include "tests/support/expect_error.h"
#include "tests/support/folders.h"

namespace glassgrad {
namespace {

using files::expect_same;
using files::numbers;
using files::StateDict;
using test_support::Folder;

std::string torch_path(const std::string& name) {
  return test_support::source_path("tests/golden/torch/") + name;
}
std::vector<char> bytes_of_file(const std::string& name) {
  const std::string bytes = test_support::read_file(torch_path(name));
  return {bytes.begin(), bytes.end()};
}
IValue golden_value(const std::string& name) { return pickle_load(bytes_of_file(name)); }

/// The network of tests/golden/make_torch_files.py.
nn::Sequential make_network() {
  return nn::Sequential(nn::Linear(3, 4), nn::BatchNorm1d(4), nn::Tanh(), nn::Linear(4, 1));
}

// --- tensors ---

void expect_golden_tensors(const StateDict& tensors) {
  const Tensor base = numbers(kFloat, {4, 6});
  const StateDict expected = {{"float", numbers(kFloat, {2, 3}, -1, 0.5)},
                              {"double", numbers(kDouble, {2}, 1e-300)},
                              {"long", numbers(kLong, {}, 7)},
                              {"int", numbers(kInt, {2, 2}, -2)},
                              {"byte", numbers(kByte, {3}, 250)},
                              {"bool", tensor({false, true, false})},
                              {"half", tensor({0.5f, -2.f, 65504.f, 0x1p-24f})},
                              {"bfloat16", tensor({1.f, -2.5f, 0x1.c4p127f})},
                              {"empty", numbers(kFloat, {0, 4})},
                              {"base", base},
                              {"transposed", base.t()},
                              {"strided", base.slice(0, 1).slice(1, 0, 6, 2)},
                              {"expanded", base[0].expand({3, 6})}};
  ASSERT_EQ(tensors.keys(), expected.keys());
  for (const auto& item : expected) {
    const Tensor& got = tensors[item.key()];
    EXPECT_EQ(got.scalar_type(), item->scalar_type()) << item.key();
    EXPECT_EQ(got.strides(), item->strides()) << item.key();
    EXPECT_FALSE(got.requires_grad());
    ASSERT_EQ(got.sizes(), item->sizes()) << item.key();
    EXPECT_TRUE(equal(got, *item)) << item.key();
  }
  for (const char* name : {"transposed", "strided", "expanded"})
    EXPECT_TRUE(tensors[name].is_alias_of(tensors["base"])) << name;
  EXPECT_FALSE(tensors["float"].is_alias_of(tensors["base"]));
}

TEST(Pickle, ReadsTensorsOfEveryTypeAndLayout) {
  StateDict tensors = pickle::tensors(golden_value("tensors.pt"));
  expect_golden_tensors(tensors);
  tensors["base"].fill_(5);  // one memory
  EXPECT_TRUE(equal(tensors["strided"], full({3, 3}, 5.f)));
}

TEST(Pickle, ReadsIntegersOfOneByte) {
  const IValue checkpoint = golden_value("int8.pt");
  EXPECT_TRUE(equal(checkpoint.toGenericDict().at("model").toGenericDict().at("w").toTensor(),
                    ones({2}, kChar)));
}

TEST(Pickle, MapsLargeFiles) {
  const std::string before = test_support::read_file(torch_path("tensors.pt"));
  StateDict tensors;
  {
    const io::ByteSource source(torch_path("tensors.pt"));
    tensors = serialize::read_any(source, /*map_from=*/0);
  }
  expect_golden_tensors(tensors);
  EXPECT_FALSE(tensors["base"].storage().is_owner());
  tensors["base"].fill_(5);  // a copy of ours, on first write
  EXPECT_TRUE(equal(tensors["strided"], full({3, 3}, 5.f)));
  EXPECT_EQ(test_support::read_file(torch_path("tensors.pt")), before);
}

TEST(Pickle, KeepsTensorsAsTheyAre) {
  const Folder folder;
  StateDict saved = pickle::tensors(golden_value("tensors.pt"));
  pickle::save_file(saved, folder.path("again.pt"));
  expect_golden_tensors(pickle::tensors(pickle::load_file(folder.path("again.pt"))));
  EXPECT_EQ(folder.files(), std::vector<std::string>({"again.pt"}));

  const Tensor leaf = ones(2, requires_grad());
  EXPECT_TRUE(pickle_load(pickle_save(leaf)).toTensor().requires_grad());
  EXPECT_ERROR(pickle_save(Tensor()), "pickle: expected a tensor with values");
}

// --- values ---

void expect_checkpoint(const IValue& value) {
  const Dict<IValue, IValue> dict = value.toGenericDict();
  std::vector<std::string> names;
  for (const auto& entry : dict)
    names.push_back(entry.key().isInt() ? "7" : entry.key().toStringRef());
  EXPECT_EQ(names, (std::vector<std::string>{"epoch", "lr", "done", "note", "none", "big", "losses",
                                             "shape", "pair", "empty", "7", "a", "b", "parameter",
                                             "model"}));
  EXPECT_EQ(dict.at("epoch").toInt(), 3);
  EXPECT_EQ(dict.at("lr").toDouble(), 0.1);
  EXPECT_FALSE(dict.at("done").toBool());
  EXPECT_EQ(dict.at("note").toStringRef(), "\u00fcber");
  EXPECT_TRUE(dict.at("none").isNone());
  EXPECT_EQ(dict.at("big").toInt(), -(int64_t{1} << 40));
  EXPECT_EQ(dict.at("losses").toDoubleVector(), (std::vector<double>{0.5, 0.25}));
  EXPECT_EQ(dict.at("shape").toTuple()->elements()[1].toInt(), 3);
  EXPECT_EQ(dict.at("pair").toTupleRef().elements()[1].toTupleRef().elements()[0].toStringRef(),
            "x");
  EXPECT_TRUE(dict.at("empty").toList().empty());
  const List<IValue> nested = dict.at(7).toGenericDict().at("nested").toList();
  EXPECT_TRUE(equal(nested.get(0).toGenericDict().at("w").toTensor(), ones(2)));
  EXPECT_TRUE(dict.at("a").toList().is(dict.at("b").toList()));
  EXPECT_TRUE(dict.at("parameter").toTensor().requires_grad());

  nn::Sequential net = make_network();
  net->load_state_dict(pickle::tensors(dict.at("model")));
  EXPECT_TRUE(equal(net->state_dict()["0.weight"],
                    pickle::tensors(golden_value("network.pt"))["0.weight"]));
}

TEST(Pickle, ReadsCheckpointsOfEveryProtocol) {
  for (const char* name : {"checkpoint2.pt", "checkpoint3.pt", "checkpoint4.pt", "checkpoint5.pt"})
    expect_checkpoint(golden_value(name));
}

TEST(Pickle, KeepsValuesAsTheyAre) {
  const std::vector<char> bytes = pickle_save(golden_value("checkpoint2.pt"));
  expect_checkpoint(pickle_load(bytes));
  EXPECT_EQ(pickle_save(pickle_load(bytes)), bytes);

  IValue deep = std::vector<IValue>();
  for (int k = 0; k < 600; ++k) deep = std::vector<IValue>{deep};
  EXPECT_ERROR(pickle_save(deep), "pickle: expected at most 500 containers in each other");
}

// --- torch::load ---

TEST(Pickle, ModulesLoadStateDicts) {
  nn::Sequential net = make_network(), other = make_network();
  load(net, torch_path("network.pt"));
  EXPECT_EQ(net->state_dict()["1.num_batches_tracked"].item<int64_t>(), 1);
  const Folder folder;
  save(net, folder.path("net.pt"));
  load(other, folder.path("net.pt"));
  for (const auto& item : net->state_dict())
    EXPECT_TRUE(equal(*item, other->state_dict()[item.key()])) << item.key();
  const IValue value = pickle::load_file(folder.path("net.pt"));
  EXPECT_EQ(pickle::tensors(value).keys(), net->state_dict().keys());

  save(ones(2), folder.path("tensor.pt"));
  EXPECT_TRUE(equal(pickle::load_file(folder.path("tensor.pt")).toTensor(), ones(2)));
  save(std::vector<Tensor>{ones(2), zeros(1)}, folder.path("list.pth"));
  EXPECT_TRUE(
      equal(pickle::load_file(folder.path("list.pth")).toList().get(1).toTensor(), zeros(1)));
}

TEST(Pickle, ArchivesHaveThePartsOfCheckpoints) {
  serialize::InputArchive archive, model;
  archive.load_from(torch_path("checkpoint2.pt"));
  IValue value;
  archive.read("epoch", value);
  EXPECT_EQ(value.toInt(), 3);
  archive.read("note", value);
  EXPECT_EQ(value.toStringRef(), "\u00fcber");
  archive.read("a", value);
  EXPECT_EQ(value.toIntVector(), (std::vector<int64_t>{1, 2}));
  nn::Sequential net = make_network();
  archive.read("model", model);
  model >> net;

  const Folder folder;
  serialize::OutputArchive written;
  written.write("epoch", IValue(3));
  written.write("w", ones(2));
  written.save_to(folder.path("archive.pt"));
  const Dict<IValue, IValue> dict = pickle::load_file(folder.path("archive.pt")).toGenericDict();
  EXPECT_EQ(dict.at("epoch").toInt(), 3);
  EXPECT_TRUE(equal(dict.at("w").toTensor(), ones(2)));
}

struct NetImpl : nn::Module {
  nn::Linear hidden = register_module("hidden", nn::Linear(3, 2));
  nn::BatchNorm1d norm = register_module("norm", nn::BatchNorm1d(2));
  nn::Sequential tail = register_module("tail", nn::Sequential(nn::ReLU(), nn::Linear(2, 1)));
  Tensor forward(Tensor x) { return tail->forward(norm(hidden(x))); }
};
TORCH_MODULE(Net);

TEST(Pickle, ReadsWhatLibtorchSaved) {
  Net net;
  load(net, torch_path("cpp_net.pt"));
  net->eval();
  Tensor output, matrix;
  load(output, torch_path("cpp_output.pt"));
  EXPECT_TRUE(allclose(net->forward(arange(12, kFloat).reshape({4, 3})), output, 1e-6, 1e-7));
  load(matrix, torch_path("cpp_tensor.pt"));
  EXPECT_TRUE(equal(matrix, arange(6).reshape({2, 3}).t()));
  std::vector<Tensor> list;
  load(list, torch_path("cpp_list.pt"));
  ASSERT_EQ(list.size(), 2u);
  expect_same(list[1], eye(2, kDouble));

  serialize::InputArchive archive, nested;
  archive.load_from(torch_path("cpp_archive.pt"));
  IValue value;
  archive.read("epoch", value);
  EXPECT_EQ(value.toInt(), 3);
  archive.read("ints", value);
  EXPECT_EQ(value.toIntVector(), (std::vector<int64_t>{1, 2}));
  archive.read("tensors", value);
  EXPECT_EQ(value.toTensorVector().size(), 1u);
  archive.read("none", value);
  EXPECT_TRUE(value.isNone());
  archive.read("nested", nested);
  nested.read("w", output);
  expect_same(output, ones(1));

  expect_same(pickle::tensors(golden_value("cpp_dict.pt"))["w"], ones(2));
  const List<IValue> values = golden_value("cpp_values.pt").toList();
  EXPECT_EQ(values.get(1).toInt(), 3);
  EXPECT_EQ(values.get(2).toDoubleVector(), (std::vector<double>{1, 2}));
  EXPECT_EQ(values.get(3).toIntVector(), (std::vector<int64_t>{1, 2}));
  EXPECT_TRUE(values.get(4).toTupleRef().elements()[2].toBool());
}

// --- training that began in Python ---

std::unique_ptr<optim::Optimizer> make_optimizer(const std::string& name, std::vector<Tensor> p) {
  if (name == "adam") return std::make_unique<optim::Adam>(p);
  if (name == "adamw") return std::make_unique<optim::AdamW>(p);
  if (name == "rmsprop") return std::make_unique<optim::RMSprop>(p);
  if (name == "adagrad") return std::make_unique<optim::Adagrad>(p);
  if (name.starts_with("lbfgs")) return std::make_unique<optim::LBFGS>(p);
  return std::make_unique<optim::SGD>(p, 0.5);
}

/// The loss that step number k begins with, as make_torch_files.py has it.
Tensor train_step(nn::Linear& model, optim::Optimizer& optimizer, int64_t k) {
  const Tensor x = arange(-2, 2, 0.1).view({-1, 1}), y = (x > 0.2).to(kFloat);
  const bool is_lbfgs = dynamic_cast<optim::LBFGS*>(&optimizer) != nullptr;
  const auto part = [&](const Tensor& all) {
    const Tensor t = all.to(model->weight.scalar_type());
    return is_lbfgs ? t.slice(0, k % 20, 40, 20) : t.slice(0, 2 * k % 40, 2 * k % 40 + 2);
  };
  const auto closure = [&] {
    optimizer.zero_grad();
    Tensor loss = binary_cross_entropy(sigmoid(model->forward(part(x))), part(y));
    if (is_lbfgs) loss = loss + 0.05 * (model->weight * model->weight).sum();
    loss.backward();
    return loss;
  };
  return optimizer.step(closure);
}

TEST(Pickle, TrainingGoesOnAsInPython) {
  std::istringstream lines(test_support::read_file(torch_path("losses.txt")));
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string name, word;
    words >> name;
    const Dict<IValue, IValue> checkpoint = golden_value(name + ".pt").toGenericDict();
    nn::Linear model(1, 1);
    const auto state = pickle::tensors(checkpoint.at("model"));
    model->to(state["weight"].scalar_type());
    model->load_state_dict(state);
    const auto optimizer = make_optimizer(name, model->parameters());
    pickle::load_state_dict(*optimizer, checkpoint.at("optimizer"));
    for (int64_t k = 0; words >> word; ++k)
      ASSERT_EQ(train_step(model, *optimizer, k).item<float>(), std::strtof(word.c_str(), nullptr))
          << name << " at " << k;
  }
}

TEST(Pickle, OptimizersWriteWhatPythonDoes) {
  for (const char* name :
       {"sgd", "momentum", "adam", "adamw", "rmsprop", "adagrad", "lbfgs", "lbfgs_search"}) {
    const IValue expected = golden_value(name + std::string(".pt")).toGenericDict().at("optimizer");
    nn::Linear model(1, 1);
    const auto optimizer = make_optimizer(name, model->parameters());
    pickle::load_state_dict(*optimizer, expected);
    const Dict<IValue, IValue> got = pickle::state_dict(*optimizer).toGenericDict();
    const auto states = expected.toGenericDict().at("state").toGenericDict();
    ASSERT_EQ(got.at("state").toGenericDict().size(), states.size()) << name;
    for (const auto& state : states)
      for (const auto& entry : state.value().toGenericDict()) {
        const IValue value =
            got.at("state").toGenericDict().at(state.key()).toGenericDict().at(entry.key());
        ASSERT_EQ(value.isTensor(), entry.value().isTensor()) << name;
        if (value.isTensor()) {
          EXPECT_TRUE(equal(value.toTensor(), entry.value().toTensor()));
        }
        if (value.isInt()) {
          EXPECT_EQ(value.toInt(), entry.value().toInt());
        }
        if (value.isList()) {
          EXPECT_EQ(value.toList().size(), entry.value().toList().size())
              << entry.key().toStringRef();
        }
      }
  }
}

TEST(Pickle, LbfgsBeforeItsFirstMove) {
  // What Python has after a step that began at the optimum; H_diag is 1 after the first move.
  nn::Linear model(1, 1);
  optim::LBFGS optimizer(model->parameters());
  const Dict<IValue, IValue> dict = pickle::state_dict(optimizer).toGenericDict();
  Dict<IValue, IValue> state;
  state.insert("func_evals", 1);
  state.insert("n_iter", 0);
  dict.at("state").toGenericDict().insert(0, state);
  pickle::load_state_dict(optimizer, dict);
  const auto back = pickle::state_dict(optimizer).toGenericDict();
  const auto first = back.at("state").toGenericDict().at(0).toGenericDict();
  EXPECT_EQ(first.at("func_evals").toInt(), 1);
  EXPECT_TRUE(first.at("d").isNone());
  EXPECT_EQ(first.at("al").toList().size(), 100u);

  state.insert_or_assign("n_iter", 1);
  state.insert("H_diag", 1);
  state.insert("d", ones({2}));
  pickle::load_state_dict(optimizer, dict);
  const auto after = pickle::state_dict(optimizer).toGenericDict();
  EXPECT_EQ(after.at("state")
                .toGenericDict()
                .at(0)
                .toGenericDict()
                .at("H_diag")
                .toTensor()
                .item<double>(),
            1.);
}

TEST(Pickle, OptimizersRefuseOptionsThatTheyDoNotHave) {
  nn::Linear model(1, 1);
  optim::SGD sgd(model->parameters(), 0.5);
  const Dict<IValue, IValue> state = pickle::state_dict(sgd).toGenericDict();
  const auto group = state.at("param_groups").toList().get(0).toGenericDict();
  group.insert("maximize", true);
  EXPECT_ERROR(pickle::load_state_dict(sgd, state), "expected an optimizer that minimizes");
  group.insert_or_assign("maximize", false);
  pickle::load_state_dict(sgd, state);
  group.insert_or_assign("params", std::vector<int64_t>{0});
  EXPECT_ERROR(pickle::load_state_dict(sgd, state), "of 2 parameters, got 1");
  group.erase("params");
  group.insert("invented", 1);
  EXPECT_ERROR(pickle::load_state_dict(sgd, state), "expected the state of an optimizer");
}

}  // namespace
}  // namespace glassgrad
