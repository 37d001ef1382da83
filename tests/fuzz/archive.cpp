// Any bytes as what torch::load and an InputArchive are given, of whatever format.
#include "nn/nn.h"
#include "optim/optim.h"
#include "serialize/serialize.h"
#include "tests/fuzz/fuzz.h"

using namespace glassgrad;

FUZZ(bytes, size) {
  const char* first = reinterpret_cast<const char*>(bytes);
  fuzz::attempt([&] {
    serialize::InputArchive archive, inner;
    archive.load_from(first, size);
    IValue value;
    for (const char* key : {"epoch", "w", "0", "list"}) archive.try_read(key, value);
    if (archive.try_read("model", inner)) inner.try_read("weight", value);
  });
  fuzz::attempt([&] {
    std::vector<Tensor> tensors;
    load(tensors, first, size);
  });
  fuzz::attempt([&] {
    nn::Linear model(1, 1);
    load(model, first, size);
  });
  nn::Linear model(1, 1);
  optim::Adam adam(model->parameters());
  fuzz::attempt([&] { load(adam, first, size); });
  optim::LBFGS lbfgs(model->parameters());
  return fuzz::attempt([&] { load(lbfgs, first, size); });
}
