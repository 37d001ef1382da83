#pragma once
// First values, in libtorch's own words; see cases.h.

#include "tests/nn/cases.h"

namespace nn_cases {

/// Few floats and many take different ways through normal_, as do doubles and views.
inline std::vector<Tensor> init_targets() {
  return {torch::empty({2, 3}), torch::empty({5, 7}), torch::empty({3, 2, 4}),
          torch::empty({4, 5}, torch::kFloat64), torch::empty({5, 4}).t()};
}

// clang-format off
#define INIT(...) {#__VA_ARGS__, [] { \
    using namespace torch::nn::init; \
    std::string text; \
    torch::manual_seed(0); \
    for (const Tensor& t : init_targets()) { (void)(__VA_ARGS__); text += hex_text(t) + '\n'; } \
    return text; }}
#define GAIN(...) {#__VA_ARGS__, [] { \
    using namespace torch::nn::init; \
    return hex_text(torch::full({}, __VA_ARGS__, torch::kFloat64)) + '\n'; }}
// clang-format on

inline std::vector<Case> init_cases() {
  return {
      INIT(uniform_(t)),
      INIT(uniform_(t, -0.5, 2)),
      INIT(normal_(t)),
      INIT(normal_(t, 1.5, 0.25)),
      INIT(constant_(t, 0.3)),
      INIT(ones_(t)),
      INIT(zeros_(t)),
      INIT(xavier_uniform_(t)),
      INIT(xavier_uniform_(t, 1.75)),
      INIT(xavier_normal_(t)),
      INIT(xavier_normal_(t, 0.5)),
      INIT(kaiming_uniform_(t)),
      INIT(kaiming_uniform_(t, 0.5)),
      INIT(kaiming_uniform_(t, 0, torch::kFanOut)),
      INIT(kaiming_uniform_(t, 0, torch::kFanIn, torch::kReLU)),
      INIT(kaiming_uniform_(t, 0, torch::kFanOut, torch::kTanh)),
      INIT(kaiming_normal_(t)),
      INIT(kaiming_normal_(t, 0.5, torch::kFanOut)),
      INIT(kaiming_normal_(t, 0, torch::kFanIn, torch::kSigmoid)),
      GAIN(calculate_gain(torch::kLinear)),
      GAIN(calculate_gain(torch::kConv2D)),
      GAIN(calculate_gain(torch::kSigmoid)),
      GAIN(calculate_gain(torch::kTanh)),
      GAIN(calculate_gain(torch::kReLU)),
      GAIN(calculate_gain(torch::kLeakyReLU)),
      GAIN(calculate_gain(torch::kLeakyReLU, 0.3)),
  };
}

}  // namespace nn_cases
