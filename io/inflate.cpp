// Expands DEFLATE and gzip.
#include "io/inflate.h"

#include <array>
#include <vector>

#include "autograd/base/check.h"
#include "io/crc32.h"
#include "io/endian.h"

namespace glassgrad::io {
namespace {

constexpr int kMaxLength = 15;  // bits of the longest code

/// Takes bits from the low end of each byte, as DEFLATE packs them.
class BitReader {
 public:
  BitReader(std::string_view bytes, const std::string& name) : bytes_(bytes), name_(name) {}

  /// The next `count` <= 15 bits without taking them; zeros beyond the end.
  uint32_t peek(int count) {
    while (held_ < count) {
      const uint64_t byte = next_ < bytes_.size() ? static_cast<uint8_t>(bytes_[next_]) : 0;
      ++next_;
      bits_ |= byte << held_;
      held_ += 8;
    }
    return static_cast<uint32_t>(bits_ & ((1u << count) - 1));
  }
  void skip(int count) {
    bits_ >>= count;
    held_ -= count;
    require(next_ - static_cast<size_t>(held_) / 8 <= bytes_.size(), "it is cut off");
  }
  uint32_t take(int count) {
    const uint32_t value = peek(count);
    skip(count);
    return value;
  }
  /// Whole bytes, after the rest of the current one.
  std::string_view take_bytes(size_t count) {
    next_ -= static_cast<size_t>(held_) / 8;
    bits_ = 0, held_ = 0;
    require(next_ <= bytes_.size() && count <= bytes_.size() - next_, "it is cut off");
    next_ += count;
    return bytes_.substr(next_ - count, count);
  }
  bool is_at_end() const { return next_ - static_cast<size_t>(held_) / 8 == bytes_.size(); }

  void require(bool ok, const char* problem) const {
    check(ok, "'{}': the compressed data is damaged: {}", name_, problem);
  }

 private:
  std::string_view bytes_;
  const std::string& name_;
  size_t next_ = 0;
  uint64_t bits_ = 0;  // `held_` bits that have been read and not taken
  int held_ = 0;
};

/// A canonical Huffman code: shorter codes come first, codes of one length in the order of their
/// symbols, so that the lengths define it.
class Huffman {
 public:
  Huffman(const uint8_t* lengths, int symbols, const BitReader& in) {
    std::array<int, kMaxLength + 1> count{}, code{};
    for (int s = 0; s < symbols; ++s) ++count[lengths[s]];
    count[0] = 0;
    int unused = 1;  // codes of the present length that no shorter code begins
    for (int length = 1; length <= kMaxLength; ++length) {
      code[length] = (code[length - 1] + count[length - 1]) * 2;
      unused = 2 * unused - count[length];
      in.require(unused >= 0, "more codes than there is room for");
      if (count[length] > 0) bits_ = length;
    }
    // A single code of one bit leaves the other one unused, and no code at all is never asked for.
    const bool has_one_code = count[1] == 1 && unused == 1 << (kMaxLength - 1);
    in.require(unused == 0 || has_one_code || unused == 1 << kMaxLength, "an incomplete code");

    table_.resize(size_t{1} << bits_);
    for (int s = 0; s < symbols; ++s) {
      const int length = lengths[s];
      if (length == 0) continue;
      // The first bit of a code is the lowest one that is peeked at; any bits may follow.
      int reversed = 0;
      for (int bit = 0; bit < length; ++bit)
        reversed |= ((code[length] >> bit) & 1) << (length - 1 - bit);
      ++code[length];
      for (int index = reversed; index < 1 << bits_; index += 1 << length)
        table_[index] = {static_cast<uint16_t>(s), static_cast<uint8_t>(length)};
    }
  }

  int decode(BitReader& in) const {
    const Entry entry = table_[in.peek(bits_)];
    in.require(entry.length > 0, "an unused code");
    in.skip(entry.length);
    return entry.symbol;
  }

 private:
  struct Entry {
    uint16_t symbol = 0;
    uint8_t length = 0;
  };
  int bits_ = 1;              // of the longest code in use
  std::vector<Entry> table_;  // by the next bits_ bits
};

struct Codes {
  Huffman literals;   // 0-255: a byte; 256: end of the block; 257-285: a length
  Huffman distances;  // how far back to copy from
};

Codes fixed_codes(const BitReader& in) {
  std::array<uint8_t, 288> literals;
  for (int s = 0; s < 288; ++s) literals[s] = s < 144 ? 8 : s < 256 ? 9 : s < 280 ? 7 : 8;
  std::array<uint8_t, 32> distances;
  distances.fill(5);
  return {Huffman(literals.data(), 288, in), Huffman(distances.data(), 32, in)};
}

/// The codes of a dynamic block: their lengths, themselves run-length and Huffman coded.
Codes read_codes(BitReader& in) {
  constexpr std::array<uint8_t, 19> order = {16, 17, 18, 0, 8,  7, 9,  6, 10, 5,
                                             11, 4,  12, 3, 13, 2, 14, 1, 15};
  const int literals = static_cast<int>(in.take(5)) + 257;
  const int distances = static_cast<int>(in.take(5)) + 1;
  const int given = static_cast<int>(in.take(4)) + 4;
  in.require(literals <= 286 && distances <= 30, "too many codes");
  std::array<uint8_t, 19> code_lengths{};
  for (int k = 0; k < given; ++k) code_lengths[order[k]] = static_cast<uint8_t>(in.take(3));
  const Huffman length_code(code_lengths.data(), 19, in);

  std::array<uint8_t, 286 + 30> lengths{};
  for (int k = 0; k < literals + distances;) {
    const int symbol = length_code.decode(in);
    if (symbol < 16) {
      lengths[k++] = static_cast<uint8_t>(symbol);
      continue;
    }
    in.require(symbol > 16 || k > 0, "a repetition of nothing");
    const uint8_t repeated = symbol == 16 ? lengths[k - 1] : 0;
    const int times = static_cast<int>(symbol == 16   ? 3 + in.take(2)
                                       : symbol == 17 ? 3 + in.take(3)
                                                      : 11 + in.take(7));
    in.require(k + times <= literals + distances, "too many code lengths");
    for (int i = 0; i < times; ++i) lengths[k++] = repeated;
  }
  in.require(lengths[256] > 0, "no code for the end of a block");
  return {Huffman(lengths.data(), literals, in), Huffman(lengths.data() + literals, distances, in)};
}

/// Literals and copies of what came before, up to the end of the block.
void expand_block(BitReader& in, const Codes& codes, std::string& out, uint64_t expected_size) {
  constexpr std::array<uint16_t, 29> length_base = {3,  4,  5,  6,   7,   8,   9,   10,  11, 13,
                                                    15, 17, 19, 23,  27,  31,  35,  43,  51, 59,
                                                    67, 83, 99, 115, 131, 163, 195, 227, 258};
  for (int symbol; (symbol = codes.literals.decode(in)) != 256;) {
    if (symbol < 256) {
      in.require(out.size() < expected_size, "it is longer than announced");
      out.push_back(static_cast<char>(symbol));
      continue;
    }
    in.require(symbol <= 285, "an unknown length");
    const int l = symbol - 257;
    const int length_bits = l < 8 || l == 28 ? 0 : l / 4 - 1;
    const size_t length = length_base[l] + in.take(length_bits);

    const int d = codes.distances.decode(in);
    in.require(d < 30, "an unknown distance");
    const int distance_bits = d < 4 ? 0 : d / 2 - 1;
    const size_t base = d < 4 ? d + 1 : (size_t{2 + d % 2u} << distance_bits) + 1;
    const size_t distance = base + in.take(distance_bits);

    in.require(distance <= out.size(), "a copy of what is before the beginning");
    in.require(length <= expected_size - out.size(), "it is longer than announced");
    // Byte by byte: what is copied may overlap what it becomes.
    for (size_t k = 0; k < length; ++k) out.push_back(out[out.size() - distance]);
  }
}

}  // namespace

std::string inflate(std::string_view compressed, uint64_t expected_size, const std::string& name) {
  BitReader in(compressed, name);
  std::string out;
  for (bool is_last = false; !is_last;) {
    is_last = in.take(1);
    const uint32_t type = in.take(2);
    in.require(type < 3, "an unknown type of block");
    if (type == 0) {
      const std::string_view lengths = in.take_bytes(4);
      const auto length = load<uint16_t>(lengths.data());
      in.require(length == static_cast<uint16_t>(~load<uint16_t>(lengths.data() + 2)),
                 "the two lengths of a stored block differ");
      in.require(length <= expected_size - out.size(), "it is longer than announced");
      out += in.take_bytes(length);
    } else {
      expand_block(in, type == 1 ? fixed_codes(in) : read_codes(in), out, expected_size);
    }
  }
  in.require(in.is_at_end(), "something follows its end");
  check(out.size() == expected_size, "'{}': expected {} bytes of expanded data, got {}", name,
        expected_size, out.size());
  return out;
}

bool is_gzip(std::string_view bytes) { return bytes.starts_with("\x1f\x8b"); }

std::string gunzip(std::string_view compressed, const std::string& name) {
  constexpr size_t header_size = 10, trailer_size = 8;
  check(is_gzip(compressed) && compressed.size() >= header_size + trailer_size,
        "'{}': expected a gzip file, got {} bytes of something else", name, compressed.size());
  check(compressed[2] == 8, "'{}': expected gzip's compression method 8 (DEFLATE), got {}", name,
        static_cast<int>(compressed[2]));
  const int flags = static_cast<uint8_t>(compressed[3]);
  check((flags & 0xe0) == 0, "'{}': unknown gzip flags {:#x}", name, flags);

  const std::string_view trailer = compressed.substr(compressed.size() - trailer_size);
  std::string_view rest = compressed;
  rest.remove_suffix(trailer_size);
  rest.remove_prefix(header_size);
  const auto skip = [&](size_t count) {
    check(count <= rest.size(), "'{}': the gzip header is cut off", name);
    rest.remove_prefix(count);
  };
  const auto skip_text = [&] {
    const size_t end = rest.find('\0');
    check(end != rest.npos, "'{}': the gzip header is cut off", name);
    rest.remove_prefix(end + 1);
  };
  if (flags & 4) {  // extra field
    check(rest.size() >= 2, "'{}': the gzip header is cut off", name);
    skip(2 + size_t{load<uint16_t>(rest.data())});
  }
  if (flags & 8) skip_text();   // file name
  if (flags & 16) skip_text();  // comment
  if (flags & 2) skip(2);       // checksum of the header

  const std::string bytes = inflate(rest, load<uint32_t>(trailer.data() + 4), name);
  const uint32_t sum = crc32(bytes), expected = load<uint32_t>(trailer.data());
  check(sum == expected, "'{}': expected the checksum {:08x}, got {:08x}", name, expected, sum);
  return bytes;
}

}  // namespace glassgrad::io
