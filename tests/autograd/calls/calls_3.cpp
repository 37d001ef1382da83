// Written by make_calls.py: functions with whatever arguments there are.
#include "tests/autograd/calls/calls.h"

namespace calls {

// clang-format off
Rows rows_3() {
  return {
    {"where(Traced, const Tensor&, const Scalar&)", [](Input& in, Output& out) { out << (torch::where(in.mask(0), in.tensor(1), in.scalar(2))); }},
    {"where(Traced, const Tensor&, const Tensor&)", [](Input& in, Output& out) { out << (torch::where(in.mask(0), in.tensor(1), in.tensor(2))); }},
    {"where_out(Tensor&, Traced, const Tensor&, const Tensor&)", [](Input& in, Output& out) { out << (torch::where_out(in.tensor(0), in.mask(1), in.tensor(2), in.tensor(3))); }},
    {"xlogy(Traced, const Scalar&)", [](Input& in, Output& out) { out << (torch::xlogy(in.tensor(0), in.scalar(1))); }},
    {"xlogy(Traced, const Tensor&)", [](Input& in, Output& out) { out << (torch::xlogy(in.tensor(0), in.tensor(1))); }},
    {"xlogy(const Scalar&, const Tensor&)", [](Input& in, Output& out) { out << (torch::xlogy(in.scalar(0), in.tensor(1))); }},
    {"zero_(Tensor&)", [](Input& in, Output& out) { out << (torch::zero_(in.tensor(0))); }},
    {"zeros(IntArrayRef, const TensorOptions&)", [](Input& in, Output& out) { out << (torch::zeros(in.integers(0), in.options(1))); }},
    {"zeros_like(const Tensor&, const TensorOptions&)", [](Input& in, Output& out) { out << (torch::zeros_like(in.tensor(0), in.options(1))); }},
  };
}
// clang-format on

}  // namespace calls
