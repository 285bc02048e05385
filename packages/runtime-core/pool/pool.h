/** The state of the pool, in shared memory: zero is its initial state, so it needs no constructor. */
#pragma once
#include <atomic>
#include <cstdint>

#include "../abi.h"
#include "../platform/lock.h"

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

  alignas(kApart) std::atomic<uint32_t> arrived;

  /** Counts meetings; those who wait at a barrier watch it. `poison` is a Status; set before `meeting` moves on, so that waiters see it. */
  alignas(kApart) std::atomic<uint32_t> meeting;
  std::atomic<uint32_t> sleepers;
  std::atomic<uint32_t> poison;
};

/** One worker's letter box. The launcher writes the first line, the worker the second. A region is in progress while left ≠ posted. */
struct alignas(kApart) Worker {
  std::atomic<uint32_t> posted;
  uint32_t slot;
  Frame* frame;
  uint32_t thread;

  alignas(kApart) std::atomic<uint32_t> left;
  std::atomic<uint32_t> asleep;
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

  /** Held by the launch in flight. The members are its workers. */
  std::atomic<uint32_t> busy;
  uint32_t member_count;
  uint32_t members[kMaximumWorkers];

  /** An event count: the launcher sleeps on `departures`, which workers move only while `caller_asleep`. */
  alignas(kApart) std::atomic<uint32_t> caller_asleep;
  std::atomic<uint32_t> departures;

  Team team;
  Worker workers[kMaximumWorkers];
};

extern Pool pool;

/** How long a thread spins before it sleeps. A sleeping worker costs about 50 µs to wake: spinning twice as long loses at most a small factor
 *  against knowing the future (Karlin et al., "Competitive randomized algorithms for non-uniform problems", 1990). With more threads than cores, whoever spins keeps the one
 *  waited for from running. */
constexpr double kSpinMilliseconds = 0.1;
constexpr double kCrowdedSpinMilliseconds = 0.002;

/** How often a waiting launcher looks for workers that have vanished. */
constexpr double kHeartbeatMilliseconds = 100;

/** Gives the team a status other than done and drives everyone out of it: chunks seem used up, waiters wake and trap. The first status stays. */
void poison(Team& team, Status status);

/** Reports workers whose threads have ended. Launcher only. */
void reap_lost_workers();

/** Spins until done() or the time is over; true if done. */
template <typename Done>
bool spin(uint32_t threads, Done done) {
  const double limit = threads > pool.cores ? kCrowdedSpinMilliseconds : kSpinMilliseconds;
  // The clock is a call into JS: asked for only when the first spins were in vain.
  double start = -1;
  for (;;) {
    for (int i = 0; i < 128; i++) {
      if (done()) return true;
      platform::relax();
    }
    const double time = platform::now();
    if (start < 0) start = time;
    else if (time - start >= limit) return false;
  }
}

}  // namespace pf
