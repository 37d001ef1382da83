#pragma once
// Sequences of different lengths in one tensor.

#include "../../autograd/tensor/tensor.h"

namespace glassgrad::nn::utils::rnn {

/// Sequences without padding, time by time: data [sum of lengths, ...] holds first the first
/// element of each, then the second of each that has one, ...; sequences are sorted by length, the
/// longest first.
class PackedSequence {
 public:
  PackedSequence() = default;
  /// @param batch_sizes  how many sequences have an element at that time, int64
  /// @param sorted_indices, unsorted_indices  to sorted order and back; undefined: sorted already
  PackedSequence(Tensor data, Tensor batch_sizes, Tensor sorted_indices = {},
                 Tensor unsorted_indices = {});

  const Tensor& data() const { return data_; }
  const Tensor& batch_sizes() const { return batch_sizes_; }
  const Tensor& sorted_indices() const { return sorted_indices_; }
  const Tensor& unsorted_indices() const { return unsorted_indices_; }

 private:
  Tensor data_, batch_sizes_, sorted_indices_, unsorted_indices_;
};

/// The permutation that undoes this one; undefined stays undefined.
Tensor invert_permutation(const Tensor& permutation);

/// @param input    [T, B, ...], or [B, T, ...] if batch_first
/// @param lengths  [B] int64, each at least 1
/// @param enforce_sorted  lengths fall already; else they are sorted
/// @throws Error   if lengths do not fit
PackedSequence pack_padded_sequence(const Tensor& input, const Tensor& lengths,
                                    bool batch_first = false, bool enforce_sorted = true,
                                    Caller = {});
/// Back, with `padding_value` behind each sequence, and the lengths.
/// @param total_length  T, at least the longest; by default that
std::tuple<Tensor, Tensor> pad_packed_sequence(const PackedSequence& sequence,
                                               bool batch_first = false, double padding_value = 0,
                                               optional<int64_t> total_length = nullopt,
                                               Caller = {});
/// Sequences [L_b, ...] as [T, B, ...] (or [B, T, ...]).
Tensor pad_sequence(TensorList sequences, bool batch_first = false, double padding_value = 0,
                    Caller = {});
/// Sequences [L_b, ...] packed.
PackedSequence pack_sequence(TensorList sequences, bool enforce_sorted = true, Caller = {});

}  // namespace glassgrad::nn::utils::rnn
