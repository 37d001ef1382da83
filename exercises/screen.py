"""What ./run learn shows: one page with a bar of progress, keys, and the words of the check."""

import os
import re
import select
import shutil
import sys
import termios
import textwrap
import time
import tty

import course

WIDTH = 96
KEPT = "\x01"  # a blank at which no line is broken
EMPHASIS = re.compile(r"(?<![\w`(*])\*{1,2}([A-Za-z][^*`]*)\*{1,2}(?![\w*])")
COLORS = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33", "cyan": "36"}
LAST_WORD = """\
You have built reverse-mode differentiation, trained with it, and looked into a library that does
the same. There is no magic left in `loss.backward()`: a list of operations, walked from the newest
to the oldest, each multiplying by its own slope. Whatever you differentiate from now on, you know
what happens, and you know how to check it: go a little to the right, go a little to the left."""


def paint(text, *styles):
    if os.environ.get("NO_COLOR") or not sys.stdout.isatty():
        return text
    return f"\033[{';'.join(COLORS[s] for s in styles)}m{text}\033[0m"


def width():
    return max(40, min(WIDTH, shutil.get_terminal_size().columns))


def bar(session, cells=30):
    done = sum(session.progress.is_done(e) for e in session.exercises)
    of = len(session.exercises)
    filled = round(cells * done / of)
    return paint("#" * filled, "green") + "-" * (cells - filled) + f" {done} of {of} done"


def wrap(text, first, others):
    """Lines of a width that fits; what stands between backticks stays on one."""
    kept = re.sub(r"`[^`]*`", lambda code: code[0].replace(" ", KEPT), text)
    lines = textwrap.wrap(kept, width(), initial_indent=first, subsequent_indent=others, break_long_words=False,
                          break_on_hyphens=False)
    return [line.replace(KEPT, " ") for line in lines]


def markdown(text):
    """Paragraphs are wrapped, blocks of code and lists keep their lines."""
    lines = []
    for block in re.split(r"\n\s*\n", text.strip()):
        if block.startswith("    ") or block.startswith("|"):
            lines += [paint(line, "cyan") if line[:1] == " " else line for line in block.split("\n")]
        else:
            items = re.split(r"\n(?=\d+\. |- )", block)
            for item in items:
                indent = "   " if re.match(r"\d+\. |- ", item) else ""
                lines += [EMPHASIS.sub(lambda m: paint(m[1], "bold"), line)
                          for line in wrap(" ".join(item.split()), "", indent)]
        lines.append("")
    return lines


STYLES = {"failed": ("red", "bold"), "expected": ("dim",), "came": ("dim",), "mistake": ("yellow",),
          "seed": ("dim",), "note": ("cyan",)}
WORDS = {"failed": "Not yet: ", "expected": "  expected  ", "came": "  came      ", "mistake": "  ",
         "seed": "  repeat it with --seed ", "note": "  "}


def result_lines(session, result):
    """A check's words: what failed, what was expected, what came, which mistake it looks like."""
    lines = []
    if result.kind == "compile":
        lines.append(paint("It does not compile yet:", "red", "bold"))
        for line in result.text.splitlines():
            is_code = line[:1] == " "
            wrapped = ["  " + line] if is_code else wrap(line, "  ", "    ")
            lines += [paint(part, "yellow") for part in wrapped] if line.startswith("C++: ") else wrapped
        return lines
    for line in result.text.splitlines():
        key, _, rest = line.partition(": ")
        if key in WORDS:
            indent = "  " if key == "failed" else " " * len(WORDS[key])
            lines += [paint(part, *STYLES[key]) for part in wrap(WORDS[key] + rest, "", indent)]
        else:
            lines.append(line)
    if result.passed:
        lines.insert(0, paint(f"Passed. ({result.seconds:.1f} s)", "green", "bold"))
        number = session.current.number
        lines += ["", f"  The library does the same in {session.current.library}.",
                  f"  Why it is so: ./run learn {number} --solution, or s."]
        if not session.next_open():
            lines += ["", paint("All exercises are done.", "green", "bold"), ""]
            lines += LAST_WORD.splitlines()
    return lines


def list_lines(session):
    lines = []
    for exercise in session.exercises:
        state = session.progress.data["exercises"].get(exercise.name, {})
        mark = paint("done ", "green") if state.get("done") else ("tried" if state.get("tries") else "     ")
        here = ">" if exercise is session.current else " "
        lines.append(f"{here} {exercise.number}  {mark}  {exercise.title:44} learn/{exercise.file}")
    return lines + ["", bar(session)]


def once_lines(session, result):
    exercise = session.current
    head = f"{exercise.number} {exercise.title}: learn/{exercise.file}, exercises/tasks/{exercise.name}.md"
    return [head] + result_lines(session, result) + ["", bar(session)]


class Page:
    """The current exercise in a terminal: what stands in it, and which part of it is seen."""

    KEYS = "h hint   l list   t task   s solution   n next   r reset   q quit   arrows scroll"

    def __init__(self, session):
        self.session = session
        self.result, self.extra, self.message, self.top = None, [], "", 0
        self.checking = ""  # what is said while a check runs, in place of the last one's words

    def head(self):
        e = self.session.current
        return [f"{paint('./run learn', 'bold')}  {bar(self.session)}",
                f"{paint(e.number + ' ' + e.title, 'bold')}   {paint('learn/' + e.file, 'cyan')}",
                "-" * width()]

    def body(self):
        lines = []
        if self.extra:
            return self.extra
        if self.checking:
            lines += [paint(self.checking, "yellow"), "", "-" * width()]
        elif self.result:
            lines += result_lines(self.session, self.result) + [""]
            if self.result.passed:
                lines += ["Press n for the next exercise.", ""]
            lines += ["-" * width()]
        lines += markdown(self.session.current.task)
        return lines + [f"Edit and save {paint('learn/' + self.session.current.file, 'cyan')}: "
                        "every save is checked."]

    def draw(self):
        rows = shutil.get_terminal_size().lines
        columns = shutil.get_terminal_size().columns
        head, body = self.head(), self.body()
        room = max(3, rows - len(head) - 2)
        self.top = max(0, min(self.top, len(body) - room))
        shown = body[self.top:self.top + room]
        more = len(body) - self.top - len(shown)
        foot = self.message or (f"... {more} more lines: arrow down or space" if more else "")
        lines = head + shown + [""] * (room - len(shown)) + [paint(foot, "yellow"), paint(self.KEYS, "dim")]
        out = "\033[H" + "".join(clip(line, columns) + "\033[K\r\n" for line in lines)[:-2] + "\033[J"
        sys.stdout.write(out)
        sys.stdout.flush()


def clip(line, columns):
    """Cuts a line to the columns of the screen, whatever colours are in it."""
    plain = re.sub(r"\033\[[0-9;]*m", "", line)
    return line if len(plain) <= columns else plain[:columns]


def read_key():
    key = os.read(sys.stdin.fileno(), 16).decode(errors="replace")
    return {"\033[A": "up", "\033[B": "down", "\033[5~": "page up", "\033[6~": "page down",
            " ": "page down"}.get(key, key[:1])


class Watch:
    def __init__(self, session):
        self.session, self.page = session, Page(session)
        self.seen, self.armed, self.size = None, "", None
        course.build_library.tell = self.tell

    def stamp(self):
        try:
            status = self.session.path().stat()
            return status.st_mtime_ns, status.st_size
        except FileNotFoundError:  # an editor that saves by renaming is between two steps
            return self.seen

    def check(self):
        self.seen = self.stamp()
        self.page.extra, self.page.checking, self.page.top = [], self.busy(), 0
        self.page.draw()
        self.page.result = self.session.check()
        self.page.checking = ""

    def busy(self):
        if self.session.current.needs_library and not course.build_library.is_done:
            return "Bringing the library up to date; the first time this takes some minutes ..."
        return "Checking ..."

    def tell(self, step):
        """How far the library is, while a check waits for it."""
        if self.page.checking:
            self.page.checking = f"Building the library, {step} ..."
            self.page.draw()

    def show(self, exercise):
        self.session.go_to(exercise)
        self.page.result, self.page.extra, self.page.top = None, [], 0
        self.seen = self.stamp()
        course.prepare(exercise)
        # What is done is not compiled again, and holes need no compiler to be found.
        if self.session.is_tried(exercise) and not self.session.progress.is_done(exercise):
            self.check()

    def press(self, key):
        """What a key does; False ends the watch."""
        page, session = self.page, self.session
        armed, self.armed, page.message = self.armed, "", ""
        if key in ("q", "\x04"):
            return False
        scroll = {"up": -1, "down": 1, "page up": -10, "page down": 10}.get(key)
        if scroll:
            page.top += scroll
        elif key == "h":
            page.extra, page.top = [line for h in session.next_hint() for line in markdown(h)], 0
        elif key == "l":
            page.extra, page.top = list_lines(session) + ["", "./run learn 07 goes to an exercise."], 0
        elif key == "t":
            page.extra, page.top = [], 0
        elif key == "s":
            text = session.solution()
            page.extra, page.top = (text.splitlines() if text else []), 0
            page.message = "" if text else "Try it first: the file is as it was."
        elif key == "n":
            self.next(armed)
        elif key == "r":
            if armed == "r":
                session.reset()
                self.show(session.current)
                page.message = f"learn/{session.current.file} is as it was at first."
            else:
                self.armed, page.message = "r", "Press r again to start this exercise afresh."
        return True

    def next(self, armed):
        session = self.session
        if not session.progress.is_done(session.current) and armed != "n":
            self.armed, self.page.message = "n", "It is not done yet. Press n again to leave it for later."
            return
        following = session.next_open()
        if following:
            self.show(following)
        else:
            self.page.extra = [paint("All exercises are done.", "green", "bold"), ""] + LAST_WORD.splitlines()

    def loop(self):
        self.show(self.session.current)
        while True:
            self.page.draw()
            while True:
                ready, _, _ = select.select([sys.stdin], [], [], 0.1)
                if ready:
                    if not self.press(read_key()):
                        return
                    break
                if self.stamp() != self.seen:
                    time.sleep(0.05)  # until the editor has written all of it
                    self.check()
                    break
                size = shutil.get_terminal_size()
                if size != self.size:
                    self.size = size
                    break


def watch(session):
    before = termios.tcgetattr(sys.stdin)
    sys.stdout.write("\033[?1049h\033[?25l\033[2J")
    try:
        tty.setcbreak(sys.stdin.fileno())
        Watch(session).loop()
    finally:
        termios.tcsetattr(sys.stdin, termios.TCSADRAIN, before)
        sys.stdout.write("\033[?25h\033[?1049l")
        sys.stdout.flush()
    print(bar(session))
    if not session.next_open():
        print("\n" + LAST_WORD)
    else:
        print(f"Next time: ./run learn goes on with {session.current.number} {session.current.title}.")
    return 0
