/**
 * A central barrier with a meeting counter for its sense: n is small, and a thread that arrives writes two lines only.
 *
 * Members can be excused until the first meeting is over, by the caller only. A meeting ends with whoever brings `missing` to 0. While the caller has not arrived, that is nobody; it
 * stores `present` before it subtracts itself, so the one who ends the meeting, whose subtraction comes after, reads the new value and hands it on to the next meeting. When it
 * excuses after its own arrival, the excused keep `missing` above 0 until it subtracts them: the same holds. A member that was excused never subtracts anything, as it never
 * enters; one that was not has entered or will, and every meeting waits for it.
 */
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

/** Takes `count` off those missing; true if they were the last ones, and the meeting is over. */
bool subtract(Team& team, uint32_t count, uint32_t meeting) {
  if (team.missing.fetch_sub(count) != count) return false;
  team.missing.store(team.present.load());
  team.next_chunk.store(0);
  team.meeting.store(meeting + 1);
  // Sequentially consistent with the waiter's increment before its wait: either it is seen here, or the waiter sees the new meeting.
  if (team.sleepers.load() != 0) platform::notify_all(team.meeting);
  return true;
}

/** Arrives, also for the `excused`. True if nobody is missing then; else `meeting` is what the thread has to wait on. */
bool arrive(Team& team, uint32_t excused, uint32_t& meeting) {
  if (team.poison.load() != kDone) platform::trap();
  meeting = team.meeting.load();
  return subtract(team, 1 + excused, meeting);
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
  else if (!arrive(*team, 0, meeting)) {
    const auto over = [&] { return team->meeting.load() != meeting; };
    if (!team->patience.spin(crowded(team->threads), 0, over)) {
      while (!over()) sleep(*team, meeting, -1);
    }
    if (team->poison.load() != kDone) platform::trap();
  }
}

extern "C" void pf_barrier_caller(Team* team) {
  if (team->threads == 1) {
    team->next_chunk.store(0, std::memory_order_relaxed);
    return;
  }
  uint32_t meeting;
  if (!arrive(*team, is_late() ? excuse_absent() : 0, meeting)) {
    const auto over = [&] { return team->meeting.load() != meeting; };
    const auto rest = [&] { sleep(*team, meeting, rest_milliseconds()); };
    if (!pool.settled) {
      wait_as_caller([&] { return over() || is_late(); }, rest);
      if (const uint32_t excused = over() ? 0 : excuse_absent()) subtract(*team, excused, meeting);
    }
    wait_as_caller(over, rest);
    if (team->poison.load() != kDone) platform::trap();
  }
  // Everyone who takes part was here.
  pool.settled = true;
}
