// 29 Find it: a sum that keeps everything.
#pragma once
#include <glassgrad.h>

#include <vector>

namespace torch = glassgrad;

// One epoch of training; returns the mean loss of the batches, to be printed. Memory grows with it.
torch::Tensor epoch(torch::nn::Linear model, torch::optim::Optimizer& optimizer,
                    const std::vector<std::pair<torch::Tensor, torch::Tensor>>& batches) {
  torch::Tensor total = torch::zeros({});
  for (const auto& [x, y] : batches) {
    torch::Tensor loss = torch::mse_loss(model(x), y);
    optimizer.zero_grad();
    loss.backward();
    optimizer.step();
    // hole: mend it: add the number, not its history
    // blank: total = total + loss;
    // loss holds the graph it was made of, and total + loss holds loss. detach gives the number
    // without the graph; loss.item<float>() would do as well.
    total = total + loss.detach();
    // end
  }
  return total / int64_t(batches.size());
}
