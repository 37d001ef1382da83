#pragma once
// Internal: how ranks that wait for each other forever find out.

#include <array>
#include <functional>
#include <list>
#include <string>
#include <vector>

#include "distributed/types.h"

namespace glassgrad::distributed {

/// What a call is, as its rank makes it; the others have to make the same. For send and recv:
/// between whom.
struct Signature {
  int64_t number = 0;  ///< among the calls of its group, from 1
  int64_t count = 0;   ///< of elements that each rank gives or gets
  int32_t type = static_cast<int32_t>(OpType::UNKNOWN);
  int32_t element = 0;  ///< ScalarType
  int32_t root = 0;     ///< rank that the others send to or get from
  int32_t op = 0;       ///< ReduceOp

  bool operator==(const Signature&) const = default;
  /// "call 7, allreduce of 11 Float"
  std::string text() const;
};

/// What a rank tells the others about itself. Numbers alone: it is sent as bytes.
struct Notice {
  static constexpr int kGroups = 32;  ///< that are watched; more are not
  enum State : int32_t { Running, Waiting, Left };

  int32_t state = Running;
  int32_t group = -1;  ///< whose call it waits for
  int32_t peer = -1;   ///< rank of the world that it waits for alone, in send and recv
  int32_t padding = 0;
  Signature call;                           ///< for which it waits
  std::array<int64_t, kGroups> begun = {};  ///< calls of each group; INT64_MAX where no member
};

/// Ranks that have waited for a second tell all others so, and tell again when they go on; a rank
/// that leaves tells too. When all have told that they wait or have left, and nothing new has come
/// for another second, then no rank will ever go on, unless somebody waits for a call that all have
/// begun. While calls are fast, nothing is sent.
class Watch {
 public:
  static Watch& get();

  /// A new group's number. All ranks ask at the same time.
  int add_group(bool is_member);
  /// The number of the group's next call.
  int64_t begin(int group);

  /// Returns when is_over() does.
  /// @param peer     rank of the world, -1 for all of the group
  /// @throws Error   with a list of who waits for what, if no rank will ever go on; after `timeout`
  void wait(int group, const Signature& call, int peer, Milliseconds timeout,
            const std::function<bool()>& is_over);
  /// From now on the ranks cannot come together any more: leave() ends them all.
  void give_up() { is_broken_ = true; }
  /// Returns when all ranks have left. Ends all ranks if one waits for this one.
  void leave();

 private:
  struct Told;

  Watch();
  ~Watch();
  void tell(Notice::State state);
  /// Reads what the others have told; whether there was something.
  bool hear();
  bool nobody_can_go_on() const;
  bool can_go_on(int rank) const;
  std::string table() const;

  std::vector<Notice> ranks_;  ///< what each has told last; its own state
  std::list<Told> told_;
  int groups_ = 0;
  bool is_broken_ = false;
};

}  // namespace glassgrad::distributed
