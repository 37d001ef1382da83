// Trains a small network on Fashion-MNIST; train.cpp is where to start reading.
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <exception>
#include <string>
#include <vector>

#include "apps/fashion_mnist/options.h"
#include "apps/fashion_mnist/run.h"
#include "apps/support/arguments.h"
#include "apps/support/files.h"

namespace {

/// One line on stderr, whatever the text.
int fail(int status, std::string text) {
  for (size_t at; (at = text.find_first_of("\n\t")) != text.npos;) {
    const size_t end = text.find_first_not_of(" \n\t", at);
    text.replace(at, std::min(end, text.size()) - at, end == text.npos ? "" : " ");
  }
  fmt::print(stderr, "fashion_mnist: {}\n", text);
  return status;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    const auto options =
        fashion_mnist::parse_options(std::vector<std::string>(argv + 1, argv + argc));
    if (options.help) {
      fmt::print("{}", fashion_mnist::usage());
      apps::flush_stdout();
    } else {
      fashion_mnist::run(options);
    }
    return 0;
  } catch (const apps::ArgumentError& error) {
    return fail(2, error.what());
  } catch (const std::exception& error) {
    return fail(1, error.what());
  }
}
