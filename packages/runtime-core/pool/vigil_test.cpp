#include "vigil.h"

#include <initializer_list>

#include "../testing/check.h"

using namespace pf;

namespace {

constexpr double kLook = 0.001;
/** How late a timer is, and how long being woken takes. */
constexpr double kLate = 0.07;

/** A worker that waits for letters; time is simulated. */
struct Waiter {
  Rhythm rhythm{};
  Account account{};
  double spun = 0;
  double worked = 0;
  int caught = 0;
  int naps = 0;
  double late = kLate;
  bool crowded = false;
  /** Its letters are taken back before it can open them. */
  bool forestalled = false;

  /** A region of `span`, after it a gap; the launcher takes `leaving` to notice that the region is over. */
  void wait(double gap, double span, double leaving = 0) {
    worked += span;
    double now = 0;
    Vigil vigil(rhythm, account, crowded, now);
    bool asleep = false;
    for (;;) {
      const Vigil::Step step = vigil.next(now, now < leaving);
      if (step.act == Vigil::Act::kSpin) {
        now += kLook;
        spun += kLook;
        if (now >= gap) break;
        continue;
      }
      const double end = step.milliseconds < 0 ? gap + 1 : now + step.milliseconds + late;
      if (step.milliseconds >= 0) naps++;
      asleep = end > gap;
      now = asleep ? gap + kLate : end;
      if (asleep) break;
    }
    caught += !asleep && !forestalled;
    vigil.end(now, asleep, !forestalled);
    rhythm.record(static_cast<float>(gap), static_cast<float>(span));
  }

  void waits(int count, double gap, double span) {
    for (int i = 0; i < count; i++) wait(gap, span);
  }
};

/** From 0 to 1, the same ones always. */
double random_fraction() {
  static uint32_t state = 1;
  state = state * 1664525 + 1013904223;
  return state / 4294967296.0;
}

void without_a_history_it_spins_for_a_moment() {
  Waiter quick{}, slow{};
  quick.wait(0.03, 1);
  CHECK(quick.caught == 1);
  slow.wait(30, 1);
  CHECK(slow.caught == 0 && slow.spun < 0.06);
}

void short_gaps_are_spun_through() {
  for (double gap : {0.005, 0.1, 0.3}) {
    Waiter waiter{};
    waiter.waits(100, gap, 0.5);
    CHECK(waiter.caught >= 98);
    CHECK(waiter.naps == 0);
  }
}

/** Browsers have clocks of 5 to 20 µs: launches in a row have gaps of 0 then. */
void coarse_clocks_do_no_harm() {
  Rhythm rhythm{};
  for (int i = 0; i < 20; i++) rhythm.record(0, i % 10 == 0 ? 0.02f : 0);
  const Forecast forecast = rhythm.forecast(0, true);
  CHECK(forecast.from == 0 && forecast.until > 0.05f);
}

void most_of_a_long_gap_is_slept_through() {
  for (double gap : {0.6, 2.0, 5.0, 16.0}) {
    Waiter waiter{};
    waiter.waits(200, gap, 0.8);
    CHECK(waiter.caught >= 195);
    CHECK(waiter.spun < 200 * 0.12);
  }
}

void what_saves_little_costs_little() {
  // Break-even is where spinning costs what waking does.
  for (double gap : {0.4, 2.0, 16.0}) {
    Waiter waiter{};
    for (int i = 0; i < 1000; i++) waiter.wait(gap * (0.7 + 0.6 * random_fraction()), 0.005);
    CHECK(waiter.spun < 1000 * 0.06);
  }
}

void the_longest_gaps_cost_nothing() {
  Waiter waiter{};
  waiter.waits(1000, 33, 20);
  CHECK(waiter.spun < 1000 * 0.004);
  CHECK(waiter.naps == 0);
}

void bursts_are_learnt() {
  Waiter waiter{};
  for (int i = 0; i < 500; i++) waiter.wait(i % 5 == 4 ? 12 : 0.2, 1);
  CHECK(waiter.caught > 450);
  CHECK(waiter.spun < 0.6 * waiter.worked);
}

/** Whatever the gaps, spinning costs no more than the regions and waking would. */
void spinning_is_bounded_by_work() {
  for (double longest : {0.2, 1.0, 4.0, 15.0, 40.0}) {
    for (double span : {0.01, 0.1, 1.0}) {
      Waiter waiter{};
      for (int i = 0; i < 3000; i++) waiter.wait(longest * random_fraction() * random_fraction(), span);
      CHECK(waiter.spun < waiter.worked + 3000 * kWakeMilliseconds);
    }
  }
}

/** Gaps that look as if they could be waited for, but letters that are always lost: others need the processor. */
void spinning_in_vain_is_given_up() {
  Waiter waiter{};
  waiter.forestalled = true;
  waiter.waits(3000, 0.5, 0.8);
  CHECK(waiter.spun < waiter.worked / 20);
  waiter.forestalled = false;
  waiter.waits(70, 0.5, 0.8);
  waiter.caught = 0;
  waiter.waits(100, 0.5, 0.8);
  CHECK(waiter.caught >= 98);
}

void a_launcher_that_cannot_run_gets_the_processor() {
  Waiter waiter{};
  waiter.waits(20, 0.4, 1);
  for (int i = 0; i < 20; i++) {
    const double before = waiter.spun;
    waiter.wait(3, 1, 2.5);
    CHECK(waiter.spun - before < 0.06);
  }
}

void crowded_threads_hardly_spin() {
  Waiter waiter{};
  waiter.crowded = true;
  waiter.waits(1000, 0.1, 1);
  CHECK(waiter.spun < 1000 * 0.004);
}

void late_timers_are_given_up() {
  Waiter waiter{};
  waiter.late = 15;
  waiter.waits(1000, 0.7, 1);
  CHECK(waiter.naps < 60);
  CHECK(waiter.caught > 900);
}

/** Off the processor for so long: somebody else needed it. */
void a_jump_of_the_clock_ends_the_spinning() {
  Waiter waiter{};
  waiter.waits(20, 0.1, 1);
  Vigil vigil(waiter.rhythm, waiter.account, false, 0);
  CHECK(vigil.next(0.01, false).act == Vigil::Act::kSpin);
  const Vigil::Step step = vigil.next(4, false);
  CHECK(step.act == Vigil::Act::kSleep && step.milliseconds < 0);
}

}  // namespace

int main() {
  RUN(without_a_history_it_spins_for_a_moment);
  RUN(short_gaps_are_spun_through);
  RUN(coarse_clocks_do_no_harm);
  RUN(most_of_a_long_gap_is_slept_through);
  RUN(what_saves_little_costs_little);
  RUN(the_longest_gaps_cost_nothing);
  RUN(bursts_are_learnt);
  RUN(spinning_is_bounded_by_work);
  RUN(spinning_in_vain_is_given_up);
  RUN(a_launcher_that_cannot_run_gets_the_processor);
  RUN(crowded_threads_hardly_spin);
  RUN(late_timers_are_given_up);
  RUN(a_jump_of_the_clock_ends_the_spinning);
}
