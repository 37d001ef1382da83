"""How modules, optimizers, examples and dictionaries of tensors look in a debugger: the part that gdb
and lldb share.

Of the Machine in glassgrad_memory.py, and besides:

  class_of(address)   the class of an object that begins with a pointer to a vtable; raises Unreadable
"""

import re

from glassgrad_memory import Unreadable, member, pointer, std_string
from glassgrad_view import TensorView, number, shape_text, tensor_text

MODULE = "glassgrad::nn::Module"
MODULE_HOLDER = "glassgrad::nn::ModuleHolder"
OPTIMIZER = "glassgrad::optim::Optimizer"
GROUP = "glassgrad::optim::OptimizerParamGroup"
EXAMPLE = r"^glassgrad::data::Example<glassgrad::Tensor, *glassgrad::(Tensor|data::example::NoTarget)>$"
TENSOR_DICT = r"^glassgrad::OrderedDict<std::.*string.*, *glassgrad::Tensor>$"
WITHOUT_OPTIONS = "no options"

STRING_SIZE = 32  # of std::string; a key, before its value
MAX_ITEMS = 10000
MAX_DEPTH = 64


def short_class(name):
    name = re.sub(r"^(.*::)?(\w+)$", r"\2", name.replace("(anonymous namespace)", "anonymous"))
    return name[:-4] if name.endswith("Impl") and len(name) > 4 else name


def span(machine, address, step):
    """The addresses of the elements of a std::vector."""
    begin, end = pointer(machine, address), pointer(machine, address + 8)
    if not 0 <= end - begin <= MAX_ITEMS * step or (end - begin) % step:
        raise Unreadable("not a vector")
    return range(begin, end, step)


def items(machine, address, value_size):
    """[(key, address of the value)] of an OrderedDict's items, a vector at this address."""
    return [(std_string(machine, at), at + STRING_SIZE)
            for at in span(machine, address, STRING_SIZE + value_size)]


def tensors(machine, address):
    """[(name, TensorView)] of the items, without undefined tensors."""
    found = [(name, pointer(machine, at)) for name, at in items(machine, address, 8)]
    return [(name, TensorView(machine, impl)) for name, impl in found if impl]


def shapes_text(named):
    return ", ".join("%s %s" % (name, shape_text(view.sizes)) for name, view in named)


def count_text(views):
    return "%d parameter%s, %d element%s" % (
        len(views), "s" * (len(views) != 1), sum(view.numel for view in views),
        "s" * (sum(view.numel for view in views) != 1))


# --- modules ---


class ModuleView:
    """A module and all below it, by the address of its Module."""

    def __init__(self, machine, address, depth=0):
        self.type = short_class(machine.class_of(address))
        at = {name: address + machine.offset(MODULE, name + "_.items_")
              for name in ("parameters", "buffers", "children")}
        self.parameters = tensors(machine, at["parameters"])
        self.buffers = tensors(machine, at["buffers"])
        self.is_training = member(machine, address, MODULE, "is_training_", "B")
        if depth > MAX_DEPTH:
            raise Unreadable("%d modules deep" % depth)
        self.children = [(name, ModuleView(machine, pointer(machine, child), depth + 1))
                         for name, child in items(machine, at["children"], 16)
                         if pointer(machine, child)]

    def all_parameters(self):
        found = [view for _, view in self.parameters]
        for _, child in self.children:
            found += child.all_parameters()
        return found

    def title(self):
        parts = [self.type]
        parts += [shapes_text(self.parameters)] if self.parameters else []
        parts += ["buffers " + shapes_text(self.buffers)] if self.buffers else []
        return ", ".join(parts) + ("" if self.is_training else ", eval")

    def lines(self, indent="  "):
        for name, child in self.children:
            yield "%s%s: %s" % (indent, name, child.title())
            yield from child.lines(indent + "  ")


def module_text(machine, address):
    """The tree, a line for each module; in front how much there is to train."""
    if address == 0:
        return "Module(empty)"
    try:
        view = ModuleView(machine, address)
        count = ": " + count_text(view.all_parameters()) if view.children else ""
        return "\n".join([view.title() + count] + list(view.lines()))
    except (Unreadable, OverflowError):
        return "Module(<uninitialised or freed>)"


# --- optimizers ---


def group_text(machine, address):
    views = [TensorView(machine, pointer(machine, at)) for at in span(
        machine, address + machine.offset(GROUP, "params_"), 8)]
    options = pointer(machine, address + machine.offset(GROUP, "options_"))
    lr = WITHOUT_OPTIONS
    if options:
        kind = machine.class_of(options)
        lr = "lr " + number(member(machine, options, kind, "lr_", "d"))
    return "%s, %s" % (lr, count_text(views))


def optimizer_text(machine, address):
    """The algorithm with its rate and how much it trains; a line for each group, if there are more."""
    try:
        kind = short_class(machine.class_of(address))
        groups = [group_text(machine, at) for at in span(
            machine, address + machine.offset(OPTIMIZER, "param_groups_"), machine.offset(GROUP, ""))]
        if len(groups) == 1:
            return "%s: %s" % (kind, groups[0])
        return "\n".join(["%s: %d groups" % (kind, len(groups))] + ["  " + group for group in groups])
    except (Unreadable, OverflowError):
        return "Optimizer(<uninitialised or freed>)"


# --- data ---


def example_text(machine, address, has_target):
    text = "data=" + tensor_text(machine, pointer(machine, address))
    if has_target:
        text += ", target=" + tensor_text(machine, pointer(machine, address + 8))
    return "Example(%s)" % text


def dict_text(machine, items_address):
    """Of names and tensors: a line for each, as of a state_dict."""
    try:
        found = [(name, pointer(machine, at)) for name, at in items(machine, items_address, 8)]
        lines = ["%d tensors" % len(found) if len(found) != 1 else "1 tensor"]
        for name, impl in found:
            view = TensorView(machine, impl) if impl else None
            lines.append("  %s: %s" % (name, "%s %s" % (shape_text(view.sizes), view.dtype)
                                       if view else "undefined"))
        return "\n".join(lines)
    except (Unreadable, OverflowError):
        return "OrderedDict(<uninitialised or freed>)"
