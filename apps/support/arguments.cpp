// Reads command lines.
#include "apps/support/arguments.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace apps {
namespace {

std::string lower_case(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return 'A' <= c && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return text;
}

const Option& find_option(const std::string& name, const std::vector<Option>& options) {
  const std::string meant = name == "-h" ? "--help" : name;
  const auto found = std::find_if(options.begin(), options.end(),
                                  [&](const Option& option) { return option.name == meant; });
  if (found != options.end()) return *found;
  std::vector<std::string> names;
  for (const Option& option : options) names.push_back(option.name);
  throw ArgumentError(
      fmt::format("unknown argument {}: allowed are {}", in_quotes(name), fmt::join(names, ", ")));
}

}  // namespace

std::string in_quotes(std::string_view text) {
  std::string out = "'";
  for (unsigned char c : text) {
    if (c < 0x20 || c == 0x7f) {
      out += fmt::format("\\x{:02x}", c);
    } else {
      out += static_cast<char>(c);
    }
  }
  return out + "'";
}

ArgumentError argument_error(const std::string& name, const std::string& allowed,
                             const std::string& came) {
  return ArgumentError(fmt::format("{}: expected {}, got {}", name, allowed, in_quotes(came)));
}

void parse_arguments(const std::vector<std::string>& arguments,
                     const std::vector<Option>& options) {
  for (auto argument = arguments.begin(); argument != arguments.end(); ++argument) {
    const size_t equals = argument->rfind("--", 0) == 0 ? argument->find('=') : std::string::npos;
    const bool has_equals = equals != std::string::npos;
    const Option& option = find_option(argument->substr(0, equals), options);

    std::string value;
    if (option.value_name.empty()) {
      if (has_equals) {
        throw argument_error(option.name, "no value", argument->substr(equals + 1));
      }
    } else if (has_equals) {
      value = argument->substr(equals + 1);
    } else if (argument + 1 == arguments.end()) {
      throw ArgumentError(
          fmt::format("{}: expected a value {}, got nothing", option.name, option.value_name));
    } else if ((++argument)->rfind("--", 0) == 0) {
      throw argument_error(option.name, "a value " + option.value_name, *argument);
    } else {
      value = *argument;
    }

    try {
      option.set(value);
    } catch (const ArgumentError& allowed) {
      throw argument_error(option.name, allowed.what(), value);
    }
  }
}

std::string describe(const std::vector<Option>& options) {
  const auto left_of = [](const Option& option) {
    return option.value_name.empty() ? option.name : option.name + " " + option.value_name;
  };
  size_t width = 0;
  for (const Option& option : options) width = std::max(width, left_of(option).size());

  std::string out;
  for (const Option& option : options) {
    std::string help = option.help;
    for (size_t i = 0; (i = help.find('\n', i)) != std::string::npos; i += width + 5) {
      help.insert(i + 1, width + 4, ' ');
    }
    out += fmt::format("  {:<{}}  {}\n", left_of(option), width, help);
  }
  return out;
}

int64_t parse_integer(const std::string& text, int64_t min, int64_t max) {
  int64_t value = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc() || stop != end || value < min || value > max) {
    const bool is_bounded = max != std::numeric_limits<int64_t>::max();
    throw ArgumentError(is_bounded ? fmt::format("an integer from {} to {}", min, max)
                                   : fmt::format("an integer of at least {}", min));
  }
  return value;
}

double parse_number(const std::string& text) {
  std::string_view rest = text;
  const bool is_negative = !rest.empty() && rest.front() == '-';
  if (is_negative) rest.remove_prefix(1);
  const bool is_hex = rest.rfind("0x", 0) == 0;
  if (is_hex) rest.remove_prefix(2);

  double value = 0;
  const char* end = rest.data() + rest.size();
  const auto [stop, error] = std::from_chars(
      rest.data(), end, value, is_hex ? std::chars_format::hex : std::chars_format::general);
  const bool has_second_sign = !rest.empty() && rest.front() == '-';
  if (error != std::errc() || stop != end || has_second_sign || !(std::abs(value) < HUGE_VAL)) {
    throw ArgumentError("a finite number");
  }
  return is_negative ? -value : value;
}

std::function<void(const std::string&)> flag(bool& target) {
  return [&target](const std::string&) { target = true; };
}

std::function<void(const std::string&)> integer(int64_t& target, int64_t min, int64_t max) {
  return [&target, min, max](const std::string& text) { target = parse_integer(text, min, max); };
}

std::function<void(const std::string&)> from_zero(double& target) {
  return [&target](const std::string& text) {
    const ArgumentError allowed("a number of at least 0");
    try {
      target = parse_number(text);
    } catch (const ArgumentError&) {
      throw allowed;
    }
    if (target < 0) throw allowed;
  };
}

std::function<void(const std::string&)> file_name(std::string& target,
                                                  const std::vector<std::string>& endings) {
  return [&target, endings](const std::string& text) {
    const std::string name = lower_case(text);
    const auto ends_name = [&name](const std::string& ending) {
      return name.size() > ending.size() &&
             name.compare(name.size() - ending.size(), ending.size(), ending) == 0;
    };
    if (text.empty()) throw ArgumentError("a file name");
    if (!endings.empty() && std::none_of(endings.begin(), endings.end(), ends_name)) {
      throw ArgumentError(fmt::format("a file name that ends in {}", fmt::join(endings, " or ")));
    }
    target = text;
  };
}

}  // namespace apps
