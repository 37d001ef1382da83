// Drawn views: which element of the old tensor an element of the new one is.
#include "tests/autograd/programs/drawn_program.h"

namespace fuzz {

// --- views ---

void Program::view() {
  const Pair p = pick();
  const Sizes sizes = p.model.sizes;
  const auto rank = static_cast<std::size_t>(p.model.rank());
  const std::string of = " of " + text_of(sizes);
  const auto viewed = [&](const Sizes& to, const std::function<Sizes(const Sizes&)>& from) {
    return [this, p, to, from] { return machine_.view(p.model, to, from); };
  };
  const int way = draw(10);
  if (way == 0) {  // one more dimension
    const auto dim = static_cast<std::size_t>(draw(static_cast<int>(rank) + 1));
    Sizes to = sizes;
    to.insert(to.begin() + static_cast<std::ptrdiff_t>(dim), 1);
    return both(
        "unsqueeze" + of, [&] { return p.real.unsqueeze(static_cast<int64_t>(dim)); },
        viewed(to, [dim](Sizes index) {
          index.erase(index.begin() + static_cast<std::ptrdiff_t>(dim));
          return index;
        }));
  }
  if (rank == 0) return;
  const std::int64_t d = dim_of(p);
  const auto at = static_cast<std::size_t>(d);
  const std::int64_t size = sizes[at];
  const bool from_end = draw(2) == 0;
  const std::int64_t dim = from_end ? d - p.model.rank() : d;
  Sizes to = sizes;
  if (way == 1 || way == 2) {
    const std::int64_t other = dim_of(p);
    std::swap(to[at], to[static_cast<std::size_t>(other)]);
    return both(
        "transpose " + std::to_string(dim) + " " + std::to_string(other) + of,
        [&] { return p.real.transpose(dim, other); }, viewed(to, [=](Sizes index) {
          std::swap(index[at], index[static_cast<std::size_t>(other)]);
          return index;
        }));
  }
  if (way == 3) {
    const std::int64_t index = draw(4) - 1;
    to.erase(to.begin() + d);
    return both(
        "select " + std::to_string(dim) + " " + std::to_string(index) + of,
        [&] { return p.real.select(dim, index); },
        [&] {
          if (index >= size || index < -size) throw naive::Mistake("no such index");
          return viewed(to, [=](Sizes i) {
            i.insert(i.begin() + d, index < 0 ? index + size : index);
            return i;
          })();
        });
  }
  if (way == 4 || way == 5) {
    const std::int64_t start = draw(4), end = draw(5), step = 1 + draw(2);
    const std::int64_t first = std::min(start, size), last = std::clamp(end, first, size);
    to[at] = (last - first + step - 1) / step;
    return both(
        "slice " + std::to_string(dim) + " " + std::to_string(start) + ":" + std::to_string(end) +
            ":" + std::to_string(step) + of,
        [&] { return p.real.slice(dim, start, end, step); }, viewed(to, [=](Sizes i) {
          i[at] = first + i[at] * step;
          return i;
        }));
  }
  if (way == 6) {
    const std::int64_t wide = 1 + draw(3);
    to.insert(to.begin(), 2);
    to[at + 1] = size == 1 ? wide : size;
    return both(
        "expand " + text_of(to) + of, [&] { return p.real.expand(to); }, viewed(to, [=](Sizes i) {
          i.erase(i.begin());
          if (size == 1) i[at] = 0;
          return i;
        }));
  }
  if (way == 7 && rank >= 2) {
    const std::int64_t offset = draw(3) - 1;
    const std::int64_t rows = std::max<std::int64_t>(-offset, 0),
                       columns = std::max<std::int64_t>(offset, 0);
    const std::int64_t n =
        std::max<std::int64_t>(std::min(sizes[rank - 2] - rows, sizes[rank - 1] - columns), 0);
    to.resize(rank - 2);
    to.push_back(n);
    return both(
        "diagonal " + std::to_string(offset) + of, [&] { return p.real.diagonal(offset, -2, -1); },
        viewed(to, [=](Sizes i) {
          const std::int64_t k = i.back();
          i.back() = k + rows;
          i.push_back(k + columns);
          return i;
        }));
  }
  if (way == 8) {  // one of several pieces at once
    const std::int64_t pieces = 1 + draw(3);
    if (size == 0) return;
    const std::int64_t length = (size + pieces - 1) / pieces;
    to[at] = std::min(length, size);
    return both(
        "first chunk of " + std::to_string(pieces) + of,
        [&] { return p.real.chunk(pieces, dim)[0]; },
        [&] {
          naive::Tensor piece = machine_.view(p.model, to, [](const Sizes& i) { return i; });
          piece.is_piece = true;
          return piece;
        });
    return;
  }
  if (way == 9) {  // of the elements in their order
    const Sizes flat{naive::count(sizes)};
    return both(
        "view flat" + of, [&] { return p.real.view({-1}); },
        viewed(flat,
               [sizes](const Sizes& index) {
                 Sizes i(sizes.size());
                 std::int64_t rest = index[0];
                 for (std::size_t k = sizes.size(); k-- > 0; rest /= sizes[k])
                   i[k] = rest % sizes[k];
                 return i;
               }),
        true);
  }
}

}  // namespace fuzz
