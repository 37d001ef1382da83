// Ranks that do not do the same: every way ends with an error, none with waiting.
#include <csignal>
#include <iostream>
#include <string>

#include <torch/torch.h>
#include <c10d/ProcessGroupMPI.hpp>

using Tensors = std::vector<torch::Tensor>;

struct Breaks {
  c10::intrusive_ptr<c10d::ProcessGroupMPI> group = c10d::ProcessGroupMPI::createProcessGroupMPI();
  bool is_last = group->getRank() == group->getSize() - 1;
  torch::nn::Linear net = torch::nn::Linear(4, 1);

  void allreduce(int64_t count) {
    Tensors tensors = {torch::ones({count})};
    group->allreduce(tensors)->wait();
  }
  void train(int batches) {
    torch::nn::parallel::DistributedDataParallel ddp(net, group);
    for (int i = 0; i < batches; ++i) {
      if (i == 3) during_training();
      ddp(torch::ones({2, 4})).sum().backward();
    }
  }
  void during_training() {
    if (!is_last) return;
    if (how == "throws") throw std::runtime_error("no more images");
    if (how == "killed") std::raise(SIGKILL);
    if (how == "segfault") std::raise(SIGSEGV);
    if (how == "exits") std::exit(3);
    if (how == "aborts") group->abort();
  }
  void run() {
    if (how == "calls") {
      if (is_last)
        group->barrier()->wait();
      else
        allreduce(10);
    } else if (how == "sizes") {
      allreduce(is_last ? 11 : 10);
    } else if (how == "roots") {
      c10d::BroadcastOptions options;
      options.rootRank = is_last ? 1 : 0;
      Tensors tensors = {torch::ones({3})};
      group->broadcast(tensors, options)->wait();
    } else if (how == "receives") {
      Tensors tensors = {torch::ones({3})};
      group->recv(tensors, (group->getRank() + 1) % group->getSize(), 0)->wait();
    } else if (how == "slow") {
      group->set_timeout(std::chrono::milliseconds(1500));
      if (is_last) std::this_thread::sleep_for(std::chrono::seconds(20));
      allreduce(1);
    } else if (how == "patient") {  // not an error
      if (is_last) std::this_thread::sleep_for(std::chrono::seconds(4));
      allreduce(1);
      train(5);
    } else {
      train(how == "batches" && is_last ? 4 : 5);
    }
    if (how == "waits_at_the_end" && !is_last) allreduce(1);
  }
  std::string how;
};

int main(int, char** arguments) {
  Breaks breaks;
  breaks.how = arguments[1];
  breaks.run();
  if (breaks.group->getRank() == 0) std::cout << "done\n";
}
