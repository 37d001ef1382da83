#pragma once
// Dropout, a block: options, function, module.

#include "../autograd/base/arg.h"
#include "cloneable.h"

namespace glassgrad::nn {

/// Options of Dropout; convert from the probability.
struct DropoutOptions {
  DropoutOptions(double p = 0.5) : p_(p) {}
  TORCH_ARG(double, p);
  TORCH_ARG(bool, inplace) = false;
};

namespace functional {
/// Options of dropout: those of the module, and whether it is in training.
struct DropoutFuncOptions {
  TORCH_ARG(double, p) = 0.5;
  TORCH_ARG(bool, training) = true;
  TORCH_ARG(bool, inplace) = false;
};
/// In training, zeroes each element with probability p and scales the others by 1/(1-p); else
/// y = x.
/// @throws Error  unless 0 <= p <= 1
/// Source: Srivastava et al. (2014).
Tensor dropout(Traced input, const DropoutFuncOptions& options = {});
}  // namespace functional

/// functional::dropout as a module. @throws Error on construction, unless 0 <= p <= 1
class DropoutImpl : public CloneableWithOptions<DropoutImpl, DropoutOptions> {
 public:
  explicit DropoutImpl(const DropoutOptions& options_ = {});
  Tensor forward(Traced input);
  void reset() override;
  void pretty_print(std::ostream& stream) const override;
};
TORCH_MODULE(Dropout);

}  // namespace glassgrad::nn
