// Pieces of programs as they are written for libtorch; they include its header alone.

#include <torch/torch.h>

#include <gtest/gtest.h>

namespace {

std::string error_of(const std::function<void()>& f) {
  try {
    f();
  } catch (const c10::Error& error) {
    return error.what_without_backtrace();
  }
  return "no error";
}

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

// The bits and names of libtorch 1.13.1, the types of Python.
TEST(Program, NumbersBeforeTensors) {
  const torch::Tensor x = torch::rand({1000}) + 0.1, n = torch::tensor({1, 2, 4});
  EXPECT_TRUE((3.0 / x).equal(torch::full_like(x, 3).div(x)));
  EXPECT_TRUE((1.5 - n).equal(torch::tensor({0.5, -0.5, -2.5})));
  EXPECT_TRUE((1 / n).equal(torch::tensor({1.0, 0.5, 0.25})));
  EXPECT_TRUE((10 % torch::tensor({3, 4, -3})).equal(torch::tensor({1, 2, -2})));
  EXPECT_TRUE((10.5 % torch::tensor({3.0, 4.0, -3.0})).equal(torch::tensor({1.5, 2.5, -1.5})));
  const torch::Tensor w = torch::tensor({0.5, 2.0}, torch::requires_grad());
  EXPECT_EQ((1 - w).grad_fn()->name(), "SubBackward0");
  EXPECT_EQ((1 / w).grad_fn()->name(), "DivBackward0");
  (3 / w - (2 - w)).sum().backward();
  EXPECT_TRUE(w.grad().equal(torch::tensor({-11.0, 0.25})));
}

TEST(Program, Accessors) {
  const torch::Tensor x = torch::arange(6.0).reshape({2, 3}).t();
  const auto a = x.accessor<float, 2>();
  EXPECT_EQ(a[2][1], 5);
  EXPECT_EQ(a.size(0), 3);
  EXPECT_EQ(a.stride(0), 1);
  EXPECT_EQ(a[1].sizes(), c10::IntArrayRef({2}));
  a[2][1] = 7;
  EXPECT_EQ(x[2][1].item<float>(), 7);
  EXPECT_EQ(x.data<float>(), x.data_ptr<float>());
  EXPECT_EQ(error_of([&] { x.accessor<float, 1>(); }),
            "TensorAccessor expected 1 dims but tensor has 2");
  EXPECT_EQ(error_of([&] { x.accessor<double, 2>(); }),
            "expected scalar type Double but found Float");
}

TEST(Program, BitsInPlace) {
  torch::Tensor mask = torch::tensor({true, false}), n = torch::tensor({5, 6});
  mask &= torch::tensor({true, true});
  EXPECT_TRUE(mask.equal(torch::tensor({true, false})));
  n |= torch::tensor({1, 1});
  n ^= torch::tensor({7, 7});
  EXPECT_TRUE(n.equal(torch::tensor({2, 0})));
  torch::Tensor table = torch::tensor({{5, 6}, {7, 8}});
  table[0] &= torch::tensor({4, 4});
  EXPECT_TRUE(table.equal(torch::tensor({{4, 4}, {7, 8}})));
  EXPECT_EQ(error_of([&] { mask &= n; }),
            "result type Long can't be cast to the desired output type Bool");
}

TEST(Program, SmallThings) {
  EXPECT_FALSE(torch::cuda::is_available());
  EXPECT_EQ(torch::cuda::device_count(), 0u);
  torch::init_num_threads();
  const auto leaf = torch::autograd::make_variable(torch::ones(2), /*requires_grad=*/true);
  EXPECT_TRUE(leaf.is_leaf() && leaf.requires_grad());
  testing::internal::CaptureStderr();
  for (int i = 0; i < 3; ++i) TORCH_WARN_ONCE("told ", 1);
  const std::string told = testing::internal::GetCapturedStderr();
  EXPECT_NE(told.find("told 1"), std::string::npos);
  EXPECT_EQ(told.find("told 1"), told.rfind("told 1"));
  EXPECT_TRUE(torch::ones(2).to("cpu").equal(torch::ones(2)));
  EXPECT_EQ(torch::tensor(uint8_t(3)).scalar_type(), torch::kByte);
  EXPECT_EQ(torch::tensor(std::vector<uint8_t>{1}).scalar_type(), torch::kByte);
  const torch::Tensor x = torch::arange(6.0).reshape({3, 2});
  auto row = x[torch::tensor(1)];
  row = row * 2;  // another tensor takes the name
  EXPECT_TRUE(row.equal(torch::tensor({4.0, 6.0})));
  EXPECT_TRUE(x.equal(torch::arange(6.0).reshape({3, 2})));
  EXPECT_EQ(error_of([&] { x + torch::Tensor(); }),
            "Expected a proper Tensor but got None (or an undefined Tensor in C++) for argument #1 "
            "'other'");
  EXPECT_EQ(error_of([&] { torch::autograd::grad({x.sum()}, {x}); }),
            "element 0 of tensors does not require grad and does not have a grad_fn");
}

TEST(Program, HooksKeepTypeAndShape) {
  const torch::Tensor x = torch::ones({2, 3}, torch::requires_grad());
  const auto error_with = [&](torch::Tensor gradient) {
    const torch::Tensor y = x * 2;
    y.register_hook([=](torch::Tensor) { return gradient; });
    return error_of([&] { y.sum().backward(); });
  };
  EXPECT_EQ(error_with(torch::ones(7)),
            "hook '0' has changed the size of value (was [2, 3] got [7])");
  EXPECT_EQ(error_with(torch::ones({2, 3}, torch::kDouble)),
            "hook '0' has changed the type of value (was CPUFloatType got CPUDoubleType)");
}

struct Squares : torch::data::Dataset<Squares> {
  torch::data::Example<> get(size_t index) override {
    const auto i = static_cast<double>(index);
    return {torch::tensor({i}), torch::tensor({i * i})};
  }
  torch::optional<size_t> size() const override { return 10; }
};

template <class Sampler>
torch::serialize::InputArchive saved(const Sampler& sampler) {
  torch::serialize::OutputArchive written;
  sampler.save(written);
  std::stringstream stream;
  written.save_to(stream);
  torch::serialize::InputArchive read;
  read.load_from(stream);
  return read;
}

template <class Sampler>
void expect_to_go_on(Sampler written, Sampler read) {
  written.reset(torch::nullopt);
  written.next(3);
  torch::serialize::InputArchive archive = saved(written);
  read.load(archive);
  while (true) {
    const auto expected = written.next(3), got = read.next(3);
    ASSERT_EQ(got.has_value(), expected.has_value());
    if (!got) return;
    if constexpr (std::is_same_v<Sampler, torch::data::samplers::StreamSampler>)
      EXPECT_EQ(got->size(), expected->size());
    else
      EXPECT_EQ(*got, *expected);
  }
}

TEST(Program, SamplersInArchives) {
  expect_to_go_on(torch::data::samplers::SequentialSampler(10),
                  torch::data::samplers::SequentialSampler(10));
  expect_to_go_on(torch::data::samplers::RandomSampler(10),
                  torch::data::samplers::RandomSampler(10));
  expect_to_go_on(torch::data::samplers::StreamSampler(10),
                  torch::data::samplers::StreamSampler(10));
  // The size is that of the saved order; a position beyond the end is refused.
  torch::data::samplers::RandomSampler four(4), ten(10);
  torch::serialize::InputArchive archive = saved(four);
  ten.load(archive);
  EXPECT_EQ(ten.next(100), four.next(100));
  EXPECT_FALSE(ten.next(100).has_value());
  torch::data::samplers::SequentialSampler nine(10), five(5);
  nine.next(9);
  archive = saved(nine);
  EXPECT_EQ(error_of([&] { five.load(archive); }),
            "Sampler: expected a saved position of 0 to 5, but got 9");
  EXPECT_EQ(five.next(2), (std::vector<size_t>{0, 1}));
  EXPECT_EQ(Squares().map(torch::data::transforms::Stack<>()).size(), 10u);
}

// binary_cross_entropy takes what differs in dimensions of one; the module insists on equal sizes.
// Numbers: libtorch 1.13.1.
TEST(Program, TargetsBesideAColumn) {
  const torch::Tensor x = torch::full({3, 1}, 0.3, torch::requires_grad());
  const torch::Tensor loss = torch::binary_cross_entropy(x, torch::tensor({1., 0., 1.}));
  EXPECT_NEAR(loss.item<double>(), 0.92154, 1e-5);
  EXPECT_EQ(torch::binary_cross_entropy(x, torch::ones({3}), {}, at::Reduction::None).sizes(),
            c10::IntArrayRef({3, 1}));
  torch::binary_cross_entropy(x, torch::ones({1})).backward();
  EXPECT_TRUE(x.grad().allclose(torch::full({3, 1}, -1.1111111)));
  EXPECT_NE(error_of([&] { torch::binary_cross_entropy(x, torch::ones({2})); }), "no error");
}

struct Numbered : torch::data::datasets::Dataset<Numbered> {
  Numbered() = default;
  Numbered(const Numbered& other) : Dataset(other) { ++copies; }
  Numbered(Numbered&&) = default;
  torch::data::Example<> get(size_t) override { return {torch::ones({1}), torch::ones({1})}; }
  torch::optional<size_t> size() const override { return 4; }
  static inline int copies = 0;
};

TEST(Program, EveryWorkerHasACopy) {
  Numbered data;
  Numbered::copies = 0;
  auto loader =
      torch::data::make_data_loader(std::move(data), torch::data::DataLoaderOptions(1).workers(4));
  EXPECT_EQ(Numbered::copies, 4);
}

TEST(Program, PrintsAsLibtorch) {
  const torch::Tensor x = torch::ones({2}, torch::requires_grad());
  EXPECT_EQ(c10::str(std::vector<int64_t>{2, 3}, std::make_pair(1, 2.5), x.sizes()),
            "2 3(1, 2.5)[2]");
  EXPECT_EQ(c10::str((x * 2).grad_fn()).substr(0, 2), "0x");
}

struct Kept : c10::WarningHandler {
  void process(const c10::SourceLocation&, const std::string& message, bool) override {
    text = message;
  }
  std::string text;
};

TEST(Program, WarningsReachTheHandler) {
  Kept kept;
  c10::Warning::WarningHandlerGuard guard(&kept);
  TORCH_WARN("number ", 7);
  EXPECT_EQ(kept.text, "number 7");
  torch::mse_loss(torch::ones({2, 1}), torch::ones({2}));
  EXPECT_NE(kept.text.find("Using a target size"), std::string::npos);
}

TEST(Program, SettingsThatDoNothing) {
  at::globalContext().setBenchmarkCuDNN(true);
  torch::globalContext().setDeterministicAlgorithms(true);
  EXPECT_EQ(torch::getNumGPUs(), 0u);
  EXPECT_THROW(TORCH_CHECK_INDEX(false, "out of ", 3), c10::IndexError);
}

}  // namespace
