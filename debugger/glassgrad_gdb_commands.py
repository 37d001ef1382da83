"""The commands: grad next, grad prev, ..."""

import os

import gdb

import glassgrad_graph
import glassgrad_help as help
import glassgrad_memory as memory
import glassgrad_stops
import glassgrad_values as values
import glassgrad_view as view
import glassgrad_walk
from glassgrad_gdb_expressions import evaluate, frame_of_program, tensor_of
from glassgrad_gdb_machine import machine
from glassgrad_gdb_session import (NanAppeared, catch_up, has, is_core, is_running, resume, session,
                                   set_switch, set_switches, start, tensor_of_frame, update_hooks,
                                   value_of_frame, walks)
from glassgrad_source import source_line


class Grad(gdb.Command):
    __doc__ = help.HELP

    def __init__(self):
        super().__init__("grad", gdb.COMMAND_RUNNING, gdb.COMPLETE_NONE, True)

    def invoke(self, argument, from_tty):
        if argument:
            raise gdb.GdbError('Undefined grad command: "%s".  Try "help grad".' % argument.split()[0])
        gdb.write(help.HELP + "\n")


Grad()

RUNNING = ("next", "prev", "break", "watch", "nan", "replay", "check")  # what a core dump cannot


def command(function):
    """Makes `grad <name>` of a function."""

    class Command(gdb.Command):
        __doc__ = function.__doc__

        def __init__(self):
            self.name = function.__name__.rstrip("_")
            super().__init__("grad " + self.name, gdb.COMMAND_RUNNING)

        def invoke(self, argument, from_tty):
            try:
                if self.name in RUNNING and is_running() and is_core():
                    raise gdb.GdbError(help.CORE)
                function(argument.strip())
            except memory.Refused as error:
                raise gdb.GdbError(str(error))
            except memory.Unreadable as error:
                raise gdb.GdbError("cannot be read: %s" % error)
            except gdb.error as error:
                raise gdb.GdbError(str(error))

    Command()
    return function


def here():
    if is_running():
        catch_up()
    if not is_running() or not (session.node or session.values.node):
        raise gdb.GdbError(help.NO_NODE)
    if not session.node:
        raise gdb.GdbError("of a node of Values there is no more than `grad show` says")
    return session.node


def in_backward():
    """The node at hand, if it is the backward where the program stands."""
    node = here()
    if session.forward:
        raise gdb.GdbError(help.IN_FORWARD % view.NodeView(machine, node).title())
    return node


def check_tensors():
    """Of a program that has not begun gdb does not know what is in its libraries."""
    if not has("glassgrad_node_begins") and (is_running() or has("glassgrad_values")):
        raise gdb.GdbError(help.NO_TENSORS)


def known_walk():
    return walks.known() if is_running() and has("glassgrad_debugger") else None


@command
def begin(_):
    """Run to the first backward() and say what to type."""
    start()
    stops = [gdb.Breakpoint("glassgrad::%s::backward" % kind, internal=True)
             for kind, symbol in (("Tensor", "glassgrad_debugger"), ("Value", "glassgrad_values"))
             if has(symbol)]
    if not stops:
        raise gdb.GdbError(help.NO_GLASSGRAD)
    for stop in stops:
        stop.silent = True
    gdb.execute("continue", to_string=True)
    for stop in stops:
        stop.delete()
    if not is_running():
        raise gdb.GdbError("the program has ended without a backward()")
    welcome = help.WELCOME_VALUES if value_of_frame() else help.WELCOME
    frame = gdb.newest_frame().older()
    while frame.type() == gdb.INLINE_FRAME and frame.older():
        frame = frame.older()  # -O2 puts parts of the library into the caller
    frame.select()
    place = frame.find_sal()
    file, line = place.symtab.fullname() if place.symtab else "", place.line
    if frame.function() and file != frame.function().symtab.fullname():
        # -O2: the call counts as part of a header. backward() has been told its line.
        try:
            caller = gdb.newest_frame().read_var("caller")
            file, line = caller["file"].string(), int(caller["line"])
        except (gdb.error, ValueError):
            pass
    gdb.write("%s:%d: %s\n" % (os.path.basename(file), line, source_line(file, line)))
    gdb.write("\n".join(welcome) + "\n")


@command
def next(name):  # noqa: A001
    """Run to the next node and show it: grad next [NAME]"""
    if not is_running():
        start()
    elif name and (session.values.node or value_of_frame()):
        if value_of_frame():
            session.values.foresee(value_of_frame())
        session.values.check_name(name, "grad next")
    elif name and known_walk():
        glassgrad_walk.check_name(known_walk(), name, "grad next")
    finder = glassgrad_walk.Finder(walks, name) if name else lambda node, step: True
    session.wanted, session.wants_value = finder, lambda values: not name or values.is_called(name)
    set_switches()
    update_hooks()
    try:
        resume()
    finally:
        session.wanted = session.wants_value = None
        update_hooks()
    if not is_running() and name:
        gdb.write(finder.failure() + "\n")


@command
def prev(_):
    """Go back one node: starts the program again and counts."""
    if is_running():
        catch_up()
    is_value = is_running() and session.values.node and not session.node
    target = session.values.step - 1 if is_value else in_backward() and session.step - 1
    if target < 1:
        raise gdb.GdbError("this is the first node")
    start()
    if is_value:
        session.wants_value = lambda values: values.step == target
    else:
        session.wanted = lambda node, step: step == target
    set_switch("first_stop", target)
    watched, session.watched = session.watched, []
    update_hooks()
    stops = [b for b in gdb.breakpoints() if b.is_valid() and b.enabled and b.visible]
    for b in stops:
        b.enabled = False
    try:
        resume()
    finally:
        session.wanted = session.wants_value = None
        session.watched = watched
        for b in stops:
            if b.is_valid():
                b.enabled = True
        update_hooks()
        if is_running():
            set_switch("first_stop", 0)


@command
def show(_):
    """Show the node again."""
    if is_running() and session.values.node and not session.node:
        lines = session.values.describe()
    else:
        node = here()
        lines = session.forward or glassgrad_stops.describe(machine, node, session.grads, session.step)
    gdb.write("\n".join(lines) + "\n")


@command
def up(_):
    """Show the forward line that made the node."""
    gdb.write("\n".join(glassgrad_stops.forward_lines(machine, here())) + "\n")


@command
def break_(place):
    """Stop in the backward of what a line makes: grad break FILE:LINE; no longer: grad break off"""
    check_tensors()
    if place == "off":
        session.breaks = []
        update_hooks()
        gdb.write("Stops in the backward of no line.\n")
        return
    file_and_line = glassgrad_stops.file_and_line(place)
    walk = known_walk()
    if walk:
        glassgrad_walk.check_place(walk, place)
    else:
        try:
            gdb.decode_line(place)
        except gdb.error as error:
            raise gdb.GdbError("no such line: %s" % error)
    session.breaks.append(file_and_line)
    update_hooks()
    gdb.write("Stops in the backward of the nodes made at %s.\n" % place)


@command
def watch(name):
    """Stop whenever a gradient is added to a parameter's: grad watch PARAM; no longer: grad watch off"""
    check_tensors()
    if name == "off":
        session.watched = []
        update_hooks()
        gdb.write("Stops at no parameter.\n")
        return
    if not name:
        raise gdb.GdbError("expected the name of a parameter, for example linear.weight")
    found = [name]
    try:
        value = gdb.parse_and_eval(name)
        if value.type.code == gdb.TYPE_CODE_REF:
            value = value.referenced_value()
        found.append(int(value["impl_"]["p_"]))
    except (gdb.error, ValueError):  # a name, not an expression
        walk = known_walk()
        if walk:
            glassgrad_walk.check_parameter(walk, name)
    session.watched += found
    update_hooks()
    gdb.write("Stops when a gradient is added to that of %s.\n" % name)


@command
def nan(_):
    """Run to the operation that makes the first NaN or Inf."""
    if not is_running():
        start()
    check_tensors()
    if has("glassgrad_values") and (not session.has_told or session.values.node or value_of_frame()):
        gdb.write(help.NAN_OF_TENSORS + "\n")
        session.has_told = True
    set_switch("trap_nan", 1)
    session.has_found = False
    session.hook(NanAppeared).enabled = True
    try:
        resume()
    finally:
        session.hook(NanAppeared).enabled = False
        if is_running():
            set_switch("trap_nan", 0)
    if not session.has_found:
        gdb.write((help.UNFINISHED if is_running() else help.NO_NAN) + "\n")
    if session.landed and not session.grads:
        # The forward line is in the frame that called the operation.
        made = view.NodeView(machine, session.node)
        frame = gdb.newest_frame()
        while frame and not (frame.find_sal().symtab and os.path.basename(
                frame.find_sal().symtab.filename) == os.path.basename(made.file)):
            frame = frame.older()
        if frame:
            frame.select()


@command
def print_(expression):
    """A variable of the program, as `p`, also where the library's frames lie above: grad print loss"""
    if not expression:
        raise gdb.GdbError("expected a variable, for example: grad print loss")
    if not is_running():
        raise gdb.GdbError(help.NO_PROGRAM)
    try:
        value = evaluate(expression, frame_of_program())
    except gdb.GdbError:
        value = evaluate(expression)  # of the library
    gdb.write(value.format_string() + "\n")


@command
def graph(argument):
    """The graph behind a tensor: grad graph EXPR [FILE.dot]"""
    words = gdb.string_to_argv(argument)
    if not words:
        raise gdb.GdbError("expected a tensor, for example: grad graph loss")
    value = evaluate(words[0])
    if str(value.type.strip_typedefs().unqualified()) == "glassgrad::Value":
        gdb.write("\n".join(values.graph_lines(machine, int(value["node_"]))) + "\n")
        return
    root = view.TensorView(machine, tensor_of(words[0], value)).grad_fn
    if not root:
        raise gdb.GdbError("%s has no graph behind it: it is a leaf" % words[0])
    walk = walks.behind(root)
    if len(words) > 1:
        gdb.write(glassgrad_graph.write_dot(walk, words[1]) + "\n")
        return
    gdb.write("\n".join(glassgrad_graph.graph_lines(walk)) + "\n")


@command
def replay(argument):
    """Write the pass as a page to click through: grad replay FILE [EXPR]"""
    words = gdb.string_to_argv(argument)
    if not words:
        raise gdb.GdbError("expected a file, for example: grad replay walk.html")
    if not is_running():
        raise gdb.GdbError(help.NO_PROGRAM)
    tensor = 0
    if len(words) > 1:
        tensor = tensor_of(words[1], evaluate(words[1]))
    tensor = tensor or tensor_of_frame()
    if not tensor:
        raise gdb.GdbError("%s" % help.NO_TENSOR.replace("grad-", "grad "))
    # Escapes that C has, too.
    path = os.path.abspath(os.path.expanduser(words[0])).replace("\\", "\\\\").replace('"', '\\"')
    try:
        error = gdb.parse_and_eval('glassgrad_debugger.write_replay((glassgrad::TensorImpl*)%d, "%s")' % (
            tensor, path)).string()
    except gdb.error as refused:
        if "extended state" not in str(refused):
            raise
        raise gdb.GdbError(help.NO_CALLS % str(refused).rstrip("."))
    if error:
        raise gdb.GdbError(error)
    gdb.write("Wrote %s; open it in a browser.\n" % words[0])


@command
def check(_):
    """Run the node, and compare its result with central differences of its operation."""
    in_backward()
    set_switch("check", 1)
    checked = gdb.Breakpoint("glassgrad_rule_checked", internal=True)
    checked.silent = True
    try:
        output = gdb.execute("continue", to_string=True)
    finally:
        checked.delete()
    if is_running() and gdb.newest_frame().name() == "glassgrad_rule_checked":
        gdb.write(gdb.newest_frame().read_var("verdict").string() + "\n")
    elif is_running():
        gdb.write(output + help.NO_CHECK + "\n")
    else:
        gdb.write(output)
