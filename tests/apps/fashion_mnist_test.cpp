// Runs the program as its users do, on tiny images and, where they are installed, on the real ones.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "apps/fashion_mnist/network.h"
#include "tests/support/folders.h"
#include "tests/support/program.h"

namespace fashion_mnist {
namespace {

using test_support::Folder;
using test_support::Outcome;
using Names = std::vector<std::string>;
constexpr const char* kDebian = "/usr/share/datasets/fashion-mnist";

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

std::string big_endian(int number) {
  std::string bytes;
  for (int shift = 24; shift >= 0; shift -= 8) bytes += static_cast<char>(number >> shift);
  return bytes;
}

/// Images that are easily told apart: class c has rows 2c and 2c + 1 bright. Image 3 has the label
/// of another class where `has_wrong_label`.
void write_images(const Folder& folder, const std::string& part, int count, bool has_wrong_label) {
  std::string images =
      std::string("\0\0\x08\3", 4) + big_endian(count) + big_endian(28) + big_endian(28);
  std::string labels = std::string("\0\0\x08\1", 4) + big_endian(count);
  for (int k = 0; k < count; ++k) {
    const int row = k % 10 * 2;
    std::string image(28 * 28, '\0');
    std::fill_n(image.begin() + row * 28, 2 * 28, static_cast<char>(200 + k % 7));
    images += image;
    labels += static_cast<char>(has_wrong_label && k == 3 ? 9 : k % 10);
  }
  folder.write("data/" + part + "-images-idx3-ubyte", images);
  folder.write("data/" + part + "-labels-idx1-ubyte", labels);
}

/// A folder with the folder data/ of tiny parts in it.
struct Images : Folder {
  Images() {
    std::filesystem::create_directory(path("data"));
    write_images(*this, "train", 120, false);
    write_images(*this, "t10k", 40, true);
  }
};

Outcome run_app(const Folder& folder, const std::string& arguments,
                const std::string& setting = "") {
  return run_in(folder,
                setting + " '" + test_support::app_path("fashion_mnist") + "' " + arguments);
}
Outcome run_tiny(const Images& folder, const std::string& arguments) {
  return run_app(folder, "--data data --batch-size 12 " + arguments);
}

/// The value that follows `name` in the last line.
double value_of(const std::string& name, const std::string& out) {
  return std::stod(out.substr(out.rfind(name + " ") + name.size() + 1));
}

TEST(FashionMnist, LearnsAndDraws) {
  const Images folder;
  const Outcome outcome = run_tiny(folder, "--epochs 8 --hidden 16");
  EXPECT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_EQ(outcome.err, "wrote wrong.png\nwrote weights.png\n");
  EXPECT_EQ(std::count(outcome.out.begin(), outcome.out.end(), '\n'), 8);
  EXPECT_TRUE(outcome.out.starts_with("epoch 1, training loss 2."));
  EXPECT_EQ(value_of("accuracy", outcome.out), 39 / 40.);  // one label is wrong
  for (const char* picture : {"wrong.png", "weights.png"})
    EXPECT_TRUE(folder.read(picture).starts_with("\x89PNG")) << picture;
}

TEST(FashionMnist, SoftmaxRegressionStartsFromZeros) {
  const Images folder;
  const Outcome outcome =
      run_tiny(folder, "--hidden 0 --epochs 0 --plot-wrong a.svg --plot-weights b.svg");
  EXPECT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_EQ(outcome.out, "test loss 2.30259, test accuracy 0.1000\n");  // log 10
  EXPECT_PRED2(contains, folder.read("a.svg"), "36 of 40 answers are wrong");
  EXPECT_PRED2(contains, folder.read("b.svg"), "Weights of the pixels for each class");
  EXPECT_PRED2(contains, folder.read("b.svg"), "Ankle boot");
}

TEST(FashionMnist, TheSeedDecides) {
  const Images folder;
  const auto run = [&](const std::string& more) {
    return run_tiny(folder, "--no-plot --epochs 2 " + more).out;
  };
  const std::string usual = run("");
  EXPECT_EQ(run("--seed 2"), usual);
  EXPECT_NE(run("--seed 3"), usual);
  EXPECT_NE(run("--shuffle"), usual);
  EXPECT_NE(run("--momentum 0.9"), usual);
  EXPECT_NE(run("--lr 0.2"), usual);
  EXPECT_EQ(run("--shuffle"), run("--shuffle"));
  EXPECT_EQ(folder.files(), Names({"data"}));
}

TEST(FashionMnist, SavesAndLoads) {
  const Images folder;
  for (const std::string model : {"m.safetensors", "m.pt", "m.npz"})
    for (const std::string hidden : {"0", "7"}) {
      const Outcome saved =
          run_tiny(folder, "--no-plot --quiet --epochs 3 --hidden " + hidden + " --save " + model);
      EXPECT_EQ(saved.status, 0) << saved.err;
      EXPECT_EQ(saved.err, "");
      const Outcome loaded = run_tiny(folder, "--no-plot --epochs 0 --load " + model);
      EXPECT_EQ(loaded.out, saved.out) << loaded.err;
      const Network network = load_network(folder.path(model));
      EXPECT_EQ(network->state_dict().size(), hidden == "0" ? 2u : 4u);
      EXPECT_EQ(network->first()->weight.size(1), 784);
    }
}

TEST(FashionMnist, TakesOtherModels) {
  const Images folder;
  const struct {
    std::string model, training;
  } runs[] = {{"conv", "--epochs 8 --lr 0.05"},
              {"resnet", "--epochs 8 --lr 0.05"},
              {"lstm", "--epochs 60 --lr 0.1 --shuffle"}};
  for (const auto& [model, training] : runs) {
    SCOPED_TRACE(model);
    const Outcome outcome = run_tiny(folder,
                                     "--quiet --save m.safetensors --plot-wrong a.svg "
                                     "--plot-weights b.svg --model " +
                                         model + ' ' + training);
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    EXPECT_EQ(value_of("accuracy", outcome.out), 39 / 40.);  // one label is wrong
    EXPECT_PRED2(contains, folder.read("b.svg"), "hidden units");
    const Outcome loaded = run_tiny(folder, "--no-plot --epochs 0 --load m.safetensors");
    EXPECT_EQ(loaded.out, outcome.out) << loaded.err;
  }
}

TEST(FashionMnist, NamesWhatIsWrongWithAModel) {
  const Images folder;
  folder.write("bad.safetensors", "not a model");
  EXPECT_EQ(
      run_tiny(folder, "--load bad.safetensors").err,
      "fashion_mnist: 'bad.safetensors': expected what torch::save, Python's torch.save (.pt), "
      "safetensors or numpy.savez (.npz) writes, got 11 bytes that are none of these\n");
  glassgrad::safetensors::save_file({{"output.weight", glassgrad::ones({10, 784})}},
                                    folder.path("half.safetensors"));
  const Outcome outcome = run_tiny(folder, "--load half.safetensors");
  EXPECT_EQ(outcome.status, 1);
  EXPECT_PRED2(contains, outcome.err, "NetworkImpl: Missing key(s) in state_dict: \"output.bias\"");
  EXPECT_EQ(std::count(outcome.err.begin(), outcome.err.end(), '\n'), 1);
}

TEST(FashionMnist, SaysWhatToInstall) {
  const Folder folder;
  const Outcome outcome = run_app(folder, "--data nowhere");
  EXPECT_EQ(outcome.status, 1);
  EXPECT_EQ(outcome.out, "");
  EXPECT_EQ(outcome.err,
            "fashion_mnist: there are no images in 'nowhere': install the package "
            "dataset-fashion-mnist (apt-get install dataset-fashion-mnist), or name their folder "
            "with --data\n");
  const Outcome empty = run_app(folder, "--data . --no-plot");
  EXPECT_EQ(empty.status, 1);
  EXPECT_EQ(empty.err,
            "fashion_mnist: cannot read './t10k-labels-idx1-ubyte': No such file or directory\n");
}

TEST(FashionMnist, GoesOnWithoutAPicture) {
  const Images folder;
  const Outcome missing = run_app(folder, "--data data --quiet --epochs 1", "PATH=/nowhere");
  EXPECT_EQ(missing.status, 0);
  const std::string no_gnuplot =
      "no plot: cannot run gnuplot: No such file or directory (install gnuplot, or choose "
      "--no-plot)\n";
  EXPECT_EQ(missing.err, no_gnuplot + no_gnuplot);
  const Outcome diverged = run_tiny(folder, "--quiet --lr 1e30 --epochs 3");
  EXPECT_EQ(diverged.status, 0);
  EXPECT_EQ(diverged.err,
            "no plot: the scores have grown beyond all numbers\n"
            "no plot: the weights have grown beyond all numbers\n");
  for (const std::string option : {"--save nowhere/m.npz", "--plot-wrong nowhere/m.png"}) {
    const Outcome refused = run_tiny(folder, option);
    EXPECT_EQ(refused.status, 1);
    EXPECT_EQ(refused.out, "");
    EXPECT_PRED2(contains, refused.err, ": No such file or directory\n");
  }
  EXPECT_EQ(folder.files(), Names({"data"}));
}

TEST(FashionMnist, NamesWrongArguments) {
  struct Wrong {
    std::string arguments, message;
  };
  const Wrong table[] = {
      {"--frobnicate",
       "unknown argument '--frobnicate': allowed are --data, --model, --hidden, --epochs, "
       "--batch-size, --lr, --momentum, --shuffle, --seed, --load, --save, --checkpoint, "
       "--distributed, --plot-wrong, --plot-weights, "
       "--no-plot, --quiet, --help"},
      {"--model cnn", "--model: expected dense, conv, resnet or lstm, got 'cnn'"},
      {"--model conv --hidden 3", "--hidden: expected none beside --model conv, got '3'"},
      {"--model conv --load m.npz",
       "--model: expected none beside --load, whose file says it, got 'conv'"},
      {"--hidden -1", "--hidden: expected an integer from 0 to 100000, got '-1'"},
      {"--epochs x", "--epochs: expected an integer of at least 0, got 'x'"},
      {"--batch-size 0", "--batch-size: expected an integer of at least 1, got '0'"},
      {"--lr nan", "--lr: expected a number of at least 0, got 'nan'"},
      {"--momentum -1", "--momentum: expected a number of at least 0, got '-1'"},
      {"--save model.txt",
       "--save: expected a file name that ends in .safetensors or .pt or .npz, got 'model.txt'"},
      {"--load m.npz --hidden 3",
       "--hidden: expected none beside --load, whose file says it, got '3'"},
      {"--no-plot --plot-weights w.png",
       "--no-plot: expected no picture to be named beside it, got 'w.png'"},
  };
  for (const Wrong& wrong : table) {
    SCOPED_TRACE(wrong.arguments);
    const Folder folder;
    const Outcome outcome = run_app(folder, wrong.arguments);
    EXPECT_EQ(outcome.status, 2);
    EXPECT_EQ(outcome.out, "");
    EXPECT_EQ(outcome.err, "fashion_mnist: " + wrong.message + "\n");
  }
}

TEST(FashionMnist, ExplainsEveryOption) {
  const Folder folder;
  const Outcome outcome = run_app(folder, "--help");
  EXPECT_EQ(outcome.status, 0);
  for (const std::string option :
       {"--data DIR", "--hidden N", "--epochs N", "--batch-size N", "--lr X", "--momentum X",
        "--shuffle", "--seed N", "--load FILE", "--save FILE", "--plot-wrong FILE",
        "--plot-weights FILE", "--no-plot", "--quiet", "--help"})
    EXPECT_PRED2(contains, outcome.out, "\n  " + option + " ");
}

// PyTorch 1.13.1, tests/golden/make_fashion_mnist.py. After 3000 steps the last digits depend on
// the order in which a matrix product adds, and so on the processor.
TEST(FashionMnist, LearnsTheRealImagesAsPyTorch) {
  if (!std::filesystem::exists(kDebian)) GTEST_SKIP() << "dataset-fashion-mnist is not installed";
  const Folder folder;
  const Outcome softmax = run_app(folder, "--no-plot --quiet --hidden 0");
  EXPECT_NEAR(value_of("loss", softmax.out), 0.46983, 1e-5);
  EXPECT_NEAR(value_of("accuracy", softmax.out), 0.8355, 1e-4);
  const Outcome network = run_app(folder, "--no-plot --quiet");
  EXPECT_NEAR(value_of("loss", network.out), 0.39763, 1e-3);
  EXPECT_NEAR(value_of("accuracy", network.out), 0.8567, 1e-3);
}

}  // namespace
}  // namespace fashion_mnist
