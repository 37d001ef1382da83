"""How lldb prints tensors and nodes: each in one line."""

import glassgrad_values as values
import glassgrad_view as view
from glassgrad_lldb_machine import machine


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


def value_summary(value, _):
    return values.value_text(machine, member_pointer(value, "node_"))


def value_node_summary(value, _):
    pointer = value.GetType().IsPointerType()
    return values.value_text(
        machine, value.GetValueAsUnsigned() if pointer else plain(value).GetLoadAddress())


def node_pointer_summary(value, _):
    return view.node_text(machine, member_pointer(value, "p_"))


def impl_pointer_summary(value, _):
    return view.tensor_text(machine, member_pointer(value, "p_"))


def node_summary(value, _):
    if value.GetType().IsPointerType():
        return view.node_text(machine, value.GetValueAsUnsigned())
    return view.node_text(machine, plain(value).GetLoadAddress())
