/**
 * How a worker waits for a letter: spins, sleeps for a while, or sleeps until it is woken, by the forecast and by what waiting awake has brought it before. Pure, as the forecast.
 *
 * A worker may be spinning on the very processor that the launcher needs. So it spins only shortly while the launcher has not left the last region, its sleep before a spin gives way too, and
 * once spinning in vain has cost more than two regions it pauses, for 2 waits at first, then for up to 64.
 */
#pragma once
#include "rhythm.h"

namespace pf {

/** Where spinning is not worth while. */
constexpr float kShortSpinMilliseconds = 0.002f;

/** Off the processor so long: somebody else needs it. Half the shortest tick of a scheduler. */
constexpr float kContention = 0.5f;

/** Something that may or may not help: after a failure it is left alone for some time, after more of them for longer. */
class Trial {
 public:
  bool open() {
    if (closed_ == 0) return true;
    closed_--;
    return false;
  }
  void failed() {
    closed_ = kClosed << failures_;
    if (failures_ < kMostFailures) failures_++;
  }
  void succeeded() { failures_ = 0; }

 private:
  static constexpr uint32_t kClosed = 2;
  static constexpr uint32_t kMostFailures = 5;
  uint32_t closed_;
  uint32_t failures_;
};

/** What waiting awake has brought one worker. Where it does not pay although the gaps were short (others need the processors, or the spinning itself holds the launcher up), and where
 *  timers are late, most waits do without, and ever more rarely one tries whether that has changed. */
struct Account {
  Trial spinning;
  Trial timers;
  float debt;

  void book(float spun, float gained, float worth) {
    debt += spun - gained;
    if (debt > kCredit * worth) {
      spinning.failed();
      debt = 0;
    } else if (debt < 0) {
      spinning.succeeded();
      debt = 0;
    }
  }

 private:
  /** In regions. */
  static constexpr float kCredit = 2;
};

/** One wait of a worker: says what to do next. */
class Vigil {
 public:
  enum class Act { kSpin, kSleep };
  struct Step {
    Act act;
    /** For how long to sleep; negative: until woken. */
    double milliseconds;
  };

  /** `crowded`: with more threads than cores whoever spins keeps the one waited for from running. */
  Vigil(const Rhythm& rhythm, Account& account, bool crowded, double now)
      : rhythm_(rhythm), account_(account), timers_(account.timers.open()), start_(now), looked_(now) {
    if (!crowded && account.spinning.open()) forecast_ = rhythm.forecast(0, timers_);
    worth_ = forecast_.until > 0 ? forecast_.worth : 0;
  }

  /** What to do as long as there is no letter. `launching`: the launcher has not left the last region yet. */
  Step next(double now, bool launching) {
    const float since = passed(now);
    if (dozed_ != 0) woke(since);
    else if (since > kContention) return rest();
    else spun_ += since;
    const float waited = static_cast<float>(now - start_);
    if (worth_ == 0) return waited < kShortSpinMilliseconds ? spin() : rest();
    // Perhaps it cannot run for this very worker.
    if (launching) return waited < kSpinMilliseconds ? spin() : rest();
    if (released_ < 0) released_ = now;
    const float gap = static_cast<float>(now - released_);
    if (gap >= forecast_.until) forecast_ = rhythm_.forecast(gap, timers_);
    if (forecast_.until == 0) return rest();
    return gap < forecast_.from ? doze(forecast_.from - gap) : spin();
  }

  /** `asleep`: the letter came while the worker slept. `opened`: it was in time all the same. */
  void end(double now, bool asleep, bool opened) {
    const float since = passed(now);
    if (!asleep) spun_ += since;
    else if (dozed_ != 0) woke(since);
    if (worth_ != 0) account_.book(spun_, asleep || !opened ? 0 : worth_, worth_);
  }

 private:
  float passed(double now) {
    const float since = static_cast<float>(now - looked_);
    looked_ = now;
    return since;
  }
  Step spin() { return {Act::kSpin, 0}; }
  Step doze(float milliseconds) {
    dozed_ = milliseconds;
    return {Act::kSleep, milliseconds};
  }
  Step rest() { return {Act::kSleep, -1}; }
  void woke(float since) {
    if (since > dozed_ + kTimerSlack) account_.timers.failed();
    else if (since >= dozed_) account_.timers.succeeded();
    dozed_ = 0;
  }

  const Rhythm& rhythm_;
  Account& account_;
  Forecast forecast_{0, 0, 0};
  bool timers_;
  /** 0: this wait is a short one. */
  float worth_;
  double start_;
  double looked_;
  /** When the launcher was seen to have left the last region; negative: not yet. */
  double released_ = -1;
  float dozed_ = 0;
  float spun_ = 0;
};

}  // namespace pf
