"""The program's memory and types as gdb knows them."""

import re

import gdb

import glassgrad_memory as memory
import glassgrad_source as source
import glassgrad_view as view


class Machine:
    """The program's memory and types as gdb knows them."""

    def __init__(self):
        self.offsets = {}
        self.field_lists = {}
        self.forget()

    def forget(self):
        """What belongs to one run of the program: types of nodes and where their backward begins, names
        of files, by address."""
        self.types = {}
        self.landings = {}
        self.files = {}

    def read(self, address, size):
        try:
            return bytes(gdb.selected_inferior().read_memory(address, size))
        except (gdb.error, OverflowError, ValueError) as error:
            raise memory.Unreadable(str(error))

    def explanation(self, name):
        """A text that the library has written down for us: "formula" or "numbers" of the node."""
        return memory.c_string(self, int(gdb.parse_and_eval(
            "(unsigned long)glassgrad_debugger." + name)))

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
            if field.is_base_class or not field.name:  # or a union without name
                found = self.find(field.type.strip_typedefs(), name)
                if found:
                    return field.bitpos // 8 + found[0], found[1]
        return None

    def class_of(self, address):
        """The class of an object that begins with a pointer to a vtable."""
        try:
            symbol = gdb.execute("info symbol %d" % memory.pointer(self, address), to_string=True)
        except (gdb.error, OverflowError) as error:
            raise memory.Unreadable(str(error))
        found = re.match(r"vtable for (.*?)( \+ \d+)?( in section .*)?$", symbol.strip())
        if not found:
            raise memory.Unreadable("not an object of a class with virtual functions")
        return found.group(1)

    def dynamic_type(self, address):
        return self.class_of(address)

    def enumerator(self, type_name, number):
        for field in self.type(type_name).fields():
            if field.enumval == number:
                return field.name.rpartition("::")[2]
        raise memory.Unreadable("no such %s" % type_name)

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


source.find_file = find_file
