#pragma once
// Modules at work, in libtorch's own words: tests/golden/make_nn.cpp runs them with libtorch and
// writes what they print, draw and compute to tests/golden/nn.txt; the tests run them with the
// library.

#include <functional>
#include <sstream>
#include <string>
#include <vector>

#include "tests/nn/library.h"
#include "tests/support/hex_text.h"

namespace nn_cases {

using support::hex_text;
using torch::Tensor;
using Sizes = std::vector<int64_t>;

/// A call and its text, which names it in the golden file.
struct Case {
  std::string text;
  std::function<std::string()> run;
};

/// Quotients with exact binary fractions between -2 and 2 that differ by `salt`.
inline Tensor fractions(const Sizes& sizes, int64_t salt) {
  Tensor t = torch::empty(sizes, torch::kFloat32);
  for (int64_t i = 0; i < t.numel(); ++i)
    t.data_ptr<float>()[i] = static_cast<float>((i * 37 + salt * 101) % 61 - 30) / 16;
  return t;
}
/// The same in (0, 1).
inline Tensor probabilities(const Sizes& sizes, int64_t salt) {
  return fractions(sizes, salt) / 4 + 0.5;
}

/// An input that gets a gradient.
inline Tensor input(const Tensor& x = fractions({2, 3}, 1)) {
  return x.clone().set_requires_grad(true);
}

/// What the module prints and what its parameters and buffers are.
template <class Holder>
std::string description(const Holder& module) {
  std::ostringstream out;
  out << module << '\n';
  for (const auto& item : module->named_parameters())
    out << item.key() << ' ' << item.value().sizes() << hex_text(item.value()) << '\n';
  for (const auto& item : module->named_buffers())
    out << item.key() << ' ' << item.value().sizes() << hex_text(item.value()) << '\n';
  return out.str();
}

/// dL/d(leaf) of every leaf that has one, for L = sum_k c_k y_k with numbers c_k that differ.
inline std::string result(const Tensor& y, const std::vector<Tensor>& leaves) {
  std::ostringstream out;
  out << y.sizes() << hex_text(y) << '\n';
  if (!y.requires_grad()) return out.str();
  y.backward(fractions(y.sizes().vec(), 5));
  for (const Tensor& leaf : leaves)
    if (leaf.requires_grad()) out << "grad" << hex_text(leaf.grad()) << '\n';
  return out.str();
}

/// description and result of a module, whose first values are drawn from seed 0.
template <class Holder, class... Inputs>
std::string report(Holder module, const Inputs&... inputs) {
  std::vector<Tensor> leaves = {inputs...};
  for (const Tensor& p : module->parameters()) leaves.push_back(p);
  const std::string computed = result(module->forward(inputs...), leaves);
  return description(module) + computed;  // the buffers as forward has left them
}

// clang-format off
#define GLASSGRAD_CASE(Name, Body) {Name, [] { using namespace torch::nn; torch::manual_seed(0); return Body; }}
/// A module and the inputs of its forward.
#define MODULE(module, ...) GLASSGRAD_CASE(#module " of " #__VA_ARGS__, report(module, __VA_ARGS__))
/// A function of `x`, an input.
#define FUNCTION(...) {#__VA_ARGS__, [] { namespace F = torch::nn::functional; torch::manual_seed(0); const Tensor x = input(); return result(__VA_ARGS__, {x}); }}
// clang-format on

inline std::vector<Case> layer_cases() {
  return {
      MODULE(Linear(3, 2), input()),
      MODULE(Linear(LinearOptions(3, 2).bias(false)), input()),
      MODULE(Linear(3, 5), input(fractions({3}, 2))),
      MODULE(Linear(3, 2), input(fractions({2, 2, 3}, 2))),
      MODULE(Identity(), input()),
      MODULE(Flatten(), input(fractions({2, 3, 2}, 1))),
      MODULE(Flatten(FlattenOptions().start_dim(0).end_dim(1)), input(fractions({2, 3, 2}, 1))),
      MODULE(Dropout(), input()),
      MODULE(Dropout(0.25), input()),
      MODULE(Dropout(DropoutOptions(0.25).inplace(true)), fractions({2, 3}, 1)),
      MODULE(Dropout(0.0), input()),
      MODULE(Dropout(1.0), input()),
  };
}

inline std::vector<Case> activation_cases() {
  return {
      MODULE(Sigmoid(), input()),
      MODULE(Tanh(), input()),
      MODULE(ReLU(), input()),
      MODULE(ReLU(true), fractions({2, 3}, 1)),
      MODULE(ReLU6(), input(fractions({2, 3}, 1) * 8)),
      MODULE(ReLU6(ReLU6Options(true)), fractions({2, 3}, 1) * 8),
      MODULE(LeakyReLU(), input()),
      MODULE(LeakyReLU(LeakyReLUOptions().negative_slope(0.25)), input()),
      MODULE(LeakyReLU(LeakyReLUOptions().negative_slope(0.25).inplace(true)),
             fractions({2, 3}, 1)),
      MODULE(PReLU(), input()),
      MODULE(PReLU(PReLUOptions().num_parameters(3).init(0.5)), input()),
      MODULE(RReLU(), input()),
      MODULE(RReLU(RReLUOptions().lower(0.25).upper(0.5)), input()),
      MODULE(RReLU(RReLUOptions().inplace(true)), fractions({2, 3}, 1)),
      MODULE(ELU(), input()),
      MODULE(ELU(ELUOptions().alpha(0.5)), input()),
      MODULE(ELU(ELUOptions().inplace(true)), fractions({2, 3}, 1)),
      MODULE(SELU(), input()),
      MODULE(SELU(SELUOptions().inplace(true)), fractions({2, 3}, 1)),
      MODULE(CELU(), input()),
      MODULE(CELU(CELUOptions().alpha(0.5)), input()),
      MODULE(CELU(CELUOptions().inplace(true)), fractions({2, 3}, 1)),
      MODULE(GELU(), input()),
      MODULE(GELU(GELUOptions().approximate("tanh")), input()),
      MODULE(SiLU(), input()),
      MODULE(Mish(), input()),
      MODULE(Softplus(), input()),
      MODULE(Softplus(SoftplusOptions().beta(2).threshold(1)), input()),
      MODULE(Softsign(), input()),
      MODULE(Tanhshrink(), input()),
      MODULE(Hardtanh(), input()),
      MODULE(Hardtanh(HardtanhOptions().min_val(-0.5).max_val(1.5)), input()),
      MODULE(Hardtanh(HardtanhOptions().inplace(true)), fractions({2, 3}, 1)),
      MODULE(Hardshrink(), input()),
      MODULE(Hardshrink(1.0), input()),
      MODULE(Softshrink(), input()),
      MODULE(Softshrink(1.0), input()),
      MODULE(Threshold(0.5, 4), input()),
      MODULE(Threshold(ThresholdOptions(0.5, 4).inplace(true)), fractions({2, 3}, 1)),
      MODULE(GLU(), input(fractions({2, 4}, 1))),
      MODULE(GLU(0), input()),
      MODULE(LogSigmoid(), input()),
      MODULE(Softmax(1), input()),
      MODULE(Softmin(0), input()),
      MODULE(LogSoftmax(1), input()),
      MODULE(Softmax2d(), input(fractions({2, 1, 3}, 1))),
  };
}

inline std::vector<Case> loss_cases() {
#define LABELS torch::tensor({2, 0})
#define TARGET input(fractions({2, 3}, 2))
#define WEIGHT torch::tensor({0.5, 2.0, 0.25})
  return {
      MODULE(L1Loss(), input(), TARGET),
      MODULE(L1Loss(torch::kSum), input(), TARGET),
      MODULE(L1Loss(L1LossOptions(torch::kNone)), input(), TARGET),
      MODULE(MSELoss(), input(), TARGET),
      MODULE(MSELoss(torch::kSum), input(), TARGET),
      MODULE(MSELoss(torch::kNone), input(), TARGET),
      MODULE(SmoothL1Loss(), input(), TARGET),
      MODULE(SmoothL1Loss(SmoothL1LossOptions(torch::kSum).beta(0.5)), input(), TARGET),
      MODULE(HuberLoss(), input(), TARGET),
      MODULE(HuberLoss(HuberLossOptions(torch::kNone).delta(0.5)), input(), TARGET),
      MODULE(BCELoss(), input(probabilities({2, 3}, 1)), probabilities({2, 3}, 2)),
      MODULE(BCELoss(BCELossOptions().weight(WEIGHT).reduction(torch::kSum)),
             input(probabilities({2, 3}, 1)), probabilities({2, 3}, 2)),
      MODULE(BCEWithLogitsLoss(), input(), probabilities({2, 3}, 2)),
      MODULE(BCEWithLogitsLoss(BCEWithLogitsLossOptions().weight(WEIGHT).pos_weight(WEIGHT * 2)),
             input(), probabilities({2, 3}, 2)),
      MODULE(NLLLoss(), input(), LABELS),
      MODULE(NLLLoss(NLLLossOptions().weight(WEIGHT).reduction(torch::kSum)), input(), LABELS),
      MODULE(NLLLoss(NLLLossOptions().ignore_index(2)), input(), LABELS),
      MODULE(CrossEntropyLoss(), input(), LABELS),
      MODULE(CrossEntropyLoss(CrossEntropyLossOptions().weight(WEIGHT).reduction(torch::kNone)),
             input(), LABELS),
      MODULE(CrossEntropyLoss(CrossEntropyLossOptions().label_smoothing(0.25)), input(), LABELS),
      MODULE(CrossEntropyLoss(), input(), probabilities({2, 3}, 2)),
      MODULE(KLDivLoss(KLDivLossOptions(torch::kBatchMean)), input(), probabilities({2, 3}, 2)),
      MODULE(KLDivLoss(KLDivLossOptions(torch::kSum).log_target(true)), input(),
             fractions({2, 3}, 2)),
  };
#undef LABELS
#undef TARGET
#undef WEIGHT
}

/// What only the functions have; the modules above call the others. (The last bit of a float64
/// exponential is the compiler's: rounded to float32.)
inline std::vector<Case> function_cases() {
  return {
      FUNCTION(F::linear(x, fractions({2, 3}, 2))),
      FUNCTION(F::linear(x, fractions({2, 3}, 2), fractions({2}, 3))),
      FUNCTION(F::bilinear(x, x, fractions({1, 3, 3}, 2))),
      FUNCTION(F::bilinear(x, fractions({2, 2}, 2), fractions({4, 3, 2}, 3), fractions({4}, 4))),
      FUNCTION(F::dropout(x, F::DropoutFuncOptions().p(0.25))),
      FUNCTION(F::dropout(x, F::DropoutFuncOptions().p(0.25).training(false))),
      FUNCTION(F::one_hot(torch::tensor({2, 0}), 4)),
      FUNCTION(F::rrelu(x)),
      FUNCTION(F::rrelu(x, F::RReLUFuncOptions().lower(0.25).upper(0.5).training(true))),
      FUNCTION(F::prelu(x, torch::full({1}, 0.25))),
      FUNCTION(F::softmax(x, F::SoftmaxFuncOptions(1).dtype(torch::kFloat64)).to(torch::kFloat32)),
      FUNCTION(F::softmin(x, F::SoftminFuncOptions(0).dtype(torch::kFloat64)).to(torch::kFloat32)),
      FUNCTION(F::log_softmax(x, F::LogSoftmaxFuncOptions(1).dtype(torch::kFloat64))
                   .to(torch::kFloat32)),
      FUNCTION(F::softmax(x, 0)),
      FUNCTION(F::logsigmoid(x)),
      FUNCTION(F::relu(x.clone(), F::ReLUFuncOptions(true))),
      FUNCTION(F::elu(x.detach().clone(), F::ELUFuncOptions().alpha(0.5).inplace(true))),
      FUNCTION(F::threshold(x.clone(), F::ThresholdFuncOptions(0.5, 4).inplace(true))),
      FUNCTION(
          F::smooth_l1_loss(x, fractions({2, 3}, 2), F::SmoothL1LossFuncOptions(torch::kSum), 0.5)),
      FUNCTION(F::kl_div(x, probabilities({2, 3}, 2), F::KLDivFuncOptions(torch::kNone))),
      FUNCTION(
          F::nll_loss(x, torch::tensor({1, 2}), F::NLLLossFuncOptions().reduction(torch::kNone))),
      FUNCTION(F::cross_entropy(x, torch::tensor({1, 2}))),
      FUNCTION(F::binary_cross_entropy_with_logits(x, probabilities({2, 3}, 2))),
  };
}

/// A module of a user's own, with a child and an undefined parameter.
struct NetImpl : torch::nn::Cloneable<NetImpl> {
  NetImpl() { reset(); }
  void reset() override {
    scale = register_parameter("scale", torch::full({2}, 0.5));
    register_parameter("nothing", Tensor(), false);
    count = register_buffer("count", torch::tensor({3}));
    body = register_module("body", torch::nn::Linear(3, 2));
  }
  Tensor forward(const Tensor& x) { return torch::tanh(body->forward(x)) * scale; }

  Tensor scale, count;
  torch::nn::Linear body{nullptr};
};
TORCH_MODULE(Net);

/// Modules of modules. Those that draw stand in braces: only there compilers agree on the order.
inline std::vector<Case> net_cases() {
  return {
      MODULE(Net(), input()),
      MODULE(Sequential(Linear(3, 2), ReLU()), input()),
      MODULE(Sequential({{"fc", Linear(3, 3)}, {"net", Net()}, {"out", Softmax(1)}}), input()),
      MODULE(Sequential({{"in", Linear(3, 2)}, {"relu", ReLU(ReLUOptions(true))}}), input()),
      MODULE(Sequential(Functional(torch::relu), Functional(torch::elu, 0.5, 1, 1)), input()),
  };
}

// clang-format off
/// A module without a forward; Bilinear has one, but its sums are rounded in another order.
#define DESCRIPTION(...) GLASSGRAD_CASE(#__VA_ARGS__, description(__VA_ARGS__))
// clang-format on

inline std::vector<Case> container_cases() {
  return {
      DESCRIPTION(ModuleList(Linear(2, 1), ReLU(), ModuleList(Tanh()))),
      DESCRIPTION(ModuleDict(torch::OrderedDict<std::string, std::shared_ptr<Module>>(
          {{"second", Linear(2, 1).ptr()}, {"first", Tanh().ptr()}}))),
      DESCRIPTION(ParameterList(torch::ones({2}), torch::zeros({1, 2}, torch::kFloat64))),
      DESCRIPTION(ParameterDict(torch::OrderedDict<std::string, Tensor>(
          {{"w", torch::ones({2})}, {"b", torch::zeros({1}).set_requires_grad(true)}}))),
      DESCRIPTION(Bilinear(3, 2, 4)),
      DESCRIPTION(Bilinear(BilinearOptions(2, 3, 1).bias(false))),
      DESCRIPTION(ModuleList()),
      DESCRIPTION(Sequential()),
  };
}

}  // namespace nn_cases
