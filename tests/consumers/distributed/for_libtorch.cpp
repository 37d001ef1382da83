// The same through libtorch's paths.
#include <torch/torch.h>
#include <torch/csrc/distributed/c10d/ProcessGroupMPI.hpp>

int main() {
  c10::intrusive_ptr<c10d::ProcessGroup> group = c10d::ProcessGroupMPI::createProcessGroupMPI();
  std::vector<torch::Tensor> tensors = {torch::ones({2})};
  c10::intrusive_ptr<c10d::Work> work = group->allreduce(tensors);
  return work->wait(kNoTimeout) ? 0 : 1;
}
