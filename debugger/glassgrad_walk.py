"""The nodes of a backward pass in the order in which the engine will take them.

The engine (autograd/graph/engine.cpp) counts the edges that lead to each node; of the nodes whose
gradients are complete it takes the one with the greatest sequence number from a heap. All accumulators
have the same, the greatest: which of two comes first is a matter of the heap, so this one is moved as
the standard library moves its own.
"""

import re
import struct

from glassgrad_memory import Refused, member, pointer
from glassgrad_source import source_line
from glassgrad_stops import file_and_line, is_of_lines
from glassgrad_view import NAMESPACE, NodeView, TensorView

PASS = NAMESPACE + "autograd::BackwardPass"
TASK = NAMESPACE + "autograd::Task"
READY = PASS + "::Ready"

MAX_NODES = 20000
MAX_NAMED = 20  # in an answer


class TooLong(Refused):
    """The graph has more nodes than anybody wants to wait for."""


# --- the heap: std::push_heap and std::pop_heap of libstdc++ on [(sequence number, task)] ---


def sift_up(heap, hole, top, value):
    parent = (hole - 1) // 2
    while hole > top and heap[parent][0] < value[0]:
        heap[hole] = heap[parent]
        hole, parent = parent, (parent - 1) // 2
    heap[hole] = value


def push(heap, value):
    heap.append(value)
    sift_up(heap, len(heap) - 1, 0, value)


def pop(heap):
    first, value = heap[0], heap[-1]
    size, hole, second = len(heap) - 1, 0, 0
    if size:
        while second < (size - 1) // 2:
            second = 2 * (second + 1)
            if heap[second][0] < heap[second - 1][0]:
                second -= 1
            heap[hole] = heap[second]
            hole = second
        if size % 2 == 0 and second == (size - 2) // 2:
            second = 2 * (second + 1)
            heap[hole] = heap[second - 1]
            hole = second - 1
        sift_up(heap, hole, 0, value)
    heap.pop()
    return first


class Walk:
    """The nodes of one pass: those that have had their turn, the one that has it, those to come."""

    def __init__(self, machine, before):
        self.machine = machine
        self.before = before  # steps of the program before this pass
        self.nodes, self.places = [], {}
        self.past, self.now, self.ahead = [], None, []
        self.is_partial = False

    def meet(self, address):
        if address not in self.places:
            if len(self.nodes) == MAX_NODES:
                raise TooLong("the graph has more than %d nodes" % MAX_NODES)
            self.places[address] = len(self.nodes)
            self.nodes.append(NodeView(self.machine, address))
        return self.places[address]

    def targets(self, place):
        return [self.places[target] for target, _ in self.nodes[place].edges() if target]

    def finish(self, pending, ready, needed, now=None):
        """Goes through the rest of the pass."""
        if now is not None:
            self.hand_on(now, pending, ready)
        while ready:
            place = pop(ready)[1]
            if needed[place]:
                self.ahead.append(self.nodes[place])
            self.hand_on(place, pending, ready)
        return self

    def hand_on(self, place, pending, ready):
        for target in self.targets(place):
            pending[target] -= 1
            if pending[target] == 0:
                push(ready, (self.nodes[target].sequence_nr, target))

    def all(self):
        return self.past + ([self.now] if self.now else []) + self.ahead


def from_root(machine, root, before):
    """The pass that starts at a node."""
    walk = Walk(machine, before)
    try:
        return begin(walk, root)
    except TooLong:
        walk.is_partial, walk.ahead = True, walk.nodes
        return walk


def begin(walk, root):
    walk.meet(root)
    pending = [0]
    place = 0
    while place < len(walk.nodes):
        for target, _ in walk.nodes[place].edges():
            if target:
                at = walk.meet(target)
                pending += [0] * (len(walk.nodes) - len(pending))
                pending[at] += 1
        place += 1
    ready = []
    for place, count in enumerate(pending):
        if count == 0:
            push(ready, (walk.nodes[place].sequence_nr, place))
    return walk.finish(pending, ready, [True] * len(walk.nodes))


def from_pass(machine, address, now):
    """The pass that runs; `now` is the node whose turn it is."""
    walk = Walk(machine, member(machine, address, PASS, "nodes_before_"))
    count = member(machine, address, PASS, "tasks_.size_", "I")
    if count > MAX_NODES:
        raise TooLong("the graph has more than %d nodes" % MAX_NODES)
    size = machine.offset(TASK, "")
    begin = member(machine, address, PASS, "tasks_.data_")
    block = machine.read(begin, count * size)
    pending, needed = [], []
    for i in range(count):
        def of(path, code):
            return struct.unpack_from("<" + code, block, i * size + machine.offset(TASK, path))[0]
        walk.meet(of("node", "Q"))
        pending.append(of("pending", "Q"))
        needed.append(bool(of("needed", "B")))
    ready = []
    step, data = machine.offset(READY, ""), member(machine, address, PASS, "ready_.data_")
    for i in range(member(machine, address, PASS, "ready_.size_", "I")):
        number = member(machine, data + i * step, READY, "sequence_nr")
        ready.append((number, (member(machine, data + i * step, READY, "task") - begin) // size))
    waiting = {place for place, left in enumerate(pending) if left} | {place for _, place in ready}
    place = walk.places[now]
    walk.now = walk.nodes[place]
    walk.past = [node for i, node in enumerate(walk.nodes) if i not in waiting and i != place]
    return walk.finish(pending, ready, needed, place)


class Walks:
    """Which walk the program is in, or before. Of the debugger:

      switch(name)       a member of glassgrad_debugger
      tensor_of_frame()  the tensor whose backward() has been called and has not begun, or 0
    """

    def __init__(self, machine, switch, tensor_of_frame):
        self.machine, self.switch, self.tensor_of_frame = machine, switch, tensor_of_frame

    def current(self):
        """The node whose turn came last in the pass that runs, and its number; zeros outside."""
        return (self.switch("node"), self.switch("nodes_begun")) if self.switch("walk") else (0, 0)

    def running(self, node):
        return from_pass(self.machine, self.switch("walk"), node)

    def known(self):
        """Of the pass that runs or is about to; None where no one knows, or wants to wait."""
        try:
            if self.switch("walk"):
                return self.running(self.switch("node"))
            tensor = self.tensor_of_frame()
            root = TensorView(self.machine, tensor).grad_fn if tensor else 0
            walk = from_root(self.machine, root, self.switch("nodes_begun")) if root else None
            return None if walk and walk.is_partial else walk
        except TooLong:
            return None

    def behind(self, root):
        """The pass from a node, with the numbers that it has while it runs, or would have."""
        address = self.switch("walk")
        if address and pointer(self.machine, member(self.machine, address, PASS, "tasks_.data_")
                               + self.machine.offset(TASK, "node")) == root:
            return from_root(self.machine, root, member(self.machine, address, PASS, "nodes_before_"))
        return from_root(self.machine, root, self.switch("nodes_begun"))


# --- names ---


def parts_of(word):
    """BinaryCrossEntropyBackward0: Binary, Cross, Entropy, Backward0"""
    return re.findall(r"[A-Z]+(?![a-z])\d*|[A-Z][a-z]*\d*|[a-z]+\d*", word)


def is_called(node, name):
    """Whether the operation's name begins with the name, or has it as a part; of an accumulator, whether
    its parameter is called so, or the last part of the parameter's name is."""
    name = name.lower()
    if node.variable:
        parameter = node.variable_name().lower()
        if parameter and name in (parameter, parameter.rpartition(".")[2]):
            return True
    words = re.findall(r"\w+", node.name.lower())
    return (any(word.startswith(name) for word in words)
            or name in (part.lower() for part in parts_of(node.name)))


def is_of_module(node, name):
    """Whether the node accumulates for a parameter of a module of that name."""
    return node.variable and name.lower() in node.variable_name().lower().split(".")


def is_made_by(node, name):
    """Whether the forward line of the node has the word."""
    if node.variable or not node.file:
        return False
    line = re.sub(r"//.*|\"([^\"\\]|\\.)*\"", "", source_line(node.file, node.line))
    return name.lower() in (word.lower() for word in re.findall(r"\w+", line))


def matching(nodes, name):
    """The nodes of that name; where there are none, those whose forward line has the word, and the
    parameters of the module."""
    return ([node for node in nodes if is_called(node, name)]
            or [node for node in nodes if is_made_by(node, name) or is_of_module(node, name)])


def titles(nodes):
    """"AddmmBackward0 (2), SigmoidBackward0": each once, in their order."""
    counts = {}
    for node in nodes:
        counts[node.title()] = counts.get(node.title(), 0) + 1
    texts = [title + (" (%d)" % n if n > 1 else "") for title, n in counts.items()]
    more = ["and %d other names" % (len(texts) - MAX_NAMED)] if len(texts) > MAX_NAMED else []
    return ", ".join(texts[:MAX_NAMED] + more)


def check_name(walk, name, command):
    """Refuses a name that no node to come has."""
    if matching(walk.ahead, name):
        return
    lines = ["no node to come in this walk is called %s, and no line that made one has that word" % name]
    lines.append("   to come: " + titles(walk.ahead) if walk.ahead else
                 "   this walk is at its end; `%s` goes on into the next" % command)
    had = [node for node in walk.past + [walk.now] * bool(walk.now) if node in matching(
        walk.past + [walk.now] * bool(walk.now), name)]
    if had:
        lines.append("   has had its turn: " + titles(had))
    raise Refused("\n".join(lines))


def check_place(walk, place):
    """Refuses a line that has made no node of the walk."""
    wanted = file_and_line(place)
    if any(is_of_lines(node, [wanted]) for node in walk.all()):
        return
    lines = sorted({(node.place().rpartition(":")[0], node.line) for node in walk.all()
                    if node.file and not node.variable})
    shown = ["%s:%d" % line for line in lines[:MAX_NAMED]] + ["..."] * (len(lines) > MAX_NAMED)
    raise Refused("no node of this walk was made at %s\n   these lines made some: %s" % (
        place, ", ".join(shown)))


def check_parameter(walk, name):
    """Refuses a parameter that the walk does not come to."""
    leaves = [node for node in walk.all() if node.variable]
    names = [node.variable_name() for node in leaves]
    if name in names:
        return
    known = [n for n in names if n]
    text = "this walk adds to no gradient of that name: %s\n   it does to %s" % (
        name, ", ".join(known[:MAX_NAMED] + ["..."] * (len(known) > MAX_NAMED)) or "none with a name")
    unnamed = len(names) - len(known)
    raise Refused(text + (" and %d without a name" % unnamed if unnamed and known else ""))


class Finder:
    """Recognises the nodes of a name as walks come to them."""

    def __init__(self, walks, name):
        self.walks, self.name = walks, name
        self.number, self.addresses, self.seen = None, set(), {}

    def __call__(self, node, _):
        machine = self.walks.machine
        number = member(machine, self.walks.switch("walk"), PASS, "number_")
        if number != self.number:
            self.number = number
            self.look_ahead(node)
        if self.addresses is not None:
            return node in self.addresses
        view = NodeView(machine, node)
        return bool(matching([view], self.name))

    def look_ahead(self, node):
        try:
            walk = self.walks.running(node)
        except TooLong:
            self.addresses = None
            return
        nodes = [walk.now] + walk.ahead
        self.addresses = {found.address for found in matching(nodes, self.name)}
        for met in nodes:
            self.seen.setdefault(met.title())

    def failure(self):
        """What to say when the program has ended."""
        return "No node was called %s, nor made by a line with that word; there were: %s" % (
            self.name, ", ".join(list(self.seen)[:MAX_NAMED]) or "none")
