// Reads the opcodes of a pickle into a tree.
#include "serialize/pickle/unpickler.h"

#include <bit>
#include <unordered_map>

#include "autograd/base/check.h"
#include "io/endian.h"
#include "serialize/pickle/opcodes.h"
#include "serialize/utf8.h"

namespace glassgrad::serialize {

/// The machine for which a pickle is a program: a stack of values, marks on it, and a memo.
class Unpickler {
 public:
  explicit Unpickler(Pickle& pickle) : pickle_(pickle), rest_(pickle.bytes_) {}

  void run() {
    if (take<uint8_t>() != static_cast<uint8_t>(Opcode::Proto)) fail("expected a pickle");
    const auto protocol = take<uint8_t>();
    if (protocol < 2 || protocol > 5)
      fail(fmt::format("expected a pickle of protocol 2 to 5, got {}", protocol));
    for (auto opcode = take<Opcode>(); opcode != Opcode::Stop; opcode = take<Opcode>())
      if (!simple(opcode) && !container(opcode) && !object(opcode) && !memo(opcode))
        fail(
            fmt::format("got the opcode {:#04x}, which is not needed for tensors, containers, "
                        "numbers and strings",
                        static_cast<unsigned>(opcode)));
    pickle_.root_ = pop();
    if (!stack_.empty() || !marks_.empty()) fail("expected one value at the end");
    if (!rest_.empty()) fail("expected nothing behind the end");
  }

 private:
  using Node = PickleNode;
  static constexpr size_t kMostValues = size_t{1} << 23;

  [[noreturn]] void fail(const std::string& text) const {
    throw Error(fmt::format("'{}': offset {} of the pickle: {}", pickle_.name_,
                            pickle_.bytes_.size() - rest_.size(), text));
  }

  // --- bytes ---

  std::string_view take_text(uint64_t count) {
    if (count > rest_.size())
      fail(fmt::format("expected {} bytes, got {}; the pickle is cut off", count, rest_.size()));
    const std::string_view text = rest_.substr(0, count);
    rest_.remove_prefix(count);
    return text;
  }
  template <class T>
  T take() {
    return io::load<T>(take_text(sizeof(T)).data());
  }
  std::string_view take_line() {
    const size_t end = rest_.find('\n');
    if (end == rest_.npos) fail("expected a line; the pickle is cut off");
    const std::string_view line = take_text(end);
    take_text(1);
    return line;
  }
  int64_t take_long(uint64_t count) {
    const std::string_view bytes = take_text(count);
    if (count > sizeof(int64_t))
      fail(fmt::format("expected an integer of 64 bits, got {} bytes", count));
    // Two's complement, whose highest byte says the sign of those that are not there.
    uint64_t value = !bytes.empty() && bytes.back() < 0 ? ~uint64_t{0} : 0;
    for (size_t k = bytes.size(); k-- > 0;) value = value << 8 | static_cast<uint8_t>(bytes[k]);
    return static_cast<int64_t>(value);
  }

  // --- stack ---

  Node* push(Node::Kind kind) {
    if (pickle_.nodes_.size() == kMostValues)
      fail(fmt::format("expected at most {} values", kMostValues));
    Node* node = &pickle_.nodes_.emplace_back();
    node->kind = kind;
    stack_.push_back(node);
    return node;
  }
  void push_integer(int64_t value) { push(Node::Int)->integer = value; }
  void push_text(Node::Kind kind, std::string_view text) {
    if (kind == Node::Text && !is_utf8(text)) fail("expected a string in UTF-8");
    push(kind)->text = text;
  }
  /// Where the values above the last mark begin.
  size_t last_mark() const { return marks_.empty() ? 0 : marks_.back(); }
  Node* top() {
    if (stack_.size() <= last_mark()) fail("expected a value on the stack");
    return stack_.back();
  }
  Node* pop() {
    Node* node = top();
    stack_.pop_back();
    return node;
  }
  size_t pop_mark() {
    if (marks_.empty()) fail("expected a mark on the stack");
    const size_t begin = marks_.back();
    marks_.pop_back();
    return begin;
  }
  /// The values from `begin` on become items of `node`.
  void move_items(Node* node, size_t begin) {
    node->items.insert(node->items.end(), stack_.begin() + static_cast<std::ptrdiff_t>(begin),
                       stack_.end());
    stack_.resize(begin);
  }

  // --- opcodes; false for those of another kind ---

  bool simple(Opcode opcode) {
    switch (opcode) {
      case Opcode::None:
        push(Node::None);
        return true;
      case Opcode::NewTrue:
      case Opcode::NewFalse:
        push(Node::Bool)->integer = opcode == Opcode::NewTrue;
        return true;
      case Opcode::BinInt:
        return push_integer(take<int32_t>()), true;
      case Opcode::BinInt1:
        return push_integer(take<uint8_t>()), true;
      case Opcode::BinInt2:
        return push_integer(take<uint16_t>()), true;
      case Opcode::Long1:
        return push_integer(take_long(take<uint8_t>())), true;
      case Opcode::Long4:
        return push_integer(take_long(take<uint32_t>())), true;
      case Opcode::BinFloat:  // the only numbers with their highest byte first
        push(Node::Float)->real = std::bit_cast<double>(__builtin_bswap64(take<uint64_t>()));
        return true;
      case Opcode::ShortBinString:
      case Opcode::ShortBinUnicode:
        return push_text(Node::Text, take_text(take<uint8_t>())), true;
      case Opcode::BinString:
      case Opcode::BinUnicode:
        return push_text(Node::Text, take_text(take<uint32_t>())), true;
      case Opcode::BinUnicode8:
        return push_text(Node::Text, take_text(take<uint64_t>())), true;
      case Opcode::ShortBinBytes:
        return push_text(Node::Bytes, take_text(take<uint8_t>())), true;
      case Opcode::BinBytes:
        return push_text(Node::Bytes, take_text(take<uint32_t>())), true;
      case Opcode::BinBytes8:
        return push_text(Node::Bytes, take_text(take<uint64_t>())), true;
      default:
        return false;
    }
  }

  bool container(Opcode opcode) {
    switch (opcode) {
      case Opcode::Mark:
        if (marks_.size() == kMostValues)
          fail(fmt::format("expected at most {} marks", kMostValues));
        marks_.push_back(stack_.size());
        return true;
      case Opcode::Pop:
        if (stack_.size() <= last_mark()) return pop_mark(), true;
        return pop(), true;
      case Opcode::PopMark:
        return stack_.resize(pop_mark()), true;
      case Opcode::EmptyList:
        return push(Node::List), true;
      case Opcode::EmptyDict:
        return push(Node::Dict), true;
      case Opcode::EmptyTuple:
        return push(Node::Tuple), true;
      case Opcode::Tuple1:
      case Opcode::Tuple2:
      case Opcode::Tuple3:
        return push_tuple(static_cast<size_t>(opcode) - static_cast<size_t>(Opcode::Tuple1) + 1),
               true;
      case Opcode::Tuple: {
        const size_t begin = pop_mark();
        return push_tuple(stack_.size() - begin), true;
      }
      case Opcode::Append:
        return extend(Node::List, 1), true;
      case Opcode::SetItem:
        return extend(Node::Dict, 2), true;
      case Opcode::Appends:
      case Opcode::SetItems: {
        const size_t begin = pop_mark();
        return extend(opcode == Opcode::Appends ? Node::List : Node::Dict, stack_.size() - begin),
               true;
      }
      default:
        return false;
    }
  }
  void push_tuple(size_t count) {
    check_count(count);
    const size_t begin = stack_.size() - count;
    Node* tuple = push(Node::Tuple);
    stack_.pop_back();
    move_items(tuple, begin);
    stack_.push_back(tuple);
  }
  /// The topmost values go into the list or dictionary below them.
  void extend(Node::Kind kind, size_t count) {
    check_count(count + 1);
    const size_t begin = stack_.size() - count;
    Node* target = stack_[begin - 1];
    if (target->kind != kind || (kind == Node::Dict && count % 2 == 1))
      fail(kind == Node::List ? "expected a list" : "expected a dictionary, and keys with values");
    move_items(target, begin);
  }
  void check_count(size_t count) const {
    if (stack_.size() - last_mark() < count) fail(fmt::format("expected {} values", count));
  }

  bool object(Opcode opcode) {
    switch (opcode) {
      case Opcode::Global: {
        const std::string_view module = take_line();
        return push_global(module, take_line()), true;
      }
      case Opcode::StackGlobal: {
        const Node *name = pop(), *module = pop();
        if (name->kind != Node::Text || module->kind != Node::Text) fail("expected two strings");
        return push_global(module->text, name->text), true;
      }
      case Opcode::Reduce:
      case Opcode::NewObj: {
        const Node *arguments = pop(), *callee = pop();
        return push_call(callee, arguments), true;
      }
      case Opcode::BinPersId: {
        const Node* id = pop();
        push(Node::Persistent)->items = {id};
        return true;
      }
      case Opcode::Build: {
        const Node* state = pop();
        Node* target = top();
        // An OrderedDict may have attributes, as a state_dict() its _metadata; they are left out.
        if (target->kind != Node::Call && target->kind != Node::Dict) fail("expected an object");
        target->state = state;
        return true;
      }
      default:
        return false;
    }
  }
  void push_global(std::string_view module, std::string_view name) {
    constexpr size_t longest = 1000, most = 1 << 16;
    if (pickle_.globals_.size() == most) fail("expected fewer names of classes and functions");
    if (module.size() > longest || name.size() > longest || !is_utf8(module) || !is_utf8(name))
      fail("expected the name of a class or a function");
    const std::string& text = pickle_.globals_.emplace_back(fmt::format("{}.{}", module, name));
    push(Node::Global)->text = text;
  }
  void push_call(const Node* callee, const Node* arguments) {
    if (callee->kind != Node::Global || arguments->kind != Node::Tuple)
      fail("expected a function or a class, and a tuple of arguments");
    if (callee->text != "collections.OrderedDict") {
      push(Node::Call)->items = {callee, arguments};
      return;
    }
    Node* dict = push(Node::Dict);
    if (arguments->items.empty()) return;
    // Python 2 gives it a list of pairs.
    const Node* pairs = arguments->items[0];
    if (arguments->items.size() != 1 || pairs->kind != Node::List) fail("expected a list of pairs");
    for (const Node* pair : pairs->items) {
      const bool is_pair = pair->kind == Node::Tuple || pair->kind == Node::List;
      if (!is_pair || pair->items.size() != 2) fail("expected a list of pairs");
      count_again();
      dict->items.insert(dict->items.end(), pair->items.begin(), pair->items.end());
    }
  }

  bool memo(Opcode opcode) {
    switch (opcode) {
      case Opcode::BinPut:
        return put(take<uint8_t>()), true;
      case Opcode::LongBinPut:
        return put(take<uint32_t>()), true;
      case Opcode::Memoize:
        return put(memo_.size()), true;
      case Opcode::BinGet:
        return get(take<uint8_t>()), true;
      case Opcode::LongBinGet:
        return get(take<uint32_t>()), true;
      case Opcode::Dup:
        return push_again(top()), true;
      case Opcode::Frame:
        if (take<uint64_t>() > rest_.size()) fail("the pickle is cut off");
        return true;
      default:
        return false;
    }
  }
  void put(size_t key) { memo_[key] = top(); }
  void get(size_t key) {
    const auto found = memo_.find(key);
    if (found == memo_.end()) fail(fmt::format("expected a value in the memo under {}", key));
    push_again(found->second);
  }
  void push_again(Node* node) {
    count_again();
    stack_.push_back(node);
  }
  /// The same value once more takes little, but not nothing.
  void count_again() {
    if (++repeated_ > kMostValues) fail(fmt::format("expected at most {} values", kMostValues));
  }

  Pickle& pickle_;
  std::string_view rest_;
  std::vector<Node*> stack_;
  std::vector<size_t> marks_;
  std::unordered_map<size_t, Node*> memo_;
  size_t repeated_ = 0;
};

Pickle::Pickle(std::string bytes, std::string name)
    : bytes_(std::move(bytes)), name_(std::move(name)) {
  Unpickler(*this).run();
}

}  // namespace glassgrad::serialize
