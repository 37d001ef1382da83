// Writes tests/golden/print.txt with libtorch 1.13.1; tests/golden/README.md says how.
#include <fstream>
#include <iomanip>
#include <sstream>

#include "tests/autograd/inspect/print_cases.h"

int main() {
  std::ofstream out(GLASSGRAD_SOURCE_DIR "/tests/golden/print.txt");
  int number = 0;
  for (const auto& c : print_cases::cases()) {
    std::ostringstream text;
    text << std::setprecision(c.precision) << c.tensor << '\n';
    out << "tensor " << number++ << '\n';
    std::istringstream lines(text.str());
    for (std::string line; std::getline(lines, line);) out << '|' << line << "|\n";
  }
}
