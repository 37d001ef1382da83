#!/usr/bin/env python3
"""Builds what the browser shows and looks at it: pages.py book|playground FOLDER. Ends with 77 where what
builds or shows it is not installed."""

import http.server
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from functools import partial
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


class Listener(http.server.SimpleHTTPRequestHandler):
    """Serves the page and takes what it says of itself."""

    def do_POST(self):
        self.server.said = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_):
        pass


def selftest(folder):
    """What the page in FOLDER says of its own test: it is awaited by the clock, for a browser's virtual time does
    not wait for what it compiles beside the page."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Listener, directory=folder))
    server.said = None
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        browser = subprocess.Popen(
            ["chromium", "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={profile}",
             "--remote-debugging-port=0", f"http://127.0.0.1:{server.server_port}/index.html#selftest"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        deadline = time.monotonic() + 300
        while server.said is None and browser.poll() is None and time.monotonic() < deadline:
            time.sleep(0.05)
        ended = browser.poll()
        if ended is None:
            os.killpg(browser.pid, signal.SIGKILL)
        browser.wait()
    server.shutdown()
    return server.said or f"the page said nothing in five minutes, or the browser ended by itself ({ended})"


def playground(out):
    need("em++", "chromium")
    build("playground", out)
    said = selftest(out)
    print(said)
    check(said.endswith("selftest passed"), "the page's own test")


{"book": book, "playground": playground}[sys.argv[1]](Path(sys.argv[2]).resolve())
