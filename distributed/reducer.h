#pragma once
// Averages the gradients of all ranks while backward still runs.

#include <memory>
#include <string>

#include "../nn/ordered_dict.h"
#include "process_group.h"

namespace glassgrad::distributed {

/// How DistributedDataParallel works.
struct DataParallelOptions {
  /// Gradients are sent in buckets of this size; MB are 1024 * 1024 bytes, as in PyTorch.
  double bucket_cap_mb = 25;
  /// The first bucket is smaller: what backward makes first can then leave early.
  double first_bucket_mb = 1;
  /// Buckets leave while backward runs; false: all when it has ended (to measure the difference).
  bool overlap = true;
  /// Before each forward, buffers such as BatchNorm's means become those of rank 0.
  bool broadcast_buffers = true;
  /// The dimension of forward's first tensor that counts samples. A rank with more samples weighs
  /// more, so that the result is that of one batch also where a last batch cannot be divided
  /// evenly. -1: all ranks weigh the same, as in PyTorch.
  int64_t batch_dim = 0;
};

/// Makes the gradients of all ranks the same: g = sum_r n_r g_r / sum_r n_r, where g_r is that of
/// rank r's mean loss over its n_r samples.
///
/// It hooks itself behind the node where the gradient of a parameter ends (AccumulateGrad). A
/// gradient that is complete is copied into its bucket; a bucket that is complete is reduced, in
/// the same order on all ranks, while backward goes on; when backward has ended, what is left is
/// sent, and the sums are copied back. Nothing is hooked where there is one rank.
class Reducer {
 public:
  using Named = OrderedDict<std::string, Tensor>;  ///< what a module has registered

  /// Compares names, shapes and types with rank 0, and takes over its values.
  /// @throws Error  on all ranks, naming the first difference
  Reducer(Named parameters, Named buffers, intrusive_ptr<ProcessGroup> group,
          const DataParallelOptions& options);
  ~Reducer();
  Reducer(const Reducer&) = delete;
  Reducer& operator=(const Reducer&) = delete;

  /// Before each forward with gradients: tells the others how many samples there are.
  void begin_forward(int64_t samples);
  /// While off, gradients stay on their ranks and add up. Returns what was before.
  bool set_sync(bool on);
  /// As they were given.
  const DataParallelOptions& options() const;
  /// The ranks.
  ProcessGroup& group() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace glassgrad::distributed
