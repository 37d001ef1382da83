// What programs for libtorch name besides tensors and modules; libtorch's header alone.

#include <torch/torch.h>

#include <gtest/gtest.h>

namespace {

template <class T>
struct Bytes {
  static size_t of(const torch::Tensor& x) { return sizeof(T) * static_cast<size_t>(x.numel()); }
};

TEST(Surface, DispatchByElementType) {
  const auto bytes = [](const torch::Tensor& x) {
    return AT_DISPATCH_ALL_TYPES_AND(at::kHalf, x.scalar_type(), "bytes",
                                     [&] { return Bytes<scalar_t>::of(x); });
  };
  EXPECT_EQ(bytes(torch::ones(3)), 12u);
  EXPECT_EQ(bytes(torch::ones(3, torch::kByte)), 3u);
  EXPECT_EQ(bytes(torch::ones(3, torch::kHalf)), 6u);
  try {
    AT_DISPATCH_FLOATING_TYPES(torch::kLong, "half_of", ([&] { FAIL(); }));
    FAIL();
  } catch (const c10::Error& error) {
    EXPECT_STREQ(error.what_without_backtrace(), "\"half_of\" not implemented for 'Long'");
  }
  static_assert(std::is_same_v<c10::impl::ScalarTypeToCPPTypeT<at::kInt>, int>);
}

TEST(Surface, ResultsInTensorsThatAreThere) {
  const auto x = torch::tensor({{3., 1., 2.}, {6., 5., 4.}});
  torch::Tensor values = torch::empty({0}), indices = torch::empty({0}, torch::kLong);
  torch::sort_out(values, indices, x, 1);
  EXPECT_TRUE(values.equal(torch::tensor({{1., 2., 3.}, {4., 5., 6.}})));
  EXPECT_TRUE(indices.equal(torch::tensor({{1, 2, 0}, {2, 1, 0}})));
  torch::max_out(values, indices, x, 0);
  EXPECT_TRUE(values.equal(torch::tensor({6., 5., 4.})));
  at::arange_out(values, 3);
  EXPECT_TRUE(values.equal(torch::tensor({0., 1., 2.})));
  torch::amax_out(values, x, {1});
  EXPECT_TRUE(values.equal(torch::tensor({3., 6.})));
  torch::zeros_out(values, {1, 2});
  EXPECT_TRUE(values.equal(torch::zeros({1, 2})));
  torch::cumsum_out(values, x, 1);
  EXPECT_TRUE(values.equal(torch::tensor({{3., 4., 6.}, {6., 11., 15.}})));
}

struct Counted : c10::intrusive_ptr_target {
  explicit Counted(int& counter) : alive(counter) { ++alive; }
  ~Counted() override { --alive; }
  int& alive;
};

TEST(Surface, SmallThings) {
  int alive = 0;
  {
    const c10::intrusive_ptr<Counted> one = c10::make_intrusive<Counted>(alive), other = one;
    EXPECT_EQ(alive, 1);
  }
  EXPECT_EQ(alive, 0);
  EXPECT_EQ(*c10::make_optional(4), 4);
  EXPECT_EQ(c10::Join(", ", std::vector<int>{1, 2, 3}), "1, 2, 3");
  EXPECT_EQ(c10::demangle(typeid(std::pair<int, char>).name()), "std::pair<int, char>");
  EXPECT_EQ(c10::typeMetaToScalarType(caffe2::TypeMeta::Make<int64_t>()), at::kLong);
  EXPECT_EQ(c10::multiply_integers(torch::ones({2, 3}).sizes()), 6);
  std::vector<torch::jit::IValue> values = {torch::ones({1}), int64_t{3}};
  const auto tuple = c10::ivalue::Tuple::create(values);
  EXPECT_EQ(torch::IValue(tuple).toTuple()->elements()[1].toInt(), 3);
  const int sum = at::parallel_reduce(
      0, 10, 3, 0,
      [](int64_t begin, int64_t end, int so_far) {
        for (int64_t i = begin; i < end; ++i) so_far += static_cast<int>(i);
        return so_far;
      },
      std::plus<int>());
  EXPECT_EQ(sum, 45);
  {
    RECORD_FUNCTION("forward", std::vector<c10::IValue>());
    const at::RecordFunctionGuard recorded(false);
    const torch::autograd::AutoGradMode off(false);
    EXPECT_FALSE(torch::autograd::GradMode::is_enabled());
  }
  auto generator = at::globalContext().defaultGenerator(torch::kCPU);
  const auto state = generator.get_state();
  const auto drawn = torch::rand({2});
  generator.set_state(state);
  EXPECT_TRUE(torch::rand({2}).equal(drawn));
  torch::nn::Linear linear(2, 3);
  EXPECT_EQ(torch::nn::parallel::data_parallel(linear, torch::ones({4, 2})).size(0), 4);
}

TEST(Surface, MembersOfTensor) {
  auto x = torch::arange(6.0).reshape({2, 3});
  const auto a = x.packed_accessor32<float, 2, torch::RestrictPtrTraits>();
  const auto b = x.packed_accessor64<float, 2>();
  EXPECT_EQ(a[1][2] + b[0][1], 6);
  EXPECT_TRUE(x.nonzero_numpy()[1].equal(torch::tensor({1, 2, 0, 1, 2})));
  EXPECT_TRUE(x.t().is_non_overlapping_and_dense());
  EXPECT_FALSE(x.slice(1, 0, 2).is_non_overlapping_and_dense());
  EXPECT_FALSE(x.has_names());
  auto y = torch::ones({2});
  y.addmv_(x, torch::ones({3}), 1, 2);
  EXPECT_TRUE(y.equal(torch::tensor({7., 25.})));
  auto z = torch::zeros({2, 2});
  z.addr_(y, y);
  EXPECT_TRUE(z.equal(torch::outer(y, y)));
  EXPECT_TRUE(torch::zeros({2, 2})
                  .addbmm_(x.unsqueeze(0), x.t().unsqueeze(0))
                  .equal(torch::matmul(x, x.t())));
  EXPECT_TRUE(torch::zeros({1, 2, 2})
                  .baddbmm_(x.unsqueeze(0), x.t().unsqueeze(0))
                  .equal(torch::matmul(x, x.t()).unsqueeze(0)));
}

TEST(Surface, ActivationsInPlace) {
  const auto x = torch::tensor({-1., 0.5, 2.}, torch::requires_grad());
  auto y = x * 1;
  torch::leaky_relu_(y, 0.1);
  torch::hardtanh_(y, -1, 1.5);
  y.sum().backward();
  EXPECT_TRUE(y.allclose(torch::tensor({-0.1, 0.5, 1.5})));
  EXPECT_TRUE(x.grad().allclose(torch::tensor({0.1, 1., 0.})));
  auto z = torch::tensor({-3., 3.});
  EXPECT_TRUE(torch::relu6_(z).equal(torch::tensor({0., 3.})));
  torch::index_put_(z, {torch::tensor({0})}, torch::tensor({9.}));
  EXPECT_TRUE(z.equal(torch::tensor({9., 3.})));
  EXPECT_TRUE(torch::threshold_(z, 5, -1).equal(torch::tensor({9., -1.})));
}

// Numbers: libtorch 1.13.1.
TEST(Surface, SeldomFunctions) {
  const auto a = torch::ones({2}), b = torch::full({3}, 2.);
  EXPECT_TRUE(at::pad_sequence({a, b}).equal(torch::tensor({{1., 2.}, {1., 2.}, {0., 2.}})));
  const auto flat = torch::flatten_dense_tensors({a, b});
  EXPECT_TRUE(torch::unflatten_dense_tensors(flat, {a, b})[1].equal(b));
  EXPECT_EQ(torch::empty_strided({2, 3}, {1, 2}).strides(), c10::IntArrayRef({1, 2}));
  EXPECT_TRUE(torch::channel_shuffle(torch::arange(4.0).reshape({1, 4, 1}), 2)
                  .flatten()
                  .equal(torch::tensor({0., 2., 1., 3.})));
  EXPECT_TRUE(torch::norm_except_dim(torch::tensor({{3., 4.}, {6., 8.}}))
                  .equal(torch::tensor({{5.}, {10.}})));
  EXPECT_NEAR(torch::nuclear_norm(torch::tensor({{3., 0.}, {0., 4.}})).item<double>(), 7, 1e-6);
}

// An algorithm of one's own, as libtorch's are written.
struct LionOptions : torch::optim::OptimizerCloneableOptions<LionOptions> {
  LionOptions(double lr = 1e-3) : lr_(lr) {}
  TORCH_ARG(double, lr) = 1e-3;

 public:
  void serialize(torch::serialize::InputArchive&) override {}
  void serialize(torch::serialize::OutputArchive&) const override {}
  double get_lr() const override { return lr(); }
  void set_lr(const double lr) override { lr_ = lr; }
};
struct LionState : torch::optim::OptimizerCloneableParamState<LionState> {
  TORCH_ARG(torch::Tensor, momentum);

 public:
  void serialize(torch::serialize::InputArchive& archive) override {
    archive.read("momentum", momentum_);
  }
  void serialize(torch::serialize::OutputArchive& archive) const override {
    archive.write("momentum", momentum_);
  }
};
class Lion : public torch::optim::Optimizer {
 public:
  explicit Lion(std::vector<torch::Tensor> parameters, LionOptions defaults = {})
      : Optimizer({torch::optim::OptimizerParamGroup(std::move(parameters))},
                  std::make_unique<LionOptions>(defaults)) {}
  torch::Tensor step(LossClosure closure = nullptr) override {
    const torch::NoGradGuard no_grad;
    torch::Tensor loss;
    if (closure) {
      const at::AutoGradMode enabled(true);
      loss = closure();
    }
    for (auto& group : param_groups_)
      for (auto& p : group.params()) {
        auto& kept = state_[c10::guts::to_string(p.unsafeGetTensorImpl())];
        if (!kept) {
          auto made = std::make_unique<LionState>();
          made->momentum(torch::zeros_like(p));
          kept = std::move(made);
        }
        auto& momentum = static_cast<LionState&>(*kept).momentum();
        p.add_(torch::sign(momentum * 0.9 + p.grad() * 0.1),
               -static_cast<LionOptions&>(group.options()).lr());
        momentum.mul_(0.99).add_(p.grad(), 0.01);
      }
    return loss;
  }
  void save(torch::serialize::OutputArchive& archive) const override {
    for (const auto& item : state_) item.second->serialize(archive);
  }
  void load(torch::serialize::InputArchive& archive) override {
    for (auto& item : state_) item.second->serialize(archive);
  }
};

TEST(Surface, AnOptimizerOfOnesOwn) {
  const auto p = torch::ones({2}, torch::requires_grad());
  Lion lion({p}, LionOptions(0.5));
  const auto loss = lion.step([&] {
    auto square = (p * p).sum();
    square.backward();
    return square;
  });
  EXPECT_EQ(loss.item<float>(), 2);
  EXPECT_TRUE(p.equal(torch::full({2}, 0.5)));
  torch::serialize::OutputArchive written;
  torch::optim::Optimizer& base = lion;
  base.save(written);
  std::stringstream stream;
  written.save_to(stream);
  torch::serialize::InputArchive read;
  read.load_from(stream);
  const auto key = lion.state().begin()->first;
  auto& state = static_cast<LionState&>(*lion.state().at(key));
  state.momentum().zero_();
  base.load(read);
  EXPECT_TRUE(state.momentum().allclose(torch::full({2}, 0.02)));
  // Those of the library keep their states under the same keys.
  torch::optim::Adam adam({p}, 0.1);
  adam.step();
  auto& of_adam = static_cast<torch::optim::AdamParamState&>(
      *adam.state()[c10::guts::to_string(p.unsafeGetTensorImpl())]);
  EXPECT_EQ(of_adam.step(), 1);
  EXPECT_THROW(torch::optim::AdamOptions().serialize(written), c10::NotImplementedError);
}

struct Files : torch::data::datasets::ChunkDataReader<int> {
  ChunkType read_chunk(size_t index) override {
    if (fails && index == 1) throw std::runtime_error("file 1 is not there");
    return std::vector<std::vector<int>>{{1, 2, 3}, {4, 5}, {}, {6, 7, 8, 9}}[index];
  }
  size_t chunk_count() override { return 4; }
  void reset() override {}
  bool fails = false;
};
using InOrder = torch::data::samplers::SequentialSampler;
using Chunks = torch::data::datasets::ChunkDataset<Files, InOrder, InOrder>;
using torch::data::datasets::ChunkDatasetOptions;

TEST(Surface, ChunksInBatches) {
  auto data = torch::data::datasets::make_shared_dataset<Chunks>(Files(), InOrder(0), InOrder(0),
                                                                 ChunkDatasetOptions(1, 4));
  EXPECT_THROW(data->get_batch(), c10::Error);
  auto loader = torch::data::make_data_loader(data, torch::data::DataLoaderOptions(4));
  for (int epoch = 0; epoch < 2; ++epoch) {
    std::vector<std::vector<int>> batches;
    for (auto& batch : *loader) batches.push_back(batch);
    EXPECT_EQ(batches, (std::vector<std::vector<int>>{{1, 2, 3, 4}, {5, 6, 7, 8}, {9}}));
  }
  EXPECT_THROW(data->get_batch(3), c10::Error);
  EXPECT_FALSE(data->size().has_value());
}

TEST(Surface, ChunksGoOnWhereTheyWere) {
  const auto make = [](std::function<void(std::vector<int>&)> change = nullptr) {
    return std::make_unique<Chunks>(Files(), InOrder(4), InOrder(0), ChunkDatasetOptions(1, 3),
                                    change);
  };
  const auto first = make();
  first->reset();
  EXPECT_EQ(first->get_batch().value(), (std::vector<int>{1, 2, 3}));
  torch::serialize::OutputArchive written;
  first->save(written);
  std::stringstream stream;
  written.save_to(stream);
  torch::serialize::InputArchive read;
  read.load_from(stream);
  const auto second = make([](std::vector<int>& chunk) {
    for (int& x : chunk) x *= 10;
  });
  second->load(read);
  second->reset();
  EXPECT_EQ(second->get_batch().value(), (std::vector<int>{40, 50, 60}));
  second->reset();  // another epoch
  EXPECT_EQ(second->get_batch().value(), (std::vector<int>{10, 20, 30}));
}

TEST(Surface, ChunksThatCannotBeRead) {
  Files files;
  files.fails = true;
  Chunks chunks(files, InOrder(4), InOrder(0), ChunkDatasetOptions(1, 4));
  chunks.reset();
  EXPECT_THROW(chunks.get_batch(), torch::data::WorkerException);
  EXPECT_THROW(ChunkDatasetOptions(0, 4), c10::Error);
  EXPECT_THROW(ChunkDatasetOptions(1, 4, 3), c10::Error);
}

struct Ten : torch::data::datasets::StatefulDataset<Ten, std::vector<int>> {
  torch::optional<std::vector<int>> get_batch(size_t) override { return torch::nullopt; }
  torch::optional<size_t> size() const override { return 10; }
  void reset() override {}
  void save(torch::serialize::OutputArchive&) const override {}
  void load(torch::serialize::InputArchive&) override {}
};

TEST(Surface, StatefulDatasetsOverrideSaveAndLoad) {
  Ten ten;
  torch::serialize::OutputArchive archive;
  ten.save(archive);
  EXPECT_TRUE(archive.is_empty());
}

TEST(Surface, MemoryOfATensor) {
  const torch::Tensor x = torch::zeros({3}), y = x.view({3, 1});
  EXPECT_TRUE(x.has_storage());
  EXPECT_EQ(x.storage().nbytes(), 12u);
  EXPECT_EQ(x.storage().data(), y.storage().data());
  EXPECT_NE(x.storage().data(), x.clone().storage().data());
}

TEST(Surface, TuplesAreValues) {
  const c10::IValue value(std::make_tuple(int64_t{1}, std::string("two"), torch::ones(3)));
  const auto elements = value.toTuple()->elements();
  EXPECT_EQ(elements.at(0).toInt(), 1);
  EXPECT_EQ(elements.at(1).toStringRef(), "two");
  EXPECT_EQ(elements.at(2).toTensor().numel(), 3);
}

// What a tensor is, without what can be done with it, is a class of its own.
int64_t rows(const at::TensorBase& x) { return x.dim() == 0 ? 1 : x.size(0); }
at::TensorBase itself(const at::TensorBase& x) { return x; }

TEST(Surface, WhatATensorIs) {
  const auto x = torch::ones({3, 2}, torch::requires_grad());
  EXPECT_EQ(rows(x), 3);
  const torch::TensorBase& base = x;
  EXPECT_TRUE(base.is_same(x) && base.requires_grad() && base.is_leaf() && base.is_contiguous());
  EXPECT_EQ(base.data_ptr<float>(), x.data_ptr<float>());
  EXPECT_EQ((base.accessor<float, 2>()[2][1]), 1);
  const torch::Tensor again(base), moved = itself(x);
  EXPECT_TRUE(again.is_same(x) && moved.is_same(x));
  EXPECT_EQ(x.use_count(), 3u);
  static_assert(!std::is_convertible_v<const at::TensorBase&, at::Tensor>);
  static_assert(sizeof(at::Tensor) == sizeof(void*));
}

TEST(Surface, ADeviceFollowsWhatIsLoaded) {
  std::stringstream stream;
  torch::save(torch::ones(2), stream);
  torch::Tensor x;
  torch::load(x, stream, torch::kCPU);
  EXPECT_TRUE(x.equal(torch::ones(2)));
  stream.seekg(0);
  torch::load(x, stream, torch::Device("cpu"));
  EXPECT_TRUE(x.equal(torch::ones(2)));
}

TEST(Surface, SamplersAreSaved) {
  torch::data::samplers::SequentialSampler sampler(10), other(10);
  sampler.next(4);
  std::stringstream stream;
  torch::save(sampler, stream);
  torch::load(other, stream);
  EXPECT_EQ(other.index(), 4u);
}

TEST(Surface, ArchivesOfOneUnit) {
  torch::serialize::OutputArchive archive;
  torch::serialize::OutputArchive nested(archive.compilation_unit());
  nested.write("x", torch::ones(2));
  archive.write("nested", nested);
  EXPECT_EQ(archive.state().size(), 1u);
}

TEST(Surface, OptionsOfALoaderWithNothingOpen) {
  const torch::data::FullDataLoaderOptions options(
      torch::data::DataLoaderOptions(3).workers(2).drop_last(true));
  EXPECT_EQ(options.batch_size, 3u);
  EXPECT_EQ(options.max_jobs, 4u);
  EXPECT_TRUE(options.drop_last);
  EXPECT_FALSE(options.timeout.has_value());
}

TEST(Surface, FunctionsHaveNothingToSave) {
  EXPECT_FALSE(torch::nn::Functional(torch::relu)->is_serializable());
  EXPECT_TRUE(torch::nn::Linear(1, 1)->is_serializable());
}

TEST(Surface, OldNamesOfLists) {
  const std::vector<int64_t> sizes = {2, 3};
  const torch::IntList list = sizes;
  const at::IntList same = list;
  EXPECT_EQ(torch::ones(same).sizes(), torch::IntArrayRef({2, 3}));
}

TEST(Surface, NumbersAsTensors) {
  EXPECT_EQ(torch::scalar_to_tensor(2).scalar_type(), torch::kLong);
  EXPECT_EQ(at::scalar_to_tensor(true).scalar_type(), torch::kBool);
  const torch::Tensor x = c10::scalar_to_tensor(1.5);
  EXPECT_EQ(x.scalar_type(), torch::kDouble);
  EXPECT_EQ(x.dim(), 0);
  EXPECT_EQ(x.item<double>(), 1.5);
}

// --- what libtorch 1.13.1 prints and throws for the same lines ---

TEST(Surface, InferenceModeIsNotNoGrad) {
  const torch::NoGradGuard no_grad;
  EXPECT_FALSE(torch::InferenceMode::is_enabled());
  const c10::InferenceMode inference;
  EXPECT_TRUE(torch::InferenceMode::is_enabled());
  EXPECT_FALSE(torch::GradMode::is_enabled());
  const c10::InferenceMode off(false);
  EXPECT_FALSE(torch::InferenceMode::is_enabled());
  EXPECT_TRUE(torch::GradMode::is_enabled());
}

TEST(Surface, LinesOfAnyWidth) {
  std::ostringstream out;
  torch::print(out, torch::arange(12).reshape({2, 6}) * 1.5, 20);
  EXPECT_EQ(out.str(),
            "Columns 1 to 2  0.0000   1.5000\n  9.0000  10.5000\n\n"
            "Columns 3 to 4  3.0000   4.5000\n 12.0000  13.5000\n\n"
            "Columns 5 to 6  6.0000   7.5000\n 15.0000  16.5000\n"
            "[ CPUFloatType{2,6} ]");
}

TEST(Surface, ListsOfOptionalTensorsAreIndices) {
  const torch::Tensor a = torch::arange(12.).reshape({3, 4});
  c10::List<c10::optional<torch::Tensor>> at;
  at.push_back(torch::tensor({0, 2}));
  at.push_back(torch::tensor({1, 3}));
  EXPECT_TRUE(at::index(a, at).equal(torch::tensor({1., 11.})));
  at.set(0, c10::optional<torch::Tensor>());
  EXPECT_FALSE(at.get(0).has_value());
  EXPECT_TRUE(at::index(a, at).equal(torch::tensor({{1., 3.}, {5., 7.}, {9., 11.}})));
  EXPECT_TRUE(
      at::index(a, {torch::tensor({1}), c10::nullopt}).equal(torch::tensor({{4., 5., 6., 7.}})));
  torch::Tensor sums = torch::zeros({2, 2});
  at::index_put_(sums, {torch::tensor({0, 0})}, torch::ones({2}), true);
  EXPECT_TRUE(sums.equal(torch::tensor({{2., 2.}, {0., 0.}})));
}

TEST(Surface, SetExchangesMemory) {
  const torch::Tensor a = torch::ones({2}), b = torch::arange(6.).reshape({2, 3});
  a.set_(b);
  EXPECT_TRUE(a.is_set_to(b));
  EXPECT_EQ(a._version(), 1);
  EXPECT_EQ(b._version(), 0);
  a[0][0] = 9;
  EXPECT_EQ(b[0][0].item<float>(), 9);
  a.set_(b.storage(), 1, {2, 2}, {2, 1});
  EXPECT_TRUE(a.equal(torch::tensor({{1., 2.}, {3., 4.}})));
  a.set_(b.storage());
  EXPECT_EQ(a.sizes(), torch::IntArrayRef({6}));
  a.set_();
  EXPECT_EQ(a.numel(), 0);
  EXPECT_FALSE(a.is_set_to(b));

  const torch::Tensor leaf = torch::ones({2}).requires_grad_();
  EXPECT_THROW(leaf.set_(b), c10::Error);
  EXPECT_THROW(torch::ones({2}).set_(leaf), c10::Error);
  EXPECT_THROW(torch::ones({2}).set_(torch::arange(2)), c10::Error);
  EXPECT_THROW(torch::ones({2}).set_(b.storage(), 3, {2, 2}, {2, 1}), c10::Error);
  EXPECT_THROW((leaf * 2).set_(b), c10::Error);
  const torch::NoGradGuard no_grad;
  leaf.set_(b);
  EXPECT_TRUE(leaf.requires_grad());
  EXPECT_TRUE(leaf.equal(b));
}

TEST(Surface, UnflattenByName) {
  const torch::nn::Unflatten layer(torch::nn::UnflattenOptions("C", {{"c1", 2}, {"c2", 2}}));
  std::ostringstream out;
  out << layer;
  EXPECT_EQ(out.str(),
            "torch::nn::Unflatten(dim=\"C\", unflattened_size={{\"c1\", 2}, {\"c2\", 2}})");
  try {
    torch::nn::Unflatten(layer)->forward(torch::ones({2, 4}));
    FAIL();
  } catch (const c10::Error& error) {
    EXPECT_STREQ(error.what_without_backtrace(), "Name 'C' not found in Tensor[None, None].");
  }
}

TEST(Surface, FormatsOfMemoryInOptions) {
  const auto options = torch::TensorOptions().memory_format(torch::MemoryFormat::Preserve);
  EXPECT_TRUE(options.has_memory_format());
  EXPECT_EQ(options.memory_format_opt(), torch::MemoryFormat::Preserve);
  const torch::Tensor turned = torch::ones({2, 3}).t();
  EXPECT_EQ(torch::empty_like(turned, options).strides(), turned.strides());
  EXPECT_EQ(
      torch::empty_like(turned, options.memory_format(torch::MemoryFormat::Contiguous)).strides(),
      torch::IntArrayRef({2, 1}));
  const caffe2::TypeMeta type = turned.dtype();
  EXPECT_TRUE(type == caffe2::TypeMeta::Make<float>());
}

TEST(Surface, AnotherNumberOfGroups) {
  const auto p = [] { return torch::ones({2}).requires_grad_(); };
  torch::optim::SGD one({p()}, 0.1), two({p()}, 0.1);
  two.add_param_group(torch::optim::OptimizerParamGroup(std::vector<torch::Tensor>{p()}));
  std::stringstream stream;
  torch::save(two, stream);
  try {
    torch::load(one, stream);
    FAIL();
  } catch (const c10::Error& error) {
    EXPECT_NE(std::string(error.what())
                  .find("loaded state dict has a different number of parameter groups"),
              std::string::npos);
  }
}

TEST(Surface, RefusedBeforeAnythingIsChanged) {
  const torch::Tensor a = torch::ones({2});
  const at::Storage of_nobody;
  EXPECT_THROW(a.set_(of_nobody), c10::Error);
  EXPECT_TRUE(a.equal(torch::ones({2})));
  EXPECT_THROW(a.clone().float_power_(2), c10::Error);
  EXPECT_TRUE(torch::ones({2}, torch::kDouble)
                  .mul_(3)
                  .float_power_(a * 2)
                  .equal(torch::full({2}, 9, torch::kDouble)));
  const torch::Tensor x = torch::ones({2, 3}), w = torch::ones({16, 3}), u = torch::ones({16, 4});
  EXPECT_THROW(torch::lstm_cell(x, {torch::Tensor(), torch::ones({5, 9})}, w, u), c10::Error);
  EXPECT_EQ(torch::nn::init::dirac_(torch::empty({2, 2, 0})).numel(), 0);
}

TEST(Surface, NormsOfHalves) {
  for (const auto type : {torch::kHalf, torch::kBFloat16})
    EXPECT_EQ(torch::tensor({1., -2.}).to(type).norm(1).to(torch::kFloat).item<float>(), 3);
}

TEST(Surface, GroupsWithoutElements) {
  EXPECT_EQ(torch::group_norm(torch::ones({1, 1 << 22, 0}), 1).numel(), 0);
}

}  // namespace
