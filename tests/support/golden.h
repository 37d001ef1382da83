#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

/// PyTorch's answers, read from tests/golden/ops.txt (format: tests/golden/README.md). Knows no
/// tensors.
namespace golden {

/// The values of a tensor in row-major order; every number of the types in use is exact in double.
struct Array {
  std::string dtype;  // as libtorch prints a ScalarType: Double, Float, Long, Int, Byte, Bool
  std::vector<std::int64_t> shape;
  std::vector<double> values;
};

/// An argument and how it lies in memory: contiguous, transposed, strided or expanded.
struct Input {
  std::string layout;
  Array array;
};

/// One call of an operation.
struct Case {
  std::string variant;
  std::set<std::string> flags;
  std::vector<Input> inputs;
  std::vector<Array> outputs;
  std::vector<Array> cotangents;                ///< one for each output that can have a gradient
  std::vector<std::optional<Array>> gradients;  ///< one for each input; nothing for a constant

  bool has(const std::string& flag) const { return flags.count(flag) != 0; }
};

/// All cases of one operation.
struct Row {
  std::string group;
  std::string name;
  std::vector<Case> cases;
};

/// Result types of an operation for one left operand: one for each right operand, in the order of
/// `Table::dtypes`.
struct Promotion {
  std::string operation;
  std::string kind;  // unary, dim_dim, dim_zero, zero_dim, scalar_dim or scalar_zero
  std::string left;  // a dtype; for scalars int, double or bool
  std::vector<std::string> results;
};

struct Table {
  std::vector<Row> rows;
  std::vector<std::string> dtypes;
  std::vector<Promotion> promotions;
  std::map<std::string, std::string> errors;  ///< call -> first line of the text it throws
};

/// @throws std::runtime_error with file and line if the file is missing or malformed
Table load(const std::string& path);

}  // namespace golden
