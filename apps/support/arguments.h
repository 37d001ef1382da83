#pragma once
// Reads command lines.

#include <cstdint>
#include <functional>
#include <limits>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace apps {

/// A wrong argument. The text is one line: the argument, what is allowed, what came.
struct ArgumentError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// One row of a program's table of options.
struct Option {
  std::string name;        ///< "--epochs"
  std::string value_name;  ///< "N" in the help; empty for an option that takes no value
  std::string help;        ///< may have several lines
  std::function<void(const std::string& value)> set;  ///< throws ArgumentError("what is allowed")
};

/// Calls `set` of each option that is given, as `--name value` or `--name=value`, in the order of
/// the arguments; a later one overrides an earlier one. -h is --help.
/// @param arguments  without the program's name
/// @throws ArgumentError  for an unknown option, a missing or surplus value, a value that is
/// refused
void parse_arguments(const std::vector<std::string>& arguments, const std::vector<Option>& options);

/// The rows as text for `--help`, the names in one column, the explanations in the next.
std::string describe(const std::vector<Option>& options);

/// 'text' on one line: what does not print becomes \xNN.
std::string in_quotes(std::string_view text);

/// "--lr: expected a number, got 'fast'"; what came is quoted.
ArgumentError argument_error(const std::string& name, const std::string& allowed,
                             const std::string& came);

/// Values of an option. The whole text must be read; otherwise ArgumentError("what is allowed").
/// A number is decimal (2, -0.5, 1e-3) or a C hexadecimal float (0x1.8p+1).
/// @{
int64_t parse_integer(const std::string& text, int64_t min, int64_t max);
double parse_number(const std::string& text);
/// @}

/// What `set` does for the usual kinds of value: it stores them.
/// @{
std::function<void(const std::string&)> flag(bool& target);
std::function<void(const std::string&)> integer(int64_t& target, int64_t min,
                                                int64_t max = std::numeric_limits<int64_t>::max());
std::function<void(const std::string&)> from_zero(double& target);  ///< a number of at least 0
std::function<void(const std::string&)> file_name(std::string& target,
                                                  const std::vector<std::string>& endings = {});
/// @}

}  // namespace apps
