// Activations and losses of short float32 tensors, and gelu of any, give PyTorch 1.13.1's bits,
// forward and gradient: tests/golden/bits.txt, written by make_bits.py.

#include <gtest/gtest.h>

#include <cstring>
#include <functional>
#include <map>

#include "tests/support/folders.h"
#include "tests/support/golden_tensor.h"

namespace {

using torch::Tensor;
using Tensors = std::vector<Tensor>;
using Function = std::function<Tensor(const Tensors&)>;

Function unary(std::function<Tensor(const Tensor&)> f) {
  return [f](const Tensors& in) { return f(in[0]); };
}

void add_activations(std::map<std::string, Function>& table) {
  table["sigmoid"] = unary(torch::sigmoid);
  table["tanh"] = unary(torch::tanh);
  table["relu"] = unary(torch::relu);
  table["leaky_relu"] = [](const Tensors& in) { return torch::leaky_relu(in[0], 0.2); };
  table["elu"] = [](const Tensors& in) { return torch::elu(in[0], 1.3); };
  table["selu"] = unary(torch::selu);
  table["celu"] = [](const Tensors& in) { return torch::celu(in[0], 0.7); };
  table["softplus"] = [](const Tensors& in) { return torch::softplus(in[0]); };
  table["softplus_bent"] = [](const Tensors& in) { return torch::softplus(in[0], 2.5, 1.5); };
  table["gelu"] = [](const Tensors& in) { return torch::gelu(in[0]); };
  table["gelu_groups"] = table["gelu"];
  table["gelu_tanh"] = [](const Tensors& in) { return torch::gelu(in[0], "tanh"); };
  table["silu"] = unary(torch::silu);
  table["mish"] = unary(torch::mish);
  table["hardtanh"] = [](const Tensors& in) { return torch::hardtanh(in[0], -0.5, 0.75); };
  table["relu6"] = unary(torch::relu6);
  table["hardshrink"] = [](const Tensors& in) { return torch::hardshrink(in[0]); };
  table["softshrink"] = [](const Tensors& in) { return torch::softshrink(in[0], 0.3); };
  table["threshold"] = [](const Tensors& in) { return torch::threshold(in[0], 0.25, 2.5); };
  table["log_sigmoid"] = unary(torch::log_sigmoid);
  table["glu"] = [](const Tensors& in) { return torch::glu(in[0]); };
  for (const int64_t dim : {0, 1}) {
    table["softmax" + std::to_string(dim)] = [dim](const Tensors& in) {
      return torch::softmax(in[0], dim);
    };
    table["log_softmax" + std::to_string(dim)] = [dim](const Tensors& in) {
      return torch::log_softmax(in[0], dim);
    };
  }
}

void add_losses(std::map<std::string, Function>& table, const std::string& name, int64_t r) {
  table["bce_" + name] = [r](const Tensors& in) {
    return torch::binary_cross_entropy(in[0], in[1], {}, r);
  };
  table["bce_weighted_" + name] = [r](const Tensors& in) {
    return torch::binary_cross_entropy(in[0], in[1], in[2], r);
  };
  table["bce_with_logits_" + name] = [r](const Tensors& in) {
    return torch::binary_cross_entropy_with_logits(in[0], in[1], {}, {}, r);
  };
  table["bce_with_logits_weighted_" + name] = [r](const Tensors& in) {
    return torch::binary_cross_entropy_with_logits(in[0], in[1], in[2], {}, r);
  };
  table["bce_with_logits_pos_weight_" + name] = [r](const Tensors& in) {
    return torch::binary_cross_entropy_with_logits(in[0], in[1], {}, in[2], r);
  };
  table["mse_" + name] = [r](const Tensors& in) { return torch::mse_loss(in[0], in[1], r); };
  table["l1_" + name] = [r](const Tensors& in) { return torch::l1_loss(in[0], in[1], r); };
  table["smooth_l1_" + name] = [r](const Tensors& in) {
    return torch::smooth_l1_loss(in[0], in[1], r, 0.7);
  };
  table["huber_" + name] = [r](const Tensors& in) {
    return torch::huber_loss(in[0], in[1], r, 0.7);
  };
  table["nll_" + name] = [r](const Tensors& in) { return torch::nll_loss(in[0], in[1], {}, r); };
  table["nll_weighted_" + name] = [r](const Tensors& in) {
    return torch::nll_loss(in[0], in[1], in[2], r, 1);
  };
  table["cross_entropy_" + name] = [r](const Tensors& in) {
    return torch::cross_entropy_loss(in[0], in[1], {}, r);
  };
  table["cross_entropy_weighted_" + name] = [r](const Tensors& in) {
    return torch::cross_entropy_loss(in[0], in[1], in[2], r, 1);
  };
}

const std::map<std::string, Function>& functions() {
  static const auto all = [] {
    std::map<std::string, Function> table;
    add_activations(table);
    add_losses(table, "none", torch::Reduction::None);
    add_losses(table, "mean", torch::Reduction::Mean);
    add_losses(table, "sum", torch::Reduction::Sum);
    return table;
  }();
  return all;
}

/// Every number, float or integer, is exact in double: the doubles have equal bits, -0 and 0 apart.
void expect_same_bits(const golden::Array& expected, const Tensor& actual,
                      const std::string& what) {
  const golden::Array found = golden::to_array(actual);
  ASSERT_EQ(found.dtype, expected.dtype) << what;
  ASSERT_EQ(found.shape, expected.shape) << what;
  for (size_t i = 0; i < expected.values.size(); ++i)
    EXPECT_EQ(std::memcmp(&found.values[i], &expected.values[i], sizeof(double)), 0)
        << what << " [" << i << "]: expected " << std::hexfloat << expected.values[i] << ", got "
        << found.values[i];
}

void check(const std::string& name, const golden::Case& c, const Function& function) {
  const std::string what = name + "/" + c.variant;
  Tensors inputs, wanted;
  for (size_t i = 0; i < c.inputs.size(); ++i) {
    inputs.push_back(golden::to_tensor(c.inputs[i], c.gradients[i].has_value()));
    if (c.gradients[i]) wanted.push_back(inputs.back());
  }
  const Tensor y = function(inputs);
  expect_same_bits(c.outputs[0], y, what);
  const Tensors gradients =
      torch::autograd::grad({y}, wanted, {golden::to_tensor(c.cotangents[0])});
  size_t next = 0;
  for (size_t i = 0; i < c.inputs.size(); ++i)
    if (c.gradients[i])
      expect_same_bits(*c.gradients[i], gradients[next++],
                       what + ", gradient " + std::to_string(i));
}

TEST(Bits, OfShortActivationsAndLossesAreThoseOfPyTorch) {
  const golden::Table table = golden::load(test_support::source_path("tests/golden/bits.txt"));
  EXPECT_EQ(table.rows.size(), functions().size());
  for (const golden::Row& row : table.rows) {
    const auto found = functions().find(row.name);
    ASSERT_NE(found, functions().end()) << row.name;
    for (const golden::Case& c : row.cases) check(row.name, c, found->second);
  }
}

}  // namespace
