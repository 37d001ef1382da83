// Warns of modules that take part in training without being trained.
//
// A module that another one holds but has not registered is missing from parameters(), so no
// optimizer changes it, and nothing else tells: forward and backward work as ever. Python registers
// what is assigned to a member; in C++ it is forgotten easily.
//
// A module counts as forgotten once all of this is true, which holds for no program that does what
// it was meant to do:
//  - it was made in the constructor of another module, its maker;
//  - it is registered nowhere, and nobody has asked it for its own parameters();
//  - the maker, or a module above it, has been asked for parameters();
//  - since then gradients have arrived at it twice, and between them the parameters of the maker
//    have been changed, but not its own.
//
// Each is cheap to see. Constructors are nested calls, so the maker is the youngest module on the
// thread that no shared_ptr owns yet. (One that never gets an owner, a module on the stack, is not
// judged: where its constructor ends is not to be seen.) Gradients tell by hooks on the parameters,
// set when the maker is asked for its own, gone with the verdict. Modules that are registered, as
// nearly all, never get that far.
#include <algorithm>
#include <mutex>
#include <thread>

#include "autograd/base/check.h"
#include "nn/module.h"

namespace glassgrad::nn {
namespace {

/// A module that had no owner when it was last looked at.
struct Unowned {
  Module* module;
  std::thread::id thread;
};

/// Protects the origins of all modules. Never destroyed: modules may outlive it.
struct Registry {
  std::mutex mutex;
  std::vector<Unowned> unowned;  ///< the youngest last
};
Registry& registry() {
  static Registry& all = *new Registry;
  return all;
}

/// The youngest module on this thread without an owner, or null; forgets those that have one.
Module* module_under_construction(std::vector<Unowned>& unowned) {
  const std::thread::id here = std::this_thread::get_id();
  for (size_t i = unowned.size(); i-- > 0;) {
    if (unowned[i].thread != here) continue;
    if (unowned[i].module->weak_from_this().expired()) return unowned[i].module;
    unowned.erase(unowned.begin() + static_cast<std::ptrdiff_t>(i));
  }
  return nullptr;
}

}  // namespace

void Module::enter_origin() {
  Registry& all = registry();
  std::lock_guard lock(all.mutex);
  origin_.maker = module_under_construction(all.unowned);
  if (origin_.maker) origin_.maker->origin_.unregistered.push_back(this);
  all.unowned.push_back({this, std::this_thread::get_id()});
}

void Module::leave_origin() noexcept {
  settle();
  Registry& all = registry();
  std::lock_guard lock(all.mutex);
  for (Module* made : origin_.unregistered) made->origin_.maker = nullptr;
  std::erase_if(all.unowned, [this](const Unowned& entry) { return entry.module == this; });
}

/// The module has found a place: it is registered, or somebody knows it by itself.
void Module::settle() const {
  std::lock_guard lock(registry().mutex);
  if (origin_.maker) std::erase(origin_.maker->origin_.unregistered, this);
  origin_.maker = nullptr;
}

namespace {

using Parameters = OrderedDict<std::string, Tensor>;
using Versions = std::vector<std::pair<const void*, int64_t>>;

/// Differs after a change in place and after set_data.
Versions versions_of(const Parameters& parameters) {
  Versions all;
  for (const auto& item : parameters) all.emplace_back(item->data_ptr(), item->_version());
  return all;
}

/// "weight [64, 784], bias [64]"
std::string list_of(const Parameters& parameters) {
  constexpr size_t kMost = 6;
  std::string text;
  for (size_t i = 0; i < std::min(parameters.size(), kMost); ++i)
    text += fmt::format("{}{} {}", i > 0 ? ", " : "", parameters[i].key(), parameters[i]->sizes());
  if (parameters.size() > kMost) text += fmt::format(" and {} more", parameters.size() - kMost);
  return text;
}

void warn_of(const std::string& maker, std::string type, const Parameters& parameters) {
  if (type.ends_with("Impl")) type.resize(type.size() - 4);
  warn(fmt::format(
      "{} has made a {} and not registered it, so parameters() leaves it out: training changes the "
      "registered parameters, but not {}, although they get gradients. Register it: `layer = "
      "register_module(\"layer\", {}(...))`. If it is to stay as it is, freeze it: "
      "set_requires_grad(false).",
      maker, type, list_of(parameters), type));
}

}  // namespace

/// Looks on while gradients arrive at a module that its maker has not registered.
struct Module::Watch {
  std::weak_ptr<const Module> maker, left_out;
  std::vector<std::pair<const TensorImpl*, unsigned>> hooks;
  bool has_seen_gradient = false;
  Versions of_maker, of_left_out;  ///< when the first gradient arrived

  /// A gradient arrives at a parameter of `left_out`.
  void look() {
    const auto maker_now = maker.lock(), left_out_now = left_out.lock();
    if (!maker_now || !left_out_now) return;
    const Parameters parameters = left_out_now->collect_parameters(/*recurse=*/true);
    Versions now_of_maker = versions_of(maker_now->collect_parameters(/*recurse=*/true));
    Versions now_of_left_out = versions_of(parameters);
    if (!has_seen_gradient) {
      has_seen_gradient = true;
      of_maker = std::move(now_of_maker);
      of_left_out = std::move(now_of_left_out);
      return;
    }
    const bool is_settled = !left_out_now->origin_.maker || now_of_left_out != of_left_out;
    if (!is_settled && now_of_maker == of_maker) return;
    remove_hooks(parameters);
    if (!is_settled) warn_of(maker_now->name(), left_out_now->name(), parameters);
  }

  void remove_hooks(const Parameters& parameters) {
    for (const auto& [tensor, index] : hooks)
      for (const auto& item : parameters)
        if (item->impl() == tensor) item->remove_hook(index);
    hooks.clear();
  }
};

/// Watches what the constructors of this tree's modules have made and nobody has registered.
void Module::watch_unregistered() const {
  std::vector<std::shared_ptr<Watch>> watches;
  {
    std::lock_guard lock(registry().mutex);
    apply([&](const Module& module) {
      const std::shared_ptr<const Module> maker = module.weak_from_this().lock();
      if (!maker) return;
      for (Module* made : module.origin_.unregistered) {
        if (std::exchange(made->origin_.is_watched, true)) continue;
        watches.push_back(std::make_shared<Watch>());
        watches.back()->maker = maker;
        watches.back()->left_out = made->weak_from_this();
      }
    });
  }
  for (const std::shared_ptr<Watch>& watch : watches) {
    const std::shared_ptr<const Module> left_out = watch->left_out.lock();
    if (!left_out) continue;
    for (const auto& item : left_out->collect_parameters(/*recurse=*/true))
      if (item->requires_grad())
        watch->hooks.emplace_back(item->impl(),
                                  item->register_hook([watch](const Tensor&) { watch->look(); }));
  }
}

}  // namespace glassgrad::nn
