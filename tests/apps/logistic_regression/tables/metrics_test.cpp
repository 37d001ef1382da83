#include "apps/logistic_regression/tables/metrics.h"

#include <gtest/gtest.h>

#include <cmath>

namespace logistic_regression {
namespace {

// Fawcett, An introduction to ROC analysis (2006), figure 3: 20 instances by falling score.
TEST(Metrics, RocCurveOfFawcettsExample) {
  const std::string labels = "ppnpppnnpnpnpnnnpnpn";
  std::vector<double> scores = {.9, .8,  .7,  .6,  .55, .54, .53, .52, .51, .505,
                                .4, .39, .38, .37, .36, .35, .34, .33, .30, .1};
  std::vector<bool> is_positive;
  for (const char label : labels) is_positive.push_back(label == 'p');
  const std::vector<RocPoint> curve = roc_curve(scores, is_positive);
  ASSERT_EQ(curve.size(), 21u);
  EXPECT_EQ(curve[0].false_positive_rate, 0);
  EXPECT_EQ(curve[0].true_positive_rate, 0);
  EXPECT_DOUBLE_EQ(curve[10].false_positive_rate, 0.4);
  EXPECT_DOUBLE_EQ(curve[10].true_positive_rate, 0.6);
  EXPECT_EQ(curve[20].false_positive_rate, 1);
  EXPECT_EQ(curve[20].true_positive_rate, 1);
  // Pairs of which the positive scores higher, counted by hand: 68 of 100.
  EXPECT_NEAR(area_under(curve), 0.68, 1e-12);
}

TEST(Metrics, EqualScoresCountHalf) {
  const std::vector<RocPoint> curve = roc_curve({1, 1, 1, 1}, {true, false, true, false});
  ASSERT_EQ(curve.size(), 2u);
  EXPECT_EQ(area_under(curve), 0.5);
  // One of the two pairs of a negative 2 is a tie, the other lost; the negative 1 loses both.
  EXPECT_EQ(area_under(roc_curve({3, 2, 2, 1}, {true, true, false, false})), 0.875);
  EXPECT_EQ(area_under(roc_curve({1, 2}, {true, false})), 0);
}

TEST(Metrics, NoCurveOfOneClass) {
  EXPECT_TRUE(roc_curve({1, 2}, {true, true}).empty());
  EXPECT_TRUE(std::isnan(area_under({})));
}

TEST(Metrics, ThinsOutLongCurves) {
  std::vector<RocPoint> curve;
  for (int i = 0; i <= 12345; ++i) curve.push_back({i / 12345.0, 1});
  const std::vector<RocPoint> thin = thinned_out(curve);
  EXPECT_LE(thin.size(), 1002u);
  EXPECT_EQ(thin.front().false_positive_rate, 0);
  EXPECT_EQ(thin.back().false_positive_rate, 1);
  EXPECT_EQ(thinned_out(std::vector<RocPoint>{}).size(), 0u);
}

TEST(Metrics, CalibrationComparesProbabilitiesWithShares) {
  const std::vector<CalibrationBin> bins =
      calibration_bins({0, 0.05, 0.75, 0.72, 0.78, 1}, {false, true, true, true, false, true});
  ASSERT_EQ(bins.size(), 3u);
  EXPECT_EQ(bins[0].rows, 2);
  EXPECT_DOUBLE_EQ(bins[0].predicted, 0.025);
  EXPECT_DOUBLE_EQ(bins[0].actual, 0.5);
  EXPECT_EQ(bins[1].rows, 3);
  EXPECT_DOUBLE_EQ(bins[1].predicted, 0.75);
  EXPECT_DOUBLE_EQ(bins[1].actual, 2.0 / 3);
  EXPECT_EQ(bins[2].predicted, 1);
  EXPECT_DOUBLE_EQ(calibration_error(bins), (2 * 0.475 + 3 * (0.75 - 2.0 / 3) + 0) / 6);
  EXPECT_TRUE(std::isnan(calibration_error({})));
}

/// z = x for two classes.
TEST(Metrics, CountsRightAndWrong) {
  Classifier model(1, 2, glassgrad::kDouble);
  {
    glassgrad::NoGradGuard no_grad;
    model->linear->weight.fill_(1);
    model->linear->bias.zero_();
  }
  const auto column = [](std::vector<double> values) {
    return glassgrad::tensor(values, glassgrad::TensorOptions(glassgrad::kDouble)).view({-1, 1});
  };
  const Examples examples{column({-2, -1, 1, 2, 3, 0}), column({0, 1, 0, 1, 1, 0})};
  const Metrics metrics = measure(model, examples);
  EXPECT_EQ(metrics.rows, 6);
  EXPECT_EQ(metrics.confusion, (std::vector<std::vector<int64_t>>{{2, 1}, {1, 2}}));
  EXPECT_EQ(metrics.right(), 4);
  EXPECT_DOUBLE_EQ(metrics.classes[1].precision, 2.0 / 3);
  EXPECT_DOUBLE_EQ(metrics.classes[1].recall, 2.0 / 3);
  EXPECT_DOUBLE_EQ(metrics.classes[0].precision, 2.0 / 3);
  EXPECT_DOUBLE_EQ(metrics.classes[1].auc, 7.0 / 9);
  EXPECT_DOUBLE_EQ(metrics.classes[0].auc, 7.0 / 9);
  // sigmoid of -2; -1; 0; 1; 2 and 3 lies in tenths 1; 2; 5; 7; 8 and 9.
  EXPECT_EQ(metrics.classes[1].calibration.size(), 6u);
  EXPECT_DOUBLE_EQ(metrics.classes[1].calibration[0].predicted, 1 / (1 + std::exp(2)));
  EXPECT_EQ(metrics.classes[1].calibration[0].actual, 0);
  // ln(1 + e^-|z|), plus |z| where the sign is wrong.
  const auto softplus = [](double z) { return std::log1p(std::exp(z)); };
  EXPECT_NEAR(
      metrics.loss,
      (softplus(-2) + softplus(1) + softplus(1) + softplus(-2) + softplus(-3) + softplus(0)) / 6,
      1e-12);
  const Metrics of_one_class = measure(model, {column({-1, -2}), column({0, 0})});
  EXPECT_TRUE(std::isnan(of_one_class.classes[1].precision));
  EXPECT_TRUE(std::isnan(of_one_class.classes[1].recall));
  EXPECT_TRUE(std::isnan(of_one_class.classes[1].auc));
}

}  // namespace
}  // namespace logistic_regression
