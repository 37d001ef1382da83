#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "tests/layers/include_rules.h"

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

  void write(const std::string& file, const std::string& text) {
    fs::create_directories((root_ / file).parent_path());
    std::ofstream(root_ / file) << text;
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

  using Strings = std::vector<std::string>;
  fs::path root_;
};

TEST_F(IncludeRules, ArrowsThatPointTheRightWayPass) {
  write("autograd/tensor/tensor.h",
        "#pragma once\n#include <vector>\n#include \"autograd/types/scalar.h\"\n");
  write("autograd/ops/tanh.cpp",
        "#include <fmt/format.h>\n#include \"autograd/kernels/unary.h\"\n");
  write("autograd/kernels/matmul.cpp", "#include <dlfcn.h>\n");
  write("nn/linear.cpp", "#include \"nn/linear.h\"\n#include \"autograd/tensor/tensor.h\"\n");
  write("apps/demo/main.cpp", "#include <glassgrad.h>\n#include \"optim/sgd.h\"\n");
  write("tests/nn/linear_test.cpp", "#include <gtest/gtest.h>\n#include \"nn/linear.h\"\n");
  EXPECT_EQ(violations(), Strings{});
}

TEST_F(IncludeRules, AutogradKnowsNothingOfTheLayersAbove) {
  write("autograd/tensor/tensor.h", "#include <vector>\n#include \"nn/module.h\"\n");
  write("autograd/ops/step.cpp", "#include <optim/sgd.h>\n");
  EXPECT_EQ(violations(), (Strings{"autograd/ops/step.cpp:1 optim/sgd.h",
                                   "autograd/tensor/tensor.h:2 nn/module.h"}));
}

TEST_F(IncludeRules, NnOptimAndDataKnowNothingOfEachOther) {
  write("nn/linear.h", "  #  include \"optim/sgd.h\"\n");
  write("optim/sgd.cpp", "#include \"data/dataset.h\"\n");
  write("data/loader.cpp", "#include\"nn/module.h\"\n");
  write("tests/optim/sgd_test.cpp", "#include \"nn/linear.h\"\n");
  EXPECT_EQ(violations(),
            (Strings{"data/loader.cpp:1 nn/module.h", "nn/linear.h:1 optim/sgd.h",
                     "optim/sgd.cpp:1 data/dataset.h", "tests/optim/sgd_test.cpp:1 nn/linear.h"}));
}

TEST_F(IncludeRules, KernelsKnowMemoryAndShapesOnly) {
  write("autograd/kernels/unary.cpp", "#include \"autograd/tensor/tensor.h\"\n");
  write("autograd/ops/matmul.cpp", "#include <dlfcn.h>\n");
  EXPECT_EQ(violations(), (Strings{"autograd/kernels/unary.cpp:1 autograd/tensor/tensor.h",
                                   "autograd/ops/matmul.cpp:1 dlfcn.h"}));
}

TEST_F(IncludeRules, FilesAreBytesBelowAndTensorsAbove) {
  write("io/crc32.cpp", "#include \"io/crc32.h\"\n#include \"autograd/base/check.h\"\n");
  write("io/inflate.cpp", "#include \"autograd/tensor/tensor.h\"\n");
  write("data/mnist.cpp", "#include \"io/inflate.h\"\n#include \"serialize/numpy.h\"\n");
  write("serialize/save.cpp", "#include \"nn/module.h\"\n#include \"data/data.h\"\n");
  write("nn/module.cpp", "#include \"serialize/save.h\"\n");
  EXPECT_EQ(
      violations(),
      (Strings{"data/mnist.cpp:2 serialize/numpy.h", "io/inflate.cpp:1 autograd/tensor/tensor.h",
               "nn/module.cpp:1 serialize/save.h", "serialize/save.cpp:2 data/data.h"}));
}

TEST_F(IncludeRules, TheUmbrellaHeaderBringsInNothingHeavy) {
  write("glassgrad.h", "#include \"nn/nn.h\"\n");
  write("nn/nn.h", "#include \"nn/module.h\"\n");
  write("nn/module.h", "#include <iosfwd>\n#include <iostream>\n");
  write("nn/module.cpp", "#include <iostream>\n");
  write("nn/queue.h", "#include <mutex>\n");
  EXPECT_EQ(violations(), Strings{"nn/module.h:2 iostream"});
}

TEST_F(IncludeRules, PublicHeadersDoNotNeedInternalOnes) {
  write("nn/module.h", "#include \"autograd/base/check.h\"\n");
  write("nn/module.cpp", "#include \"autograd/base/check.h\"\n");
  write("nn/print.h", "#pragma once\n// Internal: texts.\n#include \"autograd/base/check.h\"\n");
  write("autograd/base/check.h", "#pragma once\n// Internal: texts.\n#include <fmt/format.h>\n");
  EXPECT_EQ(violations(), Strings{"nn/module.h:1 autograd/base/check.h"});
}

TEST_F(IncludeRules, IncludesAreWrittenFromTheRoot) {
  write("nn/linear.cpp", "#include \"linear.h\"\n#include \"../autograd/tensor/tensor.h\"\n");
  write("build/linear.cpp", "#include \"linear.h\"\n");
  EXPECT_EQ(violations(),
            (Strings{"nn/linear.cpp:1 linear.h", "nn/linear.cpp:2 ../autograd/tensor/tensor.h"}));
}

TEST_F(IncludeRules, AViolationNamesFileLineAndRule) {
  write("optim/sgd.h", "#include \"nn/module.h\"\n");
  const auto found = layers::check_includes(root_);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].to_string(),
            "optim/sgd.h:1: includes nn/module.h: optim/ may include optim/ autograd/ fmt/ and the "
            "standard library");
}

TEST(Layers, TheRepositoryFollowsTheRules) {
  for (const auto& violation : layers::check_includes(GLASSGRAD_SOURCE_DIR)) {
    ADD_FAILURE() << violation.to_string();
  }
}

}  // namespace
