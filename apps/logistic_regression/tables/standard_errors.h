#pragma once
// How sure the weights are.

#include <vector>

#include "apps/logistic_regression/tables/classifier.h"

namespace logistic_regression {

/// Most inputs for which standard errors are computed: the time grows with their cube.
inline constexpr int64_t kMostInputsWithErrors = 300;

/// Standard errors of the weights and, last, of the bias of a model of two classes at its lowest
/// loss: the roots of the diagonal of the inverse of Fisher's information X^T diag(p (1 - p)) X,
/// where X has a column of ones for the bias. Where inputs depend on each other, as the inputs of
/// one column of texts and the bias do, there are many such models; the pseudoinverse then gives
/// the errors of the one with the smallest parameters, which is where sgd from zero ends.
/// Source: Bishop, PRML (2006), eq. 4.97; Hastie et al., ESL (2009), section 4.4.3.
std::vector<double> standard_errors(Classifier model, const Tensor& x);

}  // namespace logistic_regression
