#pragma once
// What measure.py and check_test.py run.

/// One backward pass over nodes of every kind of call. The comment at the end of a line is the name
/// of the node which that line makes.
void every_kind_of_call();

/// Prints what the line of the program costs an operation, in nanoseconds.
void cost_of_a_line();

/// One backward pass over every operation of which the debuggers' `grad check` knows the forward.
void every_forward();
