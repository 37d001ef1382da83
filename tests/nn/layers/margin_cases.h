#pragma once
// Losses with margins, of sequences and of counts, and distances, in libtorch's own words; see
// cases.h.

#include "tests/nn/layers/layer_answers.h"
#ifndef GLASSGRAD_TEST_LIBTORCH
#include "autograd/functions.h"
#include "nn/layers/ctc_loss.h"
#include "nn/layers/distance.h"
#include "nn/layers/margin_loss.h"
#include "nn/regression_loss.h"
#include "nn/softmax.h"
#endif

namespace nn_cases {

inline std::vector<Case> distance_cases() {
#define Y input(fractions({2, 3}, 2))
  return {
      MODULE(CosineSimilarity(), input(), Y),
      MODULE(CosineSimilarity(CosineSimilarityOptions().dim(0).eps(0.25)), input(), Y),
      MODULE(PairwiseDistance(), input(), Y),
      MODULE(PairwiseDistance(PairwiseDistanceOptions().p(1).eps(0.5).keepdim(true)), input(), Y),
      FUNCTION(torch::cosine_similarity(x, fractions({3}, 2))),
      FUNCTION(torch::cosine_similarity(x, torch::zeros({2, 3}))),
      FUNCTION(torch::pairwise_distance(x, fractions({3}, 2), 3)),
      FUNCTION(torch::pdist(x)),
      FUNCTION(F::pdist(x.t(), 1)),
      REFUSED(torch::cosine_similarity(torch::tensor({1, 2}), torch::tensor({1, 2}))),
      REFUSED(torch::pdist(torch::ones({3}))),
      REFUSED(torch::pdist(torch::ones({3, 2}), -1)),
      REFUSED(torch::pdist(torch::ones({3, 2}, torch::kLong))),
  };
#undef Y
}

inline std::vector<Case> margin_cases() {
#define SIGNS torch::tensor({{1, -1, 1}, {-1, 1, -1}}).to(torch::kFloat)
#define SIGN torch::tensor({1, -1})
#define LABELS torch::tensor({2, 0})
#define LISTS torch::tensor({{2, 0, -1}, {1, -1, 0}})
#define WEIGHT torch::tensor({0.5, 2.0, 0.25})
#define Y input(fractions({2, 3}, 2))
#define Z input(fractions({2, 3}, 3))
  return {
      MODULE(HingeEmbeddingLoss(), input(), SIGNS),
      MODULE(HingeEmbeddingLoss(HingeEmbeddingLossOptions().margin(0.5).reduction(torch::kNone)),
             input(), SIGNS),
      MODULE(CosineEmbeddingLoss(), input(), Y, SIGN),
      MODULE(CosineEmbeddingLoss(CosineEmbeddingLossOptions().margin(-0.5).reduction(torch::kSum)),
             input(), Y, SIGN),
      MODULE(MarginRankingLoss(), input(), Y, SIGNS),
      MODULE(MarginRankingLoss(MarginRankingLossOptions().margin(0.5).reduction(torch::kNone)),
             input(), Y, SIGNS),
      MODULE(MultiMarginLoss(), input(), LABELS),
      MODULE(MultiMarginLoss(
                 MultiMarginLossOptions().p(2).margin(0.5).weight(WEIGHT).reduction(torch::kSum)),
             input(), LABELS),
      MODULE(MultiMarginLoss(MultiMarginLossOptions().reduction(torch::kNone)), input(), LABELS),
      MODULE(MultiMarginLoss(), input(fractions({3}, 1)), torch::tensor(1)),
      MODULE(MultiLabelMarginLoss(), input(), LISTS),
      MODULE(MultiLabelMarginLoss(torch::kSum), input(), LISTS),
      MODULE(MultiLabelMarginLoss(torch::kNone), input(), LISTS),
      MODULE(MultiLabelMarginLoss(), input(fractions({3}, 1)), torch::tensor({1, -1, 0})),
      MODULE(SoftMarginLoss(), input(), SIGNS),
      MODULE(SoftMarginLoss(torch::kNone), input(), SIGNS),
      MODULE(MultiLabelSoftMarginLoss(), input(), probabilities({2, 3}, 2)),
      MODULE(MultiLabelSoftMarginLoss(
                 MultiLabelSoftMarginLossOptions().weight(WEIGHT).reduction(torch::kNone)),
             input(), probabilities({2, 3}, 2)),
      MODULE(TripletMarginLoss(), input(), Y, Z),
      MODULE(TripletMarginLoss(
                 TripletMarginLossOptions().margin(3).p(1).eps(0.25).swap(true).reduction(
                     torch::kNone)),
             input(), Y, Z),
      MODULE(TripletMarginWithDistanceLoss(), input(), Y, Z),
      MODULE(TripletMarginWithDistanceLoss(
                 TripletMarginWithDistanceLossOptions()
                     .distance_function(
                         [](const Tensor& a, const Tensor& b) { return (a - b).abs().sum(1); })
                     .margin(3)
                     .swap(true)
                     .reduction(torch::kSum)),
             input(), Y, Z),
      MODULE(PoissonNLLLoss(), input(), probabilities({2, 3}, 2) * 4),
      MODULE(PoissonNLLLoss(PoissonNLLLossOptions().log_input(false).full(true).eps(0.5).reduction(
                 torch::kNone)),
             input(probabilities({2, 3}, 1)), probabilities({2, 3}, 2) * 4),
      FUNCTION(torch::margin_ranking_loss(x, fractions({2, 3}, 2), torch::ones({2, 3}), 0.5)),
      FUNCTION(torch::hinge_embedding_loss(x, -torch::ones({2, 3}), 2)),
      FUNCTION(torch::soft_margin_loss(x, torch::ones({2, 3}), 2)),
      FUNCTION(torch::poisson_nll_loss(x, probabilities({2, 3}, 2) * 4, true, true, 1e-8, 1)),
  };
#undef SIGNS
#undef SIGN
#undef LABELS
#undef LISTS
#undef WEIGHT
#undef Y
#undef Z
}

inline std::vector<Case> refused_margins() {
#define ONES(...) torch::ones({__VA_ARGS__})
#define IDS(...) torch::tensor({__VA_ARGS__})
  return {
      REFUSED(CosineEmbeddingLoss()(ONES(2, 3), ONES(2, 3), ONES(2, 3))),
      REFUSED(CosineEmbeddingLoss()(ONES(3), ONES(3), ONES(2))),
      REFUSED(CosineEmbeddingLoss()(ONES(2, 3), ONES(2, 3), torch::tensor(1))),
      REFUSED(MarginRankingLoss()(ONES(2), ONES(2), ONES(2, 1))),
      REFUSED(MultiMarginLoss(MultiMarginLossOptions().p(3))),
      REFUSED(MultiMarginLoss()(ONES(2, 3), IDS(1, 3))),
      REFUSED(MultiMarginLoss()(ONES(2, 3), IDS(1, 2, 0))),
      REFUSED(MultiMarginLoss()(ONES(2, 3, 1), IDS(1, 0))),
      REFUSED(MultiLabelMarginLoss()(ONES(1, 3), torch::tensor({{3, 0, 0}}))),
      REFUSED(MultiLabelMarginLoss()(ONES(1, 3), IDS(1, 0, 0))),
      REFUSED(MultiLabelMarginLoss()(ONES(1, 3, 1), IDS(1, 0, 0))),
      REFUSED(TripletMarginLoss()(ONES(1, 3), ONES(3), ONES(3))),
  };
#undef IDS
}

/// Of log_softmax: the gradient of log_probs alone is another one in libtorch.
inline std::string report_ctc(torch::nn::CTCLoss loss, const Tensor& x, const Tensor& targets,
                              const Tensor& input_lengths, const Tensor& target_lengths) {
  const Tensor log_probs = torch::log_softmax(x, -1);
  return description(loss) +
         result(loss->forward(log_probs, targets, input_lengths, target_lengths), {x});
}

inline std::vector<Case> ctc_cases() {
#define CTC(module, ...) \
  GLASSGRAD_CASE(#module " of " #__VA_ARGS__, report_ctc(module, __VA_ARGS__))
#define X input(fractions({5, 3, 4}, 1))
#define IDS torch::tensor({{1, 2, 2}, {3, 0, 0}, {1, 3, 0}})
#define TIMES torch::tensor({5, 2, 4})
#define LENGTHS torch::tensor({3, 1, 2})
#define ALL torch::tensor({1, 2, 2, 3, 1, 3})
  using Numbers = std::vector<int64_t>;
  return {
      CTC(CTCLoss(), X, IDS, TIMES, LENGTHS),
      CTC(CTCLoss(CTCLossOptions().reduction(torch::kNone)), X, ALL, TIMES, LENGTHS),
      CTC(CTCLoss(CTCLossOptions().reduction(torch::kSum).blank(3)), X,
          torch::tensor({{1, 2, 2}, {2, 0, 0}, {1, 0, 0}}), TIMES, LENGTHS),
      CTC(CTCLoss(CTCLossOptions().zero_infinity(true)), X, IDS, torch::tensor({3, 2, 4}), LENGTHS),
      CTC(CTCLoss(CTCLossOptions().reduction(torch::kNone)), X, IDS, TIMES,
          torch::tensor({0, 1, 2})),
      {"loss of targets that do not fit",
       [] {
         const Tensor x = torch::log_softmax(fractions({3, 1, 4}, 1), -1);
         return result(torch::ctc_loss(x, torch::tensor({{2, 2}}), Numbers{2}, Numbers{2}), {});
       }},
      {"loss of one sequence",
       [] {
         const Tensor x = torch::log_softmax(fractions({4, 4}, 1), -1);
         return result(
             torch::ctc_loss(x, torch::tensor({2, 1}), torch::tensor({4}), torch::tensor({2})), {});
       }},
      REFUSED(torch::ctc_loss(ONES(3, 1, 2), torch::tensor({{1}}), torch::tensor({3}),
                              torch::tensor({1}), 2)),
      REFUSED(torch::ctc_loss(ONES(3, 1, 2), torch::tensor({{1}}), torch::tensor({3, 3}),
                              torch::tensor({1}))),
      REFUSED(torch::ctc_loss(ONES(3, 1, 2), torch::tensor({{1}}), torch::tensor({3}),
                              torch::tensor({1, 1}))),
      REFUSED(torch::ctc_loss(ONES(3, 1, 2), torch::tensor({{1}}), torch::tensor({4}),
                              torch::tensor({1}))),
      REFUSED(torch::ctc_loss(ONES(3, 1, 2), torch::tensor({{1}}), torch::ones({1}),
                              torch::tensor({1}))),
  };
#undef CTC
#undef X
#undef IDS
#undef TIMES
#undef LENGTHS
#undef ALL
#undef ONES
}

}  // namespace nn_cases
