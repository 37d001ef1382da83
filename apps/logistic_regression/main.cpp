// Trains logistic regression as in the tutorial; tutorial.cpp is where to start reading.
#include <fmt/format.h>

#include <cstdio>
#include <exception>
#include <string>
#include <vector>

#include "apps/logistic_regression/compare.h"
#include "apps/logistic_regression/options.h"
#include "apps/logistic_regression/run.h"
#include "apps/support/arguments.h"
#include "apps/support/files.h"

namespace {

/// One line on stderr, whatever the text.
int fail(int status, const std::string& text) {
  fmt::print(stderr, "logistic_regression: {}\n", text.substr(0, text.find('\n')));
  return status;
}

}  // namespace

int main(int argc, char** argv) {
  using namespace logistic_regression;
  try {
    const Options options = parse_options(std::vector<std::string>(argv + 1, argv + argc));
    if (options.help) {
      fmt::print("{}", usage());
      apps::flush_stdout();
    } else if (options.compare) {
      compare(options);
    } else {
      run(options);
    }
    return 0;
  } catch (const apps::ArgumentError& error) {
    return fail(2, error.what());
  } catch (const std::exception& error) {
    return fail(1, error.what());
  }
}
