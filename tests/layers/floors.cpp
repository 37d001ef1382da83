#include "tests/layers/floors.h"

namespace layers {

const std::vector<Room>& rooms() {
  static const std::vector<Room> table = {
      {1, "base", "autograd/base/"},
      {1, "formulas", "autograd/formulas/"},
      {1, "newest_first.h", "autograd/newest_first.h"},
      {2, "types", "autograd/types/"},
      {2, "value", "autograd/value/"},
      {3, "tensor", "autograd/tensor/"},
      {3, "kernels", "autograd/kernels/"},
      {4, "functions", "autograd/functions/"},
      {4, "functions", "autograd/functions.h"},
      {4, "graph", "autograd/graph/"},
      {5, "ops", "autograd/ops/"},
      {6, "inspect", "autograd/inspect/"},
  };
  return table;
}

}  // namespace layers
