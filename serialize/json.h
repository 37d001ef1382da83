#pragma once
// Internal: reading and writing the JSON that file headers are made of.

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace glassgrad::serialize {

/// Reads a JSON text from front to back. The caller says what comes next, and every member throws
/// Error, with the offset in the text, if something else does. Strict: UTF-8, no comments, no
/// trailing commas, no name twice in an object, numbers whole and not negative.
/// Source: RFC 8259.
class JsonReader {
 public:
  /// @param name  of what is read, for error texts
  JsonReader(std::string_view text, std::string name);

  /// Calls `member` with each name of an object; it has to read the value.
  void object(const std::function<void(const std::string& name)>& member);
  /// Calls `element` before each element of an array; it has to read it.
  void array(const std::function<void()>& element);
  std::string string();
  /// A whole number from 0 to 2^63 - 1.
  int64_t whole_number();
  /// Only spaces may follow.
  void end();

  /// Throws Error: "'FILE': offset 12 of the header: expected WHAT, got '...'".
  [[noreturn]] void expected(const std::string& what) const;

 private:
  char peek();
  void take(char c);
  bool take_if(char c);
  uint32_t hex4();
  void escape(std::string& out);

  std::string_view text_;
  std::string name_;
  size_t at_ = 0;
};

/// The text as a JSON string, in quotes. @throws Error unless it is UTF-8
std::string json_string(std::string_view text);
/// Whether the bytes are well-formed UTF-8 (RFC 3629): no surrogates, nothing longer than needed.
bool is_utf8(std::string_view bytes);

}  // namespace glassgrad::serialize
