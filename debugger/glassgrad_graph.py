"""The graph behind a tensor, as lines and for Graphviz."""

from glassgrad_view import MAX_NODES, NodeView, source_line


def walk(machine, root):
    """The nodes behind root, newest first, by address."""
    found, waiting = {}, [root]
    while waiting and len(found) < MAX_NODES:
        address = waiting.pop()
        if address in found:
            continue
        found[address] = NodeView(machine, address)
        waiting += [target for target, _ in reversed(found[address].edges()) if target]
    accumulators_last = lambda node: (node.variable != 0, -node.sequence_nr)
    return sorted(found.values(), key=accumulators_last)


def graph_lines(machine, root):
    nodes = walk(machine, root)
    numbers = {node.address: i for i, node in enumerate(nodes, 1)}
    lines = []
    for node in nodes:
        targets = ", ".join("#%d" % numbers[t] if t else "none" for t, _ in node.edges())
        text = "#%d %s" % (numbers[node.address], node.title())
        if not node.variable:
            text += " @ %s: %s" % (node.place(), source_line(node.file, node.line))
        lines.append(text + (" -> " + targets if targets else ""))
    return lines


def graph_dot(machine, root):
    nodes = walk(machine, root)
    numbers = {node.address: i for i, node in enumerate(nodes, 1)}
    lines = ["digraph backward {", "  node [shape=box, fontname=monospace];"]
    for node in nodes:
        label = node.title()
        if not node.variable:
            label += "\\n%s\\n%s" % (node.place(), source_line(node.file, node.line))
        lines.append('  n%d [label="%s"];' % (numbers[node.address], label.replace('"', '\\"')))
        for i, (target, _) in enumerate(node.edges()):
            if target:
                lines.append('  n%d -> n%d [label="%d"];' % (numbers[node.address], numbers[target], i))
    return lines + ["}"]
