"""The commands: grad-next, grad-prev, ..."""

import os

import glassgrad_graph
import glassgrad_help
import glassgrad_view as view
from glassgrad_lldb_machine import machine, target
from glassgrad_lldb_printers import member_pointer
from glassgrad_lldb_session import (CALLBACKS, arguments, calling_frame, describe, hook, hook_of,
                                    is_running, land, message_of_stop, process, resume,
                                    run_to_node, session, set_switch, start)


def here():
    if not session.node or not is_running():
        raise view.Refused("not at a node yet; `grad-next` goes to one")
    return session.node


def begin(_):
    """Run to the first backward() and say what to type."""
    first = target().BreakpointCreateByName("glassgrad::Tensor::backward")
    frame = resume()
    target().BreakpointDelete(first.GetID())
    if frame is None:
        return "The program has ended without a backward()."
    thread = process().GetSelectedThread()
    index = calling_frame()
    index = calling_frame(index) - 1  # -O2 puts parts of the library into the caller
    thread.SetSelectedFrame(index)
    caller = thread.GetFrameAtIndex(index).GetLineEntry()
    file, line = caller.GetFileSpec(), caller.GetLine()
    path = os.path.join(file.GetDirectory() or "", file.GetFilename() or "")
    welcome = [row.replace("help grad", "grad-help").replace("grad ", "grad-").replace(
        "p loss", "v loss") for row in glassgrad_help.WELCOME]
    return "\n".join(["%s:%d: %s" % (file.GetFilename(), line, view.source_line(path, line))] + welcome)


def next(name):  # noqa: A001
    """Run to the next node and show it: grad-next [NAME]"""
    return run_to_node(
        lambda node, _: not name or name.lower() in view.NodeView(machine, node).title().lower())


def prev(_):
    """Go back one node: starts the program again and counts."""
    here()
    goal = session.step - 1
    if goal < 1:
        raise view.Refused("this is the first node")
    start()
    set_switch("first_stop", goal)
    set_switch("explain", 1)
    text = run_to_node(lambda node, step: step == goal)
    set_switch("first_stop", 0)
    return text


def show(_):
    """Show the node again."""
    here()
    return describe()


def up(_):
    """Show the forward line that made the node."""
    return "\n".join(view.forward_lines(machine, here()))


def break_(place):
    """Stop in the backward of what a line makes: grad-break FILE:LINE"""
    session.breaks.append(view.file_and_line(place))
    begins = hook("glassgrad_node_begins")
    begins.SetScriptCallbackFunction(CALLBACKS + "on_node_begins")
    begins.SetEnabled(True)
    return "Stops in the backward of the nodes made at %s." % place


def watch(name):
    """Stop whenever a gradient is added to a parameter's: grad-watch PARAM"""
    if not name:
        raise view.Refused("expected the name of a parameter, for example linear.weight")
    session.watched.append(name)
    accumulated = hook("glassgrad_gradient_accumulated")
    accumulated.SetScriptCallbackFunction(CALLBACKS + "on_accumulated")
    accumulated.SetEnabled(True)
    return "Stops when a gradient is added to that of %s." % name


def nan(_):
    """Run to the operation that makes the first NaN or Inf."""
    if not is_running():
        start()
    set_switch("trap_nan", 1)
    appeared = hook("glassgrad_nan_appeared")
    appeared.SetEnabled(True)
    try:
        frame = resume()
        if frame is None:
            session.node = 0
            return "The program has ended."
        if hook_of(frame) != "glassgrad_nan_appeared":
            return message_of_stop(frame)
        node, grads, result = arguments(frame, ("node", "grads", "result"))
        if grads:
            land(node, grads)
            return view.NAN_IN_BACKWARD + "\n" + describe()
        session.node, session.grads, session.step = node, 0, 0
        return "\n".join(view.nan_in_forward_lines(machine, node, result))
    finally:
        appeared.SetEnabled(False)
        if is_running():
            set_switch("trap_nan", 0)


def graph(argument):
    """The graph behind a tensor: grad-graph EXPR [FILE.dot]"""
    words = argument.split()
    if not words:
        raise view.Refused("expected a tensor, for example: grad-graph loss")
    frame = process().GetSelectedThread().GetSelectedFrame()
    value = frame.GetValueForVariablePath(words[0])
    root = view.TensorView(machine, member_pointer(value, "impl_", "p_")).grad_fn
    if not root:
        raise view.Refused("%s has no graph behind it: it is a leaf" % words[0])
    if len(words) > 1:
        with open(words[1], "w") as file:
            file.write("\n".join(glassgrad_graph.graph_dot(machine, root)) + "\n")
        return "Wrote %s; draw it with: dot -Tsvg %s" % (words[1], words[1])
    return "\n".join(glassgrad_graph.graph_lines(machine, root))


def check(_):
    """Run the node, and compare its result with central differences of its operation."""
    here()
    set_switch("check", 1)
    checked = target().BreakpointCreateByName("glassgrad_rule_checked")
    checked.SetOneShot(True)
    frame = resume()
    return view.c_string(machine, frame.FindRegister("rdi").GetValueAsUnsigned())


def help(_):  # noqa: A001
    """The list of commands."""
    return glassgrad_help.HELP.replace("grad ", "grad-")


def as_command(function):
    def run(debugger, argument, result, _):
        machine.debugger = debugger
        was_async = debugger.GetAsync()
        debugger.SetAsync(False)
        session.commanded = True
        try:
            result.AppendMessage(function(argument.strip()))
        except (view.Unreadable, IndexError) as error:
            result.SetError(str(error))
        finally:
            session.commanded = False
            debugger.SetAsync(was_async)

    run.__doc__ = function.__doc__
    return run


COMMANDS = {function.__name__.rstrip("_"): as_command(function) for function in (
    begin, next, prev, show, up, break_, watch, nan, graph, check, help)}
