// state_dict and load_state_dict, which libtorch 1.13.1 has in Python alone: its texts.
#include "nn/module.h"
#include "tests/nn/answers.h"
#include "tests/support/expect_error.h"

namespace glassgrad::nn {
namespace {

using nn_cases::Net;
using Names = std::vector<std::string>;
using State = OrderedDict<std::string, Tensor>;

TEST(StateDict, HasParametersAndBuffersOfTheWholeTree) {
  Net net;
  const State state = net->state_dict();
  EXPECT_EQ(state.keys(), (Names{"scale", "count", "body.weight", "body.bias"}));
  for (const auto& item : state) EXPECT_FALSE(item.value().requires_grad());
  EXPECT_TRUE(state["body.weight"].is_alias_of(net->body->weight));
}

TEST(StateDict, MakesOneModuleEqualToAnother) {
  manual_seed(1);
  Net from, to;
  NoGradGuard no_grad;
  from->count.fill_(9);
  ASSERT_FALSE(equal(from->body->weight, to->body->weight));
  const Tensor handle = to->body->weight;
  to->load_state_dict(from->state_dict());
  EXPECT_TRUE(equal(from->body->weight, to->body->weight));
  EXPECT_EQ(to->count.item<int64_t>(), 9);
  EXPECT_TRUE(handle.is_same(to->body->weight));
  EXPECT_TRUE(handle.requires_grad());
  EXPECT_FALSE(handle.is_alias_of(from->body->weight));
}

TEST(StateDict, ConvertsTypes) {
  Net net;
  State state = net->state_dict();
  state["scale"] = tensor({2.0, 3.0}, kDouble);
  net->load_state_dict(state);
  EXPECT_TRUE(equal(net->scale.detach(), tensor({2.0, 3.0})));
}

/// A state with one entry missing, one too many and one of another shape.
State wrong_state(const Net& net) {
  State state = net->state_dict();
  state.erase("scale");
  state.insert("extra", ones({1}));
  state.insert("more", ones({1}));
  state["body.bias"] = ones({3});
  return state;
}

TEST(StateDict, NamesEveryEntryThatDoesNotFitAndChangesNothing) {
  Net net;
  const Tensor weight = net->body->weight.detach().clone();
  State state = wrong_state(net);
  state["body.weight"] = zeros({2, 3});
  std::string text;
  try {
    net->load_state_dict(state);
  } catch (const Error& error) {
    text = error.what();
  }
  EXPECT_EQ(text.substr(text.find('\n')),
            "\n\tMissing key(s) in state_dict: \"scale\". "
            "\n\tUnexpected key(s) in state_dict: \"extra\", \"more\". "
            "\n\tsize mismatch for body.bias: copying a param with shape torch.Size([3]) from "
            "checkpoint, the shape in current model is torch.Size([2]).");
  EXPECT_EQ(text.rfind("Error(s) in loading state_dict for ", 0), 0u);
  EXPECT_NE(text.substr(0, text.find('\n')).find("NetImpl:"), std::string::npos);
  EXPECT_TRUE(equal(net->body->weight.detach(), weight));
}

TEST(StateDict, NotStrictItForgivesNamesButNotShapes) {
  Net net;
  State state = wrong_state(net);
  EXPECT_ERROR(net->load_state_dict(state, /*strict=*/false), "size mismatch for body.bias");
  state["body.bias"] = tensor({7.0, 8.0});
  net->load_state_dict(state, false);
  EXPECT_TRUE(equal(net->body->bias.detach(), tensor({7.0, 8.0})));
  EXPECT_TRUE(equal(net->scale.detach(), full({2}, 0.5)));
}

}  // namespace
}  // namespace glassgrad::nn
