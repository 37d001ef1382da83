"""How scalars (glassgrad::Value) look in a debugger: the part that gdb and lldb share.

Of the Machine in glassgrad_memory.py, and besides:

  enumerator(type, number)   the name of an enumerator, without its scope
"""

import struct

from glassgrad_memory import Refused, Unreadable, c_string, member

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


# --- the walk back ---

MAX_VALUES = 20000
INFIX = {"add": "+", "sub": "-", "mul": "*", "div": "/"}


class ValueGraph:
    """All nodes behind a root, operands before results, with the names that Value::graph() prints."""

    def __init__(self, machine, root):
        self.machine, self.root = machine, root
        self.views, self.numbers, self.is_whole = {}, {}, True
        waiting = [root]
        while waiting:
            address = waiting[-1]
            missing = [p for p in self.view(address).parents if p and p not in self.numbers]
            if missing:
                waiting.append(missing[0])
                continue
            waiting.pop()
            self.numbers.setdefault(address, len(self.numbers))
            if len(self.views) > MAX_VALUES:
                self.is_whole = False
                return

    def view(self, address):
        if address not in self.views:
            view = ValueView(self.machine, address)
            view.parents = [view.get("parent", "Q", i) for i in range(2)]
            view.partials = [view.get("partial", "d", i) for i in range(2)]
            self.views[address] = view
        return self.views[address]

    def name(self, address):
        number = self.numbers.get(address, "?")
        return self.view(address).name or "v%s" % number

    def formula(self, address):
        """"a * b", "tanh(a)"; a leaf is its number."""
        view = self.view(address)
        operands = [self.name(p) if p else "%.6g" % x for p, x in zip(view.parents, view.partials)]
        if view.op == "leaf":
            return "%.6g" % view.data
        if view.op in INFIX:
            return "%s %s %s" % (operands[0], INFIX[view.op], operands[1])
        return "%s(%s)" % (view.op, ", ".join(operands[:2 if view.op in TWO_OPERANDS else 1]))

    def words(self, address):
        """By what a user may call the node."""
        view = self.view(address)
        return {word.lower() for word in (self.name(address), view.op, INFIX.get(view.op, view.op))}


class ValueWalk:
    """Where the walk through Values stands."""

    def __init__(self, machine):
        self.machine = machine
        self.forget()

    def forget(self):
        self.node = self.step = 0
        self.graph, self.done = None, set()

    def foresee(self, root):
        """A walk from here is about to begin."""
        self.forget()
        self.graph = ValueGraph(self.machine, root)

    def begin(self, node, root, step):
        if node == root or not self.graph or self.graph.root != root:
            self.foresee(root)
        self.node, self.step = node, step
        self.graph.views.pop(node, None)  # its gradient has come since
        self.done.add(node)

    def is_called(self, name):
        return not name or name.lower() in self.graph.words(self.node)

    def ahead(self):
        graph = self.graph
        return [a for a in graph.numbers if a not in self.done and graph.view(a).op != "leaf"]

    def check_name(self, name, command):
        """Refuses a name that no node to come has."""
        ahead = self.ahead()
        if not self.graph.is_whole or any(name.lower() in self.graph.words(a) for a in ahead):
            return
        texts = ["%s = %s" % (self.graph.name(a), self.graph.formula(a)) for a in reversed(ahead)]
        raise Refused("no node to come in this walk is called %s\n   %s" % (
            name, "to come: " + ", ".join(texts[:20]) if texts else
            "this walk is at its end; `%s` goes on into the next" % command))

    def describe(self):
        """The node and the chain rule in numbers, as lines."""
        graph, node = self.graph, self.node
        view, name, root = graph.view(node), graph.name(node), graph.name(graph.root)
        lines = ["#%d %s = %s" % (self.step, name, graph.formula(node)),
                 "   data        %.6g" % view.data,
                 "   upstream    d%s/d%s = %.6g" % (root, name, view.grad)]
        for parent, partial in zip(view.parents, view.partials):
            if not parent:
                continue
            graph.views.pop(parent, None)
            target, to = graph.view(parent), graph.name(parent)
            adds = target.get("accumulates", "B")
            lines.append("   rule        d%s/d%s %s d%s/d%s * d%s/d%s" % (
                root, to, "+=" if adds else "=", root, name, name, to))
            before = " + " if adds and target.grad else ""
            if before:
                before = "%.6g%s" % (target.grad, before)
            total = (target.grad if adds else 0) + view.grad * partial
            lines.append("   in numbers  %s%.6g * %.6g = %.6g" % (before, view.grad, partial, total))
        return lines


def graph_lines(machine, root):
    """One line a node, operands before results."""
    graph = ValueGraph(machine, root)
    rows = []
    for address in graph.numbers:
        view = graph.view(address)
        slopes = ["d%s/d%s = %.6g" % (graph.name(address), graph.name(p), x)
                  for p, x in zip(view.parents, view.partials) if p]
        rows.append(("%s = %s" % (graph.name(address), graph.formula(address)), "  ".join(
            ["data %-10.6g" % view.data] + slopes).rstrip()))
    if len(rows) > 100:
        rows = rows[:5] + [("...", "%d nodes%s" % (len(rows), "" if graph.is_whole else " and more"))] + rows[-5:]
    return ["%-24s %s" % row for row in rows]
