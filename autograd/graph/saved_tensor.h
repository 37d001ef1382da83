#pragma once
// Values that a rule needs, kept by its node.

#include "node.h"

namespace glassgrad::autograd {

/// A value that backward needs, remembered with the version it had: a member of a node, written
/// `SavedTensor self{this};`. The node knows all that it saves, and lets go of them once backward
/// has used them.
class SavedTensor {
 public:
  explicit SavedTensor(Node* node) : next_(std::exchange(node->saved_, this)) {}
  SavedTensor(const SavedTensor&) = delete;
  SavedTensor& operator=(const SavedTensor&) = delete;

  /// Keeps an input of the operation; an undefined one is allowed.
  void save(const Tensor& input) {
    tensor_ = input;
    version_ = input.defined() ? static_cast<uint32_t>(input._version()) : 0;
  }
  /// Keeps a result of the operation; its grad_fn is dropped here, for the node would own itself.
  void save_output(const Tensor& result);

  /// The value. @throws Error if it has been changed in place or already released.
  /// A result comes back with the node that saved it, the one now running, as its grad_fn.
  Tensor unpack() const;
  bool defined() const { return tensor_.defined(); }
  void reset() { tensor_.reset(); }
  const Tensor& peek() const { return tensor_; }  ///< unchecked, for printing
  SavedTensor* next() const { return next_; }     ///< of the same node

 private:
  void check_not_released() const;
  [[noreturn]] void refuse_changed() const;

  Tensor tensor_;
  SavedTensor* next_;
  uint32_t version_ = 0;
  uint32_t output_nr_ : 31 = 0;
  uint32_t is_output_ : 1 = false;
};

}  // namespace glassgrad::autograd
