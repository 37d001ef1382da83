// A user's program beside folders that are called as ours and come first on the include path. Each
// name means the user's header; ours come through <glassgrad.h>.
#include "nn/nn.h"

#include <glassgrad.h>
#include <glassgrad/backward_steps.h>
#include <glassgrad/memory.h>
#include <glassgrad/value.h>

#include "autograd/tensor/tensor.h"
#include "data/dataloader.h"
#include "io/endian.h"
#include "io/files.h"
#include "nn/linear.h"
#include "optim/sgd.h"
#include "serialize/save.h"

int sum_of_own() {
  return own::autograd_tensor_tensor() + own::data_dataloader() + own::io_endian() +
         own::io_files() + own::nn_linear() + own::nn_nn() + own::optim_sgd() +
         own::serialize_save();
}

void use_ours(glassgrad::nn::Linear& model, const glassgrad::Tensor& x) {
  glassgrad::optim::SGD optimizer(model->parameters(), /*lr=*/0.1);
  for (const auto& step : glassgrad::autograd::backward_steps(model(x).sum()))
    static_cast<void>(step);
  optimizer.step();
  glassgrad::save(model, "model.safetensors");
}
