// The calls of a process group: the same test on every rank, for any number of ranks.
#include <gtest/gtest.h>

#include <vector>

#include <glassgrad.h>
#include <glassgrad/distributed.h>

#include "tests/distributed/world.h"
#include "tests/support/expect_error.h"

namespace glassgrad::distributed {
namespace {

using Tensors = std::vector<Tensor>;

/// A tensor that tells who made it.
Tensor of_rank(int rank) { return full({2, 3}, rank + 1, kFloat); }
std::vector<double> numbers(const Tensor& tensor) {
  std::vector<double> list;
  const Tensor flat = tensor.to(kDouble).reshape({-1});
  for (int64_t i = 0; i < flat.numel(); ++i) list.push_back(flat[i].item<double>());
  return list;
}
std::vector<double> all_of(int64_t count, double value) {
  return std::vector<double>(size_t(count), value);
}

struct Group : testing::Test {
  ProcessGroupMPI& group = everybody();
  int rank = group.getRank(), size = group.getSize();
};

TEST_F(Group, IsThatOfMpirun) {
  EXPECT_EQ(group.getBackendName(), "mpi");
  EXPECT_TRUE(0 <= rank && rank < size);
}

TEST_F(Group, AllreduceSumsOnEveryRank) {
  Tensors tensors = {of_rank(rank)};
  const auto work = group.allreduce(tensors);
  EXPECT_TRUE(work->wait());
  EXPECT_TRUE(work->isCompleted() && work->isSuccess());
  EXPECT_EQ(work->retrieveOpType(), OpType::ALLREDUCE);
  EXPECT_TRUE(work->result()[0].is_same(tensors[0]));
  EXPECT_EQ(numbers(tensors[0]), all_of(6, size * (size + 1) / 2));
}

TEST_F(Group, AllreduceKnowsOperationsAndTypes) {
  double product = 1;
  for (int r = 1; r <= size; ++r) product *= r;
  for (const ScalarType type : {kByte, kChar, kShort, kInt, kLong, kFloat, kDouble})
    for (const auto& [op, expected] : {std::pair<ReduceOp::RedOpType, double>(ReduceOp::MAX, size),
                                       {ReduceOp::MIN, 1},
                                       {ReduceOp::PRODUCT, product}}) {
      Tensors tensors = {full({3}, rank + 1, type)};
      AllreduceOptions options;
      options.reduceOp = op;
      group.allreduce(tensors, options)->wait();
      EXPECT_EQ(numbers(tensors[0]), all_of(3, expected)) << type << " " << op;
    }
}

TEST_F(Group, ManyCallsAreOnTheirWayAtOnce) {
  std::vector<Tensors> tensors;
  std::vector<intrusive_ptr<Work>> works;
  for (int k = 0; k < 50; ++k) {
    tensors.push_back({full({1 + k * 100}, rank + k, kDouble)});
    works.push_back(group.allreduce(tensors.back()));
  }
  for (int k = 49; k >= 0; --k) {
    works[size_t(k)]->wait();
    EXPECT_EQ(tensors[size_t(k)][0][k * 100].item<double>(), size * (size - 1) / 2 + size * k);
  }
}

TEST_F(Group, WorkThatIsLetGoCompletes) {
  Tensor kept = of_rank(rank);
  {
    Tensors tensors = {kept}, unseen = {of_rank(rank)};
    (void)group.allreduce(tensors);
    (void)group.allreduce(unseen);
  }
  group.barrier()->wait();
  Tensors next = {of_rank(rank)};
  group.allreduce(next)->wait();
  EXPECT_EQ(numbers(next[0]), all_of(6, size * (size + 1) / 2));
}

TEST_F(Group, BroadcastGivesTheRootsValues) {
  for (int root = 0; root < size; ++root)
    for (const ScalarType type : {kFloat, kBool, kLong, kByte}) {
      Tensors tensors = {full({5}, rank == root ? 1 : 0, type)};
      BroadcastOptions options;
      options.rootRank = root;
      group.broadcast(tensors, options)->wait();
      EXPECT_EQ(numbers(tensors[0]), all_of(5, 1));
    }
}

TEST_F(Group, ReduceGivesTheRootTheSum) {
  Tensors tensors = {of_rank(rank)};
  ReduceOptions options;
  options.rootRank = size - 1;
  group.reduce(tensors, options)->wait();
  if (rank == size - 1) {
    EXPECT_EQ(numbers(tensors[0]), all_of(6, size * (size + 1) / 2));
  }
}

TEST_F(Group, AllgatherAndGatherCollect) {
  Tensors inputs = {of_rank(rank)};
  std::vector<Tensors> outputs(1);
  for (int r = 0; r < size; ++r) outputs[0].push_back(zeros({3, 2}).t());  // not contiguous
  group.allgather(outputs, inputs)->wait();
  for (int r = 0; r < size; ++r) EXPECT_EQ(numbers(outputs[0][size_t(r)]), all_of(6, r + 1));

  std::vector<Tensors> at_root;
  if (rank == 0) at_root = {Tensors(size_t(size))};
  for (Tensors& list : at_root)
    for (Tensor& tensor : list) tensor = zeros({2, 3});
  group.gather(at_root, inputs)->wait();
  for (int r = 0; rank == 0 && r < size; ++r)
    EXPECT_EQ(numbers(at_root[0][size_t(r)]), all_of(6, r + 1));
}

TEST_F(Group, ScatterDeals) {
  std::vector<Tensors> inputs;
  if (rank == 0) inputs.emplace_back();
  for (int r = 0; rank == 0 && r < size; ++r) inputs[0].push_back(of_rank(r));
  Tensors outputs = {zeros({2, 3})};
  group.scatter(outputs, inputs)->wait();
  EXPECT_EQ(numbers(outputs[0]), all_of(6, rank + 1));
}

TEST_F(Group, ReduceScatterSumsAndDeals) {
  std::vector<Tensors> inputs(1);
  for (int r = 0; r < size; ++r) inputs[0].push_back(full({4}, 10 * r + rank, kDouble));
  Tensors outputs = {zeros({4}, kDouble)};
  group.reduce_scatter(outputs, inputs)->wait();
  EXPECT_EQ(numbers(outputs[0]), all_of(4, 10 * rank * size + size * (size - 1) / 2));
}

TEST_F(Group, AlltoallTransposes) {
  Tensors inputs, outputs;
  for (int r = 0; r < size; ++r) {
    inputs.push_back(full({2}, 10 * rank + r, kInt));
    outputs.push_back(zeros({2}, kInt));
  }
  group.alltoall(outputs, inputs)->wait();
  for (int r = 0; r < size; ++r) EXPECT_EQ(numbers(outputs[size_t(r)]), all_of(2, 10 * r + rank));
}

TEST_F(Group, MessagesGoRound) {
  Tensors sent = {of_rank(rank)}, received = {zeros({2, 3})};
  const auto sending = group.send(sent, (rank + 1) % size, 7);
  group.recv(received, (rank + size - 1) % size, 7)->wait();
  sending->wait();
  EXPECT_EQ(numbers(received[0]), all_of(6, (rank + size - 1) % size + 1));
}

TEST_F(Group, AMessageTellsWhoSentIt) {
  Tensors tensors = {of_rank(rank)};
  if (rank > 0) group.send(tensors, 0, 3)->wait();
  for (int r = 1; rank == 0 && r < size; ++r) {
    const auto work = group.recvAnysource(tensors, 3);
    work->wait();
    EXPECT_EQ(numbers(tensors[0]), all_of(6, work->sourceRank() + 1));
  }
}

TEST_F(Group, MessagesLongerThanTheirTensorAreErrors) {
  if (size < 2) GTEST_SKIP();
  Tensors long_one = {zeros({100})}, short_one = {zeros({10})};
  if (rank == 1) group.send(long_one, 0, 4)->wait();
  if (rank == 0) EXPECT_ERROR(group.recv(short_one, 1, 4)->wait(), "truncated");
}

TEST_F(Group, SumsAreTheSameBitsOnAllRanks) {
  manual_seed(uint64_t(rank));
  for (const int64_t count : {1, 7, 1000, 100'003}) {
    Tensors sum = {randn({count})};
    group.allreduce(sum)->wait();
    std::vector<Tensors> all(1);
    for (int r = 0; r < size; ++r) all[0].push_back(zeros({count}));
    group.allgather(all, sum)->wait();
    for (const Tensor& other : all[0]) EXPECT_TRUE(other.equal(sum[0])) << count;
  }
}

TEST_F(Group, GroupsOfSomeRanks) {
  if (size < 2) GTEST_SKIP();
  const auto pair = ProcessGroupMPI::createProcessGroupMPI({1, 0});
  EXPECT_EQ(static_cast<bool>(pair), rank < 2);
  if (!pair) return;
  EXPECT_EQ(pair->getSize(), 2);
  EXPECT_EQ(pair->getRank(), 1 - rank);
  Tensors tensors = {of_rank(rank)};
  pair->allreduce(tensors)->wait();
  EXPECT_EQ(numbers(tensors[0]), all_of(6, 3));
}

TEST_F(Group, SaysWhatItNeeds) {
  Tensors none, two = {zeros({1}), zeros({1})}, turned = {zeros({2, 3}).t()},
                bools = {zeros({1}, kBool)}, one = {zeros({1})};
  EXPECT_ERROR(group.allreduce(none), "expected a list of one tensor, but got 0");
  EXPECT_ERROR(group.broadcast(two), "expected a list of one tensor, but got 2");
  EXPECT_ERROR(group.allreduce(turned), "contiguous");
  EXPECT_ERROR(group.allreduce(bools), "but got Bool");
  AllreduceOptions mean;
  mean.reduceOp = ReduceOp::AVG;
  EXPECT_ERROR(group.allreduce(one, mean), "MPI does not average");
  EXPECT_ERROR(group.send(one, size, 0), "expected a rank of 0 to");
  BroadcastOptions nobody;
  nobody.rootRank = -1;
  EXPECT_ERROR(group.broadcast(one, nobody), "but got -1");
  std::vector<Tensors> too_many = {Tensors(size_t(size) + 1, one[0])};
  EXPECT_ERROR(group.allgather(too_many, one), "a tensor for each of");
  EXPECT_ERROR(ProcessGroupMPI::createProcessGroupMPI({0, 0}), "different ranks");
  EXPECT_ERROR(ProcessGroupMPI::createProcessGroupMPI({size}), "different ranks");
}

}  // namespace
}  // namespace glassgrad::distributed
