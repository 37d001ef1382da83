// Several ranks train as one: the same test on every rank, for any number of ranks.
#include <gtest/gtest.h>

#include <vector>

#include <glassgrad.h>
#include <glassgrad/distributed.h>

#include "tests/distributed/world.h"
#include "tests/support/expect_error.h"

namespace glassgrad::distributed {
namespace {

using nn::parallel::DistributedDataParallel;

struct NetImpl : nn::Module {
  explicit NetImpl(int64_t hidden = 16, bool has_norm = false)
      : first(register_module("first", nn::Linear(8, hidden))),
        last(register_module("last", nn::Linear(hidden, 3))),
        other(register_module("other", nn::Linear(hidden, 3))) {
    if (has_norm) norm = register_module("norm", nn::BatchNorm1d(hidden));
  }
  Tensor forward(const Tensor& x, bool takes_other = false) {
    Tensor features = tanh(first(x));
    if (!norm.is_empty()) features = norm(features);
    return takes_other ? other(features) : last(features);
  }
  nn::Linear first, last, other;
  nn::BatchNorm1d norm{nullptr};
};
TORCH_MODULE(Net);

/// A batch of all ranks, the same on each, and which part is whose.
struct Batch {
  explicit Batch(std::vector<int64_t> parts, uint64_t seed = 1) : sizes(std::move(parts)) {
    manual_seed(seed);
    int64_t count = 0;
    for (const int64_t size : sizes) count += size;
    inputs = randn({count, 8});
    targets = randint(3, {count}, kLong);
  }
  Tensor part(const Tensor& all, int rank) const {
    int64_t begin = 0;
    for (int r = 0; r < rank; ++r) begin += sizes[size_t(r)];
    return all.narrow(0, begin, sizes[size_t(rank)]);
  }
  std::vector<int64_t> sizes;
  Tensor inputs, targets;
};

Tensor loss_of(const Tensor& scores, const Tensor& targets) {
  return nn::functional::cross_entropy(scores, targets);
}

struct DataParallel : testing::Test {
  ProcessGroupMPI& group = everybody();
  int rank = group.getRank(), size = group.getSize();

  static Net net_of_seed(uint64_t seed, int64_t hidden = 16) {
    manual_seed(seed);
    return Net(hidden);
  }
  std::vector<int64_t> even(int64_t count) const {
    return std::vector<int64_t>(size_t(size), count);
  }
  /// Rank r has r + 2 samples.
  std::vector<int64_t> uneven() const {
    std::vector<int64_t> counts;
    for (int r = 0; r < size; ++r) counts.push_back(r + 2);
    return counts;
  }
  void expect_same_bits(const std::vector<Tensor>& tensors) {
    for (const Tensor& tensor : tensors) {
      std::vector<Tensor> own = {tensor.detach().clone()};
      std::vector<std::vector<Tensor>> all(1);
      for (int r = 0; r < size; ++r) all[0].push_back(empty_like(own[0]));
      group.allgather(all, own)->wait();
      for (const Tensor& other : all[0]) EXPECT_TRUE(other.equal(own[0]));
    }
  }
  static std::vector<Tensor> gradients(Net& net) {
    std::vector<Tensor> list;
    for (const Tensor& parameter : net->parameters())
      if (parameter.grad().defined()) list.push_back(parameter.grad());
    return list;
  }
  static void expect_close(Net& ours, Net& single) {
    const auto expected = single->named_parameters();
    for (const auto& item : ours->named_parameters()) {
      const Tensor &got = item.value().grad(), &want = expected[item.key()].grad();
      ASSERT_EQ(got.defined(), want.defined()) << item.key();
      if (got.defined()) {
        EXPECT_LT((got - want).abs().max().item<float>(), 1e-6) << item.key();
      }
    }
  }
};

TEST_F(DataParallel, StartsFromTheValuesOfRankZero) {
  Net net = net_of_seed(uint64_t(rank) + 5), rank_zeros = net_of_seed(5);
  const DistributedDataParallel ddp(net, group_of_all());
  const auto expected = rank_zeros->parameters();
  for (size_t i = 0; i < expected.size(); ++i) EXPECT_TRUE(net->parameters()[i].equal(expected[i]));
}

/// Trains alone on the joined batches and together on the parts.
TEST_F(DataParallel, TrainsAsOneProcessWithTheJoinedBatch) {
  for (const auto& sizes : {even(4), uneven()}) {
    Net single = net_of_seed(0), net = net_of_seed(0);
    optim::SGD alone(single->parameters(), optim::SGDOptions(0.1).momentum(0.9)),
        together(net->parameters(), optim::SGDOptions(0.1).momentum(0.9));
    DistributedDataParallel ddp(net, group_of_all());
    for (uint64_t step = 0; step < 20; ++step) {
      const Batch batch(sizes, step);
      alone.zero_grad();
      const Tensor expected = loss_of(single(batch.inputs), batch.targets);
      expected.backward();

      together.zero_grad();
      const Tensor loss =
          loss_of(ddp(batch.part(batch.inputs, rank)), batch.part(batch.targets, rank));
      loss.backward();
      expect_close(net, single);
      std::vector<Tensor> sum = {loss.detach() * sizes[size_t(rank)]};
      group.allreduce(sum)->wait();
      EXPECT_NEAR((sum[0] / batch.inputs.size(0)).item<float>(), expected.item<float>(), 1e-6);
      alone.step();
      together.step();
    }
    expect_same_bits(net->parameters());
  }
}

TEST_F(DataParallel, EveryParameterMayHaveABucketOfItsOwn) {
  Net single = net_of_seed(0), net = net_of_seed(0);
  for (const bool overlap : {true, false}) {
    DistributedDataParallel<Net>::Options options;
    options.bucket_cap_mb = options.first_bucket_mb = 1e-6;
    options.overlap = overlap;
    DistributedDataParallel ddp(net, group_of_all(), options);
    const Batch batch(even(3));
    single->zero_grad(true);
    net->zero_grad(true);
    loss_of(single(batch.inputs), batch.targets).backward();
    loss_of(ddp(batch.part(batch.inputs, rank)), batch.part(batch.targets, rank)).backward();
    expect_close(net, single);
    expect_same_bits(gradients(net));
  }
}

TEST_F(DataParallel, GradientsAddUpWithoutSync) {
  Net single = net_of_seed(0), net = net_of_seed(0);
  DistributedDataParallel ddp(net, group_of_all());
  const Batch first(even(4), 1), second(even(4), 2);
  const auto part = [&](const Batch& batch) {
    return loss_of(ddp(batch.part(batch.inputs, rank)), batch.part(batch.targets, rank));
  };
  {
    const auto alone = ddp.no_sync();
    part(first).backward();
    const Tensor local = net->first->weight.grad();
    std::vector<Tensor> smallest = {local.clone()};
    AllreduceOptions options;
    options.reduceOp = ReduceOp::MIN;
    group.allreduce(smallest, options)->wait();
    EXPECT_EQ(smallest[0].equal(local), size == 1) << "gradients have been averaged";
  }
  part(second).backward();
  for (const Batch* batch : {&first, &second})
    loss_of(single(batch->inputs), batch->targets).backward();
  expect_close(net, single);
  expect_same_bits(gradients(net));
}

TEST_F(DataParallel, AddsToTheGradientsOfTheStepBefore) {
  Net single = net_of_seed(0), net = net_of_seed(0);
  DistributedDataParallel ddp(net, group_of_all());
  for (uint64_t step = 0; step < 3; ++step) {
    const Batch batch(even(2), step);
    loss_of(single(batch.inputs), batch.targets).backward();
    loss_of(ddp(batch.part(batch.inputs, rank)), batch.part(batch.targets, rank)).backward();
  }
  expect_close(net, single);
}

TEST_F(DataParallel, ParametersThatNobodyUsedKeepTheirGradients) {
  Net net = net_of_seed(0);
  DistributedDataParallel ddp(net, group_of_all());
  net->other->bias.mutable_grad() = full({3}, 7.f);
  ddp(randn({2, 8})).sum().backward();
  EXPECT_FALSE(net->other->weight.grad().defined());
  EXPECT_EQ(net->other->bias.grad()[0].item<float>(), 7);
}

TEST_F(DataParallel, WhatOneRankUsedIsAveragedOverAll) {
  Net net = net_of_seed(0);
  DistributedDataParallel ddp(net, group_of_all());
  const Tensor x = ones({1, 8});
  ddp(x, rank == size - 1).sum().backward();
  // The bias of `other` has gradient 1 on the last rank alone, that of `last` on the others.
  EXPECT_NEAR(net->other->bias.grad()[0].item<float>(), 1.0 / size, 1e-6);
  EXPECT_EQ(net->last->bias.grad().defined(), size > 1);
  expect_same_bits(gradients(net));
}

TEST_F(DataParallel, BuffersAreThoseOfRankZero) {
  manual_seed(uint64_t(rank));
  Net net(16, /*has_norm=*/true);
  DistributedDataParallel ddp(net, group_of_all());
  net->norm->options.momentum(0);
  {
    const NoGradGuard no_grad;
    net->norm->running_mean.fill_(rank + 3);
  }
  ddp(randn({4, 8})).sum().backward();
  EXPECT_EQ(net->norm->running_mean[5].item<float>(), 3);
  net->eval();
  const NoGradGuard no_grad;
  (void)ddp(randn({4, 8}));  // without gradients nothing is sent: ranks may differ in how often
}

TEST_F(DataParallel, DifferentModulesAreAnErrorOnAllRanks) {
  if (size < 2) GTEST_SKIP();
  Net net = net_of_seed(0, rank == 1 ? 17 : 16);
  EXPECT_ERROR(DistributedDataParallel(net, group_of_all()),
               "expected the same on all ranks, but rank 1 has parameter 'first.weight' Float[17, "
               "8], trained where rank 0 has parameter 'first.weight' Float[16, 8], trained");
  Net frozen = net_of_seed(0);
  if (rank == 0) frozen->last->bias.set_requires_grad(false);
  EXPECT_ERROR(DistributedDataParallel(frozen, group_of_all()), "parameter 'last.bias' Float[3]");
  manual_seed(0);
  Net longer(16, /*has_norm=*/rank == size - 1);
  EXPECT_ERROR(DistributedDataParallel(longer, group_of_all()), "parameter 'norm.weight'");
}

TEST_F(DataParallel, FrozenParametersStayAsTheyAre) {
  Net net = net_of_seed(0);
  for (const Tensor& parameter : net->first->parameters()) parameter.set_requires_grad(false);
  DistributedDataParallel ddp(net, group_of_all());
  ddp(randn({2, 8})).sum().backward();
  EXPECT_FALSE(net->first->weight.grad().defined());
  EXPECT_TRUE(net->last->weight.grad().defined());
}

TEST_F(DataParallel, DoublesBesideFloats) {
  Net net = net_of_seed(0);
  net->last->to(kDouble);
  struct MixedImpl : nn::Module {
    explicit MixedImpl(Net inner) : net(register_module("net", std::move(inner))) {}
    Tensor forward(const Tensor& x) { return net->last(tanh(net->first(x)).to(kDouble)); }
    std::shared_ptr<NetImpl> net;
  };
  DistributedDataParallel ddp(std::make_shared<MixedImpl>(net), group_of_all());
  ddp(ones({2, 8})).sum().backward();
  EXPECT_EQ(net->last->bias.grad().scalar_type(), kDouble);
  EXPECT_NEAR(net->last->bias.grad()[0].item<double>(), 2, 1e-12);
}

/// The gradient of the inputs' gradient: the parameters' own come in the outer backward alone.
TEST_F(DataParallel, GradientPenaltiesWork) {
  Net single = net_of_seed(0), net = net_of_seed(0);
  DistributedDataParallel ddp(net, group_of_all());
  const Batch batch(even(3));
  const auto penalty = [](const Tensor& x, auto&& forward) {
    const Tensor input = x.clone().set_requires_grad(true);
    const Tensor inner = autograd::grad({forward(input).pow(2).sum()}, {input}, {}, true, true)[0];
    return inner.pow(2).sum(1).mean();
  };
  penalty(batch.inputs, [&](const Tensor& x) { return single(x); }).backward();
  penalty(batch.part(batch.inputs, rank), [&](const Tensor& x) { return ddp(x); }).backward();
  for (const auto& item : net->named_parameters())
    if (item.value().grad().defined()) {
      const Tensor& want = single->named_parameters()[item.key()].grad();
      EXPECT_LT((item.value().grad() - want).abs().max().item<float>(),
                1e-5 * (1 + want.abs().max().item<float>()))
          << item.key();
    }
  if (size > 1) {
    net->zero_grad(true);
    EXPECT_ERROR(ddp(batch.inputs).sum().backward({}, true, /*create_graph=*/true),
                 "backward(create_graph = true) into parameters is not supported");
  }
}

TEST_F(DataParallel, ABackwardThatThrowsIsNotForgotten) {
  if (size < 2) GTEST_SKIP();
  Net net = net_of_seed(0);
  DistributedDataParallel ddp(net, group_of_all());
  const Tensor x = randn({2, 8}).set_requires_grad(true);
  const unsigned hook = x.register_hook([](const Tensor&) { throw Error("a hook's own error"); });
  EXPECT_ERROR(ddp(x).sum().backward(), "a hook's own error");
  x.remove_hook(hook);
  EXPECT_ERROR(ddp(x), "the ranks no longer agree");
}

/// The page is made by this rank alone: nothing is sent, or the others would be waited for.
TEST_F(DataParallel, ThePageOfABackwardSaysWhereGradientsWait) {
  Net net = net_of_seed(0);
  const Batch batch(even(2));
  const auto has = [](const std::string& page, const std::string& text) {
    return page.find(text) != std::string::npos;
  };
  std::string page;
  {
    DistributedDataParallel ddp(net, group_of_all());
    const Tensor loss =
        loss_of(ddp(batch.part(batch.inputs, rank)), batch.part(batch.targets, rank));
    if (rank == 0) page = replay_page(loss, named_tensors(net->named_parameters()));
    loss.backward();
    expect_same_bits(gradients(net));
    if (rank == 0 && size > 1) {
      EXPECT_TRUE(has(page, "copied into bucket 1 of 1, which waits for other.bias")) << page;
      EXPECT_FALSE(has(page, "which is full"));  // `other` gets no gradient
      const auto alone = ddp.no_sync();
      EXPECT_TRUE(
          has(replay_page(loss_of(net(batch.inputs), batch.targets)), "stays on this rank"));
    }
  }
  page = replay_page(loss_of(net(batch.inputs), batch.targets));
  EXPECT_FALSE(has(page, "bucket"));
  EXPECT_FALSE(has(page, "stays on this rank"));
}

TEST_F(DataParallel, TheModuleOutlivesIt) {
  Net net = net_of_seed(0);
  { const DistributedDataParallel ddp(net, group_of_all()); }
  net(randn({2, 8})).sum().backward();
  EXPECT_TRUE(net->last->weight.grad().defined());
}

TEST_F(DataParallel, OneRankPaysNothing) {
  if (size > 1) GTEST_SKIP();
  Net net = net_of_seed(0);
  const DistributedDataParallel ddp(net, group_of_all());
  const auto edge = autograd::gradient_edge(net->first->weight);
  EXPECT_FALSE(edge.function->has_hooks());
}

}  // namespace
}  // namespace glassgrad::distributed
