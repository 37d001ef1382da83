#include "tests/support/golden_tensor.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace golden {
namespace {

const std::pair<const char*, torch::ScalarType> dtypes[] = {
    {"Double", torch::kFloat64}, {"Float", torch::kFloat32}, {"Long", torch::kInt64},
    {"Int", torch::kInt32},      {"Byte", torch::kUInt8},    {"Bool", torch::kBool},
};

/// Calls visit(offset in storage elements) for every element in row-major order.
template <class Visit>
void for_each_offset(const torch::Tensor& tensor, std::int64_t dim, std::int64_t offset,
                     const Visit& visit) {
  if (dim == tensor.dim()) return visit(offset);
  for (std::int64_t i = 0; i < tensor.size(dim); ++i)
    for_each_offset(tensor, dim + 1, offset + i * tensor.stride(dim), visit);
}

template <class T>
std::vector<double> read_values(const torch::Tensor& tensor) {
  std::vector<double> values;
  if (tensor.numel() == 0) return values;
  const T* data = tensor.data_ptr<T>();
  for_each_offset(tensor, 0, 0, [&](std::int64_t offset) {
    values.push_back(static_cast<double>(data[offset]));
  });
  return values;
}

std::vector<double> read_values(const torch::Tensor& tensor) {
#ifdef GLASSGRAD_TEST_LIBTORCH
  if (tensor._is_zerotensor()) return std::vector<double>(tensor.numel(), 0);  // has no memory
#endif
  const torch::ScalarType dtype = tensor.scalar_type();
  if (dtype == torch::kFloat64) return read_values<double>(tensor);
  if (dtype == torch::kFloat32) return read_values<float>(tensor);
  if (dtype == torch::kInt64) return read_values<std::int64_t>(tensor);
  if (dtype == torch::kInt32) return read_values<std::int32_t>(tensor);
  if (dtype == torch::kUInt8) return read_values<std::uint8_t>(tensor);
  if (dtype == torch::kBool) return read_values<bool>(tensor);
  throw std::runtime_error("the golden file knows no such type");
}

/// Dimensions in reverse order in memory.
torch::Tensor transposed(const torch::Tensor& tensor) {
  std::vector<std::int64_t> reversed;
  for (std::int64_t dim = tensor.dim(); dim-- > 0;) reversed.push_back(dim);
  return tensor.permute(reversed).contiguous().permute(reversed);
}

/// Every second element of the last dimension of a wider tensor, starting at offset 1; the others
/// are 0.
torch::Tensor strided(const Array& array) {
  Array wide = array;
  const std::int64_t columns = array.shape.back();
  wide.shape.back() = 2 * columns + 1;
  wide.values.clear();
  for (std::size_t i = 0; i < array.values.size(); ++i) {
    wide.values.insert(wide.values.end(), {0, array.values[i]});
    if (static_cast<std::int64_t>(i + 1) % columns == 0) wide.values.push_back(0);
  }
  return to_tensor(wide).slice(-1, 1, 2 * columns + 1, 2);
}

/// Stride 0 in the first dimension.
torch::Tensor expanded(const torch::Tensor& tensor) {
  return tensor.narrow(0, 0, 1).clone().expand(tensor.sizes());
}

torch::Tensor with_layout(const Input& input) {
  if (input.layout == "contiguous") return to_tensor(input.array);
  if (input.layout == "transposed") return transposed(to_tensor(input.array));
  if (input.layout == "strided") return strided(input.array);
  if (input.layout == "expanded") return expanded(to_tensor(input.array));
  throw std::runtime_error("unknown layout: " + input.layout);
}

}  // namespace

torch::Tensor to_tensor(const Array& array) {
  torch::Tensor tensor = torch::empty(array.shape, torch::kFloat64);
  if (!array.values.empty())
    std::copy(array.values.begin(), array.values.end(), tensor.data_ptr<double>());
  return tensor.to(to_dtype(array.dtype));
}

torch::Tensor to_tensor(const Input& input, bool requires_grad) {
  const torch::Tensor tensor = with_layout(input);
  return requires_grad ? tensor.detach().requires_grad_(true) : tensor;
}

Array to_array(const torch::Tensor& tensor) {
  Array array{to_name(tensor.scalar_type()), {}, read_values(tensor)};
  for (std::int64_t dim = 0; dim < tensor.dim(); ++dim) array.shape.push_back(tensor.size(dim));
  return array;
}

torch::ScalarType to_dtype(const std::string& name) {
  for (const auto& [known, dtype] : dtypes)
    if (name == known) return dtype;
  throw std::runtime_error("unknown type: " + name);
}

std::string to_name(torch::ScalarType dtype) {
  for (const auto& [name, known] : dtypes)
    if (dtype == known) return name;
  return "other";
}

std::string to_text(const std::vector<std::int64_t>& shape) {
  std::string text = "[";
  for (const std::int64_t size : shape) text += (text.size() > 1 ? "," : "") + std::to_string(size);
  return text + "]";
}

}  // namespace golden
