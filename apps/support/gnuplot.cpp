#include "apps/support/gnuplot.h"

#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <memory>
#include <string_view>
#include <system_error>

#include "apps/support/arguments.h"
#include "apps/support/files.h"

namespace apps {
namespace {

using File = std::unique_ptr<FILE, int (*)(FILE*)>;

std::string system_reason(int error) {
  return std::error_code(error, std::generic_category()).message();
}

/// A file without a name that holds `content`, gone when it is closed.
File nameless_file(std::string_view content = "") {
  File file(std::tmpfile(), &std::fclose);
  if (!file || std::fwrite(content.data(), 1, content.size(), file.get()) != content.size() ||
      std::fflush(file.get()) != 0) {
    throw FileError("cannot write a temporary file: " + system_reason(errno));
  }
  std::rewind(file.get());
  return file;
}

std::string read_all(const File& file) {
  std::rewind(file.get());
  std::string content;
  char buffer[1 << 14];
  for (size_t n; (n = std::fread(buffer, 1, sizeof buffer, file.get())) > 0;) {
    content.append(buffer, n);
  }
  return content;
}

/// The line of gnuplot's complaint that says what is wrong: the last one.
std::string last_line(std::string text) {
  while (!text.empty() && text.back() == '\n') text.pop_back();
  return text.substr(text.rfind('\n') + 1);
}

bool ends_with(std::string_view text, std::string_view ending) {
  return text.size() >= ending.size() && text.substr(text.size() - ending.size()) == ending;
}

/// Runs gnuplot with `script` as its input; returns what it writes. Files without names carry the
/// three streams, so that nothing can block, and no odd file name has to be quoted.
std::string run_gnuplot(const std::string& script) {
  const File input = nameless_file(script);
  const File output = nameless_file();
  const File complaint = nameless_file();

  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_adddup2(&files, fileno(input.get()), STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&files, fileno(output.get()), STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&files, fileno(complaint.get()), STDERR_FILENO);
  char name[] = "gnuplot", settings[] = "--default-settings";
  char* const arguments[] = {name, settings, nullptr};
  pid_t child = 0;
  const int error = posix_spawnp(&child, name, &files, nullptr, arguments, environ);
  posix_spawn_file_actions_destroy(&files);
  if (error != 0) throw GnuplotMissing("cannot run gnuplot: " + system_reason(error));

  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
    throw std::runtime_error("gnuplot failed: " + last_line(read_all(complaint)));
  }
  return read_all(output);
}

}  // namespace

void draw_with_gnuplot(const std::string& path, PictureSize size, const std::string& script) {
  const bool is_png = ends_with(path, ".png") || ends_with(path, ".PNG");
  const std::string terminal =
      is_png ? fmt::format("pngcairo size {},{} font 'sans,12'", size.width, size.height)
             : fmt::format("svg size {},{} font 'sans-serif,12' background 'white'", size.width,
                           size.height);
  const std::string picture =
      run_gnuplot(fmt::format("set terminal {}\n{}\nunset output\n", terminal, script));
  if (!ends_with(picture, is_png ? "IEND\xae\x42\x60\x82" : "</svg>\n\n")) {
    throw std::runtime_error("gnuplot failed: its picture is incomplete");
  }
  write_file(path, picture);
}

std::string gnuplot_string(const std::string& text) {
  std::string out = quoted(text);
  for (size_t i = 1; i + 1 < out.size(); ++i) {
    if (out[i] == '\'') out.insert(i++, 1, '\'');
  }
  return out;
}

const char* colour(size_t i) {
  static constexpr const char* kColours[kDifferentColours] = {
      "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000"};
  return kColours[i % kDifferentColours];
}

int marker(size_t i) {
  static constexpr int kMarkers[kDifferentColours] = {7, 9, 5, 13, 11, 15, 3};
  return kMarkers[i % kDifferentColours];
}

void draw_if_possible(const std::string& path, bool is_quiet,
                      const std::function<void()>& draw_picture) {
  if (path.empty()) return;
  try {
    draw_picture();
    if (!is_quiet) fmt::print(stderr, "wrote {}\n", path);
  } catch (const NothingToDraw& error) {
    fmt::print(stderr, "no plot: {}\n", error.what());
  } catch (const GnuplotMissing& error) {
    fmt::print(stderr, "no plot: {} (install gnuplot, or choose --no-plot)\n", error.what());
  }
}

}  // namespace apps
