// Checks a loader's options, and draws as Python's does.
#include "data/dataloader.h"

#include "autograd/base/check.h"
#include "autograd/functions/creation.h"

namespace glassgrad::data::detail {

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

}  // namespace glassgrad::data::detail
