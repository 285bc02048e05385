#include "pool.h"

#include <chrono>
#include <limits>
#include <thread>
#include <vector>

#include "../platform/native.h"
#include "../testing/check.h"

using namespace pf;

namespace {

constexpr uint32_t kWorkers = 6;
std::vector<std::thread> workers;

void sleep_milliseconds(int count) { std::this_thread::sleep_for(std::chrono::milliseconds(count)); }

template <typename Function>
uint32_t add(Function* function) {
  return static_cast<uint32_t>(pf_kernel_add(reinterpret_cast<void*>(function), 1));
}

constexpr double kWaitForAll = std::numeric_limits<double>::infinity();

uint32_t launch(uint32_t slot, Frame* frame, uint32_t threads) { return pf_launch(slot, frame, threads, kWaitForAll); }

/** A frame with the live-ins of the test kernels. */
struct TestFrame {
  Frame head;
  uint32_t chunks;
  uint32_t rounds;
  std::atomic<uint32_t> visits;
  std::atomic<uint32_t> entered;
  std::vector<uint32_t> cells;
};

TestFrame& of(Frame* frame) { return *reinterpret_cast<TestFrame*>(frame); }

void meet(Frame* frame, uint32_t thread) { thread == 0 ? pf_barrier_caller(frame->team) : pf_barrier_worker(frame->team); }

/** Each round takes all chunks once, writing a cell that another thread wrote in the round before: a broken barrier is a race. */
void rounds_kernel(Frame* frame, uint32_t thread) {
  TestFrame& own = of(frame);
  own.entered.fetch_add(1);
  for (uint32_t round = 0; round < own.rounds; round++) {
    for (uint32_t chunk; (chunk = frame->team->next_chunk.fetch_add(1)) < own.chunks;) {
      own.cells[(chunk + round) % own.chunks]++;
      own.visits.fetch_add(1, std::memory_order_relaxed);
    }
    meet(frame, thread);
  }
}
uint32_t rounds_slot;

uint32_t run_rounds(TestFrame& frame, uint32_t threads, double deadline = kWaitForAll) {
  frame.visits = 0;
  frame.entered = 0;
  frame.cells.assign(frame.chunks, 0);
  return pf_launch(rounds_slot, &frame.head, threads, deadline);
}

void check_rounds(uint32_t threads, uint32_t expected, uint32_t chunks, uint32_t rounds) {
  TestFrame frame{{}, chunks, rounds, {}, {}, {}};
  CHECK(run_rounds(frame, threads) == kDone);
  CHECK(frame.head.threads == expected);
  CHECK(frame.entered == expected);
  CHECK(frame.visits == chunks * rounds);
  for (uint32_t cell : frame.cells) CHECK(cell == rounds);
}

void alone_before_any_worker() { check_rounds(4, 1, 10, 5); }

void work(uint32_t id) {
  while (pf_worker_enter(id) != 0) pf_worker_fault(id);
}

void workers_become_ready() {
  for (uint32_t id = 0; id < kWorkers; id++) workers.emplace_back(work, id);
  while (pf_ready_count() != kWorkers) std::this_thread::yield();
}

void barriers_hold() {
  for (uint32_t threads : {1, 2, 3, 7, 20}) {
    check_rounds(threads, threads < kWorkers + 1 ? threads : kWorkers + 1, 1, 50);
    check_rounds(threads, threads < kWorkers + 1 ? threads : kWorkers + 1, 13, 200);
  }
}

void barriers_hold_while_threads_sleep() {
  for (int i = 0; i < 5; i++) {
    sleep_milliseconds(5);
    check_rounds(3, 3, 8, 20);
  }
}

void a_spinning_caller_needs_no_wait() {
  pool.caller_may_block = 0;
  for (uint32_t threads : {2, 7}) check_rounds(threads, threads, 13, 50);
  pool.caller_may_block = 1;
}

void launches_in_a_row() {
  for (int i = 0; i < 3000; i++) check_rounds(2, 2, 3, 1);
}

void awake_workers_are_counted() {
  for (int i = 0; i < 20; i++) check_rounds(1 + kWorkers, 1 + kWorkers, 7, 2);
  CHECK(pf_awake_count() <= kWorkers);
  // No gap as long as this is waited for awake.
  while (pf_awake_count() != 0) sleep_milliseconds(1);
  check_rounds(3, 3, 7, 2);
  while (pf_awake_count() != 0) sleep_milliseconds(1);
}

/** Launches that wait for nobody, or a little: whoever comes takes part in all rounds, whoever does not in none. Returns how many workers came, of all. */
uint32_t check_deadlines(uint32_t threads, int launches, double patience, uint32_t rounds) {
  uint32_t came = 0;
  for (int i = 0; i < launches; i++) {
    TestFrame frame{{}, 1 + static_cast<uint32_t>(i) % 17, rounds, {}, {}, {}};
    CHECK(run_rounds(frame, threads, platform::now() + patience) == kDone);
    CHECK(frame.head.threads >= 1 && frame.head.threads <= threads);
    CHECK(frame.entered == frame.head.threads);
    CHECK(frame.visits == frame.chunks * rounds);
    for (uint32_t cell : frame.cells) CHECK(cell == rounds);
    came += frame.entered - 1;
    // The frame ends here: a worker that came too late and touched it, or the team, would race with the next launch.
  }
  return came;
}

void absent_workers_are_excused() {
  for (uint32_t threads : {2, 3, 7}) {
    for (double patience : {-1.0, 0.0, 0.01, 0.1}) {
      for (uint32_t rounds : {0, 1, 2, 30}) check_deadlines(threads, 100, patience, rounds);
    }
    // All come if they are given time, and a late one is not lost to the next launch.
    check_rounds(threads, threads, 13, 20);
    CHECK(check_deadlines(threads, 10, 60'000, 3) == 10 * (threads - 1));
  }
}

void sleepers_are_excused() {
  for (int i = 0; i < 40; i++) {
    sleep_milliseconds(2);
    check_deadlines(1 + kWorkers, 1 + i % 3, i % 2 == 0 ? -1 : 0.02, 2);
  }
  pool.caller_may_block = 0;
  for (int i = 0; i < 20; i++) {
    sleep_milliseconds(2);
    check_deadlines(3, 2, 0.02, 5);
  }
  pool.caller_may_block = 1;
  check_rounds(7, 7, 13, 10);
}

/** Without a meeting: what is left at the end is withdrawn there. */
void the_end_excuses_too() {
  const uint32_t slot = add(+[](Frame* frame, uint32_t) {
    of(frame).entered.fetch_add(1);
    while (frame->team->next_chunk.fetch_add(1) < of(frame).chunks) of(frame).visits.fetch_add(1);
  });
  for (int i = 0; i < 300; i++) {
    if (i % 10 == 0) sleep_milliseconds(1);
    TestFrame frame{{}, 5, 0, {}, {}, {}};
    CHECK(pf_launch(slot, &frame.head, 4, platform::now() + (i % 3) * 0.01) == kDone);
    CHECK(frame.visits == 5);
    CHECK(frame.entered == frame.head.threads);
  }
}

std::atomic<uint32_t> release_inner;

/** The outer team waits until another caller has launched twice. */
void waiting_kernel(Frame* frame, uint32_t thread) {
  of(frame).entered.fetch_add(1);
  while (release_inner.load() == 0) std::this_thread::yield();
  meet(frame, thread);
}

void a_second_caller_runs_alone() {
  release_inner = 0;
  TestFrame outer{{}, 0, 0, {}, {}, {}};
  const uint32_t slot = add(waiting_kernel);
  std::thread first([&] { CHECK(launch(slot, &outer.head, 3) == kDone); });
  while (outer.entered != 3) std::this_thread::yield();
  check_rounds(3, 1, 10, 5);
  check_rounds(3, 1, 10, 5);
  release_inner = 1;
  first.join();
  check_rounds(3, 3, 10, 5);
}

void reentry_runs_inline() {
  const uint32_t slot = add(+[](Frame* frame, uint32_t thread) {
    if (thread == 0) check_rounds(3, 1, 10, 5);
    meet(frame, thread);
    CHECK(frame->threads == 2);
  });
  TestFrame outer{{}, 0, 0, {}, {}, {}};
  CHECK(launch(slot, &outer.head, 2) == kDone);
}

/** `rounds` is the number of the thread that traps. */
void trapping_kernel(Frame* frame, uint32_t thread) {
  of(frame).entered.fetch_add(1);
  meet(frame, thread);
  if (thread == of(frame).rounds) platform::trap();
  meet(frame, thread);
  of(frame).visits.fetch_add(1);
}

void a_trap_poisons_the_team_and_only_it() {
  const uint32_t slot = add(trapping_kernel);
  for (uint32_t threads : {2, 3, 7}) {
    for (uint32_t who = 0; who < threads; who++) {
      TestFrame frame{{}, 0, who, {}, {}, {}};
      CHECK(launch(slot, &frame.head, threads) == kTrapped);
      CHECK(frame.entered == threads);
      CHECK(frame.visits == 0);
      check_rounds(threads, threads, 13, 10);
    }
  }
  TestFrame alone{{}, 0, 0, {}, {}, {}};
  CHECK(launch(slot, &alone.head, 1) == kTrapped);
}

/** The caller or a worker traps before or after the first meeting while others may not have come yet. */
void traps_with_absent_workers() {
  const uint32_t early = add(+[](Frame* frame, uint32_t thread) {
    of(frame).entered.fetch_add(1);
    if (thread == of(frame).rounds) platform::trap();
    meet(frame, thread);
  });
  const uint32_t late = add(trapping_kernel);
  for (int i = 0; i < 120; i++) {
    if (i % 4 == 0) sleep_milliseconds(1);
    const uint32_t who = static_cast<uint32_t>(i) % 3;
    TestFrame frame{{}, 0, who, {}, {}, {}};
    const uint32_t status = pf_launch(i % 2 == 0 ? early : late, &frame.head, 3, platform::now() + (i % 5) * 0.01);
    // A worker that did not come did not trap either.
    CHECK(status == kTrapped || (who != 0 && status == kDone && frame.entered < 3));
    check_deadlines(3, 3, -1, 2);
  }
  check_rounds(7, 7, 13, 10);
}

/** `chunks` is the thread that vanishes, `rounds` whether the others meet before the end. Vanishing: it never comes back, as when its thread is terminated. */
std::atomic<uint32_t> end_of_vanished;

void vanishing_kernel(Frame* frame, uint32_t thread) {
  const uint32_t meets = of(frame).rounds;
  of(frame).entered.fetch_add(1);
  if (thread == of(frame).chunks) {
    platform::declare_lost(kWorkers - 1);
    while (end_of_vanished.load() == 0) sleep_milliseconds(1);
    // Natively the thread has to come back to be joined: out of the region, whose frame is gone by now.
    platform::trap();
  }
  if (meets) meet(frame, thread);
}

double milliseconds_of_lost_launch(uint32_t slot, uint32_t meets) {
  end_of_vanished = 0;
  const uint32_t threads = pf_ready_count() + 1;
  // The worker with the highest number vanishes; find out which thread it would be.
  uint32_t thread = 0;
  for (uint32_t i = 0; i + 1 < threads; i++) {
    if (pool.roll[i] == kWorkers - 1) thread = i + 1;
  }
  TestFrame frame{{}, thread, meets, {}, {}, {}};
  const double start = platform::now();
  CHECK(launch(slot, &frame.head, threads) == kLost);
  const double time = platform::now() - start;
  CHECK(pf_ready_count() == threads - 2);
  check_rounds(threads, threads - 1, 13, 10);
  end_of_vanished = 1;
  return time;
}

void a_vanished_worker_is_found() {
  const uint32_t slot = add(vanishing_kernel);
  for (uint32_t meets : {0, 1}) {
    for (uint32_t may_block : {1, 0}) {
      pool.caller_may_block = may_block;
      const double time = milliseconds_of_lost_launch(slot, meets);
      // Three heartbeats, and slack for a machine under sanitizers that is shared.
      CHECK(time < 3000);
      // The thread comes back as a trap in a region that is over, and enters again.
      while (pf_ready_count() != kWorkers) sleep_milliseconds(1);
    }
  }
  pool.caller_may_block = 1;
  check_rounds(7, 7, 13, 10);
}

void a_closed_pool_runs_alone() {
  pf_pool_close();
  for (auto& worker : workers) worker.join();
  CHECK(pf_ready_count() == 0);
  check_rounds(7, 1, 13, 10);
  CHECK(pf_worker_enter(0) == 0);
  CHECK(pf_ready_count() == 0);
}

}  // namespace

int main() {
  platform::reserve_heap(1 << 20, 1 << 24);
  pf_pool_start(0, std::thread::hardware_concurrency(), 1);
  rounds_slot = add(rounds_kernel);
  RUN(alone_before_any_worker);
  RUN(workers_become_ready);
  RUN(barriers_hold);
  RUN(barriers_hold_while_threads_sleep);
  RUN(a_spinning_caller_needs_no_wait);
  RUN(launches_in_a_row);
  RUN(awake_workers_are_counted);
  RUN(absent_workers_are_excused);
  RUN(sleepers_are_excused);
  RUN(the_end_excuses_too);
  RUN(a_second_caller_runs_alone);
  RUN(reentry_runs_inline);
  RUN(a_trap_poisons_the_team_and_only_it);
  RUN(traps_with_absent_workers);
  RUN(a_vanished_worker_is_found);
  RUN(a_closed_pool_runs_alone);
}
