// Where the samplers of the library stand in their epochs, in archives.
#include "data/samplers.h"

#include "autograd/functions/creation.h"
#include "serialize/archive.h"

namespace glassgrad::data::samplers {

namespace {

void write_position(serialize::OutputArchive& archive, const char* name, size_t position) {
  archive.write(name, full({}, static_cast<int64_t>(position), kLong), /*is_buffer=*/true);
}
/// @throws Error  unless it is one of 0..last
size_t read_position(serialize::InputArchive& archive, const char* name, size_t last) {
  Tensor saved;
  archive.read(name, saved, /*is_buffer=*/true);
  return detail::position_in(saved, last);
}
constexpr size_t kAnyEpoch = size_t{1} << 62;

}  // namespace

void SequentialSampler::save(serialize::OutputArchive& archive) const {
  write_position(archive, "index", index_);
}
void SequentialSampler::load(serialize::InputArchive& archive) {
  index_ = read_position(archive, "index", size_);
}

void RandomSampler::save(serialize::OutputArchive& archive) const {
  write_position(archive, "index", index());
  if (indices_.defined()) archive.write("indices", indices_, /*is_buffer=*/true);
}
void RandomSampler::load(serialize::InputArchive& archive) {
  Tensor index, indices;
  archive.read("index", index, /*is_buffer=*/true);
  archive.try_read("indices", indices, /*is_buffer=*/true);
  go_on(index, indices);
}

void StreamSampler::save(serialize::OutputArchive& archive) const {
  write_position(archive, "examples_retrieved_so_far", examples_retrieved_so_far_);
}
void StreamSampler::load(serialize::InputArchive& archive) {
  examples_retrieved_so_far_ = read_position(archive, "examples_retrieved_so_far", epoch_size_);
}

void DistributedRandomSampler::save(serialize::OutputArchive& archive) const {
  write_position(archive, "sample_index_", index_);
  write_position(archive, "epoch_", epoch_);
}
void DistributedRandomSampler::load(serialize::InputArchive& archive) {
  epoch_ = read_position(archive, "epoch_", kAnyEpoch);
  reset(size_);
  index_ = read_position(archive, "sample_index_", end_);
}

void InterleavedDistributedSampler::save(serialize::OutputArchive& archive) const {
  write_position(archive, "sample_index_", index_);
  write_position(archive, "epoch_", epoch_);
}
void InterleavedDistributedSampler::load(serialize::InputArchive& archive) {
  epoch_ = read_position(archive, "epoch_", kAnyEpoch);
  reset(size_);
  index_ = read_position(archive, "sample_index_", end_);
}

void DistributedSequentialSampler::save(serialize::OutputArchive& archive) const {
  write_position(archive, "sample_index_", index_);
}
void DistributedSequentialSampler::load(serialize::InputArchive& archive) {
  index_ = read_position(archive, "sample_index_", end_);
}

}  // namespace glassgrad::data::samplers
