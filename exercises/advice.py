"""What a compiler's error means to somebody who writes Python."""

import builtins
import re

PYTHON = set(dir(builtins)) | {"self", "np", "in"}
STANDARD = {"abs", "cout", "exp", "log", "max", "min", "pow", "printf", "round", "set", "sort", "sqrt",
            "string", "swap", "tanh", "vector"}
LOOP = "a loop is `for (const auto& x : list) ...;` or `for (size_t i = 0; i < list.size(); ++i) ...;`"
NO_POINTER = "`.` stands behind a thing, `->` behind a pointer: `value.node`, but `node->data`"

# Python in the line that the error is about.
CODE = [
    (r"^#(?!\s*(include|pragma|define|if|else|end|undef))", "a comment begins with `//`"),
    (r"\bdef \w+", "there is no `def`, and no function inside of another: write its lines where they are needed"),
    (r"\bfor\s[^:;]*\bin\b|\brange\(", LOOP),
    (r"\bfor \((?!auto|const)\w+ ?:", "a new variable begins with its type: `for (const auto& x : list)`"),
    (r"\*\*", "there is no `**`: `x * x`, or `std::pow(x, n)`"),
    (r"\blen\(", "`len(list)` is `list.size()`"),
    (r"\.append\b", "`list.append(x)` is `list.push_back(x)`"),
    (r"\.shape\b", "there is no `.shape`: a Tensor has `sizes`"),
    (r"\bprint\(", "to see a number: `std::printf(\"%g\\n\", x);`"),
    (r"^[\w.>\[\]-]+, [\w.>\[\]-]+ = ", "`a, b = b, a` is `std::swap(a, b)`"),
    (r"\bswap\([^,()]*\)", "`std::swap(a, b)` takes two variables"),
    (r"\blambda\b", "a lambda is `[](double x) { return x * x; }`"),
    (r"\b(None|True|False)\b", "`true` and `false` are small; a pointer to nothing is `nullptr`"),
    (r"\belif\b", "`elif` is `else if`"),
    (r"\S if .* else ", "`a if condition else b` is `condition ? a : b`"),
    (r"^(if|while) [^(]", "the condition stands in brackets: `if (x > 0) ...`"),
    (r"\bmath\.", "`math.exp` is `std::exp`"),
    (r"\bdel ", "`del list[d]` is `list.erase(list.begin() + d)`"),
    (r"\b(\w+)\.erase\(\w+\)", "`erase` wants a place: `list.erase(list.begin() + d)`"),
    (r"[(,=]\s*\[[^\]&=]*\](?!\s*[({])", "a list is written with braces: `{a, b}`"),
]

# The compiler's words, of g++ or clang.
MESSAGE = [
    (r"expected ';'|expected initializer before",
     "every statement ends with a semicolon; it is missing here or at the end of the line before"),
    (r"shared_ptr<\w+>'}? has no member|no member named '\w+' in 'std::shared_ptr|pointer type|use '->'|is not a pointer",
     NO_POINTER),
    (r"invalid use of (non-static )?member function|reference to non-static member function",
     "this is a function: with brackets, `a.data()`, it is called"),
    (r"lvalue required|not assignable",
     "nothing can be assigned to what a function computes; the number itself is in the node: `p.node->data`"),
    (r"literal operator|invalid suffix|invalid digit", "a product needs its sign: `2 * h`"),
    (r"operator\^|binary expression \('double' and 'int'\)", "`^` is no power: `x * x`, or `std::pow(x, n)`"),
    (r"no return statement|control reaches end|non-void (function|lambda)|does not return a value|void value not|from 'void' to 'bool'",
     "what comes out has to be given back: `return ...;`, in a lambda too"),
    (r"no match for 'operator[-+*/]='|no viable overloaded '[-+*/]='",
     "only `+`, `-`, `*`, `/` are written for this type: `sum = sum + x;`"),
    (r"'operator[-+*/]'.*(Values|vector<\w+>)'|invalid operands.*(Values|vector<\w+>)'",
     "lists are not multiplied or added as a whole, as in NumPy: a loop goes over their elements"),
    (r"vector<std::shared_ptr<Node>.*(push_back\(|'operator=').*Value|assign.*shared_ptr<Node>.*from.*Value",
     "the list is of nodes; a Value has its node in `.node`"),
    (r"call to 'push_back'$",
     "the list has elements of another type: of a Value its node is `.node`, of a shared_ptr the pointer `.get()`"),
    (r"call to 'record'$", "the first list is of Values, the second of plain numbers: `{a, b}, {b.data(), a.data()}`"),
    (r"'operator[-+*/]'.*Value'",
     "a Value is no number (its number is `.data()`), and an operation works only below the line that defines it"),
    (r"'Node\* const'|'Node \*const'", "the list is of pointers: `for (Node* node : nodes)`, then `node->`"),
    (r"vector<Node\*>.*push_back\(.*shared_ptr", "the list is of plain pointers: `parent.get()`"),
    (r"reference of type 'const Value&'.*Values'|convert.*Values'.* to .*'const Value'",
     "a list where one Value is needed; an element is `b[k]`"),
    (r"shared_ptr<std::vector|'operator\[\]' \(operand types are '(const )?Tensor",
     "the list of the numbers is `*t.storage`, "
     "one of them `(*t.storage)[place]`"),
    (r"reference of type 'const std::vector<double>&'.*brace-enclosed",
     "the first list is of Values, the second of plain numbers: `{a, b}, {b.data(), a.data()}`"),
    (r"reference of type 'const std::vector<\w+>&'", "a list is needed, with braces: `{a, b}`, of one element `{x}`"),
    (r"\(Network::\*|unresolved overloaded function",
     "this is a function: with brackets, `network.parameters()`, it is called"),
    (r"reference of type .*from expression of type '(const )?std::shared_ptr<Node>'",
     "the elements are of another type; `const auto& x` takes whatever there is"),
    (r"no member named 'sort'|call to 'sort\(",
     "`std::sort(v.begin(), v.end(), [](Node* a, Node* b) { return ...; });`"),
    (r"no member named 'backward'", "here it is a function: `backward(loss);`"),
    (r"no member named 'length'", "the number of elements is `list.size()`"),
    (r"Value'.* no member named '(parents|slopes|append)'|no member named '(parents|slopes)' in 'Value'",
     "a Value has a node, and the node has it: `result.node->parents`"),
    (r"call to '(std::)?(max|min)\b", "both have to be of one type: `std::max(0.0, x)`"),
    (r"call to '(std::)?(exp|log|tanh|pow)\(.*Value",
     "`std::log` and the others take numbers, `x.data()`; what takes Values has no `std::`"),
    (r"cannot convert '(const )?Value'|no viable conversion from '(const )?Value'|'Value' to .*'double'",
     "this is a Value where a number is needed; its number is `.data()`"),
    (r"discards qualifiers|read-only|marked const|const-qualified|'swap\(const",
     "what is `const` cannot be changed: change a copy, or declare it without const"),
    (r"does not guard|misleading indentation",
     "without braces a loop or an if takes one statement along: put `{ }` around more, indentation does not count"),
    (r"redeclar|shadows a parameter|redefinition of",
     "with a type before it a variable is a new one; leave the type out to change the one that is there"),
    (r"expected '\)'", "count the brackets: each one that opens has to close"),
]

UNKNOWN = (r"'(\w+)' was not declared in this scope|undeclared identifier '(\w+)'|'(\w+)' does not name a type|"
           r"unknown type name '(\w+)'")


def plain(text):
    """The quotes of all compilers and languages are equal."""
    return re.sub("[‘’`]", "'", text)


def unknown_name(message, code):
    found = re.search(UNKNOWN, message)
    name = found and next(group for group in found.groups() if group)
    if not name:
        return None
    if re.match(rf"{name}\s*=[^=]", code):
        return f"a new variable begins with its type: `double {name} = ...`, or `auto {name} = ...`"
    if re.match(rf"for \({name} :", code):
        return f"a new variable begins with its type: `for (const auto& {name} : list)`"
    if name in STANDARD:
        return f"names of the standard library begin with `std::`: `std::{name}`"
    return f"`{name}` is Python" if name in PYTHON else None


def advice(message, code):
    """A sentence on an error in a line of code, or None."""
    message = plain(message)
    code = re.sub(r"(?<!^)//.*", "", code).strip()
    for table, text in ((CODE, code), (MESSAGE, message)):
        for pattern, words in table:
            if re.search(pattern, text):
                return words
    return unknown_name(message, code)
