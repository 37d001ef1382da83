// Checks 20_loader.h.
#include "20_loader.h"

#include "check.h"

namespace {

check::Numbers as_numbers(const Indices& indices) { return {indices.begin(), indices.end()}; }

check::Numbers counted(int n) {
  check::Numbers result;
  for (int i = 0; i < n; ++i) result.push_back(i);
  return result;
}

}  // namespace

int main(int argc, char** argv) {
  return check::run(argc, argv, [](check::Random& random) {
    std::mt19937 engine(random.integer(1, 1000000));
    const int n = random.integer(6, 9);
    const Indices order = shuffled(n, engine);
    Indices sorted = order;
    std::sort(sorted.begin(), sorted.end());
    check::near("shuffled(" + std::to_string(n) + "), sorted", as_numbers(sorted), counted(n),
                {{as_numbers(sorted),
                  "an index is there twice and another not at all: swap, do not draw anew"}});
    int first[3] = {}, all[6] = {};
    for (int i = 0; i < 6000; ++i) {
      const Indices o = shuffled(3, engine);
      ++first[o[0]], ++all[o[0] * 2 + (o[1] > o[2])];
    }
    check::that(all[0] != 6000, "shuffled gives 0, 1, 2, ... every time",
                "nothing is shuffled yet");
    for (int count : all)
      check::that(count > 800 && count < 1200,
                  "6000 times shuffled(3): one of the 6 orders came " + std::to_string(count) +
                      " times, not about 1000",
                  "place i is swapped with one of 0..i: `random() % (i + 1)`");

    const Split parts = split(order, 0.5 + 0.5 / n);
    Indices both = parts.train;
    both.insert(both.end(), parts.test.begin(), parts.test.end());
    check::that(both.size() <= order.size(), "split: an index is in both parts",
                "the parts overlap: the model would be tested on what it has learnt");
    check::near("split(order): train and test together", as_numbers(both), as_numbers(order));
    check::near("split of 10 with share 0.8: how many to learn from",
                double(split(shuffled(10, engine), 0.8).train.size()), 8,
                {{0, "a share below 1 as a whole number is 0"}, {2, "train and test are swapped"}});
    check::near("split of 10 with share 0.7: how many to learn from",
                double(split(shuffled(10, engine), 0.7).train.size()), 7,
                {{6, "0.7 * 10 may be 6.9999...: round, do not cut"}});

    const int size = random.integer(2, 4), rest = random.integer(1, size - 1);
    const int count = 3 * size + rest;
    const std::vector<Indices> cut = batches(shuffled(count, engine), size);
    check::near(
        "batches of " + std::to_string(size) + " out of " + std::to_string(count) + ": how many",
        double(cut.size()), 4,
        {{3, "the last, smaller batch is dropped: an integer division rounds down"},
         {5, "a batch too many, at the end: is it empty?"}});
    check::near("the size of the last one", double(cut.back().size()), rest,
                {{0, "the last batch is empty"}});
    check::Numbers seen;
    for (const Indices& batch : cut) seen.insert(seen.end(), batch.begin(), batch.end());
    std::sort(seen.begin(), seen.end());
    check::near("all batches together, sorted", seen, counted(count));
    check::near("batches of 2 out of 6: how many", double(batches(shuffled(6, engine), 2).size()),
                3, {{4, "a batch too many, at the end: is it empty?"}});
  });
}
