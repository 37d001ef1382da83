#pragma once
// One epoch of training, and how good the network is.

#include <string>

#include "apps/fashion_mnist/network.h"
#include "apps/fashion_mnist/options.h"
#include "apps/fashion_mnist/ranks.h"

namespace fashion_mnist {

/// How a network does on images.
struct Score {
  double loss;                      ///< mean cross-entropy, in nats
  double accuracy;                  ///< the part that it gets right
  glassgrad::Tensor probabilities;  ///< [N, 10], of the classes
};

/// Goes through the images once, a step of `optimizer` for each batch. With --distributed each rank
/// goes through its part of every batch. Then, and with --checkpoint, the order depends on seed and
/// epoch alone, not on how many ranks there are.
/// @return  mean of the batches' losses, of all ranks
double train_epoch(Network& network, glassgrad::optim::Optimizer& optimizer,
                   const glassgrad::data::datasets::MNIST& images, const Options& options,
                   int64_t epoch, Ranks& ranks);

Score score_of(Network& network, const glassgrad::data::datasets::MNIST& images);

}  // namespace fashion_mnist
