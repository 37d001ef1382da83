#!/usr/bin/env python3
"""./run learn: shows an exercise, checks its file at every save, remembers what is done."""

import argparse
import hashlib
import json
import os
import re
import sys
import time
from pathlib import Path

import course
import screen

FOLDER = Path(os.environ.get("GLASSGRAD_LEARN", course.ROOT / "learn"))


class Progress:
    """What a learner has done, in learn/progress.json."""

    def __init__(self, folder):
        self.path = folder / "progress.json"
        self.data = {"current": "", "exercises": {}}
        try:
            self.data.update(json.loads(self.path.read_text()))
        except (FileNotFoundError, ValueError):
            pass

    def of(self, exercise):
        return self.data["exercises"].setdefault(
            exercise.name, {"done": "", "tries": 0, "hints": 0, "solution": False, "last": ""})

    def is_done(self, exercise):
        return bool(self.data["exercises"].get(exercise.name, {}).get("done"))

    def save(self):
        text = json.dumps(self.data, indent=1)
        fresh = self.path.with_suffix(".new")
        fresh.write_text(text + "\n")
        fresh.replace(self.path)


def take_over(folder, exercises):
    """Files and progress from a time when the exercises had other numbers get the numbers of today."""
    former = {}
    for exercise in exercises:
        old = next(folder.glob(f"[0-9]*{exercise.name[2:]}.h"), None)
        if old and not (folder / exercise.file).exists():
            former[old.stem] = exercise.name
    for old, new in former.items():
        (folder / f"{old}.h").rename(folder / f"{new}.h")
    for path in [*folder.glob("[0-9]*.h"), folder / "progress.json"] if former else []:
        if path.exists():
            text = path.read_text(errors="surrogateescape")
            named = re.sub(r"\b\d+_\w+", lambda name: former.get(name[0], name[0]), text)
            if path.stem in former.values():
                named = re.sub(r"\A// \d\d ", f"// {path.stem[:2]} ", named)
            if named != text:
                path.write_text(named, errors="surrogateescape")


class Session:
    """The learner's folder, the exercises and which of them is the current one."""

    def __init__(self, folder=FOLDER):
        self.folder = folder
        self.exercises = course.exercises()
        folder.mkdir(exist_ok=True)
        take_over(folder, self.exercises)
        for exercise in self.exercises:  # later ones include earlier ones
            if not (folder / exercise.file).exists():
                (folder / exercise.file).write_text(exercise.blank)
        self.progress = Progress(folder)
        self.current = self.find(self.progress.data["current"]) or self.exercises[0]
        if self.progress.is_done(self.current):
            self.current = self.next_open() or self.current

    def find(self, text):
        wanted = text.zfill(2)
        return next((e for e in self.exercises if wanted in (e.number, e.name, e.file)), None)

    def go_to(self, exercise):
        self.current = exercise
        self.progress.data["current"] = exercise.name
        self.progress.save()

    def next_open(self):
        """The first one after the current that is not done, or else the first of all."""
        at = self.exercises.index(self.current)
        return next((e for e in self.exercises[at + 1:] + self.exercises[:at + 1]
                     if not self.progress.is_done(e)), None)

    def path(self, exercise=None):
        return self.folder / (exercise or self.current).file

    def is_tried(self, exercise):
        return self.path(exercise).read_text(errors="replace") != exercise.blank

    def needed(self, exercise):
        """The exercises whose files this one includes, directly or through others."""
        found = []
        for name in re.findall(r'^#include "(\d+_\w+)\.h"', exercise.blank, flags=re.M):
            other = self.find(name)
            found += [e for e in self.needed(other) + [other] if e not in found]
        return found

    def untouched(self):
        """What is said of a file in which nothing has been written."""
        exercise = self.current
        line = next(i for i, code in enumerate(exercise.blank.splitlines(), 1) if "// YOUR CODE" in code)
        return course.Result(False, f"failed: {self.folder.name}/{exercise.file} is as it was at first\n"
                             f"mistake: your part begins at YOUR CODE, line {line}; what to write there, "
                             f"exercises/tasks/{exercise.name}.md says\n")

    def check(self, seed=None):
        exercise, text = self.current, self.path().read_text(errors="replace")
        if text == exercise.blank:
            return self.untouched()
        result = course.check(exercise, self.folder, seed)
        state = self.progress.of(exercise)
        stamp = hashlib.sha256(text.encode()).hexdigest()
        if state["last"] != stamp:
            state["tries"] += 1
            state["last"] = stamp
        missing = [e for e in self.needed(exercise) if not self.progress.is_done(e)]
        if not result.passed and missing:
            result.text += "note: it builds on your " + ", ".join(e.file for e in missing) + ", not done yet\n"
        if result.passed and not state["done"]:
            state["done"] = time.strftime("%Y-%m-%dT%H:%M:%S")
        self.progress.save()
        return result

    def next_hint(self):
        """All hints so far and one more."""
        state = self.progress.of(self.current)
        state["hints"] = min(state["hints"] + 1, len(self.current.hints))
        self.progress.save()
        shown = self.current.hints[:state["hints"]]
        return [f"Hint {i + 1} of {len(self.current.hints)}: {hint}" for i, hint in enumerate(shown)]

    def solution(self):
        """The solution's text, once the learner has tried."""
        if not self.is_tried(self.current):
            return None
        state = self.progress.of(self.current)
        state["solution"] = state["solution"] or not state["done"]  # afterwards it is reading
        self.progress.save()
        return self.current.solution

    def reset(self):
        path = self.path()
        if self.is_tried(self.current):
            path.replace(path.with_suffix(".h.old"))
        path.write_text(self.current.blank)
        state = self.progress.of(self.current)
        state["done"], state["last"] = "", ""
        self.progress.save()


def report(folder):
    """JSON for teachers: every file is compiled and checked anew, whatever progress.json says."""
    progress = Progress(folder)
    rows = []
    everything = course.exercises()
    for exercise in everything:
        path = folder / exercise.file
        text = path.read_text(errors="replace") if path.exists() else exercise.blank
        row = {"exercise": exercise.name, "title": exercise.title, "tried": text != exercise.blank}
        if row["tried"]:
            print(f"checking {exercise.name}", file=sys.stderr)
            result = course.check(exercise, folder)
            row["passed"] = result.passed
            row["sha256"] = hashlib.sha256(text.encode()).hexdigest()
            row["is_solution_text"] = text == exercise.solution
            if not result.passed:
                row["said"] = result.text.strip()
        else:
            row["passed"] = False
        said = progress.data["exercises"].get(exercise.name, {})
        row["progress"] = {key: said[key] for key in ("done", "tries", "hints", "solution") if key in said}
        rows.append(row)
    return {"folder": str(folder), "time": time.strftime("%Y-%m-%dT%H:%M:%S"),
            "passed": sum(row["passed"] for row in rows), "of": len(rows), "exercises": rows}


def parse(arguments):
    parser = argparse.ArgumentParser(
        prog="./run learn", description="Exercises in automatic differentiation that check themselves. "
        "Your files are in learn/; edit and save, the check runs by itself.")
    parser.add_argument("exercise", nargs="?", help="a number, 07, or a name")
    parser.add_argument("--list", action="store_true", help="all exercises, and which are done")
    parser.add_argument("--hint", action="store_true", help="the next hint")
    parser.add_argument("--solution", action="store_true", help="the solution, after a try of your own")
    parser.add_argument("--reset", action="store_true", help="start the exercise afresh (keeps FILE.old)")
    parser.add_argument("--report", nargs="?", const=str(FOLDER), metavar="FOLDER",
                        help="check all files of learn/ or FOLDER, write JSON for teachers")
    parser.add_argument("--once", action="store_true", help="check once and exit with 0 or 1")
    parser.add_argument("--seed", type=int, help="the seed of a check that failed, to repeat it")
    return parser.parse_args(arguments)


def headers(exercise):
    return "glassgrad's headers and those of the checks" if exercise.needs_library else "the headers of the checks"


def tell_step(step):
    """How far the library is: a line that changes, or the lines of a log."""
    text = f"run: learn: building the library in build/release, which exercises from 13 on use: {step}"
    done, all_steps = step.strip("[]").split("/")
    is_screen = sys.stderr.isatty()
    print(("\r" if is_screen else "") + text, file=sys.stderr, flush=True,
          end="" if is_screen and done != all_steps else "\n")


def main(arguments):
    options = parse(arguments)
    if options.report:
        folder = Path(options.report)
        if not folder.is_dir():
            sys.exit(f"run: learn: there is no folder '{folder}'")
        print(json.dumps(report(folder), indent=1))
        return 0
    session = Session()
    if options.exercise:
        chosen = session.find(options.exercise)
        if not chosen:
            sys.exit(f"run: learn: there is no exercise '{options.exercise}'; see ./run learn --list")
        session.go_to(chosen)
    if options.list:
        print("\n".join(screen.list_lines(session)))
    elif options.hint:
        print("\n\n".join(session.next_hint()))
    elif options.reset:
        session.reset()
        print(f"learn/{session.current.file} is as it was at first")
    elif options.solution:
        text = session.solution()
        if text is None:
            sys.exit(f"run: learn: try it first: learn/{session.current.file} is as it was at first")
        print(text, end="")
    elif options.once or options.seed is not None or not (sys.stdin.isatty() and sys.stdout.isatty()):
        if session.is_tried(session.current) and not course.is_prepared(session.current):
            print(f"run: learn: the first check compiles {headers(session.current)} in advance for all others; "
                  "that takes longer ...", file=sys.stderr)
        course.build_library.tell = tell_step
        result = session.check(options.seed)
        print("\n".join(screen.once_lines(session, result)))
        return 0 if result.passed else 1
    else:
        return screen.watch(session)
    return 0


if __name__ == "__main__":
    try:
        status = main(sys.argv[1:])
        sys.stdout.flush()
        sys.exit(status)
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:  # of `./run learn --list | head`: nobody reads on
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
