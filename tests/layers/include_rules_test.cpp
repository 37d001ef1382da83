#include "tests/layers/include_rules.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "tests/layers/floors.h"
#include "tests/support/folders.h"

namespace {

namespace fs = std::filesystem;

/// A source tree of its own, removed at the end of the test.
class IncludeRules : public testing::Test {
 protected:
  void SetUp() override {
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    root_ = fs::path(testing::TempDir()) / (std::string("layers_") + test->name());
    fs::remove_all(root_);
    fs::create_directories(root_);
  }
  void TearDown() override { fs::remove_all(root_); }

  void write(const std::string& file, const std::string& text = "") {
    fs::create_directories((root_ / file).parent_path());
    std::ofstream(root_ / file) << text;
  }

  /// Files that include nothing, for others to include.
  void write_all(const std::vector<std::string>& files) {
    for (const std::string& file : files) write(file);
  }

  /// All violations as "file:line include".
  std::vector<std::string> violations() const {
    std::vector<std::string> all;
    for (const auto& violation : layers::check_includes(root_)) {
      all.push_back(violation.file + ":" + std::to_string(violation.line) + " " +
                    violation.include);
    }
    return all;
  }

  /// All violations with their reasons.
  std::vector<std::string> texts() const {
    std::vector<std::string> all;
    for (const auto& violation : layers::check_includes(root_))
      all.push_back(violation.to_string());
    return all;
  }

  using Strings = std::vector<std::string>;
  fs::path root_;
};

TEST_F(IncludeRules, ArrowsThatPointTheRightWayPass) {
  write("autograd/types/scalar.h", "#include <cstdint>\n");
  write("autograd/tensor/tensor.h", "#include <vector>\n#include \"../types/scalar.h\"\n");
  write("autograd/kernels/unary.h");
  write("autograd/kernels/matmul.cpp", "#include <dlfcn.h>\n");
  write("autograd/ops/tanh.cpp",
        "#include <fmt/format.h>\n#include \"autograd/kernels/unary.h\"\n"
        "#include \"autograd/tensor/tensor.h\"\n");
  write("nn/linear.h", "#include \"../autograd/tensor/tensor.h\"\n");
  write("nn/linear.cpp", "#include \"nn/linear.h\"\n#include \"autograd/tensor/tensor.h\"\n");
  write("include/glassgrad.h", "#include \"../nn/linear.h\"\n");
  write("apps/demo/main.cpp", "#include <glassgrad.h>\n#include <unistd.h>\n");
  write("tests/support/library.h", "#include \"autograd/tensor/tensor.h\"\n");
  write("tests/nn/linear_test.cpp",
        "#include <gtest/gtest.h>\n#include \"nn/linear.h\"\n"
        "#include \"tests/support/library.h\"\n");
  EXPECT_EQ(texts(), Strings{});
}

// ---- rooms of autograd/ ----

/// autograd/base/a.h; a room that is a file has only that one.
std::string file_in(const layers::Room& room, const std::string& name) {
  return std::string(room.place) + (room.place.ends_with("/") ? name : "");
}

TEST_F(IncludeRules, ARoomReachesItselfAndTheFloorsBelow) {
  for (const auto& room : layers::rooms()) write(file_in(room, "a.h"));
  for (const auto& from : layers::rooms()) {
    const std::string file = file_in(from, "b.cpp");
    std::string text;
    Strings expected;
    int line = 0;
    for (const auto& to : layers::rooms()) {
      const std::string included = file_in(to, "a.h");
      if (included == file) continue;
      text += "#include \"" + included + "\"\n";
      ++line;
      if (to.floor >= from.floor && to.name != from.name)
        expected.push_back(file + ":" + std::to_string(line) + " " + included);
    }
    write(file, text);
    EXPECT_EQ(violations(), expected);
    fs::remove(root_ / file);
    write(file_in(from, "a.h"));
  }
}

TEST_F(IncludeRules, RoomsOfOneFloorDoNotKnowEachOther) {
  write("autograd/graph/node.h");
  write("autograd/functions/loss.h", "#include \"autograd/graph/node.h\"\n");
  EXPECT_EQ(texts(), Strings{"autograd/functions/loss.h:1: includes autograd/graph/node.h: "
                             "autograd/functions/ is on floor 4 and may reach its own room and the "
                             "floors below, not autograd/graph/node.h"});
}

TEST_F(IncludeRules, NothingStandsBesideTheRooms) {
  write("autograd/tensor.h");
  write("autograd/attic/old.cpp");
  EXPECT_EQ(violations(), (Strings{"autograd/attic/old.cpp:1 ", "autograd/tensor.h:1 "}));
}

TEST_F(IncludeRules, SystemHeadersBelongToTheRoomThatNeedsThem) {
  write("autograd/kernels/matmul.cpp", "#include <dlfcn.h>\n");
  write("autograd/ops/matmul.cpp", "#include <dlfcn.h>\n");
  write("autograd/graph/node.cpp", "#include <cxxabi.h>\n");
  write("autograd/tensor/tensor.cpp", "#include <cxxabi.h>\n#include <fmt/core.h>\n");
  EXPECT_EQ(violations(), (Strings{"autograd/ops/matmul.cpp:1 dlfcn.h",
                                   "autograd/tensor/tensor.cpp:1 cxxabi.h"}));
}

// ---- folders ----

TEST_F(IncludeRules, AutogradKnowsNothingOfTheLayersAbove) {
  write_all({"nn/module.h", "optim/sgd.h", "data/data.h", "io/files.h", "serialize/save.h",
             "include/glassgrad.h"});
  write("autograd/inspect/all.cpp",
        "#include \"nn/module.h\"\n#include \"optim/sgd.h\"\n#include \"data/data.h\"\n"
        "#include \"io/files.h\"\n#include \"serialize/save.h\"\n#include <glassgrad.h>\n");
  EXPECT_EQ(
      violations(),
      (Strings{"autograd/inspect/all.cpp:1 nn/module.h", "autograd/inspect/all.cpp:2 optim/sgd.h",
               "autograd/inspect/all.cpp:3 data/data.h", "autograd/inspect/all.cpp:4 io/files.h",
               "autograd/inspect/all.cpp:5 serialize/save.h",
               "autograd/inspect/all.cpp:6 glassgrad.h"}));
}

TEST_F(IncludeRules, NnOptimAndDataKnowNothingOfEachOther) {
  write_all({"nn/module.h", "optim/adam.h", "data/dataset.h"});
  write("nn/linear.h", "  #  include \"optim/adam.h\"\n");
  write("optim/sgd.cpp", "#include \"data/dataset.h\"\n");
  write("data/loader.cpp", "#include\"nn/module.h\"\n");
  write("tests/optim/sgd_test.cpp", "#include \"nn/module.h\"\n");
  EXPECT_EQ(violations(),
            (Strings{"data/loader.cpp:1 nn/module.h", "nn/linear.h:1 optim/adam.h",
                     "optim/sgd.cpp:1 data/dataset.h", "tests/optim/sgd_test.cpp:1 nn/module.h"}));
}

TEST_F(IncludeRules, FilesAreBytesBelowAndTensorsAbove) {
  write_all({"io/crc32.h", "io/inflate.h", "serialize/numpy.h", "nn/module.h", "data/data.h",
             "autograd/base/check.h", "autograd/types/scalar.h"});
  write("io/crc32.cpp", "#include \"io/crc32.h\"\n#include \"autograd/base/check.h\"\n");
  write("io/inflate.cpp", "#include \"autograd/types/scalar.h\"\n");
  write("data/mnist.cpp", "#include \"io/inflate.h\"\n#include \"serialize/numpy.h\"\n");
  write("serialize/save.cpp", "#include \"nn/module.h\"\n#include \"data/data.h\"\n");
  write("nn/module.cpp", "#include \"serialize/numpy.h\"\n#include \"io/crc32.h\"\n");
  EXPECT_EQ(
      violations(),
      (Strings{"data/mnist.cpp:2 serialize/numpy.h", "io/inflate.cpp:1 autograd/types/scalar.h",
               "nn/module.cpp:1 serialize/numpy.h", "nn/module.cpp:2 io/crc32.h"}));
}

TEST_F(IncludeRules, ProgramsAndExamplesUseTheInterface) {
  write_all({"include/glassgrad.h", "include/glassgrad/value.h", "nn/module.h"});
  write("apps/demo/main.cpp", "#include <glassgrad/value.h>\n#include \"nn/module.h\"\n");
  write("docs/examples/short.cpp", "#include <glassgrad.h>\n#include \"nn/module.h\"\n");
  write("tests/torch/program_test.cpp", "#include \"nn/module.h\"\n");
  EXPECT_EQ(violations(),
            (Strings{"apps/demo/main.cpp:2 nn/module.h", "docs/examples/short.cpp:2 nn/module.h",
                     "tests/torch/program_test.cpp:1 nn/module.h"}));
}

TEST_F(IncludeRules, EveryFolderHasItsRule) {
  write("util/text.h");
  write("tests/util/text.h");
  write("main.cpp");
  write("build/generated.cpp");
  write("build-gcc/CMakeCache.txt");
  write("build-gcc/compiler_id.cpp");
  write(".cache/copy.h");
  write("tests/consumers/own/main.cpp", "#include \"own.h\"\n");
  EXPECT_EQ(violations(), (Strings{"main.cpp:1 ", "tests/util/text.h:1 ", "util/text.h:1 "}));
}

// ---- arrows through other headers ----

TEST_F(IncludeRules, AnArrowCountsThroughOtherHeaders) {
  write("autograd/tensor/tensor.h");
  write("io/text.h", "#include \"autograd/tensor/tensor.h\"\n");
  write("io/files.cpp", "#include <string>\n#include \"io/text.h\"\n");
  EXPECT_EQ(texts(),
            (Strings{"io/files.cpp:2: includes io/text.h: io/ may reach io/ autograd/base/, not "
                     "io/text.h -> autograd/tensor/tensor.h",
                     "io/text.h:1: includes autograd/tensor/tensor.h: io/ may reach io/ "
                     "autograd/base/, not autograd/tensor/tensor.h"}));
}

TEST_F(IncludeRules, AnArrowCountsThroughRelativePaths) {
  write("nn/detail/text.h", "#include \"../../optim/sgd.h\"\n");
  write("optim/sgd.h");
  write("nn/module.h", "#include \"detail/text.h\"\n");
  write("include/glassgrad.h", "#include \"../nn/module.h\"\n");
  EXPECT_EQ(violations(),
            (Strings{"nn/detail/text.h:1 ../../optim/sgd.h", "nn/module.h:1 detail/text.h"}));
}

TEST_F(IncludeRules, AnArrowCountsThroughTheRootOfAutograd) {
  write("autograd/functions/loss.h");
  write("autograd/functions.h", "#include \"autograd/functions/loss.h\"\n");
  write("autograd/graph/node.cpp", "#include \"autograd/functions.h\"\n");
  write("autograd/ops/loss.cpp", "#include \"autograd/functions.h\"\n");
  EXPECT_EQ(violations(), Strings{"autograd/graph/node.cpp:1 autograd/functions.h"});
}

TEST_F(IncludeRules, HeadersThatIncludeEachOtherComeToAnEnd) {
  write("nn/a.h", "#include \"nn/b.h\"\n");
  write("nn/b.h", "#include \"nn/a.h\"\n#include \"data/data.h\"\n");
  write("data/data.h");
  EXPECT_EQ(violations(), (Strings{"nn/a.h:1 nn/b.h", "nn/b.h:1 nn/a.h", "nn/b.h:2 data/data.h"}));
}

// ---- public headers ----

TEST_F(IncludeRules, PublicHeadersNameOursByRelativePaths) {
  write("include/glassgrad.h", "#include \"glassgrad/value.h\"\n#include \"../nn/nn.h\"\n");
  write("include/glassgrad/value.h", "#include <autograd/value/value.h>\n");
  write("nn/nn.h", "#include \"nn/module.h\"\n#include \"linear.h\"\n");
  write_all({"autograd/value/value.h", "nn/module.h", "nn/linear.h"});
  EXPECT_EQ(violations(), (Strings{"include/glassgrad/value.h:1 autograd/value/value.h",
                                   "nn/nn.h:1 nn/module.h"}));
}

TEST_F(IncludeRules, OtherFilesNameOursFromTheRoot) {
  write_all({"include/glassgrad.h", "nn/linear.h", "autograd/tensor/tensor.h", "apps/demo/run.h"});
  write(
      "nn/linear.cpp",
      "#include \"linear.h\"\n#include \"../autograd/tensor/tensor.h\"\n#include <nn/linear.h>\n");
  write("nn/print.h", "#include \"../autograd/tensor/tensor.h\"\n");
  write("apps/demo/main.cpp", "#include \"run.h\"\n#include \"../../include/glassgrad.h\"\n");
  EXPECT_EQ(violations(),
            (Strings{"apps/demo/main.cpp:1 run.h", "apps/demo/main.cpp:2 ../../include/glassgrad.h",
                     "nn/linear.cpp:1 linear.h", "nn/linear.cpp:2 ../autograd/tensor/tensor.h",
                     "nn/linear.cpp:3 nn/linear.h", "nn/print.h:1 ../autograd/tensor/tensor.h"}));
}

TEST_F(IncludeRules, AMissingFileIsNoneOfOurs) {
  write("nn/linear.cpp", "#include \"nn/gone.h\"\n#include <glassgrad.h>\n");
  EXPECT_EQ(violations(), (Strings{"nn/linear.cpp:1 nn/gone.h", "nn/linear.cpp:2 glassgrad.h"}));
}

TEST_F(IncludeRules, KernelsAndOperationsAreNotPublic) {
  write_all({"autograd/kernels/unary.h", "autograd/ops/op.h", "io/crc32.h"});
  write("autograd/functions/loss.h", "#include \"../kernels/unary.h\"\n");
  write("autograd/inspect/fmt.h", "#include \"../ops/op.h\"\n");
  write("data/data.h", "#include \"../io/crc32.h\"\n");
  write("include/glassgrad.h",
        "#include \"../autograd/functions/loss.h\"\n#include \"../autograd/inspect/fmt.h\"\n"
        "#include \"../data/data.h\"\n");
  EXPECT_EQ(violations(), (Strings{"autograd/functions/loss.h:1 ../kernels/unary.h",
                                   "autograd/inspect/fmt.h:1 ../ops/op.h",
                                   "include/glassgrad.h:3 ../data/data.h"}));
}

TEST_F(IncludeRules, TheUmbrellaHeaderBringsInNothingHeavy) {
  write("include/glassgrad.h", "#include \"../nn/nn.h\"\n");
  write("include/glassgrad/fmt.h", "#include \"../../autograd/inspect/fmt.h\"\n");
  write("autograd/inspect/fmt.h", "#include <fmt/format.h>\n");
  write("nn/nn.h", "#include \"module.h\"\n");
  write("nn/module.h", "#include <iosfwd>\n#include <iostream>\n");
  write("nn/module.cpp", "#include <iostream>\n");
  write("nn/queue.h", "#include <mutex>\n");
  EXPECT_EQ(violations(), Strings{"nn/module.h:2 iostream"});
}

TEST(Repository, FollowsTheIncludeRules) {
  for (const auto& violation : layers::check_includes(test_support::source_path())) {
    ADD_FAILURE() << violation.to_string();
  }
}

}  // namespace
