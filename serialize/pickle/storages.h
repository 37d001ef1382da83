#pragma once
// Internal: the memory of tensors in files of Python's torch.save.

#include <functional>
#include <memory>
#include <string>
#include <unordered_map>

#include "autograd/base/intrusive_ptr.h"
#include "autograd/tensor/storage.h"
#include "autograd/types/scalar_type.h"
#include "serialize/zip.h"

namespace glassgrad::serialize {

/// What tensors of a file share.
struct LoadedStorage {
  intrusive_ptr<Storage> memory;
  ScalarType type;         ///< float for what the file has as half or bfloat16
  std::string class_name;  ///< "torch.HalfStorage"
  int64_t count = 0;       ///< elements
};

/// The members of an archive as torch.save writes it: FOLDER/data.pkl, FOLDER/data/0, ... The
/// source must outlive this, not what has been read.
class TorchArchive {
 public:
  /// Files from this size on are mapped: their tensors take memory when they are changed.
  static constexpr uint64_t kMapFrom = uint64_t{16} << 20;

  /// @throws Error  unless it is such an archive, of whatever version
  explicit TorchArchive(const io::ByteSource& source, uint64_t map_from = kMapFrom);

  const std::string& name() const { return source_.name(); }
  /// @throws Error  if it is longer than 256 MB
  std::string read_pickle() const;
  /// The storage `data/KEY`, the same one each time.
  /// @param class_name  "torch.FloatStorage"
  /// @param where       names the tensor in error texts
  const LoadedStorage& storage(const std::string& key, const std::string& class_name, int64_t count,
                               const std::string& where);

  /// Whether a zip archive is one of torch.save.
  static bool is_one(const std::vector<ZipMember>& members);

 private:
  const ZipMember* find(const std::string& name) const;
  intrusive_ptr<Storage> read(const ZipMember& member, ScalarType type, int64_t count,
                              const std::string& where);

  const io::ByteSource& source_;
  std::shared_ptr<char> map_;
  std::unordered_map<std::string, ZipMember> members_;
  std::string folder_;
  bool is_big_endian_ = false;
  std::unordered_map<std::string, LoadedStorage> loaded_;
};

/// "torch.FloatStorage" of float. @throws Error for other types than those of tensors
const char* storage_class(ScalarType type);

}  // namespace glassgrad::serialize
