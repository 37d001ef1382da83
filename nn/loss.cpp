// Losses as modules.
#include "nn/loss.h"

#include <ostream>

#include "nn/functional.h"
#include "nn/print.h"

namespace glassgrad::nn {

namespace F = functional;

Tensor L1LossImpl::forward(Traced input, const Tensor& target) {
  return F::l1_loss(input, target, options);
}
Tensor MSELossImpl::forward(Traced input, const Tensor& target) {
  return F::mse_loss(input, target, options);
}
Tensor SmoothL1LossImpl::forward(Traced input, const Tensor& target) {
  return F::smooth_l1_loss(input, target, options);
}
Tensor HuberLossImpl::forward(Traced input, const Tensor& target) {
  return F::huber_loss(input, target, options);
}
Tensor KLDivLossImpl::forward(Traced input, const Tensor& target) {
  return F::kl_div(input, target, options);
}
Tensor BCELossImpl::forward(Traced input, const Tensor& target) {
  return F::binary_cross_entropy(input, target, options);
}
Tensor BCEWithLogitsLossImpl::forward(Traced input, const Tensor& target) {
  return F::binary_cross_entropy_with_logits(input, target, options);
}
Tensor NLLLossImpl::forward(Traced input, const Tensor& target) {
  return F::nll_loss(input, target, options);
}
Tensor CrossEntropyLossImpl::forward(Traced input, const Tensor& target) {
  return F::cross_entropy(input, target, options);
}

// --- construction ---

L1LossImpl::L1LossImpl(L1LossOptions options_) : options(std::move(options_)) {}
MSELossImpl::MSELossImpl(MSELossOptions options_) : options(std::move(options_)) {}
SmoothL1LossImpl::SmoothL1LossImpl(SmoothL1LossOptions options_) : options(std::move(options_)) {}
HuberLossImpl::HuberLossImpl(HuberLossOptions options_) : options(std::move(options_)) {}
KLDivLossImpl::KLDivLossImpl(KLDivLossOptions options_) : options(std::move(options_)) {}

BCELossImpl::BCELossImpl(BCELossOptions options_) : options(std::move(options_)) {
  BCELossImpl::reset();
}
void BCELossImpl::reset() { register_buffer("weight", options.weight()); }

BCEWithLogitsLossImpl::BCEWithLogitsLossImpl(BCEWithLogitsLossOptions options_)
    : options(std::move(options_)) {
  BCEWithLogitsLossImpl::reset();
}
void BCEWithLogitsLossImpl::reset() {
  weight = register_buffer("weight", options.weight());
  pos_weight = register_buffer("pos_weight", options.pos_weight());
}

NLLLossImpl::NLLLossImpl(NLLLossOptions options_) : options(std::move(options_)) {
  NLLLossImpl::reset();
}
void NLLLossImpl::reset() { weight = register_buffer("weight", options.weight()); }

CrossEntropyLossImpl::CrossEntropyLossImpl(CrossEntropyLossOptions options_)
    : options(std::move(options_)) {
  CrossEntropyLossImpl::reset();
}
void CrossEntropyLossImpl::reset() { weight = register_buffer("weight", options.weight()); }

// --- printing; two without parentheses, as in libtorch ---

void L1LossImpl::pretty_print(std::ostream& stream) const { Printer(stream, "L1Loss"); }
void MSELossImpl::pretty_print(std::ostream& stream) const { Printer(stream, "MSELoss"); }
void SmoothL1LossImpl::pretty_print(std::ostream& stream) const {
  stream << "torch::nn::SmoothL1Loss";
}
void HuberLossImpl::pretty_print(std::ostream& stream) const { stream << "torch::nn::HuberLoss"; }
void KLDivLossImpl::pretty_print(std::ostream& stream) const { Printer(stream, "KLDivLoss"); }
void BCELossImpl::pretty_print(std::ostream& stream) const { Printer(stream, "BCELoss"); }
void BCEWithLogitsLossImpl::pretty_print(std::ostream& stream) const {
  Printer(stream, "BCEWithLogitsLoss");
}
void NLLLossImpl::pretty_print(std::ostream& stream) const { Printer(stream, "NLLLoss"); }
void CrossEntropyLossImpl::pretty_print(std::ostream& stream) const {
  Printer(stream, "CrossEntropyLoss");
}

}  // namespace glassgrad::nn
