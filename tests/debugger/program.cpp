// What the debuggers' sessions run: two epochs of a logistic regression, an operation of the user's
// own; with an argument a NaN made on purpose, scalars, modules, or what the headers have.

#include <cstring>
#include <string_view>

#include <glassgrad.h>
#include "tests/debugger/lines.h"

using namespace glassgrad;

namespace {

// y = x^2, an operation of the user's.
struct SquareBackward final : autograd::Node {
  autograd::SavedTensor self{this};
  double factor = 2;
  autograd::GradList apply(autograd::GradList&& grads) override {
    const Tensor x = self.unpack();
    return {grads[0] * factor * x};
  }
};

Tensor squared(const Tensor& x) {
  Tensor y = x.detach() * x.detach();
  auto* node = new SquareBackward;
  auto owner = intrusive_ptr<autograd::Node>::take_new(node);
  node->self.save(x);
  node->add_next_edge(autograd::gradient_edge(x));
  y.impl()->grad_fn = std::move(owner);
  return y;
}

// The same as libtorch's users write it.
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

Tensor model(nn::Linear& linear, const Tensor& x) {
  const Tensor z = linear(x);
  return sigmoid(z);
}

void train() {
  manual_seed(0);
  nn::Linear linear(2, 1);
  const Tensor x = tensor({{1.0, 2.0}, {3.0, 4.0}, {5.0, 6.0}});
  const Tensor y = tensor({{1.0}, {0.0}, {1.0}});
  {
    NoGradGuard no_grad;
    linear->weight.fill_(0.5);
    linear->bias.fill_(-1);
  }
  optim::SGD optimizer(linear->parameters(), 0.125);
  for (int epoch = 0; epoch < 2; ++epoch) {
    const Tensor p = model(linear, x);
    const Tensor loss = mse_loss(p, y);
    optimizer.zero_grad();
    loss.backward();
    optimizer.step();
  }
}

void own_operations() {
  const Tensor x = tensor({1.0, 2.0}).requires_grad_();
  const Tensor y = squared(x);
  const Tensor z = Cube::apply(y);
  z.sum().backward();
}

void make_nan() {
  const Tensor x = tensor({0.0, 4.0}).requires_grad_();
  const Tensor root = sqrt(x);
  const Tensor scaled = root * 0;
  const Tensor loss = (scaled * scaled).sum();
  loss.backward();
}

void make_nan_in_forward() {
  const Tensor x = tensor({-1.0, 4.0}).requires_grad_();
  const Tensor y = log(x);
  y.sum().backward();
}

}  // namespace

__attribute__((noinline)) void freed_and_uninitialised() {
  alignas(Tensor) unsigned char memory[sizeof(Tensor)];
  std::memset(memory, 0x5a, sizeof memory);
  auto& uninitialised = reinterpret_cast<Tensor&>(memory);
  auto* freed = new Tensor(ones({3}));
  const Tensor kept(intrusive_ptr<TensorImpl>(freed->impl_ptr()));
  freed->~Tensor();
  std::memset(static_cast<void*>(freed), 0xff, sizeof(Tensor));
  asm volatile("" : : "r"(&uninitialised), "r"(freed), "r"(&kept) : "memory");
}

__attribute__((noinline)) void scalars() {
  const Value a(2, "a");
  Value c = a * -3 + a.tanh();
  c.set_name("c");
  c.backward();
  alignas(Value) unsigned char memory[sizeof(Value)];
  std::memset(memory, 0x5a, sizeof memory);
  auto& uninitialised = reinterpret_cast<Value&>(memory);
  asm volatile("" : : "r"(&c), "r"(&a), "r"(&uninitialised) : "memory");
}

struct NetImpl : nn::Module {
  nn::Linear hidden = register_module("hidden", nn::Linear(2, 3));
  nn::Sequential tail = register_module("tail", nn::Sequential(nn::Dropout(0.5), nn::Linear(3, 1)));
  Tensor scale = register_buffer("scale", ones({1}));
};
TORCH_MODULE(Net);

__attribute__((noinline)) void modules() {
  manual_seed(0);
  Net net, none = nullptr;
  net->tail->eval();
  const optim::SGD sgd(net->parameters(), 0.125);
  optim::Adam adam(net->hidden->parameters(), 0.5);
  adam.add_param_group(net->tail->parameters());
  const data::Example<> batch(ones({2, 2}), zeros({2, 1}));
  const auto state = net->state_dict();
  alignas(NetImpl) unsigned char memory[sizeof(NetImpl)];
  std::memset(memory, 0x5a, sizeof memory);
  auto& uninitialised = reinterpret_cast<NetImpl&>(memory);
  asm volatile("" : : "r"(&net), "r"(&none), "r"(&uninitialised), "r"(&sgd), "r"(&adam) : "memory");
  asm volatile("" : : "r"(&batch), "r"(&state) : "memory");
}

// --- walks of other shapes ---

struct DeepImpl : nn::Module {
  nn::Linear fc1 = register_module("fc1", nn::Linear(2, 3));
  nn::Linear fc2 = register_module("fc2", nn::Linear(3, 3));
  nn::Linear fc3 = register_module("fc3", nn::Linear(nn::LinearOptions(3, 1).bias(false)));
  nn::Dropout dropout = register_module("dropout", nn::Dropout(0.5));
  Tensor forward(const Tensor& x) {
    Tensor h = relu(fc1->forward(x));
    h = dropout(h);
    h = relu(fc2->forward(h)) * h;
    return fc3->forward(h);
  }
};
TORCH_MODULE(Deep);

void deep() {
  manual_seed(5);
  Deep net;
  const Tensor x = ones({2, 2});
  for (int epoch = 0; epoch < 2; ++epoch) {
    const Tensor y = net->forward(x);
    const Tensor loss = (y * y).mean();
    loss.backward();
  }
}

void long_chain() {
  const Tensor x = ones({2}).requires_grad_();
  Tensor y = x;
  for (int i = 0; i < 1500; ++i) {
    y = y * 2;
    y = y - x;
  }
  const Tensor loss = y.sum();
  loss.backward();
}

// y = a * b * n, whose backward forgets the n of b.
struct WrongProduct : autograd::Function<WrongProduct> {
  static Tensor forward(autograd::AutogradContext* context, const Tensor& a, const Tensor& b,
                        int n) {
    context->save_for_backward({a, b});
    context->saved_data["n"] = n;
    return a * b * n;
  }
  static autograd::variable_list backward(autograd::AutogradContext* context,
                                          autograd::variable_list grads) {
    const auto saved = context->get_saved_variables();
    return {grads[0] * saved[1] * context->saved_data["n"].toInt(), grads[0] * saved[0], Tensor()};
  }
};

void own_functions() {
  const Tensor x = tensor({1.0, 2.0}).requires_grad_();
  const Tensor y = tensor({3.0, -4.0}).requires_grad_();
  const Tensor loss = WrongProduct::apply(Cube::apply(x), y, 3).sum();
  loss.backward();
}

void values() {
  const Value a(2, "a"), b(-3, "b");
  Value c = a * b + a.tanh();
  c.set_name("c");
  c.backward();
}

// Two channels of 4x4, seen through windows of 3x3 with a border; then spread again.
void windows() {
  const Tensor x = (arange(32, kFloat) / 8 - 2).reshape({1, 2, 4, 4}).requires_grad_();
  const Tensor w = (arange(54, kFloat) % 7 - 3).reshape({3, 2, 3, 3}).requires_grad_();
  const Tensor b = tensor({0.5, 0.0, -0.5}).requires_grad_();
  const Tensor v = (arange(12, kFloat) / 4 - 1).reshape({3, 1, 2, 2}).requires_grad_();
  const Tensor h = conv2d(x, w, b, 1, 1);
  const Tensor y = conv_transpose2d(h, v, {}, 2);
  const Tensor loss = (y * y).mean();
  loss.backward();
}

// A sequence of three.
void times() {
  manual_seed(0);
  nn::RNN rnn(2, 2);
  const auto [output, last] = rnn(ones({3, 1, 2}));
  const Tensor loss = last.sum();
  loss.backward();
}

// Data that is the same everywhere, standardized: 0 / 0, in operations that nothing records.
void nan_from_outside() {
  const Tensor data = full({3, 2}, 2.0);
  const Tensor x = (data - data.mean(0)) / data.std(0);
  const Tensor w = tensor({0.5, -1.0}).requires_grad_();
  const Tensor y = x * w;
  const Tensor loss = (y + 1).sum();
  loss.backward();
}

// The same, and the first rule that the walk comes to is not the one with the data.
void nan_from_far() {
  const Tensor x = full({3, 2}, -2.0).sqrt();
  const Tensor w = tensor({0.5, -1.0}).requires_grad_();
  const Tensor y = x * w;
  const Tensor loss = sigmoid(y).square().sum();
  loss.backward();
}

struct Root : autograd::Function<Root> {
  static Tensor forward(autograd::AutogradContext* context, const Tensor& x) {
    const Tensor y = x.sqrt();
    context->save_for_backward({y});
    return y;
  }
  static autograd::variable_list backward(autograd::AutogradContext* context,
                                          autograd::variable_list grads) {
    return {grads[0] / (2 * context->get_saved_variables()[0])};
  }
};

// One of two results: log|det| of zeros, the deviation of one element. Then a user's operation.
void nan_of_several() {
  const Tensor a = zeros({2, 2}).requires_grad_();
  const auto [sign, logarithm] = linalg::slogdet(a);
  const Tensor one = ones({1}).requires_grad_();
  const auto [deviation, mean] = std_mean(one);
  const Tensor root = Root::apply(-one);
  (logarithm + deviation + mean + root).sum().backward();
}

void log_of_value() {
  const Value x(-1, "x");
  Value y = x.log();
  y.backward();
}

int main(int argc, char** argv) {
  const std::string_view what = argc > 1 ? argv[1] : "";
  if (what == "nan") {
    make_nan();
  } else if (what == "log") {
    make_nan_in_forward();
  } else if (what == "outside") {
    nan_from_outside();
  } else if (what == "far") {
    nan_from_far();
  } else if (what == "several") {
    nan_of_several();
  } else if (what == "log_of_value") {
    log_of_value();
  } else if (what == "value") {
    scalars();
  } else if (what == "modules") {
    modules();
  } else if (what == "check") {
    every_forward();
  } else if (what == "deep") {
    deep();
  } else if (what == "long") {
    long_chain();
  } else if (what == "functions") {
    own_functions();
  } else if (what == "values") {
    values();
  } else if (what == "windows") {
    windows();
  } else if (what == "times") {
    times();
  } else if (what == "lines") {
    every_kind_of_call();
  } else if (what == "cost") {
    cost_of_a_line();
  } else {
    freed_and_uninitialised();
    train();
    own_operations();
  }
}
