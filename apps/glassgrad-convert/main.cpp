// Converts model files, and lists what is in them.
#include "apps/glassgrad-convert/convert.h"
#include "apps/support/program.h"

int main(int argc, char** argv) {
  return apps::run_program("glassgrad-convert", argc, argv, [](const auto& arguments) {
    const convert::Options options = convert::parse_options(arguments);
    if (options.help) {
      apps::print_help(convert::usage());
    } else {
      convert::run(options);
    }
  });
}
