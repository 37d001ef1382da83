// Optimizers as Python's optimizer.state_dict() has them.
#include <algorithm>

#include "autograd/functions/creation.h"
#include "serialize/archive_state.h"
#include "serialize/optimizer_fields.h"
#include "serialize/pickle.h"

namespace glassgrad::pickle {
namespace {

using namespace optim;
using namespace serialize::optimizer;

/// Adds each field to a dictionary.
struct DictWriter {
  Dict<IValue, IValue> dict;

  void operator()(const char* name, const Tensor& value) const {
    dict.insert(name, value.defined() ? IValue(value) : IValue());
  }
  template <class T>
  requires std::is_arithmetic_v<T>
  void operator()(const char* name, const T& value) const { dict.insert(name, value); }
  void operator()(const char* name, const optional<int64_t>& value) const {
    dict.insert(name, value ? IValue(*value) : IValue());
  }
  void operator()(const char* name, const optional<std::string>& value) const {
    dict.insert(name, value ? IValue(*value) : IValue());
  }
  void operator()(const char* name, const OrZero& number) const { dict.insert(name, number.value); }
  void operator()(const char* name, const std::tuple<double, double>& pair) const {
    dict.insert(name, ivalue::Tuple::create({std::get<0>(pair), std::get<1>(pair)}));
  }
  void operator()(const char* name, const std::vector<Tensor>& values) const {
    dict.insert(name, values);
  }
};

/// Python writes into this list, which has as many elements as the history may have.
void fill_up(const Dict<IValue, IValue>& dict, const Optimizer& optimizer) {
  const auto& options = static_cast<const LBFGSOptions&>(optimizer.param_groups()[0].options());
  constexpr int64_t most = 1 << 20;
  std::vector<IValue> al;
  for (const Tensor& value : dict.at("al").toTensorVector()) al.emplace_back(value);
  const auto size = static_cast<size_t>(std::clamp<int64_t>(options.history_size(), 0, most));
  al.resize(std::max(al.size(), size));
  dict.insert_or_assign("al", al);
}

/// What Python does not have where there is none, or has of another type.
template <class State>
void as_python_has_it(const State&, const Dict<IValue, IValue>& dict, const Optimizer& optimizer) {
  for (const char* name : {"max_exp_avg_sq", "grad_avg"})
    if (dict.contains(name) && dict.at(name).isNone()) dict.erase(name);
  if constexpr (std::is_same_v<State, LBFGSParamState>) {
    fill_up(dict, optimizer);
  } else if constexpr (std::is_same_v<State, RMSpropParamState>) {
    if (dict.at("momentum_buffer").isNone()) dict.erase("momentum_buffer");
  } else if (dict.contains("step")) {
    const int64_t steps = dict.at("step").toInt();
    dict.insert_or_assign("step", tensor(static_cast<float>(steps)));
  }
}

}  // namespace

IValue state_dict(const Optimizer& optimizer) {
  Dict<IValue, IValue> states;
  std::vector<IValue> groups;
  with_optimizer_kind(optimizer, [&]<class Kind>(Kind) {
    int64_t first = 0;
    for (const OptimizerParamGroup& group : optimizer.param_groups()) {
      auto options = options_of<Kind>(group);
      const DictWriter writer;
      visit(options, writer);
      std::vector<IValue> numbers;
      for (size_t k = 0; k < group.params().size(); ++k) numbers.emplace_back(first++);
      writer.dict.insert("params", numbers);
      groups.emplace_back(writer.dict);
    }
    for_each_state<Kind>(optimizer, [&](size_t number, typename Kind::State& remembered) {
      const DictWriter writer;
      visit(remembered, writer);
      as_python_has_it(remembered, writer.dict, optimizer);
      states.insert(static_cast<int64_t>(number), writer.dict);
    });
  });
  Dict<IValue, IValue> whole;
  whole.insert("state", states);
  whole.insert("param_groups", groups);
  return whole;
}

void load_state_dict(Optimizer& optimizer, const IValue& dict) {
  serialize::set_state(optimizer, serialize::flatten(dict, "optimizer"));
}

}  // namespace glassgrad::pickle
