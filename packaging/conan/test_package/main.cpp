// dy/dx of y = x^2 at 3.
#include <glassgrad.h>

int main() {
  glassgrad::Tensor x = glassgrad::tensor(3.0f).requires_grad_();
  (x * x).backward();
  return x.grad().item<float>() == 6 ? 0 : 1;
}
