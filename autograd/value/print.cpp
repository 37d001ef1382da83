// Values as text: one alone, the graph behind one as a list and as a drawing.
#include <ostream>
#include <unordered_map>
#include <vector>

#include <fmt/core.h>

#include "autograd/value/value.h"

namespace glassgrad {

namespace {

bool is_infix(ValueOp op) { return ValueOp::add <= op && op <= ValueOp::div; }

bool has_two_operands(ValueOp op) {
  return is_infix(op) || op == ValueOp::pow || op == ValueOp::max || op == ValueOp::min;
}

/// All nodes behind `root`, operands before results, in the order in which an expression would be
/// computed from left to right. No recursion: a graph may be deep.
class NodeList {
 public:
  explicit NodeList(const ValueNode* root) {
    std::vector<const ValueNode*> open = {root};
    while (!open.empty()) {
      const ValueNode* node = open.back();
      if (const ValueNode* parent = unlisted_parent(node)) {
        open.push_back(parent);
        continue;
      }
      open.pop_back();
      list(node);
    }
  }

  auto begin() const { return nodes_.begin(); }
  auto end() const { return nodes_.end(); }
  size_t number(const ValueNode* node) const { return numbers_.at(node); }

  /// Its own name, or v and its number in the list.
  std::string name(const ValueNode* node) const {
    return node->name ? node->name : fmt::format("v{}", number(node));
  }

  /// "a * b", "tanh(a)", "pow(a, 2)"; a leaf is its number.
  std::string formula(const ValueNode* node) const {
    const char* op = to_string(node->op);
    if (node->op == ValueOp::leaf) return fmt::format("{}", node->data);
    if (is_infix(node->op)) return fmt::format("{} {} {}", operand(node, 0), op, operand(node, 1));
    if (has_two_operands(node->op))
      return fmt::format("{}({}, {})", op, operand(node, 0), operand(node, 1));
    return fmt::format("{}({})", op, operand(node, 0));
  }

 private:
  const ValueNode* unlisted_parent(const ValueNode* node) const {
    for (const ValueNode* parent : node->parent)
      if (parent && !numbers_.contains(parent)) return parent;
    return nullptr;
  }
  void list(const ValueNode* node) {
    if (numbers_.try_emplace(node, nodes_.size()).second) nodes_.push_back(node);
  }
  std::string operand(const ValueNode* node, size_t i) const {
    return node->parent[i] ? name(node->parent[i]) : fmt::format("{}", node->partial[i]);
  }

  std::vector<const ValueNode*> nodes_;
  std::unordered_map<const ValueNode*, size_t> numbers_;
};

/// Text in a quoted string of Graphviz' language.
std::string escaped(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out;
}

}  // namespace

std::ostream& operator<<(std::ostream& out, const Value& value) {
  const ValueNode& node = value.node();
  if (node.name) out << node.name << " = ";
  return out << fmt::format("Value(data={}, grad={})", node.data, node.grad);
}

std::string Value::graph() const {
  const NodeList nodes(node_);
  std::string text;
  for (const ValueNode* node : nodes) {
    const std::string name = nodes.name(node);
    text += fmt::format("{:<24} data {:<12.6g} grad {:<12.6g}", name + " = " + nodes.formula(node),
                        node->data, node->grad);
    for (int i = 0; i < 2; ++i)
      if (node->parent[i])
        text +=
            fmt::format("  d{}/d{} = {:.6g}", name, nodes.name(node->parent[i]), node->partial[i]);
    text.erase(text.find_last_not_of(' ') + 1);
    text += '\n';
  }
  return text;
}

std::string Value::graphviz() const {
  const NodeList nodes(node_);
  std::string text =
      "digraph {\n"
      "  rankdir=LR\n"
      "  node [shape=box fontname=\"sans-serif\"]\n"
      "  edge [fontname=\"sans-serif\" fontsize=10]\n";
  for (const ValueNode* node : nodes) {
    const std::string made = escaped(nodes.name(node) + " = " + nodes.formula(node));
    text += fmt::format("  v{} [label=\"{}\\ndata {:.6g}\\ngrad {:.6g}\"]\n", nodes.number(node),
                        made, node->data, node->grad);
    for (int i = 0; i < 2; ++i)
      if (node->parent[i])
        text += fmt::format("  v{} -> v{} [label=\"{:.6g}\"]\n", nodes.number(node->parent[i]),
                            nodes.number(node), node->partial[i]);
  }
  return text + "}\n";
}

}  // namespace glassgrad
