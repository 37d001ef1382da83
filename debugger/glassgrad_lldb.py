"""Stepping through gradients in lldb. Load with:
command script import debugger/glassgrad_lldb.py"""

import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from glassgrad_lldb_commands import COMMANDS, grad  # noqa: E402, F401
from glassgrad_lldb_machine import machine  # noqa: E402
from glassgrad_lldb_printers import (dict_summary, example_summary, grads_summary,  # noqa: E402
                                     holder_summary, impl_pointer_summary, module_summary,
                                     node_pointer_summary, node_summary, optimizer_summary,
                                     saved_summary, tensor_summary, value_node_summary,
                                     value_summary)
from glassgrad_lldb_session import on_accumulated, on_landed, on_node_begins  # noqa: E402, F401

SUMMARIES = (  # by a regular expression for the name of the type
    ("^glassgrad::(Tensor|TensorBase|IndexedTensor)$", tensor_summary),
    ("^glassgrad::Value$", value_summary),
    ("^glassgrad::ValueNode$", value_node_summary),
    ("^glassgrad::autograd::SavedTensor$", saved_summary),
    ("^glassgrad::autograd::GradList$", grads_summary),
    ("^glassgrad::intrusive_ptr<glassgrad::autograd::Node>$", node_pointer_summary),
    ("^glassgrad::intrusive_ptr<glassgrad::TensorImpl>$", impl_pointer_summary),
    ("[A-Za-z0-9_]Backward[0-9]*$", node_summary),
    ("^glassgrad::nn::ModuleHolder<.*>$", holder_summary),
    ("^[A-Za-z0-9_:() ]*[A-Za-z0-9_]Impl$", module_summary),  # the name that TORCH_MODULE asks for
    ("^glassgrad::optim::(SGD|Adam|AdamW|Adagrad|RMSprop|LBFGS)$", optimizer_summary),
    ("^glassgrad::OrderedDict<std::.*string.*, *glassgrad::Tensor *>$", dict_summary),
    ("^glassgrad::data::Example<.*>$", example_summary))


def __lldb_init_module(debugger, _):
    machine.debugger = debugger
    for name, function in COMMANDS.items():
        globals()["command_" + name] = function
        debugger.HandleCommand("command script add -f %s.command_%s grad-%s" % (__name__, name, name))
    debugger.HandleCommand("command script add -f %s.grad grad" % __name__)
    for pattern, summary in SUMMARIES:
        debugger.HandleCommand('type summary add -F %s.%s -x "%s"' % (
            __name__, summary.__name__, pattern))
