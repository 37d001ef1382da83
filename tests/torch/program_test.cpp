// Pieces of programs as they are written for libtorch; they include its header alone.

#include <torch/torch.h>

#include <gtest/gtest.h>

namespace {

struct NetImpl : torch::nn::Module {
  NetImpl(int64_t inputs, int64_t hidden)
      : first(register_module("first", torch::nn::Linear(inputs, hidden))),
        second(register_module("second", torch::nn::Linear(torch::nn::LinearOptions(hidden, 1)))) {}
  torch::Tensor forward(torch::Tensor x) {
    x = torch::tanh(first->forward(x));
    return torch::sigmoid(second->forward(x));
  }
  torch::nn::Linear first, second;
};
TORCH_MODULE(Net);

TEST(Program, LearnsXor) {
  torch::manual_seed(1);
  auto x = torch::tensor({{0., 0.}, {0., 1.}, {1., 0.}, {1., 1.}});
  auto y = torch::tensor({0., 1., 1., 0.}).view({-1, 1});
  Net net(2, 8);
  torch::optim::Adam optimizer(net->parameters(), torch::optim::AdamOptions(0.05));
  float loss_value = 0;
  for (const auto epoch : c10::irange(300)) {
    (void)epoch;
    optimizer.zero_grad();
    auto loss = torch::nn::functional::binary_cross_entropy(net->forward(x), y);
    loss.backward();
    optimizer.step();
    loss_value = loss.item<float>();
  }
  EXPECT_LT(loss_value, 0.05);
}

TEST(Program, SavesAndLoads) {
  auto net = std::make_shared<NetImpl>(2, 3), other = std::make_shared<NetImpl>(2, 3);
  torch::optim::Adam optimizer(net->parameters());
  const std::string path = testing::TempDir() + "program_test_net.pt";
  torch::save(net, path);
  torch::load(other, path);
  std::remove(path.c_str());
  const auto x = torch::randn({5, 2});
  EXPECT_TRUE(torch::equal(net->forward(x), other->forward(x)));

  std::stringstream stream;
  torch::save(optimizer, stream);
  torch::load(optimizer, stream);
  torch::data::datasets::MNIST::Mode mode = torch::data::datasets::MNIST::Mode::kTest;
  EXPECT_THROW(torch::data::datasets::MNIST("./nowhere", mode), torch::Error);
}

struct Square : torch::autograd::Function<Square> {
  static torch::Tensor forward(torch::autograd::AutogradContext* ctx, torch::Tensor x) {
    ctx->save_for_backward({x});
    return x * x;
  }
  static torch::autograd::tensor_list backward(torch::autograd::AutogradContext* ctx,
                                               torch::autograd::tensor_list grads) {
    return {2 * ctx->get_saved_variables()[0] * grads[0]};
  }
};

TEST(Program, Autograd) {
  auto x = torch::ones({2, 2}, torch::requires_grad());
  auto out = (Square::apply(x + 2) * 3).mean();
  out.backward();
  EXPECT_TRUE(x.grad().allclose(torch::full({2, 2}, 4.5)));
  auto grads = torch::autograd::grad({(x * x).sum()}, {x}, {}, c10::nullopt, true);
  EXPECT_EQ(c10::str(grads[0].sizes()), "[2, 2]");
}

struct Points : torch::data::datasets::Dataset<Points> {
  torch::data::Example<> get(size_t index) override {
    return {torch::full({2}, static_cast<float>(index)),
            torch::tensor(static_cast<int64_t>(index))};
  }
  torch::optional<size_t> size() const override { return 10; }
};

TEST(Program, Data) {
  auto loader = torch::data::make_data_loader<torch::data::samplers::SequentialSampler>(
      Points().map(torch::data::transforms::Stack<>()), 4);
  int64_t sum = 0;
  for (auto& batch : *loader) sum += batch.target.sum().item<int64_t>() + batch.data.size(0);
  EXPECT_EQ(sum, 55);
}

TEST(Program, NamesBesideTorch) {
  EXPECT_EQ(at::tensor({1, 2}).scalar_type(), at::kInt);
  EXPECT_EQ(torch::tensor({1, 2}).scalar_type(), torch::kLong);
  EXPECT_EQ(at::tensor(1.5).sizes(), c10::IntArrayRef({1}));
  EXPECT_THROW(TORCH_CHECK(1 > 2, "one is not above ", 2), c10::Error);
  try {
    torch::ones({2, 3}).mm(torch::ones({2, 3}));
    FAIL();
  } catch (const c10::Error& e) {
    EXPECT_NE(std::string(e.what_without_backtrace())
                  .find("mat1 and mat2 shapes cannot be multiplied (2x3 and 2x3)"),
              std::string::npos);
  }
  std::ostringstream text;
  text << torch::nn::Sequential(torch::nn::Linear(1, 2), torch::nn::ReLU());
  EXPECT_NE(text.str().find("torch::nn::Linear(in_features=1, out_features=2, bias=true)"),
            std::string::npos);
}

}  // namespace
