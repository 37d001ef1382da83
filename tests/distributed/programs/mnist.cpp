// In the manner of PyTorch's own example of distributed training in C++ (examples/cpp/distributed):
// what a program written for libtorch looks like that averages its gradients by hand. The images
// are in the folder above.
#include <torch/torch.h>
#include <c10d/ProcessGroupMPI.hpp>

#include <iostream>

struct Model : torch::nn::Module {
  Model()
      : conv1(torch::nn::Conv2dOptions(1, 10, 5)),
        conv2(torch::nn::Conv2dOptions(10, 20, 5)),
        fc1(320, 50),
        fc2(50, 10) {
    register_module("conv1", conv1);
    register_module("conv2", conv2);
    register_module("conv2_drop", conv2_drop);
    register_module("fc1", fc1);
    register_module("fc2", fc2);
  }

  torch::Tensor forward(torch::Tensor x) {
    x = torch::relu(torch::max_pool2d(conv1->forward(x), 2));
    x = torch::relu(torch::max_pool2d(conv2_drop->forward(conv2->forward(x)), 2));
    x = x.view({-1, 320});
    x = torch::relu(fc1->forward(x));
    x = torch::dropout(x, 0.5, is_training());
    x = fc2->forward(x);
    return torch::log_softmax(x, 1);
  }

  torch::nn::Conv2d conv1;
  torch::nn::Conv2d conv2;
  torch::nn::Dropout2d conv2_drop;
  torch::nn::Linear fc1;
  torch::nn::Linear fc2;
};

void wait_for(c10::intrusive_ptr<c10d::ProcessGroupMPI> group,
              std::vector<c10::intrusive_ptr<::c10d::Work>> works) {
  for (auto& work : works) {
    try {
      work->wait();
    } catch (const std::exception& error) {
      std::cerr << "Exception received: " << error.what() << std::endl;
      group->abort();
    }
  }
}

int main() {
  auto group = c10d::ProcessGroupMPI::createProcessGroupMPI();
  auto rank_count = group->getSize();
  auto rank = group->getRank();

  const char* data_root = "../data";
  auto train_dataset = torch::data::datasets::MNIST(data_root)
                           .map(torch::data::transforms::Normalize<>(0.1307, 0.3081))
                           .map(torch::data::transforms::Stack<>());
  auto sampler = torch::data::samplers::DistributedRandomSampler(train_dataset.size().value(),
                                                                 rank_count, rank, false);
  auto images_per_rank = train_dataset.size().value() / rank_count;
  auto batch_size_per_rank = 64 / rank_count;
  auto loader =
      torch::data::make_data_loader(std::move(train_dataset), sampler, batch_size_per_rank);

  torch::manual_seed(0);
  auto model = std::make_shared<Model>();
  torch::optim::SGD optimizer(model->parameters(), 1e-2);

  for (size_t epoch = 1; epoch <= 2; ++epoch) {
    size_t correct = 0;
    for (auto& batch : *loader) {
      auto images = batch.data.to(torch::kF32);
      auto labels = batch.target.squeeze().to(torch::kLong);
      model->zero_grad();
      auto prediction = model->forward(images);
      auto loss = torch::nll_loss(torch::log_softmax(prediction, 1), labels);
      loss.backward();

      std::vector<c10::intrusive_ptr<::c10d::Work>> works;
      for (auto& param : model->named_parameters()) {
        std::vector<torch::Tensor> gradient = {param.value().grad()};
        auto work = group->allreduce(gradient);
        works.push_back(std::move(work));
      }
      wait_for(group, works);
      for (auto& param : model->named_parameters())
        param.value().grad().data() = param.value().grad().data() / rank_count;

      optimizer.step();
      auto guess = prediction.argmax(1);
      correct += torch::sum(guess.eq_(labels)).item<int64_t>();
    }
    std::cout << "Accuracy in rank " << rank << " in epoch " << epoch << " - "
              << 100.0 * correct / images_per_rank << std::endl;
  }

  if (rank == 0) {
    auto test_dataset =
        torch::data::datasets::MNIST(data_root, torch::data::datasets::MNIST::Mode::kTest)
            .map(torch::data::transforms::Normalize<>(0.1307, 0.3081))
            .map(torch::data::transforms::Stack<>());
    auto test_count = test_dataset.size().value();
    auto test_loader = torch::data::make_data_loader(std::move(test_dataset), test_count);
    model->eval();
    int correct = 0;
    for (auto& batch : *test_loader) {
      auto labels = batch.target.squeeze().to(torch::kLong);
      auto prediction = model->forward(batch.data.to(torch::kF32));
      auto loss = torch::nll_loss(torch::log_softmax(prediction, 1), labels);
      std::cout << "Test loss - " << loss.item<float>() << std::endl;
      correct += torch::sum(prediction.argmax(1).eq_(labels)).item<int64_t>();
    }
    std::cout << "Test accuracy - " << 100.0 * correct / test_count << std::endl;
  }
}
