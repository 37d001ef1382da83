#pragma once
// Columns of text.

#include <string>
#include <vector>

namespace logistic_regression {

/// Texts below each other: the first column to the left, the others to the right.
class TextTable {
 public:
  void add(std::vector<std::string> row) { rows_.push_back(std::move(row)); }

  std::string text() const;

 private:
  size_t width(size_t column) const;

  std::vector<std::vector<std::string>> rows_;
};

}  // namespace logistic_regression
