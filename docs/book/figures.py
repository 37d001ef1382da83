#!/usr/bin/env python3
"""Draws the book's pictures into docs/images/book_*.svg: figures.py [FOLDER]. They are committed; a test
compares them with what this program draws."""

import math
import sys
from pathlib import Path

STYLE = """
  text { font: 14px sans-serif; fill: #222 } .small { font-size: 12px; fill: #666 } .mono { font-family: monospace }
  .middle { text-anchor: middle } .end { text-anchor: end }
  .box { fill: #f4f6f8; stroke: #667 } .a { fill: #cfe3f7; stroke: #47a } .b { fill: #fbe0c4; stroke: #b73 }
  .line { fill: none; stroke: #667 } .blue { fill: none; stroke: #27c; stroke-width: 2 }
  .red { fill: none; stroke: #c52; stroke-width: 2 } .green { fill: none; stroke: #283; stroke-width: 2 }
  .weak { stroke-dasharray: 5 4 } .dot { fill: #c52 } .head { fill: #667 }
  .t-blue { fill: #27c } .t-red { fill: #c52 } .t-green { fill: #283 }
  @media (prefers-color-scheme: dark) {
    text { fill: #ddd } .small { fill: #aaa } .box { fill: #2a2e33; stroke: #99a } .a { fill: #1d3c5c; stroke: #7ad }
    .b { fill: #59401f; stroke: #db8 } .line { stroke: #99a } .head { fill: #99a }
    .blue { stroke: #7ad } .red { stroke: #f96 } .green { stroke: #7c8 } .dot { fill: #f96 }
    .t-blue { fill: #7ad } .t-red { fill: #f96 } .t-green { fill: #7c8 }
  }
"""


def number(x):
    return f"{x:.1f}".removesuffix(".0")


class Picture:
    def __init__(self, width, height, title):
        self.parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
                      f'width="{width}" height="{height}" role="img">\n<title>{title}</title>\n'
                      f'<style>{STYLE}</style>\n<defs><marker id="head" viewBox="0 0 8 8" refX="8" refY="4" '
                      'markerWidth="8" markerHeight="8" orient="auto"><path class="head" d="M0 0L8 4L0 8z"/>'
                      '</marker></defs>']

    def text(self, x, y, text, style="middle"):
        self.parts.append(f'<text x="{number(x)}" y="{number(y)}" class="{style}">{text}</text>')

    def box(self, x, y, w, h, text="", style="box", below=""):
        self.parts.append(f'<rect x="{number(x)}" y="{number(y)}" width="{number(w)}" height="{number(h)}" rx="3" '
                          f'class="{style}"/>')
        if text:
            self.text(x + w / 2, y + h / 2 + (-3 if below else 5), text)
        if below:
            self.text(x + w / 2, y + h / 2 + 14, below, "middle small")

    def line(self, points, style="line", arrow=False):
        path = " ".join(f"{number(x)},{number(y)}" for x, y in points)
        end = ' marker-end="url(#head)"' if arrow else ""
        self.parts.append(f'<polyline points="{path}" class="{style}"{end}/>')

    def dot(self, x, y, r=4):
        self.parts.append(f'<circle cx="{number(x)}" cy="{number(y)}" r="{r}" class="dot"/>')

    def ellipse(self, x, y, rx, ry):
        self.parts.append(f'<ellipse cx="{number(x)}" cy="{number(y)}" rx="{number(rx)}" ry="{number(ry)}" class="line"/>')

    def svg(self):
        return "\n".join(self.parts) + "\n</svg>\n"


def descent():
    """(w - 3)^2 + 1, and the steps of chapter 1."""
    p = Picture(560, 300, "A parabola, and the steps of gradient descent from w = 0 to its lowest point")
    loss = lambda w: (w - 3) ** 2 + 1
    at = lambda w, l: (50 + 80 * w, 265 - 24 * l)
    p.line([at(0, 0), at(6.2, 0)], arrow=True)
    p.line([at(0, 0), at(0, 10.6)], arrow=True)
    for w in range(7):
        p.text(*at(w, -0.8), str(w), "middle small")
    p.text(*at(6.2, 0.3), "w", "end")
    p.text(44, 30, "loss", "end")
    p.line([at(i / 20, loss(i / 20)) for i in range(0, 121)], "blue")
    w = 0.0
    for step in range(5):
        p.dot(*at(w, loss(w)))
        to = w - 0.25 * 2 * (w - 3)
        p.line([at(w, loss(w)), at(to, loss(to))], "red")
        w = to
    p.text(*at(0.3, 9.6), "start", "")
    p.text(*at(1.75, 3.4), "after one step", "")
    return p


def scalars():
    """The graph of chapter 2, with values and gradients."""
    p = Picture(640, 220, "The graph of c = a * b + tanh(a): values forward, gradients back")
    nodes = {"a": (10, 20, "a = 2", "grad -3 + 0.0707 = -2.9293"), "b": (10, 150, "b = -3", "grad 2"),
             "m": (270, 150, "a * b = -6", "grad 1"), "t": (270, 20, "tanh(a) = 0.964", "grad 1"),
             "c": (490, 85, "c = -5.036", "grad 1")}
    width = {"a": 200, "b": 200, "m": 140, "t": 140, "c": 130}
    for name, (x, y, text, below) in nodes.items():
        p.box(x, y, width[name], 46, text, "a" if name in "ab" else "box", below)
    for start, end, label, dx, dy in (("a", "t", "0.0707", 0, -8), ("a", "m", "-3", 16, -12), ("b", "m", "2", 0, -8),
                                      ("t", "c", "1", 5, -10), ("m", "c", "1", 5, 18)):
        x0, y0 = nodes[start][0] + width[start], nodes[start][1] + 23
        x1, y1 = nodes[end][0], nodes[end][1] + 23
        p.line([(x0, y0), (x1, y1)], arrow=True)
        p.text((x0 + x1) / 2 + dx, (y0 + y1) / 2 + dy, label, "middle t-red")
    p.text(630, 212, "on the arrows: the derivative of what stands at the head by what stands at the tail", "end small")
    return p


def grid(p, x, y, rows, style="box", size=36):
    for i, row in enumerate(rows):
        for j, cell in enumerate(row):
            p.box(x + size * j, y + size * i, size, size, str(cell), style(i, j) if callable(style) else style)


def strides():
    p = Picture(600, 250, "Two views, of sizes 2 x 3 and 3 x 2, over the same six numbers in memory")
    row = lambda i, j: "ab"[i]
    column = lambda i, j: "ab"[j]
    p.text(114, 24, "a: sizes [2, 3], strides [3, 1]")
    grid(p, 60, 40, [[0, 1, 2], [3, 4, 5]], row)
    p.text(450, 24, "a.t(): sizes [3, 2], strides [1, 3]")
    grid(p, 414, 40, [[0, 3], [1, 4], [2, 5]], column)
    p.text(294, 190, "memory")
    grid(p, 186, 200, [range(6)], lambda i, j: "ab"[j // 3])
    p.line([(150, 118), (230, 192)], arrow=True)
    p.line([(410, 120), (360, 194)], arrow=True)
    return p


def broadcasting():
    p = Picture(560, 150, "A column of 2 plus a row of 3 is a table of 2 x 3")
    grid(p, 20, 40, [[10], [20]], "a")
    p.text(86, 80, "+")
    grid(p, 112, 58, [[1, 2, 3]], "b")
    p.text(248, 80, "=")
    grid(p, 276, 40, [["10+1", "10+2", "10+3"], ["20+1", "20+2", "20+3"]], "box", 52)
    for x, text in ((38, "[2, 1]"), (166, "[3]"), (354, "[2, 3]")):
        p.text(x, 24, text, "middle small")
    return p


def ownership():
    """Who keeps whom alive in loss = sum(sigmoid(w * x))."""
    p = Picture(640, 330, "Handles own tensors, a result owns its node, a node owns the nodes before it and what it saved")
    p.text(60, 24, "your variables", "middle small")
    p.text(235, 24, "tensors", "middle small")
    p.text(470, 24, "nodes of the graph", "middle small")
    for y, variable, tensor, node in ((40, "loss", "loss = 0.9975", "SumBackward0"), (100, "", "y of sigmoid", "SigmoidBackward0"),
                                      (160, "x", "x = 3", "MulBackward0"), (220, "w", "w = 2, grad", "AccumulateGrad of w")):
        if variable:
            p.box(15, y, 90, 40, variable, "a")
            p.line([(105, y + 20), (165, y + 20)], arrow=True)
        p.box(165, y, 140, 40, tensor)
        p.box(380, y, 180, 40, node, "b")
        if y > 40:
            p.line([(470, y - 20), (470, y)], arrow=True)
    p.line([(305, 60), (380, 60)], arrow=True)
    p.text(342, 52, "grad_fn", "middle small")
    for y in (120, 180):
        p.line([(380, y), (305, y)], arrow=True)
        p.text(342, y - 8, "saved", "middle small")
    p.line([(380, 234), (305, 234)], arrow=True)
    p.line([(305, 248), (380, 248)], "line weak", arrow=True)
    p.line([(20, 290), (60, 290)], arrow=True)
    p.text(70, 295, "keeps alive", "small")
    p.line([(170, 290), (210, 290)], "line weak", arrow=True)
    p.text(220, 295, "knows, and does not keep alive", "small")
    return p


def sigmoid(z):
    return 1 / (1 + math.exp(-z))


def slopes():
    p = Picture(600, 280, "Slopes of both losses for a target of 1: the cross-entropy's is -1 far left, the squared error's 0")
    at = lambda z, s: (300 + 28 * z, 40 - 180 * s)
    p.line([at(-10, 0), at(10, 0)], arrow=True)
    p.line([at(0, -1.1), at(0, 0.1)], arrow=True)
    for z in (-8, -4, 4, 8):
        p.text(at(z, 0)[0], 30, str(z), "middle small")
    for s in (-0.5, -1):
        p.text(at(0, s)[0] + 8, at(0, s)[1] + 4, str(s), "small")
    p.text(at(10, 0)[0], 60, "z", "end")
    zs = [i / 10 for i in range(-100, 101)]
    p.line([at(z, sigmoid(z) - 1) for z in zs], "blue")
    p.line([at(z, 2 * (sigmoid(z) - 1) * sigmoid(z) * (1 - sigmoid(z))) for z in zs], "red")
    p.text(*at(-7.4, -0.9), "cross-entropy: p - 1", "middle t-blue")
    p.text(*at(-6, -0.16), "squared error: 2 (p - 1) p (1 - p)", "middle t-red")
    return p


def valley():
    """The three paths of chapter 6: 100 steps from (10, 1) on (u^2 + 100 v^2) / 2."""
    p = Picture(640, 330, "SGD creeps along a long valley, momentum and Adam get to its end")
    at = lambda u, v: (180 + 42 * u, 160 - 110 * v)
    for level in (0.5, 4, 12, 25, 50):
        r = math.sqrt(2 * level)
        p.ellipse(*at(0, 0), 42 * r, 11 * r)

    def path(step, state):
        w, points = [10.0, 1.0], []
        for n in range(1, 101):
            points.append(at(*w))
            g = [w[0], 100 * w[1]]
            w = [w[i] - step(g[i], state[i], n) for i in range(2)]
        return points + [at(*w)]

    def momentum(g, s, n):
        s[0] = 0.9 * s[0] + g
        return 0.015 * s[0]

    def adam(g, s, n):
        s[0] = 0.9 * s[0] + 0.1 * g
        s[1] = 0.999 * s[1] + 0.001 * g * g
        return 0.3 * (s[0] / (1 - 0.9 ** n)) / (math.sqrt(s[1] / (1 - 0.999 ** n)) + 1e-8)

    p.line(path(momentum, [[0.0], [0.0]]), "green")
    p.line(path(lambda g, s, n: 0.015 * g, [0, 0]), "red")
    p.line(path(adam, [[0.0, 0.0], [0.0, 0.0]]), "blue")
    p.dot(*at(10, 1))
    p.text(615, 40, "start", "middle")
    for x, text, style in ((400, "SGD", "t-red"), (450, "momentum", "t-green"), (540, "Adam", "t-blue")):
        p.text(x, 320, text, style)
    return p


def patches():
    p = Picture(700, 260, "Each 3 x 3 window of a 4 x 4 image becomes a column; the kernel, a row, times the columns is the result")
    inside = lambda i, j: "a" if i < 3 and j < 3 else "box"
    p.text(82, 24, "image 4 x 4")
    grid(p, 10, 40, [[4 * i + j for j in range(4)] for i in range(4)], inside)
    p.line([(158, 60), (316, 60)], "line", arrow=True)
    p.text(500, 24, "patches 9 x 4: a column for each window")
    columns = [[4 * (r + i) + c + j for r in range(2) for c in range(2)] for i in range(3) for j in range(3)]
    for i, row in enumerate(columns):
        for j, cell in enumerate(row):
            p.box(320 + 30 * j, 38 + 22 * i, 30, 22, str(cell), "a" if j == 0 else "box")
    p.text(232, 205, "kernel 1 x 9")
    for j in range(9):
        p.box(190 + 13 * j - 15, 214, 13, 22, "", "b")
    p.text(306, 230, "×")
    p.text(470, 140, "=", "middle")
    p.text(580, 112, "result 1 x 4", "middle")
    for j in range(4):
        p.box(500 + 40 * j, 124, 40, 26, f"y{j}", "a" if j == 0 else "box")
    p.text(580, 178, "seen again as an image of 2 x 2", "middle small")
    return p


PICTURES = [descent, scalars, strides, broadcasting, ownership, slopes, valley, patches]


def main():
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent.parent / "images"
    for picture in PICTURES:
        (folder / f"book_{picture.__name__}.svg").write_text(picture().svg())


if __name__ == "__main__":
    main()
