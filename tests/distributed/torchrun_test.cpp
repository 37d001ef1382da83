// A training by several ranks beside the same one of PyTorch's DistributedDataParallel:
// tests/golden/make_data_parallel.py.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <glassgrad.h>
#include <glassgrad/distributed.h>

#include "tests/distributed/world.h"
#include "tests/support/folders.h"

namespace glassgrad::distributed {
namespace {

/// PyTorch's numbers for so many ranks; `what` is "losses" or "parameters".
std::vector<double> golden(int ranks, const std::string& what) {
  std::ifstream file(test_support::source_path("tests/golden/data_parallel.txt"));
  for (std::string line; std::getline(file, line);) {
    std::istringstream words(line);
    std::string count, name;
    words >> count >> name;
    if (std::stoi(count) != ranks || name != what) continue;
    std::vector<double> values;
    for (std::string word; words >> word;) values.push_back(std::strtod(word.c_str(), nullptr));
    return values;
  }
  return {};
}

/// The largest difference, of values around 1.
double distance(const std::vector<double>& a, const std::vector<double>& b) {
  double most = a.size() == b.size() ? 0 : 1;
  for (size_t i = 0; i < std::min(a.size(), b.size()); ++i)
    most = std::max(most, std::abs(a[i] - b[i]));
  return most;
}

TEST(Torchrun, TrainsToTheSameParameters) {
  ProcessGroupMPI& group = everybody();
  const int rank = group.getRank(), size = group.getSize();
  const Tensor i = arange(20).view({-1, 1}), j = arange(4);
  const Tensor inputs = (i * 7 + j * 3).remainder(11).sub(5) / 8;
  const Tensor targets = (i * 5).remainder(7).sub(3) / 4;
  manual_seed(static_cast<uint64_t>(rank));
  nn::Sequential net;  // arguments of one call may be made in any order
  net->push_back(nn::Linear(4, 8));
  net->push_back(nn::Tanh());
  net->push_back(nn::Linear(8, 1));
  nn::parallel::DistributedDataParallel ddp(net, group_of_all());
  optim::SGD optimizer(net->parameters(), optim::SGDOptions(0.1).momentum(0.9));
  data::samplers::InterleavedDistributedSampler sampler(20, size_t(size), size_t(rank),
                                                        /*shuffle=*/true, /*seed=*/3);
  std::vector<double> losses;
  for (size_t epoch = 0; epoch < 5; ++epoch) {
    sampler.set_epoch(epoch);
    sampler.reset();
    while (const auto batch = sampler.next(3)) {
      const Tensor rows = tensor(std::vector<int64_t>(batch->begin(), batch->end()));
      const Tensor loss = nn::functional::mse_loss(ddp(inputs.index_select(0, rows)),
                                                   targets.index_select(0, rows));
      optimizer.zero_grad();
      loss.backward();
      optimizer.step();
      losses.push_back(loss.item<double>());
    }
  }
  std::vector<double> parameters;
  for (const Tensor& parameter : net->parameters()) {
    const Tensor values = parameter.detach().flatten();
    for (int64_t k = 0; k < values.numel(); ++k) parameters.push_back(values[k].item<double>());
  }
  ASSERT_FALSE(golden(size, "losses").empty()) << "make_data_parallel.py knows 1 to 4 ranks";
  if (rank == 0) {
    EXPECT_LT(distance(losses, golden(size, "losses")), 1e-6);
  }
  EXPECT_LT(distance(parameters, golden(size, "parameters")), 1e-6);
}

}  // namespace
}  // namespace glassgrad::distributed
