#pragma once
// One example: what goes in, and what should come out.

#include <utility>

#include "../autograd/tensor/tensor.h"

namespace glassgrad::data {

namespace example {
/// Stands in the target's place where there is none.
struct NoTarget {};
}  // namespace example

/// One sample and what it should give: `auto& [x, y] = example;`. Also a whole batch of them.
template <class Data = Tensor, class Target = Tensor>
struct Example {
  using DataType = Data;
  using TargetType = Target;

  Example() = default;
  Example(Data x, Target y) : data(std::move(x)), target(std::move(y)) {}

  Data data;
  Target target;
};

/// A sample alone.
template <class Data>
struct Example<Data, example::NoTarget> {
  using DataType = Data;
  using TargetType = example::NoTarget;

  Example() = default;
  Example(Data x) : data(std::move(x)) {}
  operator Data&() { return data; }
  operator const Data&() const { return data; }

  Data data;
};

using TensorExample = Example<Tensor, example::NoTarget>;

}  // namespace glassgrad::data
