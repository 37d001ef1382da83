// Nodes of the graph that a program writes itself: subclasses of torch::autograd::Node with saved
// variables, as libtorch's generated code has them; how long they live; walks through the graph.
#include <torch/csrc/autograd/function.h>
#include <torch/csrc/autograd/functions/utils.h>
#include <torch/csrc/autograd/saved_variable.h>
#include <torch/csrc/autograd/variable.h>
#include <torch/torch.h>

#include <iostream>

using torch::Tensor;
using torch::autograd::Node;
using torch::autograd::SavedVariable;
using torch::autograd::variable_list;

struct MyMul : public Node {
  MyMul() { ++alive; }
  ~MyMul() override { --alive; }
  variable_list apply(variable_list&& grads) override {
    const Tensor a = a_.unpack(), b = b_.unpack();
    variable_list results(2);
    if (should_compute_output(0)) results[0] = grads[0] * b;
    if (should_compute_output(1)) results[1] = grads[0] * a;
    return results;
  }
  void release_variables() override {
    a_.reset_data();
    b_.reset_data();
  }
  std::string name() const override { return "MyMul"; }

  SavedVariable a_, b_;
  static int alive;
};
int MyMul::alive = 0;

Tensor my_mul(const Tensor& a, const Tensor& b) {
  std::shared_ptr<MyMul> node;
  if (torch::autograd::compute_requires_grad(a, b)) {
    node = std::shared_ptr<MyMul>(new MyMul(), torch::autograd::deleteNode);
    node->set_next_edges(torch::autograd::collect_next_edges(a, b));
    node->a_ = SavedVariable(a, false);
    node->b_ = SavedVariable(b, false);
  }
  Tensor result;
  {
    torch::NoGradGuard no_grad;
    result = a * b;
  }
  if (node) torch::autograd::set_history(result, node);
  return result;
}

struct MyExp : Node {
  using Node::Node;
  variable_list apply(variable_list&& grads) override {
    return {grads[0] * result_.unpack(shared_from_this())};
  }
  void release_variables() override { result_.reset_data(); }
  SavedVariable result_;
};

Tensor my_exp(const Tensor& x) {
  Tensor y;
  {
    torch::NoGradGuard no_grad;
    y = x.exp();
  }
  auto node = std::make_shared<MyExp>(torch::autograd::collect_next_edges(x));
  torch::autograd::create_gradient_edge(y, node);
  node->result_ = SavedVariable(y, true);
  return y;
}

struct TwoOutputs : Node {
  variable_list apply(variable_list&& grads) override {
    std::cout << "two outputs: " << grads[0].defined() << grads[1].defined() << "\n";
    Tensor sum;
    if (grads[0].defined()) sum = grads[0] * 2;
    if (grads[1].defined()) sum = sum.defined() ? sum + grads[1] * 3 : grads[1] * 3;
    return {sum};
  }
};

struct TooMany : Node {
  variable_list apply(variable_list&& grads) override { return {grads[0], grads[0]}; }
};

int main() {
  const Tensor a = torch::tensor({1., 2.}, torch::requires_grad());
  const Tensor b = torch::tensor({3., 4.}, torch::requires_grad());
  {
    const Tensor y = my_mul(a, b);
    std::cout << y << y.is_leaf() << y.grad_fn()->name() << y.grad_fn()->num_inputs()
              << y.grad_fn()->num_outputs() << MyMul::alive << "\n";
    y.sum().backward();
    std::cout << a.grad() << b.grad() << "\n";
  }
  std::cout << "alive: " << MyMul::alive << "\n";
  {
    Tensor y = my_mul(a, torch::full({2}, 3.));
    y = my_mul(y, y);
    const Tensor first = torch::autograd::grad({y.sum()}, {a}, {}, true, true)[0];
    std::cout << first << torch::autograd::grad({first.sum()}, {a})[0] << "\n";
  }
  std::cout << "alive: " << MyMul::alive << "\n";
  {
    const Tensor y = my_exp(a * 0.5);
    const Tensor first = torch::autograd::grad({y.sum()}, {a}, {}, true, true)[0];
    std::cout << first << torch::autograd::grad({first.sum()}, {a})[0] << "\n";
  }
  {
    Tensor p, q;
    {
      torch::NoGradGuard no_grad;
      p = a * 2;
      q = a * 3;
    }
    auto node = std::make_shared<TwoOutputs>();
    node->add_next_edge(torch::autograd::impl::gradient_edge(a));
    torch::autograd::set_history({p, q}, node);
    std::cout << p.output_nr() << q.output_nr() << (p.grad_fn() == q.grad_fn())
              << node->num_inputs() << "\n";
    a.mutable_grad().zero_();
    q.sum().backward({}, true);
    (p.sum() + q.sum()).backward();
    std::cout << a.grad() << "\n";
  }
  {
    const Tensor p = a.detach() * 2;
    auto node = std::make_shared<TooMany>();
    node->set_next_edges(torch::autograd::collect_next_edges(a));
    torch::autograd::set_history(const_cast<Tensor&>(p), node);
    try {
      p.sum().backward();
    } catch (const c10::Error& error) {
      std::cout << error.what_without_backtrace() << "\n";
    }
  }
  {
    const Tensor y = my_mul(a, b);
    std::shared_ptr<Node> node = y.sum().grad_fn();
    while (node) {
      std::cout << node->name() << "\n";
      node = node->next_edges().empty() ? nullptr : node->next_edge(0).function;
    }
    std::vector<std::shared_ptr<Node>> nodes{y.grad_fn()};
    nodes.push_back(y.grad_fn()->next_edges()[1].function);
    std::cout << nodes.size() << (nodes[0] == y.grad_fn())
              << (dynamic_cast<MyMul*>(y.grad_fn().get()) != nullptr) << "\n";
  }
  {
    Tensor y = a;
    for (int i = 0; i < 20000; ++i) y = my_mul(y, torch::ones(2));
    std::cout << "alive: " << MyMul::alive << "\n";
  }
  {
    const auto unused = std::shared_ptr<MyMul>(new MyMul(), torch::autograd::deleteNode);
    std::cout << "alive: " << MyMul::alive << "\n";
  }
  {
    Tensor y = my_mul(a, b);
    const std::shared_ptr<Node> kept = y.grad_fn();
    y.reset();
    std::cout << "alive: " << MyMul::alive << kept->next_edges().size() << "\n";
  }
  std::cout << "alive: " << MyMul::alive << "\n";
}
