// Checks a loader's options, and draws as Python's does.
#include "data/dataloader.h"

#include "autograd/base/check.h"
#include "autograd/functions/creation.h"

namespace glassgrad::data {

FullDataLoaderOptions::FullDataLoaderOptions(const DataLoaderOptions& options)
    : batch_size(options.batch_size()),
      workers(options.workers()),
      max_jobs(options.max_jobs().value_or(2 * options.workers())),
      timeout(options.timeout()),
      enforce_ordering(options.enforce_ordering()),
      drop_last(options.drop_last()) {}

namespace detail {

void throw_iterator_error(const char* message) { throw Error(message); }

DataLoaderOptions checked(DataLoaderOptions options) {
  check<ValueError>(options.batch_size() > 0,
                    "DataLoader: expected a batch size of at least 1, but got 0");
  const auto jobs = options.max_jobs();
  check<ValueError>(!jobs || options.workers() == 0 || *jobs > 0,
                    "DataLoader: expected max_jobs of at least 1 with {} workers, but got 0",
                    options.workers());
  return options;
}

void draw_base_seed(const optional<Generator>& generator) {
  if (generator) (void)empty({}, kLong).random_(*generator);
}

}  // namespace detail
}  // namespace glassgrad::data
