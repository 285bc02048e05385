/** Spinning before sleeping. */
#pragma once
#include <atomic>
#include <cstdint>

#include "../platform/platform.h"
#include "vigil.h"

namespace pf {

/** How many waits are short after one that was long and in vain. */
constexpr uint32_t kShortWaits = 16;

/** Some hundreds of nanoseconds, without a look at the clock, which is a call into JS. */
template <typename Done>
bool look(Done done) {
  for (int i = 0; i < 128; i++) {
    if (done()) return true;
    platform::relax();
  }
  return false;
}

/** Spins until done() or until the time is over; true if done. */
template <typename Done>
bool spin_for(double milliseconds, Done done) {
  double start = -1;
  for (;;) {
    if (look(done)) return true;
    const double time = platform::now();
    if (start < 0) start = time;
    // A last look: the thread may have been off its core between.
    else if (time - start >= milliseconds) return done();
  }
}

/**
 * Whether spinning has been worth while lately, for one thread or for those who wait in one place. On a machine that others keep busy, the thread waited for may need the very core that the waiter
 * spins on (tried: 110 µs a launch instead of 0.2); then most waits spin hardly at all, and now and again one tries whether that has changed.
 */
class Patience {
 public:
  /** Spins until done() or until it is time to sleep; true if done. `invested`: milliseconds of work that this wait ends. A small share of them is waited for awake, as a launcher that
   *  sleeps is often woken on the processor of the worker that wakes it, and then the two are in each other's way at the next region. */
  template <typename Done>
  bool spin(bool crowded, double invested, Done done) {
    const uint32_t left = short_waits_.load(std::memory_order_relaxed);
    const bool shortly = crowded || left != 0;
    const double least = shortly ? kShortSpinMilliseconds : kSpinMilliseconds;
    const double share = crowded ? 0 : invested / (shortly ? 32 : 8);
    const bool found = spin_for(share > least ? share : least, done);
    const uint32_t next = found ? 0 : left != 0 ? left - 1 : kShortWaits;
    if (next != left) short_waits_.store(next, std::memory_order_relaxed);
    return found;
  }

 private:
  std::atomic<uint32_t> short_waits_;
};

}  // namespace pf
