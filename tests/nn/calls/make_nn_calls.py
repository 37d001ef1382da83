#!/usr/bin/env python3
"""Writes function_calls.cpp and module_calls.cpp, a row for every function of nn::functional and every forward of a
module: how it is called with whatever arguments and options an Input has. calls_test.cpp gives them bad ones.

    make_nn_calls.py            writes them
    make_nn_calls.py --check    fails if a function or module has no row
"""
import pathlib
import re
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[2]
sys.path.insert(0, str(ROOT / "tests/autograd/calls"))
from make_calls import ARGUMENTS, DIMENSIONS, argument, parameter, split, statements, without_bodies, write  # noqa: E402

HEADERS = sorted([*(ROOT / "nn").glob("*.h"), *(ROOT / "nn/layers").glob("*.h")])
# What is made of other modules, or of a function: there are no arguments to draw.
NO_ARGUMENTS = {"Sequential", "ModuleList", "ModuleDict", "ParameterList", "ParameterDict", "Functional"}
# A program's own function or module as an option, and names of dimensions.
NOT_DRAWN = {"AnyModule", "optional<distance_function_t>", "TransformerEncoderLayer", "TransformerDecoderLayer",
             "std::string", "namedshape_t"}
# So many of them are made: few.
LAYERS = re.compile(r"num_(?:\w+_)?layers")
CLASS_IDS = re.compile(r"nll_loss|cross_entropy|multi_margin_loss|multilabel_margin_loss|ctc_loss|NLLLoss|CrossEntropyLoss|"
                       r"MultiMarginLoss|MultiLabelMarginLoss|CTCLoss|AdaptiveLogSoftmaxWithLoss")
INDICES = re.compile(r"embedding|embedding_bag|one_hot|Embedding|EmbeddingBag")
CHANNELS = {"in_channels": 1, "num_features": 1, "num_channels": 1, "in_features": -1, "in1_features": -1, "in2_features": -1,
            "input_size": -1, "embed_dim": -1, "embed_dim_to_check": -1, "d_model": -1}
MAY_BE_MISSING = re.compile(r"hx|\w*mask|offsets|per_sample_weights|bias")
OPTIONS_FROM = 30  # the place of the first option; arguments come before

TEMPLATED = re.compile(r"<.*>")


def plain(name):
    """`MaxPoolOptions` of `const detail::MaxPoolOptions<1>&`."""
    return TEMPLATED.sub("", name).replace("const ", "").rstrip("& ").split("::")[-1]


def blocks(text):
    """(name, bases, body) of every class and struct."""
    for match in re.finditer(r"\b(?:class|struct) (\w+)(?:\s*:([^{;]*))?\s*\{", text):
        depth, i = 1, match.end()
        while depth:
            depth += (text[i] == "{") - (text[i] == "}")
            i += 1
        yield match[1], [plain(base) for base in re.findall(r"public (?:virtual )?([\w:]+)", match[2] or "")], text[match.end():i - 1]


def expanded(text):
    """Without comments and directives, and with the declarations that nn's own macros make."""
    text = re.sub(r"//[^\n]*", "", text)
    text = re.sub(r"^\s*#(?:[^\n]*\\\n)*[^\n]*", "", text, flags=re.M)
    text = re.sub(r"GLASSGRAD_LOSS_OPTIONS\(\w+\);", "TORCH_ARG(reduction_t, reduction) = kMean;", text)
    text = re.sub(r"GLASSGRAD_PAD_MODULE\((\w+), (\d)\);", r"class \1\2dImpl : public \1Impl {};\nTORCH_MODULE(\1\2d);", text)
    return re.sub(r"^class (\w+) : public ModuleHolder<\1Impl>", r"TORCH_MODULE(\1);\n\g<0>", text, flags=re.M)


class Headers:
    """What nn's headers declare."""

    def __init__(self):
        self.functions, self.modules, self.classes, self.aliases = [], [], {}, {}
        for path in HEADERS:
            text = expanded(path.read_text())
            self.modules += re.findall(r"^TORCH_MODULE\((\w+)\)", text, flags=re.M)
            self.aliases.update((a, plain(b)) for a, b in re.findall(r"using (\w+) =\s*([\w:<>, ]+);", text))
            self.classes.update((name, (bases, body)) for name, bases, body in blocks(text))
            for space, statement in statements(without_bodies(text)):
                match = re.fullmatch(r"([\w:<>, ]+?[&*]?) (\w+)\((.*)\)", statement)
                if space == "nn::functional" and match:
                    self.functions.append((match[2], [parameter(p) for p in split(match[3])]))

    def options(self, name):
        """(arguments of the constructor, (type, name) of the options) of a struct of options, or None."""
        while name in self.aliases and name not in self.classes:
            name = self.aliases[name]
        if name not in self.classes:
            return None
        body = self.classes[name][1]
        given = [split(c) for c in re.findall(r"^\s*" + name + r"\(([^)]*)\)", body, flags=re.M)]
        given = [[parameter(p) for p in c if "=" not in p] for c in given]
        wanted = [c for c in given if not any(plain(kind) in NOT_DRAWN for kind, _ in c)]
        return max(wanted, key=len, default=[]), re.findall(r"TORCH_ARG\(([^;]+?), (\w+)\)", body)

    def forwards(self, name):
        """(name, parameters) of every forward of a class or its bases."""
        bases, body = self.classes[name]
        found = [(match[1], [parameter(p) for p in split(match[2]) if not p.startswith("Caller")])
                 for match in re.finditer(r"[\w>]\s+(forward\w*)\(([^;]*?)\)(?: override)?\s*[;{]", body)]
        return found or [forward for base in bases if base in self.classes for forward in self.forwards(base)]


def value(kind, name, place):
    """An argument of a constructor of options."""
    kind = kind.replace("const ", "").rstrip("& ")
    if kind in ("int64_t", "int") and DIMENSIONS.fullmatch(name) and name != "dim_feedforward":
        return f"in.dim({place})"
    if LAYERS.fullmatch(name):
        return f"static_cast<std::int64_t>(in.count({place}))"
    if kind == "int64_t":
        return f"in.size_of_first({place}, {CHANNELS[name]})" if name in CHANNELS else f"in.small({place})"
    if kind.startswith("ExpandingArray") or kind == "output_size_t":
        return f"in.small({place})"
    if kind.startswith("Transformer"):
        return f"nn::{kind}(in.size_of_first({place}, -1), in.small({place + 1})).dim_feedforward(3)"
    return {"double": f"in.real({place})", "bool": f"in.flag({place})", "Tensor": f"in.tensor({place})",
            "std::vector<int64_t>": f"in.integers({place}).vec()"}[kind]


def drawn_options(kind, options, place):
    """Statements that make `options`, and set some of them."""
    constructor, members = options
    values = [value(k, n, place + 2 * i) for i, (k, n) in enumerate(constructor)]
    text = f"auto options = constructed<{kind}>({', '.join(values)}); "
    for i, (type_, name) in enumerate(members):
        if type_ in NOT_DRAWN:
            continue
        at = place + 20 + i
        drawn = f"draw(in, {at}, options.{name}())"
        if name == "dim_feedforward":  # by default 2,048
            text += f"options.{name}(in.small({at})); "
            continue
        if DIMENSIONS.fullmatch(name) or LAYERS.fullmatch(name):
            drawn = f"options.{name}({value(type_, name, at)})"
        condition = f"if (in.is_given({at})) "
        text += f"{condition}{drawn}; "
    return text


def call_arguments(owner, parameters):
    for place, (kind, name) in enumerate(parameters):
        if kind == "optional<std::tuple<Tensor, Tensor>>":
            yield f"in.is_given({place}) ? std::make_optional(std::make_tuple(in.tensor({place}), in.tensor({place + 1}))) : torch::nullopt"
        elif kind == "const utils::rnn::PackedSequence&":
            yield f"packed(in, {place})"
        elif kind.endswith("Options&"):
            yield "options"
        elif kind in ("const optional<std::vector<int64_t>>&", "const optional<IntArrayRef>&"):
            numbers = f"in.integers({place})" + (".vec()" if "vector" in kind else "")
            yield f"in.is_given({place}) ? std::make_optional({numbers}) : torch::nullopt"
        elif INDICES.fullmatch(owner) and place == 0 or name == "target" and CLASS_IDS.fullmatch(owner):
            yield f"in.index({place})"
        elif ARGUMENTS.get(kind, kind) in ("tensor", "Tensor"):
            drawn = f"in.{'mask' if 'mask' in name else 'index' if name in ('indices', 'offsets') else 'tensor'}({place})"
            yield f"in.is_given({place}) ? {drawn} : torch::Tensor()" if MAY_BE_MISSING.fullmatch(name) else drawn
        else:
            yield argument(kind, name, place)


def preferred_rank(name):
    match = re.search(r"([123])d", name)
    return f"in.prefer_rank({int(match[1]) + 2}); " if match else ""


def function_rows(headers):
    for name, parameters in headers.functions:
        kinds = [kind for kind, _ in parameters]
        options = next((plain(kind) for kind in kinds if kind.endswith("Options&")), None)
        body = preferred_rank(name)
        if options:
            body += drawn_options(f"F::{options}", headers.options(options), OPTIONS_FROM)
        call = f"out << F::{name}({', '.join(call_arguments(name, parameters))});"
        yield f"F::{name}({', '.join(kinds)})", body + call


def module_rows(headers):
    for name in headers.modules:
        if name in NO_ARGUMENTS:
            continue
        options = headers.options(name + "Options")
        for forward, parameters in headers.forwards(name + "Impl"):
            body = preferred_rank(name)
            if options:
                body += drawn_options(f"nn::{name}Options", options, OPTIONS_FROM)
            body += f"auto module = module_of<nn::{name}>(in{', options' if options else ''}); "
            body += f"out << module->{forward}({', '.join(call_arguments(name, parameters))});"
            yield f"nn::{name}::{forward}({', '.join(kind for kind, _ in parameters)})", body


def file_of(function, rows):
    lines = ["// Written by make_nn_calls.py: calls with whatever arguments there are.",
             '#include "tests/nn/calls/calls.h"', "", "namespace calls {", "",
             "// clang-format off", f"Rows {function}() {{", "  return {"]
    lines += [f'    {{"{signature}", [](Input& in, Output& out) {{ {body} }}}},' for signature, body in sorted(rows)]
    return "\n".join([*lines, "  };", "}", "// clang-format on", "", "}  // namespace calls", ""])


def main():
    headers = Headers()
    write("make_nn_calls.py", [(HERE / "function_calls.cpp", file_of("function_rows", function_rows(headers))),
                               (HERE / "module_calls.cpp", file_of("module_rows", module_rows(headers)))])


if __name__ == "__main__":
    main()
