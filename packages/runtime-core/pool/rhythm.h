/**
 * The last gaps between regions, and when the next region is to be expected. Pure: every time is a parameter, in milliseconds.
 *
 * To be woken costs a worker 20 to 70 µs, and worse: Linux may wake it on the processor of the busy launcher although another one is idle, where it waits for a tick of the scheduler (4 ms) or
 * takes the launcher's place (traced with `perf sched` in a virtual machine, whose halted processors do not count as idle). Then the call gains nothing from it. So a worker spins where that
 * pays, by the last gaps, as Karlin, Li, Manasse and Owicki do for locks ("Empirical studies of competitive spinning for a shared-memory multiprocessor", 1991): of the limits that the last gaps
 * suggest it takes the one that would have cost least. Where even the shortest gap was long, it sleeps through most of it and wakes by a timer: on the processor where it was before.
 *
 * Spinning is bounded by what it gains: for the remembered gaps it costs at most what missing all of them would have, `worth` each: the region, and waking.
 */
#pragma once
#include <atomic>
#include <cstdint>

namespace pf {

/** Waking a worker where all is well. */
constexpr float kWakeMilliseconds = 0.06f;

/** Before anything is known: about the break-even of spinning and waking, which costs at most twice what knowing the future would. */
constexpr float kSpinMilliseconds = 0.05f;

/** No longer gap is waited for awake: the frames of a display are caught, where the work in them is worth it. */
constexpr float kLongestGap = 18;

constexpr float kShortestGap = 0.0005f;

/** A timer is late by the kernel's slack (50 µs) and by waking. */
constexpr float kTimerSlack = 0.15f;

/** How much longer than the longest gap expected one spins. */
constexpr float kMargin = 0.1f;

/** From when to when in a gap one spins; `until` 0: not worth while. */
struct Forecast {
  float from;
  float until;
  /** What catching the next letter awake saves at most. */
  float worth;
};

/** The last gaps between regions. The launcher writes, workers read; they may see a mixture of old and new ones. */
class Rhythm {
 public:
  /** A region begins, `gap` after the last one, which took `span`. */
  void record(float gap, float span) {
    span_.store(span, std::memory_order_relaxed);
    // 0 stands for none; a browser's clock may be too coarse to see the gap.
    gaps_[next_].store(gap > kShortestGap ? gap : kShortestGap, std::memory_order_relaxed);
    next_ = (next_ + 1) % kRemembered;
  }

  /** When to wait awake in a gap that has lasted for `passed`. `timers`: sleeping through a part of it is an option. */
  Forecast forecast(float passed, bool timers) const {
    float gaps[kRemembered];
    uint32_t count = 0;
    bool blank = true;
    float shortest = kLongestGap;
    for (const auto& one : gaps_) {
      const float gap = one.load(std::memory_order_relaxed);
      if (gap != 0) blank = false;
      if (gap <= passed) continue;
      gaps[count++] = gap;
      if (gap < shortest) shortest = gap;
    }
    const float worth = kWakeMilliseconds + span_.load(std::memory_order_relaxed);
    if (blank) return {0, passed < kSpinMilliseconds ? kSpinMilliseconds : 0, worth};
    Forecast best{0, 0, worth};
    float least = static_cast<float>(count) * worth;
    for (uint32_t i = 0; i < count; i++) {
      if (gaps[i] > kLongestGap) continue;
      // The next one of so many lies outside their spread in a quarter of the cases, and then hardly by more than an eighth of it.
      const float spread = (gaps[i] - shortest) / kRemembered;
      const float until = gaps[i] + spread + kMargin;
      float from = shortest - spread - kTimerSlack;
      if (!timers || from < passed + 2 * kTimerSlack) from = passed;
      float cost = 0;
      for (uint32_t j = 0; j < count; j++) cost += gaps[j] > until ? until - from + worth : gaps[j] > from ? gaps[j] - from : 0;
      if (cost >= least) continue;
      least = cost;
      best = {from, until, worth};
    }
    return best;
  }

 private:
  static constexpr uint32_t kRemembered = 8;
  std::atomic<float> gaps_[kRemembered];
  std::atomic<float> span_;
  uint32_t next_;
};

}  // namespace pf
