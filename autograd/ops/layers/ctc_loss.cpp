// Connectionist temporal classification, composed of recorded operations.
#include <algorithm>
#include <cmath>

#include "autograd/ops/op.h"

namespace glassgrad {
namespace {

/// The logarithm of nothing: far below every logarithm of a probability, but finite, so that
/// gradients are 0 there and not NaN.
constexpr double kNothing = -1e30;

/// Targets with blanks around: b, t_0, b, t_1, ..., b for each of N samples, [N, 2 S + 1].
struct Paths {
  Tensor symbols;  ///< int64
  Tensor skips;    ///< 0 where a symbol may follow the one before the last, else kNothing
};

Paths paths_of(const Tensor& targets, IntArrayRef lengths, int64_t blank, ScalarType type) {
  const int64_t n = static_cast<int64_t>(lengths.size());
  const int64_t longest = n == 0 ? 0 : *std::max_element(lengths.begin(), lengths.end());
  const int64_t width = 2 * longest + 1;
  const Tensor ids = targets.to(kLong).contiguous();
  const int64_t *from = ids.data_ptr<int64_t>(), *row = from;
  const Paths paths{full({n, width}, blank, kLong), full({n, width}, kNothing, kDouble)};
  for (int64_t i = 0; i < n; ++i) {
    if (ids.dim() == 2) row = from + i * ids.size(1);
    int64_t* symbols = data<int64_t>(paths.symbols) + i * width;
    double* skips = data<double>(paths.skips) + i * width;
    for (int64_t k = 0; k < lengths[i]; ++k) {
      symbols[2 * k + 1] = row[k];
      if (k > 0 && row[k] != row[k - 1]) skips[2 * k + 1] = 0;
    }
    row += lengths[i];
  }
  return {paths.symbols, paths.skips.to(type)};
}

/// Column k holds what column k - `by` held, the first ones nothing.
Tensor shifted(const Tensor& x, int64_t by) {
  const int64_t width = x.size(1);
  if (by >= width) return full_like(x.detach(), kNothing);
  return cat({full({x.size(0), by}, kNothing, x.scalar_type()), x.narrow(1, 0, width - by)}, 1);
}

void check_ctc(const Tensor& x, const Tensor& targets, IntArrayRef input_lengths,
               IntArrayRef target_lengths, int64_t blank) {
  const int64_t times = x.size(0), n = x.size(1), classes = x.size(2);
  check(0 <= blank && blank < classes, "blank must be in label range");
  check(static_cast<int64_t>(input_lengths.size()) == n,
        "input_lengths must be of size batch_size");
  check(static_cast<int64_t>(target_lengths.size()) == n,
        "target_lengths must be of size batch_size");
  int64_t all = 0;
  for (int64_t i = 0; i < n; ++i) {
    check(input_lengths[i] >= 0 && input_lengths[i] <= times,
          "Expected input_lengths to have value at most {}, but got value {} (while checking "
          "arguments for ctc_loss_cpu)",
          times, input_lengths[i]);
    check(target_lengths[i] >= 0 && (targets.dim() == 1 || target_lengths[i] <= targets.size(1)),
          "Expected target_lengths between 0 and {}, but got value {} (while checking arguments "
          "for ctc_loss_cpu)",
          targets.size(-1), target_lengths[i]);
    all += target_lengths[i];
  }
  check(targets.dim() == 2 ? targets.size(0) == n : targets.dim() == 1 && targets.size(0) == all,
        "Expected targets of {} samples, or {} of them one after the other, but got targets of "
        "size {} (while checking arguments for ctc_loss_cpu)",
        n, all, targets.sizes());
}

}  // namespace

// a_t[k] = ln of the probability of all ways that are at place k of the path at time t:
//   a_t[k] = x_t[path[k]] + ln(e^a_(t-1)[k] + e^a_(t-1)[k-1] + e^a_(t-1)[k-2]),
// the last where neither a blank nor a repetition would be left out. The loss is -ln of the sum
// over the two last places at the last time.
Tensor ctc_loss(Traced traced, const Tensor& targets_, IntArrayRef input_lengths,
                IntArrayRef target_lengths, int64_t blank, int64_t reduction, bool zero_infinity) {
  const Tensor& log_probs = traced.enter();
  const bool is_batch = log_probs.dim() == 3;
  const Tensor x = is_batch ? log_probs : log_probs.unsqueeze(1);
  const Tensor targets = is_batch || targets_.dim() == 2 ? targets_ : targets_.unsqueeze(0);
  check(x.dim() == 3, "ctc_loss: log_probs must have 2 or 3 dimensions, got {}", log_probs.dim());
  check_ctc(x, targets, input_lengths, target_lengths, blank);
  const int64_t times = x.size(0), n = x.size(1);
  const Paths paths = paths_of(targets, target_lengths, blank, x.scalar_type());
  const Tensor lengths = tensor(target_lengths.vec()).view({n, 1});
  const Tensor durations = tensor(input_lengths.vec()).view({n, 1});

  const int64_t width = paths.symbols.size(1);
  const Tensor before = full({n, width}, kNothing, x.scalar_type());
  before.select(1, 0).fill_(0);  // at time -1 on the first blank, and one place before
  Tensor a = before;
  for (int64_t t = 0; t < times; ++t) {
    const Tensor ways = stack({a, shifted(a, 1), shifted(a, 2) + paths.skips});
    const Tensor next = x[t].gather(1, paths.symbols) + ways.logsumexp(0);
    a = where(durations > t, next, a);
  }
  const Tensor last = a.gather(1, 2 * lengths);
  const Tensor before_last = where(lengths > 0, a.gather(1, (2 * lengths - 1).clamp_min(0)),
                                   full({n, 1}, kNothing, x.scalar_type()));
  Tensor loss = -cat({last, before_last}, 1).logsumexp(int64_t{1});
  const Tensor is_impossible = loss > -kNothing / 2;
  loss = loss.masked_fill(is_impossible, zero_infinity ? 0 : INFINITY);
  if (reduction == Reduction::Mean) return (loss / lengths.view({n}).clamp_min(1)).mean();
  if (reduction == Reduction::Sum) return loss.sum();
  return is_batch ? loss : loss.squeeze(0);
}

Tensor ctc_loss(Traced log_probs, const Tensor& targets, const Tensor& input_lengths,
                const Tensor& target_lengths, int64_t blank, int64_t reduction,
                bool zero_infinity) {
  log_probs.enter();
  const auto numbers = [](const Tensor& lengths, const char* name) {
    check(!lengths.is_floating_point(), "{} must be integral", name);
    const Tensor values = lengths.to(kLong).contiguous();
    const int64_t* first = values.data_ptr<int64_t>();
    return std::vector<int64_t>(first, first + values.numel());
  };
  return ctc_loss(log_probs, targets, numbers(input_lengths, "input_lengths"),
                  numbers(target_lengths, "target_lengths"), blank, reduction, zero_infinity);
}

}  // namespace glassgrad
