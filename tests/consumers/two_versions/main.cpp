// Prints the version whose headers this was compiled with, and calls the library that it is linked
// with.
#include <glassgrad.h>

#include <cstdio>

int main() {
  const glassgrad::Tensor x = glassgrad::ones({2}, glassgrad::requires_grad());
  (x * x).sum().backward();
  std::printf("%d.%d.%d %g\n", GLASSGRAD_VERSION_MAJOR, GLASSGRAD_VERSION_MINOR,
              GLASSGRAD_VERSION_PATCH, x.grad()[0].item<double>());
}
