// A generator's state as a tensor of bytes.

#include <algorithm>
#include <cstring>
#include <iterator>

#include "autograd/base/check.h"
#include "autograd/functions/creation.h"
#include "autograd/types/format.h"
#include "autograd/types/generator_impl.h"

namespace glassgrad {

CPUGeneratorImpl::State CPUGeneratorImpl::state() const {
  State state{};
  state.seed = seed_;
  state.left = engine_.left_;
  state.seeded = 1;
  state.next = uint64_t(engine_.next_);
  std::copy(std::begin(engine_.words_), std::end(engine_.words_), state.words);
  state.has_next_double_normal = next_double_normal_.has_value();
  state.next_double_normal = next_double_normal_.value_or(0);
  state.has_next_float_normal = next_float_normal_.has_value();
  state.next_float_normal = next_float_normal_.value_or(0);
  return state;
}

void CPUGeneratorImpl::set_state(const State& state) {
  const bool fresh = state.next == 0 && state.left == 1;
  const bool running =
      state.next <= Mt19937::kWords && state.left == Mt19937::kWords + 1 - int64_t(state.next);
  check_after_latest_call(
      state.seeded == 1 && (fresh || running),
      "set_state: the bytes are not a state of the Mersenne Twister (next {}, left {})", state.next,
      state.left);
  seed_ = state.seed;
  engine_.left_ = state.left;
  engine_.next_ = int(state.next);
  std::copy(std::begin(state.words), std::end(state.words), engine_.words_);
  next_double_normal_.reset();
  next_float_normal_.reset();
  if (state.has_next_double_normal) next_double_normal_ = state.next_double_normal;
  if (state.has_next_float_normal) next_float_normal_ = state.next_float_normal;
}

Tensor Generator::get_state() const {
  const CPUGeneratorImpl::State state = impl().state();
  const Tensor bytes = empty(int64_t(sizeof(state)), kByte);
  std::memcpy(bytes.data_ptr(), &state, sizeof(state));
  return bytes;
}

void Generator::set_state(const Tensor& bytes) const {
  CPUGeneratorImpl::State state;
  check_after_latest_call(
      bytes.scalar_type() == kByte && bytes.is_contiguous() && bytes.nbytes() == sizeof(state),
      "set_state: expected a contiguous tensor of {} bytes, got {} of {}", sizeof(state),
      bytes.sizes(), bytes.scalar_type());
  std::memcpy(&state, bytes.data_ptr(), sizeof(state));
  impl().set_state(state);
}

}  // namespace glassgrad
