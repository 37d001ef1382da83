// What docs/traps.md shows is compiled: its blocks are parts of the example, in this order. That
// the example prints what the page says is a test beside it.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/docs/blocks.h"
#include "tests/support/folders.h"
#include "tests/support/program.h"

namespace {

TEST(Traps, ShowsWhatIsCompiled) {
  const std::string program = docs_test::text_of("docs/examples/traps.cpp");
  const std::vector<std::string> blocks = docs_test::blocks_of("docs/traps.md");
  EXPECT_GT(blocks.size(), 15u);
  size_t from = 0;
  for (const std::string& block : blocks) {
    const size_t at = program.find(block, from);
    ASSERT_NE(at, program.npos) << block;
    from = at + block.size();
  }
}

// The compiler speaks of a guard that ends where it begins, and of none that has a name.
TEST(Traps, AGuardNeedsAName) {
  const test_support::Folder folder;
  const auto warnings_for = [&](const std::string& statement) {
    folder.write("guard.cpp", "#include \"" +
                                  test_support::source_path("autograd/graph/grad_mode.h") +
                                  "\"\nvoid f() { " + statement + " }\n");
    return test_support::run_in(folder, "c++ -std=c++20 -fsyntax-only guard.cpp").err;
  };
  EXPECT_EQ(warnings_for("glassgrad::NoGradGuard no_grad;"), "");
  EXPECT_NE(warnings_for("glassgrad::NoGradGuard();").find("nodiscard"), std::string::npos);
  EXPECT_NE(warnings_for("glassgrad::AutoGradMode(true);").find("nodiscard"), std::string::npos);
}

}  // namespace
