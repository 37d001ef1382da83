// How bytes become a program, and single elements are computed.
#include "tests/autograd/programs/drawn_program.h"

// A tensor that an operation has saved, and that is then changed by what was computed from it,
// keeps its own history alive, as in libtorch: no leak that the address sanitizer should speak of.
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
extern "C" void __lsan_disable();
extern "C" void __lsan_enable();
#define GLASSGRAD_TEST_LEAKS
#endif
#endif

namespace fuzz {

#ifdef GLASSGRAD_TEST_LEAKS
struct MayKeepItselfAlive {
  MayKeepItselfAlive() { __lsan_disable(); }
  ~MayKeepItselfAlive() { __lsan_enable(); }
};
#else
struct MayKeepItselfAlive {};
#endif

void Program::new_leaf(bool requires_grad) {
  if (requires_grad && machine_.leaf_elements() > 14) requires_grad = false;
  Sizes sizes;
  constexpr std::int64_t kSizes[] = {1, 2, 2, 3, 2, 3, 1, 0};
  for (int d = draw(4); d > 0; --d) sizes.push_back(kSizes[draw(8)]);
  if (requires_grad && naive::count(sizes) > 9) sizes.pop_back();
  std::vector<double> values;
  for (std::int64_t i = 0; i < naive::count(sizes); ++i) {
    const double drawn = drawn_value() + 0.013 * static_cast<double>(i);
    values.push_back(dtype_ == gg::kFloat ? static_cast<double>(static_cast<float>(drawn)) : drawn);
  }
  gg::Tensor real = gg::empty(sizes, gg::kDouble);
  std::copy(values.begin(), values.end(), real.data_ptr<double>());
  real = real.to(dtype_);
  if (requires_grad) first_element_.push_back(machine_.leaf_elements());
  const naive::Tensor model = machine_.leaf(sizes, values, requires_grad);
  real.requires_grad_(requires_grad);
  say("t" + std::to_string(pairs_.size()) + " = leaf " + text_of(sizes) +
      (requires_grad ? " grad" : ""));
  pairs_.push_back({real, model});
  if (requires_grad) {
    leaves_.push_back(real);
    summed_.emplace_back(values.size(), 0.0);
  }
}

void Program::compare(const Pair& p) {
  if (p.real.sizes() != gg::IntArrayRef(p.model.sizes))
    return differ(name(p) + " has another shape: " + text_of(p.real.sizes().vec()) + ", not " +
                  text_of(p.model.sizes));
  if (p.real.requires_grad() != machine_.requires_grad(p.model))
    return differ(name(p) + (p.real.requires_grad() ? " requires grad" : " does not require grad"));
  if (p.real.scalar_type() != dtype_) return differ(name(p) + " has another type");
  const gg::Tensor plain = p.real.detach().to(gg::kDouble).contiguous();
  for (std::size_t i = 0; i < p.model.places.size(); ++i)
    if (!agree(plain.data_ptr<double>()[i], machine_.value(p.model, i), 1))
      return differ(name(p) + " element " + std::to_string(i) + " is " +
                    std::to_string(plain.data_ptr<double>()[i]) + ", not " +
                    std::to_string(machine_.value(p.model, i)));
}

void Program::one_step() {
  switch (draw(16)) {
    case 0:
    case 1:
      return unary();
    case 2:
    case 3:
      return binary();
    case 4:
    case 5:
    case 6:
      return view();
    case 7:
      return reduce();
    case 8:
      return product();
    case 9:
      return joined();
    case 10:
    case 11:
      return change();
    case 12:
      return detach_or_hook();
    case 13:
      return new_leaf(draw(2) == 0);
    default:
      return differentiate();
  }
}

void Program::unary() {
  const Unary& op = kUnary[draw(length(kUnary) - 1)];
  const Pair p = pick();
  for (std::size_t i = 0; i < p.model.places.size() && !std::isnan(op.edge); ++i)
    watch(std::abs(machine_.value(p.model, i)) - op.edge);
  both(
      std::string(op.name) + " of " + name(p) + text_of(p.model.sizes),
      [&] { return op.call(p.real); },
      [&] {
        return machine_.made(
            p.model.sizes, {p.model},
            [&](std::size_t i) { return machine_.apply(op.rule, machine_.element(p.model, i)); },
            op.saves == 'x' || op.saves == 'b' ? std::vector{p.model}
                                               : std::vector<naive::Tensor>(),
            op.saves == 'y' || op.saves == 'b');
      });
  if (!pairs_.empty()) watch_size(pairs_.back().model);
}

void Program::watch_ties(int op, const naive::Tensor& a, const naive::Tensor& b,
                         const Sizes& sizes) {
  if (op != kMaximum) return;
  naive::each(sizes, [&](const Sizes& index) {
    watch(machine_.value_of(machine_.element_of(a, sizes, index)) -
          machine_.value_of(machine_.element_of(b, sizes, index)));
  });
}

void Program::binary() {
  const int which = draw(length(kBinary));
  const Binary& op = kBinary[which];
  const Pair a = pick(), b = pick();
  both(
      std::string(op.name) + " " + text_of(a.model.sizes) + " " + text_of(b.model.sizes),
      [&] { return op.call(a.real, b.real); },
      [&] {
        const Sizes sizes = naive::broadcast(a.model.sizes, b.model.sizes);
        watch_ties(which, a.model, b.model, sizes);
        std::vector<Sizes> indices;
        naive::each(sizes, [&](const Sizes& index) { indices.push_back(index); });
        return machine_.made(
            sizes, {a.model, b.model},
            [&](std::size_t i) {
              return machine_.apply(op.rule, machine_.element_of(a.model, sizes, indices[i]),
                                    machine_.element_of(b.model, sizes, indices[i]));
            },
            saved(op.saves, a.model, b.model, which == kMul), false);
      });
  watch_size(pairs_.back().model);
}

std::vector<naive::Tensor> Program::saved(bool saves, const naive::Tensor& a,
                                          const naive::Tensor& b, bool partner_only) {
  if (!saves) return {};
  if (!partner_only) return {a, b};
  std::vector<naive::Tensor> result;
  if (machine_.requires_grad(b)) result.push_back(a);
  if (machine_.requires_grad(a)) result.push_back(b);
  return result;
}

Outcome run_program(const std::uint8_t* bytes, std::size_t size) {
  [[maybe_unused]] const MayKeepItselfAlive cycles;
  return Program(bytes, size).run();
}

}  // namespace fuzz
