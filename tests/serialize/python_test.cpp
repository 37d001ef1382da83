// What is saved here opens in Python, and the other way round.
#include <gtest/gtest.h>

#include <cstdlib>
#include <sstream>
#include <string>

#include "nn/nn.h"
#include "optim/optim.h"
#include "serialize/serialize.h"
#include "serialize/zip.h"
#include "tests/serialize/files.h"
#include "tests/support/folders.h"

namespace glassgrad {
namespace {

using files::expect_same;
using files::StateDict;
using test_support::Folder;

/// A Python that has a module, or nothing.
std::string find_python(const std::string& module) {
  const Folder folder;
  for (const std::string python : {"python3", "/usr/bin/python3"})
    if (run_in(folder, python + " -c 'import " + module + "'").status == 0) return python;
  return "";
}

TEST(Python, OpensOurFilesAndWeItsFiles) {
  const std::string python = find_python("numpy");
  if (python.empty()) GTEST_SKIP() << "there is no python3 with numpy";

  manual_seed(1);
  nn::Sequential net(nn::Linear(784, 32), nn::ReLU(), nn::Linear(32, 10));
  StateDict state = net->state_dict();
  state.insert("transposed", randn({3, 4, 5}, kDouble).permute({2, 0, 1}));
  state.insert("step", tensor(int64_t{1} << 40));
  state.insert("ids", randint(-9, 9, {2, 0, 3}, kInt));
  state.insert("image", randint(0, 128, {4, 4}, kByte));
  state.insert("mask", randn({7}) > 0);

  const Folder folder;
  safetensors::save_file(state, folder.path("model.safetensors"), {{"format", "pt"}});
  numpy::savez(folder.path("model.npz"), state);
  for (const auto& item : state) numpy::save(folder.path(item.key() + ".npy"), *item);

  const test_support::Outcome outcome = run_in(
      folder, python + " '" + test_support::source_path("tests/serialize/exchange.py") + "' .");
  ASSERT_EQ(outcome.status, 0) << outcome.err;
  RecordProperty("safetensors_read_by", outcome.out);

  StateDict expected;
  for (const auto& item : state)
    expected.insert(item.key(),
                    (item->scalar_type() == kBool ? *item == 0 : *item * 2).contiguous());
  expect_same(safetensors::load_file(folder.path("back.safetensors")), expected);
  expect_same(numpy::load_npz(folder.path("back.npz")), expected);
  expect_same(numpy::load_npz(folder.path("back_compressed.npz")), expected);
  for (const auto& item : expected) {
    expect_same(numpy::load(folder.path("back_" + item.key() + ".npy")), *item, item.key());
    expect_same(numpy::load(folder.path("back_swapped_" + item.key() + ".npy")), *item, item.key());
  }
}

// --- PyTorch ---

/// The tutorial, with an optimizer that is begun here and goes on in Python.
struct Training {
  nn::Linear model{1, 1};
  std::string name;
  std::unique_ptr<optim::Optimizer> optimizer;

  explicit Training(const std::string& kind) : name(kind) {
    if (kind == "lbfgs_search") model->to(kDouble);  // Python computes along the line in this type
    const std::vector<Tensor> p = model->parameters();
    if (kind == "momentum")
      optimizer = std::make_unique<optim::SGD>(p, optim::SGDOptions(0.5).momentum(0.9));
    if (kind == "adam")
      optimizer = std::make_unique<optim::Adam>(p, optim::AdamOptions(0.1).amsgrad(true));
    if (kind == "adamw") optimizer = std::make_unique<optim::AdamW>(p, optim::AdamWOptions(0.1));
    if (kind == "rmsprop")
      optimizer = std::make_unique<optim::RMSprop>(
          p, optim::RMSpropOptions(0.01).momentum(0.5).centered(true));
    if (kind == "adagrad")
      optimizer = std::make_unique<optim::Adagrad>(p, optim::AdagradOptions(1));
    if (kind == "lbfgs")
      optimizer = std::make_unique<optim::LBFGS>(p, optim::LBFGSOptions(0.1).max_iter(3));
    if (kind == "lbfgs_search")
      optimizer = std::make_unique<optim::LBFGS>(
          p, optim::LBFGSOptions(0.5).max_iter(4).line_search_fn("strong_wolfe"));
  }

  std::vector<double> epoch() {
    const Tensor x = arange(-2, 2, 0.1).view({-1, 1}), y = (x > 0.2).to(kFloat);
    std::vector<double> losses;
    const bool is_lbfgs = name.starts_with("lbfgs");
    for (int64_t k = 0; k < 20; ++k) {
      const auto part = [&](const Tensor& all) {
        const Tensor t = all.to(model->weight.scalar_type());
        return is_lbfgs ? t.slice(0, k, 40, 20) : t.slice(0, 2 * k, 2 * k + 2);
      };
      const auto closure = [&] {
        optimizer->zero_grad();
        Tensor loss = binary_cross_entropy(sigmoid(model(part(x))), part(y));
        if (is_lbfgs) loss = loss + 0.05 * (model->weight * model->weight).sum();
        loss.backward();
        return loss;
      };
      losses.push_back(optimizer->step(closure).item<double>());
    }
    return losses;
  }
  void save(const std::string& path) const {
    Dict<IValue, IValue> checkpoint;
    checkpoint.insert("model", pickle::dict(model->state_dict()));
    checkpoint.insert("optimizer", pickle::state_dict(*optimizer));
    pickle::save_file(checkpoint, path);
  }
};

IValue some_values() {
  Dict<IValue, IValue> values;
  values.insert("epoch", 3);
  values.insert("lr", 0.1);
  values.insert("none", IValue());
  values.insert("done", true);
  values.insert("pair", ivalue::Tuple::create({1, "\u00fc"}));
  values.insert("list", std::vector<int64_t>{1, 2, -(int64_t{1} << 40), 300, -300});
  values.insert(7, Dict<IValue, IValue>());
  return values;
}

TEST(Python, TorchLoadsOurFilesAndGoesOnTraining) {
  const std::string python = find_python("torch");
  if (python.empty()) GTEST_SKIP() << "there is no python3 with torch";
  const Folder folder;
  manual_seed(1);
  const Tensor base = randn({4, 6});
  const StateDict tensors = {{"base", base},
                             {"transposed", base.t()},
                             {"scalar", tensor(2.5, kDouble)},
                             {"long", randint(-9, 9, {2, 0, 3}, kLong)},
                             {"int", randint(-9, 9, {5}, kInt)},
                             {"byte", randint(0, 100, {3}, kByte)},
                             {"mask", randn({7}) > 0}};
  pickle::save_file(tensors, folder.path("tensors.pt"));
  pickle::save_file(some_values(), folder.path("values.pt"));

  // The same, with the numbers that files of more than 4 GB have.
  const std::vector<char> small = pickle_save(pickle::dict({{"w", ones(2)}}));
  const io::ByteSource source("small", std::string(small.begin(), small.end()));
  std::string large;
  serialize::ZipWriter archive([&large](std::string_view piece) { large += piece; },
                               {.alignment = 64, .zip64_from = 1});
  for (const serialize::ZipMember& member : serialize::read_zip_directory(source))
    archive.add(member.name, serialize::read_zip_member(source, member));
  archive.finish();
  folder.write("zip64.pt", large);
  expect_same(pickle::tensors(pickle::load_file(folder.path("zip64.pt")))["w"], ones(2));

  std::vector<Training> trainings;
  for (const char* name :
       {"momentum", "adam", "adamw", "rmsprop", "adagrad", "lbfgs", "lbfgs_search"}) {
    trainings.emplace_back(name).epoch();
    trainings.back().save(folder.path(name + std::string(".pt")));
  }
  const test_support::Outcome outcome =
      run_in(folder, python + " '" +
                         test_support::source_path("tests/serialize/torch_exchange.py") + "' .");
  ASSERT_EQ(outcome.status, 0) << outcome.err;

  std::istringstream words(outcome.out);
  for (Training& training : trainings) {
    std::string word;
    words >> word;
    EXPECT_EQ(word, training.name);
    for (const double loss : training.epoch()) {
      words >> word;
      EXPECT_EQ(std::strtod(word.c_str(), nullptr), loss) << training.name;
    }
  }
  const StateDict back = pickle::tensors(pickle::load_file(folder.path("back.pt")));
  for (const auto& item : tensors) {
    const Tensor expected = item->scalar_type() == kBool ? *item == 0 : *item * 2;
    EXPECT_TRUE(equal(back[item.key()], expected)) << item.key();
  }
}

}  // namespace
}  // namespace glassgrad
