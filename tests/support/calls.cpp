// How the arguments of a call are drawn.
#include <cmath>
#include <limits>

#include "tests/support/calls.h"

namespace calls {
namespace {

using torch::Tensor;
using Integers = std::vector<std::int64_t>;

constexpr std::int64_t kGreatest = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t kLeast = std::numeric_limits<std::int64_t>::min();

std::uint64_t mixed(std::uint64_t x) {
  x += 0x9e3779b97f4a7c15;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
  x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
  return x ^ (x >> 31);
}

std::string text_of(torch::IntArrayRef numbers) {
  std::string text = "[";
  for (const std::int64_t number : numbers)
    text += (text.size() > 1 ? "," : "") + std::to_string(number);
  return text + "]";
}

std::string text_of(double number) {
  char text[40];
  std::snprintf(text, sizeof text, "%g", number);
  return text;
}

std::string text_of(const Tensor& tensor) {
  if (!tensor.defined()) return "undefined";
  std::string text = torch::toString(tensor.scalar_type());
  text += text_of(tensor.sizes()) + "/" + text_of(tensor.strides());
  if (tensor.requires_grad()) text += "g";
  if (tensor.numel() > 12) return text;
  const Tensor plain = tensor.detach().to(torch::kDouble).contiguous();
  text += "{";
  for (std::int64_t i = 0; i < plain.numel(); ++i)
    text += text_of(plain.data_ptr<double>()[i]) + " ";
  return text + "}";
}

}  // namespace

std::uint64_t seed_of(const char* name, int draw) {
  std::uint64_t seed = 14695981039346656037u;
  for (; *name; ++name) seed = (seed ^ static_cast<unsigned char>(*name)) * 1099511628211u;
  return mixed(seed + static_cast<std::uint64_t>(draw));
}

Input::Input(std::uint64_t seed, Kind kind) : seed_(seed), kind_(kind) {}

std::uint64_t Input::number(int place, int step) const {
  return mixed(seed_ ^ mixed(static_cast<std::uint64_t>(place * 1000 + step + 1)));
}
bool Input::chance(int place, int step, int percent) const {
  return number(place, step) % 100 < static_cast<std::uint64_t>(percent);
}

// --- tensors ---

Integers Input::base_shape() const {
  constexpr int ranks[] = {0, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 4};
  const int rank = rank_ >= 0 && chance(-1, 7, 75) ? rank_ : ranks[number(-1, 0) % 12];
  const bool is_square = chance(-1, 1, 35);
  Integers shape;
  for (int d = 0; d < rank; ++d) {
    const std::uint64_t drawn = number(-1, is_square ? 2 : 2 + d) % 16;
    shape.push_back(drawn == 0 ? 0 : drawn < 4 ? 1 : drawn < 9 ? 2 : drawn < 14 ? 3 : 4);
  }
  return shape;
}

Integers Input::shape(int place) const {
  Integers shape = base_shape();
  const std::uint64_t way = number(place, 0) % 100;
  if (place <= 0 || way < 40) return shape;
  if (way < 52) {
    for (std::size_t d = 0; d < shape.size(); ++d)
      if (chance(place, 10 + static_cast<int>(d), 50)) shape[d] = 1;
  } else if (way < 64 && !shape.empty()) {
    shape.erase(shape.begin());
  } else if (way < 74 && shape.size() > 1) {
    std::swap(shape[shape.size() - 1], shape[shape.size() - 2]);
  } else if (way < 80) {
    shape.insert(shape.begin(), 2);
  } else if (way < 86) {
    shape.clear();
  } else if (way < 92 && !shape.empty()) {
    shape.pop_back();
  } else if (!shape.empty()) {
    shape.back() = static_cast<std::int64_t>(number(place, 1) % 4);
  }
  return shape;
}

torch::ScalarType Input::element_type(int place) const {
  constexpr torch::ScalarType types[] = {torch::kFloat, torch::kLong, torch::kInt,  torch::kBool,
                                         torch::kByte,  torch::kChar, torch::kShort};
  const torch::ScalarType base = chance(-1, 20, 70)   ? torch::kDouble
                                 : chance(-1, 21, 40) ? torch::kFloat
                                                      : types[number(-1, 22) % 7];
  return place == 0 || !chance(place, 23, kind_ == Kind::kBad ? 30 : 12)
             ? base
             : types[number(place, 24) % 7];
}

std::vector<double> Input::values(int place, std::int64_t count) const {
  constexpr double strange[] = {0, -0.0, HUGE_VAL, -HUGE_VAL, NAN, 1, 1e30, -1e-30};
  const std::uint64_t way = number(chance(place, 30, 50) ? place : -1, 31) % 20;
  std::vector<double> values;
  for (std::int64_t i = 0; i < count; ++i) {
    const std::uint64_t drawn = number(place, 200 + static_cast<int>(i));
    const double unit = static_cast<double>(drawn % 1000) / 1000 + 0.0003;
    values.push_back(way < 8    ? 4 * unit - 2
                     : way < 13 ? unit
                     : way < 15 ? static_cast<double>(drawn % 5) - 2
                     : way < 17 ? 1 + 3 * unit
                     : way < 19 ? static_cast<double>(drawn % 4)
                                : (drawn / 1000 % 3 == 0 ? strange[drawn % 8] : unit));
  }
  return values;
}

Tensor Input::make(int place) {
  if (is_bad(place) && chance(place, 91, 30)) return Tensor();
  Integers sizes = shape(place);
  if (is_bad(place)) {
    if (chance(place, 92, 30)) sizes.push_back(0);
    if (chance(place, 93, 20)) sizes = {2, 1, 2, 1, 2, 1};
  }
  std::int64_t count = 1;
  for (const std::int64_t size : sizes) count *= size;
  Tensor plain = torch::empty(sizes, torch::kDouble);
  const std::vector<double> numbers = values(place, count);
  for (std::int64_t i = 0; i < count; ++i)
    plain.data_ptr<double>()[i] = numbers[static_cast<std::size_t>(i)];
  const torch::ScalarType type = element_type(place);
  if (type != torch::kDouble && type != torch::kFloat)
    plain = plain.nan_to_num(0, 3, -3).clamp(type == torch::kByte ? 0 : -5, 5);
  return arranged(place, plain.to(type));
}

/// The same elements in another order of memory; of a leaf that requires grad or not.
Tensor Input::arranged(int place, const Tensor& plain) {
  Tensor leaf = plain.clone();
  const bool has_grad = leaf.is_floating_point() && chance(place, 50, 60);
  const std::uint64_t way = number(place, 51) % 10;
  if (way == 1 && leaf.dim() > 1) leaf = leaf.transpose(-1, -2).contiguous();
  if (way == 2 && leaf.dim() > 0) leaf = torch::stack({leaf, leaf + leaf}, leaf.dim());
  if (way == 3 && leaf.dim() > 0) leaf = leaf.slice(0, 0, 1).clone();
  if (way == 4)
    leaf = leaf.unsqueeze(0)
               .expand([&] {
                 Integers sizes = leaf.sizes().vec();
                 sizes.insert(sizes.begin(), 2);
                 return sizes;
               }())
               .contiguous();
  leaf.requires_grad_(has_grad);
  leaves_.push_back(leaf);
  Tensor result = has_grad && chance(place, 52, 70) ? leaf.clone() : leaf;
  if (way == 1 && leaf.dim() > 1) result = result.transpose(-1, -2);
  if (way == 2 && plain.dim() > 0) result = result.select(-1, 0);
  if (way == 3 && plain.dim() > 0 && leaf.size(0) == 1) result = result.expand(plain.sizes());
  if (way == 4) result = result.select(0, 1);
  return result;
}

Tensor& Input::tensor(int place) {
  const auto [found, is_new] = tensors_.try_emplace(place);
  if (!is_new) return found->second;
  asked_.emplace_back(place, 't');
  found->second = make(place);
  note(place, text_of(found->second));
  return found->second;
}

Tensor& Input::index(int place) {
  const auto [found, is_new] = tensors_.try_emplace(place);
  if (!is_new) return found->second;
  asked_.emplace_back(place, 'i');
  if (is_bad(place)) {
    found->second = make(place);
  } else {
    Integers sizes = shape(place);
    if (chance(place, 60, 50)) sizes = {static_cast<std::int64_t>(number(place, 61) % 4)};
    std::int64_t count = 1;
    for (const std::int64_t size : sizes) count *= size;
    found->second = torch::empty(sizes, torch::kLong);
    const int most = chance(place, 62, 60) ? 2 : chance(place, 63, 60) ? 1 : 5;
    const bool has_negative = chance(place, 64, 15);
    for (std::int64_t i = 0; i < count; ++i) {
      const std::uint64_t drawn = number(place, 200 + static_cast<int>(i));
      std::int64_t value = static_cast<std::int64_t>(drawn % static_cast<unsigned>(most));
      if (has_negative && drawn % 7 == 0)
        value = kind_ == Kind::kBad && drawn % 2 ? kLeast : -value - 1;
      if (kind_ == Kind::kBad && drawn % 31 == 0) value = kGreatest;
      found->second.data_ptr<std::int64_t>()[i] = value;
    }
    if (chance(place, 65, 10)) found->second = found->second.to(torch::kInt);
  }
  note(place, text_of(found->second));
  return found->second;
}

Tensor& Input::mask(int place) {
  const auto [found, is_new] = tensors_.try_emplace(place);
  if (!is_new) return found->second;
  asked_.emplace_back(place, 'm');
  found->second = make(place);
  if (!is_bad(place)) found->second = found->second.detach() > 0.4;
  note(place, text_of(found->second));
  return found->second;
}

std::vector<Tensor>& Input::tensors(int place) {
  const auto [found, is_new] = lists_.try_emplace(place);
  if (!is_new) return found->second;
  constexpr int counts[] = {1, 2, 2, 2, 3, 3, 0, 4};
  for (int i = 0; i < counts[number(place, 66) % 8]; ++i)
    found->second.push_back(tensor((place + 1) * 10 + i));
  return found->second;
}

torch::ArrayRef<torch::indexing::TensorIndex> Input::tensor_indices(int place) {
  using namespace torch::indexing;
  std::vector<TensorIndex>& indices = indices_[place];
  std::string words;
  indices.clear();
  const auto small = [&](int step) {
    return static_cast<std::int64_t>(number(place, step) % 6) - 2;
  };
  for (int i = 0; i < static_cast<int>(number(place, 110) % 5); ++i) {
    const std::uint64_t way = number(place, 111 + i) % (is_bad(place) ? 14 : 12);
    const int step = 120 + 4 * i;
    if (way == 0) indices.push_back(None), words += "None ";
    if (way == 1) indices.push_back(torch::indexing::Ellipsis), words += "... ";
    if (way == 2) indices.push_back(flag(place)), words += "bool ";
    if (way == 3 || way == 4) indices.push_back(Slice()), words += ": ";
    if (way == 5) {
      indices.push_back(Slice(small(step), small(step + 1), small(step + 2)));
      words += std::to_string(small(step)) + ":" + std::to_string(small(step + 1)) + ":" +
               std::to_string(small(step + 2)) + " ";
    }
    if (way == 6) indices.push_back(mask(100 * (place + 1) + i)), words += "mask ";
    if (way == 7 || way == 8)
      indices.push_back(small(step) / 2), words += std::to_string(small(step) / 2) + " ";
    if (way > 8 && way < 12) indices.push_back(index(100 * (place + 1) + i)), words += "index ";
    if (way == 12) indices.push_back(kLeast), words += "least ";
    if (way == 13) indices.push_back(Slice(kGreatest, kLeast, kGreatest)), words += "strange ";
  }
  note(place, words);
  return indices;
}

torch::optional<Tensor> Input::maybe_tensor(int place) {
  if (chance(place, 67, 40)) return torch::nullopt;
  return tensor(place);
}

// --- numbers ---

std::int64_t Input::integer(int place) {
  constexpr std::int64_t strange[] = {-1,           -2, kGreatest, kLeast, kGreatest / 2, 1LL << 60,
                                      -(1LL << 60), 0,  -7,        100,    kGreatest - 1};
  constexpr std::int64_t good[] = {0, 1, 1, 1, 2, 2, 2, 3, 3, 4, -1, -2, 5};
  const std::int64_t value =
      is_bad(place) ? strange[number(place, 70) % 11] : good[number(place, 70) % 13];
  note(place, std::to_string(value));
  return value;
}
std::int64_t Input::small(int place) {
  if (is_bad(place)) {
    const std::int64_t value = integer(place);
    return value == 100 ? 10 : value;  // a cube of them takes long
  }
  const auto value = static_cast<std::int64_t>(number(place, 70) % 3) + 1;
  note(place, std::to_string(value));
  return value;
}
std::int64_t Input::size_of_first(int place, std::int64_t dim) {
  const Tensor& first = tensor(0);
  if (is_bad(place) || !first.defined() || first.dim() < 2 || chance(place, 108, 15))
    return small(place);
  note(place, std::to_string(first.size(dim)));
  return first.size(dim);
}
std::int64_t Input::dim(int place) {
  constexpr std::int64_t strange[] = {4, -5, 9, -9, kGreatest, kLeast, 1LL << 32, -(1LL << 32)};
  const auto rank = static_cast<std::int64_t>(base_shape().size());
  const std::int64_t range = rank > 0 ? rank : 1;
  const std::int64_t drawn = static_cast<std::int64_t>(number(place, 71) % 1000);
  std::int64_t value = drawn % (2 * range) - range;
  if (chance(place, 72, 6)) value = drawn % 2 ? range : -range - 1;
  if (is_bad(place)) value = strange[number(place, 73) % 8];
  note(place, std::to_string(value));
  return value;
}
std::size_t Input::count(int place) {
  const std::size_t value = number(place, 74) % 4;
  note(place, std::to_string(value));
  return value;
}
torch::optional<std::int64_t> Input::maybe_integer(int place) {
  if (chance(place, 75, 40)) return torch::nullopt;
  return integer(place);
}
torch::optional<std::int64_t> Input::maybe_dim(int place) {
  if (chance(place, 75, 35)) return torch::nullopt;
  return dim(place);
}

torch::IntArrayRef Input::integers(int place) {
  constexpr std::int64_t strange[] = {-1, -2, 0, kGreatest, kLeast, 1LL << 60, 7, -1, 1};
  Integers numbers = base_shape();
  const std::uint64_t way = number(place, 76) % 10;
  if (way < 3) {
    numbers.assign(1 + number(place, 77) % 3, 0);
    for (std::size_t i = 0; i < numbers.size(); ++i)
      numbers[i] = static_cast<std::int64_t>(number(place, 78 + static_cast<int>(i)) % 4);
  } else if (way == 3) {
    numbers.insert(numbers.begin(), 2);
  } else if (way == 4) {
    std::int64_t product = 1;
    for (const std::int64_t size : numbers) product *= size;
    numbers = {product};
  } else if (way == 5 && !numbers.empty()) {
    numbers[number(place, 79) % numbers.size()] = -1;
  } else if (way == 6) {
    numbers.assign(numbers.size(), 1);
  }
  if (is_bad(place)) {
    for (std::int64_t& size : numbers)
      if (number(place, static_cast<int>(84 + (&size - numbers.data()))) % 2)
        size = strange[number(place, static_cast<int>(300 + (&size - numbers.data()))) % 9];
    if (chance(place, 89, 30)) numbers.push_back(strange[number(place, 88) % 9]);
    // Their product has no bit left.
    if (chance(place, 87, 10)) numbers = {1LL << 32, 1LL << 32};
  }
  integers_[place] = numbers;
  note(place, text_of(numbers));
  return integers_[place];
}

torch::IntArrayRef Input::dims(int place) {
  const auto rank = static_cast<std::int64_t>(base_shape().size());
  const std::int64_t range = rank > 0 ? rank : 1;
  Integers numbers;
  const std::uint64_t way = number(place, 76) % 10;
  if (way < 4) {  // a permutation, or a part of it
    for (std::int64_t d = 0; d < rank; ++d) numbers.push_back(d);
    for (std::size_t d = numbers.size(); d > 1; --d)
      std::swap(numbers[d - 1], numbers[number(place, 80 + static_cast<int>(d)) % d]);
    if (way == 3 && !numbers.empty()) numbers.pop_back();
    if (way == 2)
      for (std::int64_t& d : numbers) d -= rank;
  } else if (way < 9) {
    const std::uint64_t count = way < 7 ? 1 : number(place, 77) % 4;
    for (std::uint64_t i = 0; i < count; ++i)
      numbers.push_back(static_cast<std::int64_t>(number(place, 300 + static_cast<int>(i)) %
                                                  static_cast<std::uint64_t>(2 * range)) -
                        range);
  }
  if (is_bad(place))
    numbers.push_back(chance(place, 94, 50) ? 7 : chance(place, 95, 50) ? kLeast : kGreatest);
  integers_[place] = numbers;
  note(place, text_of(numbers));
  return integers_[place];
}

torch::OptionalIntArrayRef Input::maybe(int place, torch::IntArrayRef numbers) {
  if (chance(place, 96, 30)) return note(place, "none"), torch::OptionalIntArrayRef();
  return numbers;
}

double Input::real(int place) {
  constexpr double good[] = {0, 1, 0.5, 2, 1.5, -1, 3, 0.1, 1e-5, 0.9};
  constexpr double strange[] = {NAN, HUGE_VAL, -HUGE_VAL, -3, 1e300, 1e18, -1e18, 0, -0.0, 1e-300};
  const double value = (is_bad(place) ? strange : good)[number(place, 97) % 10];
  note(place, text_of(value));
  return value;
}
torch::optional<double> Input::maybe_real(int place) {
  if (chance(place, 75, 40)) return torch::nullopt;
  return real(place);
}
torch::ArrayRef<double> Input::reals(int place) {
  std::vector<double>& numbers = reals_[place];
  numbers.clear();
  for (std::uint64_t i = 0; i < number(place, 98) % 3; ++i)
    numbers.push_back(static_cast<double>(number(place, 99 + static_cast<int>(i)) % 5) / 2);
  return numbers;
}
torch::optional<torch::ArrayRef<double>> Input::maybe_reals(int place) {
  if (chance(place, 75, 60)) return torch::nullopt;
  return reals(place);
}

torch::Scalar Input::scalar(int place) {
  switch (number(place, 100) % 4) {
    case 0:
      return integer(place);
    case 1:
      return chance(place, 101, 20) ? torch::Scalar(flag(place)) : torch::Scalar(real(place));
    default:
      return real(place);
  }
}
torch::optional<torch::Scalar> Input::maybe_scalar(int place) {
  if (chance(place, 75, 40)) return torch::nullopt;
  return scalar(place);
}
torch::optional<bool> Input::maybe_flag(int place) {
  if (chance(place, 75, 40)) return torch::nullopt;
  return flag(place);
}

// --- words and types ---

Text Input::text(int place) {
  constexpr const char* words[] = {
      "floor",  "trunc",    "add",  "multiply", "sum",     "prod",   "mean",     "amax",    "amin",
      "ij",     "xy",       "fro",  "nuc",      "reduced", "linear", "midpoint", "nearest", "lower",
      "higher", "complete", "none", "tanh",     "L",       "",       "no such"};
  const char* const word = words[number(place, 102) % 25];
  note(place, word);
  return word;
}
torch::optional<Text> Input::maybe_text(int place) {
  if (chance(place, 75, 40)) return torch::nullopt;
  return text(place);
}
torch::ScalarType Input::type(int place) {
  constexpr torch::ScalarType good[] = {torch::kDouble, torch::kFloat, torch::kDouble,
                                        torch::kFloat,  torch::kLong,  torch::kInt,
                                        torch::kBool,   torch::kByte};
  const torch::ScalarType value = is_bad(place) && chance(place, 103, 30)
                                      ? torch::ScalarType::Undefined
                                      : good[number(place, 104) % 8];
  note(place, torch::toString(value));
  return value;
}
torch::optional<torch::ScalarType> Input::maybe_type(int place) {
  if (chance(place, 75, 60)) return torch::nullopt;
  return type(place);
}
torch::TensorOptions Input::options(int place) {
  torch::TensorOptions options;
  if (chance(place, 105, 60)) options = options.dtype(type(place));
  if (chance(place, 106, 20)) options = options.requires_grad(true);
  return options;
}

void Input::draw_like(const Input& other) {
  rank_ = other.rank_;
  for (const auto& [place, how] : other.asked_)
    how == 't' ? tensor(place) : how == 'i' ? index(place) : mask(place);
}

std::vector<Tensor> Input::all() const {
  std::vector<Tensor> all(leaves_.begin(), leaves_.end());
  for (const auto& [place, tensor] : tensors_) all.push_back(tensor);
  return all;
}

std::string Input::describe() const {
  std::string text;
  for (const auto& [place, words] : words_)
    text += (text.empty() ? "" : "; ") + std::to_string(place) + ": " + words;
  return text;
}

}  // namespace calls
