// The states of parameters, and how they are found.
#include "optim/param_state.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "autograd/base/check.h"

namespace glassgrad::optim {

std::unique_ptr<OptimizerParamState> OptimizerParamState::clone() const {
  throw NotImplementedError(
      "OptimizerParamState::clone() has not been implemented: derive the state from "
      "OptimizerCloneableParamState<YourParamState>");
}

namespace {
[[noreturn]] void state_without_serialize() {
  throw NotImplementedError(
      "OptimizerParamState::serialize() has not been implemented: override it in your state");
}
}  // namespace
void OptimizerParamState::serialize(serialize::InputArchive&) { state_without_serialize(); }
void OptimizerParamState::serialize(serialize::OutputArchive&) const { state_without_serialize(); }

std::string param_key(const Tensor& parameter) {
  return fmt::format("{}", static_cast<const void*>(parameter.impl()));
}

ParamStates::ParamStates() = default;
ParamStates::ParamStates(ParamStates&&) noexcept = default;
ParamStates::~ParamStates() = default;

size_t ParamStates::size() const { return entries_.size(); }
bool ParamStates::empty() const { return entries_.empty(); }
ParamStates::iterator ParamStates::begin() { return entries_.data(); }
ParamStates::iterator ParamStates::end() { return entries_.data() + size(); }
ParamStates::const_iterator ParamStates::begin() const { return entries_.data(); }
ParamStates::const_iterator ParamStates::end() const { return entries_.data() + size(); }
void ParamStates::clear() { entries_.clear(); }
size_t ParamStates::count(const std::string& key) const { return find(key) == end() ? 0 : 1; }

ParamStates::iterator ParamStates::find(const std::string& key) {
  return std::find_if(begin(), end(), [&](const Entry& entry) { return entry.first == key; });
}

ParamStates::const_iterator ParamStates::find(const std::string& key) const {
  return const_cast<ParamStates*>(this)->find(key);
}

std::unique_ptr<OptimizerParamState>& ParamStates::at(const std::string& key) {
  const auto found = find(key);
  check(found != end(), "optimizer state: there is none for the parameter '{}'", key);
  return found->second;
}

std::unique_ptr<OptimizerParamState>& ParamStates::operator[](const std::string& key) {
  const auto found = find(key);
  if (found != end()) return found->second;
  const auto address = static_cast<uintptr_t>(std::strtoull(key.c_str(), nullptr, 16));
  entries_.push_back({key, nullptr, reinterpret_cast<const TensorImpl*>(address)});
  return entries_.back().second;
}

std::unique_ptr<OptimizerParamState>& ParamStates::operator[](const Tensor& parameter) {
  // A step visits the parameters in the order in which it made their states.
  for (size_t looked_at = 0; looked_at < size(); ++looked_at) {
    if (next_ >= size()) next_ = 0;
    Entry& entry = entries_[next_++];
    if (entry.parameter == parameter.impl()) return entry.second;
  }
  entries_.push_back({param_key(parameter), nullptr, parameter.impl()});
  next_ = size();
  return entries_.back().second;
}

size_t ParamStates::erase(const std::string& key) {
  const auto found = find(key);
  if (found == end()) return 0;
  entries_.erase(entries_.begin() + (found - begin()));
  return 1;
}

}  // namespace glassgrad::optim
