// The parts of formatting that would make every file that formats compile slower.
#include "autograd/base/format.h"

#include <fmt/format.h>

namespace glassgrad::detail {

fmt::format_context::iterator write_text(const fmt::formatter<fmt::string_view>& options,
                                         const std::string& text, fmt::format_context& context) {
  return options.format(text, context);
}

}  // namespace glassgrad::detail
