// Which gradients travel together.
#include "distributed/buckets.h"

namespace glassgrad::distributed {

std::vector<std::vector<size_t>> make_buckets(const std::vector<GradientSize>& gradients,
                                              size_t first_bytes, size_t most_bytes) {
  std::vector<std::vector<size_t>> buckets;
  bool is_full = true;
  size_t bytes = 0;
  for (size_t i = gradients.size(); i-- > 0;) {
    if (is_full || gradients[i].type != gradients[buckets.back().back()].type) {
      buckets.emplace_back();
      bytes = 0;
    }
    buckets.back().push_back(i);
    bytes += gradients[i].bytes;
    is_full = bytes >= (buckets.size() == 1 ? first_bytes : most_bytes);
  }
  return buckets;
}

}  // namespace glassgrad::distributed
