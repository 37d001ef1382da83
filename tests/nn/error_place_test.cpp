// Errors of operations say where the program called them; others do not.
#include <gtest/gtest.h>

#include "autograd/base/error.h"
#include "autograd/functions.h"
#include "nn/nn.h"

namespace {

using namespace glassgrad;

/// What `f` throws: all of it, and libtorch's part.
template <class F>
std::pair<std::string, std::string> thrown(const F& f) {
  try {
    f();
  } catch (const Error& error) {
    return {error.what(), error.what_without_backtrace()};
  }
  return {"nothing", "nothing"};
}

std::string at(int line, const std::string& operation) {
  return std::string("\n  at ") + __FILE__ + ":" + std::to_string(line) + operation;
}

TEST(ErrorPlace, OfAFunctionAndOfAMember) {
  const Tensor a = ones({2, 3}), b = ones({4, 5});
  const int line = __LINE__ + 1;
  EXPECT_TRUE(thrown([&] { mm(a, b); }).first.ends_with(at(line, ", in mm")));
  EXPECT_TRUE(thrown([&] { a.mm(b); }).first.ends_with(at(line + 1, ", in mm")));
  EXPECT_TRUE(thrown([&] { a + b; }).first.ends_with(at(line + 2, ", in add")));
  EXPECT_TRUE(thrown([&] { (void)(a == b); }).first.ends_with(at(line + 3, ", in eq")));
  EXPECT_TRUE(thrown([&] { a.item<float>(); }).first.ends_with(at(line + 4, ", in item")));
  EXPECT_TRUE(thrown([&] { a.argmax(7); }).first.ends_with(at(line + 5, ", in argmax")));
}

TEST(ErrorPlace, OfAComparisonInPlaceIsItsOwnLine) {
  const Tensor a = ones({2, 3}), b = ones({4, 5}), bits = ones({2, 3}, kLong);
  const Tensor earlier = a + 1;
  const int line = __LINE__ + 1;
  EXPECT_TRUE(thrown([&] { a.eq_(b); }).first.ends_with(at(line, ", in eq")));
  EXPECT_TRUE(thrown([&] { a.logical_and_(b); }).first.ends_with(at(line + 1, ", in logical_and")));
  EXPECT_TRUE(thrown([&] { a.bitwise_not_(); }).first.ends_with(at(line + 2, ", in bitwise_not")));
  const auto shift = [&] { bits.bitwise_left_shift_(b); };
  EXPECT_TRUE(thrown(shift).first.ends_with(at(line + 3, ", in bitwise_left_shift_")));
}

TEST(ErrorPlace, OfAModuleIsTheLineThatCallsIt) {
  nn::Linear linear(4, 2);
  const Tensor x = ones({2, 3});
  const int line = __LINE__ + 1;
  EXPECT_TRUE(thrown([&] { linear(x); }).first.ends_with(at(line, "")));
  EXPECT_TRUE(thrown([&] { linear->forward(x); }).first.ends_with(at(line + 1, ", in linear")));
}

TEST(ErrorPlace, OfABackward) {
  const Tensor w = ones({2}, requires_grad()), loss = (w * w).sum();
  loss.backward();
  const auto [what, message] = thrown([&] { loss.backward(); });
  EXPECT_NE(what.find("saved for MulBackward0, made at " + std::string(__FILE__)), what.npos);
  EXPECT_TRUE(message.starts_with("Trying to backward through the graph a second time"));
  EXPECT_NE(
      what.find("the hidden state of an RNN, keeps its graph too: cut it with h = h.detach()"),
      what.npos);
  const int line = __LINE__ + 1;
  EXPECT_TRUE(thrown([&] { ones({2}).backward(); }).first.ends_with(at(line, ", in backward")));
}

TEST(ErrorPlace, OfATensorFromNothing) {
  const Tensor earlier = ones({2, 3}) + 1;
  const int line = __LINE__ + 1;
  EXPECT_TRUE(thrown([&] { ones({2, -1}); }).first.ends_with(at(line, ", in ones")));
  EXPECT_TRUE(thrown([&] { eye(-1); }).first.ends_with(at(line + 1, ", in eye")));
  EXPECT_TRUE(thrown([&] { arange(0, 5, 0); }).first.ends_with(at(line + 2, ", in arange")));
  EXPECT_TRUE(thrown([&] { normal(0, -1, {2}); }).first.ends_with(at(line + 3, ", in normal")));
  const auto made = thrown([&] { earlier.new_zeros({-2}); }).first;
  EXPECT_TRUE(made.ends_with(at(line + 4, ", in new_zeros")));
}

TEST(ErrorPlace, OfAnotherNameIsTheProgramsLine) {
  const Tensor a = ones({2, 3}), b = ones({4, 5});
  Tensor c = ones({2});
  const int line = __LINE__ + 1;
  EXPECT_TRUE(thrown([&] { mm_out(c, a, b); }).first.ends_with(at(line, ", in mm")));
  EXPECT_TRUE(thrown([&] { unsafe_chunk(a, 0); }).first.ends_with(at(line + 1, ", in chunk")));
  EXPECT_TRUE(thrown([&] { a.less(b); }).first.ends_with(at(line + 2, ", in lt")));
  EXPECT_TRUE(thrown([&] { a.__and__(b); }).first.ends_with(at(line + 3, ", in bitwise_and")));
  EXPECT_TRUE(thrown([&] { a.size(7); }).first.ends_with(at(line + 4, ", in size")));
}

// What an undefined tensor is asked may come after the operation that has begun last.
TEST(ErrorPlace, OfAnUndefinedTensorIsTheLatestCall) {
  const Tensor a = ones({2, 3}), nothing;
  const int line = __LINE__ + 1;
  const auto [what, message] = thrown([&] { mm(a, nothing); });
  EXPECT_TRUE(what.ends_with("\n  in mm at " + std::string(__FILE__) + ":" + std::to_string(line) +
                             ", or after it"));
  EXPECT_TRUE(message.ends_with("for argument #0 'self'"));
}

TEST(ErrorPlace, IsNotPartOfTheMessage) {
  const Tensor a = ones({2, 3});
  const auto [what, message] = thrown([&] { a.view({7}); });
  EXPECT_EQ(message, "shape '[7]' is invalid for input of size 6");
  EXPECT_GT(what.size(), message.size());
}

TEST(ErrorPlace, IsNotNamedByWhatKnowsNone) {
  const Tensor a = ones({2, 3}) + 1;  // an operation's line that is no longer the one to name
  const auto what = thrown([&] { nn::utils::vector_to_parameters(a, {ones({9})}); }).first;
  EXPECT_EQ(what.find("\n  at "), what.npos) << what;
}

// A module and an option are made without a caller.
TEST(ErrorPlace, OfAConstructorIsTheLatestCall) {
  const Tensor a = ones({2, 3}) + 1;
  const std::string place = "\n  in add at " + std::string(__FILE__) + ":" +
                            std::to_string(__LINE__ - 2) + ", or after it";
  const auto is_placed = [&](const auto& f) { EXPECT_TRUE(thrown(f).first.ends_with(place)); };
  is_placed([] { nn::Dropout(2.0); });
  is_placed([] { nn::Conv2d(nn::Conv2dOptions(3, 4, 1).groups(2)); });
  is_placed([] { nn::Conv2dOptions(3, 4, {1, 2, 3}); });
  is_placed([] { nn::GRU(nn::GRUOptions(3, 0)); });
  is_placed([] { nn::MultiheadAttention(5, 2); });
  is_placed([] { tensor({{1, 2}, {3}}); });
}

TEST(ErrorPlace, OfAnEmptyHolder) {
  struct Net : nn::Module {
    nn::Linear fc{nullptr};
  } net;
  const Tensor x = ones({1, 2});
  const int line = __LINE__ + 1;
  const auto [what, message] = thrown([&] { net.fc(x); });
  EXPECT_TRUE(message.starts_with("Accessing empty ModuleHolder of glassgrad::nn::LinearImpl: "));
  EXPECT_NE(message.find("hides the member"), message.npos);
  EXPECT_NE(what.find(":" + std::to_string(line) + ", or after it"), what.npos) << what;
}

TEST(ErrorPlace, OfALayerWithoutInputs) {
  const Tensor a = ones({2, 3}) + 1;
  const std::string place = "\n  in add at " + std::string(__FILE__) + ":" +
                            std::to_string(__LINE__ - 2) + ", or after it";
  const auto [what, message] = thrown([] { nn::Linear(0, 2); });
  EXPECT_EQ(message,
            "from is out of bounds for float: the bound of first weights of [2, 0] is infinite; a "
            "layer needs at least one input, as in nn::Linear(1, 2)");
  EXPECT_TRUE(what.ends_with(place)) << what;
}

TEST(ErrorPlace, IsNotThatOfAHookThatHasEnded) {
  const Tensor w = ones({2}, requires_grad());
  w.register_hook([](Tensor g) { return g * 2; });
  const std::string place = "\n  in backward at " + std::string(__FILE__) + ":" +
                            std::to_string(__LINE__ + 1) + ", or after it";
  w.sum().backward();
  const std::string what = thrown([] { tensor({{1, 2}, {3}}); }).first;
  EXPECT_TRUE(what.ends_with(place)) << what;
}

TEST(ErrorPlace, OfPackingAndPadding) {
  namespace rnn = nn::utils::rnn;
  const Tensor x = ones({4, 2, 3}), lengths = tensor({int64_t{4}, int64_t{2}});
  const rnn::PackedSequence packed = rnn::pack_padded_sequence(x, lengths);
  const TensorList none;
  nn::LSTM lstm(5, 2);
  const int line = __LINE__ + 1;
  const auto pack = [&] { rnn::pack_padded_sequence(x, lengths.flip({0})); };
  const auto unpack = [&] { rnn::pad_packed_sequence(packed, false, 0, 1); };
  const auto pad = [&] { rnn::pad_sequence(none); };
  const auto pack_many = [&] { rnn::pack_sequence(none); };
  const auto run = [&] { lstm->forward_with_packed_input(packed); };
  const auto mask = [] { nn::TransformerImpl::generate_square_subsequent_mask(-1); };
  EXPECT_TRUE(thrown(pack).first.ends_with(at(line, ", in pack_padded_sequence")));
  EXPECT_TRUE(thrown(unpack).first.ends_with(at(line + 1, ", in pad_packed_sequence")));
  EXPECT_TRUE(thrown(pad).first.ends_with(at(line + 2, ", in pad_sequence")));
  EXPECT_TRUE(thrown(pack_many).first.ends_with(at(line + 3, ", in pack_sequence")));
  EXPECT_TRUE(thrown(run).first.ends_with(at(line + 4, ", in forward_with_packed_input")));
  const std::string made = thrown(mask).first;
  EXPECT_TRUE(made.ends_with(at(line + 5, ", in generate_square_subsequent_mask")));
}

TEST(ErrorPlace, TheCommonOnesSayWhatToDo) {
  const Tensor a = ones({2, 3});
  const auto has = [](const std::string& text, const char* part) {
    EXPECT_NE(text.find(part), text.npos) << text;
  };
  has(thrown([&] { mm(a, ones({4, 5})); }).first, "each row of mat1 has 3 numbers");
  has(thrown([&] { nll_loss(a, tensor({0, 3})); }).first, "has 3 classes, 0 to 2");
  has(thrown([&] { nll_loss(a, ones({2})); }).first, "target.to(torch::kLong)");
  has(thrown([&] { a.index_select(0, tensor({9})); }).first,
      "index 9, but dimension 0 of [2, 3] has size 2");
  has(thrown([&] { a + ones({2}); }).first, "shapes [2, 3] and [2]");
  has(thrown([&] { a.backward(); }).first, "nothing that was recorded leads to it");
}

}  // namespace
