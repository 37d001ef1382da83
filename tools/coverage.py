#!/usr/bin/env python3
"""How much of the library the tests run: lines and branches, by folder, and every line as a page.

    tools/coverage.py [FOLDER...]    folders of tests/, e.g. io nn; all of them unless named

Builds the preset `coverage` (Clang, -O0, source-based coverage) in build/coverage, runs the tests of these folders and
writes build/coverage/html/index.html. What the tests themselves, apps and foreign headers run is not counted.
"""
import json
import os
import pathlib
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
BUILD = ROOT / "build/coverage"
LIBRARY = ("autograd", "nn", "optim", "data", "serialize", "io")
ALL = ("autograd", "nn", "optim", "data", "io", "serialize", "torch")


def tool(name):
    """llvm-cov has to be of the compiler's version; Debian adds that to the name."""
    version = subprocess.run(["clang++", "-dumpversion"], check=True, capture_output=True, text=True).stdout.split(".")[0]
    found = shutil.which(f"{name}-{version}") or shutil.which(name)
    return found or sys.exit(f"there is no {name}: install llvm-{version}")


def main():
    folders = sys.argv[1:] or list(ALL)
    unknown = [folder for folder in folders if folder not in ALL]
    if unknown:
        sys.exit(f"coverage: {', '.join(ALL)} have tests of the library, not {', '.join(unknown)}")
    tests = [BUILD / f"tests/{folder}_test" for folder in folders]
    subprocess.run(["cmake", "--preset", "coverage", *os.environ.get("CMAKE_ARGS", "").split()], cwd=ROOT, check=True,
                   stdout=sys.stderr)
    subprocess.run(["cmake", "--build", BUILD, "--target", *(test.name for test in tests)], check=True, stdout=sys.stderr)

    profiles = BUILD / "profiles"
    shutil.rmtree(profiles, ignore_errors=True)
    failed = [test.name for test in tests
              if subprocess.run([test, "--gtest_brief=1"], check=False, stdout=sys.stderr, cwd=BUILD,
                                env=os.environ | {"LLVM_PROFILE_FILE": f"{profiles}/{test.name}.profraw"}).returncode]
    merged = BUILD / "tests.profdata"
    subprocess.run([tool("llvm-profdata"), "merge", "-sparse", *profiles.glob("*.profraw"), "-o", merged], check=True)

    objects = [word for test in tests for word in ("-object", test)][1:]
    sources = [ROOT / folder for folder in LIBRARY]
    common = [*objects, f"-instr-profile={merged}", *sources]
    subprocess.run([tool("llvm-cov"), "show", "-format=html", f"-output-dir={BUILD / 'html'}", "-show-branches=count",
                    "-show-line-counts-or-regions", *common], check=True, stdout=subprocess.DEVNULL)
    exported = subprocess.run([tool("llvm-cov"), "export", "-summary-only", *common], check=True, capture_output=True)
    files = json.loads(exported.stdout)["data"][0]["files"]
    print(f"{'folder':<22}{'lines':>8}{'run':>9}{'branches':>10}{'taken':>9}")
    for folder in (*LIBRARY, ""):
        sums = [[sum(file["summary"][kind][what] for file in files
                     if file["filename"].startswith(str(ROOT / folder) + "/")) for what in ("count", "covered")]
                for kind in ("lines", "branches")]
        print(f"{folder or 'all':<22}" + "".join(f"{count:>{8 + 2 * (kind == 1)}}{covered / max(count, 1):>9.1%}"
                                                for kind, (count, covered) in enumerate(sums)))
    print(BUILD / "html/index.html")
    if failed:
        sys.exit(f"tests failed: {', '.join(failed)}")


main()
