"""Reading the memory of the program that is debugged: the part that gdb and lldb share.

Everything is read from the program's memory; nothing is ever called in it. A size is checked before
it is believed, so that an uninitialised or freed object prints as what it is. The debugger's own
module gives a Machine:

  read(address, size)        bytes; raises Unreadable
  offset(type, path)         where the member lies in an object of the type, in bytes
  dynamic_type(address)      the name of a node's real type; raises Unreadable
  fields(type)               [(name, offset, type name)], base classes below Node first
"""

import struct

MAX_DIMENSIONS = 64
MAX_NODES = 10000
MAX_TEXT = 4096


class Unreadable(Exception):
    """The memory is not there, or does not hold what it should."""


class Refused(Unreadable):
    """A command cannot do what was asked; the text says why."""


def integer(machine, address, code):
    return struct.unpack("<" + code, machine.read(address, struct.calcsize("<" + code)))[0]


def pointer(machine, address):
    return integer(machine, address, "Q")


def member(machine, base, type_name, path, code="Q"):
    return integer(machine, base + machine.offset(type_name, path), code)


def c_string(machine, address):
    """Text that ends with a zero; never reads past a page that is not there."""
    text = b""
    while len(text) < MAX_TEXT:
        part = machine.read(address, 64 - address % 64)
        end = part.find(b"\0")
        if end >= 0:
            return (text + part[:end]).decode("utf-8", "replace")
        text += part
        address += len(part)
    raise Unreadable("endless text")


def std_string(machine, address):
    data, size = pointer(machine, address), pointer(machine, address + 8)
    if size > MAX_TEXT:
        raise Unreadable("a string of %d characters" % size)
    return machine.read(data, size).decode("utf-8", "replace") if size else ""


def dims(machine, address, type_name, name):
    """A Dims member of an object as a list."""
    data = member(machine, address, type_name, name + ".data_")
    size = member(machine, address, type_name, name + ".size_", "I")
    if size > MAX_DIMENSIONS:
        raise Unreadable("%d dimensions" % size)
    return list(struct.unpack("<%dq" % size, machine.read(data, 8 * size))) if size else []
