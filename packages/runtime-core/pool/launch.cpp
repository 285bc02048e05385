/** The launcher's side of the pool. */
#include "../kernels/directory.h"
#include "pool.h"

namespace pf {

bool withdraw(Worker& worker) {
  const uint32_t letter = worker.posted.load(std::memory_order_relaxed);
  uint32_t predecessor = letter - 1;
  if (!worker.opened.compare_exchange_strong(predecessor, letter)) return false;
  worker.left.store(letter);
  return true;
}

bool is_late() {
  if (pool.settled) return false;
  for (uint32_t i = 0; i < pool.member_count; i++) {
    const Worker& worker = pool.workers[pool.members[i]];
    if (worker.opened.load() != worker.posted.load(std::memory_order_relaxed)) return platform::now() >= pool.deadline;
  }
  pool.settled = true;
  return false;
}

uint32_t excuse_absent() {
  uint32_t excused = 0;
  for (uint32_t i = 0; i < pool.member_count; i++) excused += withdraw(pool.workers[pool.members[i]]);
  pool.team.present.store(pool.team.threads - excused);
  pool.settled = true;
  return excused;
}

double rest_milliseconds() {
  if (pool.settled) return kHeartbeatMilliseconds;
  const double left = pool.deadline - platform::now();
  return left < 0 ? 0 : left < kHeartbeatMilliseconds ? left : kHeartbeatMilliseconds;
}

void reap_lost_workers() {
  while (const uint32_t found = platform::find_lost()) pf_worker_lost(found - 1);
}

namespace {

/** After posting, when the workers are on their way: the clock is a call into JS. */
void keep_rhythm() {
  const double now = platform::now();
  if (pool.ended != 0) pool.rhythm.record(static_cast<float>(now - pool.ended), static_cast<float>(pool.ended - pool.began));
  pool.began = now;
}

uint32_t launch_alone(uint32_t slot, Frame* frame) {
  Team team;
  team.next_chunk.store(0, std::memory_order_relaxed);
  team.threads = 1;
  frame->team = &team;
  frame->threads = 1;
  return platform::call_region(slot, kernel_at(slot).address, frame, 0) ? kDone : kTrapped;
}

void post(uint32_t id, uint32_t slot, Frame* frame, uint32_t thread) {
  Worker& worker = pool.workers[id];
  worker.slot = slot;
  worker.frame = frame;
  worker.thread = thread;
  worker.posted.store(worker.posted.load(std::memory_order_relaxed) + 1);
  if (worker.asleep.load() != 0) platform::notify_all(worker.posted);
}

bool all_left() {
  for (uint32_t i = 0; i < pool.member_count; i++) {
    const Worker& worker = pool.workers[pool.members[i]];
    if (worker.left.load() != worker.posted.load(std::memory_order_relaxed)) return false;
  }
  return true;
}

/** Makes the first `count` ready workers the members. */
void muster(uint32_t count) {
  Locked locked(pool.roll_lock);
  const uint32_t ready = pool.ready.load();
  pool.member_count = count < ready ? count : ready;
  for (uint32_t i = 0; i < pool.member_count; i++) pool.members[i] = pool.roll[i];
}

/** Waits until every worker has left the region, releases the pool and returns the team's status. */
uint32_t finish() {
  const auto rest = [] {
    pool.caller_asleep.store(1);
    const uint32_t departures = pool.departures.load();
    if (!all_left()) platform::wait(pool.departures, departures, rest_milliseconds());
    pool.caller_asleep.store(0);
  };
  // Before any meeting. Nobody needs to come to a region that is spoilt.
  const auto forsaken = [] { return pool.team.poison.load() != kDone || is_late(); };
  if (!pool.settled) {
    wait_as_caller([&] { return all_left() || forsaken(); }, rest);
    if (forsaken()) excuse_absent();
  }
  wait_as_caller(all_left, rest);
  const uint32_t status = pool.team.poison.load();
  pool.ended = platform::now();
  pool.busy.store(0);
  return status;
}

}  // namespace
}  // namespace pf

using namespace pf;

extern "C" void pf_pool_start(uint32_t table_base, uint32_t cores, uint32_t caller_may_block) {
  pool.table_base = table_base;
  pool.cores = cores;
  pool.caller_may_block = caller_may_block;
}

extern "C" uint32_t pf_launch(uint32_t slot, Frame* frame, uint32_t threads, double deadline) {
  if (threads <= 1 || pool.ready.load() == 0 || pool.busy.exchange(1) != 0) return launch_alone(slot, frame);
  muster(threads - 1);
  Team& team = pool.team;
  team.next_chunk.store(0, std::memory_order_relaxed);
  team.threads = pool.member_count + 1;
  team.missing.store(team.threads, std::memory_order_relaxed);
  team.present.store(team.threads, std::memory_order_relaxed);
  team.poison.store(kDone, std::memory_order_relaxed);
  frame->team = &team;
  frame->threads = team.threads;
  pool.deadline = deadline;
  pool.settled = false;
  for (uint32_t i = 0; i < pool.member_count; i++) post(pool.members[i], slot, frame, i + 1);
  keep_rhythm();
  if (!platform::call_region(slot, kernel_at(slot).address, frame, 0)) return pf_recover() & ~uint32_t{kOwnTrap};
  const uint32_t status = finish();
  frame->threads = team.present.load();
  return status;
}

extern "C" uint32_t pf_recover() {
  // Without the pool there was nobody else in the region.
  if (pool.busy.load() == 0) return kTrapped | kOwnTrap;
  const uint32_t own = pool.team.poison.load() == kDone ? kOwnTrap : 0;
  poison(pool.team, kTrapped);
  return finish() | own;
}

extern "C" void pf_pool_close() {
  // Waiting for a launch in flight keeps its letters from being overtaken by the farewell.
  while (pool.busy.exchange(1) != 0) platform::relax();
  pool.closed.store(1);
  muster(kMaximumWorkers);
  {
    Locked locked(pool.roll_lock);
    pool.ready.store(0);
  }
  for (uint32_t i = 0; i < pool.member_count; i++) post(pool.members[i], kFarewell, nullptr, 0);
  pool.busy.store(0);
}
