/** A central barrier with a meeting counter for its sense: n is small, and a thread that arrives writes two lines only. */
#include "pool.h"

namespace pf {

/** More chunks than any parfor has, with room for each thread to add its ones. */
constexpr uint32_t kNoChunksLeft = 0x40000000;

void poison(Team& team, Status status) {
  uint32_t none = kDone;
  team.poison.compare_exchange_strong(none, status);
  team.next_chunk.store(kNoChunksLeft);
  team.meeting.fetch_add(1);
  platform::notify_all(team.meeting);
}

namespace {

/** True if the caller was the last to arrive; else `meeting` is what it has to wait on. */
bool arrive(Team& team, uint32_t& meeting) {
  if (team.poison.load() != kDone) platform::trap();
  meeting = team.meeting.load();
  if (team.arrived.fetch_add(1) + 1 != team.threads) return false;
  team.arrived.store(0);
  team.next_chunk.store(0);
  team.meeting.store(meeting + 1);
  // Sequentially consistent with the waiter's increment before its wait: either it is seen here, or the waiter sees the new meeting.
  if (team.sleepers.load() != 0) platform::notify_all(team.meeting);
  return true;
}

void sleep(Team& team, uint32_t meeting, double milliseconds) {
  team.sleepers.fetch_add(1);
  platform::wait(team.meeting, meeting, milliseconds);
  team.sleepers.fetch_sub(1);
}

}  // namespace
}  // namespace pf

using namespace pf;

extern "C" void pf_barrier_worker(Team* team) {
  uint32_t meeting;
  if (team->threads == 1) team->next_chunk.store(0, std::memory_order_relaxed);
  else if (!arrive(*team, meeting)) {
    const auto over = [&] { return team->meeting.load() != meeting; };
    if (!team->patience.spin(crowded(team->threads), over)) {
      while (!over()) sleep(*team, meeting, -1);
    }
    if (team->poison.load() != kDone) platform::trap();
  }
}

extern "C" void pf_barrier_caller(Team* team) {
  uint32_t meeting;
  if (team->threads == 1) team->next_chunk.store(0, std::memory_order_relaxed);
  else if (!arrive(*team, meeting)) {
    const auto over = [&] { return team->meeting.load() != meeting; };
    wait_as_caller(over, [&] { sleep(*team, meeting, kHeartbeatMilliseconds); });
    if (team->poison.load() != kDone) platform::trap();
  }
}
