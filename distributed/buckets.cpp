// Which gradients travel together, and when.
#include "distributed/buckets.h"

#include <fmt/format.h>

#include <algorithm>

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

/// "fc.weight, fc.bias"; "" where all gradients of the bucket are there.
std::string Journey::missing(const std::vector<size_t>& bucket) const {
  std::string text;
  for (const size_t number : bucket)
    if (!is_there[number]) text += (text.empty() ? "" : ", ") + names[number];
  return text;
}

std::string Journey::text(size_t number) const {
  size_t own = 0, leaving = 0;  // the gradient's bucket; how many leave, in their order
  while (std::ranges::find(buckets[own], number) == buckets[own].end()) ++own;
  while (leaving < buckets.size() && missing(buckets[leaving]).empty()) ++leaving;
  const std::string text = fmt::format("copied into bucket {} of {}", own + 1, buckets.size());
  if (const std::string others = missing(buckets[own]); !others.empty())
    return fmt::format("{}, which waits for {}", text, others);
  if (leaving <= own)
    return fmt::format("{}, which is full and waits for bucket {}, which waits for {}", text,
                       leaving + 1, missing(buckets[leaving]));
  if (leaving == buckets.size())
    return fmt::format(
        "{}, which is full: all have left; backward ends, waits until all {} ranks have sent "
        "theirs, and copies the sums back",
        text, ranks);
  if (!overlap) return text + ", which is full, and leaves when backward has ended";
  const std::string behind =
      leaving > own + 1 ? fmt::format(" with those up to bucket {}", leaving) : "";
  return fmt::format("{}, which is full and leaves{}: summed over {} ranks while backward goes on",
                     text, behind, ranks);
}

}  // namespace glassgrad::distributed
