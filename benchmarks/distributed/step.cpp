// What training on several ranks costs, as lines of numbers: run by measure.py under mpirun.
//   distributed_step allreduce FLOATS...         "FLOATS microseconds"
//   distributed_step copy FLOATS...              "FLOATS microseconds": into a bucket and out of it
//   distributed_step step NETWORK BATCH OVERLAP  "forward backward optimizer alone together", in
//                                                microseconds, BATCH samples on all ranks
//   distributed_step ready NETWORK BATCH         "bytes microseconds" for each parameter, the last
//                                                one first: when backward has its gradient
// NETWORK is 784-128-10: linear layers with ReLU between them.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <functional>
#include <sstream>
#include <string>
#include <vector>

#include <glassgrad.h>
#include <glassgrad/distributed.h>

namespace {

using namespace glassgrad;
using Clock = std::chrono::steady_clock;
using distributed::ProcessGroupMPI;

double microseconds_since(Clock::time_point begin) {
  return std::chrono::duration<double, std::micro>(Clock::now() - begin).count();
}

/// The best of so many turns of work(), of a second at most, as the slowest rank sees it; all ranks
/// begin together. (The best: a machine has other things to do.)
double time_of(ProcessGroupMPI& group, int turns, const std::function<void()>& work) {
  double best = 1e30;
  const auto start = Clock::now();
  for (int turn = -2; turn < turns; ++turn) {
    group.barrier()->wait();
    const auto begin = Clock::now();
    work();
    std::vector<Tensor> slowest = {
        tensor({microseconds_since(begin), microseconds_since(start)}, kDouble)};
    distributed::AllreduceOptions options;
    options.reduceOp = distributed::ReduceOp::MAX;
    group.allreduce(slowest, options)->wait();
    if (turn >= 0) best = std::min(best, slowest[0][0].item<double>());
    if (turn >= 2 && slowest[0][1].item<double>() > 1e6) break;
  }
  return best;
}

void measure_allreduce(ProcessGroupMPI& group, int64_t floats) {
  const int turns = floats < 100'000 ? 300 : 30;
  std::vector<Tensor> tensors = {zeros({floats})};
  const double time = time_of(group, turns, [&] { group.allreduce(tensors)->wait(); });
  if (group.getRank() == 0) std::printf("%lld %.2f\n", static_cast<long long>(floats), time);
}

void measure_copy(ProcessGroupMPI& group, int64_t floats) {
  const Tensor gradient = zeros({floats}), bucket = zeros({floats});
  const double time = time_of(group, 30, [&] {
    bucket.copy_(gradient);
    gradient.copy_(bucket);
  });
  if (group.getRank() == 0) std::printf("%lld %.2f\n", static_cast<long long>(floats), time);
}

/// "784-128-10"
nn::Sequential make_network(const std::string& sizes) {
  std::istringstream text(sizes);
  int64_t in = 0, out = 0;
  nn::Sequential net;
  for (text >> in; text.ignore() && text >> out; in = out) {
    if (!net->is_empty()) net->push_back(nn::ReLU());
    net->push_back(nn::Linear(in, out));
  }
  return net;
}

/// A network, and a rank's part of a batch.
struct Training {
  Training(const std::string& network, int64_t batch)
      : net(make_network(network)),
        images(randn({batch, net[0]->as<nn::Linear>()->weight.size(1)})),
        labels(randint(10, {batch}, kLong)) {}

  nn::Sequential net;
  Tensor images, labels;
  optim::SGD optimizer = optim::SGD(net->parameters(), optim::SGDOptions(1e-3));
};

void measure_step(const intrusive_ptr<ProcessGroupMPI>& group, const std::string& network,
                  int64_t batch, bool overlap) {
  Training training(network, batch / group->getSize());
  const auto loss_of = [&](const Tensor& scores) {
    return nn::functional::cross_entropy(scores, training.labels);
  };
  // Everything but forward, and so on: what is measured is the difference.
  Tensor loss;
  const double forward =
      time_of(*group, 30, [&] { loss = loss_of(training.net->forward(training.images)); });
  const double both =
      time_of(*group, 30, [&] { loss_of(training.net->forward(training.images)).backward(); });
  const double optimizer = time_of(*group, 30, [&] { training.optimizer.step(); });
  const auto step = [&](auto& net) {
    training.optimizer.zero_grad();
    loss_of(net->forward(training.images)).backward();
    training.optimizer.step();
  };
  const double alone = time_of(*group, 30, [&] { step(training.net); });

  nn::parallel::DistributedDataParallel<nn::Sequential>::Options options;
  options.overlap = overlap;
  nn::parallel::DistributedDataParallel parallel(training.net, group, options);
  auto* const together = &parallel;
  const double time = time_of(*group, 30, [&] { step(together); });
  if (group->getRank() == 0)
    std::printf("%.1f %.1f %.1f %.1f %.1f\n", forward, both - forward, optimizer, alone, time);
}

void measure_ready(ProcessGroupMPI& group, const std::string& network, int64_t batch) {
  Training training(network, batch / group.getSize());
  const std::vector<Tensor> parameters = training.net->parameters();
  std::vector<std::vector<double>> times(parameters.size());
  Clock::time_point begin;
  for (size_t i = 0; i < parameters.size(); ++i)
    parameters[i].register_hook(
        [&times, &begin, i](const Tensor&) { times[i].push_back(microseconds_since(begin)); });
  for (int turn = 0; turn < 20; ++turn) {
    const Tensor loss =
        nn::functional::cross_entropy(training.net->forward(training.images), training.labels);
    begin = Clock::now();
    loss.backward();
  }
  for (size_t i = parameters.size(); i-- > 0 && group.getRank() == 0;)
    std::printf("%zu %.1f\n", parameters[i].nbytes(),
                *std::min_element(times[i].begin(), times[i].end()));
}

}  // namespace

int main(int argc, char** argv) {
  const auto group = ProcessGroupMPI::createProcessGroupMPI();
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  const auto number = [&](size_t i) { return std::stoll(arguments.at(i)); };
  if (arguments.at(0) == "allreduce")
    for (size_t i = 1; i < arguments.size(); ++i) measure_allreduce(*group, number(i));
  else if (arguments.at(0) == "copy")
    for (size_t i = 1; i < arguments.size(); ++i) measure_copy(*group, number(i));
  else if (arguments.at(0) == "step")
    measure_step(group, arguments.at(1), number(2), number(3) != 0);
  else
    measure_ready(*group, arguments.at(1), number(2));
}
