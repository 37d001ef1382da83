#pragma once
// The text for those who have none at hand.

#include <string>

namespace char_rnn {

/// Rhymes that count down to none, 60 of them, always the same: "Three owls sat in the tree. one
/// ran home, and then there were two. ..." Who goes where is drawn; spelling, grammar, the next
/// lower number, and to stay with one animal and place, can be learnt.
std::u32string counting_rhymes();

}  // namespace char_rnn
