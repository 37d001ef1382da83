#pragma once
// Internal: the numbers of the zip format.

#include <cstddef>
#include <cstdint>

namespace glassgrad::serialize::zip {

constexpr uint32_t kLocalHeader = 0x04034b50, kDirectoryEntry = 0x02014b50, kEnd = 0x06054b50;
constexpr uint32_t kEnd64 = 0x06064b50, kEnd64Locator = 0x07064b50;
constexpr size_t kLocalHeaderSize = 30, kEndSize = 22, kEnd64Size = 56, kEnd64LocatorSize = 20;
constexpr uint16_t kVersion = 20, kVersion64 = 45, kEncrypted = 1, kNamesAreUtf8 = 1 << 11;
constexpr uint16_t kStored = 0, kDeflated = 8;
constexpr uint16_t kFirstOfJanuary1980 = 1 << 5 | 1;
/// Stand for numbers that are elsewhere, with 64 bits.
constexpr uint32_t kIsInZip64 = 0xffffffff;
constexpr uint16_t kManyMembers = 0xffff;
/// Of the extra fields that hold those numbers, and padding.
constexpr uint16_t kExtra64 = 1, kExtraPadding = 0x4246;

}  // namespace glassgrad::serialize::zip
