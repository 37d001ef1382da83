// 30 Find it: a gradient that is too long.
#pragma once
#include <glassgrad.h>

#include <vector>

namespace torch = glassgrad;

// One epoch of training; returns the mean loss of the batches. With one batch it does what it
// should.
double epoch(torch::nn::Linear model, torch::optim::Optimizer& optimizer,
             const std::vector<std::pair<torch::Tensor, torch::Tensor>>& batches) {
  double total = 0;
  // hole: mend it: no number changes, one line moves
  // blank: optimizer.zero_grad();
  // blank: for (const auto& [x, y] : batches) {
  // blank:   torch::Tensor loss = torch::mse_loss(model(x), y);
  // blank:   loss.backward();
  // blank:   optimizer.step();
  // blank:   total += loss.item<double>();
  // blank: }
  // backward adds to what is there. Right before it is the one place that needs no trust in what
  // ran before: neither in the last batch, nor in whoever looked at a gradient before the epoch.
  for (const auto& [x, y] : batches) {
    torch::Tensor loss = torch::mse_loss(model(x), y);
    optimizer.zero_grad();
    loss.backward();
    optimizer.step();
    total += loss.item<double>();
  }
  // end
  return total / double(batches.size());
}
