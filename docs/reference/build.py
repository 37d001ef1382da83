#!/usr/bin/env python3
"""Builds the reference of every public name: build.py [FOLDER] (build/reference), with Doxygen.

Most sentences stand above their declarations. What a header says once for many is spread here: an overload has the
sentence of the first, a member of Tensor that of the free function (x.sum() that of sum), `forward` that of its module.
What has one meaning wherever it appears, e.g. the options `stride` and `eps`, is said in sentences.txt. A public name
for which there is no sentence at all fails the build, and so does every other warning of Doxygen.
"""
import pathlib
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ElementTree

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
# Headers that public ones need and whose names nobody is meant to write (INTERNAL in tools/torch_names.py).
INTERNAL = re.compile(r"autograd/(base/(atomic|callbacks|compiler|format|intrusive_ptr|small_blocks|small_vector|arg)"
                      r"|formulas/\w+|graph/(accumulate_grad|hooks)|tensor/(tensor_impl|storage)|types/format"
                      r"|value/(arena|node)|functions/names)\.h|data/worker_\w+\.h|nn/any_value\.h|torch/\w+\.h")

TENSOR = ("Tensor", "TensorBase", "TensorSynonyms")  # The last two are parts of the first.


def public_headers():
    found = []

    def follow(path):
        path = path.resolve()
        if path in found:
            return
        found.append(path)
        for name in re.findall(r'^#include "(.*)"', path.read_text(encoding="utf-8"), re.M):
            follow(path.parent / name)

    for header in sorted((ROOT / "include").rglob("*.h")):
        if header.name != "torch.h":  # the same names once more
            follow(header)
    names = sorted(path.relative_to(ROOT).as_posix() for path in found)
    return [name for name in names if not INTERNAL.fullmatch(name)]


def doxygen(tree, headers, out, **settings):
    """Its warnings, as (header, line, text)."""
    version = re.findall(r"VERSION_(?:MAJOR|MINOR|PATCH) (\d+)$",
                         (ROOT / "include/glassgrad/version.h").read_text(encoding="utf-8"), re.M)
    out.mkdir(parents=True, exist_ok=True)
    lines = [(HERE / "Doxyfile").read_text(encoding="utf-8"), f"OUTPUT_DIRECTORY = {out}",
             f"PROJECT_NUMBER = {'.'.join(version)}", f"STRIP_FROM_PATH = {tree}",
             "INPUT = " + " ".join(str(tree / header) for header in headers)]
    lines += [f"{name} = {value}" for name, value in settings.items()]
    done = subprocess.run(["doxygen", "-"], input="\n".join(lines), capture_output=True, text=True, check=False)
    found = []
    for line in done.stderr.splitlines():
        match = re.match(rf"{re.escape(str(tree))}/(\S+?):(\d+): (?:warning|error): (.*)", line)
        found.append((match[1], int(match[2]), match[3]) if match else ("", 0, line))
    return sorted(set(found))


def text_of(element):
    return re.sub(r"\s+", " ", "".join(element.itertext())).strip() if element is not None else ""


class Known:
    """The sentences that the headers have, by scope and name, from Doxygen's XML; and those of sentences.txt."""

    def __init__(self, folder):
        self.members, self.classes = {}, {}
        for path in folder.glob("*.xml"):
            compound = ElementTree.parse(path).getroot().find("compounddef")
            if compound is None or compound.get("kind") not in ("class", "struct", "namespace"):
                continue
            scope = compound.findtext("compoundname")
            self.classes[scope] = text_of(compound.find("briefdescription"))
            for member in compound.iter("memberdef"):
                text = (text_of(member.find("briefdescription")) + " " + text_of(member.find("detaileddescription"))).strip()
                if text:
                    self.members.setdefault((scope, member.findtext("name")), text)
        self.said = {}
        section = ""
        for line in (HERE / "sentences.txt").read_text(encoding="utf-8").splitlines():
            if line.startswith("["):
                section = line.strip("[]")
            elif ": " in line and not line.startswith("#"):
                names, text = line.split(": ", 1)
                for name in names.split(", "):
                    self.said[section, name] = text

    def free_function(self, name):
        for scope in ("glassgrad", "glassgrad::special", "glassgrad::linalg", "glassgrad::autograd"):
            if (scope, name) in self.members:
                return self.members[scope, name]
        return None

    def sentence(self, scope, name, kind):
        """What is said about a name that has no sentence of its own; None if nothing is."""
        short = scope.rpartition("::")[2].split("<")[0].strip()
        of_tensor = short in TENSOR
        for section in ("Tensor" if of_tensor else short, "options" if short.endswith(("Options", "State")) else "",
                        "modules" if short.endswith(("Impl", "ImplBase")) or scope == "glassgrad::nn::Module" else "", "everywhere"):
            if section and (section, name) in self.said:
                return self.said[section, name]
        if (scope, name) in self.members and name != short:
            return self.members[scope, name]
        if of_tensor:
            if self.free_function(name):
                return self.free_function(name)
            if name.endswith("_") and self.free_function(name[:-1]):
                return f"In place: {self.free_function(name[:-1])}"
        if name.endswith("FuncOptions"):
            return "Options of the function of this name: those of the module that does the same."
        if name == short:
            return self.constructor(scope, short)
        if name == "~" + short:
            return "Ends its life; what it shares lives on with the others."
        if kind == "compound" and name.endswith(("Iterator", "Options")):
            return "As its name says, of the class that it stands in."
        about = self.classes.get(scope, "")
        if name in ("forward", "operator()") and about:
            return f"Applies it to the input: {about}"
        return None

    def constructor(self, scope, short):
        if short.endswith("Impl"):
            return f"A module {short[:-4]}; numbers given here are its options of the same names, all others have their defaults."
        if short.endswith("Options"):
            return "Options with these values; those that are not named here have their defaults."
        return f"Makes one: {self.classes[scope]}" if self.classes.get(scope) else None


def parsed(text):
    """(scope, name, kind) of a complaint about a missing sentence."""
    match = re.fullmatch(r"Member (.*) \((function|variable|typedef|enumeration|enumvalue|friend|macro definition|define)\) of "
                         r"(?:class|struct|namespace|union|file|enum) (.*) is not documented\.", text)
    if match:
        head = match[1]
        name = re.match(r"(operator *\(\)|operator[^(]*|~?[\w]+)", head)
        return re.sub(r"<.*", "", match[3]).strip(), (name[1] if name else head).strip(), match[2]
    match = re.fullmatch(r"Compound (.*) is not documented\.", text)
    if match:
        plain = re.sub(r"<.*", "", match[1]).strip()
        return plain.rpartition("::")[0], plain.rpartition("::")[2], "compound"
    return None


def with_sentences(complaints, known, copies):
    """Writes the sentences into the copies; returns what has none."""
    missing, places = [], {}
    for header, line, text in complaints:
        what = parsed(text)
        if what is None:
            continue
        sentence = known.sentence(*what)
        if sentence is None:
            missing.append(f"{header}:{line}: {text}")
        else:
            places.setdefault(header, {}).setdefault(line, sentence)
    for header, sentences in places.items():
        lines = (copies / header).read_text(encoding="utf-8").splitlines()
        for line, sentence in sentences.items():
            # On the line of the declaration, so that all lines keep their numbers.
            at = line - 1
            while at and not re.search(r"(^|[;{}:]|public:|//.*|\*/)\s*$", lines[at - 1]) or re.match(r"\s*requires requires", lines[at - 1]):
                at -= 1
            lines[at] = each_alone(lines[at].lstrip(), f"/** {sentence.replace('*/', '* /').replace('@t', '. @t')} */ ")
        (copies / header).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return missing


def each_alone(declaration, comment):
    """`T a, b = 1;` as two declarations: Doxygen would give the sentence to the first alone."""
    match = re.match(r"((?:const )?[\w:<>]+) ((?:\w+(?: = [^,;()]+)?, )+\w+(?: = [^,;()]+)?);(.*)", declaration)
    if not match:
        return comment + declaration
    return " ".join(f"{comment}{match[1]} {one};" for one in match[2].split(", ")) + match[3]


def main():
    out = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "build/reference").resolve()
    shutil.rmtree(out, ignore_errors=True)
    headers, copies = public_headers(), out / "headers"
    for header in headers:
        (copies / header).parent.mkdir(parents=True, exist_ok=True)
        # A header's name in a comment, <mutex>, is no element of HTML.
        text = (ROOT / header).read_text(encoding="utf-8")
        text = re.sub(r"^.*//.*$", lambda line: re.sub(r"(//.*?)<([a-z_]+)>", r"\1\\<\2\\>", line[0]), text, flags=re.M)
        (copies / header).write_text(text, encoding="utf-8")
    complaints = doxygen(copies, headers, out / "first", GENERATE_HTML="NO", GENERATE_XML="YES")
    problems = with_sentences(complaints, Known(out / "first/xml"), copies)
    if not problems:
        problems = [f"{header}:{line}: {text}" for header, line, text in doxygen(copies, headers, out)
                    if "scope for class fmt::formatter" not in text]  # Doxygen knows no {fmt}
    shutil.rmtree(out / "first")
    for problem in problems:
        print(problem, file=sys.stderr)
    if problems:
        sys.exit(f"{len(problems)} problems")
    print(f"{len(headers)} headers: {out}/index.html")


main()
