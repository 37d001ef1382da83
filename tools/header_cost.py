#!/usr/bin/env python3
"""What including <glassgrad.h> costs, independently of the machine: tokens after preprocessing, beside those of
<vector>, <string> and <functional>.

    tools/header_cost.py [--most RATIO] [COMPILER]    fails if the ratio is larger

tools/compile_time measures the time, which follows this with the templates that are instantiated.
"""
import argparse
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
STANDARD = "#include <vector>\n#include <string>\n#include <functional>\n"
TOKEN = re.compile(r'"(?:\\.|[^"\\])*"|\'(?:\\.|[^\'\\])*\'|\w+|[^\s\w]')


def cost(compiler, text):
    """(tokens, lines that are not empty)"""
    command = [compiler, "-std=c++20", "-I", ROOT / "include", "-E", "-P", "-x", "c++", "-"]
    done = subprocess.run(command, input=text, check=True, capture_output=True, text=True)
    return len(TOKEN.findall(done.stdout)), sum(1 for line in done.stdout.splitlines() if line.strip())


def main():
    parser = argparse.ArgumentParser(prog="tools/header_cost.py", description=__doc__.split("\n\n")[0])
    parser.add_argument("--most", type=float)
    parser.add_argument("compiler", nargs="?", default="c++")
    arguments = parser.parse_args()
    standard = cost(arguments.compiler, STANDARD)
    for header in ("glassgrad.h", "glassgrad/value.h", "torch/torch.h"):
        tokens, lines = cost(arguments.compiler, f"#include <{header}>\n")
        ratio = tokens / standard[0]
        print(f"<{header}>: {tokens} tokens, {lines} lines; standard headers {standard[0]}, {standard[1]}; ratio {ratio:.2f}")
        if header == "glassgrad.h" and arguments.most and ratio > arguments.most:
            sys.exit(f"<glassgrad.h> costs more than {arguments.most} times the standard headers")


main()
