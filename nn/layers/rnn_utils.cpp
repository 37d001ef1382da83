// Packing and padding.
#include "nn/layers/rnn_utils.h"

#include <algorithm>

#include "autograd/base/check.h"
#include "autograd/functions.h"

namespace glassgrad::nn::utils::rnn {
namespace {

std::vector<int64_t> integers(const Tensor& x) {
  const Tensor flat = x.to(kLong).contiguous();
  return std::vector<int64_t>(flat.data_ptr<int64_t>(), flat.data_ptr<int64_t>() + flat.numel());
}
Tensor as_tensor(const std::vector<int64_t>& values) {
  const Tensor x = empty({static_cast<int64_t>(values.size())}, kLong);
  std::copy(values.begin(), values.end(), x.data_ptr<int64_t>());
  return x;
}

/// x [L, ...] with rows of `value` behind, `length` together.
Tensor lengthened(const Tensor& x, int64_t length, double value) {
  std::vector<int64_t> sizes = x.sizes().vec();
  sizes[0] = length - sizes[0];
  if (sizes[0] == 0) return x;
  return cat({x, full(sizes, value, x.options())});
}

}  // namespace

PackedSequence::PackedSequence(Tensor data, Tensor batch_sizes, Tensor sorted_indices,
                               Tensor unsorted_indices)
    : data_(std::move(data)),
      batch_sizes_(std::move(batch_sizes)),
      sorted_indices_(std::move(sorted_indices)),
      unsorted_indices_(std::move(unsorted_indices)) {
  if (!unsorted_indices_.defined()) unsorted_indices_ = invert_permutation(sorted_indices_);
}

Tensor invert_permutation(const Tensor& permutation) {
  if (!permutation.defined()) return {};
  const std::vector<int64_t> to = integers(permutation);
  std::vector<int64_t> from(to.size());
  for (size_t i = 0; i < to.size(); ++i) from[to[i]] = static_cast<int64_t>(i);
  return as_tensor(from);
}

PackedSequence pack_padded_sequence(const Tensor& input, const Tensor& lengths, bool batch_first,
                                    bool enforce_sorted, Caller caller) {
  caller.enter();
  Tensor x = batch_first ? input.transpose(0, 1) : input, sorted_indices;
  std::vector<int64_t> length = integers(lengths);
  check(static_cast<int64_t>(length.size()) == x.size(1),
        "Expected `len(lengths)` to be equal to batch_size, but got {} (batch_size={})",
        length.size(), x.size(1));
  if (!enforce_sorted) {
    sorted_indices = std::get<1>(lengths.to(kLong).sort(-1, true));
    length = integers(lengths.to(kLong).index_select(0, sorted_indices));
    x = x.index_select(1, sorted_indices);
  }
  check(!length.empty() && length.back() > 0,
        "Length of all samples has to be greater than 0, but found an element in 'lengths' that is "
        "<= 0");
  check(std::is_sorted(length.rbegin(), length.rend()),
        "`lengths` array must be sorted in decreasing order when `enforce_sorted` is True. You can "
        "pass `enforce_sorted=False` to pack_padded_sequence and/or pack_sequence to sidestep this "
        "requirement if you do not need ONNX exportability.");
  check(length[0] <= x.size(0), "Expected lengths of at most {}, but got {}", x.size(0), length[0]);
  std::vector<Tensor> steps;
  std::vector<int64_t> batch_sizes;
  for (int64_t t = 0; t < length[0]; ++t) {
    batch_sizes.push_back(
        std::count_if(length.begin(), length.end(), [t](int64_t l) { return l > t; }));
    steps.push_back(x.select(0, t).narrow(0, 0, batch_sizes.back()));
  }
  return PackedSequence(cat(steps), as_tensor(batch_sizes), sorted_indices);
}

std::tuple<Tensor, Tensor> pad_packed_sequence(const PackedSequence& sequence, bool batch_first,
                                               double padding_value, optional<int64_t> total_length,
                                               Caller caller) {
  caller.enter();
  const std::vector<int64_t> batch_sizes = integers(sequence.batch_sizes());
  const int64_t longest = static_cast<int64_t>(batch_sizes.size());
  check(total_length.value_or(longest) >= longest,
        "Expected total_length to be at least the length of the longest sequence in input, but got "
        "total_length={} and max sequence length being {}",
        total_length.value_or(0), longest);
  std::vector<Tensor> steps;
  std::vector<int64_t> lengths(batch_sizes[0], 0);
  int64_t first = 0;
  for (const int64_t size : batch_sizes) {
    steps.push_back(
        lengthened(sequence.data().narrow(0, first, size), batch_sizes[0], padding_value));
    for (int64_t b = 0; b < size; ++b) ++lengths[b];
    first += size;
  }
  Tensor padded = lengthened(stack(steps), total_length.value_or(longest), padding_value);
  Tensor length = as_tensor(lengths);
  if (sequence.unsorted_indices().defined()) {
    padded = padded.index_select(1, sequence.unsorted_indices());
    length = length.index_select(0, sequence.unsorted_indices());
  }
  return {batch_first ? padded.transpose(0, 1) : padded, length};
}

Tensor pad_sequence(TensorList sequences, bool batch_first, double padding_value, Caller caller) {
  caller.enter();
  check(!sequences.empty(), "received an empty list of sequences");
  int64_t longest = 0;
  for (const Tensor& x : sequences) longest = std::max(longest, x.size(0));
  std::vector<Tensor> padded;
  for (const Tensor& x : sequences) padded.push_back(lengthened(x, longest, padding_value));
  return stack(padded, batch_first ? 0 : 1);
}

PackedSequence pack_sequence(TensorList sequences, bool enforce_sorted, Caller caller) {
  caller.enter();
  std::vector<int64_t> lengths;
  for (const Tensor& x : sequences) lengths.push_back(x.size(0));
  return pack_padded_sequence(pad_sequence(sequences), as_tensor(lengths), false, enforce_sorted);
}

}  // namespace glassgrad::nn::utils::rnn
