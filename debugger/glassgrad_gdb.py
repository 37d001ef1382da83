"""gdb commands for stepping through gradients. Load with: source debugger/glassgrad_gdb.py"""

import os
import sys

import gdb
import gdb.printing

sys.path.insert(0, os.path.dirname(os.path.abspath(os.path.expanduser(__file__))))
import glassgrad_check as numbers  # noqa: E402
import glassgrad_value_gdb  # noqa: E402, F401 (the printer of scalars)
import glassgrad_view as view  # noqa: E402


class Machine:
    """The program's memory and types as gdb knows them."""

    def __init__(self):
        self.offsets = {}
        self.field_lists = {}

    def read(self, address, size):
        try:
            return bytes(gdb.selected_inferior().read_memory(address, size))
        except (gdb.error, OverflowError, ValueError) as error:
            raise view.Unreadable(str(error))

    def type(self, name):
        try:
            return gdb.lookup_type(name)
        except gdb.error as error:
            raise gdb.GdbError("%s. Was glassgrad compiled with -g?" % error)

    def offset(self, type_name, path):
        """Of a member; of "" the size of the type."""
        key = type_name, path
        if key not in self.offsets:
            kind = self.type(type_name).strip_typedefs()
            total = 0 if path else kind.sizeof
            for name in path.split(".") if path else []:
                if not name:
                    continue
                offset, kind = self.find(kind, name)
                total += offset
            self.offsets[key] = total
        return self.offsets[key]

    def find(self, kind, name):
        for field in kind.fields():
            if field.name == name and not field.is_base_class:
                return field.bitpos // 8, field.type.strip_typedefs()
        for field in kind.fields():
            if field.is_base_class:
                found = self.find(field.type.strip_typedefs(), name)
                if found:
                    return field.bitpos // 8 + found[0], found[1]
        return None

    def dynamic_type(self, address):
        try:
            node = gdb.Value(address).cast(self.type(view.NODE).pointer())
            vtable = view.pointer(self, address)
            if "vtable for " not in gdb.execute("info symbol %d" % vtable, to_string=True):
                raise view.Unreadable("not a node")
            return str(node.dereference().dynamic_type)
        except (gdb.error, OverflowError) as error:
            raise view.Unreadable(str(error))

    def fields(self, type_name):
        if type_name not in self.field_lists:
            found = []
            self.collect(self.type(type_name).strip_typedefs(), 0, found)
            self.field_lists[type_name] = found
        return self.field_lists[type_name]

    def collect(self, kind, base, found):
        if str(kind) == view.NODE:
            return
        for field in kind.fields():
            if not hasattr(field, "bitpos"):
                continue
            if field.is_base_class:
                self.collect(field.type.strip_typedefs(), base + field.bitpos // 8, found)
            elif not field.name.startswith("_vptr"):
                found.append((field.name, base + field.bitpos // 8, str(field.type.unqualified())))


machine = Machine()


def find_file(file):
    try:
        return gdb.decode_line("%s:1" % file)[1][0].symtab.fullname()
    except (gdb.error, TypeError, IndexError):
        return file


view.find_file = find_file


# --- printers ---


class Line:
    """A printer of one line."""

    def __init__(self, text):
        self.text = text

    def to_string(self):
        return self.text


def tensor_printer(value):
    return Line(view.tensor_text(machine, int(value["impl_"]["p_"])))


def saved_printer(value):
    return Line("saved " + view.tensor_text(machine, int(value["tensor_"]["impl_"]["p_"]), True))


def node_pointer_printer(value):
    return Line(view.node_text(machine, int(value["p_"])))


def impl_pointer_printer(value):
    return Line(view.tensor_text(machine, int(value["p_"])))


def printer_of(value):
    """The printer of a value, by its type's name; of a node, by its base."""
    try:
        kind = value.type.strip_typedefs()
        if kind.code in (gdb.TYPE_CODE_REF, gdb.TYPE_CODE_RVALUE_REF):
            value = value.referenced_value()
            kind = value.type.strip_typedefs()
        if kind.code != gdb.TYPE_CODE_STRUCT:
            return None
        name = str(kind.unqualified())
        if name in ("glassgrad::Tensor", "glassgrad::IndexedTensor"):
            return tensor_printer(value)
        if name == view.SAVED_TENSOR:
            return saved_printer(value)
        if name == "glassgrad::intrusive_ptr<glassgrad::autograd::Node>":
            return node_pointer_printer(value)
        if name == "glassgrad::intrusive_ptr<glassgrad::TensorImpl>":
            return impl_pointer_printer(value)
        if name == view.NODE or is_node(kind):
            return Line(view.node_text(machine, int(value.address)))
    except (gdb.error, gdb.MemoryError, TypeError, ValueError):
        pass
    return None


def is_node(kind):
    while True:
        bases = [field.type.strip_typedefs() for field in kind.fields() if field.is_base_class]
        if not bases:
            return False
        kind = bases[0]
        if str(kind) == view.NODE:
            return True


# --- stopping ---


class Session:
    """Where we are, and what we wait for."""

    def __init__(self):
        self.node = self.grads = self.step = 0
        self.landed = False
        self.message = []
        self.wanted = None  # a function of (node, step), for one command
        self.breaks = []  # (file, line)
        self.watched = []
        self.hooks = {}

    def hook(self, kind):
        if kind not in self.hooks:
            self.hooks[kind] = kind()
        return self.hooks[kind]

    def forget(self):
        self.node = self.grads = self.step = 0


session = Session()


def address_of(name):
    return int(gdb.newest_frame().read_var(name))


def switch(name):
    return gdb.parse_and_eval("glassgrad_debugger." + name)


def set_switch(name, value):
    gdb.execute("set variable glassgrad_debugger.%s = %d" % (name, value), to_string=True)


class Hook(gdb.Breakpoint):
    """A breakpoint on one of the library's hooks."""

    def __init__(self):
        super().__init__(self.function, internal=True)
        self.silent = True

    def stop(self):
        try:
            return self.reached()
        except (gdb.error, view.Unreadable) as error:
            gdb.write("grad: %s\n" % error)
            return False


class NodeBegins(Hook):
    function = "glassgrad_node_begins"

    def reached(self):
        node, grads = address_of("node"), address_of("grads")
        step = int(switch("nodes_begun"))
        wanted = session.wanted and session.wanted(node, step)
        if wanted or is_break(node):
            Landing(node, grads, step)
        return False


class Accumulated(Hook):
    function = "glassgrad_gradient_accumulated"

    def reached(self):
        node, added = address_of("node"), address_of("added")
        variable = view.NodeView(machine, node).variable
        tensor = view.TensorView(machine, variable)
        if not any(w == variable or w == tensor.name for w in session.watched):
            return False
        session.message = [
            "gradient of " + (tensor.name or "a leaf without name"),
            "   added  " + view.tensor_text(machine, view.pointer(machine, added), True),
            "   total  " + view.tensor_text(machine, tensor.grad, True)]
        return True


class NanAppeared(Hook):
    function = "glassgrad_nan_appeared"

    def reached(self):
        node, grads, result = (address_of(n) for n in ("node", "grads", "result"))
        if grads:
            session.message = ["The backward of this operation makes a NaN or Inf of finite values:"]
            Landing(node, grads, int(switch("nodes_begun")))
            return False
        made = view.NodeView(machine, node)
        session.node, session.grads, session.step = node, 0, 0
        session.message = [
            "The forward of this operation makes a NaN or Inf of finite values:",
            "%s   at %s: %s" % (made.name, made.place(), view.source_line(made.file, made.line)),
            "   result  " + view.tensor_text(machine, view.pointer(machine, result), True)]
        session.landed = True
        return True


def is_break(node):
    if not session.breaks:
        return False
    made = view.NodeView(machine, node)
    if made.variable:
        return False  # an accumulator belongs to every line that uses its parameter
    return any(made.line == line and (made.file == file or made.file.endswith("/" + file))
               for file, line in session.breaks)


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
            session.message = session.message + view.describe(machine, *self.at)
        except view.Unreadable as error:
            session.message = ["grad: the node cannot be read: %s" % error]
        return True


def first_line_of_backward(node):
    """A location past the prologue of apply; of a user's Function, of its own backward."""
    name = machine.dynamic_type(node)
    if "::CppNode<" in name:
        function = "'%s::backward'" % gdb.lookup_type(name).template_argument(0)
        try:
            gdb.decode_line(function)
            return function  # all of that name: files may each have their own in no namespace
        except gdb.error:
            pass
    slot = 2  # two destructors stand before apply
    start = view.pointer(machine, view.pointer(machine, node) + 8 * slot)
    place = gdb.find_pc_line(start)
    block = gdb.block_for_pc(start)
    while block and not block.function:
        block = block.superblock
    if place.symtab and block:
        after = [entry.pc for entry in place.symtab.linetable()
                 if start < entry.pc < block.end and entry.line > 0]
        if after:
            return "*%d" % min(after)
    return "*%d" % start


def on_stop(event):
    if session.message and not session.quiet:
        gdb.write("\n".join(session.message) + "\n")
        session.message = []


session.quiet = False


def is_running():
    return gdb.selected_inferior().pid != 0


def resume(command="continue"):
    """Runs on; says what was reached."""
    session.landed, session.message, session.quiet = False, [], True
    try:
        output = gdb.execute(command, to_string=True)
    finally:
        session.quiet = False
        update_hooks()
    if not session.message and is_running():
        gdb.write(output)
        return
    if not session.message:
        session.forget()
        gdb.write("The program has ended.\n")
        return
    gdb.write("\n".join(session.message) + "\n")
    session.message = []


def update_hooks():
    """Stops at nodes only as long as somebody waits for one."""
    session.hook(NodeBegins).enabled = bool(session.wanted or session.breaks)
    session.hook(Accumulated).enabled = bool(session.watched)


def start():
    """Brings the program to main, so that its switches can be set."""
    gdb.execute("set confirm off")
    stops = [b for b in gdb.breakpoints() if b.is_valid() and b.enabled and b.visible]
    for b in stops:
        b.enabled = False
    for hook in session.hooks.values():
        hook.enabled = False
    try:
        gdb.Breakpoint("main", internal=True, temporary=True).silent = True
        gdb.execute("run", to_string=True)
    finally:
        for b in stops:
            if b.is_valid():
                b.enabled = True


# --- commands ---


class Grad(gdb.Command):
    __doc__ = view.HELP

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
    gdb.write("\n".join(view.WELCOME) + "\n")


@command
def next(name):  # noqa: A001
    """Run to the next node and show it: grad next [NAME]"""

    def wanted(node, step):
        return not name or name.lower() in view.NodeView(machine, node).title().lower()

    session.wanted = wanted
    session.hook(NodeBegins).enabled = True
    try:
        resume("continue" if is_running() else "run")
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
    node = view.NodeView(machine, here())
    if not node.file:
        raise gdb.GdbError("the forward line of %s is not known" % node.name)
    gdb.write("%s was made by %s\n" % (node.title(), node.place()))
    first = max(node.line - 2, 1)
    for line in range(first, node.line + 3):
        text = view.source_text(node.file, line)
        if text is not None:
            gdb.write("%s %4d  %s\n" % ("->" if line == node.line else "  ", line, text))


@command
def break_(place):
    """Stop in the backward of what a line makes: grad break FILE:LINE"""
    file, colon, line = place.rpartition(":")
    if not colon or not line.isdigit() or not file:
        raise gdb.GdbError("expected FILE:LINE, for example tutorial.cpp:26")
    session.breaks.append((file, int(line)))
    update_hooks()
    gdb.write("Stops in the backward of the nodes made at %s:%s.\n" % (file, line))


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
            file.write("\n".join(view.graph_dot(machine, root)) + "\n")
        gdb.write("Wrote %s; draw it with: dot -Tsvg %s\n" % (words[1], words[1]))
        return
    gdb.write("\n".join(view.graph_lines(machine, root)) + "\n")


@command
def check(_):
    """Run the node, and compare its result with central differences of its operation."""
    node = view.NodeView(machine, here())
    grads = view.grads_list(machine, session.grads)
    upstream = view.TensorView(machine, grads[0]).elements() if grads and grads[0] else None
    numeric = upstream and numbers.numeric_gradient(machine, node, upstream)
    if numeric is None:
        raise gdb.GdbError("no forward of %s is known here to take differences of" % node.name)
    back = gdb.newest_frame().older().pc()
    gdb.Breakpoint("*%d" % back, internal=True, temporary=True).silent = True
    gdb.execute("continue", to_string=True)
    results = view.grads_list(machine, int(gdb.parse_and_eval("(unsigned long)$rax")))
    analytic = view.TensorView(machine, results[0]).elements()
    gdb.write("\n".join(numbers.report(node.name, numeric, analytic)) + "\n")


# --- a backtrace without the engine ---


class WithoutEngine:
    """Hides the engine between backward() and a node; `bt -no-filters` shows it."""

    def __init__(self):
        self.name, self.priority, self.enabled = "glassgrad", 100, True
        gdb.frame_filters[self.name] = self

    def filter(self, frames):
        for frame in frames:
            function = str(frame.function() or "")
            file = os.path.basename(str(frame.filename() or ""))
            engine = ("engine.cpp", "autograd.cpp", "newest_first.h", "turn.cpp", "anomaly.cpp")
            if "autograd::" in function and file in engine:
                continue
            yield frame


def install():
    gdb.pretty_printers.insert(0, printer_of)
    gdb.events.stop.connect(on_stop)
    WithoutEngine()
    for rule in ("skip -gfi */include/c++/*", "skip -gfi */c++/*/bits/*", "skip -rfu ^std::",
                 "skip -gfi */autograd/caller.h", "skip -gfi */autograd/intrusive_ptr.h",
                 "skip -gfi */autograd/small_vector.h", "skip -gfi */autograd/array_ref.h",
                 "skip -gfi */autograd/small_blocks.h", "skip -gfi */autograd/tensor.h",
                 "skip -gfi */autograd/node.h", "skip -gfi */autograd/grad_mode.h",
                 "skip -gfi */nn/module_holder.h", "skip -gfi */autograd/turn.cpp",
                 "skip -gfi */autograd/check.h", "skip -gfi */autograd/storage.*",
                 "skip -gfi */autograd/tensor_impl.h", "skip -gfi */autograd/scoped.h",
                 "skip -gfi */autograd/accumulate_grad.cpp",
                 # Of the engine, what does not lie on the way into a node.
                 "skip -rfu ^glassgrad::autograd::.anonymous.namespace.::"
                 "(start|root_grad|captures_of|Task::|Backward::(Backward|begin|is_observed|"
                 "take_delivered|any_defined|task_of|deliver|take_newest|make_ready|older|input|"
                 "hand_on|keep_captures|mark_needed|run_hooks))",
                 "skip -rfu ^glassgrad::autograd::(backward_call|BackwardCall|AnomalyMode|"
                 "current_node|Edge|gradient_edge|SavedTensor)", "skip -rfu ^glassgrad::autograd::backward.glassgrad::ArrayRef.*start",
                 "skip -rfu ^glassgrad::(check|check_floating)<", "skip -rfu ^operator.(new|delete)",
                 "skip function glassgrad_node_begins"):
        gdb.execute(rule, to_string=True)


install()
