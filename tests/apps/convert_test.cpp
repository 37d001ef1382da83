// The program that converts model files.
#include "apps/glassgrad-convert/convert.h"

#include <gtest/gtest.h>

#include "apps/support/arguments.h"
#include "tests/support/expect_error.h"
#include "tests/support/folders.h"
#include "tests/support/program.h"

namespace {

using test_support::Folder;
using test_support::Outcome;

const std::string kGolden = test_support::source_path("tests/golden/torch/");

Outcome run_convert(const Folder& folder, const std::string& arguments) {
  return run_in(folder, "'" + test_support::app_path("glassgrad-convert") + "' " + arguments);
}

TEST(Convert, ListsWhatIsInAFile) {
  const Folder folder;
  const Outcome outcome = run_convert(folder, "--list '" + kGolden + "sgd.pt'");
  EXPECT_EQ(outcome.err, "");
  EXPECT_EQ(outcome.out.substr(0, outcome.out.find("'optimizer.param_groups.0.momentum'")),
            "'epoch'                                    int 2\n"
            "'model.weight'                             float32 [1, 1]\n"
            "'model.bias'                               float32 [1]\n"
            "'optimizer.state.0.momentum_buffer'        None\n"
            "'optimizer.state.1.momentum_buffer'        None\n"
            "'optimizer.param_groups.0.lr'              int 2\n");
}

TEST(Convert, KeepsTensorsThroughEveryFormat) {
  const Folder folder;
  std::string in = kGolden + "network.pt";
  for (const std::string out : {"a.safetensors", "b.npz", "c.pt", "d.safetensors"}) {
    const Outcome outcome = run_convert(folder, "'" + in + "' " + out);
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    EXPECT_EQ(outcome.out, "");
    in = out;
  }
  EXPECT_EQ(folder.read("d.safetensors"), folder.read("a.safetensors"));
  const auto state = glassgrad::serialize::read_state(folder.path("c.pt"));
  const auto expected = glassgrad::serialize::read_state(kGolden + "network.pt");
  ASSERT_EQ(state.size(), expected.size());
  for (const auto& item : expected) EXPECT_TRUE(equal(state[item.key()], *item)) << item.key();
}

TEST(Convert, KeepsPlainValues) {
  const Folder folder;
  run_convert(folder, "'" + kGolden + "adam.pt' a.safetensors");
  run_convert(folder, "a.safetensors b.pt");
  EXPECT_EQ(run_convert(folder, "--list a.safetensors").out.find("(int)"), std::string::npos);
  const auto dict = glassgrad::pickle::load_file(folder.path("b.pt")).toGenericDict();
  EXPECT_EQ(dict.at("epoch").toInt(), 2);
  EXPECT_EQ(dict.at("optimizer.param_groups.0.lr").toDouble(), 0.05);
}

TEST(Convert, TakesAPartOfACheckpoint) {
  const Folder folder;
  const std::string in = "'" + kGolden + "adam.pt'";
  for (const std::string out : {"a.safetensors", "a.npz", "a.pt"}) {
    const Outcome outcome = run_convert(folder, in + " " + out + " --key model");
    EXPECT_EQ(outcome.status, 0);
    EXPECT_EQ(outcome.out, "");
    EXPECT_EQ(outcome.err, "glassgrad-convert: left out 'epoch', 'optimizer'\n");
    glassgrad::nn::Linear model(1, 1);
    glassgrad::load(model, folder.path(out));
    const std::string list = run_convert(folder, "--list " + out).out;
    EXPECT_NE(list.find("'weight'  float32 [1, 1]\n"), std::string::npos) << list;
    EXPECT_EQ(list.find("model"), std::string::npos);
  }
  // Nested names stay so without it, and a key may have several parts.
  run_convert(folder, in + " b.safetensors");
  EXPECT_EQ(run_convert(folder, "b.safetensors b.npz --key=model").status, 0);
  const Outcome deep = run_convert(folder, in + " c.npz --key optimizer.state.0");
  EXPECT_EQ(deep.err,
            "glassgrad-convert: left out 'epoch', 'model', 'optimizer.state.1', "
            "'optimizer.param_groups'\n");
  EXPECT_NE(run_convert(folder, "--list --key optimizer.state " + in).out.find("'0.exp_avg'"),
            std::string::npos);
  const Outcome wrong = run_convert(folder, in + " d.npz --key=modell");
  EXPECT_EQ(wrong.status, 2);
  EXPECT_EQ(wrong.err,
            "glassgrad-convert: --key: expected a name with others in it, of 'epoch', 'model', "
            "'optimizer', got 'modell'\n");
  EXPECT_EQ(run_convert(folder, in + " d.npz --key epoch").status, 2);
}

TEST(Convert, SaysWhatIsWrong) {
  const Folder folder;
  EXPECT_EQ(run_convert(folder, "in.pt").status, 2);
  EXPECT_EQ(
      run_convert(folder, "in.pt out.txt").err,
      "glassgrad-convert: OUT: expected a file name that ends in .pt or .pth or .safetensors or "
      ".npz, got 'out.txt'\n");
  const Outcome outcome = run_convert(folder, "none.pt out.pt");
  EXPECT_EQ(outcome.status, 1);
  EXPECT_EQ(outcome.err, "glassgrad-convert: cannot read 'none.pt': No such file or directory\n");
  EXPECT_TRUE(folder.files().empty());
  EXPECT_NE(run_convert(folder, "--help").out.find("glassgrad-convert IN OUT"), std::string::npos);
}

}  // namespace
