// Makes values of what a pickle says: containers as they are, tensors of calls that Python would
// make. Other calls are refused by name.
#include <fmt/format.h>

#include <algorithm>

#include "autograd/base/check.h"
#include "autograd/tensor/tensor_impl.h"
#include "serialize/pickle/unpickler.h"
#include "serialize/pickle/values.h"

namespace glassgrad::serialize {
namespace {

using Node = PickleNode;

constexpr uint64_t kMostValues = uint64_t{1} << 23;
/// More elements than this need memory of their own, however they are strided.
constexpr int64_t kMostExpanded = int64_t{1} << 24;

/// What programs save that is not understood, and what to save instead.
[[noreturn]] void refuse(std::string_view name, const std::string& where) {
  std::string cure = "save tensors, numbers, strings, and lists, tuples and dictionaries of them";
  if (name.starts_with("numpy")) cure = "save x.item() or torch.from_numpy(x) instead of x";
  if (name.starts_with("torch.nn.") || name.starts_with("__main__."))
    cure = "save model.state_dict() instead of the model";
  throw Error(fmt::format(
      "{}: it needs Python's '{}', which is refused: only tensors, containers, numbers and strings "
      "are read, and nothing is run. In Python, {}",
      where, name, cure));
}

bool is_storage_class(std::string_view name) {
  return name.starts_with("torch.") && name.ends_with("Storage");
}
bool is_torchscript_class(std::string_view name) { return name.starts_with("__torch__."); }
bool makes_list(std::string_view name) {
  for (const char* type : {"int", "double", "bool", "tensor"})
    if (name == fmt::format("torch.jit._pickle.build_{}list", type)) return true;
  return false;
}
bool is_known(std::string_view name) {
  for (const char* known : {"collections.OrderedDict", "torch._utils._rebuild_tensor_v2",
                            "torch._utils._rebuild_tensor", "torch._utils._rebuild_parameter",
                            "torch.Size", "torch.jit._pickle.restore_type_tag"})
    if (name == known) return true;
  return is_storage_class(name) || is_torchscript_class(name) || makes_list(name);
}

class PickleReader {
 public:
  PickleReader(const Pickle& pickle, TorchArchive& archive) : pickle_(pickle), archive_(archive) {}

  IValue read() {
    uint64_t count = 0;
    IValue value = convert(pickle_.root(), count);
    for (const std::string& name : pickle_.globals())
      if (!is_known(name)) refuse(name, "'" + archive_.name() + "'");
    return value;
  }

 private:
  struct Converted {
    IValue value;
    uint64_t count = 1;  ///< of values, if it were written out
    bool is_done = false;
  };

  std::string where() const {
    std::string path = fmt::format("{}", fmt::join(path_, "."));
    if (path.size() > 200) path = "..." + path.substr(path.size() - 200);
    if (path.empty()) return "'" + archive_.name() + "'";
    return fmt::format("'{}', '{}'", archive_.name(), path);
  }
  template <class... Args>
  void require(bool ok, fmt::format_string<Args...> text, const Args&... args) const {
    if (!ok) throw Error(where() + ": " + fmt::vformat(text, fmt::make_format_args(args...)));
  }

  // --- values; each container, call and text is converted once ---

  IValue convert(const Node& node, uint64_t& count) {
    if (node.kind < Node::Text) return ++count, make(node, count);
    const auto [found, is_new] = known_.try_emplace(&node);
    Converted& converted = found->second;  // stays where it is when others come
    if (is_new) {
      require(++depth_ <= kDeepest, "expected at most {} containers in each other", kDeepest);
      converted.value = make(node, converted.count);
      require(converted.count <= kMostValues, "expected at most {} values in all", kMostValues);
      converted.is_done = true;
      --depth_;
    }
    require(converted.is_done, "it contains itself");
    count = std::min(count + converted.count, kMostValues + 1);
    return converted.value;
  }

  IValue make(const Node& node, uint64_t& count) {
    switch (node.kind) {
      case Node::None:
        return {};
      case Node::Bool:
        return node.integer != 0;
      case Node::Int:
        return node.integer;
      case Node::Float:
        return node.real;
      case Node::Text:
      case Node::Bytes:
        return std::string(node.text);
      case Node::List:
        return elements(node, count);
      case Node::Tuple:
        return ivalue::Tuple::create(elements(node, count));
      case Node::Dict:
        return dict(node, count);
      case Node::Call:
        return call(node, count);
      case Node::Global:
        refuse(node.text, where());
      case Node::Persistent:
        break;
    }
    throw Error(where() + ": expected a tensor around its memory");
  }

  /// A part of a container, under a name for error texts.
  template <class Name>
  IValue part(const Node& node, const Name& name, uint64_t& count) {
    if (node.kind < Node::List) return convert(node, count);
    path_.push_back(fmt::format("{}", name));
    IValue value = convert(node, count);
    path_.pop_back();
    return value;
  }

  std::vector<IValue> elements(const Node& node, uint64_t& count) {
    std::vector<IValue> values;
    values.reserve(node.items.size());
    for (const Node* item : node.items) values.push_back(part(*item, values.size(), count));
    return values;
  }

  IValue dict(const Node& node, uint64_t& count) {
    Dict<IValue, IValue> dict;
    for (size_t k = 0; k + 1 < node.items.size(); k += 2) {
      const IValue key = convert(*node.items[k], count);
      require(key.isString() || key.isScalar() || key.isNone(),
              "expected keys that are strings, numbers, bools or None, got a {}", key.tagKind());
      dict.insert_or_assign(key, part(*node.items[k + 1], name_of(key), count));
    }
    return dict;
  }
  static std::string name_of(const IValue& key) {
    if (key.isString()) return key.toStringRef().substr(0, 100);
    return key.isInt() ? std::to_string(key.toInt()) : key.tagKind();
  }

  // --- what Python would call ---

  IValue call(const Node& node, uint64_t& count) {
    const std::string_view name = node.items[0]->text;
    const std::vector<const Node*>& arguments = node.items[1]->items;
    const bool has_state = node.state != nullptr;
    if (name == "torch._utils._rebuild_tensor_v2" || name == "torch._utils._rebuild_tensor")
      return tensor(arguments);
    if (!is_known(name)) refuse(name, where());
    require(!has_state || is_torchscript_class(name), "expected no state of a {}", name);
    if (name == "torch._utils._rebuild_parameter") return parameter(arguments, count);
    if (name == "torch.Size") {
      require(arguments.size() == 1 && arguments[0]->kind == Node::Tuple, "expected a torch.Size");
      return ivalue::Tuple::create(elements(*arguments[0], count));
    }
    if (makes_list(name)) return typed_list(name, arguments, count);
    if (name == "torch.jit._pickle.restore_type_tag") {
      require(arguments.size() == 2, "expected a value and its type");
      return convert(*arguments[0], count);
    }
    require(is_torchscript_class(name), "expected no call of a {}", name);
    require(has_state && node.state->kind == Node::Dict, "expected a module's attributes");
    return dict(*node.state, count);
  }

  IValue typed_list(std::string_view name, const std::vector<const Node*>& arguments,
                    uint64_t& count) {
    require(arguments.size() == 1 && arguments[0]->kind == Node::List, "expected a list");
    std::vector<IValue> values = elements(*arguments[0], count);
    const auto move_to = [&]<class T>(std::vector<T> list) {
      for (const IValue& value : values) list.push_back(detail::as<T>(value));
      return IValue(std::move(list));
    };
    if (name.ends_with("intlist")) return move_to(std::vector<int64_t>());
    if (name.ends_with("tensorlist")) return move_to(std::vector<Tensor>());
    return values;
  }

  IValue parameter(const std::vector<const Node*>& arguments, uint64_t& count) {
    require(arguments.size() >= 2 && arguments[1]->kind == Node::Bool, "expected a parameter");
    const IValue data = convert(*arguments[0], count);
    require(data.isTensor(), "expected a parameter with a tensor");
    return with_grad(data.toTensor().detach(), arguments[1]->integer != 0);
  }
  Tensor with_grad(const Tensor& tensor, bool requires_grad) const {
    require(!requires_grad || isFloatingType(tensor.scalar_type()),
            "expected floats where a gradient is required, got {}", toString(tensor.scalar_type()));
    return tensor.set_requires_grad(requires_grad);
  }

  /// (memory, offset, sizes, strides, requires_grad, hooks), the last two not in the oldest files.
  Tensor tensor(const std::vector<const Node*>& arguments) {
    require(arguments.size() >= 4 && arguments[1]->kind == Node::Int,
            "expected a tensor's memory, offset, sizes and strides");
    const LoadedStorage& storage = memory(*arguments[0]);
    const int64_t offset = arguments[1]->integer;
    const std::vector<int64_t> sizes = integers(*arguments[2]), strides = integers(*arguments[3]);
    check_geometry(storage, offset, sizes, strides);
    const bool requires_grad =
        arguments.size() > 4 && arguments[4]->kind == Node::Bool && arguments[4]->integer != 0;

    intrusive_ptr<TensorImpl> impl = TensorImpl::over(storage.memory, storage.type);
    impl->data = static_cast<char*>(storage.memory->memory) +
                 static_cast<size_t>(offset) * elementSize(storage.type);
    impl->set_geometry(sizes, strides);
    return with_grad(Tensor(std::move(impl)), requires_grad);
  }

  /// ("storage", class, key, device, elements); tensors of any device are ours on the CPU.
  const LoadedStorage& memory(const Node& node) {
    const bool is_id = node.kind == Node::Persistent && node.items[0]->kind == Node::Tuple &&
                       node.items[0]->items.size() >= 5;
    require(is_id, "expected a tensor's memory");
    const std::vector<const Node*>& id = node.items[0]->items;
    require(id[0]->text == "storage" && id[1]->kind == Node::Global && id[2]->kind == Node::Text &&
                id[4]->kind == Node::Int,
            "expected a tensor's memory");
    return archive_.storage(std::string(id[2]->text), std::string(id[1]->text), id[4]->integer,
                            where());
  }

  std::vector<int64_t> integers(const Node& node) {
    const bool is_size = node.kind == Node::Call && node.items[0]->text == "torch.Size" &&
                         node.items[1]->items.size() == 1;
    const Node& tuple = is_size ? *node.items[1]->items[0] : node;
    require(tuple.kind == Node::Tuple && tuple.items.size() <= 64,
            "expected a tuple of at most 64 integers");
    std::vector<int64_t> numbers;
    for (const Node* item : tuple.items) {
      require(item->kind == Node::Int && item->integer >= 0, "expected integers of at least 0");
      numbers.push_back(item->integer);
    }
    return numbers;
  }

  /// The last element, and thus each, must lie in the memory.
  void check_geometry(const LoadedStorage& storage, int64_t offset,
                      const std::vector<int64_t>& sizes, const std::vector<int64_t>& strides) {
    require(sizes.size() == strides.size() && offset >= 0 && offset <= storage.count,
            "expected as many strides as sizes, and an offset in its memory");
    int64_t last = offset, count = 1;
    bool overflows = false, is_empty = false;
    for (size_t d = 0; d < sizes.size(); ++d) {
      int64_t step = 0;
      is_empty |= sizes[d] == 0;
      overflows |= __builtin_mul_overflow(std::max<int64_t>(sizes[d], 1), count, &count) ||
                   __builtin_mul_overflow(std::max<int64_t>(sizes[d] - 1, 0), strides[d], &step) ||
                   __builtin_add_overflow(last, step, &last);
    }
    require(!overflows && (is_empty || (last < storage.count &&
                                        count <= std::max(storage.count, kMostExpanded))),
            "expected {} elements from {} on, with strides {}, to lie in memory of {} elements",
            IntArrayRef(sizes), offset, IntArrayRef(strides), storage.count);
  }

  const Pickle& pickle_;
  TorchArchive& archive_;
  std::unordered_map<const Node*, Converted> known_;
  std::vector<std::string> path_;
  int depth_ = 0;
};

}  // namespace

IValue read_pickle(TorchArchive& archive) {
  const Pickle pickle(archive.read_pickle(), archive.name());
  return PickleReader(pickle, archive).read();
}

}  // namespace glassgrad::serialize
