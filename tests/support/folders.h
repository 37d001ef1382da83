#pragma once
// Where the tests find what is not compiled: golden values, sources, programs. The folders are
// known to folders.cpp alone, so that objects of tests are the same in every copy of the project.

#include <string>

namespace test_support {

/// A file or folder of the project by its path in it, "tests/golden/bits.txt"; the root of the
/// project without one.
std::string source_path(const std::string& name = "");

/// A program of apps/ as this build has made it.
std::string app_path(const std::string& name);

}  // namespace test_support
