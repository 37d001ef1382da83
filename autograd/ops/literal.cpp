// tensor({{1, 2}, {3, 4}}): numbers written in the program.

#include <fmt/format.h>

#include "autograd/ops/creation.h"
#include "autograd/ops/op.h"

namespace glassgrad {
namespace detail {
namespace {

// "2 3"
std::string join(const Dims& sizes) { return fmt::format("{}", fmt::join(sizes, " ")); }

}  // namespace

TensorData::TensorData(Scalar value, ScalarType type) : type_(type), values_{value} {}

TensorData::TensorData(std::initializer_list<TensorData> list)
    : type_(list.size() > 0 ? list.begin()->type_ : get_default_scalar_type()) {
  sizes_.push_back(static_cast<int64_t>(list.size()));
  if (list.size() == 0) return;

  const TensorData& first = *list.begin();
  for (const TensorData& item : list) {
    check_after_latest_call(
        item.sizes_ == first.sizes_,
        "Expected all sub-lists to have sizes: {} (e.g. {}), but got sub-list {} with sizes: {}",
        join(first.sizes_), first.text(), item.text(), join(item.sizes_));
    check_after_latest_call(
        item.type_ == type_,
        "Expected all elements of the tensor to have the same scalar type: {}, but got element "
        "of scalar type: {}",
        type_, item.type_);
    values_.insert(values_.end(), item.values_.begin(), item.values_.end());
  }
  sizes_.append(first.sizes_.begin(), first.sizes_.end());
}

void TensorData::print(std::string& out, size_t dim, size_t& position) const {
  if (dim == sizes_.size()) {
    const Scalar& value = values_[position++];
    out += value.isFloatingPoint() ? fmt::format("{:g}", value.toDouble())
                                   : fmt::format("{}", value.toLong());
    return;
  }
  out += '{';
  for (int64_t i = 0; i < sizes_[dim]; ++i) {
    if (i > 0) out += ", ";
    print(out, dim + 1, position);
  }
  out += '}';
}

std::string TensorData::text() const {
  std::string out;
  size_t position = 0;
  print(out, 0, position);
  return out;
}

}  // namespace detail

namespace {

// An int becomes int64, floating values the default type; smaller integers stay what they are.
ScalarType literal_type(ScalarType written) {
  if (isFloatingType(written)) return get_default_scalar_type();
  return written == kInt ? kLong : written;
}

}  // namespace

Tensor tensor(const detail::TensorData& data, const TensorOptions& options, Caller caller) {
  caller.enter();
  const ScalarType dtype = options.dtype_opt().value_or(literal_type(data.scalar_type()));
  Tensor t = new_tensor(data.sizes(), dtype, options);
  visit(dtype, [&]<class T>() {
    T* out = glassgrad::data<T>(t);
    for (const Scalar& value : data.values()) *out++ = value.to<T>();
  });
  return finish(std::move(t), options);
}

}  // namespace glassgrad
