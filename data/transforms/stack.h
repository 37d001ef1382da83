#pragma once
// Examples become a batch.

#include "base.h"

namespace glassgrad::data::transforms {

/// Stacks the tensors of a batch of examples along a new first dimension.
template <class T = Example<>>
struct Stack;

template <>
struct Stack<Example<>> : Collation<Example<>> {
  Example<> apply_batch(std::vector<Example<>> examples) override;
};

template <>
struct Stack<TensorExample> : Collation<TensorExample> {
  TensorExample apply_batch(std::vector<TensorExample> examples) override;
};

}  // namespace glassgrad::data::transforms
