"""`net->layer->weight` in gdb: what a holder's operator-> and operator* do, also where the compiler has
left no function of them to call."""

import gdb
import gdb.xmethod

import glassgrad_modules as modules
from glassgrad_gdb_printers import has_base


class Access(gdb.xmethod.XMethodWorker):
    """The module of a holder, or a pointer to it."""

    def __init__(self, is_pointer):
        self.is_pointer = is_pointer

    def get_arg_types(self):
        return None

    def __call__(self, holder):
        return holder["impl_"] if self.is_pointer else holder["impl_"].dereference()


class Matcher(gdb.xmethod.XMethodMatcher):
    def __init__(self):
        super().__init__("glassgrad")
        self.methods = []

    def match(self, class_type, method_name):
        kind = class_type.strip_typedefs().unqualified()
        is_holder = str(kind).split("<")[0] == modules.MODULE_HOLDER or (
            kind.code == gdb.TYPE_CODE_STRUCT and has_base(kind, modules.MODULE_HOLDER))
        if is_holder and method_name in ("operator->", "operator*"):
            return Access(method_name == "operator->")
        return None


gdb.xmethod.register_xmethod_matcher(None, Matcher(), replace=True)
