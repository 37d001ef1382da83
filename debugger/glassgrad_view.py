"""How tensors and graph nodes look in a debugger: the part that gdb and lldb share.

Everything is read from the program's memory; nothing is ever called in it. A size is checked before
it is believed, so that an uninitialised or freed object prints as what it is. The debugger's own
module gives a Machine:

  read(address, size)        bytes; raises Unreadable
  offset(type, path)         where the member lies in an object of the type, in bytes
  dynamic_type(address)      the name of a node's real type; raises Unreadable
  fields(type)               [(name, offset, type name)], base classes below Node first
"""

import os
import struct

from glassgrad_source import source_line, source_text

NAMESPACE = "glassgrad::"
TENSOR_IMPL = NAMESPACE + "TensorImpl"
TENSOR_EXTRAS = NAMESPACE + "TensorExtras"
NODE = NAMESPACE + "autograd::Node"
EDGE = NAMESPACE + "autograd::Edge"
ACCUMULATE_GRAD = NAMESPACE + "autograd::AccumulateGrad"
CONTEXT = NAMESPACE + "autograd::AutogradContext"
SAVED_TENSOR = NAMESPACE + "autograd::SavedTensor"

# name and struct code of each element type, by its number in ScalarType.
ELEMENT_TYPES = {0: ("uint8", "B"), 1: ("int8", "b"), 2: ("int16", "h"), 3: ("int32", "i"),
                 4: ("int64", "q"), 6: ("float32", "f"), 7: ("float64", "d"), 11: ("bool", "?")}


MAX_DIMENSIONS = 64
MAX_ELEMENTS_COUNTED = 1 << 20
MAX_NODES = 10000
MAX_TEXT = 4096
SHOWN = 3


class Unreadable(Exception):
    """The memory is not there, or does not hold what it should."""


class Refused(Unreadable):
    """A command cannot do what was asked; the text says why."""


def integer(machine, address, code):
    return struct.unpack("<" + code, machine.read(address, struct.calcsize("<" + code)))[0]


def pointer(machine, address):
    return integer(machine, address, "Q")


def member(machine, base, type_name, path, code="Q"):
    return integer(machine, base + machine.offset(type_name, path), code)


def c_string(machine, address):
    """Text that ends with a zero; never reads past a page that is not there."""
    text = b""
    while len(text) < MAX_TEXT:
        part = machine.read(address, 64 - address % 64)
        end = part.find(b"\0")
        if end >= 0:
            return (text + part[:end]).decode("utf-8", "replace")
        text += part
        address += len(part)
    raise Unreadable("endless text")


def std_string(machine, address):
    data, size = pointer(machine, address), pointer(machine, address + 8)
    if size > MAX_TEXT:
        raise Unreadable("a string of %d characters" % size)
    return machine.read(data, size).decode("utf-8", "replace") if size else ""


def dims(machine, address, type_name, name):
    """A Dims member of an object as a list."""
    data = member(machine, address, type_name, name + ".data_")
    size = member(machine, address, type_name, name + ".size_", "I")
    if size > MAX_DIMENSIONS:
        raise Unreadable("%d dimensions" % size)
    return list(struct.unpack("<%dq" % size, machine.read(data, 8 * size))) if size else []


# --- tensors ---


class TensorView:
    """A TensorImpl, checked."""

    def __init__(self, machine, impl):
        self.machine, self.impl = machine, impl
        count = integer(machine, impl, "I")
        self.sizes = dims(machine, impl, TENSOR_IMPL, "sizes")
        self.strides = dims(machine, impl, TENSOR_IMPL, "strides")
        self.numel = self.get("numel", "q")
        dtype = self.get("dtype", "b")
        flags = self.get("is_contiguous", "B"), self.get("requires_grad", "B")
        product = 1
        for size in self.sizes:
            if size < 0:
                raise Unreadable("a negative size")
            product *= size
        if (not 0 < count < 1 << 30 or dtype not in ELEMENT_TYPES or max(flags) > 1
                or product != self.numel or len(self.strides) != len(self.sizes)):
            raise Unreadable("not a tensor")
        self.dtype, self.code = ELEMENT_TYPES[dtype]
        self.is_contiguous, self.requires_grad = flags
        self.data = self.get("data")
        self.grad_fn = self.get("grad_fn.p_")
        self.grad = self.get("grad.impl_.p_")
        self.grad_is_zero = self.get("grad_is_zero", "B")  # whatever its memory holds
        self.output_nr = self.get("output_nr", "I")
        extras = self.get("extras")  # of few tensors
        name = extras + machine.offset(TENSOR_EXTRAS, "name") if extras else 0
        self.name = std_string(machine, name) if name else ""

    def get(self, path, code="Q"):
        return member(self.machine, self.impl, TENSOR_IMPL, path, code)

    def element(self, index):
        """The element at a place in row-major order."""
        size = struct.calcsize(self.code)
        offset = 0
        for extent, stride in zip(reversed(self.sizes), reversed(self.strides)):
            offset += index % extent * stride
            index //= extent
        return integer(self.machine, self.data + offset * size, self.code)

    def elements(self, limit=MAX_ELEMENTS_COUNTED):
        """All elements in row-major order, or None if there are too many."""
        if self.numel > limit:
            return None
        if self.numel == 0:
            return []
        if self.is_contiguous:
            raw = self.machine.read(self.data, self.numel * struct.calcsize(self.code))
            return list(struct.unpack("<%d%s" % (self.numel, self.code), raw))
        return [self.element(i) for i in range(self.numel)]

    def values_text(self):
        if self.numel == 0:
            return "[]"
        if self.numel <= 2 * SHOWN:
            return "[" + ", ".join(number(self.element(i)) for i in range(self.numel)) + "]"
        first = [number(self.element(i)) for i in range(SHOWN)]
        last = [number(self.element(self.numel - SHOWN + i)) for i in range(SHOWN)]
        return "[" + ", ".join(first + ["..."] + last) + "]"

    def not_finite(self):
        """' 2 NaN, 1 Inf' or ''."""
        if self.code not in "fd":
            return ""
        values = self.elements() or []
        nans = sum(1 for v in values if v != v)
        infinite = sum(1 for v in values if v in (float("inf"), float("-inf")))
        return ", ".join(["%d NaN" % nans] * bool(nans) + ["%d Inf" % infinite] * bool(infinite))


def number(value):
    if isinstance(value, bool):
        return "true" if value else "false"
    return "%.6g" % value if isinstance(value, float) else str(value)


def shape_text(sizes):
    return "(" + ", ".join(map(str, sizes)) + ("," if len(sizes) == 1 else "") + ")"


def tensor_text(machine, impl, brief=False):
    """One line: name, shape, type, first and last values, NaN and Inf, history, gradient."""
    if impl == 0:
        return "Tensor(undefined)"
    try:
        view = TensorView(machine, impl)
        parts = [view.name] if view.name else []
        parts.append("shape=" + shape_text(view.sizes))
        if view.dtype != "float32" or not brief:
            parts.append(view.dtype)
        parts.append(view.values_text())
        parts += [view.not_finite()] if view.not_finite() else []
        if not brief:
            if view.grad_fn:
                parts.append("grad_fn=" + node_text(machine, view.grad_fn))
            elif view.requires_grad:
                parts.append("requires_grad")
            if view.grad:
                parts.append("grad=" + ("zeros" if view.grad_is_zero else
                                        TensorView(machine, view.grad).values_text()))
        return "Tensor(" + ", ".join(parts) + ")"
    except (Unreadable, OverflowError, struct.error):
        return "Tensor(<uninitialised or freed>)"


# --- nodes ---


def short_type(name):
    for part in ("glassgrad::", "autograd::", "linear_nodes::", "(anonymous namespace)::"):
        name = name.replace(part, "")
    return name


def type_of(machine, address, vtable):
    """The dynamic type of a node, asked of the debugger once for each type."""
    if vtable not in machine.types:
        machine.types[vtable] = machine.dynamic_type(address)
    return machine.types[vtable]


class NodeView:
    """A node of the graph, checked."""

    def __init__(self, machine, address):
        self.machine, self.address = machine, address
        self.block = machine.read(address, machine.offset(NODE, ""))  # at once: a graph has thousands
        self.type = type_of(machine, address, struct.unpack_from("<Q", self.block)[0])
        self.name = short_type(self.type)
        self.sequence_nr = self.get("sequence_nr_")
        self.line = self.get("line_", "i")
        file = self.get("file_")
        if file and file not in machine.files:
            machine.files[file] = c_string(machine, file)
        self.file = machine.files[file] if file else ""
        self.num_inputs = self.get("num_inputs_", "I")
        self.time_step = self.get("time_step_", "H") - 1  # of a recurrent layer, or -1
        self.variable = 0
        if self.name == "LinearBackward0":  # as its name() says
            rank = member(machine, address, self.type, "input_sizes.size_", "I")
            has_bias = member(machine, address, self.type, "has_bias", "B")
            if rank == 2:
                self.name = "AddmmBackward0" if has_bias else "MmBackward0"
        if self.type == ACCUMULATE_GRAD:
            self.variable = member(machine, address, ACCUMULATE_GRAD, "variable.impl_.p_")

    def get(self, path, code="Q"):
        return struct.unpack_from("<" + code, self.block, self.machine.offset(NODE, path))[0]

    def place(self):
        return "%s:%d" % (os.path.basename(self.file), self.line) if self.file else "unknown line"

    def when(self):
        """"program.cpp:12, time step 3"; where there is none, the place alone."""
        step = ", time step %d" % self.time_step if self.time_step >= 0 else ""
        return self.place() + step

    def variable_name(self):
        return TensorView(self.machine, self.variable).name if self.variable else ""

    def title(self):
        if self.variable:
            return "AccumulateGrad of " + (self.variable_name() or "a leaf without name")
        return self.name

    def edges(self):
        """[(node's address or 0, input number)]"""
        data, size = self.get("next_edges_.data_"), self.get("next_edges_.size_", "I")
        if size > MAX_NODES:
            raise Unreadable("%d edges" % size)
        step = self.machine.offset(EDGE, "")
        function = self.machine.offset(EDGE, "function.p_")
        input_nr = self.machine.offset(EDGE, "input_nr")
        begin = data - self.address  # the first edges are a part of the node
        block = self.block
        if not 0 <= begin <= len(block) - size * step:
            begin, block = 0, self.machine.read(data, size * step) if size else b""
        return [(struct.unpack_from("<Q", block, begin + i * step + function)[0],
                 struct.unpack_from("<I", block, begin + i * step + input_nr)[0])
                for i in range(size)]

    def saved(self):
        """[(name, text)] of the members that the node keeps for its backward."""
        found = []
        for name, offset, type_name in self.machine.fields(self.type):
            text = self.field_text(self.address + offset, type_name)
            if text is not None:
                found.append((name, text))
            elif type_name == CONTEXT:
                at = self.address + offset + self.machine.offset(CONTEXT, "saved_")
                begin, end = pointer(self.machine, at), pointer(self.machine, at + 8)
                for i in range(min((end - begin) // 8, 64)):
                    saved = pointer(self.machine, begin + i * 8)
                    found.append(("saved[%d]" % i, self.field_text(saved, SAVED_TENSOR)))
        return found

    def field_text(self, address, type_name):
        machine = self.machine
        if type_name == SAVED_TENSOR:
            impl = member(machine, address, SAVED_TENSOR, "tensor_.impl_.p_")
            return tensor_text(machine, impl, brief=True)
        if type_name == NAMESPACE + "Tensor":
            return tensor_text(machine, pointer(machine, address), brief=True)
        if type_name == NAMESPACE + "Dims" or type_name.startswith(NAMESPACE + "SmallVector<long"):
            return shape_text(dims(machine, address, NAMESPACE + "Dims", "").copy())
        if type_name == NAMESPACE + "Scalar":
            is_real = ELEMENT_TYPES[member(machine, address, type_name, "kind_", "b")][1] in "fd"
            return number(member(machine, address, type_name,
                                 *(("real_", "d") if is_real else ("integer_", "q"))))
        codes = {"double": "d", "float": "f", "int": "i", "long": "q", "bool": "?",
                 "int64_t": "q", "size_t": "Q", "unsigned long": "Q"}
        if type_name in codes:
            return number(integer(machine, address, codes[type_name]))
        return None


def node_text(machine, address):
    """One line: operation and forward line."""
    if address == 0:
        return "Node(null)"
    try:
        node = NodeView(machine, address)
        return node.title() + ("" if node.variable else " @ " + node.when())
    except (Unreadable, struct.error):
        return "Node(<uninitialised or freed>)"


def grads_list(machine, address):
    """The tensors' addresses in a GradList."""
    data, size = pointer(machine, address), integer(machine, address + 8, "I")
    if size > MAX_NODES:
        raise Unreadable("%d gradients" % size)
    return [pointer(machine, data + 8 * i) for i in range(size)]


def describe(machine, node_address, grads_address, step=None):
    """What a learner wants to see on arrival at a node, as lines."""
    node = NodeView(machine, node_address)
    made = "" if node.variable else "   created at %s: %s" % (
        node.when(), source_line(node.file, node.line))
    lines = [("#%d " % step if step else "") + node.title() + made]
    grads = grads_list(machine, grads_address) if grads_address else []
    rows = [("upstream" if len(grads) == 1 else "upstream %d" % i, tensor_text(machine, g, True))
            for i, g in enumerate(grads)]
    if node.variable:
        rows.append(("gradient", tensor_text(
            machine, TensorView(machine, node.variable).grad, True)))
    else:
        rows += [("saved " + name, text) for name, text in node.saved()]
    width = max([len(name) for name, _ in rows] + [12])
    rows += [("rule", machine.explanation("formula")), ("in numbers", machine.explanation("numbers"))]
    indent = "\n" + " " * (width + 5)  # of a text of several lines
    lines += ["   %-*s  %s" % (width, name, text.replace("\n", indent)) for name, text in rows if text]
    for i, (target, input_nr) in enumerate(node.edges()):
        lines.append("   -> input %d: %s" % (
            i, node_text(machine, target) if target else "needs no gradient"))
    return lines


def forward_lines(machine, node_address):
    """The forward line that made a node, between its neighbours."""
    node = NodeView(machine, node_address)
    if not node.file:
        raise Refused("the forward line of %s is not known" % node.name)
    lines = ["%s was made by %s" % (node.title(), node.when())]
    for line in range(max(node.line - 2, 1), node.line + 3):
        text = source_text(node.file, line)
        if text is not None:
            lines.append("%s %4d  %s" % ("->" if line == node.line else "  ", line, text))
    return lines


# --- stops ---

NAN_IN_BACKWARD = "The backward of this operation makes a NaN or Inf of finite values:"


def nan_in_forward_lines(machine, node, result):
    made = NodeView(machine, node)
    return ["The forward of this operation makes a NaN or Inf of finite values:",
            "%s   at %s: %s" % (made.name, made.place(), source_line(made.file, made.line)),
            "   result  " + tensor_text(machine, pointer(machine, result), True)]


def accumulated_lines(machine, variable, added):
    """What has been added to the gradient of a parameter, and their sum."""
    tensor = TensorView(machine, variable)
    return ["gradient of " + (tensor.name or "a leaf without name"),
            "   added  " + tensor_text(machine, pointer(machine, added), True),
            "   total  " + tensor_text(machine, tensor.grad, True)]


def file_and_line(place):
    file, colon, line = place.rpartition(":")
    if not colon or not line.isdigit() or not file:
        raise Refused("expected FILE:LINE, for example tutorial.cpp:26")
    return file, int(line)


def is_made_on(machine, node, places):
    """Whether one of these lines has made the node."""
    return bool(places) and is_of_lines(NodeView(machine, node), places)


def is_of_lines(made, places):
    if made.variable:
        return False  # an accumulator belongs to every line that uses its parameter
    return any(made.line == line and (made.file == file or made.file.endswith("/" + file))
               for file, line in places)
