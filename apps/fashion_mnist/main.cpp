// Trains a small network on Fashion-MNIST; train.cpp is where to start reading.
#include "apps/fashion_mnist/options.h"
#include "apps/fashion_mnist/run.h"
#include "apps/support/program.h"

int main(int argc, char** argv) {
  return apps::run_program("fashion_mnist", argc, argv, [](const auto& arguments) {
    const fashion_mnist::Options options = fashion_mnist::parse_options(arguments);
    if (options.help) {
      apps::print_help(fashion_mnist::usage());
    } else {
      fashion_mnist::run(options);
    }
  });
}
