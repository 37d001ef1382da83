// Expectations: tests/golden/python_repr.txt, printed by Python with PyTorch 1.13.1
// (tests/golden/make_repr.py).
#include "autograd/inspect/python_repr.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "autograd/functions.h"
#include "tests/support/folders.h"

namespace glassgrad {
namespace {

struct Case {
  std::string made;      // the line that says how to make the value
  std::string expected;  // what Python prints
};

std::vector<Case> read_cases() {
  std::ifstream file(test_support::source_path("tests/golden/python_repr.txt"));
  std::vector<Case> cases;
  for (std::string line; std::getline(file, line);) {
    if (line.rfind("> ", 0) != 0) {
      cases.push_back({line, ""});
    } else {
      std::string& expected = cases.back().expected;
      expected += (expected.empty() ? "" : "\n") + line.substr(2);
    }
  }
  return cases;
}

double number(const std::string& hex) { return std::strtod(hex.c_str(), nullptr); }

std::vector<int64_t> parse_sizes(const std::string& text) {
  std::vector<int64_t> sizes;
  std::istringstream in(text);
  for (std::string size; text != "scalar" && std::getline(in, size, 'x');) {
    sizes.push_back(std::stoll(size));
  }
  return sizes;
}

Tensor make_tensor(std::istringstream& in) {
  const std::map<std::string, ScalarType> dtypes = {{"float32", kFloat}, {"float64", kDouble},
                                                    {"int64", kLong},    {"int32", kInt},
                                                    {"uint8", kByte},    {"bool", kBool}};
  const std::map<std::string, std::function<Tensor(const Tensor&)>> recorded = {
      {"plain", [](const Tensor& x) { return x; }},
      {"requires_grad", [](const Tensor& x) { return x; }},
      {"sigmoid", [](const Tensor& x) { return sigmoid(x); }},
      {"add_scalar", [](const Tensor& x) { return x + 2; }},
      {"sub_scalar", [](const Tensor& x) { return x - 2; }},
      {"mul_scalar", [](const Tensor& x) { return x * 2; }},
      {"div_scalar", [](const Tensor& x) { return x / 2; }},
      {"mul", [](const Tensor& x) { return x * x; }},
      {"neg", [](const Tensor& x) { return -x; }},
      {"mean", [](const Tensor& x) { return x.mean(); }}};

  std::string dtype, size_text, layout, record, colon;
  in >> dtype >> size_text >> layout >> record >> colon;
  std::vector<int64_t> sizes = parse_sizes(size_text);
  int64_t count = 1;
  for (int64_t size : sizes) count *= size;

  std::vector<double> values;
  for (std::string word; in >> word;) {
    if (word != "linear") {
      values.push_back(number(word));
      continue;
    }
    std::string first, step;
    in >> first >> step;
    for (int64_t i = 0; i < count; ++i) values.push_back(number(first) + number(step) * i);
  }

  const bool is_transposed = layout == "transposed";
  if (is_transposed) std::reverse(sizes.begin(), sizes.end());
  Tensor x = tensor(values, TensorOptions(kDouble)).to(dtypes.at(dtype)).view(sizes);
  if (is_transposed) {
    std::vector<int64_t> reversed(sizes.size());
    for (size_t i = 0; i < sizes.size(); ++i) reversed[i] = sizes.size() - 1 - i;
    x = x.permute(reversed);
  }
  if (record != "plain") x.requires_grad_();
  return recorded.at(record)(x);
}

TEST(PythonRepr, NumbersReadAsInPython) {
  int count = 0;
  for (const Case& c : read_cases()) {
    if (c.made.rfind("double ", 0) != 0) continue;
    EXPECT_EQ(python_repr(number(c.made.substr(7))), c.expected) << c.made;
    ++count;
  }
  EXPECT_GT(count, 300);
}

TEST(PythonRepr, TensorsReadAsInPython) {
  int count = 0;
  for (const Case& c : read_cases()) {
    if (c.made.rfind("tensor ", 0) != 0) continue;
    std::istringstream in(c.made.substr(7));
    EXPECT_EQ(python_repr(make_tensor(in)), c.expected) << c.made;
    ++count;
  }
  EXPECT_GT(count, 500);
}

TEST(PythonRepr, AnUndefinedTensorIsNone) { EXPECT_EQ(python_repr(Tensor()), "None"); }

// PyTorch 1.13.1: torch.set_default_dtype(torch.float64); torch.ones(2), torch.ones(2).float()
TEST(PythonRepr, TheDefaultDtypeIsNotNamed) {
  const auto before = get_default_dtype();
  set_default_dtype(kDouble);
  const std::string with_default = python_repr(ones({2}));
  const std::string with_other = python_repr(ones({2}, kFloat));
  set_default_dtype(before);
  EXPECT_EQ(with_default, "tensor([1., 1.])");
  EXPECT_EQ(with_other, "tensor([1., 1.], dtype=torch.float32)");
}

}  // namespace
}  // namespace glassgrad
