// Operations on Values: results and gradients against PyTorch (tests/golden/value.txt) and against
// central differences, comparisons, errors, and a Value as text.
#include "autograd/value/value.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <map>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "autograd/base/error.h"
#include "tests/support/expect_error.h"
#include "tests/support/folders.h"

namespace glassgrad {
namespace {

using Values = std::vector<Value>;
using Numbers = std::vector<double>;

// ---- against PyTorch ----

Value sanity_check(const Values& in) {
  const Value x = in[0];
  const Value z = 2 * x + 2 + x;
  const Value q = z.relu() + z * x;
  const Value h = (z * z).relu();
  return h + q + q * x;
}

Value more_operations(const Values& in) {
  const Value a = in[0], b = in[1];
  Value c = a + b;
  Value d = a * b + pow(b, 3);
  c += c + 1;
  c += 1 + c + (-a);
  d += d * 2 + (b + a).relu();
  d += 3 * d + (b - a).relu();
  const Value e = c - d;
  const Value f = e.pow(2);
  Value g = f / 2.0;
  g += 10.0 / f;
  return g;
}

/// An operation in all its forms: with Values, and with a number on the right or on the left.
struct Operation {
  std::function<Value(const Values&)> of_values;
  std::function<Value(const Value&, double)> with_number = nullptr;
  std::function<Value(double, const Value&)> of_number = nullptr;
};

template <class F>
Operation unary(F f) {
  return {[f](const Values& x) { return f(x[0]); }};
}

template <class F>
Operation binary(F f) {
  return {[f](const Values& x) { return f(x[0], x[1]); }, f, f};
}

const std::map<std::string, Operation>& operations() {
  static const std::map<std::string, Operation> table = {
      {"neg", unary([](const Value& x) { return -x; })},
      {"exp", unary([](const Value& x) { return exp(x); })},
      {"log", unary([](const Value& x) { return log(x); })},
      {"sqrt", unary([](const Value& x) { return sqrt(x); })},
      {"sin", unary([](const Value& x) { return sin(x); })},
      {"cos", unary([](const Value& x) { return cos(x); })},
      {"tanh", unary([](const Value& x) { return tanh(x); })},
      {"sigmoid", unary([](const Value& x) { return sigmoid(x); })},
      {"relu", unary([](const Value& x) { return relu(x); })},
      {"abs", unary([](const Value& x) { return abs(x); })},
      {"add", binary([](const auto& a, const auto& b) { return a + b; })},
      {"sub", binary([](const auto& a, const auto& b) { return a - b; })},
      {"mul", binary([](const auto& a, const auto& b) { return a * b; })},
      {"div", binary([](const auto& a, const auto& b) { return a / b; })},
      {"pow", binary([](const auto& a, const auto& b) { return pow(a, b); })},
      {"max", binary([](const auto& a, const auto& b) { return max(a, b); })},
      {"min", binary([](const auto& a, const auto& b) { return min(a, b); })},
      {"sanity_check", {sanity_check}},
      {"more_operations", {more_operations}},
  };
  return table;
}

/// "<name> <inputs...> = <result> <dresult/dinput...>"
struct Row {
  std::string text;
  std::string name;
  Numbers inputs;
  double result = 0;
  Numbers grads;
};

std::vector<Row> golden_rows() {
  std::vector<Row> rows;
  std::ifstream file(test_support::source_path("tests/golden/value.txt"));
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("#")) continue;
    Row row{line, "", {}, 0, {}};
    std::istringstream words(line);
    std::string word;
    words >> row.name;
    while (words >> word && word != "=") row.inputs.push_back(std::strtod(word.c_str(), nullptr));
    words >> word;
    row.result = std::strtod(word.c_str(), nullptr);
    while (words >> word) row.grads.push_back(std::strtod(word.c_str(), nullptr));
    rows.push_back(row);
  }
  return rows;
}

/// Equal to 4 units in the last place, the difference between mathematical libraries, of the number
/// itself or of `scale` if that is larger.
void expect_same(double actual, double expected, double scale = 0) {
  if (std::isnan(expected))
    EXPECT_TRUE(std::isnan(actual)) << actual;
  else if (std::isinf(expected))
    EXPECT_EQ(actual, expected);
  else
    EXPECT_NEAR(actual, expected, std::ldexp(std::max(std::fabs(expected), scale), -50));
}

TEST(Value, OperationsAreThoseOfPyTorch) {
  const std::vector<Row> rows = golden_rows();
  EXPECT_GT(rows.size(), 250u);
  for (const Row& row : rows) {
    SCOPED_TRACE(row.text);
    const Operation& operation = operations().at(row.name);
    const Values inputs(row.inputs.begin(), row.inputs.end());
    const Value result = operation.of_values(inputs);
    result.backward();
    expect_same(result.data(), row.result);
    ASSERT_EQ(inputs.size(), row.grads.size());
    const double scale = row.name == "tanh" ? 1 : 0;  // 1 - y^2 has the error of y^2
    for (size_t i = 0; i < inputs.size(); ++i) expect_same(inputs[i].grad(), row.grads[i], scale);
  }
}

TEST(Value, NumbersStandOnEitherSide) {
  for (const Row& row : golden_rows()) {
    const Operation& operation = operations().at(row.name);
    if (!operation.with_number) continue;
    SCOPED_TRACE(row.text);
    const Value a = row.inputs[0], b = row.inputs[1];
    const Value left = operation.with_number(a, row.inputs[1]);
    const Value right = operation.of_number(row.inputs[0], b);
    left.backward();
    right.backward();
    expect_same(left.data(), row.result);
    expect_same(right.data(), row.result);
    expect_same(a.grad(), row.grads[0]);
    expect_same(b.grad(), row.grads[1]);
    // No node is made for the number.
    EXPECT_EQ(left.node().parent[1], nullptr);
    EXPECT_EQ(right.node().parent[0], nullptr);
  }
}

TEST(Value, MembersAreTheFreeFunctions) {
  const Value x = 0.7;
  const std::pair<Value, Value> pairs[] = {
      {x.exp(), exp(x)},         {x.log(), log(x)},     {x.sqrt(), sqrt(x)},  {x.sin(), sin(x)},
      {x.cos(), cos(x)},         {x.tanh(), tanh(x)},   {x.relu(), relu(x)},  {x.abs(), abs(x)},
      {x.sigmoid(), sigmoid(x)}, {x.pow(3), pow(x, 3)}, {x.pow(x), pow(x, x)}};
  for (const auto& [member, function] : pairs) {
    EXPECT_EQ(member.data(), function.data());
    EXPECT_EQ(member.node().op, function.node().op);
    EXPECT_EQ(member.node().partial[0], function.node().partial[0]);
  }
}

TEST(Value, CompoundFormsAreTheOperators) {
  const Value a = 3, b = 2;
  Value y = a;
  y += b;
  y *= b;
  y -= a;
  y /= b;  // ((a + b) b - a) / b
  y += 1;
  y *= 4;
  y -= 2;
  y /= 8;  // (((a + b) b - a) / b + 1) / 2 - 1/4
  EXPECT_EQ(y, 2.0);
  y.backward();
  EXPECT_EQ(a.grad(), 0.5 * (1 - 1.0 / 2));        // d/da = (b - 1) / b / 2
  EXPECT_EQ(b.grad(), 0.5 * (1 + 3.0 / (2 * 2)));  // d/db = (1 + a / b^2) / 2
  y += y;
  EXPECT_EQ(y.data(), 4);
}

// ---- against central differences ----

struct Expression {
  const char* text;
  std::function<Value(const Values&)> f;
};

TEST(Value, GradientsAreDifferenceQuotients) {
  const Expression expressions[] = {
      {"tanh(ab) + sin(a)/b", [](const Values& x) { return tanh(x[0] * x[1]) + sin(x[0]) / x[1]; }},
      {"log(1 + e^(ab)) cos(c)",
       [](const Values& x) { return log(1 + exp(x[0] * x[1])) * cos(x[2]); }},
      {"(a^2 + b^2 + c^2)^(1/2)",
       [](const Values& x) { return sqrt(x[0] * x[0] + x[1] * x[1] + pow(x[2], 2)); }},
      {"|c - a|^b", [](const Values& x) { return pow(abs(x[2] - x[0]), x[1]); }},
      {"2^a sigmoid(3b - c)",
       [](const Values& x) { return pow(2, x[0]) * sigmoid(3 * x[1] - x[2]); }},
      {"relu(a - c) max(a, b) min(b, c)",
       [](const Values& x) { return relu(x[0] - x[2]) * max(x[0], x[1]) * min(x[1], x[2]); }},
  };
  const Numbers point = {0.9, 1.7, -0.6};
  for (const auto& [text, f] : expressions) {
    SCOPED_TRACE(text);
    const auto value_at = [&, &f = f](size_t i, double step) {
      Values moved(point.begin(), point.end());
      moved[i] = point[i] + step;
      return f(moved).data();
    };
    const Values inputs(point.begin(), point.end());
    f(inputs).backward();
    const double h = std::ldexp(1, -11);
    for (size_t i = 0; i < point.size(); ++i) {
      // Abramowitz and Stegun, Handbook of Mathematical Functions (1964), 25.3.6
      const double numeric =
          (value_at(i, -2 * h) - 8 * value_at(i, -h) + 8 * value_at(i, h) - value_at(i, 2 * h)) /
          (12 * h);
      EXPECT_NEAR(inputs[i].grad(), numeric, 1e-9) << "argument " << i;
    }
  }
}

// ---- a Value alone ----

TEST(Value, ComparesData) {
  const Value a = 2, b = 3;
  EXPECT_TRUE(a < b && a <= b && b > a && b >= a && a != b && a == Value(2));
  EXPECT_TRUE(a < 3 && a <= 2 && a > 1 && a >= 2 && a != 1 && a == 2);
  EXPECT_TRUE(1 < a && 2 <= a && 3 > a && 2 >= a && 1 != a && 2 == a);
  EXPECT_FALSE(a > b || a == b || a < 2 || 2 < a || 3 == a);
  const Value nan = NAN;
  EXPECT_FALSE(nan == nan || nan < a || nan > a || nan <= nan || 1 < nan);
  EXPECT_TRUE(nan != nan);
}

TEST(Value, OnlyALeafTakesNewData) {
  Value a = 2;
  const Value y = a * a;
  a.set_data(5);
  EXPECT_EQ(a.data(), 5);
  EXPECT_EQ(y.data(), 4);
  y.backward();  // the derivatives are those of the point where y was computed
  EXPECT_EQ(a.grad(), 4);
  Value z = y + 1;
  EXPECT_ERROR(z.set_data(1),
               "Value::set_data: expected a leaf, got the result of '+'; make a new Value of it");
  EXPECT_EQ(z.data(), 5);
  a.zero_grad();
  EXPECT_EQ(a.grad(), 0);
}

std::string printed(const Value& value) {
  std::ostringstream out;
  out << value;
  return out.str();
}

TEST(Value, Prints) {
  Value c = Value(2) * -3.5;
  c.backward();
  EXPECT_EQ(printed(c), "Value(data=-7, grad=1)");
  c.set_name("c");
  EXPECT_EQ(printed(c), "c = Value(data=-7, grad=1)");
  c.set_name("longer name");
  EXPECT_EQ(c.name(), "longer name");
  c.set_name("");
  EXPECT_EQ(printed(c), "Value(data=-7, grad=1)");
  EXPECT_EQ(printed(Value(0.1, "x")), "x = Value(data=0.1, grad=0)");
}

TEST(Value, ShowsItsGraph) {
  const Value a(2, "a"), b(-3, "b");
  Value c = a * b + pow(1 - a, 2) + tanh(0 * b);
  c.set_name("c");
  c.backward();
  EXPECT_EQ(
      c.graph(),
      "a = 2                    data 2            grad -1\n"
      "b = -3                   data -3           grad 2\n"
      "v2 = a * b               data -6           grad 1             dv2/da = -3  dv2/db = 2\n"
      "v3 = 1 - a               data -1           grad -2            dv3/da = -1\n"
      "v4 = pow(v3, 2)          data 1            grad 1             dv4/dv3 = -2\n"
      "v5 = v2 + v4             data -5           grad 1             dv5/dv2 = 1  dv5/dv4 = 1\n"
      "v6 = 0 * b               data -0           grad 1             dv6/db = 0\n"
      "v7 = tanh(v6)            data -0           grad 1             dv7/dv6 = 1\n"
      "c = v5 + v7              data -5           grad 1             dc/dv5 = 1  dc/dv7 = 1\n");
  EXPECT_EQ(Value(3).graph(), "v0 = 3                   data 3            grad 0\n");
}

TEST(Value, DrawsItsGraph) {
  const Value x(3, "a \"quoted\" name");
  const Value y = x * x - 1;
  y.backward();
  EXPECT_EQ(
      y.graphviz(),
      "digraph {\n"
      "  rankdir=LR\n"
      "  node [shape=box fontname=\"sans-serif\"]\n"
      "  edge [fontname=\"sans-serif\" fontsize=10]\n"
      "  v0 [label=\"a \\\"quoted\\\" name = 3\\ndata 3\\ngrad 6\"]\n"
      "  v1 [label=\"v1 = a \\\"quoted\\\" name * a \\\"quoted\\\" name\\ndata 9\\ngrad 1\"]\n"
      "  v0 -> v1 [label=\"3\"]\n"
      "  v0 -> v1 [label=\"3\"]\n"
      "  v2 [label=\"v2 = v1 - 1\\ndata 8\\ngrad 1\"]\n"
      "  v1 -> v2 [label=\"1\"]\n"
      "}\n");
}

}  // namespace
}  // namespace glassgrad
