// Warns of modules that take part in training without being trained.
//
// A module that another one holds but has not registered is missing from parameters(), so no
// optimizer changes it, and nothing else tells: forward and backward work as ever. Python registers
// what is assigned to a member; in C++ it is forgotten easily.
//
// Modules that are not registered and have not been asked for their parameters() are in a list,
// each with its maker: the module in whose constructor it was made. Constructors are nested calls,
// so the maker is the youngest on this thread that no shared_ptr owns yet. (What a module on the
// stack makes is not judged: it never gets an owner, so where its constructor ends is not to be
// seen.) At an optimizer's first step, a module of the list is forgotten if its maker is not in the
// list, gradients have arrived at it, and the optimizer has parameters of the maker, but none of
// it.
#include <algorithm>
#include <mutex>

#include "autograd/base/check.h"
#include "autograd/graph/first_step.h"
#include "nn/module.h"

namespace glassgrad::nn {
namespace {

using Parameters = OrderedDict<std::string, Tensor>;

const void* this_thread() {
  static thread_local char here;
  return &here;
}

/// Whether one of `parameters` is among `trained`.
bool is_trained(const Parameters& parameters, const std::vector<Tensor>& trained) {
  return std::any_of(parameters.begin(), parameters.end(), [&](const auto& item) {
    return std::any_of(trained.begin(), trained.end(),
                       [&](const Tensor& tensor) { return tensor.is_same(item.value()); });
  });
}

bool has_gradient(const Parameters& parameters) {
  return std::any_of(parameters.begin(), parameters.end(), [](const auto& item) {
    return item->requires_grad() && item->impl()->grad.defined();
  });
}

std::string text_of(const std::string& maker, std::string type, const Parameters& parameters) {
  if (type.ends_with("Impl")) type.resize(type.size() - 4);
  std::string list;
  for (const auto& item : parameters)
    list += fmt::format("{}{} {}", list.empty() ? "" : ", ", item.key(), item->sizes());
  return fmt::format(
      "{} has made a {} and not registered it, so parameters() leaves it out and no optimizer "
      "changes it, although it gets gradients: {}. Register it: `layer = "
      "register_module(\"layer\", {}(...))`. If it is to stay as it is, freeze it: "
      "set_requires_grad(false).",
      maker, type, list, type);
}

}  // namespace

/// The modules of the list, from the youngest; never destroyed, for modules may outlive it.
struct Module::Unplaced::List {
  std::mutex mutex;
  Module* youngest = nullptr;

  List() { autograd::at_first_step.store(warn_of_unregistered); }
  static List& get() {
    static List& list = *new List;
    return list;
  }
  void erase(const Module& module) {
    auto& [maker, older, newer, thread, is_settled] = module.unplaced_;
    if (!std::exchange(thread, nullptr)) return;
    (newer ? newer->unplaced_.older : youngest) = older;
    if (older) older->unplaced_.newer = newer;
  }
};

void Module::enter_unplaced() {
  Unplaced::List& list = Unplaced::List::get();
  std::lock_guard lock(list.mutex);
  for (Module *m = list.youngest, *older; m && !unplaced_.maker; m = older) {
    older = m->unplaced_.older;
    if (m->unplaced_.thread != this_thread()) continue;
    if (m->weak_from_this().expired())
      unplaced_.maker = m;
    else if (!m->unplaced_.maker || (m->parameters_.is_empty() && m->children_.is_empty()))
      list.erase(*m);  // a root, or nothing to train
  }
  unplaced_.thread = this_thread();
  unplaced_.older = std::exchange(list.youngest, this);
  if (unplaced_.older) unplaced_.older->unplaced_.newer = this;
}

void Module::settle() const {
  Unplaced::List& list = Unplaced::List::get();
  std::lock_guard lock(list.mutex);
  list.erase(*this);
  unplaced_.is_settled = true;
}

void Module::leave_unplaced() noexcept {
  Unplaced::List& list = Unplaced::List::get();
  std::lock_guard lock(list.mutex);
  list.erase(*this);
  for (Module* m = list.youngest; m; m = m->unplaced_.older)
    if (m->unplaced_.maker == this) m->unplaced_.maker = nullptr;
}

void Module::warn_of_unregistered(const std::vector<Tensor>& trained) {
  std::vector<std::shared_ptr<const Module>> kept;  // no module ends while the list is locked
  std::vector<std::string> texts;
  {
    Unplaced::List& list = Unplaced::List::get();
    std::lock_guard lock(list.mutex);
    for (Module *m = list.youngest, *older; m; m = older) {
      older = m->unplaced_.older;
      if (!m->unplaced_.maker || !m->unplaced_.maker->unplaced_.is_settled) continue;
      const std::shared_ptr<const Module> made = m->weak_from_this().lock();
      const std::shared_ptr<const Module> maker = m->unplaced_.maker->weak_from_this().lock();
      kept.insert(kept.end(), {made, maker});
      if (!made || !maker) continue;
      const Parameters own = m->collect_parameters(/*recurse=*/true);
      const Parameters others = maker->collect_parameters(/*recurse=*/true);
      if (!has_gradient(own) || is_trained(own, trained)) continue;
      if (!others.is_empty() && !is_trained(others, trained)) continue;
      texts.insert(texts.begin(), text_of(maker->name(), m->name(), own));
      list.erase(*m);
    }
  }
  for (const std::string& text : texts) warn(text);
}

}  // namespace glassgrad::nn
