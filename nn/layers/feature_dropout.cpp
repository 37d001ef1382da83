// Dropout of whole channels and for selu: the functions, then the modules.
#include "nn/layers/feature_dropout.h"

#include "autograd/functions/embedding.h"
#include "nn/dropout_probability.h"
#include "nn/in_place.h"
#include "nn/print.h"

namespace glassgrad::nn {
namespace {

/// Of an input without a batch, which has fewer than `rank` dimensions, too.
Tensor dropped_channels(Traced input, const functional::DropoutFuncOptions& options, int64_t rank,
                        const char* operation = __builtin_FUNCTION()) {
  input.enter(operation);
  check_probability(options.p(), operation);
  return apply(
      input, options.inplace(),
      [&](const Tensor& x) {
        if (x.dim() == rank) return feature_dropout(x, options.p(), options.training());
        return feature_dropout(x.unsqueeze(0), options.p(), options.training()).squeeze(0);
      },
      operation);
}

}  // namespace

Tensor functional::dropout2d(Traced input, const Dropout2dFuncOptions& options) {
  return dropped_channels(input, options, 4);
}
Tensor functional::dropout3d(Traced input, const Dropout3dFuncOptions& options) {
  return dropped_channels(input, options, 5);
}
Tensor functional::alpha_dropout(Traced input, const AlphaDropoutFuncOptions& options) {
  input.enter();
  check_probability(options.p(), "alpha_dropout");
  return apply(input, options.inplace(), [&](const Tensor& x) {
    return glassgrad::alpha_dropout(x, options.p(), options.training());
  });
}
Tensor functional::feature_alpha_dropout(Traced input,
                                         const FeatureAlphaDropoutFuncOptions& options) {
  input.enter();
  check_probability(options.p(), "feature_alpha_dropout");
  return apply(input, options.inplace(), [&](const Tensor& x) {
    return glassgrad::feature_alpha_dropout(x, options.p(), options.training());
  });
}

Dropout2dImpl::Dropout2dImpl(const DropoutOptions& options_) : CloneableWithOptions(options_) {
  Dropout2dImpl::reset();
}
void Dropout2dImpl::reset() { check_probability(options.p(), "Dropout2d"); }
Tensor Dropout2dImpl::forward(Traced input) {
  return functional::dropout2d(input, functional::Dropout2dFuncOptions()
                                          .p(options.p())
                                          .training(is_training())
                                          .inplace(options.inplace()));
}
void Dropout2dImpl::pretty_print(std::ostream& stream) const {
  Printer(stream, "Dropout2d").value("p", options.p()).value("inplace", options.inplace());
}

Dropout3dImpl::Dropout3dImpl(const DropoutOptions& options_) : CloneableWithOptions(options_) {
  Dropout3dImpl::reset();
}
void Dropout3dImpl::reset() { check_probability(options.p(), "Dropout3d"); }
Tensor Dropout3dImpl::forward(Traced input) {
  return functional::dropout3d(input, functional::Dropout3dFuncOptions()
                                          .p(options.p())
                                          .training(is_training())
                                          .inplace(options.inplace()));
}
void Dropout3dImpl::pretty_print(std::ostream& stream) const {
  Printer(stream, "Dropout3d").value("p", options.p()).value("inplace", options.inplace());
}

AlphaDropoutImpl::AlphaDropoutImpl(const DropoutOptions& options_)
    : CloneableWithOptions(options_) {
  AlphaDropoutImpl::reset();
}
void AlphaDropoutImpl::reset() { check_probability(options.p(), "AlphaDropout"); }
Tensor AlphaDropoutImpl::forward(Traced input) {
  return functional::alpha_dropout(input, functional::AlphaDropoutFuncOptions()
                                              .p(options.p())
                                              .training(is_training())
                                              .inplace(options.inplace()));
}
void AlphaDropoutImpl::pretty_print(std::ostream& stream) const {
  Printer(stream, "AlphaDropout").value("p", options.p()).value("inplace", options.inplace());
}

FeatureAlphaDropoutImpl::FeatureAlphaDropoutImpl(const DropoutOptions& options_)
    : CloneableWithOptions(options_) {
  FeatureAlphaDropoutImpl::reset();
}
void FeatureAlphaDropoutImpl::reset() { check_probability(options.p(), "FeatureAlphaDropout"); }
Tensor FeatureAlphaDropoutImpl::forward(Traced input) {
  return functional::feature_alpha_dropout(input, functional::FeatureAlphaDropoutFuncOptions()
                                                      .p(options.p())
                                                      .training(is_training())
                                                      .inplace(options.inplace()));
}
void FeatureAlphaDropoutImpl::pretty_print(std::ostream& stream) const {
  Printer(stream, "FeatureAlphaDropout")
      .value("p", options.p())
      .value("inplace", options.inplace());
}

}  // namespace glassgrad::nn
