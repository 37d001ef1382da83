// Writes tests/golden/functions.txt with libtorch 1.13.1; tests/golden/README.md says how.
#include <fstream>

#include "tests/autograd/ops/function_cases.h"

int main() {
  using namespace function_cases;
  torch::set_num_threads(1);
  std::ofstream out(GLASSGRAD_SOURCE_DIR "/tests/golden/functions.txt");
  for (const auto& cases :
       {element_calls(), shape_calls(), reduction_calls(), product_calls(), further_calls(),
        odd_calls(), random_calls(), output_calls(), sixteen_bit_calls()})
    for (const Case& c : cases) out << "case " << c.text << '\n' << run(c);
}
