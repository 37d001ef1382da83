#!/usr/bin/env python3
"""Proves the exercises: every file with holes fails, every solution passes (with several seeds), and
every typical mistake fails with the text that names it.  prove.py [--jobs=N] [EXERCISE...]"""

import os
import re
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import course

SEEDS = (1, 2, 3)


def same_indentation(text):
    """A part of a file as a pattern: blanks of any length are equal."""
    return r"\s+".join(re.escape(word) for word in text.split())


def mistakes(exercise):
    """Of mistakes/*.txt: (name, wrong file, text that names the mistake)."""
    for block in re.split(r"\n\s*\n", exercise.mistakes_file.read_text().strip()):
        match = re.fullmatch(r"(.+?)\n((?:- (?:.|\n)+?\n\+ (?:.|\n)+?\n)+)\? (.+)", block)
        assert match, f"{exercise.mistakes_file.name}: cannot read\n{block}"
        wrong = exercise.solution
        for old, new in re.findall(r"- ((?:.|\n)+?)\n\+ ((?:.|\n)+?)\n(?=- |\Z)", match[2]):
            pattern = same_indentation(old)
            count = len(re.findall(pattern, wrong))
            assert count == 1, f"{exercise.name}, {match[1]}: found {count} times: {old}"
            wrong = re.sub(pattern, lambda _: new, wrong)
        yield match[1], wrong, match[3]


class Proof:
    """A folder with the solutions of all other exercises, and one file to be tried."""

    def __init__(self, all_exercises, scratch):
        self.all, self.scratch = all_exercises, Path(scratch)

    def try_file(self, exercise, name, text):
        folder = self.scratch / exercise.name / re.sub(r"\W", "_", name)
        folder.mkdir(parents=True)
        for other in self.all:
            (folder / other.file).write_text(other.solution)
        (folder / exercise.file).write_text(text)
        return course.check(exercise, folder, SEEDS[0], folder / "program"), folder / "program"

    def solution(self, exercise):
        result, program = self.try_file(exercise, "solution", exercise.solution)
        for seed in SEEDS[1:]:
            if result.passed:
                result = course.run_check(program, seed)
        return [] if result.passed else [f"the solution fails:\n{result.text}"]

    def blank(self, exercise):
        result, _ = self.try_file(exercise, "blank", exercise.blank)
        if result.passed:
            return ["the file with holes passes"]
        return [f"the file with holes does not compile:\n{result.text}"] if result.kind == "compile" else []

    def mistake(self, exercise, name, wrong, named):
        result, _ = self.try_file(exercise, name, wrong)
        if result.passed:
            return [f"the mistake '{name}' passes"]
        said = " ".join(result.text.split())
        return [] if named in said else [f"the mistake '{name}' is not named ({named}):\n{result.text}"]

    def page(self, exercise):
        found = []
        if len(exercise.hints) < 2:
            found.append("fewer than two hints")
        if not exercise.library or not (course.ROOT / exercise.library).exists():
            found.append(f"the library has no '{exercise.library}'")
        if exercise.blank == exercise.solution:
            found.append("there is no hole")
        return found


def main():
    everything = course.exercises()
    names = [argument for argument in sys.argv[1:] if not argument.startswith("--jobs=")]
    jobs_at_once = next((int(a[7:]) for a in sys.argv[1:] if a.startswith("--jobs=")), os.cpu_count())
    wanted = [e for e in everything if not names or e.number in names or e.name in names]
    if not wanted:
        sys.exit(f"prove: there is no exercise {' '.join(names)}")
    if any(e.needs_library for e in wanted):
        course.build_library()
        course.precompiled(True)
    course.precompiled(False)
    failures, count = 0, 0
    with tempfile.TemporaryDirectory() as scratch, ThreadPoolExecutor(jobs_at_once) as pool:
        proof = Proof(everything, scratch)
        jobs = []
        for exercise in wanted:
            wrong = list(mistakes(exercise))
            jobs.append((exercise, pool.submit(proof.page, exercise)))
            if len(wrong) < 3:
                print(f"{exercise.name}: fewer than three mistakes")
                failures += 1
            jobs.append((exercise, pool.submit(proof.solution, exercise)))
            jobs.append((exercise, pool.submit(proof.blank, exercise)))
            jobs += [(exercise, pool.submit(proof.mistake, exercise, *m)) for m in wrong]
        for exercise, job in jobs:
            count += 1
            for text in job.result():
                print(f"{exercise.name}: {text}", flush=True)
                failures += 1
    print(f"{len(wanted)} exercises, {count} proofs, {failures} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
