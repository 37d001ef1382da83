// Trains logistic regression as in the tutorial, or on a table of the user's own. tutorial.cpp is
// where to start reading, classifier.cpp where the other begins.
#include "apps/logistic_regression/compare.h"
#include "apps/logistic_regression/csv_options.h"
#include "apps/logistic_regression/options.h"
#include "apps/logistic_regression/run.h"
#include "apps/logistic_regression/run_csv.h"
#include "apps/support/program.h"

int main(int argc, char** argv) {
  using namespace logistic_regression;
  return apps::run_program("logistic_regression", argc, argv, [](const auto& arguments) {
    if (has_table(arguments)) {
      const CsvOptions options = parse_csv_options(arguments);
      if (options.help) return apps::print_help(usage());
      return run_csv(options);
    }
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
