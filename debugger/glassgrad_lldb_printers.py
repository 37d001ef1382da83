"""How lldb prints tensors and nodes, each in one line; modules, optimizers, dictionaries and examples."""

import glassgrad_modules as modules
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


def grads_summary(value, _):
    return view.grads_text(machine, plain(value).GetLoadAddress())


def node_pointer_summary(value, _):
    return view.node_text(machine, member_pointer(value, "p_"))


def impl_pointer_summary(value, _):
    return view.tensor_text(machine, member_pointer(value, "p_"))


def node_summary(value, _):
    if value.GetType().IsPointerType():
        return view.node_text(machine, value.GetValueAsUnsigned())
    return view.node_text(machine, plain(value).GetLoadAddress())


# --- modules, optimizers, dictionaries, examples ---


def base_address(value, name):
    """The address of a base class, which may be a virtual one, in an object; 0 if there is none."""
    if value.GetType().GetCanonicalType().GetUnqualifiedType().GetName() == name:
        return value.GetLoadAddress()
    for i in range(value.GetType().GetNumberOfDirectBaseClasses() +
                   value.GetType().GetNumberOfVirtualBaseClasses()):
        found = base_address(value.GetChildAtIndex(i).GetNonSyntheticValue(), name)
        if found:
            return found
    return 0


def module_summary(value, _):
    value = plain(value)
    module = value.Dereference() if value.GetType().IsPointerType() else value
    address = base_address(module, modules.MODULE)
    return modules.module_text(machine, address) if address else ""


def holder_summary(value, _):
    pointer = plain(value).GetChildMemberWithName("impl_").GetNonSyntheticValue()
    module = pointer.Dereference() if pointer.GetValueAsUnsigned() else None
    return modules.module_text(machine, base_address(module, modules.MODULE) if module else 0)


def optimizer_summary(value, _):
    return modules.optimizer_text(machine, plain(value).GetLoadAddress())


def example_summary(value, _):
    value = plain(value)
    has_target = value.GetChildMemberWithName("target").IsValid()
    return modules.example_text(machine, value.GetLoadAddress(), has_target)


def dict_summary(value, _):
    return modules.dict_text(machine, plain(value).GetChildMemberWithName("items_").GetLoadAddress())
