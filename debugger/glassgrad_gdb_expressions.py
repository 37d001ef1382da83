"""Expressions of the program that a command of gdb is given."""

import re

import gdb

import glassgrad_help as help
from glassgrad_gdb_session import frames, is_running


def evaluate(expression, frame=None):
    """An expression of the program, in the frame at hand or the nearest one outside that knows it."""
    if not is_running():
        raise gdb.GdbError(help.NO_PROGRAM)
    at_hand = gdb.selected_frame()
    frame = frame or at_hand
    frame.select()
    failure = None
    try:
        while True:
            try:
                value = gdb.parse_and_eval(expression)
                is_reference = value.type.strip_typedefs().code == gdb.TYPE_CODE_REF
                return value.referenced_value() if is_reference else value
            except gdb.error as error:
                failure = failure or error
                frame = frame.older() if frame else None
                if not frame:
                    raise gdb.GdbError(str(failure))
                frame.select()
    finally:
        if at_hand:
            at_hand.select()


def tensor_of(expression, value):
    """The address of the TensorImpl of a tensor."""
    try:
        return int(value["impl_"]["p_"])
    except gdb.error:
        raise gdb.GdbError("%s is no tensor: its type is %s" % (expression, value.type))


def frame_of_program():
    """The one that called backward(); elsewhere the frame at hand."""
    found = gdb.selected_frame()
    for frame in frames():
        if re.match(r"glassgrad::(Tensor|Value|autograd)::backward\b", frame.name() or ""):
            found = frame.older()
    return found
