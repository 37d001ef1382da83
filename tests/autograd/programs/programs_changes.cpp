// Drawn changes in place, and gradients.
#include "tests/autograd/programs/drawn_program.h"

namespace fuzz {

// --- changes in place ---

void Program::change() {
  const Pair target = pick();
  if (machine_.is_hooked(target.model)) return;
  const bool recorded = draw(4) != 0;
  const gg::AutoGradMode mode(recorded);
  const std::string how = (recorded ? " of " : " without grad of ") + text_of(target.model.sizes);
  if (draw(2) == 0) {
    const Unary& op = kUnary[draw(length(kUnary))];
    if (!op.in_place) return;
    for (std::size_t i = 0; i < target.model.places.size() && !std::isnan(op.edge); ++i)
      watch(std::abs(machine_.value(target.model, i)) - op.edge);
    const bool refused = tried(
        std::string(op.name) + "_" + how, [&] { return op.in_place(target.real); },
        [&] {
          machine_.check_change(target.model, recorded);
          machine_.change(
              target.model, {target.model},
              [&](std::size_t i) {
                return machine_.apply(op.rule, machine_.element(target.model, i));
              },
              op.saves == 'x' || op.saves == 'b' ? std::vector{target.model}
                                                 : std::vector<naive::Tensor>(),
              op.saves == 'y' || op.saves == 'b', recorded);
          return target.model;
        });
    if (refused) return stop();  // the naive one has done it
    return watch_size(target.model);
  }
  const Pair source = pick();
  const int which = draw(length(kBinary) + 1);
  const bool copies = which == length(kBinary);
  const Binary& op = kBinary[copies ? 0 : which];
  if (!op.in_place) return;
  std::set<int> places(target.model.places.begin(), target.model.places.end());
  bool overlap = false;
  if (machine_.storage_of(source.model) == machine_.storage_of(target.model))
    for (const int place : source.model.places) overlap |= places.count(place) > 0;
  const bool refused = tried(
      std::string(copies ? "copy" : op.name) + "_ " + name(source) + text_of(source.model.sizes) +
          how + " " + name(target),
      [&]() -> gg::Tensor {
        return copies ? target.real.copy_(source.real) : op.in_place(target.real, source.real);
      },
      [&] {
        const Sizes& sizes = target.model.sizes;
        if (naive::broadcast(sizes, source.model.sizes) != sizes)
          throw naive::Mistake("target is smaller");
        if (copies && source.real.is_same(target.real)) {  // nothing to do
          if (recorded && machine_.is_leaf(target.model) && machine_.requires_grad(target.model))
            throw naive::Mistake("a leaf is changed");
          return target.model;
        }
        machine_.check_change(target.model, recorded, machine_.requires_grad(source.model));
        std::vector<Sizes> indices;
        naive::each(sizes, [&](const Sizes& index) { indices.push_back(index); });
        machine_.change(
            target.model, {target.model, source.model},
            [&](std::size_t i) {
              const int other = machine_.element_of(source.model, sizes, indices[i]);
              return copies ? other
                            : machine_.apply(op.rule, machine_.element(target.model, i), other);
            },
            op.saves && !copies ? std::vector{source.model} : std::vector<naive::Tensor>(), false,
            recorded);
        return target.model;
      },
      overlap);
  if (refused) return stop();
  watch_size(target.model);
}

void Program::detach_or_hook() {
  Pair& p = pick();
  if (draw(2) == 0)
    return both(
        "detach of " + name(p), [&, q = p] { return q.real.detach(); },
        [&, q = p] { return machine_.detached(q.model); });
  if (!machine_.may_be_hooked(p.model)) return;
  const double factor = 1 + draw(2);
  say("a hook of " + name(p) + ": times " + std::to_string(factor));
  p.real.register_hook([factor](const gg::Tensor& g) { return g * factor; });
  machine_.hook(p.model, factor);
  is_second_loose_ |= factor != 1 && machine_.is_saved_result(p.model);
}

// --- gradients ---

void Program::differentiate() {
  const Pair p = pick();
  const bool retain = draw(3) != 0, twice = draw(3) == 0, adds = !twice && draw(3) == 0;
  const bool is_mistaken = machine_.is_mistaken(p.model);
  gg::Tensor weights = gg::empty(p.model.sizes, gg::kDouble);
  std::vector<std::pair<int, double>> sum;
  for (std::size_t i = 0; i < p.model.places.size(); ++i) {
    const double w = 1 + 0.25 * static_cast<double>(i % 5);
    weights.data_ptr<double>()[i] = w;
    sum.emplace_back(machine_.element(p.model, i), w);
  }
  std::string what =
      std::string(adds ? "backward" : "grad") + " of " + name(p) + text_of(p.model.sizes);
  say(what + (retain ? " retained" : "") + (twice ? " twice" : ""));
  std::vector<gg::Tensor> grads;
  std::string error;
  try {
    if (adds)
      p.real.backward(weights.to(dtype_), retain);
    else
      grads =
          gg::autograd::grad({p.real}, leaves_, {weights.to(dtype_)}, retain || twice, twice, true);
  } catch (const gg::InternalError& e) {
    return differ(std::string("an internal error: ") + e.what());
  } catch (const gg::Error& e) {
    error = e.what();
  }
  outcome_.errors += !error.empty();
  if (!error.empty()) {
    const bool is_old_piece =
        error.find("its base or another view of its base has been modified") != error.npos;
    if (!is_mistaken && !is_old_piece) differ("an error where none is due: " + error);
    machine_.free(p.model);
    if (adds) next_ = end_;  // some leaves have got a part
    return;
  }
  if (!machine_.requires_grad(p.model))
    return differ("no error for a tensor that does not require grad");
  ++outcome_.gradients;
  if (adds) {
    for (std::size_t l = 0; l < leaves_.size(); ++l) grads.push_back(leaves_[l].grad());
    for (std::size_t l = 0; l < leaves_.size(); ++l)
      for (std::size_t i = 0; i < summed_[l].size(); ++i) {
        double scale = 0;
        summed_[l][i] +=
            machine_.derivative(sum, first_element_[l] + static_cast<int>(i), -1, &scale).a;
        if (!(scale < (dtype_ == gg::kFloat ? 1e2 : 1e5))) is_loose_ = true;
        const double got =
            grads[l].defined() ? grads[l].to(gg::kDouble).contiguous().data_ptr<double>()[i] : 0;
        if (!agree(got, summed_[l][i], scale)) differ("grad() of leaf " + std::to_string(l));
      }
  } else {
    compare_gradients(grads, sum);
  }
  if (twice && outcome_.difference.empty()) second(p.real, grads, sum);
  if (!retain || twice) machine_.free(p.model);
}

void Program::compare_gradients(const std::vector<gg::Tensor>& grads,
                                const std::vector<std::pair<int, double>>& sum) {
  for (std::size_t l = 0; l < grads.size(); ++l) {
    const gg::Tensor plain =
        grads[l].defined() ? grads[l].detach().to(gg::kDouble).contiguous() : gg::Tensor();
    if (plain.defined() && plain.sizes() != leaves_[l].sizes())
      return differ("a gradient of another shape");
    for (std::int64_t i = 0; i < leaves_[l].numel(); ++i) {
      double scale = 0;
      const double expected =
          machine_.derivative(sum, first_element_[l] + static_cast<int>(i), -1, &scale).a;
      const double got = plain.defined() ? plain.data_ptr<double>()[i] : 0;
      if (!agree(got, expected, scale))
        return differ("gradient of leaf " + std::to_string(l) + " element " + std::to_string(i) +
                      " is " + std::to_string(got) + ", not " + std::to_string(expected));
    }
  }
}

void Program::second(const gg::Tensor& of, const std::vector<gg::Tensor>& grads,
                     const std::vector<std::pair<int, double>>& sum) {
  gg::Tensor total;
  for (const gg::Tensor& g : grads)
    if (g.defined() && g.requires_grad()) total = total.defined() ? total + g.sum() : g.sum();
  if (!total.defined()) total = gg::zeros({}, dtype_);
  std::vector<gg::Tensor> again(leaves_.size());
  try {
    if (total.requires_grad()) again = gg::autograd::grad({total}, leaves_, {}, false, false, true);
  } catch (const gg::Error& e) {
    return differ(std::string("a second derivative: ") + e.what());
  }
  (void)of;
  if (is_second_loose_) return;
  ++outcome_.second_gradients;
  for (std::size_t l = 0; l < leaves_.size(); ++l)
    for (std::int64_t i = 0; i < leaves_[l].numel(); ++i) {
      double expected = 0, scale = 0;
      for (int j = 0; j < machine_.leaf_elements(); ++j)
        expected += machine_.derivative(sum, j, first_element_[l] + static_cast<int>(i), &scale).c;
      const double got =
          again[l].defined() ? again[l].to(gg::kDouble).contiguous().data_ptr<double>()[i] : 0;
      if (!agree(got, expected, scale))
        return differ("second derivative by leaf " + std::to_string(l) + " element " +
                      std::to_string(i) + " is " + std::to_string(got) + ", not " +
                      std::to_string(expected));
    }
}

}  // namespace fuzz
