#pragma once
// Calls with drawn arguments. Written in libtorch's words alone: tools/compare_libtorch.py compiles
// this with libtorch too.

#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "tests/support/library.h"

namespace calls {

#ifdef GLASSGRAD_TEST_LIBTORCH
using Text = c10::string_view;
#else
using Text = std::string_view;
#endif

/// Which arguments are drawn: such as often fit together, or some that fit nowhere.
enum class Kind { kGood, kBad };

/// The arguments of one call: argument `place` is a function of seed, kind and place alone.
class Input {
 public:
  Input(std::uint64_t seed, Kind kind);

  torch::Tensor& tensor(int place);
  torch::Tensor& index(int place);  ///< int64 numbers, most of them small
  torch::Tensor& mask(int place);   ///< bool
  std::vector<torch::Tensor>& tensors(int place);
  torch::optional<torch::Tensor> maybe_tensor(int place);

  std::int64_t integer(int place);
  std::int64_t small(int place);  ///< 1 to 3, for a window or a number of channels
  std::int64_t size_of_first(int place, std::int64_t dim);  ///< of tensor(0), more often than not
  std::int64_t dim(int place);
  std::size_t count(int place);
  torch::optional<std::int64_t> maybe_integer(int place);
  torch::optional<std::int64_t> maybe_dim(int place);
  torch::IntArrayRef integers(int place);  ///< sizes, strides, repetitions
  torch::IntArrayRef dims(int place);
  torch::OptionalIntArrayRef maybe_integers(int place) { return maybe(place, integers(place)); }
  torch::OptionalIntArrayRef maybe_dims(int place) { return maybe(place, dims(place)); }
  double real(int place);
  torch::optional<double> maybe_real(int place);
  torch::ArrayRef<double> reals(int place);
  torch::optional<torch::ArrayRef<double>> maybe_reals(int place);
  torch::Scalar scalar(int place);
  torch::optional<torch::Scalar> maybe_scalar(int place);
  /// Whether an option is another than its default; in some calls none is.
  bool is_given(int place) { return !chance(-1, 107, 40) && chance(place, 107, 40); }
  bool flag(int place) { return number(place, 0) % 2 != 0; }
  torch::optional<bool> maybe_flag(int place);
  Text text(int place);
  std::string word(int place) { return std::string(text(place)); }
  torch::ArrayRef<torch::indexing::TensorIndex> tensor_indices(int place);
  torch::optional<Text> maybe_text(int place);
  torch::ScalarType type(int place);
  torch::optional<torch::ScalarType> maybe_type(int place);
  torch::TensorOptions options(int place);

  /// More often than not tensors have so many dimensions; to be said before they are asked for.
  void prefer_rank(int rank) { rank_ = rank; }
  /// What the call has made and its error must not change.
  void keep(const torch::Tensor& made) { kept_.emplace_back(made, made.detach().clone()); }
  const std::vector<std::pair<torch::Tensor, torch::Tensor>>& kept() const { return kept_; }

  /// Draws the tensors that another one of the same seed has been asked for.
  void draw_like(const Input& other);
  /// Every tensor that has been asked for, and the leaves from which they were made.
  std::vector<torch::Tensor> all() const;
  const std::deque<torch::Tensor>& leaves() const { return leaves_; }
  /// What has been asked for, in words.
  std::string describe() const;

 private:
  std::uint64_t number(int place, int step) const;
  bool chance(int place, int step, int percent) const;
  bool is_bad(int place) const { return kind_ == Kind::kBad && chance(place, 90, 40); }
  std::vector<std::int64_t> base_shape() const;
  std::vector<std::int64_t> shape(int place) const;
  torch::ScalarType element_type(int place) const;
  std::vector<double> values(int place, std::int64_t count) const;
  torch::Tensor make(int place);
  torch::Tensor arranged(int place, const torch::Tensor& leaf);
  torch::OptionalIntArrayRef maybe(int place, torch::IntArrayRef numbers);
  void note(int place, std::string words) { words_[place] = std::move(words); }

  std::uint64_t seed_;
  Kind kind_;
  int rank_ = -1;
  std::vector<std::pair<torch::Tensor, torch::Tensor>> kept_;
  std::map<int, torch::Tensor> tensors_;
  std::vector<std::pair<int, char>> asked_;  ///< in this order, as what
  std::map<int, std::vector<torch::Tensor>> lists_;
  std::map<int, std::vector<std::int64_t>> integers_;
  std::map<int, std::vector<double>> reals_;
  std::map<int, std::vector<torch::indexing::TensorIndex>> indices_;
  std::deque<torch::Tensor> leaves_;
  std::map<int, std::string> words_;
};

/// What a call has given: its tensors, and its numbers as text.
struct Output {
  std::vector<torch::Tensor> tensors;
  std::string text;

  Output& operator<<(const torch::Tensor& tensor) { return tensors.push_back(tensor), *this; }
  Output& operator<<(const std::vector<torch::Tensor>& many) {
    tensors.insert(tensors.end(), many.begin(), many.end());
    return *this;
  }
  template <class... Parts>
  Output& operator<<(const std::tuple<Parts...>& parts) {
    std::apply([this](const auto&... part) { ((*this << part), ...); }, parts);
    return *this;
  }
  Output& operator<<(const torch::Scalar& value) { return *this << value.toDouble(); }
  Output& operator<<(torch::IntArrayRef numbers) {
    for (const std::int64_t number : numbers) *this << number;
    return *this;
  }
  Output& operator<<(torch::ScalarType type) { return *this << static_cast<int>(type); }
  template <class Number>
  std::enable_if_t<std::is_arithmetic_v<Number>, Output&> operator<<(Number number) {
    text += std::to_string(number) + " ";
    return *this;
  }
};

struct Call {
  const char* name;
  void (*run)(Input&, Output&);
};
using Rows = std::vector<Call>;

/// A number for each call and draw.
std::uint64_t seed_of(const char* name, int draw);

}  // namespace calls
