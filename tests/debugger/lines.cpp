#include "tests/debugger/lines.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>

#include <glassgrad.h>

using namespace glassgrad;

namespace {

struct Cube : autograd::Function<Cube> {
  static Tensor forward(autograd::AutogradContext* context, const Tensor& x) {
    context->save_for_backward({x});
    return x * x * x;
  }
  static autograd::variable_list backward(autograd::AutogradContext* context,
                                          autograd::variable_list grads) {
    const Tensor x = context->get_saved_variables()[0];
    return {grads[0] * 3 * x * x};
  }
};

struct DoubleImpl : nn::Module {
  Tensor forward(const Tensor& x) {
    return x + x;  // AddBackward0
  }
};
TORCH_MODULE(Double);

Tensor operators(const Tensor& x, const Tensor& other) {
  Tensor y = x * 0.5;  // MulBackward1
  y = 1 + y;           // AddBackward1
  y = y - other;       // SubBackward0
  y = 2 - y;           // SubBackward0
  y = y / other;       // DivBackward0
  y = -y;              // NegBackward0
  y += 3;              // AddBackward1
  y *= other;          // MulBackward0
  return y;
}

Tensor functions(Tensor y) {
  y = sigmoid(y);           // SigmoidBackward0
  y = exp(y);               // ExpBackward0
  y = log(y);               // LogBackward0
  y = pow(y, 2);            // PowBackward0
  y = softmax(y, 1);        // SoftmaxBackward0
  y = matmul(y, ones(2));   // MvBackward0
  y = stack({y});           // StackBackward0
  y = cat({y});             // CatBackward0
  y = where(y > 0, y, -1);  // WhereBackward0
  return y;
}

Tensor members(Tensor y) {
  y = y.tanh();             // TanhBackward0
  y = y.abs();              // AbsBackward0
  y = y.sqrt();             // SqrtBackward0
  y = y.clamp(0, 1);        // ClampBackward1
  y = y.view({2, 1});       // ViewBackward0
  y = y.t();                // TBackward0
  y = y.unsqueeze(0);       // UnsqueezeBackward0
  y = y.expand({2, 1, 2});  // ExpandBackward0
  y = y.sum({0});           // SumBackward1
  y = y.clone();            // CloneBackward0
  y = y.relu_();            // ReluBackward0
  y = y[0];                 // SelectBackward0
  y = y.reshape({1, 2});    // ReshapeAliasBackward0
  return y;
}

Tensor modules(Tensor y) {
  nn::Linear linear(2, 2), without_bias(nn::LinearOptions(2, 2).bias(false));
  nn::Tanh tanh;
  nn::Sequential sequential{nn::Softplus()};
  nn::MSELoss criterion;
  Double twice;
  y = linear(y);  // AddmmBackward0
  y = tanh(y);    // TanhBackward0
  y = twice(y);
  y = without_bias->forward(y);     // MmBackward0
  y = sequential->forward(y);       // SoftplusBackward0
  y = nn::functional::silu(y);      // SiluBackward0
  y = Cube::apply(y);               // CppNode<Cube>
  y = criterion(y, zeros({1, 2}));  // MseLossBackward0
  return y;
}

/// What a node keeps of its line.
struct Made {
  const char* file;
  int line;
};

__attribute__((noinline)) void make_without_line(Made* made) {
  asm volatile("" : : "r"(made) : "memory");
}

__attribute__((noinline)) void make(Made* made, Caller caller = {}) {
  caller.enter();
  *made = {forward_line.file, forward_line.line};
  asm volatile("" : : "r"(made) : "memory");
}

template <class F>
double nanoseconds(F function) {
  constexpr int kCalls = 1'000'000;
  const auto start = std::chrono::steady_clock::now();
  for (int i = 0; i < kCalls; ++i) function();
  return std::chrono::duration<double, std::nano>(std::chrono::steady_clock::now() - start)
             .count() /
         kCalls;
}

}  // namespace

void every_kind_of_call() {
  manual_seed(0);
  const Tensor x = full({2, 2}, 0.75).requires_grad_();
  const Tensor loss = modules(members(functions(operators(x, full({2, 2}, 2.0)))));
  loss.backward();
}

void cost_of_a_line() {
  Made made;
  double with = 1e9, without = 1e9, addition = 1e9;
  for (int round = 0; round < 200; ++round) {
    without = std::min(without, nanoseconds([&] {
                         make_without_line(&made);
                         make_without_line(&made);
                       }));
    with = std::min(with, nanoseconds([&] {
                      make(&made);
                      make(&made);  // on two lines, or the compiler makes a function for this one
                    }));
    std::uint64_t sum = 1;
    addition = std::min(addition, nanoseconds([&] {
                          sum += sum;
                          asm volatile("" : "+r"(sum));
                        }));
  }
  std::printf("%.2f %.2f\n", (with - without) / 2, addition);
}
