// What is saved here opens in Python, and the other way round.
#include <gtest/gtest.h>

#include <string>

#include "nn/nn.h"
#include "serialize/serialize.h"
#include "tests/serialize/files.h"

namespace glassgrad {
namespace {

using files::expect_same;
using files::StateDict;
using test_support::Folder;

/// A Python that has NumPy, or nothing.
std::string find_python() {
  const Folder folder;
  for (const std::string python : {"python3", "/usr/bin/python3"})
    if (run_in(folder, python + " -c 'import numpy'").status == 0) return python;
  return "";
}

TEST(Python, OpensOurFilesAndWeItsFiles) {
  const std::string python = find_python();
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

  const test_support::Outcome outcome =
      run_in(folder, python + " '" GLASSGRAD_SOURCE_DIR "/tests/serialize/exchange.py' .");
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

}  // namespace
}  // namespace glassgrad
