#pragma once
// What a Value points to.

#include <cstdint>

namespace glassgrad {

/// What made a value. Nothing made a leaf: it was written down as a number.
enum class ValueOp : uint8_t {
  leaf,
  add,
  sub,
  mul,
  div,
  neg,
  pow,
  exp,
  log,
  sqrt,
  sin,
  cos,
  tanh,
  sigmoid,
  relu,
  abs,
  max,
  min
};

/// "+", "tanh", "leaf"
const char* to_string(ValueOp op);

/// One value of the graph and how it was made, y = op(parent[0], parent[1]). The chain rule stands
/// here to be read: backward adds partial[i] * grad to the gradient of parent[i].
struct ValueNode {
  double data;           ///< y
  double grad;           ///< dL/dy, as the last backward call that came through here left it
  ValueNode* parent[2];  ///< null where a plain number stood, or where there is no second operand
  double partial[2];     ///< dy/d(parent[i]); where a plain number stood, that number
  union {
    const char* name;      ///< for printing; null if there is none
    ValueNode* next_dead;  ///< once nothing refers to the node: the one to be released after it
  };
  uint32_t references;  ///< held by Values and by the nodes that were made of this one
  ValueOp op;
  bool accumulates;  ///< whether an arriving gradient is added to `grad` or replaces it. A leaf
                     ///< always adds; another node from the first arrival until its turn has come
};

}  // namespace glassgrad
