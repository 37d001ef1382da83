// The type of a result.

#include "autograd/tensor/promotion.h"

#include "autograd/types/type_kind.h"

namespace glassgrad {

namespace {
// `weak` counts only where its kind is higher.
ScalarType promote_weak(ScalarType strong, ScalarType weak) {
  return type_kind(weak) > type_kind(strong) ? weak : strong;
}
}  // namespace

ScalarType result_type(const Tensor& a, const Tensor& b) {
  check_defined(b, 1, "other");
  const ScalarType ta = a.scalar_type(), tb = b.scalar_type();
  if (ta == tb) return ta;
  if (a.dim() > 0 && b.dim() == 0) return promote_weak(ta, tb);
  if (a.dim() == 0 && b.dim() > 0) return promote_weak(tb, ta);
  return promoteTypes(ta, tb);
}

ScalarType result_type(const Tensor& a, const Tensor& b, const Tensor& c) {
  optional<ScalarType> strong, weak;
  for (const Tensor* t : {&a, &b, &c}) {
    optional<ScalarType>& type = t->dim() > 0 ? strong : weak;
    type = type ? promoteTypes(*type, t->scalar_type()) : t->scalar_type();
  }
  if (!strong || !weak) return strong ? *strong : *weak;
  return promote_weak(*strong, *weak);
}

ScalarType result_type(const Tensor& a, const Scalar& b) {
  const ScalarType scalar = b.isFloatingPoint() ? get_default_scalar_type() : b.type();
  return promote_weak(a.scalar_type(), scalar);
}

void undefined_argument(int position, const char* name) {
  fail_after_latest_call(
      "Expected a proper Tensor but got None (or an undefined Tensor in C++) for "
      "argument #{} '{}'",
      position, name);
}

}  // namespace glassgrad
