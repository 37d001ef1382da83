// Checks 10_views.h.
#include "10_views.h"

#include "check.h"

namespace {

void check_sizes(const std::string& what, const Sizes& got, const Sizes& expected) {
  check::near(what, check::Numbers(got.begin(), got.end()),
              check::Numbers(expected.begin(), expected.end()));
}

}  // namespace

int main(int argc, char** argv) {
  return check::run(argc, argv, [](check::Random& random) {
    const int rows = random.integer(2, 3), columns = rows + random.integer(1, 3);
    const check::Numbers data = random.numbers(rows * columns);
    const Tensor t = make_tensor({rows, columns}, data);
    check::Numbers turned;
    for (int j = 0; j < columns; ++j)
      for (int i = 0; i < rows; ++i) turned.push_back(data[i * columns + j]);

    const Tensor v = transpose(t);
    check_sizes("transpose of sizes " + text(t.sizes) + ": sizes", v.sizes, {columns, rows});
    check::that(v.storage == t.storage, "transpose(t) has memory of its own",
                "a copy: a view shares t.storage, only sizes and strides differ");
    check::near("transpose(t), read row by row", numbers(v), turned,
                {{data, "the order of the numbers is as before: swap the strides too"}});
    check::near("transpose twice", numbers(transpose(v)), data);

    const int i = random.integer(1, rows - 1), j = random.integer(1, columns - 1);
    check::Numbers row, column;
    for (int k = 0; k < columns; ++k) row.push_back(data[i * columns + k]);
    for (int k = 0; k < rows; ++k) column.push_back(data[k * columns + j]);
    const Tensor r = select(t, 0, i), c = select(t, 1, j);
    check_sizes("select(t, 0, i): sizes", r.sizes, {columns});
    check::near(
        "select(t, 0, " + std::to_string(i) + ")", numbers(r), row,
        {{check::Numbers(data.begin(), data.begin() + columns), "row 0: the offset has to move"},
         {check::Numbers(data.begin() + i, data.begin() + i + columns),
          "the offset moves by i strides, not by i"}});
    check::near("select(t, 1, " + std::to_string(j) + ")", numbers(c), column, {});
    check::near("select of a transposed tensor", numbers(select(v, 0, j)), column, {});
    check::that(r.storage == t.storage, "select(t, 0, i) has memory of its own",
                "a copy instead of a view");
    check::near("select twice: the offsets add up", at(select(select(t, 0, i), 0, j), {}),
                data[i * columns + j],
                {{data[j], "the second view forgets where the first began: offset += ..., not ="}});

    const Tensor own = contiguous(v);
    check::near("contiguous(transpose(t))", numbers(own), turned,
                {{data,
                  "the numbers as they lie in memory: `numbers` reads them in the order of "
                  "the view"}});
    check::that(own.storage != t.storage, "contiguous(t) shares memory with t",
                "here a copy is asked for");
    check_sizes("contiguous(transpose(t)): strides", own.strides, {rows, 1});
  });
}
