#pragma once
// Values that options take.

#include <cstdint>
#include <string>
#include <vector>

namespace logistic_regression {

/// Values that options of both kinds of run take. Each throws apps::ArgumentError("what is
/// allowed").
/// @{

/// As torch.manual_seed: a negative seed counts down from 2^64.
uint64_t parse_seed(const std::string& text);

/// A number in [min, max], or else the text `allowed`.
double parse_in(const std::string& text, double min, double max, const std::string& allowed);

/// A number from 0 to the largest float.
double parse_lr(const std::string& text);

/// "A, B,C" -> {"A", "B", "C"}, none of them empty.
std::vector<std::string> parse_list(const std::string& text);

/// @}

}  // namespace logistic_regression
