/** The state of the pool, in shared memory: zero is its initial state, so it needs no constructor. */
#pragma once
#include <atomic>
#include <cstdint>

#include "../abi.h"
#include "../platform/lock.h"
#include "spin.h"
#include "vigil.h"

namespace pf {

constexpr uint32_t kMaximumWorkers = 255;

/** In place of a slot: the worker's loop ends. */
constexpr uint32_t kFarewell = 0xffffffff;

/** Two cache lines: processors prefetch them in pairs, so words that different threads write are this far apart. */
constexpr size_t kApart = 128;

/** The first two words are the kernel ABI (descriptor.ts: TEAM_NEXT_CHUNK, TEAM_THREADS). */
struct alignas(kApart) Team {
  std::atomic<uint32_t> next_chunk;
  uint32_t threads;

  /** Those that the present meeting still waits for, and how many a meeting takes: at first the whole team, without the excused once these are known. */
  alignas(kApart) std::atomic<uint32_t> missing;
  std::atomic<uint32_t> present;

  /** Counts meetings; those who wait at a barrier watch it. `poison` is a Status; set before `meeting` moves on, so that waiters see it. */
  alignas(kApart) std::atomic<uint32_t> meeting;
  std::atomic<uint32_t> sleepers;
  std::atomic<uint32_t> poison;
  /** Of the workers at barriers; it outlives the launch. */
  Patience patience;
};

/**
 * One worker's letter box. The launcher writes the first line, the worker the second. A region is in progress while left ≠ posted.
 *
 * A letter is settled by whoever moves `opened` from its predecessor's number to its own: the worker, who then reads the letter and runs the region, or the launcher, who takes it back.
 * No letter is posted before the last one was settled and, if the worker opened it, left behind. So
 *  – slot, frame and thread do not change while a worker that opened their letter may read them, and a worker that did not open it reads none of them;
 *  – a worker that comes too late finds `opened` moved on and touches neither frame nor team, which may be gone or belong to the next region by then;
 *  – it does not mistake a later letter for the one it saw: the predecessor's number is in `opened` only while that very letter is unsettled.
 * `left` has one writer at a time: the worker from opening to leaving, the launcher otherwise.
 */
struct alignas(kApart) Worker {
  std::atomic<uint32_t> posted;
  uint32_t slot;
  Frame* frame;
  uint32_t thread;

  alignas(kApart) std::atomic<uint32_t> opened;
  std::atomic<uint32_t> left;
  std::atomic<uint32_t> asleep;
  Account account;
};

struct Pool {
  uint32_t table_base;
  uint32_t cores;
  uint32_t caller_may_block;
  std::atomic<uint32_t> closed;

  /** The ready workers, in the order in which they came; a launch takes the first ones. */
  Lock roll_lock;
  std::atomic<uint32_t> ready;
  uint32_t roll[kMaximumWorkers];
  /** How many of them sleep. */
  std::atomic<uint32_t> asleep;

  /** Held by the launch in flight. The members are its workers. */
  std::atomic<uint32_t> busy;
  uint32_t member_count;
  uint32_t members[kMaximumWorkers];
  /** Of the launch in flight, for the launcher only: from when on it does not wait for who has not come, and whether it is known who takes part. */
  double deadline;
  bool settled;

  /** When it, or the last one, began; when the last one ended. */
  double began;
  double ended;
  Rhythm rhythm;

  /** An event count: the launcher sleeps on `departures`, which workers move only while `caller_asleep`. */
  alignas(kApart) std::atomic<uint32_t> caller_asleep;
  std::atomic<uint32_t> departures;
  Patience caller_patience;

  Team team;
  Worker workers[kMaximumWorkers];
};

extern Pool pool;

/** How often a waiting launcher looks for workers that have vanished. */
constexpr double kHeartbeatMilliseconds = 100;

/** With more threads than cores, whoever spins keeps the one waited for from running. */
inline bool crowded(uint32_t threads) { return threads > pool.cores; }

/** Gives the team a status other than done and drives everyone out of it: chunks seem used up, waiters wake and trap. The first status stays. */
void poison(Team& team, Status status);

/** Settles the letter in place of the worker; false if the worker has opened it. Launcher only. */
bool withdraw(Worker& worker);

/** Whether the members that have not come need not be waited for any more. Launcher only. */
bool is_late();

/** Withdraws the letters that are still unopened and returns how many there were: from now on it is known who takes part. The meeting in progress, if any, still
 *  counts them as missing. Launcher only, before the first meeting is over. */
uint32_t excuse_absent();

/** Reports workers whose threads have ended. Launcher only. */
void reap_lost_workers();

/** How long the launcher may sleep at a time: a heartbeat, or until the deadline. */
double rest_milliseconds();

/** The launcher's way to wait until done(): spins, then sleeps if it may, and looks for lost workers. sleep() returns after a heartbeat at the latest. */
template <typename Done, typename Sleep>
void wait_as_caller(Done done, Sleep sleep) {
  if (look(done) || pool.caller_patience.spin(crowded(pool.team.threads), platform::now() - pool.began, done)) return;
  double checked = platform::now();
  while (!done()) {
    if (pool.caller_may_block) sleep();
    else spin_for(kHeartbeatMilliseconds, done);
    if (platform::now() - checked < kHeartbeatMilliseconds) continue;
    reap_lost_workers();
    checked = platform::now();
  }
}

}  // namespace pf
