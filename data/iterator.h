#pragma once
// Loops over a loader.

#include <functional>
#include <iterator>
#include <utility>

#include "../autograd/base/array_ref.h"
#include "../autograd/base/smart_ptr.h"

namespace glassgrad::data {

namespace detail {
[[noreturn]] void throw_iterator_error(const char* message);
}

/// Where a loop over a DataLoader stands. Copies share their place: advancing one advances all.
template <class Batch>
class Iterator {
 public:
  using difference_type = std::ptrdiff_t;
  using value_type = Batch;
  using pointer = Batch*;
  using reference = Batch&;
  using iterator_category = std::input_iterator_tag;

  /// The end.
  Iterator() = default;
  explicit Iterator(std::function<optional<Batch>()> next)
      : state_(std::make_shared<State>(State{std::move(next), {}, false})) {}

  Iterator& operator++() {
    if (!state_)
      detail::throw_iterator_error(
          "Incrementing the DataLoader's past-the-end iterator is not allowed");
    state_->fetch();
    if (!state_->batch)
      detail::throw_iterator_error("Attempted to increment iterator past the end");
    state_->batch = state_->next();
    return *this;
  }
  Batch& operator*() const {
    if (!state_)
      detail::throw_iterator_error(
          "Dereferencing the DataLoader's past-the-end iterator is not allowed");
    state_->fetch();
    if (!state_->batch)
      detail::throw_iterator_error("Attempted to dereference iterator that was past the end");
    return *state_->batch;
  }
  Batch* operator->() const { return &**this; }

  friend bool operator==(const Iterator& a, const Iterator& b) {
    if (a.state_ == b.state_) return true;
    if (a.state_ && b.state_) return false;
    return (a.state_ ? a : b).is_exhausted();
  }

 private:
  struct State {
    std::function<optional<Batch>()> next;
    optional<Batch> batch;
    bool started;

    // The first batch is fetched when it is first asked for.
    void fetch() {
      if (!std::exchange(started, true)) batch = next();
    }
  };
  bool is_exhausted() const {
    state_->fetch();
    return !state_->batch;
  }

  std::shared_ptr<State> state_;
};

}  // namespace glassgrad::data
