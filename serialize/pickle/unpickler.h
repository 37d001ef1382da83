#pragma once
// Internal: what a pickle says, as a tree. Nothing in it is run.

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace glassgrad::serialize {

/// A part of a pickle. A call is what Python would call, here only its name and its arguments.
struct PickleNode {
  enum Kind : uint8_t {
    None,
    Bool,
    Int,
    Float,
    Text,
    Bytes,
    List,
    Tuple,
    Dict,        ///< also of a collections.OrderedDict; keys and values in turn
    Global,      ///< a class or a function; text is "module.name"
    Call,        ///< {Global, arguments}
    Persistent,  ///< {what Python hands to persistent_load}
  };
  Kind kind = None;
  union {
    int64_t integer = 0;  ///< of Int and Bool
    double real;
  };
  std::string_view text;
  std::vector<const PickleNode*> items;
  const PickleNode* state = nullptr;  ///< what BUILD gives to a call
};

/// A pickle of protocol 2 to 5, read once from front to back. Takes time and memory in proportion
/// to its length; nodes may contain themselves.
/// Source: Python's pickletools.py, which describes each opcode.
class Pickle {
 public:
  /// @param name  of what is read, for error texts
  /// @throws Error  with the offset, for an opcode that is not needed for tensors, containers,
  ///                numbers and texts, for what is cut off, or for more than 2^23 values
  Pickle(std::string bytes, std::string name);
  Pickle(const Pickle&) = delete;
  Pickle& operator=(const Pickle&) = delete;

  const PickleNode& root() const { return *root_; }
  const std::string& name() const { return name_; }
  /// "module.name" of all that the pickle mentions, whether it uses it or not.
  const std::deque<std::string>& globals() const { return globals_; }

 private:
  friend class Unpickler;

  std::string bytes_, name_;
  std::deque<PickleNode> nodes_;
  std::deque<std::string> globals_;
  const PickleNode* root_ = nullptr;
};

}  // namespace glassgrad::serialize
