#pragma once
// A function as a module.

#include <functional>
#include <utility>

#include "cloneable.h"

namespace glassgrad::nn {

/// A function as a module: `Functional(torch::relu)`, `Functional(torch::elu, 1., 0, 1)`, or any
/// callable from a tensor to a tensor. Further arguments follow the input in every call.
class FunctionalImpl : public Cloneable<FunctionalImpl> {
 public:
  using Function = std::function<Tensor(Tensor)>;

  explicit FunctionalImpl(Function function);
  template <class Callable, class... Args>
  requires(sizeof...(Args) > 0) explicit FunctionalImpl(Callable function, Args... args)
      : function_(
            [function, args...](Tensor input) { return function(std::move(input), args...); }) {}

  Tensor forward(Traced input);
  Tensor operator()(Tensor input);
  void reset() override {}
  bool is_serializable() const override { return false; }
  void pretty_print(std::ostream& stream) const override;

 private:
  Function function_;
};
TORCH_MODULE(Functional);

}  // namespace glassgrad::nn
