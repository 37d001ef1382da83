// What operator<< writes, against libtorch 1.13.1: 400 tensors of tests/golden/print.txt, and the
// texts of the smaller types, which libtorch printed as they stand here.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iomanip>
#include <sstream>

#include "autograd/inspect/fmt.h"
#include "tests/autograd/inspect/print_cases.h"
#include "tests/support/folders.h"

namespace {

using torch::Tensor;
using torch::indexing::None;
using torch::indexing::Slice;
using torch::indexing::TensorIndex;

template <class T>
std::string str(const T& value) {
  std::ostringstream out;
  out << value;
  return out.str();
}

/// The texts of print.txt, every line between bars so that spaces at its end can be seen.
std::vector<std::string> load_texts() {
  std::ifstream file(test_support::source_path("tests/golden/print.txt"));
  std::vector<std::string> texts;
  for (std::string line; std::getline(file, line);) {
    if (line.rfind("tensor ", 0) == 0)
      texts.emplace_back();
    else
      texts.back() += line.substr(1, line.size() - 2) + '\n';
  }
  return texts;
}

TEST(Print, TensorsAsLibtorchDoes) {
  const std::vector<std::string> expected = load_texts();
  const std::vector<print_cases::Case> cases = print_cases::cases();
  ASSERT_EQ(cases.size(), expected.size());
  for (size_t i = 0; i < cases.size(); ++i) {
    std::ostringstream out;
    out << std::setprecision(cases[i].precision) << cases[i].tensor << '\n';
    EXPECT_EQ(out.str(), expected[i]) << "tensor " << i;
  }
}

TEST(Print, NoTensorAndScalars) {
  EXPECT_EQ(str(Tensor()), "[ Tensor (undefined) ]");
  EXPECT_EQ(str(torch::tensor(2.5)), "2.5\n[ CPUFloatType{} ]");
  EXPECT_EQ(str(torch::tensor(true)), "1\n[ CPUBoolType{} ]");
}

TEST(Print, TellsNothingOfGradients) {
  const Tensor x = torch::ones({1}, torch::requires_grad());
  EXPECT_EQ(str(x), " 1\n[ CPUFloatType{1} ]");
  EXPECT_EQ(str(x * 2), " 2\n[ CPUFloatType{1} ]");
}

TEST(Print, LeavesTheStreamsFormatAlone) {
  std::ostringstream out;
  out << std::fixed << std::setprecision(3) << torch::tensor(3.14159265) << ' ' << 3.14159265;
  EXPECT_EQ(out.str(), "3.14\n[ CPUFloatType{} ] 3.142");
  out.str("");
  out << std::setw(5) << torch::tensor({1, 2}) << 7;
  EXPECT_EQ(out.str(), " 1\n 2\n[ CPULongType{2} ]    7");
}

TEST(Print, ListsOfTensors) {
  const std::vector<Tensor> list{torch::ones({2}), torch::zeros(std::vector<int64_t>{})};
  EXPECT_EQ(str(list), " 1\n 1\n[ CPUFloatType{2} ] 0\n[ CPUFloatType{} ]");
  EXPECT_EQ(str(torch::TensorList(list)), "[ 1\n 1\n[ CPUFloatType{2} ], 0\n[ CPUFloatType{} ]]");
  EXPECT_EQ(str(std::vector<Tensor>()), "");
}

TEST(Print, TypeAndSizesToStderr) {
  testing::internal::CaptureStderr();
  torch::ones({2, 3}).print();
  torch::tensor(1).print();
  Tensor().print();
  EXPECT_EQ(testing::internal::GetCapturedStderr(),
            "[CPUFloatType [2, 3]]\n[CPULongType []]\n[UndefinedTensor]\n");
}

TEST(Print, SizesTypesAndDevices) {
  EXPECT_EQ(str(torch::ones({2, 3}).sizes()), "[2, 3]");
  EXPECT_EQ(str(torch::tensor(1.5).sizes()), "[]");
  EXPECT_EQ(str(torch::kFloat), "Float");
  EXPECT_EQ(str(torch::kBFloat16), "BFloat16");
  EXPECT_EQ(str(torch::ones({1}).dtype()), "float");
  EXPECT_EQ(str(torch::ones({1}, torch::kLong).dtype()), "long int");
  EXPECT_EQ(str(torch::ones({1}, torch::kByte).dtype()), "unsigned char");
  EXPECT_EQ(str(torch::ones({1}, torch::kDouble).type()), "CPUDoubleType");
  EXPECT_EQ(str(torch::kCPU), "cpu");
  EXPECT_EQ(str(torch::Device("cuda:1")), "cuda:1");
  EXPECT_EQ(str(torch::kStrided), "Strided");
}

TEST(Print, Numbers) {
  EXPECT_EQ(str(torch::Scalar(1.5)), "1.5");
  EXPECT_EQ(str(torch::Scalar(3)), "3");
  EXPECT_EQ(str(torch::Scalar(true)), "true");
  EXPECT_EQ(str(torch::Scalar(1e20)), "1e+20");
}

TEST(Print, Options) {
  EXPECT_EQ(str(torch::TensorOptions()),
            "TensorOptions(dtype=float (default), device=cpu (default), layout=Strided (default), "
            "requires_grad=false (default), pinned_memory=false (default), "
            "memory_format=(nullopt))");
  EXPECT_EQ(str(torch::dtype(torch::kLong).device("cpu").requires_grad(true)),
            "TensorOptions(dtype=long int, device=cpu, layout=Strided (default), "
            "requires_grad=true, pinned_memory=false (default), memory_format=(nullopt))");
}

TEST(Print, Indices) {
  EXPECT_EQ(str(Slice(1, None, 2)), "1:9223372036854775807:2");
  EXPECT_EQ(str(Slice(None, None, -1)), "9223372036854775807:-9223372036854775808:-1");
  const std::vector<TensorIndex> indices{None, "...", Slice(1, 2), 3, true};
  EXPECT_EQ(str(indices), "(None, ..., 1:2:1, 3, true)");
}

TEST(Print, ThroughFmt) {
  const Tensor x = torch::tensor({1.5, 2.25});
  EXPECT_EQ(fmt::format("{}", x), str(x));
  EXPECT_EQ(fmt::format("{}", Tensor()), "[ Tensor (undefined) ]");
  EXPECT_EQ(fmt::format("{} {} {} {}", x.sizes(), torch::kLong, x.dtype(), x.device()),
            "[2] Long float cpu");
}

}  // namespace
