/** The workers' side of the pool: entering, waiting for regions, leaving. */
#include "../kernels/directory.h"
#include "pool.h"

namespace pf {

Pool pool;

namespace {

/** False if the pool has been closed. A worker that enters again after a fault is still on the roll. */
bool enrol(uint32_t id) {
  Locked locked(pool.roll_lock);
  if (pool.closed.load() != 0) return false;
  const uint32_t count = pool.ready.load();
  for (uint32_t i = 0; i < count; i++) {
    if (pool.roll[i] == id) return true;
  }
  pool.roll[count] = id;
  pool.ready.store(count + 1);
  return true;
}

void strike_off(uint32_t id) {
  Locked locked(pool.roll_lock);
  const uint32_t count = pool.ready.load();
  uint32_t kept = 0;
  for (uint32_t i = 0; i < count; i++) {
    if (pool.roll[i] != id) pool.roll[kept++] = pool.roll[i];
  }
  pool.ready.store(kept);
}

/** The worker's last access to frame and team: after it, the launch may be over. */
void leave(Worker& worker, uint32_t posted) {
  worker.left.store(posted);
  if (pool.caller_asleep.load() == 0) return;
  pool.departures.fetch_add(1);
  platform::notify_all(pool.departures);
}

template <typename Called>
void sleep(Worker& worker, uint32_t seen, double milliseconds, Called called) {
  pool.asleep.fetch_add(1);
  worker.asleep.store(1);
  do {
    if (!called()) platform::wait(worker.posted, seen, milliseconds);
  } while (milliseconds < 0 && !called());
  // It has been taken down already where the worker was given up.
  if (worker.asleep.exchange(0) != 0) pool.asleep.fetch_sub(1);
}

/** Waits until a letter has come; true if the worker slept when it did. */
template <typename Called>
bool keep(Vigil& vigil, Worker& worker, uint32_t seen, Called called) {
  for (;;) {
    const Vigil::Step step = vigil.next(platform::now(), pool.busy.load() != 0);
    if (step.act == Vigil::Act::kSpin ? look(called) : called()) return false;
    if (step.act == Vigil::Act::kSpin) continue;
    sleep(worker, seen, step.milliseconds, called);
    if (called()) return true;
  }
}

/** Takes the letter; false if the launcher has taken it back. */
bool open(Worker& worker, uint32_t posted) {
  uint32_t predecessor = posted - 1;
  return worker.opened.compare_exchange_strong(predecessor, posted);
}

/** Waits for a letter after the one `seen` and opens it. `threads`: the size of the team it was in last, which is probably the next one's. Returns its number. */
uint32_t receive(Worker& worker, uint32_t seen, uint32_t threads) {
  for (;;) {
    const auto called = [&] { return worker.posted.load() != seen; };
    bool opened;
    if (look(called)) opened = open(worker, seen = worker.posted.load());
    else {
      Vigil vigil(pool.rhythm, worker.account, crowded(threads), platform::now());
      const bool asleep = keep(vigil, worker, seen, called);
      opened = open(worker, seen = worker.posted.load());
      vigil.end(platform::now(), asleep, opened);
    }
    if (opened) return seen;
  }
}

}  // namespace
}  // namespace pf

using namespace pf;

extern "C" uint32_t pf_ready_count() { return pool.ready.load(); }

extern "C" uint32_t pf_awake_count() {
  const uint32_t ready = pool.ready.load();
  const uint32_t asleep = pool.asleep.load();
  return asleep < ready ? ready - asleep : 0;
}

extern "C" uint32_t pf_worker_enter(uint32_t id) {
  Worker& worker = pool.workers[id];
  uint32_t seen = worker.left.load();
  uint32_t loaded_slot = 0;
  uint32_t loaded_version = 0;
  uint32_t threads = 1;
  if (!enrol(id)) return 0;
  for (;;) {
    seen = receive(worker, seen, threads);
    if (worker.slot == kFarewell) {
      leave(worker, seen);
      return 0;
    }
    const Kernel& kernel = kernel_at(worker.slot);
    if (worker.slot != loaded_slot || kernel.version != loaded_version) {
      platform::load_kernel(worker.slot, kernel.version, kernel.address, kernel.bytes);
      loaded_slot = worker.slot;
      loaded_version = kernel.version;
    }
    threads = pool.team.threads;
    if (!platform::call_region(worker.slot, kernel.address, worker.frame, worker.thread)) return 1;
    leave(worker, seen);
  }
}

extern "C" uint32_t pf_worker_fault(uint32_t id) {
  Worker& worker = pool.workers[id];
  const uint32_t posted = worker.posted.load();
  if (worker.left.load() == posted) return 1;
  const uint32_t own = pool.team.poison.load() == kDone;
  poison(pool.team, kTrapped);
  leave(worker, posted);
  return own;
}

extern "C" void pf_worker_lost(uint32_t id) {
  strike_off(id);
  Worker& worker = pool.workers[id];
  if (worker.asleep.exchange(0) != 0) pool.asleep.fetch_sub(1);
  const uint32_t posted = worker.posted.load();
  if (worker.left.load() == posted) return;
  // Should it come back after all, it must not enter a region that is over.
  withdraw(worker);
  poison(pool.team, kLost);
  worker.left.store(posted);
}
