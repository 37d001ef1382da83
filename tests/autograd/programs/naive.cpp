// How the naive autograd keeps its memory, and differentiates.
#include "tests/autograd/programs/naive.h"

#include <algorithm>
#include <set>

namespace naive {

void each(const Sizes& sizes, const std::function<void(const Sizes&)>& visit) {
  Sizes index(sizes.size(), 0);
  for (std::int64_t i = 0; i < count(sizes); ++i) {
    std::int64_t rest = i;
    for (std::size_t d = sizes.size(); d-- > 0; rest /= sizes[d]) index[d] = rest % sizes[d];
    visit(index);
  }
}

std::int64_t place_of(const Sizes& sizes, const Sizes& index) {
  std::int64_t place = 0;
  for (std::size_t d = 0; d < sizes.size(); ++d) place = place * sizes[d] + index[d];
  return place;
}

Sizes broadcast(const Sizes& a, const Sizes& b) {
  Sizes result(std::max(a.size(), b.size()), 1);
  for (std::size_t back = 1; back <= result.size(); ++back) {
    const std::int64_t x = back <= a.size() ? a[a.size() - back] : 1;
    const std::int64_t y = back <= b.size() ? b[b.size() - back] : 1;
    if (x != y && x != 1 && y != 1) throw Mistake("shapes do not fit");
    result[result.size() - back] = x == 1 ? y : x;
  }
  return result;
}

Tensor Machine::constant(const Sizes& sizes, const std::vector<double>& values) {
  return leaf(sizes, values, false);
}

Tensor Machine::leaf(const Sizes& sizes, const std::vector<double>& values, bool requires_grad) {
  Tensor t{static_cast<int>(histories_.size()), sizes, {}, false, false};
  History history;
  history.storage = static_cast<int>(storages_.size());
  history.requires_grad = requires_grad;
  storages_.push_back({values, 0});
  for (std::size_t i = 0; i < values.size(); ++i) {
    t.places.push_back(static_cast<int>(i));
    Expression e;
    e.value = values[i];
    if (requires_grad) e.leaf = leaf_elements_++;
    history.expressions.push_back(static_cast<int>(expressions_.size()));
    expressions_.push_back(e);
  }
  histories_.push_back(std::move(history));
  return t;
}

double Machine::value(const Tensor& t, std::size_t i) const {
  return storages_[at(storage_of(t))].values[at(t.places[i])];
}

bool Machine::may_be_hooked(const Tensor& t) const {
  const History& history = histories_[at(t.history)];
  return history.requires_grad && !history.is_leaf && !t.is_view &&
         storages_[at(history.storage)].version == 0;
}
void Machine::hook(const Tensor& t, double factor) {
  History& history = histories_[at(t.history)];
  history.is_hooked = true;
  for (const int e : history.expressions) expressions_[at(e)].gradient_factor *= factor;
}

int Machine::number(double value) {
  Expression e;
  e.value = value;
  expressions_.push_back(e);
  return static_cast<int>(expressions_.size()) - 1;
}

int Machine::apply(Rule rule, int x, int y) {
  Expression e{rule, x, y, -1, 0, 1};
  e.value = rule({value_of(x), 0, 0, 0}, {y < 0 ? 0 : value_of(y), 0, 0, 0}).v;
  expressions_.push_back(e);
  return static_cast<int>(expressions_.size()) - 1;
}

int Machine::element(const Tensor& t, std::size_t i) {
  const History& history = histories_[at(t.history)];
  const int own = history.expressions[at(t.places[i])];
  const double now = value(t, i);
  if (!history.requires_grad) return number(now);
  if (now == value_of(own) || (std::isnan(now) && std::isnan(value_of(own)))) return own;
  // The value has been changed behind the history's back: y = x + (now - x).
  return apply(
      [](const Number& x, const Number& fixed) {
        return Number{fixed.v, x.a, x.b, x.c};
      },
      own, number(now));
}

int Machine::element_of(const Tensor& t, const Sizes& sizes, const Sizes& index) {
  Sizes own(t.sizes.size());
  for (std::size_t d = 0; d < own.size(); ++d)
    own[d] = t.sizes[d] == 1 ? 0 : index[d + sizes.size() - own.size()];
  return element(t, at(place_of(t.sizes, own)));
}

int Machine::recorded_from(const std::vector<Tensor>& inputs, const std::vector<Tensor>& saved) {
  Record record;
  for (const Tensor& input : inputs)
    if (histories_[at(input.history)].record >= 0)
      record.inputs.push_back(histories_[at(input.history)].record);
  for (const Tensor& t : saved)
    record.saved.push_back({storage_of(t), storages_[at(storage_of(t))].version});
  records_.push_back(std::move(record));
  return static_cast<int>(records_.size()) - 1;
}

Tensor Machine::made(const Sizes& sizes, const std::vector<Tensor>& inputs,
                     const std::function<int(std::size_t)>& make, const std::vector<Tensor>& saved,
                     bool saves_result) {
  std::vector<int> made;
  std::vector<double> values;
  const Rule same = [](const Number& x, const Number&) { return x; };
  for (std::int64_t i = 0; i < count(sizes); ++i) {
    made.push_back(apply(same, make(at(i))));  // its own, for hooks
    values.push_back(value_of(made.back()));
  }
  const Tensor result = leaf(sizes, values, false);
  const bool has_grad = std::any_of(inputs.begin(), inputs.end(),
                                    [&](const Tensor& input) { return requires_grad(input); });
  if (!has_grad) return result;
  const int record = recorded_from(inputs, saved);
  History& history = histories_[at(result.history)];
  history.requires_grad = true;
  history.is_leaf = false;
  history.expressions = std::move(made);
  history.record = record;
  history.is_saved_result = saves_result;
  if (saves_result) records_[at(record)].saved.push_back({history.storage, 0});
  return result;
}

Tensor Machine::view(const Tensor& t, const Sizes& sizes,
                     const std::function<Sizes(const Sizes&)>& from) {
  Tensor result{t.history, sizes, {}, true, t.is_piece};
  each(sizes, [&](const Sizes& index) {
    result.places.push_back(t.places[at(place_of(t.sizes, from(index)))]);
  });
  return result;
}

Tensor Machine::detached(const Tensor& t) {
  Tensor result = t;
  result.history = static_cast<int>(histories_.size());
  result.is_view = result.is_piece = false;
  History history;
  history.storage = storage_of(t);
  history.expressions.assign(storages_[at(history.storage)].values.size(), 0);
  histories_.push_back(std::move(history));
  return result;
}

void Machine::check_change(const Tensor& t, bool recorded, bool source_has_grad) const {
  const std::set<int> places(t.places.begin(), t.places.end());
  if (places.size() != t.places.size()) throw Mistake("elements overlap");
  if (recorded && requires_grad(t) && is_leaf(t)) throw Mistake("a leaf is changed");
  if (recorded && t.is_piece && (requires_grad(t) || source_has_grad))
    throw Mistake("one of several views is changed");
}

void Machine::change(const Tensor& t, const std::vector<Tensor>& inputs,
                     const std::function<int(std::size_t)>& make, const std::vector<Tensor>& saved,
                     bool saves_result, bool recorded) {
  std::vector<int> made;
  const Rule same = [](const Number& x, const Number&) { return x; };
  for (std::size_t i = 0; i < t.places.size(); ++i) made.push_back(apply(same, make(i)));
  Storage& storage = storages_[at(storage_of(t))];
  bool has_grad = false;
  for (const Tensor& input : inputs) has_grad |= requires_grad(input);
  ++storage.version;
  History& history = histories_[at(t.history)];
  if (recorded && has_grad) {
    if (!history.requires_grad)
      for (std::size_t place = 0; place < storage.values.size(); ++place)
        history.expressions[place] = number(storage.values[place]);
    history.requires_grad = true;
    history.is_leaf = false;
    const int record = recorded_from(inputs, saved);
    history.record = record;
    if (saves_result) records_[at(record)].saved.push_back({history.storage, storage.version});
  }
  for (std::size_t i = 0; i < made.size(); ++i) {
    storage.values[at(t.places[i])] = value_of(made[i]);
    if (recorded && history.requires_grad) history.expressions[at(t.places[i])] = made[i];
  }
}

std::vector<int> Machine::reached(const Tensor& t) const {
  std::vector<int> found;
  std::set<int> seen;
  std::vector<int> waiting{histories_[at(t.history)].record};
  while (!waiting.empty()) {
    const int record = waiting.back();
    waiting.pop_back();
    if (record < 0 || !seen.insert(record).second) continue;
    found.push_back(record);
    for (const int input : records_[at(record)].inputs) waiting.push_back(input);
  }
  return found;
}

bool Machine::is_mistaken(const Tensor& t) const {
  if (!requires_grad(t)) return true;
  for (const int record : reached(t)) {
    const Record& r = records_[at(record)];
    if (r.is_freed && !r.saved.empty()) return true;
    for (const Record::Saved& saved : r.saved)
      if (storages_[at(saved.storage)].version != saved.version) return true;
  }
  return false;
}

void Machine::free(const Tensor& t) {
  for (const int record : reached(t)) records_[at(record)].is_freed = true;
}

Number Machine::derivative(const std::vector<std::pair<int, double>>& sum, int j, int k,
                           double* scale) const {
  std::vector<Number> numbers(expressions_.size());
  for (std::size_t i = 0; i < expressions_.size(); ++i) {
    const Expression& e = expressions_[i];
    Number& n = numbers[i];
    n = e.rule ? e.rule(numbers[at(e.x)], e.y < 0 ? Number() : numbers[at(e.y)])
               : Number{e.value, 0, 0, 0};
    if (e.leaf >= 0) n = {e.value, e.leaf == j ? 1.0 : 0.0, e.leaf == k ? 1.0 : 0.0, 0};
    n.a *= e.gradient_factor, n.b *= e.gradient_factor, n.c *= e.gradient_factor;
    for (const double part : {n.v, n.a, n.b, n.c}) *scale = std::max(*scale, std::abs(part));
    if (std::isnan(n.v + n.a + n.b + n.c)) *scale = HUGE_VAL;
  }
  Number result;
  for (const auto& [expression, weight] : sum)
    result = result + numbers[at(expression)] * Number{weight, 0, 0, 0};
  return result;
}

}  // namespace naive
