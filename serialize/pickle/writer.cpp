// Writes values as Python's torch.save does: a pickle, and the memory of its tensors behind it.
#include <bit>

#include "autograd/base/check.h"
#include "autograd/tensor/tensor_impl.h"
#include "autograd/types/format.h"
#include "io/endian.h"
#include "serialize/pickle/opcodes.h"
#include "serialize/pickle/values.h"
#include "serialize/utf8.h"

namespace glassgrad::serialize {
namespace {

/// Writes a pickle of protocol 2, and remembers the memory that its tensors need.
class Pickler {
 public:
  struct Memory {
    const Storage* storage;
    ScalarType type;
    Tensor owner;  // keeps it
  };

  std::string write(const IValue& value) {
    put(Opcode::Proto);
    out_ += '\2';
    put_value(value, 0);
    put(Opcode::Stop);
    return std::move(out_);
  }
  const std::vector<Memory>& memories() const { return memories_; }

 private:
  void put(Opcode opcode) { out_ += static_cast<char>(opcode); }
  void put_string(const std::string& text) {
    check(is_utf8(text) && text.size() < UINT32_MAX,
          "pickle: expected a string in UTF-8 of less than 4 GB");
    put(Opcode::BinUnicode);
    io::append(out_, static_cast<uint32_t>(text.size()));
    out_ += text;
  }
  void put_integer(int64_t value) {
    if (value >= 0 && value <= UINT8_MAX) {
      put(Opcode::BinInt1);
      out_ += static_cast<char>(value);
    } else if (value >= INT32_MIN && value <= INT32_MAX) {
      put(Opcode::BinInt);
      io::append(out_, static_cast<int32_t>(value));
    } else {
      put(Opcode::Long1);
      out_ += static_cast<char>(sizeof value);
      io::append(out_, value);
    }
  }
  void put_bool(bool value) { put(value ? Opcode::NewTrue : Opcode::NewFalse); }
  /// "collections.OrderedDict", as a line for each of both; once, then from the memo.
  void put_global(const std::string& module, const std::string& name) {
    const auto [place, is_new] = globals_.try_emplace(module + '.' + name, memo_size_);
    if (!is_new) return get(place->second);
    put(Opcode::Global);
    out_ += module + '\n' + name + '\n';
    memoize();
  }
  void memoize() {
    put(Opcode::LongBinPut);
    io::append(out_, memo_size_++);
  }
  void get(uint32_t key) {
    put(Opcode::LongBinGet);
    io::append(out_, key);
  }

  void put_value(const IValue& value, int depth) {
    check(depth <= kDeepest, "pickle: expected at most {} containers in each other", kDeepest);
    if (value.isNone()) return put(Opcode::None);
    if (value.isTensor()) return put_tensor(value.toTensor());
    if (value.isString()) return put_string(value.toStringRef());
    if (value.isBool()) return put_bool(value.toBool());
    if (value.isInt()) return put_integer(value.toInt());
    if (value.isDouble()) {
      put(Opcode::BinFloat);
      io::append(out_, __builtin_bswap64(std::bit_cast<uint64_t>(value.toDouble())));
      return;
    }
    put_container(value, depth);
  }

  /// A list or a dictionary that is there twice is written once, so that it is one in Python too.
  void put_container(const IValue& value, int depth) {
    if (value.isTuple()) {
      put(Opcode::Mark);
      for (const IValue& element : value.toTupleRef().elements()) put_value(element, depth + 1);
      return put(Opcode::Tuple);
    }
    if (const void* container = value.container()) {
      const auto [place, is_new] = containers_.try_emplace(container, memo_size_);
      if (!is_new) return get(place->second);
    }
    put(value.isGenericDict() ? Opcode::EmptyDict : Opcode::EmptyList);
    memoize();
    put(Opcode::Mark);
    if (value.isGenericDict()) {
      for (const auto& entry : value.toGenericDict()) {
        put_value(entry.key(), depth + 1);
        put_value(entry.value(), depth + 1);
      }
      put(Opcode::SetItems);
    } else {
      for (const IValue& element : value.toList()) put_value(element, depth + 1);
      put(Opcode::Appends);
    }
  }

  void put_tensor(const Tensor& tensor) {
    check(tensor.defined(), "pickle: expected a tensor with values, got an undefined one");
    const TensorImpl& impl = *tensor.impl();
    const size_t size = elementSize(impl.dtype);
    const auto offset =
        static_cast<const char*>(impl.data) - static_cast<const char*>(impl.storage->memory);
    put_global("torch._utils", "_rebuild_tensor_v2");
    put(Opcode::Mark);
    put_memory(tensor);
    put_integer(offset / static_cast<std::ptrdiff_t>(size));
    put_integers(tensor.sizes());
    put_integers(tensor.strides());
    put_bool(tensor.requires_grad());
    put_global("collections", "OrderedDict");  // its hooks
    put(Opcode::EmptyTuple);
    put(Opcode::Reduce);
    put(Opcode::Tuple);
    put(Opcode::Reduce);
  }

  void put_memory(const Tensor& tensor) {
    const Storage* storage = &tensor.storage();
    const ScalarType type = tensor.scalar_type();
    const std::string name = storage_class(type);
    const auto [place, is_new] = keys_.try_emplace(storage, memories_.size());
    if (is_new) memories_.push_back({storage, type, tensor});
    check(memories_[place->second].type == type,
          "pickle: expected tensors that share memory to have one type, got {} and {}",
          memories_[place->second].type, type);
    put(Opcode::Mark);
    put_string("storage");
    put_global("torch", name.substr(name.find('.') + 1));
    put_string(std::to_string(place->second));
    put_string("cpu");
    put_integer(static_cast<int64_t>(storage->size / elementSize(type)));
    put(Opcode::Tuple);
    put(Opcode::BinPersId);
  }

  void put_integers(IntArrayRef numbers) {
    put(Opcode::Mark);
    for (const int64_t number : numbers) put_integer(number);
    put(Opcode::Tuple);
  }

  std::string out_;
  uint32_t memo_size_ = 0;
  std::unordered_map<std::string, uint32_t> globals_;
  std::unordered_map<const void*, uint32_t> containers_;
  std::unordered_map<const Storage*, size_t> keys_;
  std::vector<Memory> memories_;
};

}  // namespace

void write_pickle(const IValue& value, const std::function<void(std::string_view)>& sink) {
  Pickler pickler;
  const std::string pickle = pickler.write(value);
  ZipWriter archive(sink, {.alignment = 64});
  archive.add("archive/data.pkl", pickle);
  size_t key = 0;
  for (const Pickler::Memory& memory : pickler.memories()) {
    const size_t size = elementSize(memory.type);
    archive.add(
        "archive/data/" + std::to_string(key++),
        {static_cast<const char*>(memory.storage->memory), memory.storage->size / size * size});
  }
  archive.add("archive/version", "3\n");
  archive.finish();
}

}  // namespace glassgrad::serialize
