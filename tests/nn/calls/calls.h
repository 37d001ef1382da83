#pragma once
// Every function of nn::functional and every module as a call with drawn arguments and options.

#include <algorithm>
#include <type_traits>

#include "nn/nn.h"
#include "tests/support/calls.h"

namespace calls {

namespace nn = torch::nn;
namespace F = torch::nn::functional;

/// Every row; written by make_nn_calls.py.
Rows function_rows();
Rows module_rows();

// --- an option of any type ---

inline void draw(Input& in, int place, bool& option) { option = in.flag(place); }
inline void draw(Input& in, int place, double& option) { option = in.real(place); }
inline void draw(Input& in, int place, std::int64_t& option) { option = in.integer(place); }
inline void draw(Input& in, int place, torch::Tensor& option) { option = in.tensor(place); }
inline void draw(Input& in, int place, torch::ScalarType& option) { option = in.type(place); }
inline void draw(Input& in, int place, std::string& option) {
  option = in.flag(place) ? in.word(place) : "tanh";
}
inline void draw(Input& in, int place, std::vector<std::int64_t>& option) {
  option = in.integers(place).vec();
}
inline void draw(Input& in, int place, std::vector<double>& option) {
  option = in.reals(place).vec();
}
inline void draw(Input& in, int place, nn::activation_t& option) {
  if (in.flag(place)) option = torch::kGELU;
}
template <std::size_t D, class Number>
void draw(Input& in, int place, torch::ExpandingArray<D, Number>& option) {
  for (std::size_t i = 0; i < D; ++i)
    if constexpr (std::is_same_v<Number, double>)
      (*option)[i] = in.real(place) / 2;
    else
      (*option)[i] =
          in.flag(place) ? in.integer(place) : in.small(place + 200 + static_cast<int>(i));
}
template <std::size_t D>
void draw(Input& in, int place, nn::detail::conv_padding_t<D>& option) {
  const std::size_t way = in.count(place);
  if (way == 0)
    option = torch::kValid;
  else if (way == 1)
    option = torch::kSame;
  else
    option = in.integer(place);
}
template <class... Names>
void draw(Input& in, int place, torch::enumtype::OneOf<Names...>& option) {
  std::size_t left = in.count(place) + 4 * in.count(place + 1000);
  left %= sizeof...(Names);
  ((left-- == 0 ? void(option = Names()) : void()), ...);
}
template <class T>
void draw(Input& in, int place, torch::optional<T>& option) {
  if constexpr (std::is_default_constructible_v<T>)
    option.emplace();
  else
    option.emplace(1);
  draw(in, place, *option);
}

// --- modules ---

/// What is thrown before a call says so: constructors know no more than the latest call.
template <class Made, class... Arguments>
Made constructed(const Arguments&... arguments) try {
  return Made(arguments...);
} catch (const glassgrad::Error& error) {
  throw glassgrad::Error(std::string("before the call: ") + error.what());
}

/// A module for the first tensor's type, in training or not. What it consists of has to be the
/// same after an error.
template <class Module, class... Options>
Module module_of(Input& in, const Options&... options) {
  Module module = constructed<Module>(options...);
  const torch::Tensor& first = in.tensor(0);
  const std::vector<torch::Tensor> drawn = in.all();
  std::vector<torch::Tensor> parts = module->parameters();
  for (const torch::Tensor& buffer : module->buffers()) parts.push_back(buffer);
  for (torch::Tensor& part : parts) {
    const auto is_part = [&](const torch::Tensor& other) { return other.is_same(part); };
    if (std::any_of(drawn.begin(), drawn.end(), is_part)) continue;  // an option: as it was drawn
    if (part.is_floating_point() && first.defined() && first.is_floating_point())
      part.set_data(part.detach().to(first.scalar_type()));
    in.keep(part);
  }
  if (in.flag(99)) module->eval();
  return module;
}

inline nn::utils::rnn::PackedSequence packed(Input& in, int place) try {
  return nn::utils::rnn::pack_padded_sequence(in.tensor(place), in.index(place + 50), in.flag(98),
                                              false);
} catch (const glassgrad::Error& error) {
  throw glassgrad::Error(std::string("before the call: ") + error.what());
}
inline Output& operator<<(Output& out, const nn::utils::rnn::PackedSequence& sequence) {
  return out << sequence.data();
}
inline Output& operator<<(Output& out, const nn::ASMoutput& result) {
  return out << result.output << result.loss;
}

}  // namespace calls
