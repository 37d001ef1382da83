#pragma once
// One epoch of training, and how good the network is.

#include <string>

#include "apps/fashion_mnist/network.h"
#include "apps/fashion_mnist/options.h"

namespace fashion_mnist {

/// How a network does on images.
struct Score {
  double loss;                      ///< mean cross-entropy, in nats
  double accuracy;                  ///< the part that it gets right
  glassgrad::Tensor probabilities;  ///< [N, 10], of the classes
};

/// Goes through the images once, a step of `optimizer` for each batch.
/// @param what  what the progress on stderr is called
/// @return      mean of the batches' losses
double train_epoch(Network& network, glassgrad::optim::Optimizer& optimizer,
                   const glassgrad::data::datasets::MNIST& images, const Options& options,
                   const std::string& what);

Score score_of(Network& network, const glassgrad::data::datasets::MNIST& images);

}  // namespace fashion_mnist
