// Trains a network of scalars on two half moons; value_network.cpp is where to start reading.
#include <fmt/format.h>

#include <cstdio>
#include <exception>
#include <string>
#include <vector>

#include "apps/moons/options.h"
#include "apps/moons/run.h"
#include "apps/support/arguments.h"
#include "apps/support/files.h"

namespace {

/// One line on stderr, whatever the text.
int fail(int status, const std::string& text) {
  fmt::print(stderr, "moons: {}\n", text.substr(0, text.find('\n')));
  return status;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    const auto options = moons::parse_options(std::vector<std::string>(argv + 1, argv + argc));
    if (options.help) {
      fmt::print("{}", moons::usage());
      apps::flush_stdout();
    } else {
      moons::run(options);
    }
    return 0;
  } catch (const apps::ArgumentError& error) {
    return fail(2, error.what());
  } catch (const std::exception& error) {
    return fail(1, error.what());
  }
}
