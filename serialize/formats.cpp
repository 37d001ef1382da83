// Tells formats apart by their first bytes.
#include "serialize/formats.h"

#include <algorithm>

#include "autograd/base/check.h"
#include "serialize/archive_state.h"
#include "serialize/npy.h"
#include "serialize/pickle/values.h"
#include "serialize/safetensors_file.h"

namespace glassgrad::serialize {

void check_is_no_old_pickle(const io::ByteSource& source) {
  const std::string begin = source.read(0, std::min<uint64_t>(source.size(), 2));
  check(begin != "\x80\2",
        "'{}': expected a file that torch.save wrote since PyTorch 1.6, got an older one, a bare "
        "pickle; in Python, torch.save(torch.load(PATH), PATH) converts it",
        source.name());
}

namespace {

/// A safetensors file as `save` writes it: it says which tensors require gradients.
StateDict read_saved(const io::ByteSource& source) {
  Metadata metadata;
  const StateDict state = read_safetensors(source, &metadata);
  const std::string* names = metadata.find(kRequiresGrad);
  for (size_t at = 0; names && at < names->size();) {
    const size_t end = std::min(names->find('\n', at), names->size());
    const Tensor* tensor = state.find(names->substr(at, end - at));
    if (tensor && tensor->is_floating_point()) tensor->set_requires_grad(true);
    at = end + 1;
  }
  return state;
}

/// What begins like no format at all is not for the reader of safetensors to explain: that names
/// its own format alone.
void check_is_some_format(const io::ByteSource& source) {
  constexpr uint64_t kLength = 8;  // of a safetensors header, which comes next
  const std::string begin = source.read(0, std::min<uint64_t>(source.size(), kLength + 1));
  check(begin.starts_with("\x93NUMPY") || (begin.size() > kLength && begin[kLength] == '{'),
        "'{}': expected what torch::save, Python's torch.save (.pt), safetensors or numpy.savez "
        "(.npz) writes, got {}",
        source.name(),
        source.size() == 0 ? "an empty file"
                           : fmt::format("{} bytes that are none of these", source.size()));
}

}  // namespace

StateDict read_any(const io::ByteSource& source, uint64_t map_from) {
  check_is_no_old_pickle(source);
  const std::string begin = source.read(0, std::min<uint64_t>(source.size(), 4));
  if (begin != "PK\3\4") {
    check_is_some_format(source);
    return read_saved(source);
  }
  const std::vector<ZipMember> members = read_zip_directory(source);
  const bool is_npz = !members.empty() && members[0].name.ends_with(".npy");
  if (is_npz && !TorchArchive::is_one(members)) return read_npz(source);
  TorchArchive archive(source, map_from);
  return flatten(read_pickle(archive), source.name());
}

}  // namespace glassgrad::serialize
