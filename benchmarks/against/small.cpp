// What takes long because it is many small things: the tutorial, tensors of two elements, chains.

#include "benchmarks/against/framework.h"
#include "benchmarks/against/tutorial.h"

namespace against {
namespace {

using torch::Tensor;

// --- the tutorial ---

struct Training {
  tutorial::LogisticRegression model = seeded_model();
  Tensor weight = model->linear->weight.detach().clone();
  Tensor bias = model->linear->bias.detach().clone();
  torch::nn::BCELoss criterion;
  torch::optim::SGD optimizer{model->parameters(), 2};
  double sum = 0;

  static tutorial::LogisticRegression seeded_model() {
    torch::manual_seed(0);
    return tutorial::LogisticRegression();
  }
  /// The whole training, from the same start each time.
  template <class Batches>
  void run(Batches& batches) {
    {
      torch::NoGradGuard no_grad;
      model->linear->weight.copy_(weight);
      model->linear->bias.copy_(bias);
    }
    sum = 0;
    for (int epoch = 0; epoch < tutorial::kEpochs; ++epoch)
      sum += tutorial::train_epoch(model, criterion, optimizer, batches);
  }
};

Job tutorial_with_batches() {
  auto training = std::make_shared<Training>();
  const tutorial::Data data;
  std::vector<torch::data::Example<>> batches;
  for (int64_t i = 0; i < data.x.size(0); i += 2)
    batches.emplace_back(data.x.slice(0, i, i + 2), data.y.slice(0, i, i + 2));
  return {[=]() mutable { training->run(batches); }, [=] { return training->sum; }};
}

Job tutorial_with_loader() {
  auto training = std::make_shared<Training>();
  auto made = torch::data::make_data_loader<torch::data::samplers::SequentialSampler>(
      tutorial::Data().map(torch::data::transforms::Stack<>()), 2);
  auto loader = std::make_shared<decltype(made)>(std::move(made));
  return {[=] { training->run(**loader); }, [=] { return training->sum; }};
}

// --- two elements ---

Job mul_of_two(bool recording) {
  const Tensor a = tensor_of({1.5f, -2}, {2}).set_requires_grad(recording);
  const Tensor b = tensor_of({3, 0.25f}, {2});
  auto y = std::make_shared<Tensor>();
  return {[=] {
            const torch::AutoGradMode mode(recording);
            for (int i = 0; i < 1000; ++i) *y = a * b;
          },
          [=] { return fingerprint(*y); }};
}

// --- x = x w + b ---

Job chain(int64_t length) {
  const Tensor x = tensor_of({1, -0.5f}, {2});
  const Tensor w = tensor_of({1.0001f, 0.9999f}, {2}).set_requires_grad(true);
  const Tensor b = tensor_of({0.001f, -0.002f}, {2}).set_requires_grad(true);
  return {[=] {
            w.mutable_grad().reset();
            b.mutable_grad().reset();
            Tensor y = x;
            for (int64_t i = 0; i < length; ++i) y = y * w + b;
            y.sum().backward();
          },
          [=] { return fingerprint(w.grad()) + fingerprint(b.grad()); }};
}

}  // namespace

void offer_small() {
  constexpr double kIterations = tutorial::kEpochs * tutorial::kBatches;
  offer({"tutorial/batches", kIterations, tutorial_with_batches});
  offer({"tutorial/loader", kIterations, tutorial_with_loader});
  offer({"mul/2/forward", 1000, [] { return mul_of_two(false); }});
  offer({"mul/2/recording", 1000, [] { return mul_of_two(true); }});
  offer({"chain/1000", 2000, [] { return chain(1000); }});
  for (const int64_t nodes : doublings(256, 1 << 18))
    offer({"growth/nodes/" + std::to_string(nodes), 1, [=] { return chain(nodes / 2); }});
}

}  // namespace against
