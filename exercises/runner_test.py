#!/usr/bin/env python3
"""Tests of ./run learn: the commands without a terminal, and a learner's first minutes in one."""

import json
import os
import pty
import re
import select
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path
from unittest import mock

import advice
import course

LEARN = [sys.executable, str(course.HERE / "learn.py")]


def run(folder, *arguments):
    return subprocess.run(LEARN + list(arguments), env={**os.environ, "GLASSGRAD_LEARN": str(folder)},
                          capture_output=True, text=True, stdin=subprocess.DEVNULL)


class Terminal:
    """A learner at a terminal: types keys, waits for words."""

    def __init__(self, folder):
        self.screen = ""
        self.process, self.file = pty.fork()
        if self.process == 0:
            os.environ.update(GLASSGRAD_LEARN=str(folder), LINES="40", COLUMNS="100", NO_COLOR="1")
            os.execv(LEARN[0], LEARN)

    def wait_for(self, words, seconds=120):
        end = time.monotonic() + seconds
        while words not in self.screen:
            if not select.select([self.file], [], [], max(0, end - time.monotonic()))[0]:
                raise AssertionError(f"never shown: {words}\n{self.screen[-3000:]}")
            self.screen += os.read(self.file, 65536).decode()

    def type(self, key):
        self.screen = ""
        os.write(self.file, key.encode())

    def save(self, path, text):
        self.screen = ""
        path.write_text(text)


class Commands(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.folder = Path(scratch.name) / "learn"
        self.first, self.second = course.exercises()[:2]

    def test_holes_fail_and_solutions_pass(self):
        self.assertEqual(run(self.folder).returncode, 1)
        (self.folder / self.first.file).write_text(self.first.solution)
        done = run(self.folder)
        self.assertEqual(done.returncode, 0, done.stdout)
        self.assertIn("Passed.", done.stdout)
        self.assertIn(f"1 of {len(course.exercises())} done", run(self.folder, "--list").stdout)
        self.assertIn(f"> {self.second.number}", run(self.folder, "--list").stdout)

    def test_numbers_that_differ_look_different(self):
        one_sided = self.first.solution.replace("(f(x + h) - f(x - h)) / (2 * h)", "(f(x + h) - f(x)) / h")
        run(self.folder, "--list")
        (self.folder / self.first.file).write_text(one_sided)
        for seed in ("4254744364", "1", "2"):
            said = run(self.folder, "01", "--seed", seed).stdout
            expected, came = (re.search(rf"{word} +(\S+)", said)[1] for word in ("expected", "came"))
            self.assertNotEqual(expected, came)

    def test_a_reader_may_stop_reading(self):
        listing = subprocess.Popen(LEARN + ["--list"], env={**os.environ, "GLASSGRAD_LEARN": str(self.folder)},
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        listing.stdout.close()
        self.assertEqual(listing.stderr.read(), b"")
        listing.stderr.close()
        listing.wait()

    def test_a_solution_is_shown_after_a_try(self):
        self.assertIn("try it first", run(self.folder, "01", "--solution").stderr)
        (self.folder / self.first.file).write_text(self.first.blank + "// a try\n")
        self.assertEqual(run(self.folder, "01", "--solution").stdout, self.first.solution)

    def test_hints_come_one_by_one(self):
        self.assertNotIn(self.first.hints[1], run(self.folder, "1", "--hint").stdout)
        self.assertIn(self.first.hints[1], run(self.folder, "1", "--hint").stdout)

    def test_reset_keeps_what_was_written(self):
        run(self.folder, "--list")
        (self.folder / self.first.file).write_text("mine\n")
        run(self.folder, "01", "--reset")
        self.assertEqual((self.folder / self.first.file).read_text(), self.first.blank)
        self.assertEqual((self.folder / self.first.file).with_suffix(".h.old").read_text(), "mine\n")

    def test_an_error_is_cut_to_the_learners_lines(self):
        run(self.folder, "--list")
        (self.folder / self.first.file).write_text(self.first.solution.replace("/ (2 * h);", "/ (2 * k);"))
        said = run(self.folder, "01").stdout
        self.assertIn(f"learn/{self.first.file}:", said)
        self.assertIn("k", said)
        self.assertNotIn("checks/", said)

    def test_an_error_is_explained_to_a_writer_of_python(self):
        run(self.folder, "--list")
        wrong = self.first.solution.replace("return (f(x + h) - f(x - h))",
                                            "left = f(x - h);\n  return (f(x + h) - left)")
        (self.folder / self.first.file).write_text(wrong)
        self.assertIn("begins with its type: `double left = ...`", " ".join(run(self.folder, "01").stdout.split()))

    def test_an_error_in_the_use_of_a_lambda_names_the_learners_line(self):
        order = next(e for e in course.exercises() if e.number == "04")
        run(self.folder, "--list")
        for earlier in course.exercises()[:3]:
            (self.folder / earlier.file).write_text(earlier.solution)
        (self.folder / order.file).write_text(order.solution.replace("{ return a->number", "{ a->number"))
        self.assertRegex(run(self.folder, "04").stdout, rf"learn/{order.file}:\d+: error")

    def test_an_untouched_file_is_called_so(self):
        said = run(self.folder, "01").stdout
        self.assertIn("is as it was at first", said)
        self.assertIn("YOUR CODE, line 10", said)

    def test_files_with_the_numbers_of_before_are_taken_over(self):
        run(self.folder, "--list")
        newest = course.exercises()[-1]
        base = newest.name[3:]
        includer = next(e for e in course.exercises() if "17_variable.h" in e.blank)
        for exercise, old in ((newest, f"07_{base}"), (self.exercise("17_variable"), "16_variable")):
            (self.folder / exercise.file).unlink()
            (self.folder / f"{old}.h").write_text(f"// mine: {old}\n")
        (self.folder / includer.file).write_text(includer.blank.replace("17_variable", "16_variable"))
        (self.folder / "progress.json").write_text('{"exercises": {"16_variable": {"done": "yes"}}}')
        listed = run(self.folder, "--list").stdout
        self.assertEqual((self.folder / newest.file).read_text(), f"// mine: {newest.name}\n")
        self.assertEqual((self.folder / includer.file).read_text(), includer.blank)
        self.assertFalse((self.folder / "16_variable.h").exists())
        self.assertRegex(listed, r"17  done ")

    def exercise(self, name):
        return next(e for e in course.exercises() if e.name == name)

    def test_code_without_an_end_is_stopped(self):
        run(self.folder, "--list")
        (self.folder / self.first.file).write_text(self.first.solution.replace("return", "for (;;) {}\n  return"))
        self.assertIn("does a loop ever end?", run(self.folder, "01").stdout)

    def test_an_index_outside_is_named(self):
        run(self.folder, "--list")
        wrong = self.first.solution.replace("return", "std::vector<double> none;\n  return none[0] +")
        (self.folder / self.first.file).write_text(wrong)
        said = run(self.folder, "01").stdout
        self.assertIn("an index outside of a vector:", said)
        self.assertIn(f"it crashed in learn/{self.first.file}, line ", said)

    def test_a_function_that_calls_itself_for_ever_is_named(self):
        run(self.folder, "--list")
        wrong = self.first.solution.replace("return", "if (x > 0) return slope(f, x + 0);\n  return")
        (self.folder / self.first.file).write_text(wrong)
        said = run(self.folder, "01").stdout
        self.assertIn("a function that calls itself", said)
        self.assertIn(f"it crashed in learn/{self.first.file}, line ", said)

    def test_a_report_trusts_nobody(self):
        run(self.folder, "--list")
        (self.folder / self.first.file).write_text(self.first.solution)
        (self.folder / self.second.file).write_text(self.second.blank + "// a try\n")
        (self.folder / "progress.json").write_text('{"exercises": {"%s": {"done": "yes"}}}' % self.second.name)
        report = json.loads(run(self.folder, "--report", str(self.folder)).stdout)
        self.assertEqual(report["passed"], 1)
        self.assertEqual([row["passed"] for row in report["exercises"][:2]], [True, False])
        self.assertIn("parents", report["exercises"][1]["said"])

    def test_unknown_names(self):
        self.assertIn("there is no exercise '99'", run(self.folder, "99").stderr)


class Library(unittest.TestCase):
    """What is said while the library is built, by a build that only counts."""

    def build(self, *lines):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        script = Path(scratch.name) / "run"
        script.write_text("\n".join(["#!/bin/sh", *lines]) + "\n")
        script.chmod(0o755)
        told = []
        with mock.patch.multiple(course, ROOT=Path(scratch.name)), \
                mock.patch.multiple(course.build_library, tell=told.append, is_done=False):
            course.run_build()
        return told

    def test_progress_is_told(self):
        self.assertEqual(self.build("echo '[1/2] Building a.o'", "echo '[2/2] Linking b' >&2"),
                         ["[1/2]", "[2/2]"])
        self.assertEqual(self.build("echo 'ninja: no work to do.'"), [])

    def test_an_error_is_told(self):
        with self.assertRaisesRegex(RuntimeError, r"could not be built:\n\[1/2\] a\.o\na\.cpp: wrong"):
            self.build("echo '[1/2] a.o'", "echo 'a.cpp: wrong' >&2", "exit 1")


class Advice(unittest.TestCase):
    """Errors of both compilers, as they came; what each of them has to lead to."""

    ERRORS = [
        ("expected ‘;’ before ‘}’ token", "return f(x)", "semicolon"),
        ("expected ';' after return statement", "return f(x)", "semicolon"),
        ("‘def’ was not declared in this scope", "def rise():", "no `def`"),
        ("expected ‘(’ before ‘parent’", "for parent in parents:", "for (const auto& x : list)"),
        ("‘node’ has not been declared", "for (node : nodes)", "begins with its type"),
        ("unable to find numeric literal operator ‘operator\"\"h’", "return rise / (2h);", "2 * h"),
        ("invalid preprocessing directive #rise", "# rise over run", "`//`"),
        ("no return statement in function returning non-void", "}", "return"),
        ("non-void function does not return a value", "}", "return"),
        ("void value not ignored as it ought to be", "{ return bool(_M_comp(*__it1, *__it2)); }", "in a lambda too"),
        ("‘len’ was not declared in this scope", "i < len(w)", "list.size()"),
        ("‘left’ was not declared in this scope", "left = f(x);", "`double left = ...`"),
        ("use of undeclared identifier 'left'", "left = f(x);", "`double left = ...`"),
        ("‘class std::shared_ptr<Node>’ has no member named ‘parents’",
         "result.node.parents = parents;", "`node->data`"),
        ("no member named 'parents' in 'std::shared_ptr<Node>'", "result.node.parents = parents;", "`node->data`"),
        ("base operand of ‘->’ has non-pointer type ‘const Value’", "push_back(parent->node);", "`value.node`"),
        ("invalid use of member function ‘double Value::data() const’ (did you forget the ‘()’ ?)",
         "record(a.data - b.data, {a, b}, {1, -1})", "`a.data()`"),
        ("‘max’ was not declared in this scope", "record(max(0, x.data()), {x}, {0})", "`std::max`"),
        ("ignoring return value of ‘operator[]’", "view.sizes[0], view.sizes[1] = view.sizes[1], view.sizes[0];",
         "std::swap(a, b)"),
        ("no match for ‘operator[]’ (operand types are ‘const std::shared_ptr<std::vector<double> >’ and ‘int’)",
         "return t.storage[place];", "(*t.storage)[place]"),
        ("range-based for loop requires type for loop variable", "for (node : nodes)", "begins with its type"),
        ("no matching literal operator for call to 'operator\"\"h' with argument of type 'unsigned long long'",
         "/ (2h);", "2 * h"),
        ("member reference type 'const Value' is not a pointer; did you mean to use '.'?", "parent->node", "`value.node`"),
        ("no matching member function for call to 'push_back'", "stack.push_back(parent);", "`.get()`"),
        ("no matching function for call to 'record'", "record(0, {a, b}, {b, a});", "plain numbers"),
        ("functional-style cast from 'void' to 'bool' is not allowed", "{ return bool(_M_comp()); }", "in a lambda too"),
        ("lvalue required as left operand of assignment", "L.grad() = 1;", "p.node->data"),
        ("expression is not assignable", "L.grad() = 1;", "p.node->data"),
        ("expected ‘{’ before ‘,’ token", "return record(a.data() - b.data(), [a, b], [1, -1]);", "with braces"),
        ("no match for ‘operator+=’ (operand types are ‘Value’ and ‘Value’)",
         "sum += w[i] * x[i];", "sum = sum + x;"),
        ("no match for ‘operator*’ (operand types are ‘const Values’ {aka "
         "‘const std::vector<Value>’} and ‘const Values’",
         "return tanh(w * x + b);", "NumPy"),
        ("invalid operands of types ‘double’ and ‘int’ to binary ‘operator^’", "1 - y ^ 2", "no power"),
        ("cannot convert ‘const Value’ to ‘double’ in initialization", "double sum = b;", "`.data()`"),
        ("no matching function for call to ‘std::vector<std::shared_ptr<Node> >::push_back(const Value&)’",
         "result.node->parents.push_back(parent);", "`.node`"),
        ("no matching function for call to ‘std::vector<Node*>::push_back(std::shared_ptr<Node>&)’",
         "stack.push_back(parent);", "parent.get()"),
        ("no matching function for call to ‘tanh(Value&)’", "return std::tanh(sum);", "no `std::`"),
        ("conversion from ‘Node* const’ to non-scalar type ‘Node’ requested",
         "for (Node node : nodes)", "Node* node"),
        ("no match for ‘operator*’ (operand types are ‘std::vector<double>’ and ‘double’)",
         "parent->grad += node->slopes * node->grad;", "NumPy"),
        ("no match for ‘operator/’ (operand types are ‘int’ and ‘const Value’)", "{1 / x}", "is no number"),
        ("invalid initialization of reference of type ‘const std::vector<double>&’ from expression of type "
         "‘<brace-enclosed initializer list>’", "record(0, {a, b}, {b, a})", "plain numbers"),
        ("invalid initialization of reference of type ‘const std::vector<Value>&’ from expression of type ‘const Value’",
         "record(std::log(x.data()), x, 1 / x.data())", "`{x}`"),
        ("‘const struct Value’ has no member named ‘backward’", "loss.backward();", "`backward(loss);`"),
        ("passing ‘const Value’ as ‘this’ argument discards qualifiers", "sum = sum + w[i] * x[i];", "without const"),
        ("this ‘for’ clause does not guard...", "for (Node* node : nodes)", "{ }"),
        ("‘struct Tensor’ has no member named ‘shape’", "d < t.shape.size()", "`sizes`"),
    ]

    def test_each_error_has_its_words(self):
        for message, code, words in self.ERRORS:
            with self.subTest(message=message):
                self.assertIn(words, advice.advice(message, "  " + code) or "nothing")

    def test_right_code_with_an_error_of_another_kind_has_none(self):
        for code in ("const auto f = [&](double t) { return list[i]; };", "for (int i = 0; i < n; ++i) at(c, {i, j}) += 1;",
                     '#include "02_value.h"', "double y = x > 0 ? x : 0;  // None, if not"):
            self.assertIsNone(advice.advice("something else", code))


class InATerminal(unittest.TestCase):
    def test_a_learners_first_minutes(self):
        first, second = course.exercises()[:2]
        with tempfile.TemporaryDirectory() as scratch:
            folder = Path(scratch) / "learn"
            terminal = Terminal(folder)
            terminal.wait_for(first.title)
            terminal.wait_for("every save is checked")
            terminal.type("h")
            terminal.wait_for("Hint 1 of")
            terminal.save(folder / first.file, first.solution.replace("(f(x + h) - f(x - h))", "(f(x - h) - f(x + h))"))
            terminal.wait_for("right minus left")
            terminal.save(folder / first.file, first.solution)
            terminal.wait_for("Passed.")
            terminal.wait_for("1 of")
            terminal.type("n")
            terminal.wait_for(second.title)
            terminal.type("n")
            terminal.wait_for("not done yet")
            terminal.type("l")
            terminal.wait_for("done   " + first.title)
            terminal.type("q")
            terminal.wait_for("Next time: ./run learn goes on with 02")
            self.assertEqual(os.waitpid(terminal.process, 0)[1], 0)


if __name__ == "__main__":
    unittest.main()
