// Writes tests/golden/nn.txt with libtorch 1.13.1; tests/golden/README.md says how.
#include <fstream>

#include "tests/nn/init_cases.h"

int main() {
  using namespace nn_cases;
  torch::set_num_threads(1);
  std::ofstream out(GLASSGRAD_SOURCE_DIR "/tests/golden/nn.txt");
  for (const auto& cases : {layer_cases(), activation_cases(), loss_cases(), function_cases(),
                            net_cases(), container_cases(), init_cases()})
    for (const Case& c : cases) out << "case " << c.text << '\n' << c.run();
}
