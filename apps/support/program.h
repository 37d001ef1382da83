#pragma once
// What every main does.

#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

namespace apps {

/// What failed has an exit status of its own, which the program's help explains.
struct StatusError : std::runtime_error {
  StatusError(int exit_status, const std::string& text)
      : std::runtime_error(text), status(exit_status) {}
  int status;
};

/// What every main does: runs `body` with the arguments after the program's name, and makes the
/// exit status of what it throws, with one line on stderr that begins with `name`.
/// @return 0 done, 1 something failed, 2 wrong arguments (ArgumentError), that of a StatusError
int run_program(const char* name, int argc, char** argv,
                const std::function<void(const std::vector<std::string>& arguments)>& body);

/// Prints the text of `--help`. @throws FileError if standard output does not take it
void print_help(const std::string& text);

}  // namespace apps
