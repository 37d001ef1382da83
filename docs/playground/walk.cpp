// What the page needs to know of each node: its numbers, its inputs, its rule in words.
#include "docs/playground/walk.h"

#include <cmath>
#include <cstdio>
#include <map>

#include "docs/playground/expression.h"

namespace playground {

using glassgrad::Value;
using glassgrad::ValueNode;
using glassgrad::ValueOp;

namespace {

std::string short_text(double number) {
  char text[32];
  std::snprintf(text, sizeof text, "%.6g", number);
  return text;
}

std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    if (static_cast<unsigned char>(c) >= ' ') out += c;
  }
  return out + '"';
}

/// Names and formulas of the nodes of one computation.
class Graph {
 public:
  explicit Graph(const Computation& computation) {
    for (const Value& value : computation.values)
      if (numbers_.try_emplace(&value.node(), nodes_.size()).second)
        nodes_.push_back(&value.node());
  }

  std::string text() const {
    std::string out;
    for (const ValueNode* node : nodes_) out += (out.empty() ? "" : ",") + text(node);
    return "{\"nodes\":[" + out + "]}";
  }

 private:
  std::string text(const ValueNode* node) const {
    std::string inputs;
    for (int i = 0; i < 2; ++i)
      if (node->parent[i])
        inputs += (inputs.empty() ? "" : ",") + std::string("{\"node\":") +
                  std::to_string(numbers_.at(node->parent[i])) +
                  ",\"partial\":" + json(node->partial[i]) + ",\"rule\":" + quoted(rule(node, i)) +
                  "}";
    return "{\"name\":" + quoted(name(node)) + ",\"formula\":" + quoted(formula(node)) +
           ",\"data\":" + json(node->data) + ",\"grad\":" + json(node->grad) + ",\"inputs\":[" +
           inputs + "]}";
  }

  std::string name(const ValueNode* node) const {
    return node->name ? node->name : "v" + std::to_string(numbers_.at(node));
  }

  /// An operand's name, or the number that stood in its place.
  std::string operand(const ValueNode* node, int i) const {
    return node->parent[i] ? name(node->parent[i]) : short_text(node->partial[i]);
  }

  std::string formula(const ValueNode* node) const {
    const std::string op = to_string(node->op);
    const std::string a = node->op == ValueOp::leaf ? short_text(node->data) : operand(node, 0);
    switch (node->op) {
      case ValueOp::leaf:
        return a;
      case ValueOp::neg:
        return "-" + a;
      case ValueOp::add:
      case ValueOp::sub:
      case ValueOp::mul:
      case ValueOp::div:
        return a + " " + op + " " + operand(node, 1);
      case ValueOp::pow:
        return a + " ^ " + operand(node, 1);
      case ValueOp::max:
      case ValueOp::min:
        return op + "(" + a + ", " + operand(node, 1) + ")";
      default:
        return op + "(" + a + ")";
    }
  }

  /// The local derivative by the i-th input, in words; y is the node's own value.
  std::string rule(const ValueNode* node, int i) const {
    const std::string x = operand(node, i), other = operand(node, 1 - i), y = name(node);
    switch (node->op) {
      case ValueOp::sub:
        return i == 0 ? "1" : "-1";
      case ValueOp::mul:
        return other;
      case ValueOp::div:
        return i == 0 ? "1 / " + other : "-" + other + " / " + x + "²";
      case ValueOp::neg:
        return "-1";
      case ValueOp::pow:
        return i == 0 ? other + " " + x + "^(" + other + " - 1)" : y + " log(" + other + ")";
      case ValueOp::exp:
        return y;
      case ValueOp::log:
        return "1 / " + x;
      case ValueOp::sqrt:
        return "1 / (2 " + y + ")";
      case ValueOp::sin:
        return "cos(" + x + ")";
      case ValueOp::cos:
        return "-sin(" + x + ")";
      case ValueOp::tanh:
        return "1 - " + y + "²";
      case ValueOp::sigmoid:
        return y + " (1 - " + y + ")";
      case ValueOp::relu:
        return "1 if " + x + " > 0, else 0";
      case ValueOp::abs:
        return "sign of " + x;
      case ValueOp::max:
      case ValueOp::min:
        return "1 if it is the " + std::string(to_string(node->op)) + ", else 0";
      default:
        return "1";
    }
  }

  std::vector<const ValueNode*> nodes_;
  std::map<const ValueNode*, size_t> numbers_;
};

}  // namespace

std::string json(double number) {
  if (std::isnan(number)) return "\"NaN\"";
  if (std::isinf(number)) return number > 0 ? "\"Infinity\"" : "\"-Infinity\"";
  char text[32];
  std::snprintf(text, sizeof text, "%.17g", number);
  return text;
}

std::string walk(const std::string& text) {
  try {
    const Computation computation = compute(text);
    computation.values.back().backward();
    return Graph(computation).text();
  } catch (const SyntaxError& error) {
    return "{\"error\":" + quoted(error.what()) + ",\"at\":" + std::to_string(error.at) + "}";
  }
}

}  // namespace playground
