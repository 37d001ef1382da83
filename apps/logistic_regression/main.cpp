// Trains logistic regression as in the tutorial, or on a table of the user's own. tutorial.cpp is
// where to start reading, tables/classifier.cpp where the other begins.
#include <stdexcept>

#include "apps/logistic_regression/compare.h"
#include "apps/logistic_regression/options.h"
#include "apps/logistic_regression/run.h"
#include "apps/logistic_regression/tables/csv_options.h"
#include "apps/logistic_regression/tables/run_csv.h"
#include "apps/support/program.h"

int main(int argc, char** argv) {
  using namespace logistic_regression;
  return apps::run_program("logistic_regression", argc, argv, [](const auto& arguments) {
    if (has_table(arguments)) {
      const CsvOptions options = parse_csv_options(arguments);
      if (options.help) return apps::print_help(usage());
#ifdef GLASSGRAD_QUICK
      throw std::runtime_error(
          "this program was built quickly, for the tutorial alone, and reads no tables; "
          "`./run demo` with --csv or --predict builds all of it");
#else
      return run_csv(options);
#endif
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
