// Trains a network of scalars on two half moons; value_network.cpp is where to start reading.
#include "apps/moons/options.h"
#include "apps/moons/run.h"
#include "apps/support/program.h"

int main(int argc, char** argv) {
  return apps::run_program("moons", argc, argv, [](const auto& arguments) {
    const moons::Options options = moons::parse_options(arguments);
    if (options.help) {
      apps::print_help(moons::usage());
    } else {
      moons::run(options);
    }
  });
}
