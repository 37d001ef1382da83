// The processes that train together: this one alone, or those of mpirun.
#include "apps/fashion_mnist/ranks.h"

#include <optional>
#include <stdexcept>
#include <vector>

#ifdef GLASSGRAD_DISTRIBUTED
#include <glassgrad/distributed.h>
#endif

namespace fashion_mnist {

#ifdef GLASSGRAD_DISTRIBUTED
namespace {

using glassgrad::Tensor;
using glassgrad::distributed::ProcessGroupMPI;
using DataParallel = glassgrad::nn::parallel::DistributedDataParallel<Network>;

class MpiRanks final : public Ranks {
 public:
  int rank() const override { return group_->getRank(); }
  int size() const override { return group_->getSize(); }
  Tensor forward(Network& network, const Tensor& images) override {
    if (!parallel_) parallel_.emplace(network, group_);
    return parallel_->forward(images);
  }
  double mean(double value) override {
    std::vector<Tensor> sum = {glassgrad::full({1}, value, glassgrad::kDouble)};
    group_->allreduce(sum)->wait();
    return sum[0].item<double>() / size();
  }

 private:
  glassgrad::intrusive_ptr<ProcessGroupMPI> group_ = ProcessGroupMPI::createProcessGroupMPI();
  std::optional<DataParallel> parallel_;
};

}  // namespace

std::unique_ptr<Ranks> ranks_of_mpirun() { return std::make_unique<MpiRanks>(); }

#else

std::unique_ptr<Ranks> ranks_of_mpirun() {
  throw std::runtime_error(
      "--distributed: this program was built without MPI; install it (apt-get install openmpi-bin "
      "libopenmpi-dev) and configure with -DGLASSGRAD_DISTRIBUTED=REQUIRED");
}

#endif

}  // namespace fashion_mnist
