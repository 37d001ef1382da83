#pragma once
// Lists of functions that may change while they are called.

#include <cstddef>
#include <functional>
#include <utility>
#include <vector>

#include "smart_ptr.h"

namespace glassgrad {

/// Functions to be called one after another, known by the number that push_back gave them.
///
/// A function may change the list while it runs. Whoever calls takes size() before the first call,
/// so that what is added meanwhile is for the next time; a function that is removed while it runs
/// lives until it returns, since its caller holds it.
template <class Signature>
class Callbacks {
 public:
  using Function = std::function<Signature>;

  size_t push_back(Function f) {
    functions_.push_back(std::make_shared<const Function>(std::move(f)));
    return functions_.size() - 1;
  }
  /// The numbers of the others stay.
  void remove(size_t number) { functions_[number].reset(); }
  size_t size() const { return functions_.size(); }
  /// Null if it has been removed.
  std::shared_ptr<const Function> operator[](size_t number) const { return functions_[number]; }

 private:
  std::vector<std::shared_ptr<const Function>> functions_;
};

}  // namespace glassgrad
