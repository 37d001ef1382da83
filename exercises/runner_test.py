#!/usr/bin/env python3
"""Tests of ./run learn: the commands without a terminal, and a learner's first minutes in one."""

import json
import os
import pty
import select
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

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

    def test_code_without_an_end_is_stopped(self):
        run(self.folder, "--list")
        (self.folder / self.first.file).write_text(self.first.solution.replace("return", "for (;;) {}\n  return"))
        self.assertIn("does a loop ever end?", run(self.folder, "01").stdout)

    def test_an_index_outside_is_named(self):
        run(self.folder, "--list")
        wrong = self.first.solution.replace("return", "std::vector<double> none;\n  return none[0] +")
        (self.folder / self.first.file).write_text(wrong)
        self.assertIn("an index outside of a vector\n", run(self.folder, "01").stdout)

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
