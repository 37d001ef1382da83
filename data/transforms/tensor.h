#pragma once
// Transforms of the data of an example.

#include "../../autograd/functions/creation.h"
#include "../../autograd/functions/pointwise.h"
#include "base.h"

namespace glassgrad::data::transforms {

/// Changes the data of an example and leaves its target. Derive, and write operator().
template <class Target = Tensor>
class TensorTransform : public Transform<Example<Tensor, Target>, Example<Tensor, Target>> {
 public:
  using E = Example<Tensor, Target>;
  virtual Tensor operator()(Tensor input) = 0;
  E apply(E input) override {
    input.data = (*this)(std::move(input.data));
    return input;
  }
};

/// A function over the data of an example.
template <class Target = Tensor>
class TensorLambda : public TensorTransform<Target> {
 public:
  using FunctionType = std::function<Tensor(Tensor)>;
  explicit TensorLambda(FunctionType function) : function_(std::move(function)) {}
  Tensor operator()(Tensor input) override { return function_(std::move(input)); }

 private:
  FunctionType function_;
};

/// y_c = (x_c - mean_c) / stddev_c for data of shape [C, height, width]; one number serves all
/// channels.
template <class Target = Tensor>
struct Normalize : TensorTransform<Target> {
  Normalize(ArrayRef<double> mean_, ArrayRef<double> stddev_)
      : mean(column(mean_)), stddev(column(stddev_)) {}
  Tensor operator()(Tensor input) override {
    return input.sub(mean.to(input.scalar_type())).div(stddev.to(input.scalar_type()));
  }

  Tensor mean, stddev;

 private:
  static Tensor column(ArrayRef<double> values) {
    return tensor(values.vec(), kFloat).unsqueeze(1).unsqueeze(2);
  }
};

}  // namespace glassgrad::data::transforms
