#include <iostream>

#include <glassgrad/value.h>

using glassgrad::Value;

int main() {
  Value a(2, "a"), b(-3, "b");
  Value c = a * b + a.tanh();
  c.set_name("c");

  c.backward();
  std::cout << c << ", dc/da = " << a.grad() << ", dc/db = " << b.grad() << "\n\n" << c.graph();
}
