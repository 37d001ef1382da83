// Activation functions.
#include "tests/autograd/ops/table/ops_table.h"

namespace ops_table {
namespace {

using T = const Tensor&;

std::vector<Row> rows() {
  return {
      {"sigmoid", [](T a) { return torch::sigmoid(a); }},
      {"tanh", [](T a) { return torch::tanh(a); }},
      {"relu", [](T a) { return torch::relu(a); }},
      {"leaky_relu", [](T a) { return torch::leaky_relu(a, 0.2); }},
      {"elu", [](T a) { return torch::elu(a, 1.5); }},
      {"selu", [](T a) { return torch::selu(a); }},
      {"celu", [](T a) { return torch::celu(a, 1.5); }},
      {"softplus", [](T a) { return torch::softplus(a, 2, 3); }},
      {"gelu", [](T a) { return torch::gelu(a); }},
      {"gelu_tanh", [](T a) { return torch::gelu(a, "tanh"); }},
      {"silu", [](T a) { return torch::silu(a); }},
      {"hardtanh", [](T a) { return torch::hardtanh(a, -0.5, 0.75); }},
      {"softsign", [](T a) { return torch::softsign(a); }},
      {"logsigmoid", [](T a) { return torch::log_sigmoid(a); }},
      {"mish", [](T a) { return torch::mish(a); }},
      {"relu6", [](T a) { return torch::relu6(a); }},
      {"hardshrink", [](T a) { return torch::hardshrink(a); }},
      {"softshrink", [](T a) { return torch::softshrink(a); }},
      {"tanhshrink", [](T a) { return torch::tanhshrink(a); }},
      {"threshold", [](T a) { return torch::threshold(a, 0.25, 2.5); }},
      {"prelu", [](T a, T weight) { return torch::prelu(a, weight); }},
      {"glu", [](T a) { return torch::glu(a); }},
      {"glu0", [](T a) { return torch::glu(a, 0); }},
      {"softmax0", [](T a) { return torch::softmax(a, 0); }},
      {"softmax1", [](T a) { return torch::softmax(a, 1); }},
      {"softmax_last", [](T a) { return torch::softmax(a, -1); }},
      {"log_softmax0", [](T a) { return torch::log_softmax(a, 0); }},
      {"log_softmax1", [](T a) { return torch::log_softmax(a, 1); }},
      {"log_softmax_last", [](T a) { return torch::log_softmax(a, -1); }},
  };
}

INSTANTIATE_TEST_SUITE_P(Activation, OperationTable, testing::ValuesIn(join("activation", rows())),
                         test_name);

}  // namespace
}  // namespace ops_table
