"""Lines of the program's source files."""

import os


def find_file(file):
    """Where a file that the compiler was given lies; the debugger's module knows better."""
    return file


sources = {}  # the lines of files that have been read, and when those were changed


def source_lines(file):
    if file in sources:
        path, changed, lines = sources[file]
        try:
            if os.stat(path).st_mtime == changed:
                return lines
        except OSError:
            pass
    path = file if os.path.isabs(file) else find_file(file)
    try:
        with open(path, errors="replace") as text:
            sources[file] = path, os.stat(path).st_mtime, [line.rstrip() for line in text]
            return sources[file][2]
    except OSError:
        return []


def source_text(file, line):
    """A line of the program, None if it cannot be found."""
    lines = source_lines(file)
    return lines[line - 1] if 0 < line <= len(lines) else None


def source_line(file, line):
    return (source_text(file, line) or "").strip()
