#pragma once
// Losses, and how those of the elements become one.

#include "../tensor/tensor.h"

namespace glassgrad {

/// How the losses of the elements become one: kept, averaged or summed.
namespace Reduction {
enum Reduction { None, Mean, Sum, END };
}

/// l = -w (t ln x + (1 - t) ln(1 - x)), logarithms bounded below by -100.
/// @param self  probabilities in [0, 1]
/// @param target  in [0, 1], of the same shape but for dimensions of one, which are left out: [N]
///                beside [N, 1]; or one number for all
/// @throws Error  for a value outside [0, 1], or if the target does not expand to the input
/// Saves self, target and weight. Source: Bishop, PRML (2006), eq. 4.90; torch.nn.BCELoss.
Tensor binary_cross_entropy(Traced self, const Tensor& target, const Tensor& weight = {},
                            int64_t reduction = Reduction::Mean);
/// The same of sigmoid(self), computed without overflow:
/// l = w ((1 - t) x + (1 + (p - 1) t) (ln(1 + e^-|x|) + max(-x, 0))), p = pos_weight.
Tensor binary_cross_entropy_with_logits(Traced self, const Tensor& target,
                                        const Tensor& weight = {}, const Tensor& pos_weight = {},
                                        int64_t reduction = Reduction::Mean);
/// l = (x - t)^2.  Saves both. Shapes that differ broadcast, with a warning.
Tensor mse_loss(Traced self, const Tensor& target, int64_t reduction = Reduction::Mean);
/// l = |x - t|, with derivative 0 where x = t.  Otherwise as mse_loss.
Tensor l1_loss(Traced self, const Tensor& target, int64_t reduction = Reduction::Mean);
/// l = (x - t)^2 / (2 beta) where |x - t| < beta, else |x - t| - beta / 2; beta = 0 is l1_loss.
/// @throws Error  if beta < 0.  Source: Girshick, "Fast R-CNN" (2015).
Tensor smooth_l1_loss(Traced self, const Tensor& target, int64_t reduction = Reduction::Mean,
                      double beta = 1.0);
/// l = (x - t)^2 / 2 where |x - t| <= delta, else delta (|x - t| - delta / 2).
/// @throws Error  unless delta > 0.  Source: Huber (1964).
Tensor huber_loss(Traced self, const Tensor& target, int64_t reduction = Reduction::Mean,
                  double delta = 1.0);
/// l_n = -w[t_n] x[n, t_n]; Mean divides by the sum of the weights used.
/// @param self [N, C] or [C] or [N, C, ...] log-probabilities (nats)  @param target int64 class ids
/// @throws Error  if shapes do not match or an id is outside [0, C) and not ignore_index
/// Saves target and weight. Source: Bishop, PRML (2006), eq. 4.108.
Tensor nll_loss(Traced self, const Tensor& target, const Tensor& weight = {},
                int64_t reduction = Reduction::Mean, int64_t ignore_index = -100);
/// nll_loss of log_softmax(self, 1); a floating `target` of self's shape gives class probabilities.
/// @param label_smoothing  the share e in [0, 1] of the target that is spread over all C classes
/// @throws Error  as nll_loss, and for an ignore_index >= 0 with class probabilities
Tensor cross_entropy_loss(Traced self, const Tensor& target, const Tensor& weight = {},
                          int64_t reduction = Reduction::Mean, int64_t ignore_index = -100,
                          double label_smoothing = 0.0);
/// l = t (ln t - x), or e^t (t - x) with log_target; self holds log-probabilities.
Tensor kl_div(Traced self, const Tensor& target, int64_t reduction = Reduction::Mean,
              bool log_target = false);

// --- composed of other operations ---

/// l = x where t = 1, max(0, margin - x) where t = -1.
Tensor hinge_embedding_loss(Traced self, const Tensor& target, double margin = 1.0,
                            int64_t reduction = Reduction::Mean);
/// l = 1 - cos(x1, x2) where t = 1, max(0, cos(x1, x2) - margin) where t = -1.
/// @param input1, input2  [N, D], or [D]  @param target [N], or []
/// @throws Error  for other ranks
Tensor cosine_embedding_loss(Traced input1, const Tensor& input2, const Tensor& target,
                             double margin = 0.0, int64_t reduction = Reduction::Mean);
/// l = max(0, -t (x1 - x2) + margin): t = 1 wants x1 above x2, t = -1 below.
Tensor margin_ranking_loss(Traced input1, const Tensor& input2, const Tensor& target,
                           double margin = 0.0, int64_t reduction = Reduction::Mean);
/// l_n = sum over j != t_n of w[t_n] max(0, margin - x[n, t_n] + x[n, j])^p / C.
/// @param self  [N, C] or [C]  @param target  class ids [N] or []  @param p  1 or 2
/// @throws Error  if shapes do not fit or an id is out of range
Tensor multi_margin_loss(Traced self, const Tensor& target, const Scalar& p = 1,
                         const Scalar& margin = 1, const Tensor& weight = {},
                         int64_t reduction = Reduction::Mean);
/// l_n = sum over classes i that are in t_n and j that are not, of max(0, 1 - x[n, i] + x[n, j]) /
/// C; t_n lists class ids up to the first -1.
/// @param self  [N, C] or [C]  @param target  of the same shape
/// @throws Error  if shapes differ or an id is out of range
Tensor multilabel_margin_loss(Traced self, const Tensor& target,
                              int64_t reduction = Reduction::Mean);
/// l = ln(1 + e^(-t x)).
Tensor soft_margin_loss(Traced self, const Tensor& target, int64_t reduction = Reduction::Mean);
/// l = max(0, margin + |a - p|_norm - |a - n|_norm); swap takes |p - n| where that is less than
/// |a - n|.  @throws Error  if ranks differ
Tensor triplet_margin_loss(Traced anchor, const Tensor& positive, const Tensor& negative,
                           double margin = 1.0, double p = 2, double eps = 1e-6, bool swap = false,
                           int64_t reduction = Reduction::Mean);
/// l = e^x - t x with log_input, else x - t ln(x + eps); `full` adds Stirling's t ln t - t +
/// ln(2 pi t) / 2 where t > 1.
Tensor poisson_nll_loss(Traced input, const Tensor& target, bool log_input, bool full, double eps,
                        int64_t reduction);
/// l_n = -ln of the probability that the symbols drawn at times 0..T_n-1, without repetitions and
/// then without blanks, are the target.
/// @param log_probs  [T, N, C] (or [T, C]), log-probabilities: results of log_softmax
/// @param targets    [N, S] padded, or all of them one after the other; no blanks
/// @param zero_infinity  whether targets that do not fit into T_n count as 0
/// @throws Error  if lengths or shapes do not fit
/// Mean divides each by the length of its target first. The gradient is that of log_probs; libtorch
/// leaves one out that log_softmax turns into zero.  Source: Graves et al. (2006).
Tensor ctc_loss(Traced log_probs, const Tensor& targets, IntArrayRef input_lengths,
                IntArrayRef target_lengths, int64_t blank = 0, int64_t reduction = Reduction::Mean,
                bool zero_infinity = false);
Tensor ctc_loss(Traced log_probs, const Tensor& targets, const Tensor& input_lengths,
                const Tensor& target_lengths, int64_t blank = 0,
                int64_t reduction = Reduction::Mean, bool zero_infinity = false);

}  // namespace glassgrad
