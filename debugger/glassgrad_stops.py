"""What a learner reads where a program stops, as lines, and the places that a stop is asked for.

Of the Machine in glassgrad_memory.py, and besides:

  explanation(kind)          the rule of the node at hand: its formula, or the same in numbers
"""

from glassgrad_memory import Refused, Unreadable, member, pointer
from glassgrad_source import source_line, source_text
from glassgrad_view import SAVED_TENSOR, NodeView, TensorView, grads_list, node_text, tensor_text


def describe(machine, node_address, grads_address, step=None):
    """What a learner wants to see on arrival at a node, as lines."""
    node = NodeView(machine, node_address)
    made = "" if node.variable else "   created at %s: %s" % (
        node.when(), source_line(node.file, node.line))
    lines = [("#%d " % step if step else "") + node.title() + made]
    try:
        grads = grads_list(machine, grads_address) if grads_address else []
    except Unreadable:
        grads = []
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


MAX_SEARCHED = 2000  # nodes


class NotFinite:
    """A NaN or Inf that a node has saved."""

    def __init__(self, machine, node, name, address):
        self.node, self.name = node, name if name.startswith("saved") else "saved " + name
        impl = member(machine, address, SAVED_TENSOR, "tensor_.impl_.p_")
        self.tensor = TensorView(machine, impl) if impl else None
        self.count = self.tensor.not_finite() if self.tensor else ""
        # A saved result has lost its history.
        is_output = member(machine, address, SAVED_TENSOR, "output_nr_", "I") >> 31
        self.is_from_outside = bool(self.count) and not is_output and not self.tensor.grad_fn

    def text(self, at_hand):
        what = "its " + self.name if self.node.address == at_hand else "the %s of %s" % (
            self.name, node_text(self.node.machine, self.node.address))
        if self.tensor.requires_grad:
            return ["   It was there before: %s is a leaf, %s, with %s." % (
                what, self.tensor.name or "without name", self.count)]
        return ["   It came in from outside the graph: %s has %s, made by no recorded operation." % (what, self.count),
                "   After requires_grad_() on the data behind it `grad nan` stops where it is made."]


def saved_not_finite(machine, node):
    found = [NotFinite(machine, node, name, at) for name, at in node.saved_tensors()]
    return [saved for saved in found if saved.count]


def came_in(machine, node_address):
    """The oldest NaN or Inf from outside that a node or those behind it have saved; None: not known."""
    oldest, seen, waiting = None, {node_address}, [node_address]
    while waiting:
        node = NodeView(machine, waiting.pop())
        for saved in saved_not_finite(machine, node):
            if saved.is_from_outside and (not oldest or node.sequence_nr < oldest.node.sequence_nr):
                oldest = saved
        for target, _ in node.edges():
            if target and target not in seen and len(seen) < MAX_SEARCHED:
                seen.add(target)
                waiting.append(target)
    return oldest


def nan_in_backward_lines(machine, node_address):
    """What to say above the description of the node."""
    saved = saved_not_finite(machine, NodeView(machine, node_address))
    if not saved:
        return ["The backward of this operation makes a NaN or Inf of finite values:"]
    origin = came_in(machine, node_address)
    return (["The backward of this operation makes a NaN or Inf of finite gradients, but has saved one:"]
            + (origin.text(node_address) if origin else [
                "   Its %s has %s: made before `grad nan` looked (start the program again with it),"
                % (saved[0].name, saved[0].count),
                "   or of data from outside the graph."]))


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
