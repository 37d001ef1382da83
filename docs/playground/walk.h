#pragma once
// The graph of a computation as text for the page.

#include <string>

namespace playground {

/// Computes `text` (see compute), goes back through its graph, and gives in JSON
/// {"nodes": [{"name", "formula", "data", "grad", "inputs": [{"node", "partial", "rule"}]}]} in the
/// order of creation, or {"error", "at"}. Numbers that are not finite are strings.
std::string walk(const std::string& text);

/// A number in JSON; one that is not finite is a string that JavaScript's Number reads.
std::string json(double number);

}  // namespace playground
