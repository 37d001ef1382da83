#pragma once
// Dropout as a module.

#include "../autograd/base/arg.h"
#include "cloneable.h"

namespace glassgrad::nn {

struct DropoutOptions {
  DropoutOptions(double p = 0.5) : p_(p) {}
  TORCH_ARG(double, p);
  TORCH_ARG(bool, inplace) = false;
};

/// In training, zeroes each element with probability p and scales the others by 1/(1-p); else y =
/// x.
/// @throws Error  on construction, unless 0 <= p <= 1
/// Source: Srivastava et al. (2014).
class DropoutImpl : public Cloneable<DropoutImpl> {
 public:
  explicit DropoutImpl(double p);
  explicit DropoutImpl(const DropoutOptions& options = {});
  Tensor forward(Traced input);
  void reset() override;
  void pretty_print(std::ostream& stream) const override;

  DropoutOptions options;
};
TORCH_MODULE(Dropout);

}  // namespace glassgrad::nn
