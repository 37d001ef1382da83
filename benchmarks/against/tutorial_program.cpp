// The tutorial as a program: what it takes from start to end, and to compile.
#include <cstdio>

#include "benchmarks/against/tutorial.h"

int main() {
  torch::manual_seed(0);
  tutorial::LogisticRegression model;
  torch::nn::BCELoss criterion;
  torch::optim::SGD optimizer(model->parameters(), 2);
  auto loader = torch::data::make_data_loader<torch::data::samplers::SequentialSampler>(
      tutorial::Data().map(torch::data::transforms::Stack<>()), 2);

  double sum = 0;
  for (int epoch = 0; epoch < tutorial::kEpochs; ++epoch)
    sum += tutorial::train_epoch(model, criterion, optimizer, *loader);
  std::printf("%.9f\n", sum);
}
