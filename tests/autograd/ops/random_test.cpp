// The tensors in tests/golden/random_ops.txt were drawn by PyTorch 1.13.1; see make_random_ops.py
// there, which makes them in the same order under the same names.
#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <limits>
#include <sstream>
#include <string>
#include <vector>

#include "autograd/base/error.h"
#include "autograd/functions.h"
#include "autograd/graph/autograd.h"
#include "autograd/graph/grad_mode.h"
#include "tests/support/expect_error.h"
#include "tests/support/fnv1a.h"
#include "tests/support/folders.h"

namespace glassgrad {
namespace {

struct Named {
  std::string name;
  Tensor tensor;
};

// What torch.nn.Linear.reset_parameters draws first, for one input: kaiming_uniform_, a = sqrt(5).
double linear_weight_bound() {
  const double gain = std::sqrt(2.0 / (1 + std::pow(std::sqrt(5.0), 2)));
  return std::sqrt(3.0) * (gain / std::sqrt(1.0));
}

std::vector<Named> draw_everything() {
  std::vector<Named> out;
  const auto add = [&](std::string name, const Tensor& t) { out.push_back({std::move(name), t}); };
  constexpr int64_t lowest = std::numeric_limits<int64_t>::lowest();
  const auto step2 = [](int64_t rows, int64_t columns) {
    return zeros({rows, columns}).slice(1, nullopt, nullopt, 2);
  };

  manual_seed(0);
  const double bound = linear_weight_bound();
  add("linear_weight", empty({1, 1}).uniform_(-bound, bound));
  add("linear_bias", empty({1}).uniform_(-1, 1));

  add("rand", rand({2, 3}));
  add("rand_double", rand({5}, kDouble));
  add("randn_short", randn({3, 4}));
  add("randn", randn({5, 5}));
  add("randn_double", randn({3, 7}, kDouble));
  add("rand_like_transposed", rand_like(zeros({4, 5}).t()));
  add("randn_like_transposed", randn_like(zeros({4, 5}).t()));
  add("randn_like_sliced", randn_like(step2(4, 12)));

  add("uniform_transposed", empty({4, 5}).t().uniform_(-1, 1));
  add("normal_transposed", empty({4, 5}).t().normal_(1, 2));
  add("uniform_permuted", empty({2, 3, 4}).permute({2, 0, 1}).uniform_());
  add("uniform_columns", step2(4, 6).uniform_());
  add("normal_columns", step2(4, 10).normal_());
  add("normal_rows", zeros({6, 8}).slice(0, nullopt, nullopt, 2).normal_());
  add("normal_some_rows", zeros({9, 8}).slice(0, 2, 7).normal_());
  add("uniform_columns_transposed", step2(4, 6).t().uniform_());
  add("normal_one_column", zeros({20, 3}, kDouble).select(1, 1).normal_());
  add("exponential_transposed", empty({4, 5}).t().exponential_(0.5));
  add("exponential_double", empty({20}, kDouble).exponential_());

  add("normal_sizes", normal(0.5, 2.0, {5}));
  add("normal_mean", normal(arange(20.0), 0.5));
  add("normal_std", normal(1.0, linspace(0, 1, 20)));
  add("normal_broadcast", normal(zeros({3, 1}), full({4}, 3.0)));
  add("normal_mixed", normal(ones({20}, kDouble), full({20}, 0.1)));

  add("randint", randint(10, {3, 4}));
  add("randint_low", randint(-5, 5, {7}));
  add("randint_wide", randint(-(int64_t{1} << 40), int64_t{1} << 40, {5}));
  add("randint_float", randint(3, {5}, kFloat));
  add("randint_bool", randint(2, {20}, kBool));
  add("randint_like", randint_like(zeros({2, 3}).t(), 2, 9));
  add("random_transposed", empty({4, 5}, kLong).t().random_(100));
  const std::vector<std::pair<std::string, ScalarType>> types = {
      {"float", kFloat}, {"double", kDouble}, {"int64", kLong},
      {"int32", kInt},   {"uint8", kByte},    {"bool", kBool}};
  for (const auto& [name, dtype] : types) {
    add("random_" + name, empty({10}, dtype).random_());
    add("random_from_" + name, empty({10}, dtype).random_(1, optional<int64_t>()));
  }
  for (size_t k = 0; k < 3; ++k) {
    const auto& [name, dtype] = types[k];
    add("random_everything_" + name, empty({5}, dtype).random_(lowest, optional<int64_t>()));
  }
  add("random_rounded_bounds", empty({20}).random_(-(1 << 25) - 1, (1 << 25) + 3));
  add("random_rounded_from", empty({20}).random_((1 << 26) + 1, (1 << 26) + 11));
  add("randperm", randperm(10));
  add("randperm_float", randperm(10, kFloat));

  add("bernoulli_half", empty({4, 5}).t().bernoulli_());
  add("bernoulli_int64", empty({20}, kLong).bernoulli_(0.3));
  add("bernoulli_row", empty({3, 4}).bernoulli_(tensor({0.1, 0.5, 0.9, 0.3})));
  const Tensor p = linspace(0, 1, 12).reshape({3, 4});
  add("bernoulli_by_memory", empty({4, 3}).t().bernoulli_(p));
  add("bernoulli_tensor", bernoulli(p));
  add("bernoulli_tensor_transposed", p.t().bernoulli());
  add("bernoulli_tensor_double", bernoulli(p.to(kDouble)));
  add("bernoulli_sliced", zeros({3, 8}, kByte).slice(1, nullopt, nullopt, 2).bernoulli_(p));
  add("bernoulli_like", bernoulli(p, 0.25));

  const Tensor weights = linspace(0.1, 2.0, 30).reshape({3, 10});
  add("multinomial_one", multinomial(weights, 1));
  add("multinomial_some", multinomial(weights, 4));
  add("multinomial_all", weights[0].multinomial(10));
  add("multinomial_double", multinomial(weights.to(kDouble), 3));
  add("multinomial_transposed", multinomial(weights.t(), 2));
  add("multinomial_replacement", multinomial(weights, 7, true));
  add("multinomial_replacement_1d", multinomial(weights[1].to(kDouble), 25, true));
  add("multinomial_replacement_transposed", multinomial(weights.t(), 3, true));

  const Tensor state = default_generator().get_state();
  add("state", state);
  add("uniform_after_state", rand({3}));

  add("arange_default", arange(-2, 2, 0.1));
  add("arange_integers", arange(3, 20, 4));
  add("arange_down", arange(5, -5, -3, kDouble));
  add("arange_int32", arange(0.5, 7.5, 2, kInt));
  add("arange_int64_from_fractions", arange(0.5, 7.5, 2, kLong));
  add("linspace_default", linspace(-3.3, 7.1, 41));
  add("linspace_int64", linspace(0.7, 20.9, 7, kLong));

  add("bernoulli_like_transposed", bernoulli(p.t(), 0.25));
  add("normal_mean_transposed", normal(p.repeat({2, 2}).t(), 0.5));
  add("normal_std_transposed", normal(1.0, p.repeat({2, 2}).t()));
  return out;
}

std::string type_name(const Tensor& t) {
  switch (t.scalar_type()) {
    case kFloat:
      return "float";
    case kDouble:
      return "double";
    case kLong:
      return "int64";
    case kInt:
      return "int32";
    case kByte:
      return "uint8";
    default:
      return "bool";
  }
}

std::string sizes_text(const Tensor& t) {
  std::string text;
  for (int64_t n : t.sizes()) text += (text.empty() ? "" : "x") + std::to_string(n);
  return text;
}

TEST(RandomOps, DrawPyTorchsBits) {
  std::ifstream file(test_support::source_path("tests/golden/random_ops.txt"));
  ASSERT_TRUE(file);
  const std::vector<Named> drawn = draw_everything();
  auto next = drawn.begin();
  for (std::string text; std::getline(file, text);) {
    if (text.starts_with("#")) continue;
    SCOPED_TRACE(text);
    std::istringstream words(text);
    std::string name, type, sizes, colon, hash;
    words >> name >> type >> sizes >> colon >> hash;
    ASSERT_NE(next, drawn.end());
    ASSERT_EQ(next->name, name);
    const Tensor t = next->tensor.contiguous();
    ++next;
    EXPECT_EQ(type_name(t), type);
    EXPECT_EQ(sizes_text(t), sizes);
    const Tensor flat = t.reshape({-1}).to(kDouble);
    int64_t k = 0;
    for (std::string word; words >> word; ++k) {
      EXPECT_EQ(flat[k].item<double>(), std::strtod(word.c_str(), nullptr)) << "element " << k;
    }
    EXPECT_EQ(testing::fnv1a(t.data_ptr(), t.nbytes()), std::strtoull(hash.c_str(), nullptr, 16));
  }
  EXPECT_EQ(next, drawn.end());
}

// --- generators ---

TEST(RandomOps, TakeTheGeneratorGiven) {
  manual_seed(1);
  const Tensor expected = rand({3});
  const Tensor after = rand({3});
  manual_seed(1);
  Generator gen = make_generator(1);
  EXPECT_TRUE(rand({3}, gen).equal(expected));
  EXPECT_TRUE(empty({3}).uniform_(0, 1, gen).equal(after));
  EXPECT_TRUE(rand({3}).equal(expected)) << "the default generator must not have moved";
}

TEST(RandomOps, AnUndefinedGeneratorMeansTheDefaultOne) {
  manual_seed(1);
  const Tensor expected = rand({3});
  manual_seed(1);
  EXPECT_TRUE(rand({3}, Generator()).equal(expected));
}

// --- gradients ---

TEST(RandomOps, OverwrittenValuesGetNoGradient) {
  const std::vector<std::pair<std::string, std::function<void(Tensor)>>> fills = {
      {"UniformBackward0", [](Tensor t) { t.uniform_(); }},
      {"NormalBackward0", [](Tensor t) { t.normal_(); }},
      {"RandomBackward0", [](Tensor t) { t.random_(1, 5); }},
      {"RandomBackward1", [](Tensor t) { t.random_(5); }},
      {"RandomBackward2", [](Tensor t) { t.random_(); }},
      {"BernoulliBackward2", [](Tensor t) { t.bernoulli_(0.5); }},
      {"BernoulliBackward1", [](Tensor t) { t.bernoulli_(full({3}, 0.5)); }},
      {"ExponentialBackward0", [](Tensor t) { t.exponential_(); }}};
  for (const auto& [name, fill] : fills) {
    SCOPED_TRACE(name);
    const Tensor x = ones({3}, requires_grad());
    Tensor y = x * 2;
    fill(y);
    EXPECT_EQ(y.grad_fn()->name(), name);
    (y * 3).sum().backward();
    ASSERT_TRUE(x.grad().defined());
    EXPECT_TRUE(x.grad().equal(zeros({3})));
  }
}

TEST(RandomOps, ParametersOfDistributionsGetZeroGradients) {
  const Tensor x = full({3, 1}, 0.5, requires_grad());
  const Tensor s = full({4}, 0.5, dtype(kDouble).requires_grad(true));
  const std::vector<std::pair<std::string, Tensor>> drawn = {
      {"NormalBackward1", normal(x, 1.0)},
      {"NormalBackward2", normal(0.0, x)},
      {"NormalBackward3", normal(x, s)},
      {"BernoulliBackward0", bernoulli(x)},
      {"BernoulliBackward1", zeros({3, 4}).bernoulli_(s)}};
  for (const auto& [name, y] : drawn) EXPECT_EQ(y.grad_fn()->name(), name);
  EXPECT_FALSE(bernoulli(x, 0.5).requires_grad());
  EXPECT_FALSE(multinomial(x, 1).requires_grad());
  EXPECT_FALSE(rand_like(x).requires_grad());

  drawn[2].second.sum().backward();
  EXPECT_TRUE(x.grad().equal(zeros({3, 1})));
  EXPECT_TRUE(s.grad().equal(zeros({4}, kDouble)));
}

TEST(RandomOps, FillsCountAsChanges) {
  const Tensor x = ones({3}, requires_grad());
  const Tensor y = x.exp();
  const uint32_t version = y._version();
  {
    NoGradGuard no_grad;
    y.normal_();
  }
  EXPECT_EQ(y._version(), version + 1);
  EXPECT_THROW(y.sum().backward(), Error);
}

// --- errors: nothing is changed, nothing is drawn ---

// The texts are those that PyTorch 1.13.1 gives for the same calls.
TEST(RandomOps, ErrorsAreThoseOfPyTorch) {
  const Tensor x = zeros({3}), n = zeros({3}, kLong), b = zeros({3}, kByte);
  const double inf = std::numeric_limits<double>::infinity(), nan = std::nan("");
  EXPECT_ERROR((x.uniform_(2, 1)),
               "uniform_ expects to return a [from, to) range, but found from=2 > to=1");
  EXPECT_ERROR(x.uniform_(0, inf), "to is out of bounds for float");
  EXPECT_ERROR(x.uniform_(0, nan), "to is out of bounds for float");
  EXPECT_ERROR(
      (x.uniform_(-3e38, 3e38)),
      "uniform_ expects to-from <= std::numeric_limits<Float>::max(), but found to=3e+38 and "
      "from=-3e+38 which result in to-from to exceed the limit");
  EXPECT_ERROR(n.uniform_(), "\"check_uniform_bounds\" not implemented for 'Long'");
  EXPECT_ERROR(x.normal_(0, -1), "normal expects std >= 0.0, but found std -1");
  EXPECT_ERROR(n.normal_(), "\"normal_kernel_cpu\" not implemented for 'Long'");
  EXPECT_ERROR(normal(0.0, x - 1), "normal expects all elements of std >= 0.0");
  EXPECT_ERROR(x.exponential_(-1), "exponential_ expects lambda >= 0.0, but found lambda=-1");
  EXPECT_ERROR(x.bernoulli_(2), "bernoulli_ expects p to be in [0, 1], but got p=2");
  EXPECT_ERROR(x.bernoulli_(nan), "bernoulli_ expects p to be in [0, 1], but got p=nan");
  EXPECT_ERROR(bernoulli(x + 2), "Expected p_in >= 0 && p_in <= 1 to be true, but got false");
  EXPECT_ERROR(bernoulli(x + nan), "Expected p_in >= 0 && p_in <= 1 to be true, but got false");
  EXPECT_ERROR(bernoulli(n), "\"bernoulli_tensor_cpu_p_\" not implemented for 'Long'");
  EXPECT_ERROR(poisson(n - 1), "\"poisson_cpu\" not implemented for 'Long'");
  EXPECT_ERROR((x.bernoulli_(full({2}, 0.5))),
               "The expanded size of the tensor (3) must match the existing size (2)");
  EXPECT_ERROR((x.random_(3, 3)),
               "random_ expects 'from' to be less than 'to', but got from=3 >= to=3");
  EXPECT_ERROR(b.random_(0, 300), "to - 1 is out of bounds for unsigned char");
  EXPECT_ERROR(b.random_(-1, 3), "from is out of bounds for unsigned char");
  EXPECT_ERROR((randint(3, {3}, kBool)), "to - 1 is out of bounds for bool");
  EXPECT_EQ(randint(3, {3}).scalar_type(), kLong);
  EXPECT_EQ(randint(3, {3}, device(kCPU)).scalar_type(), kFloat);
  EXPECT_ERROR(randperm(-1), "Trying to create tensor with negative dimension -1: [-1]");
  EXPECT_ERROR(randperm(1, kBool), "\"randperm\" not implemented for 'Bool'");
  EXPECT_ERROR((randperm(257, kByte)),
               "value cannot be converted to type uint8_t without overflow");
  EXPECT_ERROR(
      (zeros({1}).expand({3}).uniform_()),
      "unsupported operation: more than one element of the written-to tensor refers to a single "
      "memory location. Please clone() the tensor before performing the operation.");
  EXPECT_ERROR((zeros({3}, requires_grad()).normal_()),
               "a leaf Variable that requires grad is being used in an in-place operation.");
  EXPECT_TRUE(x.equal(zeros({3})));
  EXPECT_EQ(x._version(), 0u);
}

TEST(RandomOps, MultinomialErrorsAreThoseOfPyTorch) {
  const Tensor w = tensor({1.0, 2.0});
  const double inf = std::numeric_limits<double>::infinity();
  EXPECT_ERROR((multinomial(w, 3)),
               "cannot sample n_sample > prob_dist.size(-1) samples without replacement");
  EXPECT_ERROR(multinomial(w, 0), "cannot sample n_sample <= 0 samples");
  EXPECT_ERROR((multinomial(ones({1, 1, 2}), 1)), "prob_dist must be 1 or 2 dim");
  EXPECT_ERROR((multinomial(ones({}), 1)), "prob_dist must be 1 or 2 dim");
  EXPECT_ERROR((multinomial(tensor({1, 2}), 1)),
               "multinomial only supports floating-point dtypes for input, got: Long");
  EXPECT_ERROR((multinomial(w - 2, 1)),
               "probability tensor contains either `inf`, `nan` or element < 0");
  EXPECT_ERROR((multinomial(w * inf, 1)),
               "probability tensor contains either `inf`, `nan` or element < 0");
  EXPECT_ERROR((multinomial(w * 0, 1)),
               "invalid multinomial distribution (sum of probabilities <= 0)");
  EXPECT_ERROR((multinomial(w - 2, 1, true)),
               "invalid multinomial distribution (encountering probability entry < 0)");
  EXPECT_ERROR(
      (multinomial(w * inf, 1, true)),
      "invalid multinomial distribution (encountering probability entry = infinity or NaN)");
  EXPECT_ERROR((multinomial(w * 0, 1, true)),
               "invalid multinomial distribution (sum of probabilities <= 0)");
}

// --- corners ---

TEST(RandomOps, EmptyTensorsDrawNothing) {
  const Tensor before = default_generator().get_state();
  for (const Tensor& t : {rand({0}), randn({0, 3}), randperm(0), randint(5, {2, 0})}) {
    EXPECT_EQ(t.numel(), 0);
  }
  EXPECT_TRUE(default_generator().get_state().equal(before));
}

TEST(RandomOps, OptionsAreKept) {
  EXPECT_TRUE(rand({2}, requires_grad()).requires_grad());
  EXPECT_TRUE(rand({2}, requires_grad()).is_leaf());
  EXPECT_TRUE(randn({2}, dtype(kDouble).requires_grad(true)).requires_grad());
  EXPECT_EQ(randint(5, {2}).scalar_type(), kLong);
  EXPECT_EQ(randperm(5, kInt).scalar_type(), kInt);
  EXPECT_THROW(randperm(5, requires_grad()), Error);
  set_default_dtype(kDouble);
  EXPECT_EQ(rand({2}).scalar_type(), kDouble);
  set_default_dtype(kFloat);
}

TEST(RandomOps, ExponentialWithRateZeroIsInfinite) {
  EXPECT_EQ(empty({1}).exponential_(0).item<float>(), std::numeric_limits<float>::infinity());
}

TEST(RandomOps, ZeroDimensionalTensorsAreFilled) {
  manual_seed(0);
  const double expected = rand({1}).item<double>();
  manual_seed(0);
  EXPECT_EQ(rand({}).item<double>(), expected);
}

}  // namespace
}  // namespace glassgrad
