// Optimizers as tensors with names: each option and each remembered value by its own name, with
// PyTorch's paths.
#include <type_traits>

#include "autograd/base/check.h"
#include "autograd/functions/creation.h"
#include "autograd/types/format.h"
#include "serialize/archive_state.h"
#include "serialize/optimizer_fields.h"
#include "serialize/save.h"

namespace glassgrad::serialize {
namespace {

using namespace optimizer;

// --- fields to tensors and back; what is undefined or empty has no tensor ---

/// Adds each field to a state under prefix + name.
struct Writer {
  StateDict& state;
  std::string prefix;

  void operator()(const std::string& name, const Tensor& value) const {
    if (value.defined()) state.insert(prefix + name, value);
  }
  template <class T>
  requires std::is_arithmetic_v<T>
  void operator()(const std::string& name, const T& value) const {
    (*this)(name, full({}, value, dtype<T>()));
  }
  void operator()(const std::string& name, const optional<int64_t>& value) const {
    if (value) (*this)(name, *value);
  }
  void operator()(const std::string& name, const optional<std::string>& value) const {
    if (value) put_value(state, prefix + name, *value);
  }
  void operator()(const std::string& name, const OrZero& number) const {
    (*this)(name, number.value);
  }
  void operator()(const std::string& name, const std::tuple<double, double>& value) const {
    (*this)(name, tensor({std::get<0>(value), std::get<1>(value)}, kDouble));
  }
  void operator()(const std::string& name, const std::vector<Tensor>& values) const {
    for (size_t k = 0; k < values.size(); ++k) (*this)(name + '.' + std::to_string(k), values[k]);
  }
};

/// Sets each field from a state, and counts the tensors that are used. Numbers may be of any type
/// that holds them: Python has whole ones as int, and counts steps in a float tensor.
struct Reader {
  const StateDict& state;
  std::string prefix;
  size_t& used;
  const Tensor* like = nullptr;  // what tensors must have the shape of, if anything

  const Tensor* find(const std::string& name) const {
    const Tensor* value = state.find(prefix + name);
    used += value != nullptr;
    return value;
  }
  /// Whether there is a plain value, which is then used.
  bool find(const std::string& name, IValue& value) const {
    const bool is_there = find_value(state, prefix + name, "", value);
    used += is_there;
    return is_there;
  }
  template <class T>
  T number(const std::string& name, const Scalar& scalar) const {
    check(scalar.fits<T>() && Scalar(scalar.to<T>()).toDouble() == scalar.toDouble(),
          "load: expected '{}' of type {}, got {}", prefix + name, scalar_type_of<T>,
          scalar.toDouble());
    return scalar.to<T>();
  }

  /// Uses what Python has as None. Whether it is that.
  bool take_none(const std::string& name) const {
    const bool is_none = state.contains(prefix + with_kind(name, kinds::kNone));
    used += is_none;
    return is_none;
  }

  void operator()(const std::string& name, Tensor& value) const {
    value = Tensor();
    if (take_none(name)) return;
    const Tensor* found = find(name);
    check(!found || !like || found->sizes() == like->sizes(),
          "load: expected '{}' with its parameter's shape", prefix + name);
    if (found) value = *found;
    IValue number;  // Python's H_diag is 1 at first
    if (!found && find(name, number) && number.isScalar())
      value = full({}, number.toScalar(), kDouble);
  }
  void operator()(const std::string& name, OrZero number) const {
    number.value = 0;
    IValue found;
    if (find_value(state, prefix + name, "", found)) (*this)(name, number.value);
  }
  /// Files of before have a bool, whether it is strong_wolfe.
  void operator()(const std::string& name, optional<std::string>& value) const {
    value.reset();
    IValue found;
    if (find("strong_wolfe", found) && found.isTensor() && found.toTensor().item<bool>())
      value = "strong_wolfe";
    if (!take_none(name) && find(name, found)) {
      check(found.isString(), "load: expected '{}' to be a string, got {}", prefix + name,
            found.tagKind());
      value = found.toStringRef();
    }
  }
  template <class T>
  requires std::is_arithmetic_v<T>
  void operator()(const std::string& name, T& value) const {
    IValue found;
    check(find(name, found), "No such serialized tensor '{}'", prefix + name);
    if (found.isTensor()) {
      check(found.toTensor().numel() == 1, "load: expected '{}' to be one number, got shape {}",
            prefix + name, found.toTensor().sizes());
      found = found.toTensor().item();
    }
    check(found.isScalar(), "load: expected '{}' to be a number, got {}", prefix + name,
          found.tagKind());
    value = number<T>(name, found.toScalar());
  }
  void operator()(const std::string& name, optional<int64_t>& value) const {
    value.reset();
    IValue found;
    if (take_none(name) || !find_value(state, prefix + name, "", found)) return;
    (*this)(name, value.emplace());
  }
  void operator()(const std::string& name, std::tuple<double, double>& value) const {
    const Tensor* pair = find(name);
    if (!pair) {  // a tuple of Python
      (*this)(name + ".0", std::get<0>(value));
      return (*this)(name + ".1", std::get<1>(value));
    }
    check(pair->scalar_type() == kDouble && pair->numel() == 2,
          "load: expected '{}' to be two numbers of type double", prefix + name);
    value = {(*pair)[0].item<double>(), (*pair)[1].item<double>()};
  }
  void operator()(const std::string& name, std::vector<Tensor>& values) const {
    values.clear();
    IValue list;
    used += state.contains(prefix + with_kind(name, kinds::kEmpty));
    if (find(name, list) && list.isTensorList()) {
      values = list.toTensorVector();
      used += values.size();
      return;
    }
    // Python's lists may have room for more, which is None.
    for (size_t k = 0;; ++k) {
      const std::string element = name + '.' + std::to_string(k);
      if (take_none(element)) continue;
      const Tensor* value = find(element);
      if (!value) return;
      values.push_back(*value);
    }
  }
};

bool has_prefix(const StateDict& state, const std::string& prefix) {
  for (const auto& item : state)
    if (item.key().starts_with(prefix)) return true;
  return false;
}

/// What Python has beside the options of a group: how it computes, and which parameters.
void read_python_options(const Reader& read, size_t parameters) {
  IValue value;
  for (const char* name : {"foreach", "capturable", "differentiable", "fused", "initial_lr"})
    read.find(name, value);
  const bool is_maximized = read.find("maximize", value) && !value.isNone() && value.toBool();
  check(!is_maximized, "load: expected an optimizer that minimizes, got 'maximize'");
  if (read.find("params", value) && value.isIntList())
    check(value.toIntVector().size() == parameters,
          "loaded state dict contains a parameter group that has a different size than the "
          "optimizer's parameter group: expected '{}' of {} parameters, got {}",
          read.prefix, parameters, value.toIntVector().size());
}

/// Before options are read, so that a group too few is not a missing option.
void check_groups(const StateDict& state, size_t expected) {
  size_t count = 0;
  while (has_prefix(state, group_prefix(count))) ++count;
  check(count == 0 || count == expected,
        "loaded state dict has a different number of parameter groups: expected {}, got {}",
        expected, count);
}

}  // namespace

StateDict state_of(const Optimizer& optimizer) {
  StateDict state;
  with_optimizer_kind(optimizer, [&]<class Kind>(Kind) {
    const auto& groups = optimizer.param_groups();
    for (size_t k = 0; k < groups.size(); ++k) {
      auto options = options_of<Kind>(groups[k]);
      visit(options, Writer{state, group_prefix(k)});
    }
    for_each_state<Kind>(optimizer, [&](size_t number, typename Kind::State& remembered) {
      visit(remembered, Writer{state, state_prefix(number)});
    });
  });
  return state;
}

void set_state(Optimizer& optimizer, const StateDict& state) {
  with_optimizer_kind(optimizer, [&]<class Kind>(Kind) {
    using Options = typename Kind::Options;
    using State = typename Kind::State;
    auto& groups = optimizer.param_groups();
    check_groups(state, groups.size());
    size_t used = 0;
    std::vector<Options> options;
    for (size_t k = 0; k < groups.size(); ++k) {
      options.push_back(options_of<Kind>(groups[k]));
      const Reader read{state, group_prefix(k), used};
      visit(options.back(), read);
      read_python_options(read, groups[k].params().size());
    }
    used += state.contains(with_kind("state", kinds::kEmpty));
    std::vector<std::pair<Tensor, std::unique_ptr<State>>> remembered;
    for_each_parameter(optimizer, [&](size_t number, const Tensor& parameter) {
      if (!has_prefix(state, state_prefix(number))) return;
      remembered.emplace_back(parameter, std::make_unique<State>());
      // L-BFGS remembers vectors of all parameters.
      const Tensor* like = std::is_same_v<State, LBFGSParamState> ? nullptr : &parameter;
      visit(*remembered.back().second, Reader{state, state_prefix(number), used, like});
    });
    check(used == state.size(),
          "load: expected the state of an optimizer of this kind with these parameters, got {} "
          "tensors of which {} fit",
          state.size(), used);

    for (size_t k = 0; k < groups.size(); ++k)
      static_cast<Options&>(groups[k].options()) = options[k];
    optimizer.state().clear();
    for (auto& [parameter, of_parameter] : remembered)
      optimizer.state()[parameter] = std::move(of_parameter);
  });
}

}  // namespace glassgrad::serialize
