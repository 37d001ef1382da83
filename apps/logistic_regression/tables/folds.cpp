// Cross-validation.
#include "apps/logistic_regression/tables/folds.h"

#include <fmt/format.h>

#include <algorithm>

#include "apps/logistic_regression/tables/prepare.h"
#include "apps/support/progress.h"

namespace logistic_regression {

std::vector<std::vector<size_t>> deal(const std::vector<size_t>& rows, const Target& target,
                                      int64_t parts) {
  const Tensor order = glassgrad::randperm(static_cast<int64_t>(rows.size()));
  std::vector<size_t> by_class;
  for (size_t i = 0; i < rows.size(); ++i) by_class.push_back(rows[order.data_ptr<int64_t>()[i]]);
  std::stable_sort(by_class.begin(), by_class.end(),
                   [&](size_t a, size_t b) { return target.codes[a] < target.codes[b]; });
  std::vector<std::vector<size_t>> dealt(parts);
  for (size_t i = 0; i < by_class.size(); ++i) dealt[i % parts].push_back(by_class[i]);
  return dealt;
}

std::vector<Metrics> cross_validate(const Table& table, const Target& target,
                                    const std::vector<size_t>& rows, const CsvOptions& options) {
  if (options.folds > static_cast<int64_t>(rows.size())) {
    throw apps::argument_error("--folds",
                               fmt::format("at most as many as training rows, {}", rows.size()),
                               std::to_string(options.folds));
  }
  const auto parts = deal(rows, target, options.folds);
  apps::Progress progress("fold", options.folds);
  std::vector<Metrics> results;
  for (size_t k = 0; k < parts.size(); ++k) {
    Split split;
    split.test = parts[k];
    for (size_t other = 0; other < parts.size(); ++other) {
      if (other == k) continue;
      split.train.insert(split.train.end(), parts[other].begin(), parts[other].end());
    }
    const Prepared prepared = prepare_new(table, target, split, options);
    fit(prepared.model, prepared.data.train, prepared.data.test, options.fit, [](const Step&) {});
    results.push_back(
        measure(prepared.model, *prepared.data.test, options.threshold.value_or(kUsualThreshold)));
    progress.update(static_cast<int64_t>(k) + 1);
  }
  return results;
}

}  // namespace logistic_regression
