// What a dataset of chunks checks.
#include "data/datasets/chunk.h"

#include "autograd/base/check.h"

namespace glassgrad::data::datasets {

ChunkDatasetOptions::ChunkDatasetOptions(size_t preloader_count, size_t batch_size,
                                         size_t cache_size, size_t cross_chunk_shuffle_count)
    : preloader_count_(preloader_count),
      batch_size_(batch_size),
      cache_size_(cache_size),
      cross_chunk_shuffle_count_(cross_chunk_shuffle_count) {
  check(preloader_count > 0, "Preloader count is 0. At least one preloader needs to be specified.");
  check(batch_size > 0, "Batch size is 0. A positive batch size needs to be specified.");
  check(cache_size > 0, "Cache size is 0. A positive cache size needs to be specified.");
  check(cache_size >= batch_size,
        "Cache size is less than batch size. Cache needs to be large enough to hold at least one "
        "batch.");
  check(cross_chunk_shuffle_count > 0, "cross_chunk_shuffle_count needs to be greater than 0.");
}

void detail::check_chunk_request(bool has_begun, size_t asked, size_t of_options) {
  check(has_begun, "Dataset needs to call reset() before calling get_batch().");
  check(asked == of_options,
        "The requested batch size does not match with the initialized batch size.\n The requested "
        "batch size is {}, while the dataset is created with batch size equal to {}",
        asked, of_options);
}

}  // namespace glassgrad::data::datasets
