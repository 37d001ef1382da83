#pragma once
// Whether operations record a graph, and guards that switch it.

namespace glassgrad {

namespace detail {
extern constinit thread_local bool grad_enabled;
extern constinit thread_local bool inference_enabled;
}  // namespace detail

/// Whether operations record a graph on this thread; on at first.
struct GradMode {
  static bool is_enabled() { return detail::grad_enabled; }
  static void set_enabled(bool enabled) { detail::grad_enabled = enabled; }
};

/// Sets the mode for a scope, so it needs a name: `torch::AutoGradMode enable(true);`
class AutoGradMode {
 public:
  [[nodiscard]] explicit AutoGradMode(bool enabled) : before_(GradMode::is_enabled()) {
    GradMode::set_enabled(enabled);
  }
  ~AutoGradMode() { GradMode::set_enabled(before_); }
  AutoGradMode(const AutoGradMode&) = delete;
  AutoGradMode& operator=(const AutoGradMode&) = delete;

 private:
  bool before_;
};

/// Records nothing for a scope: `torch::NoGradGuard no_grad;`
class NoGradGuard : public AutoGradMode {
 public:
  [[nodiscard]] NoGradGuard() : AutoGradMode(false) {}
};

/// As NoGradGuard: `c10::InferenceMode guard;`. libtorch's tensors of this mode refuse to take part
/// in a graph later; here they are tensors like all others. `InferenceMode guard(false)` records
/// again.
class InferenceMode : public AutoGradMode {
 public:
  [[nodiscard]] explicit InferenceMode(bool enabled = true)
      : AutoGradMode(!enabled), before_(is_enabled()) {
    detail::inference_enabled = enabled;
  }
  ~InferenceMode() { detail::inference_enabled = before_; }
  static bool is_enabled() { return detail::inference_enabled; }

 private:
  bool before_;
};

namespace autograd {
using glassgrad::GradMode;
}

}  // namespace glassgrad
