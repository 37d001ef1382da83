#pragma once
// Several things in one file: tensors, plain values, modules and optimizers under names.

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "../autograd/graph/ivalue.h"
#include "save.h"

namespace glassgrad::serialize {

/// Tensors, plain values and archives under names, to be saved together. The name of what lies in a
/// nested archive is that of the archive, a dot, and its own there.
///
/// The file is that of `torch::save`, of the format that the ending of its path says. In a
/// safetensors or NumPy's file a plain value is a tensor, whose name says of what type it is:
/// "epoch (int)"; in one for Python's torch.load it is itself.
class OutputArchive {
 public:
  /// libtorch's archives of archives share one of these; here it makes no difference.
  struct CompilationUnit {};

  OutputArchive() = default;
  explicit OutputArchive(CompilationUnit) {}
  /// What an archive within this one is made with, as libtorch's programs do.
  CompilationUnit compilation_unit() const { return {}; }

  // What is there under the name already is replaced if it is of the same kind; an Error if not,
  // and nothing has been written then.

  /// `is_buffer` makes no difference here: a tensor's file does not say whether it is trained.
  void write(const std::string& key, const Tensor& tensor, bool is_buffer = false);
  /// None, int, double, bool, string, tensor, or a list of ints or tensors.
  void write(const std::string& key, const IValue& value);
  void write(const std::string& key, OutputArchive& nested);
  /// What torch::save writes of a tensor, a module or an optimizer.
  template <class T>
  void write_state_of(const T& value) {
    OutputArchive written = *this;  // whole or not at all
    for (const auto& item : state_of(value)) written.write(item.key(), item.value());
    *this = std::move(written);
  }

  /// write.
  template <class... Args>
  void operator()(Args&&... args) {
    write(std::forward<Args>(args)...);
  }

  /// To a path, a std::ostream, or a function that takes bytes: see write_state.
  template <class... Target>
  void save_to(Target&&... target) const {
    write_state(state_, target...);
  }

  bool is_empty() const { return state_.is_empty(); }
  /// Names and tensors, as they go to the file.
  const StateDict& state() const { return state_; }

 private:
  StateDict state_;
};

/// What an OutputArchive or torch::save has saved, or the part of it below a name. Also what
/// Python's or libtorch's has: there a dictionary is an archive, and so are lists and tuples, with
/// the names "0", "1", ..., but for lists of ints and of tensors.
class InputArchive {
 public:
  InputArchive() = default;
  explicit InputArchive(StateDict state) { start_with(std::move(state)); }

  /// From a path, a std::istream, memory, or functions that give bytes: see read_state. A device
  /// may follow; there is but the CPU.
  /// @throws Error  and what was loaded before is still there
  void load_from(const std::string& path, optional<Device> = nullopt) {
    start_with(read_state(path));
  }
  void load_from(std::istream& stream, optional<Device> = nullopt) {
    start_with(read_state(stream));
  }
  void load_from(const char* bytes, size_t count, optional<Device> = nullopt) {
    start_with(read_state(bytes, count));
  }
  void load_from(const std::function<size_t(uint64_t position, void* to, size_t count)>& read,
                 const std::function<size_t()>& size, optional<Device> = nullopt) {
    start_with(read_state(read, size));
  }

  /// A tensor that is defined gets the data (`set_data`); false, and nothing changed, if there is
  /// none of that name.
  bool try_read(const std::string& key, Tensor& tensor, bool is_buffer = false);
  bool try_read(const std::string& key, IValue& value);
  bool try_read(const std::string& key, InputArchive& nested);
  /// @throws Error  "No such serialized tensor 'fc.weight'"
  void read(const std::string& key, Tensor& tensor, bool is_buffer = false);
  void read(const std::string& key, IValue& value);
  void read(const std::string& key, InputArchive& nested);
  template <class T>
  void read_state_into(T& value) {
    set_state(value, state_);
  }

  /// read.
  template <class... Args>
  void operator()(Args&&... args) {
    read(std::forward<Args>(args)...);
  }

  /// A name here as one of the whole archive: "fc.weight".
  std::string path_of(const std::string& key) const { return prefix_ + key; }
  /// The names at this level, in the order of the file.
  std::vector<std::string> keys() const;

 private:
  void start_with(StateDict state);

  StateDict state_;
  std::string prefix_;  ///< where in the whole archive this lies: "fc."
};

template <class T>
requires requires(const T& value) { state_of(value); }
OutputArchive& operator<<(OutputArchive& archive, const T& value) {
  archive.write_state_of(value);
  return archive;
}
template <class T>
requires requires(T& value, const StateDict& state) { set_state(value, state); }
InputArchive& operator>>(InputArchive& archive, T& value) {
  archive.read_state_into(value);
  return archive;
}

}  // namespace glassgrad::serialize
