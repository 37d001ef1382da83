"""Where the program stands in a backward pass, and what makes gdb stop there."""

import re

import gdb

import glassgrad_memory as memory
import glassgrad_stops
import glassgrad_values as values
import glassgrad_view as view
import glassgrad_walk
from glassgrad_gdb_machine import machine


class Session:
    """Where we are, and what we wait for."""

    def __init__(self):
        self.node = self.grads = self.step = 0
        self.landed = False
        self.forward = []  # what was said of a NaN in a forward, as long as the program stands there
        self.has_found = self.has_told = False  # `grad nan`: a NaN; what it does not look at
        self.quiet = False  # a command prints the message itself
        self.message = []
        self.wanted = None  # a function of (node, step), for one command
        self.values = values.ValueWalk(machine)  # where it stands, if the program has Values
        self.wants_value = None  # the same for their nodes
        self.breaks = []  # (file, line)
        self.watched = []
        self.hooks = {}

    def hook(self, kind):
        if kind not in self.hooks:
            self.hooks[kind] = kind()
        return self.hooks[kind]

    def forget(self):
        self.node = self.grads = self.step = 0
        self.forward = []
        self.values.forget()


session = Session()


def address_of(name):
    return int(gdb.newest_frame().read_var(name))


def has(symbol):
    """Whether the program has it: one of Values alone has no tensors, and the other way round."""
    return gdb.lookup_global_symbol(symbol) is not None


def switch(name):
    return int(gdb.parse_and_eval("(unsigned long)glassgrad_debugger." + name))


def set_switch(name, value, of="glassgrad_debugger"):
    if has(of):
        gdb.execute("set variable %s.%s = %d" % (of, name, value), to_string=True)


def set_switches():
    """All that must be there from the beginning of a program."""
    set_switch("explain", 1)
    set_switch("stepping", 1, "glassgrad_values")
    if has("glassgrad_keeps_forwards"):
        gdb.execute("set variable glassgrad_keeps_forwards = 1", to_string=True)


def pointer_of_frame(function, is_right):
    """What the object points to whose member function has just been called; 0 elsewhere. At its very
    first instruction, where gdb may stand, the argument is in its register alone."""
    frame = gdb.newest_frame()
    while frame.type() == gdb.INLINE_FRAME and frame.older():
        frame = frame.older()  # -O2 may stand in what has been inlined into it
    if str(frame.name() or "").split("(")[0] != function:
        return 0
    for this in (lambda: frame.read_var("this"), lambda: frame.read_register("rdi")):
        try:
            address = memory.pointer(machine, int(this()) & (1 << 64) - 1)
            if is_right(address):
                return address
        except (gdb.error, ValueError, memory.Unreadable):
            pass
    return 0


def tensor_of_frame():
    """The tensor whose backward() has been called."""
    return pointer_of_frame("glassgrad::Tensor::backward", lambda a: view.TensorView(machine, a))


def value_of_frame():
    """The node of the Value whose backward() has been called."""
    return pointer_of_frame("glassgrad::Value::backward", lambda a: values.value_view(machine, a))


walks = glassgrad_walk.Walks(machine, switch, tensor_of_frame)


class Hook(gdb.Breakpoint):
    """A breakpoint on one of the library's hooks."""

    def __init__(self):
        super().__init__(self.function, internal=True)
        self.silent = True

    def stop(self):
        try:
            return self.reached()
        except (gdb.error, memory.Unreadable) as error:
            gdb.write("grad: %s\n" % error)
            return False


class NodeBegins(Hook):
    function = "glassgrad_node_begins"

    def reached(self):
        node, grads = address_of("node"), address_of("grads")
        step = int(switch("nodes_begun"))
        wanted = session.wanted and session.wanted(node, step)
        if wanted or glassgrad_stops.is_made_on(machine, node, session.breaks):
            Landing(node, grads, step)
        return False


class ValueBegins(Hook):
    function = "glassgrad_value_begins"

    def reached(self):
        session.values.begin(address_of("node"), address_of("root"),
                             int(gdb.parse_and_eval("glassgrad_values.nodes_begun")))
        if not session.wants_value or not session.wants_value(session.values):
            return False
        session.node = session.grads = session.step = 0
        session.message = session.values.describe()
        return True


class Accumulated(Hook):
    function = "glassgrad_gradient_accumulated"

    def reached(self):
        node, added = address_of("node"), address_of("added")
        variable = view.NodeView(machine, node).variable
        name = view.TensorView(machine, variable).name
        if not any(w == variable or w == name for w in session.watched):
            return False
        session.message = glassgrad_stops.accumulated_lines(machine, variable, added)
        return True


class NanAppeared(Hook):
    function = "glassgrad_nan_appeared"

    def reached(self):
        node, grads, result = (address_of(n) for n in ("node", "grads", "result"))
        session.has_found = True
        if grads:
            session.message = glassgrad_stops.nan_in_backward_lines(machine, node)
            Landing(node, grads, int(switch("nodes_begun")))
            return False
        session.node, session.grads, session.step = node, 0, 0
        session.forward = glassgrad_stops.nan_in_forward_lines(machine, node, result)
        session.message = list(session.forward)
        session.landed = True
        return True


class Landing(gdb.Breakpoint):
    """Stops on the first line of a node's backward."""

    def __init__(self, node, grads, step):
        super().__init__(first_line_of_backward(node), internal=True, temporary=True)
        self.silent = True
        self.at = node, grads, step

    def stop(self):
        session.node, session.grads, session.step = self.at
        session.landed = True
        try:
            session.message = session.message + glassgrad_stops.describe(machine, *self.at)
        except memory.Unreadable as error:
            session.message = ["grad: the node cannot be read: %s" % error]
        return True


def first_line_of_backward(node):
    """The location of apply, past its prologue; of a user's Function, of its own backward. An address
    where there can be one: gdb takes a long time to look for a name."""
    table = memory.pointer(machine, node)
    if table not in machine.landings:
        machine.landings[table] = own_backward(node, table) or past_prologue(
            memory.pointer(machine, table + 8 * 2))  # two destructors stand before apply
    return machine.landings[table]


def own_backward(node, table):
    """The location of the backward of a user's Function, empty if the node is none."""
    name = machine.dynamic_type(node)
    if "::CppNode<" not in name:
        return ""
    function = "'%s::backward'" % gdb.lookup_type(name).template_argument(0)
    try:
        found = [place.pc for place in gdb.decode_line(function)[1] or ()]
    except gdb.error:
        return ""
    if len(found) > 1:  # files may each have their own in no namespace
        unit = unit_of(memory.pointer(machine, table))
        found = [pc for pc in found if unit_of(pc) == unit]
    return past_prologue(found[0]) if len(found) == 1 else function


def unit_of(pc):
    """Of the source file that a function was compiled in, where its code begins."""
    block = gdb.block_for_pc(pc)
    return block.global_block.start if block else 0


def past_prologue(start):
    """Where the arguments of a function are in their places: what g++ has not optimized puts them there
    in its first row of the table of lines. (gdb's own way stays before it if any function of the file is
    optimized; some of std::string always are.)"""
    row = gdb.find_pc_line(start)
    producer = row.symtab.producer or "" if row.symtab else ""
    block = gdb.block_for_pc(start)
    if not producer.startswith("GNU") and block and block.function:
        return "-function " + block.function.linkage_name
    is_optimized = re.search(r" -O(?!0)(?!.* -O0)", producer)
    return "*%d" % (row.last + 1 if producer and not is_optimized and row.last else start)


def on_stop(event):
    if session.message and not session.quiet:
        gdb.write("\n".join(session.message) + "\n")
        session.message = []


gdb.events.stop.connect(on_stop)


def is_running():
    return gdb.selected_inferior().pid != 0


def is_core():
    """Whether what seems to run is a core dump."""
    connection = gdb.selected_inferior().connection
    return connection is not None and connection.type == "core"


def frames():
    """From the newest on."""
    frame = gdb.newest_frame()
    while frame:
        yield frame
        frame = frame.older()


def is_in(function):
    """Whether a function of that name, or the beginning of one, has been called and has not returned."""
    return any((frame.name() or "").startswith(function) for frame in frames())


def catch_up():
    """Finds the node that has its turn: the program may have gone on without a command of ours, or be a
    core dump."""
    if not has("glassgrad_debugger"):
        return
    if session.forward:
        if is_in(NanAppeared.function):
            return
        session.forget()
    node, step = walks.current()
    if node and (node, step) != (session.node, session.step):
        session.node, session.step, session.grads = node, step, grads_in_frames(node)
    elif not node and session.step and not is_in("glassgrad::autograd::BackwardPass::"):
        session.node = session.grads = session.step = 0


def grads_in_frames(node):
    """The gradients that a node's rule was given, if a frame still has them; else 0."""
    found = 0
    for frame in frames():
        name = frame.name() or ""
        try:
            if name.endswith("::apply") and int(frame.read_var("this")) == node:
                found = int(frame.read_var("grads").referenced_value().address)
            elif name == "glassgrad::autograd::apply_observed" and int(
                    frame.read_var("node").address) == node:
                return int(frame.read_var("given").address)
        except (gdb.error, ValueError):  # -O2 has not kept it
            pass
    return found


def resume(command="continue"):
    """Runs on; says what was reached."""
    session.landed, session.message, session.quiet, session.forward = False, [], True, []
    try:
        output = gdb.execute(command, to_string=True)
    finally:
        session.quiet = False
        update_hooks()
    if not session.message and is_running():
        gdb.write(output)
        return
    if session.values.node and not session.node and is_running():
        gdb.newest_frame().older().select()  # from the hook into the chain rule
    if not session.message:
        session.forget()
        gdb.write("The program has ended.\n")
        return
    gdb.write("\n".join(session.message) + "\n")
    session.message = []


def update_hooks():
    """Stops at nodes only as long as somebody waits for one."""
    for kind, is_wanted in ((NodeBegins, session.wanted or session.breaks),
                            (Accumulated, session.watched), (ValueBegins, session.wants_value)):
        if kind in session.hooks or is_wanted and (has(kind.function) or not is_running()):
            session.hook(kind).enabled = bool(is_wanted)


def start():
    """Brings the program to main, so that its switches can be set."""
    gdb.execute("set confirm off")
    stops = [b for b in gdb.breakpoints() if b.is_valid() and b.enabled and b.visible]
    for b in stops:
        b.enabled = False
    for hook in session.hooks.values():
        hook.enabled = False
    try:
        main = gdb.Breakpoint("main", internal=True, temporary=True)
        main.silent = True
        gdb.execute("run", to_string=True)
    finally:
        for b in stops:
            if b.is_valid():
                b.enabled = True
    machine.forget()
    session.forget()
    if not is_running():
        raise gdb.GdbError("the program has ended before its main")
    set_switches()
    update_hooks()
