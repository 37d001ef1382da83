// Compiled with -fno-rtti, as scalars and their gradients can be. <glassgrad.h> cannot, and says
// so.
#include <glassgrad/value.h>

double no_rtti() {
  glassgrad::Value a = 2;
  (a * a).backward();
  return a.grad();
}
