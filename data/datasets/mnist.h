#pragma once
// MNIST, and other sets in its format.

#include <string>

#include "../transforms/stack.h"
#include "base.h"

namespace glassgrad::data::datasets {

/// Images of 28x28 pixels in ten classes, from the four files of MNIST or of another set in its
/// format, as Fashion-MNIST:
///   train-images-idx3-ubyte  train-labels-idx1-ubyte  t10k-images-idx3-ubyte
///   t10k-labels-idx1-ubyte
/// each as it is or with ".gz".
///
/// Example i is {image, label}: float [1, 28, 28] with pixels from 0 (background) to 1, and int64
/// []. Source: LeCun, Cortes & Burges, "The MNIST database of handwritten digits"; the class is
/// libtorch's.
class MNIST : public Dataset<MNIST> {
 public:
  /// Which of the two parts: 60000 images to train with, 10000 to test with.
  enum class Mode { kTrain, kTest };

  /// Reads a part from the folder `root`.
  /// @throws Error  that names the file, what was expected and what came, if one is missing or
  ///                damaged, if images and labels differ in number, or a label is not in 0-9
  explicit MNIST(const std::string& root, Mode mode = Mode::kTrain);

  Example<> get(size_t index) override;
  optional<size_t> size() const override;
  /// A stacked batch, without the copies.
  Example<> get_transformed(ArrayRef<size_t> indices, const transforms::Stack<Example<>>&) const;

  bool is_train() const noexcept { return is_train_; }
  /// float [N, 1, 28, 28]
  const Tensor& images() const { return images_; }
  /// int64 [N]
  const Tensor& targets() const { return targets_; }

 private:
  bool is_train_;
  Tensor images_, targets_;
};

}  // namespace glassgrad::data::datasets
