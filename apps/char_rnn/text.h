#pragma once
// Texts, and the numbers of their characters.

#include <cstdint>
#include <string>

#include <glassgrad.h>

namespace char_rnn {

/// The characters of a text in UTF-8.
/// @throws apps::DataError  "poems.txt: expected UTF-8, byte 17 is none"; `whose` comes first
std::u32string decoded(const std::string& utf8, const std::string& whose);
/// A text in UTF-8.
std::string encoded(const std::u32string& text);

/// The characters of a file in UTF-8. Lines may end as on Windows.
/// @throws apps::DataError  if it is empty or no UTF-8, apps::FileError
std::u32string read_text(const std::string& path);

/// The characters that a network knows; their places are their ids, from 0.
class Vocabulary {
 public:
  explicit Vocabulary(std::u32string characters) : characters_(std::move(characters)) {}
  /// The different characters of a text, by their code points.
  static Vocabulary of(const std::u32string& text);

  const std::u32string& characters() const { return characters_; }
  int64_t size() const { return static_cast<int64_t>(characters_.size()); }
  char32_t operator[](int64_t id) const { return characters_[static_cast<size_t>(id)]; }
  bool knows(char32_t character) const {
    return characters_.find(character) != std::u32string::npos;
  }
  /// The ids of a text's characters, [N] int64.
  /// @throws apps::DataError  for one that is not known; `whose` comes first, `cure` last
  glassgrad::Tensor ids(const std::u32string& text, const std::string& whose,
                        const std::string& cure) const;

 private:
  std::u32string characters_;
};

}  // namespace char_rnn
