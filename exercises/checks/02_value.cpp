// Checks 02_value.h.
#include "02_value.h"

#include "check.h"

int main(int argc, char** argv) {
  return check::run(argc, argv, [](check::Random& random) {
    const int count = random.integer(2, 4);
    const check::Numbers numbers = random.numbers(count), slopes = random.numbers(count);
    std::vector<Value> parents(numbers.begin(), numbers.end());
    const double data = random.uniform(-1, 1);
    const Value made = record(data, parents, slopes);

    const std::string what =
        "record(" + check::text(data) + ", " + std::to_string(count) + " parents, slopes)";
    check::near(what + ": data", made.data(), data);
    check::near(what + ": grad", made.grad(), 0,
                {{1, "a gradient starts at 0: nothing has arrived yet"}});
    check::near(what + ": how many parents", double(made.node->parents.size()), count,
                {{0, "the parents are not kept: result.node->parents is empty"},
                 {2.0 * count, "every parent is there twice"}});
    check::Numbers kept;
    for (const auto& parent : made.node->parents) kept.push_back(parent->data);
    check::near(
        what + ": data of the parents", kept, numbers,
        {{check::Numbers(numbers.rbegin(), numbers.rend()), "the parents stand in reverse order"}});
    for (int i = 0; i < count; ++i)
      check::that(made.node->parents[i] == parents[i].node,
                  what + ": parent " + std::to_string(i) + " is a node of its own",
                  "a copy of the node instead of the node: a gradient put there would not arrive");
    check::near(
        what + ": slopes", made.node->slopes, slopes,
        {{check::Numbers(slopes.rbegin(), slopes.rend()), "the slopes stand in reverse order"},
         {numbers, "these are the parents' data; the slopes are the third parameter"}});

    const Value twice = record(0, {parents[0], parents[0]}, {1, 1});
    check::near("a value may be its own brother, as in a * a: how many parents",
                double(twice.node->parents.size()), 2);
  });
}
