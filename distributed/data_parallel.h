#pragma once
// A module whose ranks train as one.

#include <memory>
#include <utility>

#include "reducer.h"

namespace glassgrad::nn::parallel {

/// A module that several ranks train together, each on its part of every batch.
///
///     auto group = c10d::ProcessGroupMPI::createProcessGroupMPI();
///     torch::nn::parallel::DistributedDataParallel ddp(net, group);
///     ddp(images)...backward();   // the gradients are those of the joined batch
///     optimizer.step();           // so all ranks make the same step
///
/// Parameters and buffers become those of rank 0 at the start. After backward() every rank has the
/// same gradients in every bit. All ranks run forward and backward equally often. A parameter that
/// no rank has used keeps its gradient as it was; it needs no option. Losses are means over
/// samples. backward(create_graph = true) into parameters is not supported. Source: Li et al.,
/// "PyTorch Distributed" (VLDB 2020); torch.nn.parallel.DistributedDataParallel.
/// @tparam Holder  of the module: TORCH_MODULE's, or a shared_ptr
template <class Holder>
class DistributedDataParallel {
 public:
  using Options = distributed::DataParallelOptions;  ///< see there

  /// @throws Error  on all ranks, if their modules differ: the text names the first difference
  DistributedDataParallel(Holder module, intrusive_ptr<distributed::ProcessGroup> group,
                          const Options& options = {})
      : module_(std::move(module)),
        reducer_(std::make_unique<distributed::Reducer>(
            module_->named_parameters(), module_->named_buffers(), std::move(group), options)) {}

  template <class... Arguments>
  auto forward(Arguments&&... arguments) {
    reducer_->begin_forward(samples_of(arguments...));
    return module_->forward(std::forward<Arguments>(arguments)...);
  }
  template <class... Arguments>
  auto operator()(Arguments&&... arguments) {
    return forward(std::forward<Arguments>(arguments)...);
  }

  /// The module itself.
  Holder& module() { return module_; }
  Holder& operator->() { return module_; }
  /// The ranks.
  distributed::ProcessGroup& group() const { return reducer_->group(); }

  /// While it lives, gradients add up on their ranks, to be averaged by the first backward after
  /// it: a large batch in small parts. Forward belongs into its scope too.
  class NoSync {
   public:
    explicit NoSync(distributed::Reducer& reducer)
        : reducer_(reducer), before_(reducer.set_sync(false)) {}
    ~NoSync() { reducer_.set_sync(before_); }
    NoSync(const NoSync&) = delete;
    NoSync& operator=(const NoSync&) = delete;

   private:
    distributed::Reducer& reducer_;
    const bool before_;
  };
  /// Gradients stay on their ranks while the result lives: see NoSync.
  [[nodiscard]] NoSync no_sync() { return NoSync(*reducer_); }

 private:
  template <class First, class... Others>
  int64_t samples_of(const First& first, const Others&...) const {
    const int64_t dim = reducer_->options().batch_dim;
    if constexpr (std::is_convertible_v<const First&, const Tensor&>) {
      const Tensor& tensor = first;
      return 0 <= dim && dim < tensor.dim() ? tensor.size(dim) : 0;
    } else {
      return 0;
    }
  }
  int64_t samples_of() const { return 0; }

  Holder module_;
  std::unique_ptr<distributed::Reducer> reducer_;
};

}  // namespace glassgrad::nn::parallel
