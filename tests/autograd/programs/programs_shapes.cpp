// Drawn operations of more than single elements: reductions, products, joins.
#include "tests/autograd/programs/drawn_program.h"

namespace fuzz {

// --- reductions, products, joins ---

void Program::reduce() {
  const Pair p = pick();
  if (p.model.rank() == 0) return;
  const std::int64_t d = dim_of(p);
  const auto at = static_cast<std::size_t>(d);
  const bool keep = draw(2) == 0;
  const int way = draw(7);
  const Sizes sizes = p.model.sizes;
  const std::int64_t n = sizes[at];
  const bool stays = way >= 4;
  Sizes to = sizes;
  if (!stays && keep) to[at] = 1;
  if (!stays && !keep) to.erase(to.begin() + d);
  std::vector<Sizes> indices;
  naive::each(to, [&](const Sizes& index) { indices.push_back(index); });
  const naive::Rule add = kBinary[kAdd].rule, mul = kBinary[kMul].rule;
  const auto element = [&](Sizes index, std::int64_t k) {
    if (!stays && !keep)
      index.insert(index.begin() + d, k);
    else
      index[at] = k;
    return machine_.element_of(p.model, sizes, index);
  };
  const auto folded = [&](const Sizes& index, double first, naive::Rule rule, auto each,
                          std::int64_t count) {
    int sum = machine_.number(first);
    for (std::int64_t k = 0; k < count; ++k) sum = machine_.apply(rule, sum, each(index, k));
    return sum;
  };
  const auto exp_of = [&](const Sizes& index, std::int64_t k) {
    return machine_.apply(kUnary[1].rule, element(index, k));
  };
  const naive::Rule log = [](const Number& x, const Number&) {
    return chain(x, std::log(x.v), 1 / x.v, -1 / (x.v * x.v));
  };
  const auto one = [&](std::size_t i) {
    const Sizes& index = indices[i];
    switch (way) {
      case 0:
        return folded(index, 0, add, element, n);
      case 1:
        return machine_.apply(mul, folded(index, 0, add, element, n),
                              machine_.number(1 / static_cast<double>(n)));
      case 2:
        return folded(index, 1, mul, element, n);
      case 3:
        return machine_.apply(log, folded(index, 0, add, exp_of, n));
      case 4:
        return folded(index, 0, add, element, index[at] + 1);
      case 5:
        return machine_.apply([](const Number& x, const Number& y) { return x * inverse(y); },
                              exp_of(index, index[at]), folded(index, 0, add, exp_of, n));
      default:
        return folded(index, 1, mul, element, index[at] + 1);
    }
  };
  const auto real = [&]() -> gg::Tensor {
    switch (way) {
      case 0:
        return p.real.sum(gg::IntArrayRef(d), keep);
      case 1:
        return p.real.mean(gg::IntArrayRef(d), keep);
      case 2:
        return p.real.prod(d, keep);
      case 3:
        return p.real.logsumexp(gg::IntArrayRef(d), keep);
      case 4:
        return p.real.cumsum(d);
      case 5:
        return p.real.softmax(d);
      default:
        return p.real.cumprod(d);
    }
  };
  constexpr const char* names[] = {"sum",    "mean",    "prod",   "logsumexp",
                                   "cumsum", "softmax", "cumprod"};
  if (n == 0) return;
  const bool saves = way == 2 || way == 3 || way == 5 || way == 6;
  both(std::string(names[way]) + " over " + std::to_string(d) + (keep ? " kept" : "") + " of " +
           text_of(sizes),
       real, [&] {
         return machine_.made(to, {p.model}, one,
                              saves ? std::vector{p.model} : std::vector<naive::Tensor>(), saves);
       });
  watch_size(pairs_.back().model);
}

void Program::product() {
  const Pair a = pick(), b = pick();
  both(
      "matmul " + text_of(a.model.sizes) + " " + text_of(b.model.sizes),
      [&] { return a.real.matmul(b.real); },
      [&] {
        Sizes x = a.model.sizes, y = b.model.sizes;
        if (x.empty() || y.empty()) throw naive::Mistake("no dimensions");
        const bool row = x.size() == 1, column = y.size() == 1;
        if (row) x.insert(x.begin(), 1);
        if (column) y.push_back(1);
        const std::int64_t n = x.back();
        if (y[y.size() - 2] != n) throw naive::Mistake("sizes do not fit");
        const Sizes batch =
            naive::broadcast(Sizes(x.begin(), x.end() - 2), Sizes(y.begin(), y.end() - 2));
        Sizes full = batch;
        full.push_back(x[x.size() - 2]);
        full.push_back(y.back());
        std::vector<Sizes> indices;
        naive::each(full, [&](const Sizes& index) { indices.push_back(index); });
        naive::Tensor left = a.model, right = b.model;
        left.sizes = x, right.sizes = y;
        Sizes left_full = batch, right_full = batch;
        left_full.insert(left_full.end(), {x[x.size() - 2], n});
        right_full.insert(right_full.end(), {n, y.back()});
        Sizes to = full;
        if (column) to.pop_back();
        if (row) to.erase(to.end() - (column ? 1 : 2));
        return machine_.made(
            to, {a.model, b.model},
            [&](std::size_t i) {
              int sum = machine_.number(0);
              for (std::int64_t k = 0; k < n; ++k) {
                Sizes l = indices[i], r = indices[i];
                l.back() = k;
                r[r.size() - 2] = k;
                sum = machine_.apply(
                    kBinary[kAdd].rule, sum,
                    machine_.apply(kBinary[kMul].rule, machine_.element_of(left, left_full, l),
                                   machine_.element_of(right, right_full, r)));
              }
              return sum;
            },
            saved(true, a.model, b.model, true), false);
      });
  watch_size(pairs_.back().model);
}

void Program::joined() {
  const Pair a = pick(), b = pick();
  const std::int64_t d = dim_of(a);
  const int way = draw(3);
  if (a.model.rank() == 0) return;
  const auto at = static_cast<std::size_t>(d);
  const Sizes sizes = a.model.sizes;
  if (way == 0) {
    return both(
        "flip " + std::to_string(d) + " of " + text_of(sizes), [&] { return a.real.flip({d}); },
        [&] {
          std::vector<Sizes> indices;
          naive::each(sizes, [&](const Sizes& index) { indices.push_back(index); });
          return machine_.made(
              sizes, {a.model},
              [&](std::size_t i) {
                Sizes index = indices[i];
                index[at] = sizes[at] - 1 - index[at];
                return machine_.element_of(a.model, sizes, index);
              },
              {}, false);
        });
  }
  if (way == 1) {
    const std::vector<std::int64_t> rows{draw(3), draw(3), draw(3)};
    return both(
        "index_select " + std::to_string(d) + " " + text_of(rows) + " of " + text_of(sizes),
        [&] { return a.real.index_select(d, gg::tensor(rows, gg::kLong)); },
        [&] {
          Sizes to = sizes;
          to[at] = 3;
          for (const std::int64_t row : rows)
            if (row >= sizes[at]) throw naive::Mistake("no such row");
          std::vector<Sizes> indices;
          naive::each(to, [&](const Sizes& index) { indices.push_back(index); });
          return machine_.made(
              to, {a.model},
              [&](std::size_t i) {
                Sizes index = indices[i];
                index[at] = rows[static_cast<std::size_t>(index[at])];
                return machine_.element_of(a.model, sizes, index);
              },
              {machine_.constant({3}, {0, 1, 2})}, false);
        });
  }
  both(
      "cat " + std::to_string(d) + " " + text_of(sizes) + " " + text_of(b.model.sizes),
      [&] {
        return gg::cat({a.real, b.real}, d);
      },
      [&] {
        const bool nothing = b.model.sizes == Sizes{0}, first_nothing = sizes == Sizes{0};
        Sizes to = first_nothing ? b.model.sizes : sizes;
        if (first_nothing && at >= to.size()) throw naive::Mistake("no such dimension");
        if (!nothing && !first_nothing) {
          if (b.model.rank() != a.model.rank()) throw naive::Mistake("other rank");
          for (std::size_t k = 0; k < to.size(); ++k)
            if (k != at && to[k] != b.model.sizes[k]) throw naive::Mistake("other sizes");
          to[at] += b.model.sizes[at];
        }
        const std::int64_t first = first_nothing ? 0 : sizes[at];
        std::vector<Sizes> indices;
        naive::each(to, [&](const Sizes& index) { indices.push_back(index); });
        return machine_.made(
            to, {a.model, b.model},
            [&](std::size_t i) {
              Sizes index = indices[i];
              const bool in_first = index[at] < first;
              if (!in_first) index[at] -= first;
              return machine_.element_of(in_first ? a.model : b.model,
                                         in_first ? sizes : b.model.sizes, index);
            },
            {}, false);
      });
}

}  // namespace fuzz
