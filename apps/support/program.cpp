// What every main does.
#include "apps/support/program.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <exception>

#include "apps/support/arguments.h"
#include "apps/support/files.h"

namespace apps {
namespace {

/// One line on stderr, whatever the text: its lines follow each other.
int fail(int status, const char* name, std::string text) {
  for (size_t at; (at = text.find_first_of("\n\t")) != text.npos;) {
    const size_t end = std::min(text.find_first_not_of(" \n\t", at), text.size());
    text.replace(at, end - at, end == text.size() ? "" : " ");
  }
  fmt::print(stderr, "{}: {}\n", name, text);
  return status;
}

}  // namespace

int run_program(const char* name, int argc, char** argv,
                const std::function<void(const std::vector<std::string>&)>& body) {
  try {
    body(std::vector<std::string>(argv + 1, argv + argc));
    return 0;
  } catch (const ArgumentError& error) {
    return fail(2, name, error.what());
  } catch (const StatusError& error) {
    return fail(error.status, name, error.what());
  } catch (const std::exception& error) {
    return fail(1, name, error.what());
  }
}

void print_help(const std::string& text) {
  fmt::print("{}", text);
  flush_stdout();
}

}  // namespace apps
