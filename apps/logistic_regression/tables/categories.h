#pragma once
// Codes for the different texts of a column.

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace logistic_regression {

/// Lets a map of texts be asked with a view of one.
struct TextHash : std::hash<std::string_view> {
  using is_transparent = void;
};

/// Gives each category a code: 0, 1, 2, ... in the order in which they come. Texts are one category
/// if they are equal, or are numbers of the same value (1, 1.0, 01), or, where that is asked for,
/// differ in case and blanks alone; it is named by the text that came first.
class Categories {
 public:
  explicit Categories(bool ignores_case = false) : ignores_case_(ignores_case) {}
  /// Those that a model has: its codes are the places among `names`.
  Categories(const std::vector<std::string>& names, bool ignores_case);

  size_t size() const { return names_.size(); }
  const std::vector<std::string>& names() const { return names_; }
  /// Texts that are not the name of their category, by its code.
  const std::vector<std::pair<int32_t, std::string>>& other_names() const { return others_; }

  std::optional<int32_t> find(std::string_view text) const;
  /// The code of `text`, a new one if need be. After that, `find` is quick.
  int32_t add(std::string_view text);

 private:
  std::optional<int32_t> find_equal(std::string_view text) const;
  void add_name(std::string_view text);

  bool ignores_case_;
  std::vector<std::string> names_;
  std::vector<std::pair<int32_t, std::string>> others_;
  std::unordered_map<std::string, int32_t, TextHash, std::equal_to<>> codes_;
  std::unordered_map<double, int32_t> numbers_;
  std::unordered_map<std::string, int32_t> folded_;
};

}  // namespace logistic_regression
