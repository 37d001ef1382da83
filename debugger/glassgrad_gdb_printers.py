"""How gdb prints tensors and nodes, each in one line; modules, optimizers, dictionaries and examples."""

import re

import gdb

import glassgrad_memory as memory
import glassgrad_modules as modules
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
        except memory.Unreadable:
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


def module_printer(address):
    """Of a pointer to a module, whose Module may be a virtual base somewhere in it."""
    base = gdb.lookup_type(modules.MODULE).pointer()
    try:
        return Line(modules.module_text(machine, int(address.cast(base)) if int(address) else 0))
    except gdb.MemoryError:
        return Line("Module(<uninitialised or freed>)")


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
        if name in ("glassgrad::Tensor", "glassgrad::TensorBase", "glassgrad::IndexedTensor"):
            return tensor_printer(value)
        if name == "glassgrad::Value":
            return Scalar(int(value["node_"]))
        if name == values.VALUE_NODE:
            return Scalar(int(value.address))
        if name == view.SAVED_TENSOR:
            return saved_printer(value)
        if name == view.GRAD_LIST:
            return Line(view.grads_text(machine, int(value.address)))
        if name == "glassgrad::intrusive_ptr<glassgrad::autograd::Node>":
            return node_pointer_printer(value)
        if name == "glassgrad::intrusive_ptr<glassgrad::TensorImpl>":
            return impl_pointer_printer(value)
        if name == view.NODE or has_base(kind, view.NODE):
            return Line(view.node_text(machine, int(value.address)))
        if re.match(modules.EXAMPLE, name):
            has_target = not name.endswith("NoTarget>")
            return Line(modules.example_text(machine, int(value.address), has_target))
        if re.match(modules.TENSOR_DICT, name):
            return Line(modules.dict_text(machine, int(value["items_"].address)))
        if name == modules.MODULE or has_base(kind, modules.MODULE):
            return module_printer(value.address)
        if name.startswith(modules.MODULE_HOLDER) or has_base(kind, modules.MODULE_HOLDER):
            return module_printer(value["impl_"])
        if name == modules.OPTIMIZER or has_base(kind, modules.OPTIMIZER):
            return Line(modules.optimizer_text(machine, int(value.address)))
    except (gdb.error, gdb.MemoryError, TypeError, ValueError):
        pass
    return None


def has_base(kind, name):
    """Whether a class or template of this name is among the bases."""
    for field in kind.fields():
        if field.is_base_class:
            base = field.type.strip_typedefs()
            if str(base).split("<")[0] == name or has_base(base, name):
                return True
    return False


gdb.pretty_printers.insert(0, printer_of)
