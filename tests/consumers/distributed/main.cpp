// Uses the component as its users do.
#include <glassgrad.h>
#include <glassgrad/distributed.h>

#include <cstdio>

int main() {
  const auto group = glassgrad::distributed::ProcessGroupMPI::createProcessGroupMPI();
  glassgrad::nn::Linear net(2, 1);
  glassgrad::nn::parallel::DistributedDataParallel ddp(net, group);
  ddp(glassgrad::ones({3, 2})).sum().backward();
  std::printf("rank %d of %d\n", group->getRank(), group->getSize());
  return net->weight.grad().defined() ? 0 : 1;
}
