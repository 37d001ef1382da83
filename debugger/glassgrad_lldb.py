"""lldb commands for stepping through gradients. Load with:
command script import debugger/glassgrad_lldb.py"""

import os
import sys

import lldb

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import glassgrad_check as numbers  # noqa: E402
import glassgrad_view as view  # noqa: E402


class Machine:
    """The program's memory and types as lldb knows them."""

    def __init__(self):
        self.offsets = {}
        self.field_lists = {}

    def read(self, address, size):
        error = lldb.SBError()
        data = target().GetProcess().ReadMemory(address, size, error)
        if not error.Success() or data is None or len(data) != size:
            raise view.Unreadable(str(error))
        return bytes(data)

    def type(self, name):
        found = target().FindFirstType(name)
        if not found.IsValid():  # a type of an anonymous namespace goes by its own name
            last = name.rpartition("::")[2]
            for candidate in target().FindTypes(last):
                if candidate.GetName() in (name, name.replace("(anonymous namespace)::", "")):
                    return candidate
            raise view.Unreadable("no type %s; was glassgrad compiled with -g?" % name)
        return found

    def offset(self, type_name, path):
        key = type_name, path
        if key not in self.offsets:
            kind = self.type(type_name).GetCanonicalType()
            total = 0 if path else kind.GetByteSize()
            for name in path.split(".") if path else []:
                if name:
                    offset, kind = self.find(kind, name)
                    total += offset
            self.offsets[key] = total
        return self.offsets[key]

    def find(self, kind, name):
        for i in range(kind.GetNumberOfFields()):
            field = kind.GetFieldAtIndex(i)
            if field.GetName() == name:
                return field.GetOffsetInBytes(), field.GetType().GetCanonicalType()
        for i in range(kind.GetNumberOfDirectBaseClasses()):
            base = kind.GetDirectBaseClassAtIndex(i)
            found = self.find(base.GetType().GetCanonicalType(), name)
            if found:
                return base.GetOffsetInBytes() + found[0], found[1]
        return None

    def dynamic_type(self, address):
        vtable = view.pointer(self, address)
        name = symbol_name(vtable)
        if not name.startswith("vtable for "):
            raise view.Unreadable("not a node")
        return name[len("vtable for "):]

    def fields(self, type_name):
        if type_name not in self.field_lists:
            found = []
            self.collect(self.type(type_name).GetCanonicalType(), 0, found)
            self.field_lists[type_name] = found
        return self.field_lists[type_name]

    def collect(self, kind, base, found):
        if kind.GetName() == view.NODE:
            return
        for i in range(kind.GetNumberOfDirectBaseClasses()):
            parent = kind.GetDirectBaseClassAtIndex(i)
            self.collect(parent.GetType().GetCanonicalType(), base + parent.GetOffsetInBytes(), found)
        for i in range(kind.GetNumberOfFields()):
            field = kind.GetFieldAtIndex(i)
            name = field.GetType().GetUnqualifiedType().GetName()
            found.append((field.GetName(), base + field.GetOffsetInBytes(), name))


def symbol_name(address):
    """Of data or code. lldb 14 does not find relocated read-only data by its load address."""
    name = target().ResolveLoadAddress(address).GetSymbol().GetName()
    if name:
        return name
    for function in ("main", "glassgrad_node_begins"):
        for match in target().FindFunctions(function):
            start = match.GetSymbol().GetStartAddress()
            slide = start.GetLoadAddress(target()) - start.GetFileAddress()
            name = start.GetModule().ResolveFileAddress(address - slide).GetSymbol().GetName()
            if name:
                return name
    return ""


machine = Machine()


def target():
    return session.debugger.GetSelectedTarget()


class Session:
    debugger = None
    commanded = False  # whether a grad- command runs the program
    node = grads = step = 0
    breaks = []
    landings = []  # breakpoints in the node of a broken line
    watched = []
    hooks = {}


session = Session()


def find_file(file):
    """A path relative to the build folder: the compile unit whose path ends the same way."""
    tail = file.replace("../", "")
    for module in target().module_iter():
        for i in range(module.GetNumCompileUnits()):
            spec = module.GetCompileUnitAtIndex(i).GetFileSpec()
            path = os.path.join(spec.GetDirectory() or "", spec.GetFilename() or "")
            if path.endswith(tail):
                return path
    return file


view.find_file = find_file


# --- printers ---


def plain(value):
    """The object itself: of a reference what it refers to."""
    value = value.GetNonSyntheticValue()
    return value.Dereference() if value.GetType().IsReferenceType() else value


def member_pointer(value, *path):
    value = plain(value)
    for name in path:
        value = value.GetChildMemberWithName(name).GetNonSyntheticValue()
    return value.GetValueAsUnsigned()


def tensor_summary(value, _):
    return view.tensor_text(machine, member_pointer(value, "impl_", "p_"))


def saved_summary(value, _):
    return "saved " + view.tensor_text(machine, member_pointer(value, "tensor_", "impl_", "p_"), True)


def node_pointer_summary(value, _):
    return view.node_text(machine, member_pointer(value, "p_"))


def impl_pointer_summary(value, _):
    return view.tensor_text(machine, member_pointer(value, "p_"))


def node_summary(value, _):
    if value.GetType().IsPointerType():
        return view.node_text(machine, value.GetValueAsUnsigned())
    return view.node_text(machine, plain(value).GetLoadAddress())


# --- stopping ---


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
        if not value and name == "node":
            value = frame.FindRegister(register).GetValueAsUnsigned()
        found.append(value)
    return found


def switch_address(name):
    symbols = target().FindSymbols("glassgrad_debugger")
    start = symbols[0].GetSymbol().GetStartAddress().GetLoadAddress(target())
    return start + {"nodes_begun": 0, "first_stop": 8, "trap_nan": 16}[name]


def switch(name):
    return view.integer(machine, switch_address(name), "i" if name == "trap_nan" else "Q")


def set_switch(name, value):
    size = 4 if name == "trap_nan" else 8
    error = lldb.SBError()
    target().GetProcess().WriteMemory(switch_address(name), value.to_bytes(size, "little"), error)


def process():
    return target().GetProcess()


def is_running():
    return process().IsValid() and process().GetState() == lldb.eStateStopped


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
        raise view.Unreadable(str(error))


def resume():
    """Runs on until something stops the program; the frame, or None at its end."""
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
    launch()
    target().BreakpointDelete(main.GetID())
    for b in enabled:
        b.SetEnabled(True)


def past_prologue(function, start):
    return start + (function.GetPrologueByteSize() if function.IsValid() else 0)


def first_lines_of_backward(node):
    """Past the prologue of apply; of a user's Function, of its own backward: of all with its name,
    since files may each have their own in no namespace."""
    name = machine.dynamic_type(node)
    if "::CppNode<" in name:
        wanted = name[name.index("<") + 1:name.rindex(">")].strip() + "::backward"
        found = [match.GetFunction() for match in target().FindFunctions("backward")]
        found = [past_prologue(f, f.GetStartAddress().GetLoadAddress(target())) for f in found
                 if f.IsValid() and (f.GetDisplayName() or "").startswith(wanted)]
        if found:
            return found
    start = view.pointer(machine, view.pointer(machine, node) + 8 * 2)  # after two destructors
    return [past_prologue(target().ResolveLoadAddress(start).GetFunction(), start)]


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
    return "\n".join(view.describe(machine, session.node, session.grads, session.step))


def hook_of(frame):
    name = frame.GetFunctionName() if frame else None
    return name.split("(")[0].lstrip(":") if name else ""


def run_to_node(wanted):
    """Continues to a node that is wanted (or broken upon); what to print."""
    begins = hook("glassgrad_node_begins")
    begins.SetEnabled(True)
    try:
        while True:
            frame = resume()
            if frame is None:
                session.node = 0
                return "The program has ended." if not is_running() else "Stopped."
            if hook_of(frame) != "glassgrad_node_begins":
                return message_of_stop(frame)
            node, grads = arguments(frame, ("node", "grads"))
            if wanted(node, switch("nodes_begun")) or is_break(node):
                land(node, grads)
                return describe()
    finally:
        begins.SetEnabled(bool(session.breaks))


def message_of_stop(frame):
    if hook_of(frame) == "glassgrad_gradient_accumulated":
        return watch_text(frame)
    return "Stopped in %s." % hook_of(frame)


def is_break(node):
    made = view.NodeView(machine, node)
    if made.variable:
        return False  # an accumulator belongs to every line that uses its parameter
    return any(made.line == line and (made.file == file or made.file.endswith("/" + file))
               for file, line in session.breaks)


def watch_text(frame):
    node, added = arguments(frame, ("node", "added"))
    tensor = view.TensorView(machine, view.NodeView(machine, node).variable)
    return "\n".join([
        "gradient of " + (tensor.name or "a leaf without name"),
        "   added  " + view.tensor_text(machine, view.pointer(machine, added), True),
        "   total  " + view.tensor_text(machine, tensor.grad, True)])


def on_node_begins(frame, location, _):
    """Breakpoint callback while the user says `continue`: passes over nodes nobody asked for."""
    node, grads = arguments(frame, ("node", "grads"))
    if session.commanded:
        return True
    if not is_break(node):
        return False
    session.node, session.grads, session.step = node, grads, switch("nodes_begun")
    session.landings = make_landings(node)
    for landing in session.landings:
        landing.SetScriptCallbackFunction(__name__ + ".on_landed")
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


# --- commands ---


def here():
    if not session.node or not is_running():
        raise view.Unreadable("not at a node yet; `grad-next` goes to one")
    return session.node


def begin(_):
    """Run to the first backward() and say what to type."""
    first = target().BreakpointCreateByName("glassgrad::Tensor::backward")
    frame = resume()
    target().BreakpointDelete(first.GetID())
    if frame is None:
        return "The program has ended without a backward()."
    thread = process().GetSelectedThread()
    index = 1
    while thread.GetFrameAtIndex(index).IsInlined():
        index += 1  # -O2 puts parts of the library into the caller
    thread.SetSelectedFrame(index)
    caller = thread.GetFrameAtIndex(index).GetLineEntry()
    file, line = caller.GetFileSpec(), caller.GetLine()
    path = os.path.join(file.GetDirectory() or "", file.GetFilename() or "")
    return "\n".join(["%s:%d: %s" % (file.GetFilename(), line, view.source_line(path, line))]
                     + [row.replace("help grad", "grad-help").replace("grad ", "grad-").replace("p loss", "v loss")
                        for row in view.WELCOME])


def next(name):  # noqa: A001
    """Run to the next node and show it: grad-next [NAME]"""
    return run_to_node(
        lambda node, _: not name or name.lower() in view.NodeView(machine, node).title().lower())


def prev(_):
    """Go back one node: starts the program again and counts."""
    here()
    goal = session.step - 1
    if goal < 1:
        raise view.Unreadable("this is the first node")
    start()
    set_switch("first_stop", goal)
    text = run_to_node(lambda node, step: step == goal)
    set_switch("first_stop", 0)
    return text


def show(_):
    """Show the node again."""
    here()
    return describe()


def up(_):
    """Show the forward line that made the node."""
    node = view.NodeView(machine, here())
    if not node.file:
        raise view.Unreadable("the forward line of %s is not known" % node.name)
    lines = ["%s was made by %s" % (node.title(), node.place())]
    for line in range(max(node.line - 2, 1), node.line + 3):
        text = view.source_text(node.file, line)
        if text is not None:
            lines.append("%s %4d  %s" % ("->" if line == node.line else "  ", line, text))
    return "\n".join(lines)


def break_(place):
    """Stop in the backward of what a line makes: grad-break FILE:LINE"""
    file, colon, line = place.rpartition(":")
    if not colon or not line.isdigit() or not file:
        raise view.Unreadable("expected FILE:LINE, for example tutorial.cpp:26")
    session.breaks.append((file, int(line)))
    begins = hook("glassgrad_node_begins")
    begins.SetScriptCallbackFunction(__name__ + ".on_node_begins")
    begins.SetEnabled(True)
    return "Stops in the backward of the nodes made at %s:%s." % (file, line)


def watch(name):
    """Stop whenever a gradient is added to a parameter's: grad-watch PARAM"""
    if not name:
        raise view.Unreadable("expected the name of a parameter, for example linear.weight")
    session.watched.append(name)
    accumulated = hook("glassgrad_gradient_accumulated")
    accumulated.SetScriptCallbackFunction(__name__ + ".on_accumulated")
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
            return ("The backward of this operation makes a NaN or Inf of finite values:\n"
                    + describe())
        made = view.NodeView(machine, node)
        session.node, session.grads, session.step = node, 0, 0
        return "\n".join([
            "The forward of this operation makes a NaN or Inf of finite values:",
            "%s   at %s: %s" % (made.name, made.place(), view.source_line(made.file, made.line)),
            "   result  " + view.tensor_text(machine, view.pointer(machine, result), True)])
    finally:
        appeared.SetEnabled(False)
        if is_running():
            set_switch("trap_nan", 0)


def graph(argument):
    """The graph behind a tensor: grad-graph EXPR [FILE.dot]"""
    words = argument.split()
    if not words:
        raise view.Unreadable("expected a tensor, for example: grad-graph loss")
    frame = process().GetSelectedThread().GetSelectedFrame()
    value = frame.GetValueForVariablePath(words[0])
    root = view.TensorView(machine, member_pointer(value, "impl_", "p_")).grad_fn
    if not root:
        raise view.Unreadable("%s has no graph behind it: it is a leaf" % words[0])
    if len(words) > 1:
        with open(words[1], "w") as file:
            file.write("\n".join(view.graph_dot(machine, root)) + "\n")
        return "Wrote %s; draw it with: dot -Tsvg %s" % (words[1], words[1])
    return "\n".join(view.graph_lines(machine, root))


def check(_):
    """Run the node, and compare its result with central differences of its operation."""
    node = view.NodeView(machine, here())
    grads = view.grads_list(machine, session.grads) if session.grads else []
    upstream = view.TensorView(machine, grads[0]).elements() if grads and grads[0] else None
    numeric = upstream and numbers.numeric_gradient(machine, node, upstream)
    if numeric is None:
        raise view.Unreadable("no forward of %s is known here to take differences of" % node.name)
    process().GetSelectedThread().StepOut()
    frame = process().GetSelectedThread().GetFrameAtIndex(0)
    results = view.grads_list(machine, frame.FindRegister("rax").GetValueAsUnsigned())
    analytic = view.TensorView(machine, results[0]).elements()
    return "\n".join(numbers.report(node.name, numeric, analytic))


def help(_):  # noqa: A001
    """The list of commands."""
    return view.HELP.replace("grad ", "grad-")


def as_command(function):
    def run(debugger, argument, result, _):
        session.debugger = debugger
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


COMMANDS = (begin, next, prev, show, up, break_, watch, nan, graph, check, help)
for _function in COMMANDS:
    globals()["command_" + _function.__name__.rstrip("_")] = as_command(_function)


def __lldb_init_module(debugger, _):
    session.debugger = debugger
    here_ = __name__
    for function in COMMANDS:
        name = function.__name__.rstrip("_")
        debugger.HandleCommand("command script add -f %s.command_%s grad-%s" % (here_, name, name))
    for kind, summary in (("glassgrad::Tensor", "tensor_summary"),
                          ("glassgrad::IndexedTensor", "tensor_summary"),
                          ("glassgrad::autograd::SavedTensor", "saved_summary")):
        debugger.HandleCommand("type summary add -F %s.%s %s" % (here_, summary, kind))
    for pattern, summary in (("^glassgrad::intrusive_ptr<glassgrad::autograd::Node>$",
                              "node_pointer_summary"),
                             ("^glassgrad::intrusive_ptr<glassgrad::TensorImpl>$",
                              "impl_pointer_summary"),
                             ("[A-Za-z0-9_]Backward[0-9]*$", "node_summary")):
        debugger.HandleCommand('type summary add -F %s.%s -x "%s"' % (here_, summary, pattern))
