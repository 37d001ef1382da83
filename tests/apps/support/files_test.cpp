#include "apps/support/files.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "tests/support/program.h"

namespace apps {
namespace {

namespace fs = std::filesystem;
using test_support::Folder;
using Names = std::vector<std::string>;

TEST(WriteFile, WritesAndReplaces) {
  const Folder folder;
  write_file(folder.path("a.txt"), "first and long");
  write_file(folder.path("a.txt"), "second");
  EXPECT_EQ(folder.read("a.txt"), "second");
  EXPECT_EQ(folder.files(), Names({"a.txt"}));
}

TEST(WriteFile, KeepsPermissions) {
  const Folder folder;
  folder.write("a.txt", "older");
  const fs::perms perms = fs::perms::owner_read | fs::perms::owner_write | fs::perms::others_read;
  fs::permissions(folder.path("a.txt"), perms);
  write_file(folder.path("a.txt"), "newer");
  EXPECT_EQ(fs::status(folder.path("a.txt")).permissions(), perms);
}

TEST(WriteFile, GivesANewFileTheUsualPermissions) {
  const Folder folder;
  folder.write("usual.txt", "");
  write_file(folder.path("new.txt"), "");
  EXPECT_EQ(fs::status(folder.path("new.txt")).permissions(),
            fs::status(folder.path("usual.txt")).permissions());
}

TEST(WriteFile, LeavesNothingWhereItFails) {
  const Folder folder;
  const std::string nowhere = folder.path("nowhere/a.txt");
  try {
    write_file(nowhere, "text");
    FAIL();
  } catch (const FileError& error) {
    EXPECT_EQ(error.what(), "cannot write '" + nowhere + "': No such file or directory");
  }
  EXPECT_THROW(write_file(folder.path(""), "text"), FileError);
  EXPECT_THROW(write_file(folder.path("new/"), "text"), FileError);
  EXPECT_THROW(write_file("/dev/full", "text"), FileError);
  EXPECT_EQ(folder.files(), Names());
}

TEST(CheckWritable, WritesNothing) {
  const Folder folder;
  folder.write("old.txt", "older");
  check_writable(folder.path("new.txt"));
  check_writable(folder.path("old.txt"));
  EXPECT_THROW(check_writable(folder.path("nowhere/a.txt")), FileError);
  EXPECT_THROW(check_writable(folder.path("")), FileError);
  EXPECT_EQ(folder.files(), Names({"old.txt"}));
  EXPECT_EQ(folder.read("old.txt"), "older");
}

}  // namespace
}  // namespace apps
