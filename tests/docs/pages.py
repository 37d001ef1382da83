#!/usr/bin/env python3
"""Builds what the browser shows and looks at it: pages.py book|playground FOLDER. Ends with 77 where what
builds or shows it is not installed."""

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
NOT_HERE = 77


def need(*programs):
    for program in programs:
        if not shutil.which(program):
            print(f"there is no {program}")
            sys.exit(NOT_HERE)


def build(script, out):
    subprocess.run([sys.executable, ROOT / "docs" / script / "build.py", out], check=True)


def check(holds, what):
    if not holds:
        sys.exit(f"failed: {what}")


def check_link(pages, page, link):
    if "://" in link:
        return
    path, _, section = link.partition("#")
    target = (page.parent / path).resolve() if path else page
    check(target.exists(), f"{page.name}: {link} exists")
    if section and target in pages:
        check(f'id="{section}"' in pages[target], f"{page.name}: {link} is a part of its page")


def book(out):
    need("pandoc")
    build("book", out)
    pages = {path.resolve(): path.read_text() for path in out.glob("*.html") if path.name != "playground.html"}
    check(len(pages) >= 13, "twelve chapters and the contents")
    for page, text in pages.items():
        check("<h1" in text and 'rel="stylesheet"' in text, f"{page.name} has a heading and a style")
        check(not re.search(r'src="\w+://', text) and "@import" not in text, f"{page.name} needs no network")
        for link in re.findall(r'(?:href|src)="([^"]*)"', text):
            check_link(pages, page, link)
    losses = pages[(out / "05-losses.html").resolve()]
    check("<math" in losses and "<mfrac>" in losses, "formulas are MathML")
    check('class="kw"' in losses or 'class="dt"' in losses, "code has colours")
    contents = pages[(out / "index.html").resolve()]
    for path in pages:
        check(path.name == "index.html" or f'href="{path.name}"' in contents, f"the contents have {path.name}")


def dom(page):
    """The page as it is when its scripts have run."""
    with tempfile.TemporaryDirectory() as profile:
        command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={profile}",
                   "--virtual-time-budget=60000", "--dump-dom", page]
        return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
                              timeout=300, check=False).stdout


def playground(out):
    need("em++", "chromium")
    build("playground", out)
    said = re.search(r'<pre id="selftest">(.*?)</pre>', dom((out / "index.html").as_uri() + "#selftest"), re.S)
    print(said[1] if said else "the page has run no test")
    check(said and said[1].endswith("selftest passed"), "the page's own test")


{"book": book, "playground": playground}[sys.argv[1]](Path(sys.argv[2]).resolve())
