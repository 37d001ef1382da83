// Attention and Transformers against PyTorch 1.13.1 and central differences.
#include "nn/layers/transformer.h"

#include "tests/nn/derivatives.h"
#include "tests/nn/layers/attention_cases.h"

namespace glassgrad::nn {
namespace {

using support::Tensors;

TEST(Attention, DrawsComputesAndPrintsAsLibtorchDoes) {
  nn_cases::expect_close(nn_cases::attention_cases());
}
TEST(Transformer, DrawsComputesAndPrintsAsLibtorchDoes) {
  nn_cases::expect_close(nn_cases::transformer_cases());
}

TEST(Attention, HasDerivativesOfAnyOrder) {
  manual_seed(1);
  MultiheadAttention attention(
      MultiheadAttentionOptions(4, 2).add_bias_kv(true).add_zero_attn(true));
  attention->to(kDouble);
  nn_cases::check_derivatives(
      "attention",
      [&](const Tensors& in) -> Tensors {
        const auto [y, weights] = attention(in[0], in[1], in[2]);
        return {y, weights};
      },
      {nn_cases::random({2, 1, 4}), nn_cases::random({3, 1, 4}), nn_cases::random({3, 1, 4})});
}

TEST(TransformerEncoder, CanBeClonedAndStandsInASequential) {
  manual_seed(2);
  TransformerEncoder encoder(
      TransformerEncoderOptions(TransformerEncoderLayerOptions(4, 2).dim_feedforward(3), 2)
          .norm(AnyModule(LayerNorm(LayerNormOptions({4})))));
  encoder->eval();
  const Tensor x = randn({3, 2, 4});
  const auto copy = std::dynamic_pointer_cast<TransformerEncoderImpl>(encoder->clone());
  EXPECT_TRUE(equal(copy->forward(x), encoder(x)));
  Sequential net(encoder);
  EXPECT_TRUE(equal(net->forward(x), encoder(x)));
}

TEST(Transformer, TakesOthersInItsPlaces) {
  Transformer net(TransformerOptions(4, 2, 1, 1)
                      .dim_feedforward(3)
                      .dropout(0)
                      .custom_encoder(AnyModule(TransformerEncoder(TransformerEncoderOptions(
                          TransformerEncoderLayerOptions(4, 2).dim_feedforward(5), 3)))));
  EXPECT_EQ(net->encoder.get<TransformerEncoder>()->layers->size(), 3u);
  EXPECT_EQ(net(randn({3, 2, 4}), randn({2, 2, 4})).sizes(), IntArrayRef({2, 2, 4}));
}

}  // namespace
}  // namespace glassgrad::nn
