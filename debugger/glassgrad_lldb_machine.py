"""The program's memory and types as lldb knows them."""

import os

import lldb  # noqa: F401

import glassgrad_memory as memory
import glassgrad_source as source
import glassgrad_view as view


class Machine:
    """The program's memory and types as lldb knows them."""

    def __init__(self):
        self.debugger = None
        self.offsets = {}
        self.field_lists = {}
        self.forget()

    def forget(self):
        """What belongs to one run of the program: types of nodes, names of files, by address."""
        self.types = {}
        self.files = {}

    def read(self, address, size):
        error = lldb.SBError()
        data = target().GetProcess().ReadMemory(address, size, error)
        if not error.Success():  # a core dump leaves out what stands in the program's file
            error.Clear()
            data = target().ReadMemory(target().ResolveLoadAddress(address), size, error)
        if not error.Success() or data is None or len(data) != size:
            raise memory.Unreadable(str(error))
        return bytes(data)

    def explanation(self, name):
        """A text that the library has written down for us: "formula" or "numbers" of the node."""
        return memory.c_string(self, memory.pointer(self, switch_address(name)))

    def type(self, name):
        found = target().FindFirstType(name)
        if not found.IsValid():  # a type of an anonymous namespace goes by its own name
            last = name.rpartition("::")[2]
            for candidate in target().FindTypes(last):
                if candidate.GetName() in (name, name.replace("(anonymous namespace)::", "")):
                    return candidate
            raise memory.Unreadable("no type %s; was glassgrad compiled with -g?" % name)
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
            if not field.GetName():  # a union without name
                found = self.find(field.GetType().GetCanonicalType(), name)
                if found:
                    return field.GetOffsetInBytes() + found[0], found[1]
        for i in range(kind.GetNumberOfDirectBaseClasses()):
            base = kind.GetDirectBaseClassAtIndex(i)
            found = self.find(base.GetType().GetCanonicalType(), name)
            if found:
                return base.GetOffsetInBytes() + found[0], found[1]
        return None

    def class_of(self, address):
        """The class of an object that begins with a pointer to a vtable."""
        name = symbol_name(memory.pointer(self, address))
        if not name.startswith("vtable for "):
            raise memory.Unreadable("not an object of a class with virtual functions")
        return name[len("vtable for "):]

    def dynamic_type(self, address):
        return self.class_of(address)

    def enumerator(self, type_name, number):
        for member in self.type(type_name).GetEnumMembers():
            if member.GetValueAsUnsigned() == number:
                return member.GetName()
        raise memory.Unreadable("no such %s" % type_name)

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
    return machine.debugger.GetSelectedTarget()


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


source.find_file = find_file


SWITCHES = {  # of struct GlassgradDebugger
    "nodes_begun": (0, "Q"), "first_stop": (8, "Q"), "trap_nan": (16, "i"), "explain": (20, "i"),
    "check": (24, "i"), "formula": (32, "Q"), "numbers": (40, "Q"), "walk": (48, "Q"),
    "node": (56, "Q"), "write_replay": (64, "Q")}


def has(symbol):
    """Whether the program has it: one of Values alone has no tensors, and the other way round."""
    return target().FindSymbols(symbol).GetSize() > 0


def address_of(symbol):
    return target().FindSymbols(symbol)[0].GetSymbol().GetStartAddress().GetLoadAddress(target())


def switch_address(name):
    return address_of("glassgrad_debugger") + SWITCHES[name][0]
