// The network that guesses the next character.
#include "apps/char_rnn/network.h"

#include <fmt/format.h>

#include <tuple>

#include "apps/support/files.h"

namespace char_rnn {

namespace nn = glassgrad::nn;
using glassgrad::IValue;
using glassgrad::Tensor;

State State::detached() const {
  return {h.defined() ? h.detach() : h, c.defined() ? c.detach() : c};
}

NetworkImpl::NetworkImpl(const Sizes& sizes)
    : embedding(sizes.characters, sizes.embedding), output(sizes.hidden, sizes.characters) {
  register_module("embedding", embedding);
  if (sizes.is_gru) {
    gru = register_module(
        "rnn", nn::GRU(nn::GRUOptions(sizes.embedding, sizes.hidden).num_layers(sizes.layers)));
  } else {
    lstm = register_module(
        "rnn", nn::LSTM(nn::LSTMOptions(sizes.embedding, sizes.hidden).num_layers(sizes.layers)));
  }
  register_module("output", output);
}

Tensor NetworkImpl::forward(const Tensor& ids, State& state) {
  const Tensor x = embedding(ids);
  Tensor remembered;  // [T, B, hidden]
  if (lstm.is_empty()) {
    std::tie(remembered, state.h) = gru(x, state.h);
  } else {
    auto [all, last] = state.h.defined() ? lstm(x, std::make_tuple(state.h, state.c)) : lstm(x);
    remembered = all;
    std::tie(state.h, state.c) = last;
  }
  return output(remembered);
}

void save(const Writer& writer, const std::string& path) {
  glassgrad::Dict<std::string, IValue> file;
  file.insert("model", glassgrad::pickle::dict(writer.network->state_dict()));
  file.insert("characters", encoded(writer.vocabulary.characters()));
  glassgrad::pickle::save_file(file, path);
}

namespace {

using Parameters = glassgrad::OrderedDict<std::string, Tensor>;

[[noreturn]] void refuse(const std::string& path, const std::string& why) {
  throw apps::DataError(fmt::format("{}: expected a network that --save wrote, {}", path, why));
}

/// A parameter with two dimensions, which say how large the network is.
const Tensor& matrix(const Parameters& parameters, const std::string& name,
                     const std::string& path) {
  const Tensor* found = parameters.find(name);
  if (!found || found->dim() != 2 || found->numel() == 0) {
    refuse(path, fmt::format("there is no matrix '{}'", name));
  }
  return *found;
}

Sizes sizes_of(const Parameters& parameters, const std::string& path) {
  const Tensor& rows = matrix(parameters, "embedding.weight", path);
  const Tensor& recurrent =
      matrix(parameters, "rnn.weight_hh_l0", path);  // [gates * hidden, hidden]
  Sizes sizes{rows.size(0)};
  sizes.embedding = rows.size(1);
  sizes.hidden = recurrent.size(1);
  sizes.is_gru = recurrent.size(0) == 3 * sizes.hidden;
  while (parameters.find(fmt::format("rnn.weight_hh_l{}", sizes.layers))) ++sizes.layers;
  return sizes;
}

}  // namespace

Writer load(const std::string& path) {
  const IValue file = glassgrad::pickle::load_file(path);
  if (!file.isGenericDict()) refuse(path, "it holds no dictionary");
  const auto dict = file.toGenericDict();
  if (!dict.contains("model") || !dict.contains("characters")) {
    refuse(path, "'model' or 'characters' is missing");
  }
  if (!dict.at("characters").isString()) refuse(path, "'characters' is no string");
  const Parameters parameters = glassgrad::pickle::tensors(dict.at("model"));
  const Sizes sizes = sizes_of(parameters, path);

  Vocabulary vocabulary(decoded(dict.at("characters").toStringRef(), path));
  if (Vocabulary::of(vocabulary.characters()).size() != sizes.characters ||
      vocabulary.size() != sizes.characters) {
    refuse(path, fmt::format("its network knows {} characters, 'characters' are others",
                             sizes.characters));
  }
  Network network(sizes);
  network->load_state_dict(parameters);
  return {std::move(vocabulary), std::move(network)};
}

}  // namespace char_rnn
