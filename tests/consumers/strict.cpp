// Compiled with many warnings, all of them errors: neither our headers nor the templates that a
// program makes of them may give one.
#include <glassgrad.h>
#include <glassgrad/backward_steps.h>
#include <glassgrad/memory.h>
#include <glassgrad/value.h>
#include <torch/torch.h>

namespace {

struct NetImpl : torch::nn::Module {
  torch::nn::Linear hidden = register_module("hidden", torch::nn::Linear(2, 8));
  torch::nn::Sequential rest = register_module(
      "rest", torch::nn::Sequential(torch::nn::Tanh(), torch::nn::Functional(torch::sigmoid),
                                    torch::nn::Linear(8, 1)));

  torch::Tensor forward(const torch::Tensor& x) { return rest->forward(hidden(x)); }
};
TORCH_MODULE(Net);

struct Square : torch::autograd::Function<Square> {
  static torch::Tensor forward(torch::autograd::AutogradContext* context, const torch::Tensor& x) {
    context->save_for_backward({x});
    return x * x;
  }
  static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context,
                                                 torch::autograd::variable_list grads) {
    return {2 * context->get_saved_variables()[0] * grads[0]};
  }
};

struct Points : torch::data::datasets::Dataset<Points> {
  torch::Tensor x = torch::rand({20, 2});

  torch::data::Example<> get(size_t i) override {
    const auto row = static_cast<int64_t>(i);
    return {x[row], x.index({row, torch::indexing::Slice(0, 1)})};
  }
  torch::optional<size_t> size() const override { return 20; }
};

template <class Sampler>
float train(Net& net, torch::optim::Optimizer& optimizer) {
  auto loader =
      torch::data::make_data_loader<Sampler>(Points().map(torch::data::transforms::Stack<>()),
                                             torch::data::DataLoaderOptions(4).workers(2));
  float total = 0;
  for (auto& [x, y] : *loader) {
    optimizer.zero_grad();
    const torch::Tensor loss = torch::mse_loss(net(x), Square::apply(y));
    for (const glassgrad::autograd::BackwardStep& step : glassgrad::autograd::backward_steps(loss))
      TORCH_CHECK(step.node, "no node");
    optimizer.step();
    total += loss.item<float>();
  }
  return total;
}

}  // namespace

int strict() {
  Net net;
  torch::optim::SGD sgd(net->parameters(), torch::optim::SGDOptions(0.1).momentum(0.9));
  torch::optim::Adam adam(net->parameters());
  const float total = train<torch::data::samplers::SequentialSampler>(net, sgd) +
                      train<torch::data::samplers::RandomSampler>(net, adam);
  torch::save(net, "net.safetensors");

  glassgrad::Value a = 2, b = 3;
  glassgrad::Value c = a * b + tanh(a);
  c.backward();
  const torch::nn::AnyModule any(net);
  return total < 1 && a.grad() > 0 && any.get<Net>()->hidden->weight.accessor<float, 2>()[0][0] < 9;
}
