"""How gdb prints tensors and nodes: each in one line."""

import gdb

import glassgrad_values as values
import glassgrad_view as view
from glassgrad_gdb_machine import machine


class Line:
    """A printer of one line."""

    def __init__(self, text):
        self.text = text

    def to_string(self):
        return self.text


class Scalar:
    """A printer of a Value, and one step away its operands with the local derivatives."""

    def __init__(self, address):
        self.node = values.value_view(machine, address)

    def to_string(self):
        return self.node.text() if self.node else "Value(<uninitialised or freed>)"

    def children(self):
        try:
            operands = self.node.operands() if self.node else []
        except view.Unreadable:
            operands = []
        return (("[%d]" % i, text) for i, text in enumerate(operands))


def tensor_printer(value):
    return Line(view.tensor_text(machine, int(value["impl_"]["p_"])))


def saved_printer(value):
    return Line("saved " + view.tensor_text(machine, int(value["tensor_"]["impl_"]["p_"]), True))


def node_pointer_printer(value):
    return Line(view.node_text(machine, int(value["p_"])))


def impl_pointer_printer(value):
    return Line(view.tensor_text(machine, int(value["p_"])))


def printer_of(value):
    """The printer of a value, by its type's name; of a node, by its base."""
    try:
        kind = value.type.strip_typedefs()
        if kind.code in (gdb.TYPE_CODE_REF, gdb.TYPE_CODE_RVALUE_REF):
            value = value.referenced_value()
            kind = value.type.strip_typedefs()
        if kind.code != gdb.TYPE_CODE_STRUCT:
            return None
        name = str(kind.unqualified())
        if name in ("glassgrad::Tensor", "glassgrad::IndexedTensor"):
            return tensor_printer(value)
        if name == "glassgrad::Value":
            return Scalar(int(value["node_"]))
        if name == values.VALUE_NODE:
            return Scalar(int(value.address))
        if name == view.SAVED_TENSOR:
            return saved_printer(value)
        if name == "glassgrad::intrusive_ptr<glassgrad::autograd::Node>":
            return node_pointer_printer(value)
        if name == "glassgrad::intrusive_ptr<glassgrad::TensorImpl>":
            return impl_pointer_printer(value)
        if name == view.NODE or is_node(kind):
            return Line(view.node_text(machine, int(value.address)))
    except (gdb.error, gdb.MemoryError, TypeError, ValueError):
        pass
    return None


def is_node(kind):
    while True:
        bases = [field.type.strip_typedefs() for field in kind.fields() if field.is_base_class]
        if not bases:
            return False
        kind = bases[0]
        if str(kind) == view.NODE:
            return True


gdb.pretty_printers.insert(0, printer_of)
