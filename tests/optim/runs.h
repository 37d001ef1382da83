#pragma once
// Optimizers at work, in libtorch's own words: tests/golden/make_optim.cpp runs them with libtorch
// and writes the parameters to tests/golden/optim.txt; the tests run them with the library.

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "tests/optim/library.h"
#include "tests/support/hex_text.h"

namespace optim_runs {

using support::hex_text;
using torch::Tensor;
using torch::optim::Optimizer;
using Tensors = std::vector<Tensor>;

/// An optimizer for some parameters; the text names it in the golden file.
struct Run {
  std::string text;
  std::function<std::unique_ptr<Optimizer>(Tensors)> make;
};

/// count quotients with exact binary fractions that differ by `salt`.
inline Tensor fractions(int64_t count, int64_t salt, torch::ScalarType type) {
  Tensor t = torch::empty({count}, torch::kDouble);
  for (int64_t i = 0; i < count; ++i)
    t.data_ptr<double>()[i] = static_cast<double>((i * 37 + salt * 101) % 61 - 30) / 16;
  return t.to(type);
}

/// Two matrices, one for a loop over single elements and one with whole vectors, and a double.
inline Tensors parameters() {
  const auto leaf = [](const Tensor& t) { return t.clone().set_requires_grad(true); };
  return {leaf(fractions(4, 1, torch::kFloat).view({2, 2})), leaf(fractions(19, 2, torch::kFloat)),
          leaf(fractions(3, 3, torch::kDouble))};
}

/// The gradient of 1/4 |p|^2 + <c, p>, c of this step. The second parameter gets none in step 2.
inline void set_gradients(const Tensors& params, int64_t step) {
  for (size_t i = 0; i < params.size(); ++i) {
    Tensor p = params[i];
    const Tensor c = fractions(p.numel(), 7 * step + static_cast<int64_t>(i), p.scalar_type());
    p.mutable_grad() = step == 2 && i == 1 ? Tensor() : p.detach() * 0.5 + c.view(p.sizes());
  }
}

/// The parameters after steps 1, 2, 3 and 8, a line for each.
inline std::string trajectory_of(const Run& run) {
  const Tensors params = parameters();
  const std::unique_ptr<Optimizer> optimizer = run.make(params);
  std::string text;
  for (int64_t step = 1; step <= 8; ++step) {
    set_gradients(params, step);
    optimizer->step();
    if (step > 3 && step < 8) continue;
    text += std::to_string(step) + ":";
    for (const Tensor& p : params) text += hex_text(p);
    text += '\n';
  }
  return text;
}

// clang-format off
#define RUN(Algorithm, ...) \
  {#Algorithm " " #__VA_ARGS__, [](Tensors params) -> std::unique_ptr<Optimizer> { \
     using namespace torch::optim; \
     return std::make_unique<Algorithm>(params, __VA_ARGS__); }}
// clang-format on

inline std::vector<Run> sgd_runs() {
  return {
      RUN(SGD, SGDOptions(0.1)),
      RUN(SGD, 0.3),
      RUN(SGD, SGDOptions(0.1).weight_decay(0.05)),
      RUN(SGD, SGDOptions(0.1).momentum(0.9)),
      RUN(SGD, SGDOptions(0.1).momentum(0.9).weight_decay(0.05)),
      RUN(SGD, SGDOptions(0.1).momentum(0.9).dampening(0.3)),
      RUN(SGD, SGDOptions(0.1).momentum(0.9).dampening(0.3).weight_decay(0.05)),
      RUN(SGD, SGDOptions(0.1).momentum(0.9).nesterov(true)),
      RUN(SGD, SGDOptions(0.1).momentum(0.9).nesterov(true).weight_decay(0.05)),
      RUN(SGD, SGDOptions(0.1).dampening(0.3)),
      RUN(SGD, SGDOptions(0).momentum(0.5)),
  };
}

inline std::vector<Run> adam_runs() {
  return {
      RUN(Adam, AdamOptions()),
      RUN(Adam, AdamOptions(0.1)),
      RUN(Adam, AdamOptions(0.1).betas(std::make_tuple(0.5, 0.8))),
      RUN(Adam, AdamOptions(0.1).eps(0.25)),
      RUN(Adam, AdamOptions(0.1).weight_decay(0.05)),
      RUN(Adam, AdamOptions(0.1).amsgrad(true)),
      RUN(Adam, AdamOptions(0.1).amsgrad(true).weight_decay(0.05).betas(std::make_tuple(0.0, 0.5))),
      RUN(AdamW, AdamWOptions()),
      RUN(AdamW, AdamWOptions(0.1)),
      RUN(AdamW, AdamWOptions(0.1).betas(std::make_tuple(0.5, 0.8)).eps(1e-3)),
      RUN(AdamW, AdamWOptions(0.1).weight_decay(0)),
      RUN(AdamW, AdamWOptions(0.1).weight_decay(0.3)),
      RUN(AdamW, AdamWOptions(0.1).amsgrad(true)),
      RUN(AdamW, AdamWOptions(0.1).amsgrad(true).betas(std::make_tuple(0.5, 0.5))),
  };
}

inline std::vector<Run> adagrad_runs() {
  return {
      RUN(Adagrad, AdagradOptions()),
      RUN(Adagrad, AdagradOptions(0.1)),
      RUN(Adagrad, AdagradOptions(0.1).lr_decay(0.2)),
      RUN(Adagrad, AdagradOptions(0.1).weight_decay(0.05)),
      RUN(Adagrad, AdagradOptions(0.1).initial_accumulator_value(0.7)),
      RUN(Adagrad, AdagradOptions(0.1).eps(0.5)),
      RUN(Adagrad,
          AdagradOptions(0.1).lr_decay(0.2).weight_decay(0.05).initial_accumulator_value(1)),
  };
}

inline std::vector<Run> rmsprop_runs() {
  return {
      RUN(RMSprop, RMSpropOptions()),
      RUN(RMSprop, RMSpropOptions(0.1)),
      RUN(RMSprop, RMSpropOptions(0.1).alpha(0.5)),
      RUN(RMSprop, RMSpropOptions(0.1).eps(0.25)),
      RUN(RMSprop, RMSpropOptions(0.1).weight_decay(0.05)),
      RUN(RMSprop, RMSpropOptions(0.1).momentum(0.8)),
      RUN(RMSprop, RMSpropOptions(0.1).centered(true)),
      RUN(RMSprop, RMSpropOptions(0.1).centered(true).momentum(0.8).weight_decay(0.05).alpha(0.9)),
  };
}

/// Two groups of which the first has options of its own.
inline std::unique_ptr<Optimizer> make_groups(const Tensors& params) {
  using namespace torch::optim;
  std::vector<OptimizerParamGroup> groups;
  groups.emplace_back(Tensors{params[0]},
                      std::make_unique<SGDOptions>(SGDOptions(0.5).momentum(0.5)));
  groups.emplace_back(Tensors{params[1], params[2]});
  return std::make_unique<SGD>(groups, SGDOptions(0.1).weight_decay(0.1));
}

/// The learning rates that StepLR gives an SGD of two groups in ten epochs, then the parameters.
inline std::vector<Run> group_runs() { return {{"SGD of two groups", make_groups}}; }

inline std::string step_lr_of(unsigned step_size, double gamma) {
  const Tensors params = parameters();
  const std::unique_ptr<Optimizer> optimizer = make_groups(params);
  torch::optim::StepLR schedule(*optimizer, step_size, gamma);
  std::string text;
  for (int epoch = 0; epoch < 10; ++epoch) {
    schedule.step();
    for (auto& group : optimizer->param_groups())
      text += hex_text(torch::full({}, group.options().get_lr(), torch::kDouble));
  }
  return text + '\n';
}

}  // namespace optim_runs
