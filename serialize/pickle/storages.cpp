// Finds and reads the storages of an archive.
#include "serialize/pickle/storages.h"

#include <array>

#include "autograd/base/check.h"
#include "autograd/tensor/tensor_impl.h"
#include "serialize/elements.h"
#include "serialize/zip_format.h"

namespace glassgrad::serialize {
namespace {

constexpr std::string_view kPickleName = "/data.pkl";
constexpr uint64_t kLongestPickle = uint64_t{256} << 20;

struct StorageClass {
  const char* name;
  ScalarType type;
};
constexpr std::array<StorageClass, 10> kStorageClasses = {{{"torch.FloatStorage", kFloat},
                                                           {"torch.DoubleStorage", kDouble},
                                                           {"torch.LongStorage", kLong},
                                                           {"torch.IntStorage", kInt},
                                                           {"torch.ShortStorage", kShort},
                                                           {"torch.CharStorage", kChar},
                                                           {"torch.ByteStorage", kByte},
                                                           {"torch.BoolStorage", kBool},
                                                           {"torch.HalfStorage", kHalf},
                                                           {"torch.BFloat16Storage", kBFloat16}}};

ScalarType type_of_class(const std::string& name, const std::string& where) {
  for (const StorageClass& known : kStorageClasses)
    if (name == known.name) return known.type;
  throw Error(fmt::format(
      "{}: expected elements of type float64, float32, float16, bfloat16, int64, int32, int16, "
      "int8, uint8 or bool, got a {}; in Python, its method .to(torch.float32) or "
      ".to(torch.int32) converts it",
      where, name));
}

/// Whether a name is "FOLDER/data.pkl".
bool is_pickle(const std::string& name) {
  return name.ends_with(kPickleName) && name.find('/') == name.size() - kPickleName.size();
}

}  // namespace

const char* storage_class(ScalarType type) {
  for (const StorageClass& known : kStorageClasses)
    if (type == known.type) return known.name;
  throw Error("pickle: expected a tensor of another type");
}

bool TorchArchive::is_one(const std::vector<ZipMember>& members) {
  for (const ZipMember& member : members)
    if (is_pickle(member.name)) return true;
  return false;
}

TorchArchive::TorchArchive(const io::ByteSource& source, uint64_t map_from) : source_(source) {
  for (ZipMember& member : read_zip_directory(source_)) {
    if (is_pickle(member.name)) {
      check(folder_.empty(), "'{}': expected one data.pkl, got two", name());
      folder_ = member.name.substr(0, member.name.size() - kPickleName.size() + 1);
    }
    std::string key = member.name;
    members_.emplace(std::move(key), std::move(member));
  }
  check(!folder_.empty(),
        "'{}': expected a file of Python's torch.save, got a zip archive without a data.pkl",
        name());
  if (const ZipMember* order = find("byteorder"); order && order->size <= sizeof("little"))
    is_big_endian_ = read_zip_member(source_, *order) == "big";
  if (source_.size() >= map_from) map_ = source_.map();
}

const ZipMember* TorchArchive::find(const std::string& name) const {
  const auto found = members_.find(folder_ + name);
  return found == members_.end() ? nullptr : &found->second;
}

std::string TorchArchive::read_pickle() const {
  const ZipMember& member = *find("data.pkl");
  const std::string place = place_of(source_, member);
  check(member.method == zip::kStored,
        "'{}': expected it stored, as torch.save does, got it compressed", place);
  check(member.size <= kLongestPickle, "'{}': expected at most {} bytes, got {}", place,
        kLongestPickle, member.size);
  return read_zip_member(source_, member);
}

const LoadedStorage& TorchArchive::storage(const std::string& key, const std::string& class_name,
                                           int64_t count, const std::string& where) {
  const auto found = loaded_.find(key);
  if (found != loaded_.end()) {
    const LoadedStorage& loaded = found->second;
    check(loaded.class_name == class_name && loaded.count == count,
          "{}: expected the memory 'data/{}' to be a {} of {} elements, as before, got a {} of {}",
          where, key, loaded.class_name, loaded.count, class_name, count);
    return loaded;
  }
  const ScalarType type = type_of_class(class_name, where);
  const ZipMember* member = find("data/" + key);
  check(member, "{}: expected its memory in a member 'data/{}', which is missing", where, key);
  const bool is_short = type == kHalf || type == kBFloat16;
  return loaded_[key] = {read(*member, type, count, where), is_short ? kFloat : type, class_name,
                         count};
}

intrusive_ptr<Storage> TorchArchive::read(const ZipMember& member, ScalarType type, int64_t count,
                                          const std::string& where) {
  const StoredTensor stored{type, {count}, is_big_endian_};
  const uint64_t bytes = byte_count(stored, where);
  check(member.method == zip::kStored,
        "{}: expected '{}' stored, as torch.save does, got it compressed", where, member.name);
  check(member.size == bytes && member.compressed_size == bytes,
        "{}: expected {} bytes in '{}' for {} elements, got {}", where, bytes, member.name, count,
        member.size);
  const uint64_t offset = zip_member_offset(source_, member);
  const size_t element = elementSize(type);
  const bool is_as_in_memory = type != kHalf && type != kBFloat16 && type != kBool &&
                               (!is_big_endian_ || element == 1) && offset % element == 0;
  if (map_ && is_as_in_memory && bytes > 0)
    return Storage::wrap(map_.get() + offset, bytes, [map = map_](void*) {});
  return read_elements(source_, offset, stored, where).impl()->storage;
}

}  // namespace glassgrad::serialize
