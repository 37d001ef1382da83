#pragma once
// Writes files, and says what goes wrong with them.

#include <initializer_list>
#include <stdexcept>
#include <string>
#include <string_view>

namespace apps {

/// A file could not be read or written. The text names the file and the system's reason.
struct FileError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// A file is not what it should be. The text says where, what was expected and what came:
/// "data.csv:3:5: expected ..., got '...'", with line and column from 1.
struct DataError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// "cannot read 'data.csv': No such file or directory". @param error  as in errno
FileError cannot_read(const std::string& path, int error);

/// Whether a picture at `path` is to be a PNG.
inline bool is_png(std::string_view path) {
  return path.ends_with(".png") || path.ends_with(".PNG");
}

/// Writes a file that appears whole or not at all: it grows under a temporary name beside its place
/// and is renamed at the end. When that fails nothing remains, and an older file stays as it was.
/// A symbolic link is followed. A device or pipe (`/dev/stdout`) is written directly.
/// @throws FileError
void write_file(const std::string& path, std::string_view content);

/// Throws FileError if `path` cannot be written to: worth knowing before a long run.
void check_writable(const std::string& path);
/// The same for all files that a program was asked to write; a path that is empty was not asked
/// for.
void check_outputs(std::initializer_list<std::string> paths);

/// Throws FileError if standard output could not take all that was printed, say on a full disk.
void flush_stdout();

}  // namespace apps
