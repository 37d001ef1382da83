#pragma once
// What glassgrad has not, and answers as a build of libtorch without it: CUDA, its switches,
// TorchScript.

#include "c10.h"

namespace torch {

/// There is none, which programs ask first.
namespace cuda {
inline bool is_available() { return false; }
inline bool cudnn_is_available() { return false; }
inline size_t device_count() { return 0; }
inline void manual_seed(uint64_t) {}
inline void manual_seed_all(uint64_t) {}
/// @throws Error
inline void synchronize(int64_t = -1) { throw Error("No CUDA GPUs are available"); }
}  // namespace cuda

inline bool hasCUDA() { return false; }
inline bool hasMPS() { return false; }
inline bool hasOpenMP() { return false; }
inline bool hasMKL() { return false; }
inline bool hasLAPACK() { return false; }
inline size_t getNumGPUs() { return 0; }
inline void init_num_threads() {}  // threads are made where they are needed
/// There is no other pool of threads than that of set_num_threads.
inline void set_num_interop_threads(int) {}
inline int get_num_interop_threads() { return 1; }

/// Switches of libtorch's. There is one way to compute, which is deterministic.
struct Context : glassgrad::Context {
  const Generator& defaultGenerator(const Device&) const { return glassgrad::default_generator(); }
  void setDeterministicAlgorithms(bool, bool = false) {}
  bool deterministicAlgorithms() const { return true; }
  void setDeterministicCuDNN(bool) {}
  bool deterministicCuDNN() const { return true; }
  void setBenchmarkCuDNN(bool) {}
  bool benchmarkCuDNN() const { return false; }
  void setUserEnabledCuDNN(bool) {}
  bool userEnabledCuDNN() const { return false; }
  void setUserEnabledMkldnn(bool) {}
  bool userEnabledMkldnn() const { return false; }
  void setAllowTF32CuBLAS(bool) {}
  bool allowTF32CuBLAS() const { return false; }
  void setAllowTF32CuDNN(bool) {}
  bool allowTF32CuDNN() const { return false; }
  void setAllowFP16ReductionCuBLAS(bool) {}
  bool allowFP16ReductionCuBLAS() const { return false; }
  static bool hasCUDA() { return false; }
  static bool hasCuDNN() { return false; }
  static bool hasMKL() { return false; }
  static bool hasMPS() { return false; }
  static bool hasOpenMP() { return false; }
};
inline Context& globalContext() {
  static Context context;
  return context;
}

namespace autograd {
/// A leaf with the data of a tensor.
inline Variable make_variable(const Tensor& data, bool requires_grad = false) {
  return data.detach().set_requires_grad(requires_grad);
}
}  // namespace autograd

// ---- TorchScript ----
#define GLASSGRAD_NO_TORCHSCRIPT                                                     \
  __attribute__((                                                                    \
      unavailable("glassgrad does not run TorchScript: build the module in C++ and " \
                  "load its parameters with torch::load")))
namespace jit {
/// What `load` gives: a module that does nothing, so that the first message is the only one.
struct NoModule {
  IValue forward(const std::vector<IValue>&) { return {}; }
  void eval() {}
  void train(bool = true) {}
  template <class... Args>
  void to(Args&&...) {}
};
using Module GLASSGRAD_NO_TORCHSCRIPT = NoModule;
using ScriptModule GLASSGRAD_NO_TORCHSCRIPT = NoModule;
template <class... Args>
GLASSGRAD_NO_TORCHSCRIPT NoModule load(Args&&...) {
  return {};
}
template <class... Args>
GLASSGRAD_NO_TORCHSCRIPT std::shared_ptr<NoModule> compile(Args&&...) {
  return {};
}
namespace script {
using Module GLASSGRAD_NO_TORCHSCRIPT = NoModule;
}
}  // namespace jit

}  // namespace torch

namespace at {
using torch::Context;
using torch::getNumGPUs;
using torch::globalContext;
using torch::hasCUDA;
using torch::hasMKL;
using torch::hasMPS;
using torch::hasOpenMP;
}  // namespace at
