#pragma once
// Attention and Transformers, in libtorch's own words; see cases.h.

#include "tests/nn/layers/layer_answers.h"
#ifndef GLASSGRAD_TEST_LIBTORCH
#include "nn/layers/transformer.h"
#endif

namespace nn_cases {

/// Output and weights, with gradients of the output.
inline std::string report_attention(torch::nn::MultiheadAttention module, const Tensor& q,
                                    const Tensor& k, const Tensor& v, const Tensor& padding = {},
                                    const Tensor& mask = {}, bool need_weights = true,
                                    bool average = true) {
  std::vector<Tensor> leaves = {q, k, v};
  for (const Tensor& p : module->parameters()) leaves.push_back(p);
  const auto [y, weights] = module->forward(q, k, v, padding, need_weights, mask, average);
  std::ostringstream out;
  if (weights.defined()) out << weights.sizes() << hex_text(weights) << '\n';
  return description(module) + out.str() + result(y, leaves);
}

inline std::vector<Case> attention_cases() {
#define Q input(fractions({3, 2, 4}, 1))
#define K input(fractions({5, 2, 4}, 2))
#define V input(fractions({5, 2, 4}, 3))
#define OPTIONS MultiheadAttentionOptions(4, 2)
#define ATTENTION(module, ...) \
  GLASSGRAD_CASE(#module " of " #__VA_ARGS__, report_attention(module, __VA_ARGS__))
  return {
      ATTENTION(MultiheadAttention(4, 2), Q, K, V),
      ATTENTION(MultiheadAttention(OPTIONS.bias(false)), Q, K, V, {}, {}, true, false),
      ATTENTION(MultiheadAttention(OPTIONS.add_bias_kv(true).add_zero_attn(true)), Q, K, V,
                fractions({2, 5}, 4) > 1, fractions({3, 5}, 5)),
      ATTENTION(MultiheadAttention(OPTIONS.kdim(3).vdim(3)), Q, input(fractions({5, 2, 3}, 2)),
                input(fractions({5, 2, 3}, 3)), {}, {}, false),
      ATTENTION(MultiheadAttention(OPTIONS.dropout(0.5)), Q, K, V),
      ATTENTION(MultiheadAttention(OPTIONS), Q, Q, input(fractions({3, 2, 4}, 3))),
      {"MultiheadAttention of itself",
       [] {
         torch::manual_seed(0);
         const Tensor x = Q;
         return report_attention(torch::nn::MultiheadAttention(4, 2), x, x, x, {},
                                 torch::nn::TransformerImpl::generate_square_subsequent_mask(3));
       }},
      REFUSED(MultiheadAttention(5, 2)),
  };
#undef ATTENTION
#undef OPTIONS
#undef Q
#undef K
#undef V
}

inline std::vector<Case> transformer_cases() {
#define SRC input(fractions({3, 2, 4}, 1))
#define TGT input(fractions({2, 2, 4}, 2))
#define LAYER(Kind) Transformer##Kind##LayerOptions(4, 2).dim_feedforward(3).dropout(0.0)
#define ALL TransformerOptions(4, 2, 2, 1).dim_feedforward(3).dropout(0.0)
#define MASK(n) TransformerImpl::generate_square_subsequent_mask(n)
#define NORM AnyModule(LayerNorm(LayerNormOptions({4})))
  return {
      MODULE(TransformerEncoderLayer(LAYER(Encoder)), SRC),
      MODULE(TransformerEncoderLayer(LAYER(Encoder).activation(torch::kGELU)), SRC, MASK(3)),
      MODULE(TransformerEncoderLayer(
                 LAYER(Encoder).activation([](const Tensor& x) { return torch::tanh(x); })),
             SRC, fractions({3, 3}, 4), fractions({2, 3}, 5) > 1),
      MODULE(TransformerEncoderLayer(LAYER(Encoder).dropout(0.25)), SRC),
      MODULE(TransformerDecoderLayer(LAYER(Decoder)), TGT, SRC),
      MODULE(TransformerDecoderLayer(LAYER(Decoder).activation(torch::kGELU)), TGT, SRC, MASK(2),
             fractions({2, 3}, 4)),
      MODULE(TransformerDecoderLayer(LAYER(Decoder).dropout(0.25)), TGT, SRC),
      MODULE(TransformerEncoder(TransformerEncoderOptions(LAYER(Encoder), 2)), SRC),
      MODULE(TransformerEncoder(TransformerEncoderOptions(LAYER(Encoder), 2).norm(NORM)), SRC,
             MASK(3)),
      MODULE(TransformerDecoder(TransformerDecoderOptions(LAYER(Decoder), 2)), TGT, SRC),
      MODULE(TransformerDecoder(TransformerDecoderOptions(LAYER(Decoder), 1).norm(NORM)), TGT, SRC),
      MODULE(Transformer(ALL), SRC, TGT),
      MODULE(Transformer(ALL.activation(torch::kGELU)), SRC, TGT, MASK(3), MASK(2)),
      {"TransformerEncoder draws new values",
       [] {
         using namespace torch::nn;
         torch::manual_seed(0);
         TransformerEncoder encoder(TransformerEncoderOptions(LAYER(Encoder), 2).norm(NORM));
         encoder->reset_parameters();
         return description(encoder);
       }},
      {"TransformerDecoder draws new values",
       [] {
         using namespace torch::nn;
         torch::manual_seed(0);
         TransformerDecoder decoder(TransformerDecoderOptions(LAYER(Decoder), 2));
         decoder->reset_parameters();
         return description(decoder);
       }},
      {"square_subsequent_mask",
       [] { return result(torch::nn::TransformerImpl::generate_square_subsequent_mask(3), {}); }},
      REFUSED(TransformerImpl::generate_square_subsequent_mask(-1)),
      REFUSED(Transformer(ALL)(torch::ones({3, 4}), torch::ones({2, 4}))),
      REFUSED(Transformer(ALL)(torch::ones({3, 2, 4}), torch::ones({2, 1, 4}))),
      REFUSED(Transformer(ALL)(torch::ones({3, 2, 3}), torch::ones({2, 2, 4}))),
  };
#undef SRC
#undef TGT
#undef LAYER
#undef ALL
#undef MASK
#undef NORM
}

}  // namespace nn_cases
