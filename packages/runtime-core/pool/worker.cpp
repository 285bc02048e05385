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

/** Waits for the next letter and returns its number. `threads`: the size of the team it was in last, which is probably the next one's. */
uint32_t receive(Worker& worker, uint32_t seen, uint32_t threads) {
  const auto called = [&] { return worker.posted.load() != seen; };
  if (!worker.patience.spin(crowded(threads), called)) {
    worker.asleep.store(1);
    while (!called()) platform::wait(worker.posted, seen, -1);
    worker.asleep.store(0);
  }
  return worker.posted.load();
}

}  // namespace
}  // namespace pf

using namespace pf;

extern "C" uint32_t pf_ready_count() { return pool.ready.load(); }

extern "C" uint32_t pf_worker_enter(uint32_t id) {
  Worker& worker = pool.workers[id];
  uint32_t seen = worker.left.load();
  uint32_t loaded_slot = 0;
  uint32_t loaded_version = 0;
  uint32_t threads = 1;
  if (!enrol(id)) return 0;
  for (;;) {
    seen = receive(worker, seen, threads);
    uint32_t predecessor = seen - 1;
    if (!worker.opened.compare_exchange_strong(predecessor, seen)) continue;
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
  worker.asleep.store(0);
  leave(worker, posted);
  return own;
}

extern "C" void pf_worker_lost(uint32_t id) {
  strike_off(id);
  Worker& worker = pool.workers[id];
  const uint32_t posted = worker.posted.load();
  if (worker.left.load() == posted) return;
  // Should it come back after all, it must not enter a region that is over.
  withdraw(worker);
  poison(pool.team, kLost);
  worker.left.store(posted);
}
