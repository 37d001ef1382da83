// Checks 03_times.h.
#include "03_times.h"

#include "check.h"

namespace {

using Operation = std::function<Value(Value, Value)>;

/// The slopes that an operation records are those that central differences measure.
void check_operation(const std::string& sign, const Operation& f, double a, double b,
                     double expected, check::Suspects suspects) {
  const std::string what =
      "c = a " + sign + " b, a = " + check::text(a) + ", b = " + check::text(b);
  const Value c = f(a, b);
  check::near(what + ": c", c.data(), expected, {{0, "the value is not computed yet"}});
  check::that(c.node->parents.size() == 2 && c.node->slopes.size() == 2,
              what + ": two parents, two slopes", "c has to be made by `record`");
  check::near(what + ": data of the parents", {c.node->parents[0]->data, c.node->parents[1]->data},
              {a, b}, {{{b, a}, "the parents are in the wrong order: {a, b}"}});
  const double by_a = check::difference([&](double t) { return f(t, b).data(); }, a);
  const double by_b = check::difference([&](double t) { return f(a, t).data(); }, b);
  check::near(what + ": slopes dc/da, dc/db", c.node->slopes, {by_a, by_b}, suspects, 1e-5);
}

}  // namespace

int main(int argc, char** argv) {
  return check::run(argc, argv, [](check::Random& random) {
    for (int i = 0; i < 20; ++i) {
      const double a = random.uniform(0.5, 3), b = random.uniform(-3, -0.5);
      check_operation("+", [](Value x, Value y) { return x + y; }, a, b, a + b, {});
      check_operation("-", [](Value x, Value y) { return x - y; }, a, b, a - b,
                      {{{1, 1}, "when b grows, a - b falls: the slope for b is -1"},
                       {{-1, 1}, "the signs are swapped: a - b rises with a"}});
      check_operation("*", [](Value x, Value y) { return x * y; }, a, b, a * b,
                      {{{a, b}, "the factors are swapped: the slope for a is the other one, b"},
                       {{1, 1}, "these are the slopes of a sum"}});
    }
  });
}
