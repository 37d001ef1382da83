#!/usr/bin/env python3
"""Builds the book: build.py [FOLDER]. Its chapters are docs/book/NN-name.md, its appendices pages of docs/;
pandoc makes HTML of them."""

import html
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).resolve().parent
DOCS = HERE.parent
ROOT = DOCS.parent
APPENDICES = {"A": "one_iteration.md", "B": "traps.md", "C": "libtorch.md", "D": "teaching.md"}
PLAYGROUND = ROOT / "build" / "playground" / "index.html"
INTRODUCTION = """
<h1>The book of glassgrad</h1>
<p>From the slope of a function to a trained network, with nothing hidden on the way: how gradients are computed,
in a library that is small enough to be read whole. You need Python and a little calculus; C++ is explained where
it comes up. Every program here is compiled and run by the tests, and prints what stands below it.</p>
"""
WITH_PLAYGROUND = ('<p><a href="playground.html">The playground</a>: type an expression and walk its graph; '
                   "drag the start of a training over the surface of its loss.</p>")


@dataclass
class Page:
    number: str
    source: Path
    title: str = ""
    body: str = ""
    sections: list = field(default_factory=list)  # (id, title in HTML)

    @property
    def name(self):
        return self.source.stem + ".html"


def pages():
    chapters = [Page(path.name.split("-")[0].lstrip("0"), path) for path in sorted(HERE.glob("[0-9][0-9]-*.md"))]
    return chapters + [Page(letter, DOCS / name) for letter, name in APPENDICES.items()]


def pandoc(markdown):
    # GitHub's Markdown, since the pages are read there too, with formulas.
    command = ["pandoc", "--from", "gfm+tex_math_dollars", "--to", "html5", "--mathml", "--wrap=none"]
    done = subprocess.run(command, input=markdown, capture_output=True, text=True, check=False)
    if done.returncode or done.stderr:
        sys.exit(f"pandoc: {done.stderr}")
    return tidy_formulas(done.stdout)


def tidy_formulas(text):
    # Parentheses of the height of their line, and a minus that is a sign without space behind it.
    text = re.sub(r'<mo stretchy="true"( form="\w+")?>([()])</mo>', r'<mo stretchy="false"\1>\2</mo>', text)
    return re.sub(r"(<mo>[=,]</mo>|<mrow>)<mo>−</mo>", r'\1<mo form="prefix">−</mo>', text)


class Book:
    def __init__(self, out):
        self.out = out
        self.pages = pages()
        self.of_source = {page.source: page for page in self.pages}

    def target(self, page, link):
        """Where a link of the page's source leads to, seen from the built page."""
        path, hash_sign, section = link.partition("#")
        if not path or "://" in link:
            return link
        file = (page.source.parent / path).resolve()
        if not file.exists():
            sys.exit(f"{page.source}: the link {link} leads nowhere")
        if file in self.of_source:
            return self.of_source[file].name + hash_sign + section
        if file.suffix in (".png", ".svg"):
            (self.out / "images").mkdir(exist_ok=True)
            shutil.copy(file, self.out / "images" / file.name)
            return "images/" + file.name
        return os.path.relpath(file, self.out) + hash_sign + section

    def convert(self, page):
        body = pandoc(page.source.read_text())
        body = re.sub(r'(href|src)="([^"]*)"',
                      lambda m: f'{m[1]}="{html.escape(self.target(page, html.unescape(m[2])))}"', body)
        body = re.sub(r'<img src="([^"]*png)"', r'<img class="photo" src="\1"', body)
        # The table that sets two programs side by side; others may be wider than a phone.
        body = re.sub(r"<table>(?=<tr><th>Python)", '<table class="beside">', body)
        body = re.sub(r"<table>\n(.*?)</table>", r'<div class="scroll"><table>\n\1</table></div>', body, flags=re.S)
        heading = re.search(r"<h1[^>]*>(.*?)</h1>", body, flags=re.S)
        page.title = heading[1]
        page.body = body.replace(heading[0], f'<h1><span class="number">{page.number}</span>{page.title}</h1>', 1)
        page.sections = re.findall(r'<h2 id="([^"]*)">(.*?)</h2>', body)

    def entry(self, page, with_sections):
        text = f'<a href="{page.name}">{page.number} {page.title}</a>'
        if with_sections:
            parts = "".join(f'<li><a href="{page.name}#{at}">{title}</a></li>' for at, title in page.sections)
            text += f"<ol>{parts}</ol>"
        return text

    def side(self, here):
        return "<ol>" + "".join(f'<li class="here">{self.entry(page, True)}</li>' if page is here
                                else f"<li>{self.entry(page, False)}</li>" for page in self.pages) + "</ol>"

    def turn(self, page):
        at = self.pages.index(page)
        before = self.pages[at - 1] if at > 0 else None
        after = self.pages[at + 1] if at + 1 < len(self.pages) else None
        left = f'<a rel="prev" href="{before.name}">&larr; {before.title}</a>' if before else "<span></span>"
        right = f'<a rel="next" href="{after.name}">{after.title} &rarr;</a>' if after else "<span></span>"
        return left + right

    def write(self, name, title, body, side, turn):
        text = (HERE / "template.html").read_text()
        plain = html.escape(html.unescape(re.sub("<[^>]*>", "", title)))
        for key, value in (("pagetitle", plain), ("side", side), ("turn", turn), ("body", body)):
            text = text.replace(f"${key}$", value)
        (self.out / name).write_text(text)

    def build(self):
        self.out.mkdir(parents=True, exist_ok=True)
        shutil.copy(HERE / "book.css", self.out)
        body = INTRODUCTION
        if PLAYGROUND.exists():
            shutil.copy(PLAYGROUND, self.out / "playground.html")
            body += WITH_PLAYGROUND
        for page in self.pages:
            self.convert(page)
        for page in self.pages:
            self.write(page.name, page.title, page.body, self.side(page), self.turn(page))
        entries = "".join(f"<li>{self.entry(page, True)}</li>" for page in self.pages)
        body += f'<div class="contents"><ol>{entries}</ol></div>'
        first = self.pages[0]
        self.write("index.html", "Contents", body, "", f'<span></span><a rel="next" href="{first.name}">{first.title} &rarr;</a>')


def main():
    out = Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else ROOT / "build" / "book"
    Book(out).build()
    print(out / "index.html")


if __name__ == "__main__":
    main()
