// Writes files, and says what goes wrong with them.
#include "apps/support/files.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <system_error>

#include <glassgrad.h>
#include "io/atomic_file.h"

namespace apps {
namespace {

/// Reports the library's errors as those of a program.
template <class Work>
void with_file_errors(Work work) {
  try {
    work();
  } catch (const glassgrad::Error& error) {
    throw FileError(error.what());
  }
}

}  // namespace

void write_file(const std::string& path, std::string_view content) {
  with_file_errors([&] {
    glassgrad::io::AtomicFile file(path);
    file.write(content);
    file.commit();
  });
}

void check_writable(const std::string& path) {
  with_file_errors([&] { glassgrad::io::AtomicFile file(path); });
}

void check_outputs(std::initializer_list<std::string> paths) {
  for (const std::string& path : paths)
    if (!path.empty()) check_writable(path);
}

FileError cannot_read(const std::string& path, int error) {
  return FileError(fmt::format("cannot read '{}': {}", path,
                               std::error_code(error, std::generic_category()).message()));
}

void flush_stdout() {
  if (std::fflush(stdout) != 0 || std::ferror(stdout)) {
    throw FileError("cannot write to standard output: " +
                    std::error_code(errno, std::generic_category()).message());
  }
}

}  // namespace apps
