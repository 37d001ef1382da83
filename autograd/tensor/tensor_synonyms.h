#pragma once
// Members of Tensor that are operations by another name.

#include <string_view>

#include "../base/caller.h"
#include "../types/scalar.h"
#include "tensor_base.h"

namespace glassgrad {

/// What PyTorch has under a second name: NumPy's (`arccos`, `multiply`, `greater`), that of an
/// operator of Python (`__and__`). A part of Tensor: `T` is that, which its members refer to before
/// it is complete.
template <class T>
class TensorSynonyms {
 public:
  T absolute(Caller caller = {}) const { return self().abs(caller); }
  T& absolute_(Caller caller = {}) const { return self().abs_(caller); }
  T negative(Caller caller = {}) const { return self().neg(caller); }
  T& negative_(Caller caller = {}) const { return self().neg_(caller); }
  T arccos(Caller caller = {}) const { return self().acos(caller); }
  T& arccos_(Caller caller = {}) const { return self().acos_(caller); }
  T arcsin(Caller caller = {}) const { return self().asin(caller); }
  T& arcsin_(Caller caller = {}) const { return self().asin_(caller); }
  T arctan(Caller caller = {}) const { return self().atan(caller); }
  T& arctan_(Caller caller = {}) const { return self().atan_(caller); }
  T arccosh(Caller caller = {}) const { return self().acosh(caller); }
  T& arccosh_(Caller caller = {}) const { return self().acosh_(caller); }
  T arcsinh(Caller caller = {}) const { return self().asinh(caller); }
  T& arcsinh_(Caller caller = {}) const { return self().asinh_(caller); }
  T arctanh(Caller caller = {}) const { return self().atanh(caller); }
  T& arctanh_(Caller caller = {}) const { return self().atanh_(caller); }
  T& arctan2_(const T& other, Caller caller = {}) const { return self().atan2_(other, caller); }
  T matrix_H(Caller caller = {}) const { return self().mH(caller); }
  // Of complex numbers, which there are none of: the tensor itself.
  T conj() const { return self(); }
  T conj_physical() const { return self(); }
  T resolve_conj() const { return self(); }
  T resolve_neg() const { return self(); }
  T to_dense() const { return self(); }
  T fix(Caller caller = {}) const { return self().trunc(caller); }
  T& fix_(Caller caller = {}) const { return self().trunc_(caller); }
  T multiply(const T& other, Caller caller = {}) const { return self().mul(other, caller); }
  T& multiply_(const T& other, Caller caller = {}) const { return self().mul_(other, caller); }
  T multiply(const Scalar& other, Caller caller = {}) const { return self().mul(other, caller); }
  T& multiply_(const Scalar& other, Caller caller = {}) const { return self().mul_(other, caller); }
  T divide(const T& other, Caller caller = {}) const { return self().div(other, caller); }
  T& divide_(const T& other, Caller caller = {}) const { return self().div_(other, caller); }
  T divide(const Scalar& other, Caller caller = {}) const { return self().div(other, caller); }
  T& divide_(const Scalar& other, Caller caller = {}) const { return self().div_(other, caller); }
  T true_divide(const T& other, Caller caller = {}) const { return self().div(other, caller); }
  T& true_divide_(const T& other, Caller caller = {}) const { return self().div_(other, caller); }
  T true_divide(const Scalar& other, Caller caller = {}) const { return self().div(other, caller); }
  T& true_divide_(const Scalar& other, Caller caller = {}) const {
    return self().div_(other, caller);
  }
  T divide(const T& other, optional<std::string_view> rounding_mode, Caller caller = {}) const {
    return self().div(other, rounding_mode, caller);
  }
  T subtract(const T& other, const Scalar& alpha = 1, Caller caller = {}) const {
    return self().sub(other, alpha, caller);
  }
  T& subtract_(const T& other, const Scalar& alpha = 1, Caller caller = {}) const {
    return self().sub_(other, alpha, caller);
  }
  T divide(const Scalar& other, optional<std::string_view> rounding_mode,
           Caller caller = {}) const {
    return self().div(other, rounding_mode, caller);
  }
  T subtract(const Scalar& other, const Scalar& alpha = 1, Caller caller = {}) const {
    return self().sub(other, alpha, caller);
  }
  T& subtract_(const Scalar& other, const Scalar& alpha = 1, Caller caller = {}) const {
    return self().sub_(other, alpha, caller);
  }
  T greater(const T& other, Caller caller = {}) const { return self().gt(other, caller); }
  T& greater_(const T& other, Caller caller = {}) const { return self().gt_(other, caller); }
  T greater(const Scalar& other, Caller caller = {}) const { return self().gt(other, caller); }
  T& greater_(const Scalar& other, Caller caller = {}) const { return self().gt_(other, caller); }
  T greater_equal(const T& other, Caller caller = {}) const { return self().ge(other, caller); }
  T& greater_equal_(const T& other, Caller caller = {}) const { return self().ge_(other, caller); }
  T greater_equal(const Scalar& other, Caller caller = {}) const {
    return self().ge(other, caller);
  }
  T& greater_equal_(const Scalar& other, Caller caller = {}) const {
    return self().ge_(other, caller);
  }
  T less(const T& other, Caller caller = {}) const { return self().lt(other, caller); }
  T& less_(const T& other, Caller caller = {}) const { return self().lt_(other, caller); }
  T less(const Scalar& other, Caller caller = {}) const { return self().lt(other, caller); }
  T& less_(const Scalar& other, Caller caller = {}) const { return self().lt_(other, caller); }
  T less_equal(const T& other, Caller caller = {}) const { return self().le(other, caller); }
  T& less_equal_(const T& other, Caller caller = {}) const { return self().le_(other, caller); }
  T less_equal(const Scalar& other, Caller caller = {}) const { return self().le(other, caller); }
  T& less_equal_(const Scalar& other, Caller caller = {}) const {
    return self().le_(other, caller);
  }
  T not_equal(const T& other, Caller caller = {}) const { return self().ne(other, caller); }
  T& not_equal_(const T& other, Caller caller = {}) const { return self().ne_(other, caller); }
  T not_equal(const Scalar& other, Caller caller = {}) const { return self().ne(other, caller); }
  T& not_equal_(const Scalar& other, Caller caller = {}) const { return self().ne_(other, caller); }
  T arctan2(const T& other, Caller caller = {}) const { return self().atan2(other, caller); }
  T& clip_(const optional<Scalar>& min, const optional<Scalar>& max = nullopt,
           Caller caller = {}) const {
    return self().clamp_(min, max, caller);
  }
  T __and__(const T& other, Caller caller = {}) const { return self().bitwise_and(other, caller); }
  T& __iand__(const T& other, Caller caller = {}) const {
    return self().bitwise_and_(other, caller);
  }
  T __and__(const Scalar& other, Caller caller = {}) const {
    return self().bitwise_and(other, caller);
  }
  T& __iand__(const Scalar& other, Caller caller = {}) const {
    return self().bitwise_and_(other, caller);
  }
  T __or__(const T& other, Caller caller = {}) const { return self().bitwise_or(other, caller); }
  T& __ior__(const T& other, Caller caller = {}) const { return self().bitwise_or_(other, caller); }
  T __or__(const Scalar& other, Caller caller = {}) const {
    return self().bitwise_or(other, caller);
  }
  T& __ior__(const Scalar& other, Caller caller = {}) const {
    return self().bitwise_or_(other, caller);
  }
  T __xor__(const T& other, Caller caller = {}) const { return self().bitwise_xor(other, caller); }
  T& __ixor__(const T& other, Caller caller = {}) const {
    return self().bitwise_xor_(other, caller);
  }
  T __xor__(const Scalar& other, Caller caller = {}) const {
    return self().bitwise_xor(other, caller);
  }
  T& __ixor__(const Scalar& other, Caller caller = {}) const {
    return self().bitwise_xor_(other, caller);
  }
  T __lshift__(const T& other, Caller caller = {}) const {
    return self().bitwise_left_shift(other, caller);
  }
  T& __ilshift__(const T& other, Caller caller = {}) const {
    return self().bitwise_left_shift_(other, caller);
  }
  T __lshift__(const Scalar& other, Caller caller = {}) const {
    return self().bitwise_left_shift(other, caller);
  }
  T& __ilshift__(const Scalar& other, Caller caller = {}) const {
    return self().bitwise_left_shift_(other, caller);
  }
  T __rshift__(const T& other, Caller caller = {}) const {
    return self().bitwise_right_shift(other, caller);
  }
  T& __irshift__(const T& other, Caller caller = {}) const {
    return self().bitwise_right_shift_(other, caller);
  }
  T __rshift__(const Scalar& other, Caller caller = {}) const {
    return self().bitwise_right_shift(other, caller);
  }
  T& __irshift__(const Scalar& other, Caller caller = {}) const {
    return self().bitwise_right_shift_(other, caller);
  }

 private:
  const T& self() const { return static_cast<const T&>(*this); }
};

}  // namespace glassgrad
