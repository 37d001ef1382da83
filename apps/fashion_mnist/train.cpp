// One epoch of training, and how good the network is.
#include "apps/fashion_mnist/train.h"

#include <algorithm>
#include <string>
#include <utility>

#include "apps/support/progress.h"

namespace fashion_mnist {
namespace {

namespace F = glassgrad::nn::functional;
namespace data = glassgrad::data;
using data::datasets::MNIST;
using glassgrad::Tensor;

/// Calls step(batch) for all batches of an epoch.
template <class Sampler, class Step>
void for_each_batch(const MNIST& images, Sampler sampler, int64_t batch_size, Step step) {
  auto loader = data::make_data_loader(MNIST(images).map(data::transforms::Stack<>()),
                                       std::move(sampler), static_cast<size_t>(batch_size));
  for (auto& batch : *loader) step(batch);
}

/// This rank's part of all images: of each batch, every size()-th.
data::samplers::InterleavedDistributedSampler part_of(size_t count, const Options& options,
                                                      int64_t epoch, const Ranks& ranks) {
  data::samplers::InterleavedDistributedSampler sampler(
      count, static_cast<size_t>(ranks.size()), static_cast<size_t>(ranks.rank()), options.shuffle,
      static_cast<uint64_t>(options.seed));
  sampler.set_epoch(static_cast<size_t>(epoch));
  return sampler;
}

}  // namespace

double train_epoch(Network& network, glassgrad::optim::Optimizer& optimizer, const MNIST& images,
                   const Options& options, int64_t epoch, Ranks& ranks) {
  const auto count = static_cast<size_t>(images.targets().size(0));
  apps::Progress progress("epoch " + std::to_string(epoch),
                          static_cast<int64_t>(count) / ranks.size(), ranks.rank() == 0);
  double losses = 0;
  int64_t batches = 0, seen = 0;
  const auto step = [&](const data::Example<>& batch) {
    optimizer.zero_grad();
    const Tensor loss = F::cross_entropy(ranks.forward(network, batch.data), batch.target);
    loss.backward();
    optimizer.step();

    losses += loss.item<double>();
    ++batches;
    progress.update(seen += batch.target.size(0));
  };
  if (options.distributed || !options.checkpoint.empty())
    for_each_batch(images, part_of(count, options, epoch, ranks), options.batch_size / ranks.size(),
                   step);
  else if (options.shuffle)
    for_each_batch(images, data::samplers::RandomSampler(static_cast<int64_t>(count)),
                   options.batch_size, step);
  else
    for_each_batch(images, data::samplers::SequentialSampler(count), options.batch_size, step);
  return ranks.mean(losses / static_cast<double>(batches));
}

Score score_of(Network& network, const MNIST& images) {
  const glassgrad::NoGradGuard no_grad;
  network->eval();
  // Convolutions of all images at once would take gigabytes.
  const int64_t count = images.images().size(0),
                at_once = network->model == Model::Dense ? std::max<int64_t>(count, 1) : 500;
  std::vector<Tensor> parts;
  for (const Tensor& part : images.images().split(at_once)) parts.push_back(network(part));
  const Tensor scores = parts.size() == 1 ? parts[0] : glassgrad::cat(parts);
  network->train();
  const Tensor loss = F::cross_entropy(scores, images.targets());
  const Tensor right = scores.argmax(1) == images.targets();
  return {loss.item<double>(), right.to(glassgrad::kDouble).mean().item<double>(),
          softmax(scores, 1)};
}

}  // namespace fashion_mnist
