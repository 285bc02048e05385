/** Spinning before sleeping. */
#pragma once
#include <atomic>
#include <cstdint>

#include "../platform/platform.h"

namespace pf {

/** How long a thread spins before it sleeps. To wake a sleeping thread takes about 15 µs (measured, Node 20 on Linux): spinning for a small multiple of that loses at most
 *  a small factor against knowing the future (Karlin et al., "Competitive randomized algorithms for non-uniform problems", 1990). */
constexpr double kSpinMilliseconds = 0.05;
constexpr double kShortSpinMilliseconds = 0.002;

/** How many waits are short after one that was long and in vain. */
constexpr uint32_t kShortWaits = 16;

/** Spins until done() or until the time is over; true if done. */
template <typename Done>
bool spin_for(double milliseconds, Done done) {
  // The clock is a call into JS: asked for only when the first looks were in vain.
  double start = -1;
  for (;;) {
    for (int i = 0; i < 128; i++) {
      if (done()) return true;
      platform::relax();
    }
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
  /** Spins until done() or until it is time to sleep; true if done. */
  template <typename Done>
  bool spin(bool crowded, Done done) {
    const uint32_t left = short_waits_.load(std::memory_order_relaxed);
    const bool found = spin_for(crowded || left != 0 ? kShortSpinMilliseconds : kSpinMilliseconds, done);
    const uint32_t next = found ? 0 : left != 0 ? left - 1 : kShortWaits;
    if (next != left) short_waits_.store(next, std::memory_order_relaxed);
    return found;
  }

 private:
  std::atomic<uint32_t> short_waits_;
};

}  // namespace pf
