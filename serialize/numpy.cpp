// NumPy's files.
#include "serialize/numpy.h"

#include "autograd/base/check.h"
#include "io/atomic_file.h"
#include "serialize/npy.h"
#include "serialize/zip.h"

namespace glassgrad::numpy {
namespace {

std::string with_ending(const std::string& path, const char* ending) {
  return path.ends_with(ending) ? path : path + ending;
}

/// Header and elements for `write`. @param what  the tensor in error texts
template <class Write>
void write_npy(const Tensor& tensor, const std::string& what, Write write) {
  check(tensor.defined(), "numpy: expected {} with values, got an undefined one", what);
  const Tensor contiguous = tensor.detach().contiguous();
  write(serialize::npy_header({contiguous.scalar_type(), contiguous.sizes().vec()}));
  write(serialize::bytes_of(contiguous));
}

}  // namespace

void save(const std::string& path, const Tensor& tensor) {
  io::AtomicFile file(with_ending(path, ".npy"));
  write_npy(tensor, "a tensor", [&](std::string_view bytes) { file.write(bytes); });
  file.commit();
}

Tensor load(const std::string& path) { return serialize::read_npy(io::ByteSource(path)); }

void savez(const std::string& path, const OrderedDict<std::string, Tensor>& tensors) {
  io::AtomicFile file(with_ending(path, ".npz"));
  serialize::ZipWriter archive([&](std::string_view bytes) { file.write(bytes); });
  for (const auto& item : tensors) {
    std::string member;
    write_npy(*item, "a tensor '" + item.key() + "'", [&](std::string_view b) { member += b; });
    archive.add(item.key() + ".npy", member);
  }
  archive.finish();
  file.commit();
}

OrderedDict<std::string, Tensor> load_npz(const std::string& path) {
  return serialize::read_npz(io::ByteSource(path));
}

}  // namespace glassgrad::numpy
