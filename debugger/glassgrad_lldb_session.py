"""Where the program stands in a backward pass, and what makes lldb stop there."""

import lldb

import glassgrad_memory as memory
import glassgrad_stops
import glassgrad_values as values
import glassgrad_view as view
import glassgrad_walk
from glassgrad_lldb_machine import SWITCHES, address_of, has, machine, switch_address, target


class Session:
    commanded = False  # whether a grad- command runs the program
    node = grads = step = 0
    forward = ""  # what was said of a NaN in a forward, as long as the program stands there
    has_told = False  # what `grad-nan` does not look at
    breaks = []
    landings = []  # breakpoints in the node of a broken line
    watched = []
    hooks = {}
    values = values.ValueWalk(machine)  # where it stands, if the program has Values


session = Session()

CALLBACKS = "glassgrad_lldb."  # lldb looks for callbacks in the module that it has loaded


def hook(function):
    if function not in session.hooks:
        session.hooks[function] = target().BreakpointCreateByName(function)
        session.hooks[function].SetEnabled(False)
    return session.hooks[function]


REGISTERS = ("rdi", "rsi", "rdx")


def arguments(frame, names):
    """The arguments of a hook: by name, or in their registers."""
    found = []
    for name, register in zip(names, REGISTERS):
        variable = frame.FindVariable(name)
        value = variable.GetValueAsUnsigned() if variable.IsValid() and not variable.GetError().Fail() else 0
        if not value and name in ("node", "root"):
            value = frame.FindRegister(register).GetValueAsUnsigned()
        found.append(value)
    return found


def switch(name):
    return memory.integer(machine, switch_address(name), SWITCHES[name][1])


def write(address, value, size=4):
    target().GetProcess().WriteMemory(address, value.to_bytes(size, "little"), lldb.SBError())


def set_switch(name, value):
    if has("glassgrad_debugger"):
        write(switch_address(name), value, 4 if SWITCHES[name][1] == "i" else 8)


VALUES = {"nodes_begun": 0, "first_stop": 8, "stepping": 16}  # of struct GlassgradValues


def set_switches():
    """All that must be there from the beginning of a program."""
    set_switch("explain", 1)
    if has("glassgrad_values"):
        write(address_of("glassgrad_values") + VALUES["stepping"], 1)
    if has("glassgrad_keeps_forwards"):
        write(address_of("glassgrad_keeps_forwards"), 1)


def pointer_of_frame(function, is_right):
    """What the object points to whose member function has just been called; 0 elsewhere. -O2 may stand
    in what has been inlined into it."""
    frame = process().GetSelectedThread().GetFrameAtIndex(calling_frame() - 1)
    if (frame.GetFunctionName() or "").split("(")[0] != function:
        return 0
    for this in frame.FindVariable("this"), frame.FindRegister("rdi"):
        try:
            address = memory.pointer(machine, this.GetValueAsUnsigned())
            if is_right(address):
                return address
        except memory.Unreadable:
            pass
    return 0


def tensor_of_frame():
    """The tensor whose backward() has been called."""
    return pointer_of_frame("glassgrad::Tensor::backward", lambda a: view.TensorView(machine, a))


def value_of_frame():
    """The node of the Value whose backward() has been called."""
    return pointer_of_frame("glassgrad::Value::backward", lambda a: values.value_view(machine, a))


walks = glassgrad_walk.Walks(machine, lambda name: switch(name), tensor_of_frame)


def process():
    return target().GetProcess()


def is_running():
    return process().IsValid() and process().GetState() == lldb.eStateStopped


def is_core():
    """Whether what seems to run is a core dump."""
    return process().GetPluginName().endswith("-core")


def is_in(thread, function):
    """Whether a function with that in its name has been called and has not returned."""
    return any(function in (frame.GetFunctionName() or "") for frame in thread)


def catch_up():
    """Finds the node that has its turn: the program may have gone on without a command of ours, or be a
    core dump."""
    if not has("glassgrad_debugger"):
        return
    thread = process().GetSelectedThread()
    if session.forward:
        if is_in(thread, "glassgrad_nan_appeared"):
            return
        session.forward, session.node = "", 0
    node, step = walks.current()
    if node and (node, step) != (session.node, session.step):
        session.node, session.step, session.grads = node, step, grads_in_frames(thread, node)
    elif not node and session.step and not is_in(thread, "BackwardPass::"):
        session.node = session.grads = session.step = 0


def grads_in_frames(thread, node):
    """The gradients that a node's rule was given, if a frame still has them; else 0."""
    found = 0
    for frame in thread:
        name = hook_of(frame)
        if name.endswith("::apply") and frame.FindVariable("this").GetValueAsUnsigned() == node:
            found = frame.FindVariable("grads").Dereference().GetLoadAddress()
        elif name.endswith("::apply_observed") and (
                frame.FindVariable("node").Dereference().GetLoadAddress() == node):
            found = frame.FindVariable("given").GetLoadAddress()
    return found if found < (1 << 64) - 1 else 0  # -O2 may not have kept it


def stopped_frame():
    """The frame of the thread that has stopped at a breakpoint."""
    for thread in process():
        if thread.GetStopReason() == lldb.eStopReasonBreakpoint:
            process().SetSelectedThread(thread)
            return thread.GetFrameAtIndex(0)
    return None


def launch():
    arguments_of_target = target().GetLaunchInfo()
    arguments_of_target.SetLaunchFlags(lldb.eLaunchFlagDisableASLR)
    error = lldb.SBError()
    target().Launch(arguments_of_target, error)
    if not error.Success():
        raise memory.Unreadable(str(error))


def resume():
    """Runs on until something stops the program; the frame, or None at its end."""
    session.forward = ""
    if is_running():
        process().Continue()
    else:
        launch()
    return stopped_frame() if is_running() else None


def start():
    """Brings the program to main, so that its switches can be set."""
    if process().IsValid() and process().GetState() not in (lldb.eStateExited, lldb.eStateInvalid):
        process().Kill()
    enabled = [b for b in target().breakpoint_iter() if b.IsEnabled()]
    for b in enabled:
        b.SetEnabled(False)
    main = target().BreakpointCreateByName("main")
    session.node = session.grads = session.step = 0
    session.forward = ""
    launch()
    target().BreakpointDelete(main.GetID())
    for b in enabled:
        b.SetEnabled(True)
    machine.forget()
    session.node = 0
    session.values.forget()
    if is_running():
        set_switches()


def past_prologue(start):
    """Where arguments have their places at -O0. Of a function in several pieces, as -O2 makes them,
    lldb does not know which one is the first; there they are in registers from the beginning."""
    function = target().ResolveLoadAddress(start).GetFunction()
    if function.IsValid() and function.GetStartAddress().GetLoadAddress(target()) == start:
        return start + function.GetPrologueByteSize()
    return start


def calling_frame(index=0):
    """The number of the frame that called the function at `index`; -O2 inlines functions."""
    thread = process().GetSelectedThread()
    while thread.GetFrameAtIndex(index).IsInlined():
        index += 1
    return index + 1


def first_lines_of_backward(node):
    """Past the prologue of apply; of a user's Function, of its own backward: of all with its name,
    since files may each have their own in no namespace."""
    name = machine.dynamic_type(node)
    if "::CppNode<" in name:
        wanted = name[name.index("<") + 1:name.rindex(">")].strip() + "::backward"
        found = [match.GetFunction() for match in target().FindFunctions("backward")]
        found = [past_prologue(f.GetStartAddress().GetLoadAddress(target())) for f in found
                 if f.IsValid() and (f.GetDisplayName() or "").startswith(wanted)]
        if found:
            return found
    start = memory.pointer(machine, memory.pointer(machine, node) + 8 * 2)  # after two destructors
    return [past_prologue(start)]


def make_landings(node):
    landings = [target().BreakpointCreateByAddress(a) for a in first_lines_of_backward(node)]
    for landing in landings:
        landing.SetOneShot(True)
    return landings


def drop(landings):
    """Those that were not reached; a one-shot breakpoint removes itself."""
    for landing in landings:
        if landing.IsValid() and landing.GetHitCount() == 0:
            target().BreakpointDelete(landing.GetID())


def land(node, grads):
    """From the hook into the node's backward."""
    session.step = switch("nodes_begun")
    session.node, session.grads = node, grads
    landings = make_landings(node)
    begins = hook("glassgrad_node_begins").IsEnabled()
    hook("glassgrad_node_begins").SetEnabled(False)
    process().Continue()
    hook("glassgrad_node_begins").SetEnabled(begins)
    stopped_frame()
    drop(landings)


def describe():
    return "\n".join(glassgrad_stops.describe(machine, session.node, session.grads, session.step))


def hook_of(frame):
    name = frame.GetFunctionName() if frame else None
    return name.split("(")[0].lstrip(":") if name else ""


def run_to_node(wanted, wants_value=lambda values: True):
    """Continues to a node that is wanted (or broken upon); what to print."""
    if not is_running():
        start()
    set_switches()
    hooks = [hook(name) for name in ("glassgrad_node_begins", "glassgrad_value_begins") if has(name)]
    for begins in hooks:
        begins.SetEnabled(True)
    try:
        while True:
            frame = resume()
            if frame is None:
                session.node = 0
                session.values.forget()
                return "The program has ended." if not is_running() else "Stopped."
            if hook_of(frame) == "glassgrad_value_begins":
                node, root = arguments(frame, ("node", "root"))
                session.values.begin(node, root, memory.integer(
                    machine, address_of("glassgrad_values") + VALUES["nodes_begun"], "Q"))
                if wants_value(session.values):
                    session.node = 0
                    process().GetSelectedThread().SetSelectedFrame(1)
                    return "\n".join(session.values.describe())
            elif hook_of(frame) != "glassgrad_node_begins":
                return message_of_stop(frame)
            else:
                node, grads = arguments(frame, ("node", "grads"))
                if wanted(node, switch("nodes_begun")) or glassgrad_stops.is_made_on(
                        machine, node, session.breaks):
                    land(node, grads)
                    return describe()
    finally:
        for begins in hooks:
            begins.SetEnabled(bool(session.breaks))


def message_of_stop(frame):
    if hook_of(frame) == "glassgrad_gradient_accumulated":
        return watch_text(frame)
    return "Stopped in %s." % hook_of(frame)


def watch_text(frame):
    node, added = arguments(frame, ("node", "added"))
    variable = view.NodeView(machine, node).variable
    return "\n".join(glassgrad_stops.accumulated_lines(machine, variable, added))


def on_node_begins(frame, location, _):
    """Breakpoint callback while the user says `continue`: passes over nodes nobody asked for."""
    node, grads = arguments(frame, ("node", "grads"))
    if session.commanded:
        return True
    if not glassgrad_stops.is_made_on(machine, node, session.breaks):
        return False
    session.node, session.grads, session.step = node, grads, switch("nodes_begun")
    session.landings = make_landings(node)
    for landing in session.landings:
        landing.SetScriptCallbackFunction(CALLBACKS + "on_landed")
    return False


def on_landed(frame, location, _):
    """In the node of a line that the user has broken upon."""
    drop(session.landings)
    print(describe())
    return True


def on_accumulated(frame, location, _):
    node = arguments(frame, ("node", "added"))[0]
    variable = view.NodeView(machine, node).variable
    name = view.TensorView(machine, variable).name
    if any(w == variable or w == name for w in session.watched):
        if not session.commanded:
            print(watch_text(frame))
        return True
    return False
