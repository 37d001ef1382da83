#include "tests/layers/layer_table.h"

#include <algorithm>

#include "tests/layers/floors.h"

namespace layers {
namespace {

using Strings = std::vector<std::string>;

/// What the rooms need of the system: reference counts ask whether the program has one thread,
/// nodes ask for their type's name, kernels look for a BLAS.
Strings foreign_headers(std::string_view room) {
  if (room == "base") return {"fmt/", "sys/single_threaded.h", "bits/"};
  if (room == "graph") return {"fmt/", "cxxabi.h"};
  if (room == "kernels") return {"fmt/", "dlfcn.h"};
  return {"fmt/"};
}

/// The rooms of autograd/: each may reach itself and the floors below.
std::vector<Layer> room_layers() {
  std::vector<Layer> layers;
  for (const Room& room : rooms()) {
    Layer layer = {std::string(room.place), {}, foreign_headers(room.name), room.floor};
    for (const Room& other : rooms())
      if (other.floor < room.floor || other.name == room.name)
        layer.reaches.emplace_back(other.place);
    layers.push_back(std::move(layer));
  }
  return layers;
}

/// The folders of the library above autograd/.
std::vector<Layer> library_layers() {
  const Strings fmt = {"fmt/"};
  return {
      {"nn/", {"nn/", "autograd/"}, fmt},
      {"optim/", {"optim/", "autograd/"}, fmt},
      {"data/", {"data/", "io/", "autograd/"}, fmt},
      // Bytes in files, without a tensor: all that it knows of autograd is how to report an error.
      {"io/", {"io/", "autograd/base/"}, {"fmt/", "zlib.h", "fcntl.h", "sys/", "unistd.h"}},
      {"serialize/",
       {"serialize/", "io/", "nn/", "optim/", "data/", "autograd/"},
       {"fmt/", "nlohmann/"}},
      // A library of its own: what does not link it needs no MPI.
      {"distributed/", {"distributed/", "nn/", "autograd/"}, {"fmt/", "mpi.h"}},
      // The interface: whatever it brings in is public, and io/ is not.
      {"include/",
       {"include/", "autograd/", "nn/", "optim/", "data/", "serialize/", "distributed/", "torch/"},
       {}},
      {"torch/", {"torch/", "include/", "data/detail/", "autograd/base/"}, {}},
  };
}

/// Those who use the library, through the interface unless they measure or test what is inside.
std::vector<Layer> user_layers() {
  const Strings tests = {"gtest/", "gmock/", "fmt/", "sys/", "unistd.h"};
  return {
      // Programs write files and run others through POSIX.
      {"apps/", {"apps/", "include/", "io/"}, {"fmt/", "fcntl.h", "spawn.h", "sys/", "unistd.h"}},
      {"benchmarks/",
       {"benchmarks/", "include/", "autograd/"},
       {"benchmark/", "fmt/", "dlfcn.h", "immintrin.h", "sys/"}},
      {"docs/", {"docs/", "include/"}, {}},
      {"packaging/", {"include/"}, {}},
      {"tests/support/", {"tests/support/", "include/", "autograd/"}, tests},
      {"tests/autograd/", {"tests/autograd/", "tests/support/", "autograd/"}, tests},
      {"tests/nn/", {"tests/nn/", "tests/support/", "nn/", "autograd/"}, tests},
      {"tests/optim/", {"tests/optim/", "tests/support/", "optim/", "autograd/"}, tests},
      {"tests/data/", {"tests/data/", "tests/support/", "data/", "io/", "autograd/"}, tests},
      {"tests/io/", {"tests/io/", "tests/support/", "io/", "autograd/base/"}, tests},
      {"tests/serialize/",
       {"tests/serialize/", "tests/support/", "serialize/", "io/", "nn/", "optim/", "data/",
        "autograd/"},
       tests},
      {"tests/distributed/programs/", {"include/"}, {"torch/", "c10d/"}},
      {"tests/distributed/",
       {"tests/distributed/", "tests/support/", "distributed/", "include/", "autograd/"},
       tests},
      {"tests/torch/programs/", {"include/"}, {"torch/", "ATen/", "c10/"}},  // as libtorch's
      {"tests/torch/", {"tests/torch/", "tests/support/", "include/"}, tests},
      {"tests/apps/", {"tests/apps/", "tests/support/", "apps/", "include/"}, tests},
      {"tests/fuzz/",
       {"tests/fuzz/", "tests/autograd/programs/", "apps/", "data/", "serialize/", "io/", "nn/",
        "optim/", "autograd/"},
       {"fmt/", "sys/", "unistd.h"}},
      {"tests/docs/", {"tests/docs/", "tests/support/", "docs/", "include/"}, tests},
      {"tests/layers/", {"tests/layers/", "tests/support/"}, tests},
      {"tests/debugger/", {"tests/debugger/", "include/"}, {}},
      // Runs what the tests run, with libtorch.
      {"tests/golden/", {"tests/", "autograd/", "nn/", "optim/"}, {}},
  };
}

const std::vector<Layer>& all_layers() {
  static const std::vector<Layer> all = [] {
    std::vector<Layer> layers = room_layers();
    for (const auto& more : {library_layers(), user_layers()})
      layers.insert(layers.end(), more.begin(), more.end());
    return layers;
  }();
  return all;
}

}  // namespace

std::string Layer::rule() const {
  if (floor > 0)
    return place + " is on floor " + std::to_string(floor) +
           " and may reach its own room and the floors below";
  std::string text = place + " may reach";
  for (const std::string& other : reaches) text += " " + other;
  return text;
}

const Layer* find_layer(std::string_view file) {
  const Layer* best = nullptr;
  for (const Layer& layer : all_layers())
    if (file.starts_with(layer.place) && (!best || layer.place.size() > best->place.size()))
      best = &layer;
  return best;
}

bool starts_with_any(std::string_view text, const std::vector<std::string>& beginnings) {
  return std::any_of(beginnings.begin(), beginnings.end(),
                     [text](std::string_view beginning) { return text.starts_with(beginning); });
}

}  // namespace layers
