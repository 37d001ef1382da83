#pragma once
// What holds for every call: it gives a result, or an error that a caller understands, and then
// nothing has changed.

#include <string>

#include "tests/support/calls.h"

namespace calls {

/// Calls every row so many times: an error has to be an Error with words, and tensors have to be
/// what they were before it.
void expect_no_faults(const Rows& rows, Kind kind, int draws);

/// Whether the error of a call says whose it is, in its text or in the line of the call.
using IsNamed = bool (*)(const std::string& signature, const std::string& error);
/// Calls every row so many times with bad and with good arguments: errors have to be named.
void expect_named_errors(const Rows& rows, IsNamed is_named, int draws);

/// Whether `text` has the word `name`, as it is or as a part of a name: "add_", "linalg.inv",
/// "addmm_impl".
bool names(const std::string& text, const std::string& name);

}  // namespace calls
