// What an optimizer warns of at its first step: that it is going to change nothing.
#include <algorithm>

#include "autograd/base/check.h"
#include "autograd/graph/first_step.h"
#include "autograd/types/format.h"
#include "optim/optimizer.h"

namespace glassgrad::optim {
namespace {

/// "weight [64, 784], bias [64]"
std::string list_of(const std::vector<Tensor>& parameters) {
  constexpr size_t kMost = 6;
  std::string text;
  for (size_t i = 0; i < std::min(parameters.size(), kMost); ++i) {
    const std::string name = parameters[i].name();
    text += fmt::format("{}{}{}{}", i > 0 ? ", " : "", name, name.empty() ? "" : " ",
                        parameters[i].sizes());
  }
  if (parameters.size() > kMost) text += fmt::format(" and {} more", parameters.size() - kMost);
  return text;
}

std::string reason_for_nothing(const std::vector<Tensor>& parameters) {
  if (parameters.empty())
    return "the optimizer has no parameters. Modules register what is to be trained: `layer = "
           "register_module(\"layer\", torch::nn::Linear(...))`, `w = register_parameter(\"w\", "
           "...)`; and the optimizer is made after that, from parameters()";
  const auto is_frozen = [](const Tensor& p) { return !p.requires_grad(); };
  if (std::all_of(parameters.begin(), parameters.end(), is_frozen))
    return "all parameters have requires_grad=false: " + list_of(parameters);
  return "no gradient has arrived at any of the optimizer's parameters: " + list_of(parameters) +
         ". Call loss.backward() before step(), and compute the loss from these tensors, neither "
         "from copies of them nor under NoGradGuard";
}

}  // namespace

void Optimizer::begin_training(const char* algorithm) {
  has_begun_ = true;
  std::vector<Tensor> parameters;
  for (const OptimizerParamGroup& group : param_groups_)
    parameters.insert(parameters.end(), group.params().begin(), group.params().end());
  if (const auto tell = autograd::at_first_step.load()) tell(parameters);
  const auto has_gradient = [](const Tensor& p) { return p.impl()->grad.defined(); };
  if (std::none_of(parameters.begin(), parameters.end(), has_gradient))
    warn(fmt::format("{}: step() changes nothing, because {}.", algorithm,
                     reason_for_nothing(parameters)));
}

}  // namespace glassgrad::optim
