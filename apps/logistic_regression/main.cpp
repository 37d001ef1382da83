// Trains logistic regression as in the tutorial; tutorial.cpp is where to start reading.
#include "apps/logistic_regression/compare.h"
#include "apps/logistic_regression/options.h"
#include "apps/logistic_regression/run.h"
#include "apps/support/program.h"

int main(int argc, char** argv) {
  using namespace logistic_regression;
  return apps::run_program("logistic_regression", argc, argv, [](const auto& arguments) {
    const Options options = parse_options(arguments);
    if (options.help) {
      apps::print_help(usage());
    } else if (options.compare) {
      compare(options);
    } else {
      run(options);
    }
  });
}
