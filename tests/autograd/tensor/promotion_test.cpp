// The type of a result, for every pair of operand types, with and without dimensions, and for
// numbers. The expected types are PyTorch's (tests/golden/ops.txt).
#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <set>
#include <string>

#include "tests/autograd/ops/table/ops_table.h"
#include "tests/support/golden_tensor.h"

namespace {

using golden::Promotion;
using torch::Scalar;
using torch::Tensor;
using T = const Tensor&;
using S = const Scalar&;

const std::map<std::string, std::function<Tensor(T)>> unary = {
    {"neg", [](T a) { return -a; }},
    {"abs", [](T a) { return a.abs(); }},
    {"square", [](T a) { return a.square(); }},
    {"exp", [](T a) { return a.exp(); }},
    {"sqrt", [](T a) { return a.sqrt(); }},
    {"sign", [](T a) { return a.sign(); }},
    {"sigmoid", [](T a) { return a.sigmoid(); }},
    {"sum", [](T a) { return a.sum(); }},
    {"mean", [](T a) { return a.mean(); }},
    {"prod", [](T a) { return a.prod(); }},
    {"max", [](T a) { return a.max(); }},
    {"cumsum", [](T a) { return a.cumsum(0); }},
    {"any", [](T a) { return a.any(); }},
    {"all", [](T a) { return a.all(); }},
    {"argmax", [](T a) { return a.argmax(); }},
    {"var", [](T a) { return a.var(); }},
    {"norm", [](T a) { return a.norm(); }},
    {"isnan", [](T a) { return a.isnan(); }},
    {"logical_not", [](T a) { return a.logical_not(); }},
    {"softmax", [](T a) { return a.softmax(0); }},
};

const std::map<std::string, std::function<Tensor(T, T)>> binary = {
    {"add", [](T a, T b) { return a + b; }},
    {"sub", [](T a, T b) { return a - b; }},
    {"mul", [](T a, T b) { return a * b; }},
    {"div", [](T a, T b) { return a / b; }},
    {"pow", [](T a, T b) { return a.pow(b); }},
    {"eq", [](T a, T b) { return a == b; }},
    {"maximum", [](T a, T b) { return torch::maximum(a, b); }},
    {"where", [](T a, T b) { return torch::where(torch::ones({}, torch::kBool), a, b); }},
    {"logical_and", [](T a, T b) { return torch::logical_and(a, b); }},
    {"add_in_place", [](T a, T b) { return a.clone().add_(b); }},
    {"div_in_place", [](T a, T b) { return a.clone().div_(b); }},
    {"copy", [](T a, T b) { return a.clone().copy_(b.reshape(-1)[0]); }},
};

const std::map<std::string, std::function<Tensor(T, S)>> scalar = {
    {"add", [](T a, S s) { return a + s; }},
    {"sub", [](T a, S s) { return a - s; }},
    {"mul", [](T a, S s) { return a * s; }},
    {"div", [](T a, S s) { return a / s; }},
    {"pow", [](T a, S s) { return a.pow(s); }},
    {"rsub", [](T a, S s) { return s - a; }},
    {"rdiv", [](T a, S s) { return s / a; }},
    {"rpow", [](T a, S s) { return torch::pow(s, a); }},
    {"eq", [](T a, S s) { return a == s; }},
    {"clamp_min", [](T a, S s) { return a.clamp_min(s); }},
    {"add_in_place", [](T a, S s) { return a.clone().add_(s); }},
    {"mul_in_place", [](T a, S s) { return a.clone().mul_(s); }},
    {"fill", [](T a, S s) { return a.clone().fill_(s); }},
    {"masked_fill", [](T a, S s) { return a.masked_fill(torch::ones({}, torch::kBool), s); }},
};

Tensor ones_of(const std::string& dtype, bool has_dimension) {
  const std::vector<std::int64_t> shape(has_dimension ? 1 : 0, 2);
  return torch::ones(shape, golden::to_dtype(dtype));
}

Scalar one_of(const std::string& kind) {
  if (kind == "int") return Scalar(1);
  if (kind == "double") return Scalar(1.0);
  return Scalar(true);
}

/// The operation of `promotion` with a right operand of type `right`.
Tensor apply(const Promotion& promotion, const std::string& right) {
  const std::string& kind = promotion.kind;
  if (kind == "unary") return unary.at(promotion.operation)(ones_of(right, true));
  if (kind == "scalar_dim" || kind == "scalar_zero")
    return scalar.at(promotion.operation)(ones_of(right, kind == "scalar_dim"),
                                          one_of(promotion.left));
  return binary.at(promotion.operation)(ones_of(promotion.left, kind != "zero_dim"),
                                        ones_of(right, kind != "dim_zero"));
}

std::string result_of(const Promotion& promotion, const std::string& right) {
  try {
    return golden::to_name(apply(promotion, right).scalar_type());
  } catch (const std::out_of_range&) {
    return "no such row";
  } catch (const std::exception&) {
    return "Error";
  }
}

class PromotionTable : public testing::TestWithParam<std::string> {};

TEST_P(PromotionTable, IsPyTorchs) {
  const golden::Table& table = ops_table::golden_table();
  for (const Promotion& promotion : table.promotions) {
    if (promotion.operation != GetParam()) continue;
    for (std::size_t i = 0; i < table.dtypes.size(); ++i) {
      if (promotion.results[i] == "-") continue;  // not implemented in PyTorch
      EXPECT_EQ(result_of(promotion, table.dtypes[i]), promotion.results[i])
          << promotion.operation << " " << promotion.kind << ", left " << promotion.left
          << ", right " << table.dtypes[i];
    }
  }
}

std::set<std::string> operations() {
  std::set<std::string> names;
  for (const Promotion& promotion : ops_table::golden_table().promotions)
    names.insert(promotion.operation);
  return names;
}

INSTANTIATE_TEST_SUITE_P(, PromotionTable, testing::ValuesIn(operations()),
                         [](const auto& info) { return info.param; });

}  // namespace
