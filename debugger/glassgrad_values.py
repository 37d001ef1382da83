"""How scalars (glassgrad::Value) look in a debugger: the part that gdb and lldb share.

Of the Machine in glassgrad_view.py, and besides:

  enumerator(type, number)   the name of an enumerator, without its scope
"""

import struct

from glassgrad_view import Unreadable, c_string, member

VALUE_NODE = "glassgrad::ValueNode"
TWO_OPERANDS = ("add", "sub", "mul", "div", "pow", "max", "min")


class ValueView:
    """A node of the graph of scalars."""

    def __init__(self, machine, address):
        self.machine, self.address = machine, address
        self.data, self.grad = self.get("data", "d"), self.get("grad", "d")
        self.op = machine.enumerator("glassgrad::ValueOp", self.get("op", "B"))
        self.name = c_string(machine, self.get("name")) if self.get("name") else ""

    def get(self, path, code="Q", index=0):
        size = struct.calcsize(code)
        base = self.address + index * size
        return member(self.machine, base, VALUE_NODE, path, code)

    def text(self):
        name = self.name + ": " if self.name else ""
        return "%s%s data=%.8g grad=%.8g" % (name, self.op, self.data, self.grad)

    def operands(self):
        """[text], with the local derivative of each."""
        found = []
        for i in range(2):
            parent, partial = self.get("parent", "Q", i), self.get("partial", "d", i)
            if parent:
                found.append("%s, local derivative %.8g" % (
                    ValueView(self.machine, parent).text(), partial))
            elif self.op in TWO_OPERANDS:
                found.append("the number %.8g" % partial)
        return found


def value_view(machine, address):
    """The node, or None where memory holds none."""
    try:
        return ValueView(machine, address)
    except (Unreadable, OverflowError):
        return None


def value_text(machine, address):
    """One line: name, operation, value, gradient; in braces what it was made of."""
    view = value_view(machine, address)
    if not view:
        return "Value(<uninitialised or freed>)"
    try:
        operands = view.operands()
    except (Unreadable, OverflowError):
        operands = []
    return view.text() + (" = {%s}" % "; ".join(operands) if operands else "")
