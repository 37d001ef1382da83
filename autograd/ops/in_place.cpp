// In-place forms of operations that have no loop of their own for that: the operation, then a copy.
#include "autograd/functions/special.h"
#include "autograd/ops/arithmetic.h"
#include "autograd/ops/op.h"

namespace glassgrad {

namespace {

/// self = f(self).
template <class F>
Tensor& changed(const char* op, const Tensor& self, Caller caller, const F& f) {
  caller.enter(op);
  return assign_in_place(op, self, false, [&](const Tensor& before) { return f(before); });
}
/// self = f(self, other).
template <class F>
Tensor& changed_with(const char* op, const Tensor& self, const Tensor& other, Caller caller,
                     const F& f) {
  caller.enter(op);
  return assign_in_place(op, self, other.requires_grad(),
                         [&](const Tensor& before) { return f(before, apart(other, self)); });
}

}  // namespace

// --- functions of one number ---

Tensor& Tensor::acos_(Caller caller) const {
  return changed("acos_", *this, caller, glassgrad::acos);
}
Tensor& Tensor::asin_(Caller caller) const {
  return changed("asin_", *this, caller, glassgrad::asin);
}
Tensor& Tensor::atan_(Caller caller) const {
  return changed("atan_", *this, caller, glassgrad::atan);
}
Tensor& Tensor::acosh_(Caller caller) const {
  return changed("acosh_", *this, caller, glassgrad::acosh);
}
Tensor& Tensor::asinh_(Caller caller) const {
  return changed("asinh_", *this, caller, glassgrad::asinh);
}
Tensor& Tensor::atanh_(Caller caller) const {
  return changed("atanh_", *this, caller, glassgrad::atanh);
}
Tensor& Tensor::cosh_(Caller caller) const {
  return changed("cosh_", *this, caller, glassgrad::cosh);
}
Tensor& Tensor::sinh_(Caller caller) const {
  return changed("sinh_", *this, caller, glassgrad::sinh);
}
Tensor& Tensor::tan_(Caller caller) const { return changed("tan_", *this, caller, glassgrad::tan); }
Tensor& Tensor::erf_(Caller caller) const { return changed("erf_", *this, caller, glassgrad::erf); }
Tensor& Tensor::erfc_(Caller caller) const {
  return changed("erfc_", *this, caller, glassgrad::erfc);
}
Tensor& Tensor::expm1_(Caller caller) const {
  return changed("expm1_", *this, caller, glassgrad::expm1);
}
Tensor& Tensor::frac_(Caller caller) const {
  return changed("frac_", *this, caller, glassgrad::frac);
}
Tensor& Tensor::log1p_(Caller caller) const {
  return changed("log1p_", *this, caller, glassgrad::log1p);
}
Tensor& Tensor::log2_(Caller caller) const {
  return changed("log2_", *this, caller, glassgrad::log2);
}
Tensor& Tensor::log10_(Caller caller) const {
  return changed("log10_", *this, caller, glassgrad::log10);
}
Tensor& Tensor::rsqrt_(Caller caller) const {
  return changed("rsqrt_", *this, caller, glassgrad::rsqrt);
}
Tensor& Tensor::sign_(Caller caller) const {
  return changed("sign_", *this, caller, glassgrad::sign);
}
Tensor& Tensor::trunc_(Caller caller) const {
  return changed("trunc_", *this, caller, glassgrad::trunc);
}
Tensor& Tensor::exp2_(Caller caller) const {
  return changed("exp2_", *this, caller, glassgrad::exp2);
}
Tensor& Tensor::deg2rad_(Caller caller) const {
  return changed("deg2rad_", *this, caller, glassgrad::deg2rad);
}
Tensor& Tensor::rad2deg_(Caller caller) const {
  return changed("rad2deg_", *this, caller, glassgrad::rad2deg);
}
Tensor& Tensor::sinc_(Caller caller) const {
  return changed("sinc_", *this, caller, glassgrad::sinc);
}
Tensor& Tensor::sgn_(Caller caller) const { return changed("sgn_", *this, caller, glassgrad::sgn); }
Tensor& Tensor::lgamma_(Caller caller) const {
  return changed("lgamma_", *this, caller, glassgrad::lgamma);
}
Tensor& Tensor::digamma_(Caller caller) const {
  return changed("digamma_", *this, caller, glassgrad::digamma);
}
Tensor& Tensor::erfinv_(Caller caller) const {
  return changed("erfinv_", *this, caller, glassgrad::erfinv);
}
Tensor& Tensor::i0_(Caller caller) const { return changed("i0_", *this, caller, glassgrad::i0); }

Tensor& Tensor::round_(int64_t decimals, Caller caller) const {
  return changed("round_", *this, caller, [&](const Tensor& x) { return x.round(decimals); });
}
Tensor& Tensor::logit_(optional<double> eps, Caller caller) const {
  return changed("logit_", *this, caller, [&](const Tensor& x) { return x.logit(eps); });
}
Tensor& Tensor::nan_to_num_(optional<double> nan, optional<double> posinf, optional<double> neginf,
                            Caller caller) const {
  return changed("nan_to_num_", *this, caller,
                 [&](const Tensor& x) { return x.nan_to_num(nan, posinf, neginf); });
}
Tensor& Tensor::tril_(int64_t diagonal, Caller caller) const {
  return changed("tril_", *this, caller, [&](const Tensor& x) { return x.tril(diagonal); });
}
Tensor& Tensor::triu_(int64_t diagonal, Caller caller) const {
  return changed("triu_", *this, caller, [&](const Tensor& x) { return x.triu(diagonal); });
}
Tensor& Tensor::cumsum_(int64_t dim, optional<ScalarType> dtype, Caller caller) const {
  return changed("cumsum_", *this, caller, [&](const Tensor& x) { return x.cumsum(dim, dtype); });
}
Tensor& Tensor::cumprod_(int64_t dim, optional<ScalarType> dtype, Caller caller) const {
  return changed("cumprod_", *this, caller, [&](const Tensor& x) { return x.cumprod(dim, dtype); });
}
Tensor& Tensor::renorm_(const Scalar& p, int64_t dim, const Scalar& maxnorm, Caller caller) const {
  return changed("renorm_", *this, caller,
                 [&](const Tensor& x) { return x.renorm(p, dim, maxnorm); });
}
Tensor& Tensor::polygamma_(int64_t n, Caller caller) const {
  return changed("polygamma_", *this, caller, [&](const Tensor& x) { return x.polygamma(n); });
}
Tensor& Tensor::mvlgamma_(int64_t p, Caller caller) const {
  return changed("mvlgamma_", *this, caller, [&](const Tensor& x) { return x.mvlgamma(p); });
}

// --- of two ---

Tensor& Tensor::atan2_(const Tensor& other, Caller caller) const {
  return changed_with("atan2_", *this, other, caller,
                      [](const Tensor& a, const Tensor& b) { return a.atan2(b); });
}
Tensor& Tensor::hypot_(const Tensor& other, Caller caller) const {
  return changed_with("hypot_", *this, other, caller,
                      [](const Tensor& a, const Tensor& b) { return a.hypot(b); });
}
Tensor& Tensor::copysign_(const Tensor& other, Caller caller) const {
  return changed_with("copysign_", *this, other, caller,
                      [](const Tensor& a, const Tensor& b) { return a.copysign(b); });
}
Tensor& Tensor::xlogy_(const Tensor& other, Caller caller) const {
  return changed_with("xlogy_", *this, other, caller,
                      [](const Tensor& a, const Tensor& b) { return a.xlogy(b); });
}
namespace {
/// Powers are of double precision, which the base must have room for.
void check_power_fits(const Tensor& base) {
  check(base.scalar_type() == kDouble,
        "the base given to float_power_ has dtype {} but the operation's result requires dtype "
        "Double",
        base.scalar_type());
}
}  // namespace
Tensor& Tensor::float_power_(const Tensor& other, Caller caller) const {
  caller.enter();
  check_power_fits(*this);
  return assign_in_place("float_power_", *this, other.requires_grad(), [&](const Tensor& before) {
    return before.float_power(apart(other, *this));
  });
}
Tensor& Tensor::nextafter_(const Tensor& other, Caller caller) const {
  return changed_with("nextafter_", *this, other, caller,
                      [](const Tensor& a, const Tensor& b) { return a.nextafter(b); });
}
Tensor& Tensor::heaviside_(const Tensor& other, Caller caller) const {
  return changed_with("heaviside_", *this, other, caller,
                      [](const Tensor& a, const Tensor& b) { return a.heaviside(b); });
}
Tensor& Tensor::gcd_(const Tensor& other, Caller caller) const {
  return changed_with("gcd_", *this, other, caller,
                      [](const Tensor& a, const Tensor& b) { return a.gcd(b); });
}
Tensor& Tensor::lcm_(const Tensor& other, Caller caller) const {
  return changed_with("lcm_", *this, other, caller,
                      [](const Tensor& a, const Tensor& b) { return a.lcm(b); });
}
Tensor& Tensor::ldexp_(const Tensor& other, Caller caller) const {
  return changed_with("ldexp_", *this, other, caller,
                      [](const Tensor& a, const Tensor& b) { return a.ldexp(b); });
}
Tensor& Tensor::igamma_(const Tensor& other, Caller caller) const {
  return changed_with("igamma_", *this, other, caller,
                      [](const Tensor& a, const Tensor& b) { return a.igamma(b); });
}
Tensor& Tensor::igammac_(const Tensor& other, Caller caller) const {
  return changed_with("igammac_", *this, other, caller,
                      [](const Tensor& a, const Tensor& b) { return a.igammac(b); });
}
Tensor& Tensor::copysign_(const Scalar& other, Caller caller) const {
  return changed("copysign_", *this, caller, [&](const Tensor& x) { return x.copysign(other); });
}
Tensor& Tensor::xlogy_(const Scalar& other, Caller caller) const {
  return changed("xlogy_", *this, caller, [&](const Tensor& x) { return x.xlogy(other); });
}
Tensor& Tensor::float_power_(const Scalar& other, Caller caller) const {
  caller.enter();
  check_power_fits(*this);
  return assign_in_place("float_power_", *this, false,
                         [&](const Tensor& before) { return before.float_power(other); });
}
Tensor& Tensor::fmod_(const Tensor& other, Caller caller) const {
  return changed_with("fmod_", *this, other, caller,
                      [](const Tensor& a, const Tensor& b) { return a.fmod(b); });
}
Tensor& Tensor::remainder_(const Tensor& other, Caller caller) const {
  return changed_with("remainder_", *this, other, caller,
                      [](const Tensor& a, const Tensor& b) { return a.remainder(b); });
}
Tensor& Tensor::floor_divide_(const Tensor& other, Caller caller) const {
  return changed_with("floor_divide_", *this, other, caller,
                      [](const Tensor& a, const Tensor& b) { return a.floor_divide(b); });
}
Tensor& Tensor::pow_(const Tensor& other, Caller caller) const {
  return changed_with("pow_", *this, other, caller,
                      [](const Tensor& a, const Tensor& b) { return a.pow(b); });
}
Tensor& Tensor::fmod_(const Scalar& other, Caller caller) const {
  return changed("fmod_", *this, caller, [&](const Tensor& x) { return x.fmod(other); });
}
Tensor& Tensor::remainder_(const Scalar& other, Caller caller) const {
  return changed("remainder_", *this, caller, [&](const Tensor& x) { return x.remainder(other); });
}
Tensor& Tensor::floor_divide_(const Scalar& other, Caller caller) const {
  return changed("floor_divide_", *this, caller,
                 [&](const Tensor& x) { return x.floor_divide(other); });
}
Tensor& Tensor::div_(const Tensor& other, optional<std::string_view> rounding_mode,
                     Caller caller) const {
  return changed_with("div_", *this, other, caller,
                      [&](const Tensor& a, const Tensor& b) { return a.div(b, rounding_mode); });
}
Tensor& Tensor::div_(const Scalar& other, optional<std::string_view> rounding_mode,
                     Caller caller) const {
  return changed("div_", *this, caller,
                 [&](const Tensor& x) { return x.div(other, rounding_mode); });
}
Tensor& Tensor::lerp_(const Tensor& end, const Tensor& weight, Caller caller) const {
  caller.enter();
  return assign_in_place(
      "lerp_", *this, end.requires_grad() || weight.requires_grad(),
      [&](const Tensor& self) { return self.lerp(apart(end, *this), apart(weight, *this)); });
}
Tensor& Tensor::masked_scatter_(const Tensor& mask, const Tensor& source, Caller caller) const {
  return changed_with("masked_scatter_", *this, source, caller,
                      [&](const Tensor& a, const Tensor& b) { return a.masked_scatter(mask, b); });
}

}  // namespace glassgrad
