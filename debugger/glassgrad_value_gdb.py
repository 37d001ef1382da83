"""Shows glassgrad::Value in gdb: (gdb) source debugger/glassgrad_value_gdb.py

    (gdb) p c
    $1 = c: add data=-5.0359724 grad=1 = {
      [0] = mul data=-6 grad=1, local derivative 1,
      [1] = tanh data=0.96402758 grad=1, local derivative 1
    }

Memory is read, nothing in the program is called; a handle that leads nowhere is said to do so.
"""

import gdb
import gdb.printing

LONGEST_NAME = 60
TWO_OPERANDS = ("add", "sub", "mul", "div", "pow", "max", "min")


def operation(node):
    return str(node["op"]).split("::")[-1]


def name(node):
    """The node's name and a colon, cut off where it is too long; empty if it has none."""
    if int(node["name"]) == 0:
        return ""
    text = b""
    while len(text) < LONGEST_NAME and (char := int(node["name"][len(text)]) & 0xFF):
        text += bytes([char])
    return text.decode(errors="replace") + ": "


def summary(node):
    data, grad = float(node["data"]), float(node["grad"])
    return f"{name(node)}{operation(node)} data={data:.8g} grad={grad:.8g}"


def operand(node, i):
    parent, partial = node["parent"][i], float(node["partial"][i])
    if int(parent):
        return f"{summary(parent.dereference())}, local derivative {partial:.8g}"
    return f"the number {partial:.8g}" if operation(node) in TWO_OPERANDS else None


class NodePrinter:
    """A node, and one step away its operands with the local derivatives."""

    def __init__(self, node):
        self.node = node

    def to_string(self):
        try:
            return summary(self.node)
        except gdb.MemoryError as error:
            return f"no node: {error}"

    def children(self):
        try:
            operands = [operand(self.node, i) for i in range(2)]
        except gdb.MemoryError:
            return
        for i, text in enumerate(operands):
            if text:
                yield f"[{i}]", text


class ValuePrinter(NodePrinter):
    """A handle shows its node."""

    def __init__(self, value):
        super().__init__(value["node_"].dereference())


printers = gdb.printing.RegexpCollectionPrettyPrinter("glassgrad.value")
printers.add_printer("Value", "^glassgrad::Value$", ValuePrinter)
printers.add_printer("ValueNode", "^glassgrad::ValueNode$", NodePrinter)
gdb.printing.register_pretty_printer(None, printers, replace=True)
