#!/usr/bin/env python3
"""Writes calls_*.cpp, a row for every public function of autograd/functions/ and member of Tensor: how it
is called with whatever arguments an Input has. calls_test.cpp gives them bad ones, tools/compare_libtorch.py
holds their results against libtorch's.

    make_calls.py            writes them
    make_calls.py --check    fails if a function has no row
"""
import pathlib
import re
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[2]
PER_FILE = 500

# What is no operation: nothing to be called with any arguments.
NO_OPERATIONS = {
    "suggest_memory_format", "write_out", "data", "data_ptr", "print", "impl", "unsafeGetTensorImpl", "impl_ptr", "storage", "name", "set_name",
    "use_count", "reset", "set_data", "mutable_grad", "backward", "remove_hook", "grad_fn", "grad", "_base",
    "output_nr", "toString", "type", "options", "layout", "device", "dtype", "is_pinned", "pin_memory", "cuda",
    "from_blob", "from_file", "get_device", "is_same", "variable_data", "tensor_data", "_version", "dispose",
    "set_requires_grad", "requires_grad_", "globalContext", "set_default_dtype", "get_default_dtype", "manual_seed",
    "retain_grad", "is_alias_of", "resize_as_", "get_num_threads", "set_num_threads", "get_num_interop_threads",
    "set_num_interop_threads", "init_num_threads", "in_parallel_region", "get_thread_num", "defined", "seed",
    "initial_seed", "get_default_scalar_type", "detach_", "tensor", "scalar_tensor"}

# By type: the member of Input that gives an argument. A name says more where the type says little.
ARGUMENTS = {
    "Traced": "tensor", "const Tensor&": "tensor", "Tensor&": "tensor", "TracedTarget": "tensor",
    "TensorList": "tensors", "const std::vector<Tensor>&": "tensors", "const TensorIndices&": "tensors", "int64_t": "integer", "size_t": "count", "int": "count",
    "const Scalar&": "scalar", "Scalar": "scalar", "bool": "flag", "Bool": "flag", "IntArrayRef": "integers",
    "OptionalIntArrayRef": "maybe_integers", "double": "real", "optional<double>": "maybe_real",
    "optional<int64_t>": "maybe_integer", "std::string_view": "text", "optional<std::string_view>": "maybe_text",
    "const optional<Scalar>&": "maybe_scalar", "optional<Scalar>": "maybe_scalar",
    "const optional<Tensor>&": "maybe_tensor", "ScalarType": "type", "optional<Generator>": "", "optional<MemoryFormat>": "", "const std::string&": "word", "ArrayRef<indexing::TensorIndex>": "tensor_indices",
    "optional<ScalarType>": "maybe_type", "const TensorOptions&": "options", "TensorOptions": "options",
    "optional<bool>": "maybe_flag", "ArrayRef<double>": "reals", "optional<ArrayRef<double>>": "maybe_reals"}
DIMENSIONS = re.compile(r"dim\w*|axis\w*|source|destination|start_dim|end_dim|dimension|dims")
INDICES = re.compile(r"index|indices|repeats|lengths|target|targets|boundaries_index")
MASKS = re.compile(r"mask|condition")


def without_bodies(text):
    """The declarations of a header: no comments, no directives, a `;` for every body."""
    text = re.sub(r"//[^\n]*", "", text)
    text = re.sub(r"^\s*#(?:[^\n]*\\\n)*[^\n]*", "", text, flags=re.M)
    result, parens, i = [], 0, 0
    while i < len(text):
        c = text[i]
        parens += (c == "(") - (c == ")")
        before = "".join(result[-40:]).rstrip()
        if c == "{" and parens == 0 and (before.endswith((")", "const", "&&", "noexcept")) or before.endswith("=")):
            depth, start = 0, i
            while True:
                depth += (text[i] == "{") - (text[i] == "}")
                i += 1
                if depth == 0:
                    break
            result.append(";" if not before.endswith("=") else text[start:i])
            continue
        result.append(c)
        i += 1
    return "".join(result)


def split(text):
    parts, depth, current = [], 0, ""
    for c in text:
        depth += (c in "<({[") - (c in ">)}]")
        if c == "," and depth == 0:
            parts.append(current.strip())
            current = ""
        else:
            current += c
    return [*parts, current.strip()] if current.strip() else parts


def parameter(text):
    """(type, name) of `const Tensor& self = {}`."""
    text = " ".join(re.sub(r"=.*", "", text, flags=re.S).split())
    match = re.fullmatch(r"(.*[ &>*])(\w+)", text)
    if match and match[1].strip() not in ("", "const") and match[2] not in ("int64_t", "double", "bool"):
        return match[1].strip(), match[2]
    return text, ""


def statements(text):
    """Every statement with the namespaces around it."""
    around, depth, start = [], 0, 0
    for i, c in enumerate(text):
        depth += (c == "(") - (c == ")")
        if depth == 0 and c in ";{}":
            statement = " ".join(text[start:i].split())
            start = i + 1
            if c == "{":
                around.append(statement.removeprefix("namespace "))
            elif c == "}":
                around and around.pop()
            else:
                yield "::".join(around).removeprefix("glassgrad").removeprefix("::"), statement


def declarations(text):
    """(namespace, result, name, parameters) of every function."""
    for space, statement in statements(without_bodies(text)):
        if space not in ("", "linalg", "special"):
            continue
        statement = re.sub(r"^(?:public|private):\s*|^\[\[nodiscard\]\] ", "", statement)
        match = re.fullmatch(r"(?:inline |static |constexpr )*((?:const )?[\w:<>, ]+[&*]?) ?\b(\w+|operator\W+)\((.*)\)"
                             r"(?: const)?", statement)
        if match and match[1].strip() not in ("return", "explicit", "template"):
            yield space, match[1].strip(), match[2], split(match[3])


def argument(kind, name, place):
    getter = ARGUMENTS[kind]
    if getter == "tensor" and INDICES.fullmatch(name):
        getter = "index"
    elif getter == "tensor" and MASKS.fullmatch(name):
        getter = "mask"
    elif getter in ("integer", "maybe_integer", "integers", "maybe_integers") and DIMENSIONS.fullmatch(name):
        getter = {"integer": "dim", "maybe_integer": "maybe_dim", "integers": "dims",
                  "maybe_integers": "maybe_dims"}[getter]
    return f"in.{getter}({place})" if getter else "torch::nullopt"


def call_of(space, name, arguments, is_member):
    if name.startswith("operator"):
        sign = name[len("operator"):].strip()
        return f"{arguments[0]} {sign} {arguments[1]}" if len(arguments) == 2 else f"{sign}{arguments[0]}"
    if is_member:
        return f"in.tensor(0).{name}({', '.join(arguments)})"
    space = f"torch::{space}::" if space else "torch::"
    return f"{space}{name}({', '.join(arguments)})"


def rows():
    """(key, expression) for every declaration; what cannot be called is an error of this script."""
    found, unknown = {}, []
    headers = [(path, False) for path in sorted((ROOT / "autograd/functions").glob("*.h"))]
    headers += [(ROOT / f"autograd/tensor/tensor{part}.h", True) for part in ("_base", "", "_synonyms")]
    for path, is_member in headers:
        text = path.read_text()
        if is_member:
            text = text[text.index(" public:") + len(" public:"):text.index(" private:")]
            text = re.sub(r"\bT(?=&? )", "Tensor", text).replace("TensorBase&", "Tensor&")
        for space, result, name, parameters in declarations(text):
            if name in NO_OPERATIONS or is_member and name.startswith("operator") or name == "operator<<":
                continue
            kinds = [parameter(p) for p in parameters]
            kinds = [k for k in kinds if k[0] not in ("Caller", "MemoryFormat")]
            while kinds and not ARGUMENTS.get(kinds[-1][0], "unknown"):
                kinds.pop()
            signature = f"{'Tensor::' if is_member else space + '::' if space else ''}{name}({', '.join(k for k, _ in kinds)})"
            strange = [k for k, _ in kinds if k not in ARGUMENTS]
            if strange:
                unknown.append((signature, strange))
                continue
            arguments = [argument(kind, n, place + is_member) for place, (kind, n) in enumerate(kinds)]
            found[signature] = (result, call_of(space, name, arguments, is_member))
    return found, unknown


def files():
    found, unknown = rows()
    free = sorted(found.items())
    for number in range(0, len(free), PER_FILE):
        part = number // PER_FILE
        lines = ["// Written by make_calls.py: functions with whatever arguments there are.",
                 '#include "tests/autograd/calls/calls.h"', "",
                 "namespace calls {", "",
                 "// clang-format off", f"Rows rows_{part}() {{", "  return {"]
        for signature, (result, call) in free[number:number + PER_FILE]:
            statement = f"{call};" if result == "void" else f"out << ({call});"
            lines.append(f'    {{"{signature}", [](Input& in, Output& out) {{ {statement} }}}},')
        lines += ["  };", "}", "// clang-format on", "", "}  // namespace calls", ""]
        yield HERE / f"calls_{part}.cpp", "\n".join(lines)


def write(script, wanted):
    """The files, or, with --check, an error if they are others."""
    outdated = [(path, text) for path, text in wanted if not path.exists() or path.read_text() != text]
    if "--check" in sys.argv and outdated:
        names = ", ".join(path.name for path, _ in outdated)
        sys.exit(f"{script}: {names} are not what the headers declare: run it again")
    for path, text in outdated:
        path.write_text(text)


def main():
    if "-v" in sys.argv:
        for signature, strange in rows()[1]:
            print(signature, strange)
    write("make_calls.py", files())


if __name__ == "__main__":
    main()
