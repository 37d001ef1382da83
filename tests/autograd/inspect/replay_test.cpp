// A page of a backward pass: what it shows, and that it leaves no trace.

#include "autograd/inspect/replay.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>
#include <fstream>
#include <sstream>

#include "tests/support/library.h"

namespace glassgrad {
namespace {

bool has(const std::string& page, const std::string& part) {
  return page.find(part) != std::string::npos;
}
size_t count(const std::string& page, const std::string& part) {
  size_t found = 0;
  for (size_t at = page.find(part); at != std::string::npos; at = page.find(part, at + 1)) ++found;
  return found;
}

struct ReplayedProblem {
  Tensor w = tensor({0.5, -1.0}, kDouble).requires_grad_();
  Tensor x = tensor({2.0, 3.0}, kDouble);
  Tensor p = sigmoid(w * x);
  Tensor loss = (p * w).sum();
};

TEST(Replay, ShowsEachNodeWithItsRuleInNumbers) {
  const ReplayedProblem problem;
  const std::string page =
      replay_page(problem.loss, {{"w<1>", problem.w}, {"x", problem.x}, {"p", problem.p}});
  EXPECT_EQ(count(page, "<section>"), 5u);  // sum, mul, sigmoid, mul, the parameter
  EXPECT_EQ(count(page, "<g class=\"node"), 5u);
  EXPECT_EQ(count(page, "marker-end"), 5u) << "as many arrows as edges";
  EXPECT_TRUE(has(page, "AccumulateGrad of w&lt;1&gt;"));
  EXPECT_TRUE(has(page, "dL/dx = dL/dy * (1 - y) * y"));
  EXPECT_TRUE(has(page, "0.5 * (1 - 0.7311) * 0.7311 = 0.09831"));
  EXPECT_TRUE(has(page, "<td>saved x</td><td>[2]: 2 3</td>"));
  EXPECT_TRUE(has(page, "p = Sigmoid"));
}

TEST(Replay, NeedsNothingElse) {
  const ReplayedProblem problem;
  const std::string page = replay_page(problem.loss);
  for (const char* outside : {"http:", "https:", "src=", "<link", "@import"})
    EXPECT_FALSE(has(page, outside)) << outside;
}

TEST(Replay, LeavesNoTrace) {
  const ReplayedProblem untouched, problem;
  problem.p.retain_grad();
  untouched.p.retain_grad();
  replay_page(problem.loss);
  EXPECT_FALSE(problem.w.grad().defined());
  EXPECT_FALSE(problem.p.grad().defined());
  problem.loss.backward();  // the graph is there still, and not for a second time
  untouched.loss.backward();
  EXPECT_TRUE(equal(problem.w.grad(), untouched.w.grad()));
  EXPECT_TRUE(equal(problem.p.grad(), untouched.p.grad()));
  EXPECT_ANY_THROW(replay_page(problem.loss)) << "the graph has been freed";
  EXPECT_TRUE(equal(problem.w.grad(), untouched.w.grad()));
}

TEST(Replay, SummarisesALargeTensorAndPaintsIt) {
  const Tensor w = arange(100, TensorOptions(kFloat)).view({4, 25}).clone().requires_grad_();
  const std::string page = replay_page((w * w).sum());
  EXPECT_TRUE(has(page, "[4, 25] min 0, mean 49.5, max 99"));
  EXPECT_TRUE(has(page, "data-columns=\"25\" data-shades=\"7f80"));
  const std::string worse = replay_page((w * w / NAN).sum());
  EXPECT_TRUE(has(worse, "[4, 25], 100 NaN or Inf"));
}

TEST(Replay, DrawsImagesAndFeatureMapsAsPlanes) {
  const auto page_of = [](IntArrayRef sizes) {
    const Tensor x = ones(sizes).requires_grad_();
    return replay_page((x * 2).sum());
  };
  const std::string small = page_of({2, 3, 4, 5});  // upstream and gradient of Mul, x, its gradient
  EXPECT_EQ(count(small, "<canvas data-side=\"80\" data-columns=\"5\""),
            6 * count(small, "5] min"));
  EXPECT_FALSE(has(small, "planes"));
  const std::string large = page_of({1, 20, 4, 5});
  EXPECT_EQ(count(large, "<canvas"), 16 * count(large, "; the first 16 of 20 planes"));
  const std::string row = page_of({4, 5, 6, 1});
  EXPECT_EQ(count(row, "<canvas"), count(row, "1] min")) << "columns of one are no images";
}

TEST(Replay, SaysWhichOfALoopsNodesOneIs) {
  const Tensor w = tensor({2.0}).requires_grad_();
  Tensor y = w;
  for (int i = 0; i < 3; ++i) y = y * w;
  const std::string page = replay_page(y.sum());
  EXPECT_EQ(count(page, "(number 1 of the 3 that this line has made)"), 1u);
  EXPECT_EQ(count(page, "(number 3 of the 3 that this line has made)"), 1u);
}

TEST(Replay, EndsWithAThousandNodes) {
  const Tensor w = tensor({2.0}).requires_grad_();
  Tensor y = w;
  for (int i = 0; i < 1200; ++i) y = y + 1;
  const std::string page = replay_page(y.sum());
  EXPECT_EQ(count(page, "<section>"), 1000u);
  EXPECT_TRUE(has(page, "the first 1000 nodes"));
  EXPECT_FALSE(w.grad().defined());
}

TEST(Replay, WritesAFileOrSaysWhyNot) {
  const ReplayedProblem problem;
  const std::string path = testing::TempDir() + "replay_test.html";
  write_replay(problem.loss, path, {{"w", problem.w}});
  std::stringstream written;
  written << std::ifstream(path).rdbuf();
  std::remove(path.c_str());
  EXPECT_EQ(written.str(), replay_page(problem.loss, {{"w", problem.w}}));
  try {
    write_replay(problem.loss, "/no/such/folder/walk.html");
    FAIL() << "expected an error";
  } catch (const Error& error) {
    EXPECT_TRUE(has(error.what(),
                    "write_replay: '/no/such/folder/walk.html' cannot be written: No such file"))
        << error.what();
  }
}

}  // namespace
}  // namespace glassgrad
