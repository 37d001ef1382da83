#pragma once
// What a transform is: a function over batches or examples.

#include <functional>
#include <utility>
#include <vector>

#include "../example.h"

namespace glassgrad::data::transforms {

/// From one batch to another. Derive, and write apply_batch.
template <class InputBatch, class OutputBatch>
class BatchTransform {
 public:
  using InputBatchType = InputBatch;
  using OutputBatchType = OutputBatch;
  BatchTransform() = default;
  BatchTransform(const BatchTransform&) = default;
  BatchTransform& operator=(const BatchTransform&) = default;
  virtual ~BatchTransform() = default;
  virtual OutputBatch apply_batch(InputBatch input_batch) = 0;
};

/// From one example to another; a batch goes example by example. Derive, and write apply.
template <class Input, class Output>
class Transform : public BatchTransform<std::vector<Input>, std::vector<Output>> {
 public:
  using InputType = Input;
  using OutputType = Output;
  virtual OutputType apply(InputType input) = 0;

  std::vector<Output> apply_batch(std::vector<Input> input_batch) override {
    std::vector<Output> batch;
    batch.reserve(input_batch.size());
    for (Input& input : input_batch) batch.push_back(apply(std::move(input)));
    return batch;
  }
};

/// A function over a batch.
template <class Input, class Output = Input>
class BatchLambda : public BatchTransform<Input, Output> {
 public:
  using FunctionType = std::function<Output(Input)>;
  explicit BatchLambda(FunctionType function) : function_(std::move(function)) {}
  Output apply_batch(Input input_batch) override { return function_(std::move(input_batch)); }

 private:
  FunctionType function_;
};

/// A function over one example.
template <class Input, class Output = Input>
class Lambda : public Transform<Input, Output> {
 public:
  using FunctionType = std::function<Output(Input)>;
  explicit Lambda(FunctionType function) : function_(std::move(function)) {}
  Output apply(Input input) override { return function_(std::move(input)); }

 private:
  FunctionType function_;
};

/// Makes one value of a batch of examples.
template <class T, class Batch = std::vector<T>>
using Collation = BatchTransform<Batch, T>;
/// A function that does so.
template <class T, class Batch = std::vector<T>>
using Collate = BatchLambda<Batch, T>;

}  // namespace glassgrad::data::transforms
