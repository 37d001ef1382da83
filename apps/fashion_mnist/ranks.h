#pragma once
// The processes that train together: this one alone, or those of mpirun.

#include <memory>

#include "apps/fashion_mnist/network.h"

namespace fashion_mnist {

/// Who trains a network.
class Ranks {
 public:
  virtual ~Ranks() = default;
  /// This process among all, from 0.
  virtual int rank() const { return 0; }
  virtual int size() const { return 1; }
  /// Scores of this process's part of a batch. After backward() the gradients are those of the
  /// whole.
  virtual glassgrad::Tensor forward(Network& network, const glassgrad::Tensor& images) {
    return network(images);
  }
  /// The mean over all processes.
  virtual double mean(double value) { return value; }
};

/// The ranks of mpirun, which begin with the parameters of rank 0.
/// @throws std::runtime_error  if the program was built without MPI
std::unique_ptr<Ranks> ranks_of_mpirun();

}  // namespace fashion_mnist
