#pragma once
// Parts of a dataset.

#include <initializer_list>

#include "../../autograd/types/generator.h"
#include "base.h"

namespace glassgrad::data::datasets {

/// Some examples of a dataset, by their indices there.
template <class Source>
class Subset : public BatchDataset<Subset<Source>, typename Source::BatchType> {
 public:
  using BatchType = typename Source::BatchType;

  Subset(Source all, std::vector<size_t> some)
      : dataset(std::move(all)), indices(std::move(some)) {}

  BatchType get_batch(ArrayRef<size_t> request) override {
    return dataset.get_batch(mapped(request));
  }
  auto get(size_t index) { return dataset.get(indices.at(index)); }
  optional<size_t> size() const override { return indices.size(); }
  template <class Transform>
  requires requires(Source& s, ArrayRef<size_t> r, const Transform& t) { s.get_transformed(r, t); }
  auto get_transformed(ArrayRef<size_t> request, const Transform& transform) {
    return dataset.get_transformed(mapped(request), transform);
  }

  Source dataset;
  std::vector<size_t> indices;

 private:
  std::vector<size_t> mapped(ArrayRef<size_t> request) const {
    std::vector<size_t> result;
    for (const size_t i : request) result.push_back(indices.at(i));
    return result;
  }
};

namespace detail {
/// The indices of each part: consecutive pieces of randperm(sum of the lengths).
std::vector<std::vector<size_t>> random_parts(size_t total, const std::vector<size_t>& lengths,
                                              const optional<Generator>& generator);
/// Lengths from fractions that add up to 1: rounded down, what is left over dealt out one by one.
std::vector<size_t> lengths_of(size_t total, const std::vector<double>& fractions);
}  // namespace detail

/// Splits a dataset at random into parts of the given lengths, or of the given fractions.
/// @param generator  draws the permutation; default: the default generator, as in Python
/// @throws Error  unless the lengths add up to the dataset's size, or the fractions to 1
/// Source: torch.utils.data.random_split.
template <class Source>
std::vector<Subset<Source>> random_split(const Source& dataset, const std::vector<size_t>& lengths,
                                         optional<Generator> generator = nullopt) {
  std::vector<Subset<Source>> parts;
  for (auto& indices : detail::random_parts(dataset.size().value(), lengths, generator))
    parts.emplace_back(dataset, std::move(indices));
  return parts;
}
template <class Source, class Number>
std::vector<Subset<Source>> random_split(const Source& dataset, std::initializer_list<Number> parts,
                                         optional<Generator> generator = nullopt) {
  if constexpr (std::is_floating_point_v<Number>)
    return random_split(
        dataset, detail::lengths_of(dataset.size().value(), std::vector<double>(parts)), generator);
  else
    return random_split(dataset, std::vector<size_t>(parts.begin(), parts.end()), generator);
}

}  // namespace glassgrad::data::datasets
