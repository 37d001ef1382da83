// Checks 04_order.h.
#include "04_order.h"

#include "check.h"

namespace {

void check_walk(const std::string& what, const Value& root, int expected_count) {
  const std::vector<Node*> nodes = newest_first(root);
  std::set<Node*> seen;
  for (Node* node : nodes)
    check::that(seen.insert(node).second, what + ": a node comes twice",
                "each node once: look whether it has been seen before you keep it");
  check::that(seen.contains(root.node.get()), what + ": the root is missing",
              "the walk begins with the root");
  check::near(what + ": how many nodes", double(nodes.size()), expected_count);
  std::set<Node*> before;
  for (Node* node : nodes) {
    for (const auto& parent : node->parents)
      check::that(!before.contains(parent.get()),
                  what + ": a parent comes before what was made of it",
                  "the order of the walk: sort by ->number, the largest first");
    before.insert(node);
  }
}

}  // namespace

int main(int argc, char** argv) {
  return check::run(argc, argv, [](check::Random& random) {
    const Value a(2), b(3);
    check_walk("a alone", a, 1);
    check_walk("a + b", a + b, 3);
    const Value c = a * b, d = c + a;
    check_walk("c = a * b; d = c + a; d * c", d * c, 5);

    Value x(1);
    for (int i = 0; i < 22; ++i) x = x + x;
    check_walk("x = x + x, 22 times", x, 23);

    std::vector<Value> values = {Value(1), Value(2), Value(3)};
    Value all = values[0];
    for (int i = 0; i < 60; ++i) {
      const Value& left = values[random.integer(0, int(values.size()) - 1)];
      const Value& right = values[random.integer(0, int(values.size()) - 1)];
      values.push_back(left + right);
    }
    for (size_t i = 1; i < values.size(); ++i) all = all + values[i];
    check_walk("60 random sums, all of them summed", all, 63 + 62);
  });
}
