// MNIST, and other sets in its format.
#include "data/datasets/mnist.h"

#include <filesystem>

#include "autograd/base/caller.h"
#include "autograd/base/check.h"
#include "autograd/functions.h"
#include "data/datasets/idx.h"
#include "data/datasets/tensor.h"

namespace glassgrad::data::datasets {
namespace {

constexpr int64_t kSide = 28, kClasses = 10;

/// The path of a file in a folder, gzipped if only that is there.
std::string find_file(const std::string& root, const std::string& name) {
  const std::string plain = (std::filesystem::path(root) / name).string(), gzipped = plain + ".gz";
  std::error_code ignored;
  const bool is_gzipped =
      !std::filesystem::exists(plain, ignored) && std::filesystem::exists(gzipped, ignored);
  return is_gzipped ? gzipped : plain;
}

/// [N, 28, 28] bytes to [N, 1, 28, 28] from 0 to 1.
Tensor read_images(const std::string& path) {
  const Tensor bytes = read_idx(path);
  check(bytes.dim() == 3 && bytes.size(1) == kSide && bytes.size(2) == kSide,
        "'{}': expected images of the shape [N, {}, {}], got {}", path, kSide, kSide,
        bytes.sizes());
  Tensor images = bytes.to(kFloat);
  images.div_(255);
  return images.view({bytes.size(0), 1, kSide, kSide});
}

Tensor read_targets(const std::string& path) {
  const Tensor bytes = read_idx(path);
  check(bytes.dim() == 1, "'{}': expected labels of the shape [N], got {}", path, bytes.sizes());
  const auto* labels = bytes.data_ptr<uint8_t>();
  for (int64_t k = 0; k < bytes.numel(); ++k)
    check(labels[k] < kClasses, "'{}': expected labels from 0 to {}, got {} for image {}", path,
          kClasses - 1, labels[k], k);
  return bytes.to(kLong);
}

}  // namespace

MNIST::MNIST(const std::string& root, Mode mode) : is_train_(mode == Mode::kTrain) {
  const std::string part = is_train_ ? "train" : "t10k";
  const std::string labels_path = find_file(root, part + "-labels-idx1-ubyte");
  const std::string images_path = find_file(root, part + "-images-idx3-ubyte");
  targets_ = read_targets(labels_path);
  images_ = read_images(images_path);
  check(images_.size(0) == targets_.size(0),
        "'{}': expected as many images as '{}' has labels, {}, got {}", images_path, labels_path,
        targets_.size(0), images_.size(0));
}

Example<> MNIST::get(size_t index) {
  Caller::forget();
  const auto i = static_cast<int64_t>(index);
  return {images_[i], targets_[i]};
}

optional<size_t> MNIST::size() const { return static_cast<size_t>(images_.size(0)); }

Example<> MNIST::get_transformed(ArrayRef<size_t> indices,
                                 const transforms::Stack<Example<>>&) const {
  return {take_rows(images_, indices), take_rows(targets_, indices)};
}

}  // namespace glassgrad::data::datasets
