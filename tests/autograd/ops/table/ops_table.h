#pragma once
#include <gtest/gtest.h>

#include <functional>
#include <ostream>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "tests/support/golden.h"
#include "tests/support/library.h"

/// The table of operations: one row {name, function} each; the inputs (shapes, domains, layouts)
/// and PyTorch's answers come from tests/golden/ops.txt. To add an operation: a row in
/// tests/golden/op_rows/, a row here.
namespace ops_table {

using torch::Tensor;
using Tensors = std::vector<Tensor>;

inline Tensors to_list(Tensor tensor) { return {std::move(tensor)}; }
inline Tensors to_list(Tensors tensors) { return tensors; }
inline Tensors to_list(std::tuple<Tensor, Tensor> pair) {
  return {std::get<0>(pair), std::get<1>(pair)};
}

/// Calls f(x[0], x[1], ...) with as many tensors as it takes, or f(x).
template <class F>
Tensors spread(F f, const Tensors& x) {
  using T = const Tensor&;
  if constexpr (std::is_invocable_v<F, const Tensors&>)
    return to_list(f(x));
  else if constexpr (std::is_invocable_v<F, T>)
    return to_list(f(x.at(0)));
  else if constexpr (std::is_invocable_v<F, T, T>)
    return to_list(f(x.at(0), x.at(1)));
  else if constexpr (std::is_invocable_v<F, T, T, T>)
    return to_list(f(x.at(0), x.at(1), x.at(2)));
  else
    return to_list(f(x.at(0), x.at(1), x.at(2), x.at(3)));
}

struct Row {
  /// @param function  a lambda from tensors to a tensor, a list or a pair of tensors
  template <class F>
  Row(std::string name, F function)
      : name(std::move(name)),
        function([function](const Tensors& x) { return spread(function, x); }) {}

  std::string name;
  std::function<Tensors(const Tensors&)> function;
};

/// A row with its cases: one test.
struct Operation {
  std::string name;
  std::function<Tensors(const Tensors&)> function;  // empty: the row is missing here
  std::vector<golden::Case> cases;                  // empty: it is missing in ops.txt
};

inline void PrintTo(const Operation& operation, std::ostream* out) { *out << operation.name; }

/// Everything in ops.txt, or in the file that GLASSGRAD_OPS_FILE names.
const golden::Table& golden_table();

/// The rows joined with the golden rows of their group; a row without a partner fails as a test of
/// its own.
std::vector<Operation> join(const std::string& group, const std::vector<Row>& rows);

inline std::string test_name(const testing::TestParamInfo<Operation>& info) {
  return info.param.name;
}

class OperationTable : public testing::TestWithParam<Operation> {};

}  // namespace ops_table
