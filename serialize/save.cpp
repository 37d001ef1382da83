// save and load: what a module, an optimizer or a tensor is in a file.
#include "serialize/save.h"

#include <algorithm>
#include <istream>
#include <iterator>
#include <ostream>

#include "autograd/base/check.h"
#include "io/atomic_file.h"
#include "serialize/archive_state.h"
#include "serialize/formats.h"
#include "serialize/numpy.h"
#include "serialize/pickle.h"
#include "serialize/safetensors_file.h"

namespace glassgrad::serialize {
namespace {

/// As Python's packages mark files that hold PyTorch's names; and which tensors require gradients.
Metadata metadata_of(const StateDict& state) {
  Metadata metadata = {{"format", "pt"}};
  std::string names;
  for (const auto& item : state)
    if (item->defined() && item->requires_grad()) names += item.key() + '\n';
  if (!names.empty()) metadata.insert(kRequiresGrad, names);
  return metadata;
}

const Tensor& find_tensor(const StateDict& state, const std::string& name) {
  const Tensor* found = state.find(name);
  check(found, "No such serialized tensor '{}'", name);
  return *found;
}

}  // namespace

// --- what is saved ---

StateDict state_of(const Tensor& tensor) { return {{"0", tensor}}; }

StateDict state_of(const std::vector<Tensor>& tensors) {
  StateDict state;
  for (const Tensor& tensor : tensors) state.insert(std::to_string(state.size()), tensor);
  return state;
}

// --- where it is loaded to ---

void set_state(Tensor& tensor, const StateDict& state) {
  const Tensor& loaded = find_tensor(state, "0");
  if (tensor.defined())
    tensor.set_data(loaded);
  else
    tensor = loaded;
}

void set_state(std::vector<Tensor>& tensors, const StateDict& state) {
  std::vector<Tensor> loaded;
  for (size_t k = 0; k < state.size(); ++k) loaded.push_back(find_tensor(state, std::to_string(k)));
  tensors.insert(tensors.end(), loaded.begin(), loaded.end());
}

// --- files and streams ---

namespace {

/// Whether the name of a file ends so, in small letters or large ones.
bool has_ending(std::string_view path, std::string_view ending) {
  return path.size() >= ending.size() &&
         std::ranges::equal(path.substr(path.size() - ending.size()), ending, [](char a, char b) {
           return ('A' <= a && a <= 'Z' ? a + 32 : a) == b;
         });
}

}  // namespace

bool is_python_path(const std::string& path) {
  return has_ending(path, ".pt") || has_ending(path, ".pth");
}

void write_state(const StateDict& state, const std::string& path) {
  if (is_python_path(path)) return pickle::save_file(unflatten(state), path);
  if (has_ending(path, ".npz")) return numpy::savez(path, state);
  io::AtomicFile file(path);
  write_safetensors(state, metadata_of(state),
                    [&file](std::string_view bytes) { file.write(bytes); });
  file.commit();
}

void write_state(const StateDict& state, std::ostream& stream) {
  write_safetensors(state, metadata_of(state), [&stream](std::string_view bytes) {
    stream.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  });
  check(stream.good(), "save: the stream has failed");
}

void write_state(const StateDict& state, const std::function<size_t(const void*, size_t)>& write) {
  write_safetensors(state, metadata_of(state), [&write](std::string_view bytes) {
    const size_t taken = write(bytes.data(), bytes.size());
    check(taken == bytes.size(), "save: expected the function to take {} bytes, it took {}",
          bytes.size(), taken);
  });
}

StateDict read_state(const std::string& path) { return read_any(io::ByteSource(path)); }

StateDict read_state(std::istream& stream) {
  std::string bytes{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
  return read_any(io::ByteSource("stream", std::move(bytes)));
}

StateDict read_state(const char* bytes, size_t count) {
  return read_any(io::ByteSource("memory", std::string(bytes, count)));
}

StateDict read_state(const std::function<size_t(uint64_t, void*, size_t)>& read,
                     const std::function<size_t()>& size) {
  std::string bytes(size(), '\0');
  const size_t given = read(0, bytes.data(), bytes.size());
  check(given == bytes.size(), "load: expected the function to give {} bytes, it gave {}",
        bytes.size(), given);
  return read_any(io::ByteSource("function", std::move(bytes)));
}

}  // namespace glassgrad::serialize
