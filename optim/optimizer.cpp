// What all optimizers share.
#include "optim/optimizer.h"

#include <algorithm>

#include "autograd/base/check.h"
#include "autograd/graph/grad_mode.h"
#include "autograd/graph/zero_gradient.h"
#include "autograd/types/format.h"

namespace glassgrad::optim {

std::unique_ptr<OptimizerOptions> OptimizerOptions::clone() const {
  throw NotImplementedError(
      "OptimizerOptions::clone() has not been implemented: derive the options from "
      "OptimizerCloneableOptions<YourOptimizerOptions>");
}

double OptimizerOptions::get_lr() const {
  throw NotImplementedError(
      "OptimizerOptions::get_lr() has not been implemented: override it in your options");
}

void OptimizerOptions::set_lr(double) {
  throw NotImplementedError(
      "OptimizerOptions::set_lr() has not been implemented: override it in your options");
}

namespace {
[[noreturn]] void options_without_serialize() {
  throw NotImplementedError(
      "OptimizerOptions::serialize() has not been implemented: override it in your options");
}
}  // namespace
void OptimizerOptions::serialize(serialize::InputArchive&) { options_without_serialize(); }
void OptimizerOptions::serialize(serialize::OutputArchive&) const { options_without_serialize(); }

OptimizerParamGroup::OptimizerParamGroup(std::vector<Tensor> params) : params_(std::move(params)) {}
OptimizerParamGroup::OptimizerParamGroup(std::vector<Tensor> params,
                                         std::unique_ptr<OptimizerOptions> options)
    : params_(std::move(params)), options_(std::move(options)) {}
OptimizerParamGroup::OptimizerParamGroup(const OptimizerParamGroup& other)
    : params_(other.params_), options_(other.options_ ? other.options_->clone() : nullptr) {}
OptimizerParamGroup::OptimizerParamGroup(OptimizerParamGroup&&) noexcept = default;
OptimizerParamGroup& OptimizerParamGroup::operator=(OptimizerParamGroup&&) noexcept = default;
OptimizerParamGroup::~OptimizerParamGroup() = default;

void OptimizerParamGroup::set_options(std::unique_ptr<OptimizerOptions> options) {
  options_ = std::move(options);
}

OptimizerOptions& OptimizerParamGroup::options() {
  check(has_options(),
        "the parameter group has no options: it gets them from add_param_group, or call "
        "set_options first");
  return *options_;
}

const OptimizerOptions& OptimizerParamGroup::options() const {
  return const_cast<OptimizerParamGroup*>(this)->options();
}

Optimizer::Optimizer(Optimizer&&) = default;
Optimizer::~Optimizer() = default;

Optimizer::Optimizer(std::vector<OptimizerParamGroup> param_groups,
                     std::unique_ptr<OptimizerOptions> defaults)
    : defaults_(std::move(defaults)) {
  for (const OptimizerParamGroup& group : param_groups) add_param_group(group);
}

Optimizer::Optimizer(std::vector<Tensor> parameters, std::unique_ptr<OptimizerOptions> defaults)
    : Optimizer(std::vector<OptimizerParamGroup>{std::move(parameters)}, std::move(defaults)) {}

namespace {

bool contains(const std::vector<Tensor>& parameters, const Tensor& wanted) {
  return std::any_of(parameters.begin(), parameters.end(),
                     [&](const Tensor& p) { return p.is_same(wanted); });
}

}  // namespace

void Optimizer::add_param_group(const OptimizerParamGroup& param_group) {
  for (const Tensor& parameter : param_group.params()) {
    check(parameter.defined(), "add_param_group: a parameter is undefined");
    check(parameter.is_leaf(),
          "can't optimize a non-leaf Tensor: give the tensor that it was computed from");
    for (const OptimizerParamGroup& group : param_groups_)
      check(!contains(group.params(), parameter),
            "some parameters appear in more than one parameter group");
  }
  OptimizerParamGroup group(param_group);
  if (!group.has_options()) group.set_options(defaults_->clone());
  param_groups_.push_back(std::move(group));
}

void Optimizer::zero_grad(bool set_to_none) {
  for (OptimizerParamGroup& group : param_groups_) {
    for (Tensor& parameter : group.params()) autograd::zero_gradient(parameter, set_to_none);
  }
}

Tensor Optimizer::evaluate(const LossClosure& closure) {
  if (!closure) return {};
  AutoGradMode enable_grad(true);
  return closure();
}

void Optimizer::check_gradients(const char* algorithm) {
  if (!has_begun_) begin_training(algorithm);
  for (const OptimizerParamGroup& group : param_groups_) {
    for (const Tensor& p : group.params()) {
      const Tensor& grad = autograd::gradient_of(p);
      if (!grad.defined()) continue;
      check(grad.sizes() == p.sizes() && grad.scalar_type() == p.scalar_type(),
            "{}: the gradient of a parameter has to be of its type and shape, {}{}, but is {}{}",
            algorithm, p.scalar_type(), p.sizes(), grad.scalar_type(), grad.sizes());
    }
  }
}

// --- the interface of before parameter groups ---

namespace {

void warn_of_removal(const char* method) {
  warn(std::string("Optimizer::") + method +
       " will be removed; use param_groups() and add_param_group() instead");
}

}  // namespace

void Optimizer::add_parameters(const std::vector<Tensor>& parameters) {
  warn_of_removal("add_parameters()");
  std::vector<Tensor>& first = param_groups_.at(0).params();
  first.insert(first.end(), parameters.begin(), parameters.end());
}

std::vector<Tensor>& Optimizer::parameters() noexcept {
  warn_of_removal("parameters()");
  return param_groups_.at(0).params();
}

const std::vector<Tensor>& Optimizer::parameters() const noexcept {
  warn_of_removal("parameters()");
  return param_groups_.at(0).params();
}

size_t Optimizer::size() const noexcept {
  warn_of_removal("size()");
  size_t count = 0;
  for (const OptimizerParamGroup& group : param_groups_) count += group.params().size();
  return count;
}

}  // namespace glassgrad::optim
