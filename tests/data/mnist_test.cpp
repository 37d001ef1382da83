#include "data/datasets/mnist.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "data/data.h"
#include "data/datasets/idx.h"
#include "tests/support/expect_error.h"
#include "tests/support/library.h"
#include "tests/support/program.h"

namespace {

using glassgrad::data::datasets::read_idx;
using test_support::Folder;
using torch::data::datasets::MNIST;
constexpr const char* kDebian = "/usr/share/datasets/fashion-mnist";

/// An IDX file of bytes; sizes below 256.
std::string idx(const std::vector<int>& sizes, const std::string& data) {
  std::string bytes = {'\0', '\0', '\x08', static_cast<char>(sizes.size())};
  for (const int size : sizes) bytes += std::string(3, '\0') + static_cast<char>(size);
  return bytes + data;
}

/// Image k has the value k in its first pixel, 255 in its last one.
std::string images(int count) {
  std::string data;
  for (int k = 0; k < count; ++k)
    data += static_cast<char>(k) + std::string(28 * 28 - 2, '\0') + '\xff';
  return idx({count, 28, 28}, data);
}

/// A folder with 5 images to train with and 2 to test with.
struct Images : Folder {
  Images() {
    write("train-images-idx3-ubyte", images(5));
    write("train-labels-idx1-ubyte", idx({5}, std::string("\x09\0\1\2\3", 5)));
    write("t10k-images-idx3-ubyte", images(2));
    write("t10k-labels-idx1-ubyte", idx({2}, "\4\5"));
  }
};

TEST(Mnist, ReadsBothParts) {
  const Images folder;
  MNIST train(folder.path(""));
  EXPECT_TRUE(train.is_train());
  EXPECT_EQ(train.size().value(), 5u);
  EXPECT_EQ(train.images().sizes(), (std::vector<int64_t>{5, 1, 28, 28}));
  EXPECT_EQ(train.images().dtype(), torch::kFloat);
  EXPECT_EQ(train.images()[3][0][0][0].item<float>(), 3 / 255.f);
  EXPECT_EQ(train.images()[3][0][27][27].item<float>(), 1.f);
  EXPECT_TRUE(torch::equal(train.targets(), torch::tensor({9, 0, 1, 2, 3})));
  EXPECT_EQ(train.get(4).target.item<int64_t>(), 3);
  EXPECT_EQ(train.get(4).data.sizes(), (std::vector<int64_t>{1, 28, 28}));

  const MNIST test(folder.path(""), MNIST::Mode::kTest);
  EXPECT_FALSE(test.is_train());
  EXPECT_EQ(test.size().value(), 2u);
}

// As libtorch's example of the class has it.
TEST(Mnist, GivesBatches) {
  const Images folder;
  auto train_dataset =
      torch::data::datasets::MNIST(folder.path(""), torch::data::datasets::MNIST::Mode::kTrain)
          .map(torch::data::transforms::Normalize<>(0.1307, 0.3081))
          .map(torch::data::transforms::Stack<>());
  EXPECT_EQ(train_dataset.size().value(), 5u);
  auto train_loader = torch::data::make_data_loader<torch::data::samplers::SequentialSampler>(
      std::move(train_dataset), 4);
  int64_t seen = 0;
  for (auto& batch : *train_loader) {
    EXPECT_EQ(batch.data.sizes(), (std::vector<int64_t>{seen ? 1 : 4, 1, 28, 28}));
    EXPECT_NEAR(batch.data[0][0][27][27].item<float>(), (1 - 0.1307) / 0.3081, 1e-6);
    seen += batch.target.size(0);
  }
  EXPECT_EQ(seen, 5);

  // Without a transform before it, Stack takes whole rows.
  auto loader = torch::data::make_data_loader<torch::data::samplers::SequentialSampler>(
      MNIST(folder.path("")).map(torch::data::transforms::Stack<>()), 5);
  const auto batch = *loader->begin();
  EXPECT_TRUE(torch::equal(batch.data, MNIST(folder.path("")).images()));
}

TEST(Mnist, ReadsGzip) {
  const Images folder;
  if (run_in(folder, "gzip -9 train-* && gzip -1 t10k-labels*").status != 0)
    GTEST_SKIP() << "there is no gzip";
  const Images plain;
  EXPECT_TRUE(torch::equal(MNIST(folder.path("")).images(), MNIST(plain.path("")).images()));
  EXPECT_TRUE(torch::equal(MNIST(folder.path("")).targets(), MNIST(plain.path("")).targets()));
  EXPECT_EQ(MNIST(folder.path(""), MNIST::Mode::kTest).size().value(), 2u);
}

TEST(Mnist, NamesWhatIsWrong) {
  struct Wrong {
    std::string file, content, message;
  };
  const std::string labels = "train-labels-idx1-ubyte", pictures = "train-images-idx3-ubyte";
  const Wrong table[] = {
      {labels, "",
       "train-labels-idx1-ubyte': expected an IDX file, which begins with two zero bytes"},
      {labels, "<html>", "got 6 bytes of something else"},
      {labels, std::string("\0\0\x0d\1\0\0\0\0", 8),
       "expected IDX elements of type 8 (bytes), got type 13"},
      {labels, std::string("\0\0\x08\0", 4), "expected at least one dimension"},
      {labels, std::string("\0\0\x08\3\0\0", 6), "got 3 dimensions in 6 bytes"},
      {labels, idx({5}, "abcd"),
       "expected as many bytes of data as the shape [5] has elements, got 4"},
      {labels, idx({5}, "abcdef"), "[5] has elements, got 6"},
      {labels, std::string("\0\0\x08\3", 4) + std::string(12, '\xff'), "got 0"},
      {labels, idx({5, 1}, std::string(5, '\0')), "expected labels of the shape [N], got [5, 1]"},
      {labels, idx({5}, std::string("\0\0\0\x0a\0", 5)),
       "expected labels from 0 to 9, got 10 for image 3"},
      {labels, idx({4}, std::string(4, '\0')), "train-labels-idx1-ubyte' has labels, 4, got 5"},
      {pictures, idx({5, 1, 1}, std::string(5, '\0')),
       "train-images-idx3-ubyte': expected images of the shape [N, 28, 28], got [5, 1, 1]"},
      {pictures, std::string("\x1f\x8b\x08", 3), "the compressed data is damaged: it is cut off"},
  };
  for (const Wrong& wrong : table) {
    SCOPED_TRACE(wrong.message);
    const Images folder;
    folder.write(wrong.file, wrong.content);
    EXPECT_ERROR(MNIST(folder.path("")), wrong.message);
  }
  const Folder empty;
  EXPECT_ERROR(MNIST(empty.path("")), "train-labels-idx1-ubyte': No such file or directory");
}

TEST(Mnist, SurvivesDamage) {
  const Folder folder;
  const std::string whole = idx({2, 2, 3}, "abcdefghijkl");
  const auto attempt = [&](const std::string& bytes) {
    folder.write("a", bytes);
    try {
      return read_idx(folder.path("a")).numel() == 12;
    } catch (const glassgrad::Error&) {
      return false;
    }
  };
  EXPECT_TRUE(attempt(whole));
  for (size_t size = 0; size < whole.size(); ++size) EXPECT_FALSE(attempt(whole.substr(0, size)));
  for (size_t at = 0; at < 16; ++at)
    for (int change = 1; change < 256; change += 7) {
      std::string changed = whole;
      changed[at] = static_cast<char>(changed[at] ^ change);
      attempt(changed);
    }
}

// The first labels of Fashion-MNIST, and sums that NumPy gives.
TEST(Mnist, ReadsFashionMnist) {
  if (!std::filesystem::exists(kDebian)) GTEST_SKIP() << "dataset-fashion-mnist is not installed";
  const MNIST train(kDebian), test(kDebian, MNIST::Mode::kTest);
  EXPECT_EQ(train.size().value(), 60000u);
  EXPECT_EQ(test.size().value(), 10000u);
  EXPECT_TRUE(
      torch::equal(train.targets().slice(0, 0, 8), torch::tensor({9, 0, 0, 3, 0, 2, 7, 2})));
  EXPECT_EQ((test.images() * 255).to(torch::kLong).sum().item<int64_t>(), 573469082);
  EXPECT_EQ(test.targets().sum().item<int64_t>(), 45000);
}

}  // namespace
