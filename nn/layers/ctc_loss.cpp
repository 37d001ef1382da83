// The loss of a sequence: the function, then the module's forward and how it prints.
#include "nn/layers/ctc_loss.h"

#include "autograd/functions/loss.h"
#include "nn/print.h"

namespace glassgrad::nn {

Tensor functional::ctc_loss(Traced log_probs, const Tensor& targets, const Tensor& input_lengths,
                            const Tensor& target_lengths, const CTCLossFuncOptions& options) {
  return glassgrad::ctc_loss(log_probs, targets, input_lengths, target_lengths, options.blank(),
                             options.reduction().index(), options.zero_infinity());
}
Tensor CTCLossImpl::forward(Traced log_probs, const Tensor& targets, const Tensor& input_lengths,
                            const Tensor& target_lengths) {
  return functional::ctc_loss(log_probs, targets, input_lengths, target_lengths, options);
}
void CTCLossImpl::pretty_print(std::ostream& stream) const { Printer(stream, "CTCLoss"); }

}  // namespace glassgrad::nn
