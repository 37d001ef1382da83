"""How tensors and graph nodes look in a debugger: the part that gdb and lldb share.

Of the Machine in glassgrad_memory.py.
"""

import os
import struct

from glassgrad_memory import (MAX_NODES, Unreadable, c_string, dims, integer, member, pointer,
                              std_string)

NAMESPACE = "glassgrad::"
TENSOR_IMPL = NAMESPACE + "TensorImpl"
TENSOR_EXTRAS = NAMESPACE + "TensorExtras"
NODE = NAMESPACE + "autograd::Node"
GRAD_LIST = NAMESPACE + "autograd::GradList"
EDGE = NAMESPACE + "autograd::Edge"
ACCUMULATE_GRAD = NAMESPACE + "autograd::AccumulateGrad"
CONTEXT = NAMESPACE + "autograd::AutogradContext"
SAVED_TENSOR = NAMESPACE + "autograd::SavedTensor"

# name and struct code of each element type, by its number in ScalarType.
ELEMENT_TYPES = {0: ("uint8", "B"), 1: ("int8", "b"), 2: ("int16", "h"), 3: ("int32", "i"),
                 4: ("int64", "q"), 6: ("float32", "f"), 7: ("float64", "d"), 11: ("bool", "?")}

MAX_ELEMENTS_COUNTED = 1 << 20
SHOWN = 3


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

    def saved_tensors(self):
        """[(name, address of the SavedTensor)]"""
        found = []
        for name, offset, type_name in self.machine.fields(self.type):
            at = self.address + offset
            if type_name == SAVED_TENSOR:
                found.append((name, at))
            elif type_name == CONTEXT:
                found += self.saved_in_context(at)
        return found

    def saved_in_context(self, address):
        at = address + self.machine.offset(CONTEXT, "saved_")
        begin, end = pointer(self.machine, at), pointer(self.machine, at + 8)
        return [("saved[%d]" % i, pointer(self.machine, begin + i * 8))
                for i in range(min((end - begin) // 8, 64))]

    def saved(self):
        """[(name, text)] of the members that the node keeps for its backward."""
        found = []
        for name, offset, type_name in self.machine.fields(self.type):
            text = self.field_text(self.address + offset, type_name)
            if text is not None:
                found.append((name, text))
            elif type_name == CONTEXT:
                found += [(saved, self.field_text(at, SAVED_TENSOR))
                          for saved, at in self.saved_in_context(self.address + offset)]
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
        if type_name.startswith(NAMESPACE + "OperandSizes<"):
            return self.operand_sizes(pointer(machine, address))
        if type_name == NAMESPACE + "Scalar":
            is_real = ELEMENT_TYPES[member(machine, address, type_name, "kind_", "b")][1] in "fd"
            return number(member(machine, address, type_name,
                                 *(("real_", "d") if is_real else ("integer_", "q"))))
        codes = {"double": "d", "float": "f", "int": "i", "long": "q", "bool": "?",
                 "int64_t": "q", "size_t": "Q", "unsigned long": "Q"}
        if type_name in codes:
            return number(integer(machine, address, codes[type_name]))
        return None

    def operand_sizes(self, kept):
        """Those of the inputs where one was stretched, "(3, 2) and (2,)"; else None."""
        if not kept:
            return None
        step = self.machine.offset(NAMESPACE + "Dims", "")
        return " and ".join(shape_text(dims(self.machine, kept + i * step, NAMESPACE + "Dims", ""))
                            for i in range(self.get("next_edges_.size_", "I")))


def node_text(machine, address):
    """One line: operation and forward line."""
    if address == 0:
        return "Node(null)"
    try:
        node = NodeView(machine, address)
        return node.title() + ("" if node.variable else " @ " + node.when())
    except (Unreadable, struct.error):
        return "Node(<uninitialised or freed>)"


def grads_text(machine, address):
    """The tensors of a GradList in one line."""
    try:
        return "[" + ", ".join(tensor_text(machine, g, True) for g in grads_list(machine, address)) + "]"
    except (Unreadable, struct.error):
        return "GradList(<uninitialised or freed>)"


def grads_list(machine, address):
    """The tensors' addresses in a GradList."""
    data, size = pointer(machine, address), integer(machine, address + 8, "I")
    if size > MAX_NODES or size and not data:
        raise Unreadable("%d gradients" % size)
    return [pointer(machine, data + 8 * i) for i in range(size)]
