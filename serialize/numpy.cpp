#include "serialize/numpy.h"

#include <algorithm>

#include "autograd/check.h"
#include "serialize/npy.h"
#include "serialize/zip.h"

namespace glassgrad::serialize {

Tensor read_npy(const io::ByteSource& source) {
  NpyHeader header = read_npy_header(source);
  const std::string where = "'" + source.name() + "'";
  const uint64_t bytes = byte_count(header.stored, where);
  check(source.size() - header.data_offset == bytes,
        "{}: expected {} bytes of data for the shape {}, got {}", where, bytes,
        IntArrayRef(header.stored.shape), source.size() - header.data_offset);
  if (!header.is_column_major)
    return read_elements(source, header.data_offset, header.stored, where);

  // Column-major is row-major with the dimensions in reverse order.
  auto& shape = header.stored.shape;
  std::reverse(shape.begin(), shape.end());
  std::vector<int64_t> reversed;
  for (size_t d = shape.size(); d-- > 0;) reversed.push_back(static_cast<int64_t>(d));
  return read_elements(source, header.data_offset, header.stored, where)
      .permute(reversed)
      .contiguous();
}

OrderedDict<std::string, Tensor> read_npz(const io::ByteSource& source) {
  OrderedDict<std::string, Tensor> tensors("Tensor");
  for (const ZipMember& member : read_zip_directory(source)) {
    const std::string place = place_of(source, member);
    check(member.name.ends_with(".npy"), "'{}': expected members that end in .npy", place);
    const io::ByteSource bytes(place, read_zip_member(source, member));
    tensors.insert(member.name.substr(0, member.name.size() - 4), read_npy(bytes));
  }
  return tensors;
}

}  // namespace glassgrad::serialize

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
  serialize::ZipWriter archive(with_ending(path, ".npz"));
  for (const auto& item : tensors) {
    std::string member;
    write_npy(*item, "a tensor '" + item.key() + "'", [&](std::string_view b) { member += b; });
    archive.add(item.key() + ".npy", member);
  }
  archive.finish();
}

OrderedDict<std::string, Tensor> load_npz(const std::string& path) {
  return serialize::read_npz(io::ByteSource(path));
}

}  // namespace glassgrad::numpy
