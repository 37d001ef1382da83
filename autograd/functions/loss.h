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

}  // namespace glassgrad
