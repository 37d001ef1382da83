// The checks that every row of the table goes through. The rows are in <group>_test.cpp.
#include "tests/autograd/ops/table/ops_table.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <sstream>

#include "tests/support/check_gradient.h"
#include "tests/support/folders.h"
#include "tests/support/golden_tensor.h"

namespace ops_table {
namespace {

using golden::Array;
using golden::Case;

enum class Match { bits, close };

bool same(double actual, double expected, bool single, Match match) {
  if (std::isnan(expected)) return std::isnan(actual);
  if (match == Match::bits || std::isinf(expected))
    return actual == expected && std::signbit(actual) == std::signbit(expected);
  const double scale = std::abs(expected);
  return std::abs(actual - expected) <= (single ? 2e-6 * scale + 1e-7 : 1e-13 * scale + 1e-14);
}

std::string show(double value) {
  std::ostringstream text;
  text.precision(17);
  text << value << " (" << std::hexfloat << value << ")";
  return text.str();
}

/// Reports type, shape and every element that differs from PyTorch's.
void expect_equal(const std::string& what, const Array& actual, const Array& expected,
                  Match match) {
  EXPECT_EQ(actual.dtype, expected.dtype) << what;
  EXPECT_EQ(golden::to_text(actual.shape), golden::to_text(expected.shape)) << what;
  if (actual.values.size() != expected.values.size()) return;
  const bool single = expected.dtype == "Float";
  for (std::size_t i = 0; i < expected.values.size(); ++i) {
    if (same(actual.values[i], expected.values[i], single, match)) continue;
    ADD_FAILURE() << what << ", element " << i << ": " << show(actual.values[i]) << ", PyTorch has "
                  << show(expected.values[i]);
  }
}

Tensors make_inputs(const Case& golden) {
  Tensors inputs;
  for (std::size_t i = 0; i < golden.inputs.size(); ++i) {
    const bool requires_grad = i < golden.gradients.size() && golden.gradients[i].has_value();
    inputs.push_back(golden::to_tensor(golden.inputs[i], requires_grad));
  }
  return inputs;
}

Tensors make_cotangents(const Case& golden) {
  Tensors cotangents;
  for (const Array& cotangent : golden.cotangents)
    cotangents.push_back(golden::to_tensor(cotangent));
  return cotangents;
}

void check_values(const Case& golden, const Tensors& outputs) {
  ASSERT_EQ(outputs.size(), golden.outputs.size()) << "number of outputs";
  for (std::size_t i = 0; i < outputs.size(); ++i)
    expect_equal("output " + std::to_string(i), golden::to_array(outputs[i]), golden.outputs[i],
                 golden.has("bits") ? Match::bits : Match::close);
}

/// The gradients that backward() leaves in the inputs.
void check_gradients(const Case& golden, const Tensors& inputs, const Tensors& outputs) {
  Tensors roots;
  for (const Tensor& output : outputs)
    if (output.requires_grad()) roots.push_back(output);
  ASSERT_EQ(roots.size(), golden.cotangents.size()) << "number of outputs that require grad";
  torch::autograd::backward(roots, make_cotangents(golden));
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    if (!inputs[i].requires_grad()) continue;
    const Tensor gradient =
        inputs[i].grad().defined() ? inputs[i].grad() : torch::zeros_like(inputs[i]);
    expect_equal("gradient of argument " + std::to_string(i), golden::to_array(gradient),
                 *golden.gradients[i], golden.has("gradient_bits") ? Match::bits : Match::close);
  }
}

bool is_double(const Case& golden) {
  return std::all_of(golden.cotangents.begin(), golden.cotangents.end(),
                     [](const Array& cotangent) { return cotangent.dtype == "Double"; });
}

void check_case(const Operation& operation, const Case& golden) {
  const Tensors inputs = make_inputs(golden);
  const Tensors outputs = operation.function(inputs);
  check_values(golden, outputs);
  if (golden.cotangents.empty() || testing::Test::HasFatalFailure()) return;

  check_gradients(golden, inputs, outputs);
  if (golden.has("edge") || !is_double(golden)) return;

  const Tensors leaves = make_inputs(golden);
  const std::string id = operation.name + "/" + golden.variant;
  EXPECT_TRUE(support::check_gradient(id, operation.function, leaves, make_cotangents(golden)));
  if (golden.has("first_only")) return;
  EXPECT_TRUE(
      support::check_second_gradient(id, operation.function, leaves, make_cotangents(golden)));
}

TEST_P(OperationTable, MatchesPyTorchAndDifferences) {
  const Operation& operation = GetParam();
  ASSERT_TRUE(operation.function) << "ops.txt has cases of " << operation.name
                                  << ", the table has no such row";
  ASSERT_FALSE(operation.cases.empty())
      << "the table has a row " << operation.name << ", ops.txt has no case";
  for (const Case& golden : operation.cases) {
    SCOPED_TRACE(operation.name + "/" + golden.variant);
    try {
      check_case(operation, golden);
    } catch (const std::exception& error) {
      ADD_FAILURE() << "threw " << error.what();
    }
  }
}

}  // namespace

const golden::Table& golden_table() {
  static const golden::Table table = [] {
    const char* other = std::getenv("GLASSGRAD_OPS_FILE");
    return golden::load(other != nullptr ? other
                                         : test_support::source_path("tests/golden/ops.txt"));
  }();
  return table;
}

std::vector<Operation> join(const std::string& group, const std::vector<Row>& rows) {
  std::vector<Operation> operations;
  for (const Row& row : rows) operations.push_back({row.name, row.function, {}});
  for (const golden::Row& golden : golden_table().rows) {
    if (golden.group != group) continue;
    const auto known =
        std::find_if(operations.begin(), operations.end(),
                     [&](const Operation& operation) { return operation.name == golden.name; });
    if (known == operations.end()) {
      operations.push_back({golden.name, {}, golden.cases});
    } else {
      known->cases = golden.cases;
    }
  }
  return operations;
}

}  // namespace ops_table
