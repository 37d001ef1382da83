#pragma once
// The text for those who have none at hand.

#include <string>

namespace char_rnn {

/// 100 rhymes that count down to none, always the same: "Three owls: one ran home, two owls are
/// left. Two owls: ..." Which animals there are and what becomes of them is drawn; spelling, the
/// next lower number and to stay with the animals can be learnt.
std::u32string counting_rhymes();

}  // namespace char_rnn
