// Written by make_calls.py: functions with whatever arguments there are.
#include "tests/autograd/calls/calls.h"

namespace calls {

// clang-format off
Rows rows_3() {
  return {
    {"triu(Traced, int64_t)", [](Input& in, Output& out) { out << (torch::triu(in.tensor(0), in.integer(1))); }},
    {"triu_indices(int64_t, int64_t, int64_t, const TensorOptions&)", [](Input& in, Output& out) { out << (torch::triu_indices(in.integer(0), in.integer(1), in.integer(2), in.options(3))); }},
    {"true_divide(Traced, const Scalar&)", [](Input& in, Output& out) { out << (torch::true_divide(in.tensor(0), in.scalar(1))); }},
    {"true_divide(Traced, const Tensor&)", [](Input& in, Output& out) { out << (torch::true_divide(in.tensor(0), in.tensor(1))); }},
    {"trunc(Traced)", [](Input& in, Output& out) { out << (torch::trunc(in.tensor(0))); }},
    {"trunc_(Tensor&)", [](Input& in, Output& out) { out << (torch::trunc_(in.tensor(0))); }},
    {"unbind(Traced, int64_t)", [](Input& in, Output& out) { out << (torch::unbind(in.tensor(0), in.dim(1))); }},
    {"unflatten(Traced, int64_t, IntArrayRef)", [](Input& in, Output& out) { out << (torch::unflatten(in.tensor(0), in.dim(1), in.integers(2))); }},
    {"unflatten_dense_tensors(const Tensor&, TensorList)", [](Input& in, Output& out) { out << (torch::unflatten_dense_tensors(in.tensor(0), in.tensors(1))); }},
    {"unique_consecutive(Traced, bool, bool, optional<int64_t>)", [](Input& in, Output& out) { out << (torch::unique_consecutive(in.tensor(0), in.flag(1), in.flag(2), in.maybe_dim(3))); }},
    {"unique_dim(Traced, int64_t, bool, bool, bool)", [](Input& in, Output& out) { out << (torch::unique_dim(in.tensor(0), in.dim(1), in.flag(2), in.flag(3), in.flag(4))); }},
    {"unique_dim_consecutive(Traced, int64_t, bool, bool)", [](Input& in, Output& out) { out << (torch::unique_dim_consecutive(in.tensor(0), in.dim(1), in.flag(2), in.flag(3))); }},
    {"unsafe_chunk(Traced, int64_t, int64_t)", [](Input& in, Output& out) { out << (torch::unsafe_chunk(in.tensor(0), in.integer(1), in.dim(2))); }},
    {"unsafe_split(Traced, int64_t, int64_t)", [](Input& in, Output& out) { out << (torch::unsafe_split(in.tensor(0), in.integer(1), in.dim(2))); }},
    {"unsafe_split_with_sizes(Traced, IntArrayRef, int64_t)", [](Input& in, Output& out) { out << (torch::unsafe_split_with_sizes(in.tensor(0), in.integers(1), in.dim(2))); }},
    {"unsqueeze(Traced, int64_t)", [](Input& in, Output& out) { out << (torch::unsqueeze(in.tensor(0), in.dim(1))); }},
    {"upsample_bicubic2d(Traced, IntArrayRef, bool, optional<double>, optional<double>)", [](Input& in, Output& out) { out << (torch::upsample_bicubic2d(in.tensor(0), in.integers(1), in.flag(2), in.maybe_real(3), in.maybe_real(4))); }},
    {"upsample_bilinear2d(Traced, IntArrayRef, bool, optional<double>, optional<double>)", [](Input& in, Output& out) { out << (torch::upsample_bilinear2d(in.tensor(0), in.integers(1), in.flag(2), in.maybe_real(3), in.maybe_real(4))); }},
    {"upsample_linear1d(Traced, IntArrayRef, bool, optional<double>)", [](Input& in, Output& out) { out << (torch::upsample_linear1d(in.tensor(0), in.integers(1), in.flag(2), in.maybe_real(3))); }},
    {"upsample_nearest1d(Traced, IntArrayRef, optional<double>)", [](Input& in, Output& out) { out << (torch::upsample_nearest1d(in.tensor(0), in.integers(1), in.maybe_real(2))); }},
    {"upsample_nearest2d(Traced, IntArrayRef, optional<double>, optional<double>)", [](Input& in, Output& out) { out << (torch::upsample_nearest2d(in.tensor(0), in.integers(1), in.maybe_real(2), in.maybe_real(3))); }},
    {"upsample_nearest3d(Traced, IntArrayRef, optional<double>, optional<double>, optional<double>)", [](Input& in, Output& out) { out << (torch::upsample_nearest3d(in.tensor(0), in.integers(1), in.maybe_real(2), in.maybe_real(3), in.maybe_real(4))); }},
    {"upsample_trilinear3d(Traced, IntArrayRef, bool, optional<double>, optional<double>, optional<double>)", [](Input& in, Output& out) { out << (torch::upsample_trilinear3d(in.tensor(0), in.integers(1), in.flag(2), in.maybe_real(3), in.maybe_real(4), in.maybe_real(5))); }},
    {"vander(Traced, optional<int64_t>, bool)", [](Input& in, Output& out) { out << (torch::vander(in.tensor(0), in.maybe_integer(1), in.flag(2))); }},
    {"var(Traced)", [](Input& in, Output& out) { out << (torch::var(in.tensor(0))); }},
    {"var(Traced, Bool)", [](Input& in, Output& out) { out << (torch::var(in.tensor(0), in.flag(1))); }},
    {"var(Traced, OptionalIntArrayRef, bool, bool)", [](Input& in, Output& out) { out << (torch::var(in.tensor(0), in.maybe_dims(1), in.flag(2), in.flag(3))); }},
    {"var_mean(Traced)", [](Input& in, Output& out) { out << (torch::var_mean(in.tensor(0))); }},
    {"var_mean(Traced, Bool)", [](Input& in, Output& out) { out << (torch::var_mean(in.tensor(0), in.flag(1))); }},
    {"var_mean(Traced, OptionalIntArrayRef, bool, bool)", [](Input& in, Output& out) { out << (torch::var_mean(in.tensor(0), in.maybe_dims(1), in.flag(2), in.flag(3))); }},
    {"vdot(Traced, const Tensor&)", [](Input& in, Output& out) { out << (torch::vdot(in.tensor(0), in.tensor(1))); }},
    {"vsplit(Traced, IntArrayRef)", [](Input& in, Output& out) { out << (torch::vsplit(in.tensor(0), in.integers(1))); }},
    {"vsplit(Traced, int64_t)", [](Input& in, Output& out) { out << (torch::vsplit(in.tensor(0), in.integer(1))); }},
    {"vstack(TensorList)", [](Input& in, Output& out) { out << (torch::vstack(in.tensors(0))); }},
    {"where(Traced)", [](Input& in, Output& out) { out << (torch::where(in.mask(0))); }},
    {"where(Traced, const Scalar&, const Scalar&)", [](Input& in, Output& out) { out << (torch::where(in.mask(0), in.scalar(1), in.scalar(2))); }},
    {"where(Traced, const Scalar&, const Tensor&)", [](Input& in, Output& out) { out << (torch::where(in.mask(0), in.scalar(1), in.tensor(2))); }},
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
