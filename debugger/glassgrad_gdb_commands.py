"""The commands: grad next, grad prev, ..."""

import os

import gdb

import glassgrad_graph
import glassgrad_help as help
import glassgrad_view as view
from glassgrad_gdb_machine import machine
from glassgrad_gdb_session import (NanAppeared, NodeBegins, is_running, resume, session, set_switch,
                                   start, update_hooks)


class Grad(gdb.Command):
    __doc__ = help.HELP

    def __init__(self):
        super().__init__("grad", gdb.COMMAND_RUNNING, gdb.COMPLETE_NONE, True)


Grad()


def command(function):
    """Makes `grad <name>` of a function."""

    class Command(gdb.Command):
        __doc__ = function.__doc__

        def __init__(self):
            super().__init__("grad " + function.__name__.rstrip("_"), gdb.COMMAND_RUNNING)

        def invoke(self, argument, from_tty):
            try:
                function(argument.strip())
            except view.Refused as error:
                raise gdb.GdbError(str(error))
            except view.Unreadable as error:
                raise gdb.GdbError("cannot be read: %s" % error)

    Command()
    return function


def here():
    if not session.node or not is_running():
        raise gdb.GdbError("not at a node yet; `grad next` goes to one")
    return session.node


@command
def begin(_):
    """Run to the first backward() and say what to type."""
    gdb.Breakpoint("glassgrad::Tensor::backward", internal=True, temporary=True).silent = True
    gdb.execute("set confirm off")
    gdb.execute("run", to_string=True)
    if not is_running():
        raise gdb.GdbError("the program has ended without a backward()")
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
        except gdb.error:
            pass
    gdb.write("%s:%d: %s\n" % (os.path.basename(file), line, view.source_line(file, line)))
    gdb.write("\n".join(help.WELCOME) + "\n")


@command
def next(name):  # noqa: A001
    """Run to the next node and show it: grad next [NAME]"""

    def wanted(node, step):
        return not name or name.lower() in view.NodeView(machine, node).title().lower()

    session.wanted = wanted
    if not is_running():
        start()
    set_switch("explain", 1)
    session.hook(NodeBegins).enabled = True
    try:
        resume()
    finally:
        session.wanted = None
        update_hooks()


@command
def prev(_):
    """Go back one node: starts the program again and counts."""
    here()
    target = session.step - 1
    if target < 1:
        raise gdb.GdbError("this is the first node")
    start()
    session.wanted = lambda node, step: step == target
    set_switch("first_stop", target)
    set_switch("explain", 1)
    session.hook(NodeBegins).enabled = True
    stops = [b for b in gdb.breakpoints() if b.is_valid() and b.enabled and b.visible]
    for b in stops:
        b.enabled = False
    try:
        resume()
    finally:
        session.wanted = None
        for b in stops:
            if b.is_valid():
                b.enabled = True
        update_hooks()
        if is_running():
            set_switch("first_stop", 0)


@command
def show(_):
    """Show the node again."""
    gdb.write("\n".join(view.describe(machine, here(), session.grads, session.step)) + "\n")


@command
def up(_):
    """Show the forward line that made the node."""
    gdb.write("\n".join(view.forward_lines(machine, here())) + "\n")


@command
def break_(place):
    """Stop in the backward of what a line makes: grad break FILE:LINE"""
    session.breaks.append(view.file_and_line(place))
    update_hooks()
    gdb.write("Stops in the backward of the nodes made at %s.\n" % place)


@command
def watch(name):
    """Stop whenever a gradient is added to a parameter's: grad watch PARAM"""
    if not name:
        raise gdb.GdbError("expected the name of a parameter, for example linear.weight")
    session.watched.append(name)
    try:
        value = gdb.parse_and_eval(name)
        if value.type.code == gdb.TYPE_CODE_REF:
            value = value.referenced_value()
        session.watched.append(int(value["impl_"]["p_"]))
    except (gdb.error, ValueError):
        pass  # a name, not an expression
    update_hooks()
    gdb.write("Stops when a gradient is added to that of %s.\n" % name)


@command
def nan(_):
    """Run to the operation that makes the first NaN or Inf."""
    if not is_running():
        start()
    set_switch("trap_nan", 1)
    session.hook(NanAppeared).enabled = True
    try:
        resume()
    finally:
        session.hook(NanAppeared).enabled = False
        if is_running():
            set_switch("trap_nan", 0)
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
def graph(argument):
    """The graph behind a tensor: grad graph EXPR [FILE.dot]"""
    words = gdb.string_to_argv(argument)
    if not words:
        raise gdb.GdbError("expected a tensor, for example: grad graph loss")
    value = gdb.parse_and_eval(words[0])
    if value.type.strip_typedefs().code == gdb.TYPE_CODE_REF:
        value = value.referenced_value()
    root = view.TensorView(machine, int(value["impl_"]["p_"])).grad_fn
    if not root:
        raise gdb.GdbError("%s has no graph behind it: it is a leaf" % words[0])
    if len(words) > 1:
        with open(words[1], "w") as file:
            file.write("\n".join(glassgrad_graph.graph_dot(machine, root)) + "\n")
        gdb.write("Wrote %s; draw it with: dot -Tsvg %s\n" % (words[1], words[1]))
        return
    gdb.write("\n".join(glassgrad_graph.graph_lines(machine, root)) + "\n")


@command
def check(_):
    """Run the node, and compare its result with central differences of its operation."""
    here()
    set_switch("check", 1)
    checked = gdb.Breakpoint("glassgrad_rule_checked", internal=True, temporary=True)
    checked.silent = True
    gdb.execute("continue", to_string=True)
    gdb.write(gdb.newest_frame().read_var("verdict").string() + "\n")
