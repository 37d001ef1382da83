"""What lies between backward() and a node: out of the backtrace, and passed over by `step`."""

import os

import gdb


class WithoutEngine:
    """Hides the engine between backward() and a node; `bt -no-filters` shows it."""

    FILES = ("engine.cpp", "autograd.cpp", "newest_first.h", "engine_lock.cpp", "observer.cpp",
             "debugger.cpp", "anomaly.cpp", "tensor_autograd.cpp")

    def __init__(self):
        self.name, self.priority, self.enabled = "glassgrad", 100, True
        gdb.frame_filters[self.name] = self

    def filter(self, frames):
        for frame in frames:
            function = str(frame.function() or "")
            file = os.path.basename(str(frame.filename() or ""))
            if "autograd::" not in function or file not in self.FILES:
                yield frame


FILES = (
    "*/include/c++/*", "*/c++/*/bits/*", "*/nn/module_holder.h",
    "*/autograd/base/*", "*/autograd/tensor/*",
    *("*/autograd/graph/" + name for name in (
        "backward_pass.h", "engine_lock.cpp", "grad_mode.h", "hooks.*", "node.h", "observer.h",
        "saved_tensor.h", "zero_gradient.*")))

FUNCTIONS = (  # regular expressions
    "^std::", "^operator.(new|delete)", "^glassgrad::(check|check_floating)<",
    "^glassgrad::(check_defined|are_alike).glassgrad::",
    "^glassgrad_node_begins", "^glassgrad::.*::release_variables",
    "^glassgrad::autograd::(backward_call|BackwardCall|AnomalyMode|current_node|Edge|"
    "gradient_edge|accumulator_of|SavedTensor|"
    "AccumulateGrad::(kept_by_leaf|reuse)|Node::|"
    # Of the engine, what does not lie on the way into a node.
    "Task::|BackwardPass::(BackwardPass|task_of|deliver|take_newest|make_ready|input|hand_on|"
    "keep_captures|mark_needed|Ready))",
    "^glassgrad::autograd::backward.glassgrad::ArrayRef.*start",
    "^glassgrad::autograd::.anonymous.namespace.::(start|root_grad|captures_of|any_defined|Turn::)",
    # Of the accumulators, their lock.
    "^glassgrad::autograd::.anonymous.namespace.::guarded")

WithoutEngine()
for _file in FILES:
    gdb.execute("skip -gfi " + _file, to_string=True)
for _function in FUNCTIONS:
    gdb.execute("skip -rfu " + _function, to_string=True)
