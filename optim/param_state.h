#pragma once

#include <memory>
#include <string>
#include <vector>

#include "autograd/tensor.h"

namespace glassgrad::optim {

/// What an algorithm remembers of one parameter between steps. Derive through
/// OptimizerCloneableParamState.
class OptimizerParamState {
 public:
  virtual ~OptimizerParamState() = default;
  virtual std::unique_ptr<OptimizerParamState> clone() const;
};

template <class Derived>
class OptimizerCloneableParamState : public OptimizerParamState {
  std::unique_ptr<OptimizerParamState> clone() const override {
    return std::make_unique<Derived>(static_cast<const Derived&>(*this));
  }
};

/// The key of a parameter in an optimizer's state: the address of its TensorImpl, "0x55d0c8a1e2b0".
std::string param_key(const Tensor& parameter);

/// The states of an optimizer's parameters, in the order in which they were made. Looks like a map
/// from `param_key` to the state; an optimizer itself finds a state by the parameter's address.
class ParamStates {
 public:
  struct Entry {
    std::string first;
    std::unique_ptr<OptimizerParamState> second;
    const TensorImpl* parameter;
  };
  using iterator = std::vector<Entry>::iterator;
  using const_iterator = std::vector<Entry>::const_iterator;

  size_t size() const { return entries_.size(); }
  bool empty() const { return entries_.empty(); }
  iterator begin() { return entries_.begin(); }
  iterator end() { return entries_.end(); }
  const_iterator begin() const { return entries_.begin(); }
  const_iterator end() const { return entries_.end(); }
  iterator find(const std::string& key);
  const_iterator find(const std::string& key) const;
  size_t count(const std::string& key) const { return find(key) == end() ? 0 : 1; }
  /// @throws Error if there is none
  std::unique_ptr<OptimizerParamState>& at(const std::string& key);
  /// Made empty if there is none.
  std::unique_ptr<OptimizerParamState>& operator[](const std::string& key);
  std::unique_ptr<OptimizerParamState>& operator[](const Tensor& parameter);
  size_t erase(const std::string& key);
  void clear() { entries_.clear(); }

  /// The state of `parameter`, default-constructed at first. States are made in the order of the
  /// parameters: `position`, the parameter's number among those visited, is where to look first.
  template <class State>
  State& get(const Tensor& parameter, size_t position) {
    std::unique_ptr<OptimizerParamState>& slot = entry(parameter.impl(), position);
    if (!slot) slot = std::make_unique<State>();
    return static_cast<State&>(*slot);
  }

 private:
  std::unique_ptr<OptimizerParamState>& entry(const TensorImpl* parameter, size_t position);

  std::vector<Entry> entries_;
};

}  // namespace glassgrad::optim
