#pragma once
// What measure.py runs to see whether nodes know their lines, and what that costs.

/// One backward pass over nodes of every kind of call. The comment at the end of a line is the name
/// of the node which that line makes.
void every_kind_of_call();

/// Prints what the line of the program costs an operation, in nanoseconds.
void cost_of_a_line();
