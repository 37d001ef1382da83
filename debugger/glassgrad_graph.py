"""The graph behind a tensor, as lines and for Graphviz."""

from glassgrad_memory import Refused
from glassgrad_source import source_line

MAX_LINES = 100  # of a graph in full
ENDS = 5  # of the nodes of a longer one, at both ends


def node_line(node, numbers):
    targets = ", ".join("#%d" % numbers[t] if t else "none"
                        for t, _ in node.edges())
    text = "#%d %s" % (numbers[node.address], node.title())
    if not node.variable:
        text += " @ %s: %s" % (node.when(), source_line(node.file, node.line))
    return text + (" -> " + targets if targets else "")


def summary(nodes):
    """How many nodes of each name each line has made."""
    counts = {}
    for node in nodes:
        key = node.name if node.variable else "%s @ %s: %s" % (
            node.name, node.place(), source_line(node.file, node.line))
        counts[key] = counts.get(key, 0) + 1
    rows = sorted(counts.items(), key=lambda row: -row[1])
    more = ["       ... and %d other kinds" % (len(rows) - 30)] if len(rows) > 30 else []
    return ["%6d %s" % (count, key) for key, count in rows[:30]] + more


def numbered(walk):
    return {node.address: i for i, node in enumerate(walk.ahead, walk.before + 1)}


def graph_lines(walk):
    nodes = walk.ahead
    if walk.is_partial:
        return ["more than %d nodes; among the nearest to it:" % len(nodes)] + summary(nodes)
    numbers = numbered(walk)
    if len(nodes) <= MAX_LINES:
        return [node_line(node, numbers) for node in nodes]
    return (["%d nodes:" % len(nodes)] + summary(nodes) + ["the first and the last:"]
            + [node_line(node, numbers) for node in nodes[:ENDS]] + ["..."]
            + [node_line(node, numbers) for node in nodes[-ENDS:]])


def quoted(text):
    return text.replace("\\", "\\\\").replace('"', '\\"')


def graph_dot(walk):
    numbers = numbered(walk)
    lines = ["digraph backward {", "  node [shape=box, fontname=monospace];"]
    for node in walk.ahead:
        label = "#%d %s" % (numbers[node.address], node.title())
        if not node.variable:
            label += "\n%s\n%s" % (node.place(), source_line(node.file, node.line))
        lines.append('  n%d [label="%s"];' % (numbers[node.address], quoted(label).replace("\n", "\\n")))
        for i, (target, _) in enumerate(node.edges()):
            if target in numbers:
                lines.append('  n%d -> n%d [label="%d"];' % (numbers[node.address], numbers[target], i))
    return lines + ["}"]


def write_dot(walk, path):
    """Writes it into a file; what to say of that."""
    try:
        with open(path, "w") as file:
            file.write("\n".join(graph_dot(walk)) + "\n")
    except OSError as error:
        raise Refused("%s cannot be written: %s" % (path, error.strerror))
    return "Wrote %s; draw it with: dot -Tsvg %s" % (path, path)
