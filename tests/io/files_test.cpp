#include <gtest/gtest.h>

#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <string>
#include <vector>

#include "autograd/base/error.h"
#include "io/atomic_file.h"
#include "io/byte_source.h"
#include "tests/support/expect_error.h"
#include "tests/support/program.h"

namespace glassgrad::io {
namespace {

namespace fs = std::filesystem;
using test_support::Folder;
using Names = std::vector<std::string>;

void write_file(const std::string& path, const std::string& content) {
  AtomicFile file(path);
  file.write(content);
  file.commit();
}

/// Runs `work` in a child process; returns how that ended, as waitpid reports it.
template <class Work>
int in_child(Work work) {
  const pid_t child = fork();
  if (child == 0) {
    work();
    _exit(0);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return status;
}

TEST(AtomicFile, AppearsWithCommit) {
  const Folder folder;
  {
    AtomicFile file(folder.path("a.txt"));
    file.write("first");
    EXPECT_FALSE(fs::exists(folder.path("a.txt")));
    file.commit();
  }
  EXPECT_EQ(folder.read("a.txt"), "first");
  write_file(folder.path("a.txt"), "second");
  EXPECT_EQ(folder.read("a.txt"), "second");
  EXPECT_EQ(folder.files(), Names({"a.txt"}));
}

TEST(AtomicFile, LeavesNothingWithoutCommit) {
  const Folder folder;
  folder.write("a.txt", "older");
  AtomicFile(folder.path("a.txt")).write("newer");
  EXPECT_EQ(folder.read("a.txt"), "older");
  EXPECT_EQ(folder.files(), Names({"a.txt"}));
}

TEST(AtomicFile, LeavesTheOlderFileWholeWhenKilled) {
  const Folder folder;
  folder.write("a.txt", "older");
  const int status = in_child([&] {
    AtomicFile file(folder.path("a.txt"));
    file.write("newer");
    raise(SIGKILL);
  });
  EXPECT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
  EXPECT_EQ(folder.read("a.txt"), "older");
  write_file(folder.path("a.txt"), "newest");
  EXPECT_EQ(folder.read("a.txt"), "newest");
}

TEST(AtomicFile, LeavesTheOlderFileWholeWhenTheDiskIsFull) {
  const Folder folder;
  folder.write("a.txt", "older");
  const int status = in_child([&] {
    signal(SIGXFSZ, SIG_IGN);
    const rlimit limit = {1000, 1000};
    setrlimit(RLIMIT_FSIZE, &limit);
    try {
      write_file(folder.path("a.txt"), std::string(2000, 'x'));
      _exit(1);
    } catch (const Error& error) {
      _exit(std::string(error.what()).find("a.txt': File too large") != std::string::npos ? 42 : 2);
    }
  });
  EXPECT_EQ(WEXITSTATUS(status), 42);
  EXPECT_EQ(folder.read("a.txt"), "older");
  EXPECT_EQ(folder.files(), Names({"a.txt"}));
}

TEST(AtomicFile, HasTheUsualPermissions) {
  const Folder folder;
  const mode_t before = umask(027);
  write_file(folder.path("new.txt"), "");
  umask(before);
  EXPECT_EQ(static_cast<int>(fs::status(folder.path("new.txt")).permissions()), 0640);

  fs::permissions(folder.path("new.txt"), fs::perms(0604));
  write_file(folder.path("new.txt"), "newer");
  EXPECT_EQ(static_cast<int>(fs::status(folder.path("new.txt")).permissions()), 0604);
}

TEST(AtomicFile, FollowsALink) {
  const Folder folder;
  folder.write("real.txt", "older");
  fs::create_symlink("real.txt", folder.path("link.txt"));
  write_file(folder.path("link.txt"), "newer");
  EXPECT_TRUE(fs::is_symlink(folder.path("link.txt")));
  EXPECT_EQ(folder.read("real.txt"), "newer");
}

TEST(AtomicFile, NamesTheFileAndTheReason) {
  const Folder folder;
  const std::string nowhere = folder.path("nowhere/a.txt");
  EXPECT_ERROR(write_file(nowhere, ""),
               "cannot write '" + nowhere + "': No such file or directory");
  EXPECT_ERROR(write_file(folder.path(""), ""), "Is a directory");
  EXPECT_ERROR(write_file(folder.path("."), ""), "Is a directory");
  EXPECT_ERROR(write_file("/dev/full", "text"),
               "cannot write '/dev/full': No space left on device");
  EXPECT_EQ(folder.files(), Names());
}

void expect_ten_digits(const ByteSource& source) {
  EXPECT_EQ(source.size(), 10u);
  EXPECT_EQ(source.read(3, 4), "3456");
  EXPECT_EQ(source.read(10, 0), "");
  EXPECT_ERROR(source.read(8, 3),
               "a.txt' is cut off: expected 3 bytes at offset 8, but it has 10 bytes in all");
  EXPECT_THROW(source.read(11, 0), Error);
  EXPECT_THROW(source.read(1, UINT64_MAX), Error);
  EXPECT_THROW(source.read(UINT64_MAX, 2), Error);
}

TEST(ByteSource, ReadsFilesAndMemory) {
  const Folder folder;
  folder.write("a.txt", "0123456789");
  expect_ten_digits(ByteSource(folder.path("a.txt")));
  expect_ten_digits(ByteSource("a.txt", "0123456789"));
}

TEST(ByteSource, RefusesWhatIsNoFile) {
  const Folder folder;
  EXPECT_ERROR(ByteSource(folder.path("b.txt")), "b.txt': No such file or directory");
  EXPECT_ERROR(ByteSource(folder.path(".")), "expected a regular file");
  EXPECT_ERROR(ByteSource("/dev/zero"), "cannot read '/dev/zero': expected a regular file");
}

}  // namespace
}  // namespace glassgrad::io
