#pragma once
// What an optimizer remembers of its parameters between steps.

#include <string>
#include <vector>

#include "../autograd/base/smart_ptr.h"
#include "../autograd/tensor/tensor.h"

namespace glassgrad::serialize {
class InputArchive;
class OutputArchive;
}  // namespace glassgrad::serialize

namespace glassgrad::optim {

/// What an algorithm remembers of one parameter between steps. Derive through
/// OptimizerCloneableParamState.
class OptimizerParamState {
 public:
  OptimizerParamState() = default;
  OptimizerParamState(const OptimizerParamState&) = default;
  OptimizerParamState& operator=(const OptimizerParamState&) = default;
  virtual ~OptimizerParamState() = default;
  // Each throws NotImplementedError unless a derived class overrides it.
  virtual std::unique_ptr<OptimizerParamState> clone() const;
  virtual void serialize(serialize::InputArchive& archive);
  virtual void serialize(serialize::OutputArchive& archive) const;
};

/// State that can be cloned: `struct SGDParamState : OptimizerCloneableParamState<SGDParamState>`.
template <class Derived>
class OptimizerCloneableParamState : public OptimizerParamState {
 public:
  std::unique_ptr<OptimizerParamState> clone() const override {
    return std::unique_ptr<OptimizerParamState>(new Derived(static_cast<const Derived&>(*this)));
  }
};

/// The key of a parameter in an optimizer's state: the address of its TensorImpl, "0x55d0c8a1e2b0".
std::string param_key(const Tensor& parameter);

/// The states of an optimizer's parameters, in the order in which they were made. Looks like a map
/// from `param_key` to the state; an optimizer itself finds a state by the parameter's address.
class ParamStates {
 public:
  struct Entry;
  using iterator = Entry*;
  using const_iterator = const Entry*;

  ParamStates();
  ParamStates(ParamStates&&) noexcept;
  ~ParamStates();

  size_t size() const;
  bool empty() const;
  iterator begin();
  iterator end();
  const_iterator begin() const;
  const_iterator end() const;
  iterator find(const std::string& key);
  const_iterator find(const std::string& key) const;
  size_t count(const std::string& key) const;
  /// The state of a key. @throws Error if there is none
  std::unique_ptr<OptimizerParamState>& at(const std::string& key);
  /// The state of a key or parameter, made empty if there is none.
  std::unique_ptr<OptimizerParamState>& operator[](const std::string& key);
  std::unique_ptr<OptimizerParamState>& operator[](const Tensor& parameter);
  size_t erase(const std::string& key);
  void clear();

  /// The state of `parameter`, default-constructed at first.
  template <class State>
  State& get(const Tensor& parameter) {
    std::unique_ptr<OptimizerParamState>& slot = (*this)[parameter];
    if (!slot) slot = std::make_unique<State>();
    return static_cast<State&>(*slot);
  }

 private:
  std::vector<Entry> entries_;
  size_t next_ = 0;  ///< behind the entry that was looked up last
};

/// A parameter's state by its key, named as the items of a map are.
struct ParamStates::Entry {
  std::string first;
  std::unique_ptr<OptimizerParamState> second;
  const TensorImpl* parameter;
};

}  // namespace glassgrad::optim
