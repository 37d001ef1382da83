// Writes tests/golden/layers.txt with libtorch 1.13.1; tests/golden/README.md says how.
#include <fstream>

#include "tests/nn/layers/attention_cases.h"
#include "tests/nn/layers/cell_cases.h"
#include "tests/nn/layers/conv_cases.h"
#include "tests/nn/layers/margin_cases.h"
#include "tests/nn/layers/normalization_cases.h"
#include "tests/nn/layers/pooling_cases.h"
#include "tests/nn/layers/rnn_cases.h"
#include "tests/nn/layers/vision_cases.h"

int main() {
  using namespace nn_cases;
  torch::set_num_threads(1);
  std::ofstream out(GLASSGRAD_SOURCE_DIR "/tests/golden/layers.txt");
  for (const auto& cases : {conv_cases(),
                            refused_convolutions(),
                            padding_cases(),
                            pooling_cases(),
                            refused_poolings(),
                            normalization_cases(),
                            refused_normalizations(),
                            rnn_cases(),
                            embedding_cases(),
                            attention_cases(),
                            transformer_cases(),
                            distance_cases(),
                            margin_cases(),
                            refused_margins(),
                            ctc_cases(),
                            upsampling_cases(),
                            vision_cases(),
                            unpooling_cases(),
                            cell_cases(),
                            cell_function_cases(),
                            bag_cases(),
                            first_value_cases()})
    for (const Case& c : cases) out << "case " << c.text << '\n' << c.run();
}
