// Expands DEFLATE and gzip.
#include "io/inflate.h"

#include <zlib.h>

#include <algorithm>

#include "autograd/base/check.h"

namespace glassgrad::io {
namespace {

constexpr uint64_t kMuch = uint64_t{1} << 30, kMostTimes = 100;
constexpr size_t kLeastAtOnce = 1 << 12, kMostAtOnce = 1 << 26;

/// What zlib expects around the data (inflateInit2's windowBits).
enum Format { kRaw = -15, kGzip = 16 + 15 };

/// zlib's state of one expansion.
class Inflater {
 public:
  Inflater(std::string_view compressed, Format format, const std::string& name)
      : rest_(compressed), name_(name) {
    check(inflateInit2(&stream_, format) == Z_OK, "'{}': zlib has no memory", name);
  }
  ~Inflater() { inflateEnd(&stream_); }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;

  /// @param problem  what is wrong if it gives more than `most` bytes
  std::string run(uint64_t most, const char* problem) {
    std::string out;
    for (int status = Z_OK; status != Z_STREAM_END;) {
      // Memory grows with what has really come. One byte beyond the end shows that there is more.
      const uint64_t room = std::min<uint64_t>(most - out.size() + 1,
                                               std::clamp(out.size(), kLeastAtOnce, kMostAtOnce));
      const size_t before = out.size();
      out.resize(before + room);
      status = step(&out[before], room);
      out.resize(before + room - stream_.avail_out);
      require(out.size() <= most, problem);
    }
    require(rest_.empty() && stream_.avail_in == 0, "something follows its end");
    return out;
  }

 private:
  int step(char* to, size_t room) {
    if (stream_.avail_in == 0) {
      const std::string_view next = rest_.substr(0, kMostAtOnce);
      rest_.remove_prefix(next.size());
      // zlib reads through this pointer and does not write.
      stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(next.data()));
      stream_.avail_in = static_cast<uInt>(next.size());
    }
    stream_.next_out = reinterpret_cast<Bytef*>(to);
    stream_.avail_out = static_cast<uInt>(room);
    const int status = ::inflate(&stream_, Z_NO_FLUSH);
    const bool is_cut_off = status == Z_BUF_ERROR && stream_.avail_in == 0 && rest_.empty();
    require(!is_cut_off, "it is cut off");
    require(status != Z_MEM_ERROR, "zlib has no memory");
    require(status == Z_OK || status == Z_STREAM_END || status == Z_BUF_ERROR,
            stream_.msg ? stream_.msg : "it needs a dictionary");
    return status;
  }
  void require(bool ok, const char* problem) const {
    check(ok, "'{}': the compressed data is damaged: {}", name_, problem);
  }

  std::string_view rest_;
  const std::string& name_;
  z_stream stream_{};
};

}  // namespace

void check_expansion(uint64_t compressed, uint64_t expanded, const std::string& name) {
  check(expanded <= kMuch || expanded / kMostTimes <= compressed,
        "'{}': expected at most {} times as many bytes as it has, {}, when it is expanded, got {}; "
        "if they are meant, write it without compression",
        name, kMostTimes, compressed, expanded);
}

std::string inflate(std::string_view compressed, uint64_t expected_size, const std::string& name) {
  check_expansion(compressed.size(), expected_size, name);
  std::string bytes =
      Inflater(compressed, kRaw, name).run(expected_size, "it is longer than announced");
  check(bytes.size() == expected_size, "'{}': expected {} bytes of expanded data, got {}", name,
        expected_size, bytes.size());
  return bytes;
}

bool is_gzip(std::string_view bytes) { return bytes.starts_with("\x1f\x8b"); }

std::string gunzip(std::string_view compressed, const std::string& name) {
  check(is_gzip(compressed), "'{}': expected a gzip file, got {} bytes of something else", name,
        compressed.size());
  return Inflater(compressed, kGzip, name)
      .run(std::max(kMuch, kMostTimes * compressed.size()),
           "it gives more than 1 GB and more than 100 times its own size");
}

}  // namespace glassgrad::io
