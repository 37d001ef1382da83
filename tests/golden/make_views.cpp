// Writes tests/golden/views.txt with libtorch 1.13.1; tests/golden/README.md says how.
#include <fstream>

#include "tests/autograd/ops/index_cases.h"
#include "tests/autograd/ops/view_programs.h"

int main() {
  std::ofstream out(GLASSGRAD_SOURCE_DIR "/tests/golden/views.txt");
  for (const auto& calls : {view_cases::shape_calls(), view_cases::index_calls()})
    for (const auto& c : calls) out << c.text << "\n    " << view_cases::geometry_of(c) << '\n';
  for (const auto& p : view_cases::programs())
    out << p.text << "\n    " << view_cases::derivatives_of(p) << '\n';
}
