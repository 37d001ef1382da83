"""The commands: grad-next, grad-prev, ..."""

import os
import re

import lldb

import glassgrad_graph
import glassgrad_help
import glassgrad_memory as memory
import glassgrad_stops
import glassgrad_values as values
import glassgrad_view as view
import glassgrad_walk
from glassgrad_lldb_machine import has, machine, switch_address, target
from glassgrad_lldb_printers import member_pointer
from glassgrad_lldb_session import (CALLBACKS, arguments, calling_frame, catch_up, describe, hook,
                                    hook_of, is_core, is_running, land, message_of_stop, process, resume,
                                    run_to_node, session, set_switch, start, tensor_of_frame,
                                    value_of_frame, walks)
from glassgrad_source import source_line


def is_at_value():
    return is_running() and session.values.node and not session.node


def here():
    if is_at_value():
        raise memory.Refused("of a node of Values there is no more than `grad-show` says")
    if is_running():
        catch_up()
    if not session.node or not is_running():
        raise memory.Refused(glassgrad_help.NO_NODE)
    return session.node


def in_backward():
    """The node at hand, if it is the backward where the program stands."""
    node = here()
    if session.forward:
        raise memory.Refused(glassgrad_help.IN_FORWARD % view.NodeView(machine, node).title())
    return node


def check_tensors():
    if not has("glassgrad_node_begins"):
        raise memory.Refused(glassgrad_help.NO_TENSORS)


def known_walk():
    return walks.known() if is_running() and has("glassgrad_debugger") else None


def begin(_):
    """Run to the first backward() and say what to type."""
    start()
    stops = [target().BreakpointCreateByName("glassgrad::%s::backward" % kind)
             for kind, symbol in (("Tensor", "glassgrad_debugger"), ("Value", "glassgrad_values"))
             if has(symbol)]
    if not stops:
        raise memory.Refused(glassgrad_help.NO_GLASSGRAD)
    frame = resume()
    for stop in stops:
        target().BreakpointDelete(stop.GetID())
    if frame is None:
        return "The program has ended without a backward()."
    rows = glassgrad_help.WELCOME_VALUES if value_of_frame() else glassgrad_help.WELCOME
    thread = process().GetSelectedThread()
    index = calling_frame()
    index = calling_frame(index) - 1  # -O2 puts parts of the library into the caller
    thread.SetSelectedFrame(index)
    caller = thread.GetFrameAtIndex(index).GetLineEntry()
    file, line = caller.GetFileSpec(), caller.GetLine()
    path = os.path.join(file.GetDirectory() or "", file.GetFilename() or "")
    welcome = [row.replace("help grad", "grad-help").replace("grad ", "grad-").replace(
        "p loss", "v loss") for row in rows]
    return "\n".join(["%s:%d: %s" % (file.GetFilename(), line, source_line(path, line))] + welcome)


def next(name):  # noqa: A001
    """Run to the next node and show it: grad-next [NAME]"""
    if not name:
        return run_to_node(lambda node, _: True)
    if not is_running():
        start()
    elif session.values.node or value_of_frame():
        if value_of_frame():
            session.values.foresee(value_of_frame())
        session.values.check_name(name, "grad-next")
    elif known_walk():
        glassgrad_walk.check_name(known_walk(), name, "grad-next")
    finder = glassgrad_walk.Finder(walks, name)
    text = run_to_node(finder, lambda values: values.is_called(name))
    return text if is_running() else text + "\n" + finder.failure()


def prev(_):
    """Go back one node: starts the program again and counts."""
    is_value = is_at_value()
    goal = session.values.step - 1 if is_value else in_backward() and session.step - 1
    if goal < 1:
        raise memory.Refused("this is the first node")
    start()
    if is_value:
        return run_to_node(lambda node, step: False, lambda values: values.step == goal)
    set_switch("first_stop", goal)
    watched, session.watched = session.watched, []
    try:
        return run_to_node(lambda node, step: step == goal, lambda values: False)
    finally:
        session.watched = watched
        if is_running():
            set_switch("first_stop", 0)


def show(_):
    """Show the node again."""
    if is_at_value():
        return "\n".join(session.values.describe())
    here()
    return session.forward or describe()


def up(_):
    """Show the forward line that made the node."""
    return "\n".join(glassgrad_stops.forward_lines(machine, here()))


def break_(place):
    """Stop in the backward of what a line makes: grad-break FILE:LINE; no longer: grad-break off"""
    check_tensors()
    if place == "off":
        session.breaks.clear()
        hook("glassgrad_node_begins").SetEnabled(False)
        return "Stops in the backward of no line."
    file, line = glassgrad_stops.file_and_line(place)
    walk = known_walk()
    if walk:
        glassgrad_walk.check_place(walk, place)
    else:
        found = target().BreakpointCreateByLocation(file, line)
        is_known = found.GetNumLocations() > 0
        target().BreakpointDelete(found.GetID())
        if not is_known:
            raise memory.Refused("no such line: the program has no code at " + place)
    session.breaks.append((file, line))
    begins = hook("glassgrad_node_begins")
    begins.SetScriptCallbackFunction(CALLBACKS + "on_node_begins")
    begins.SetEnabled(True)
    return "Stops in the backward of the nodes made at %s." % place


def watch(name):
    """Stop whenever a gradient is added to a parameter's: grad-watch PARAM; no longer: grad-watch off"""
    check_tensors()
    if name == "off":
        session.watched.clear()
        hook("glassgrad_gradient_accumulated").SetEnabled(False)
        return "Stops at no parameter."
    if not name:
        raise memory.Refused("expected the name of a parameter, for example linear.weight")
    walk = known_walk()
    if walk:
        glassgrad_walk.check_parameter(walk, name)
    session.watched.append(name)
    accumulated = hook("glassgrad_gradient_accumulated")
    accumulated.SetScriptCallbackFunction(CALLBACKS + "on_accumulated")
    accumulated.SetEnabled(True)
    return "Stops when a gradient is added to that of %s." % name


def select_forward_line(made):
    """The frame that called the operation, if it is still there."""
    thread = process().GetSelectedThread()
    for frame in thread:
        if frame.GetLineEntry().GetFileSpec().GetFilename() == os.path.basename(made.file):
            thread.SetSelectedFrame(frame.GetFrameID())
            return


def run_to_nan():
    """What to print."""
    unfinished = glassgrad_help.UNFINISHED.replace("grad ", "grad-")
    frame = resume()
    while hook_of(frame) == "glassgrad_node_begins":  # stops at all nodes where there are broken lines
        node, grads = arguments(frame, ("node", "grads"))
        if glassgrad_stops.is_made_on(machine, node, session.breaks):
            land(node, grads)
            return describe() + "\n" + unfinished
        frame = resume()
    if not is_running():
        session.node = 0
        return "The program has ended.\n" + glassgrad_help.NO_NAN
    if hook_of(frame) != "glassgrad_nan_appeared":
        return (message_of_stop(frame) if frame else "Stopped.") + "\n" + unfinished
    node, grads, result = arguments(frame, ("node", "grads", "result"))
    if grads:
        lines = glassgrad_stops.nan_in_backward_lines(machine, node)
        land(node, grads)
        return "\n".join(lines).replace("`grad ", "`grad-") + "\n" + describe()
    session.node, session.grads, session.step = node, 0, 0
    select_forward_line(view.NodeView(machine, node))
    session.forward = "\n".join(glassgrad_stops.nan_in_forward_lines(machine, node, result))
    return session.forward


def nan(_):
    """Run to the operation that makes the first NaN or Inf."""
    check_tensors()
    if not is_running():
        start()
    set_switch("trap_nan", 1)
    appeared = hook("glassgrad_nan_appeared")
    appeared.SetEnabled(True)
    note = ""
    if has("glassgrad_values") and (not session.has_told or session.values.node or value_of_frame()):
        note = glassgrad_help.NAN_OF_TENSORS.replace("grad ", "grad-") + "\n"
        session.has_told = True
    try:
        return note + run_to_nan()
    finally:
        appeared.SetEnabled(False)
        if is_running():
            set_switch("trap_nan", 0)


def variable(name, first=None):
    """In the frame at hand or the nearest one outside that has it."""
    if not is_running():
        raise memory.Refused(glassgrad_help.NO_PROGRAM)
    thread = process().GetSelectedThread()
    if first is None:
        first = thread.GetSelectedFrame().GetFrameID()
    for index in range(first, thread.GetNumFrames()):
        value = thread.GetFrameAtIndex(index).GetValueForVariablePath(name)
        if value.IsValid() and not value.GetError().Fail():
            return value.Dereference() if value.GetType().IsReferenceType() else value
    raise memory.Refused("no variable %s in this frame or one outside" % name)


def tensor_of(name, value):
    """The address of the TensorImpl of a tensor."""
    impl = value.GetNonSyntheticValue().GetChildMemberWithName("impl_")
    if not impl.GetNonSyntheticValue().GetChildMemberWithName("p_").IsValid():
        raise memory.Refused("%s is no tensor: its type is %s" % (name, value.GetType().GetName()))
    return member_pointer(value, "impl_", "p_")


def frame_of_program():
    """The number of the one that called backward(); elsewhere of the frame at hand."""
    thread = process().GetSelectedThread()
    found = thread.GetSelectedFrame().GetFrameID()
    for frame in thread:
        if re.match(r"glassgrad::(Tensor|Value|autograd)::backward\b", hook_of(frame)):
            found = frame.GetFrameID() + 1
    return found


def print_(name):
    """A variable of the program, as `v`, also where the library's frames lie above: grad-print loss"""
    if not name:
        raise memory.Refused("expected a variable, for example: grad-print loss")
    if not is_running():
        raise memory.Refused(glassgrad_help.NO_PROGRAM)
    try:
        value = variable(name, frame_of_program())
    except memory.Refused:
        value = variable(name)  # of the library
    return value.GetSummary() or value.GetValue() or str(value)


def graph(argument):
    """The graph behind a tensor: grad-graph EXPR [FILE.dot]"""
    words = argument.split()
    if not words:
        raise memory.Refused("expected a tensor, for example: grad-graph loss")
    value = variable(words[0])
    if value.GetType().GetUnqualifiedType().GetName() == "glassgrad::Value":
        return "\n".join(values.graph_lines(machine, member_pointer(value, "node_")))
    root = view.TensorView(machine, tensor_of(words[0], value)).grad_fn
    if not root:
        raise memory.Refused("%s has no graph behind it: it is a leaf" % words[0])
    walk = walks.behind(root)
    if len(words) > 1:
        return glassgrad_graph.write_dot(walk, words[1])
    return "\n".join(glassgrad_graph.graph_lines(walk))


def replay(argument):
    """Write the pass as a page to click through: grad-replay FILE [EXPR]"""
    words = argument.split()
    if not words:
        raise memory.Refused("expected a file, for example: grad-replay walk.html")
    if not is_running():
        raise memory.Refused(glassgrad_help.NO_PROGRAM)
    tensor = tensor_of(words[1], variable(words[1])) if len(words) > 1 else tensor_of_frame()
    if not tensor:
        raise memory.Refused(glassgrad_help.NO_TENSOR)
    # Escapes that C has, too.
    path = os.path.abspath(os.path.expanduser(words[0])).replace("\\", "\\\\").replace('"', '\\"')
    function = memory.pointer(machine, switch_address("write_replay"))
    options = lldb.SBExpressionOptions()
    options.SetTrapExceptions(False)  # it catches its own
    answer = target().EvaluateExpression(
        '((const char* (*)(const void*, const char*))%d)((const void*)%d, "%s")' % (
            function, tensor, path), options)
    if answer.GetError().Fail():
        raise memory.Refused(str(answer.GetError()))
    error = memory.c_string(machine, answer.GetValueAsUnsigned())
    if error:
        raise memory.Refused(error)
    return "Wrote %s; open it in a browser." % words[0]


def check(_):
    """Run the node, and compare its result with central differences of its operation."""
    in_backward()
    set_switch("check", 1)
    checked = target().BreakpointCreateByName("glassgrad_rule_checked")
    frame = resume()
    target().BreakpointDelete(checked.GetID())
    if frame is None:
        return "The program has ended." if not is_running() else "Stopped."
    if hook_of(frame) != "glassgrad_rule_checked":
        return message_of_stop(frame) + "\n" + glassgrad_help.NO_CHECK.replace("grad ", "grad-")
    return memory.c_string(machine, frame.FindRegister("rdi").GetValueAsUnsigned())


def help(_):  # noqa: A001
    """The list of commands."""
    return glassgrad_help.HELP.replace("grad ", "grad-")


RUNNING = (next, prev, break_, watch, nan, replay, check)  # what a core dump cannot


def as_command(function):
    def run(debugger, argument, result, _):
        machine.debugger = debugger
        was_async = debugger.GetAsync()
        debugger.SetAsync(False)
        session.commanded = True
        try:
            if function in RUNNING and is_running() and is_core():
                raise memory.Refused(glassgrad_help.CORE)
            result.AppendMessage(function(argument.strip()))
        except (memory.Unreadable, IndexError) as error:
            result.SetError(str(error).replace("`grad ", "`grad-"))
        finally:
            session.commanded = False
            debugger.SetAsync(was_async)

    run.__doc__ = function.__doc__
    return run


COMMANDS = {function.__name__.rstrip("_"): as_command(function) for function in (
    begin, next, prev, show, up, break_, watch, nan, print_, graph, replay, check, help)}


def grad(debugger, argument, result, unused):
    """As in gdb: grad next instead of grad-next; alone the list of commands."""
    word, _, rest = argument.strip().partition(" ")
    if word in COMMANDS or not word:
        COMMANDS[word or "help"](debugger, rest, result, unused)
    else:
        result.SetError("no command grad %s; `grad` lists them" % word)
