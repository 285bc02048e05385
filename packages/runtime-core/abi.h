/**
 * The C ABI of the core: what the WebAssembly loader and the Node addon call. Addresses are pointers into the shared heap.
 * No function throws, allocates behind the caller's back or keeps thread-local state; those that may wait say so.
 */
#pragma once
#include <cstdint>

namespace pf {
struct Team;

/** Head of the block through which a launch hands live-ins to its team (compiler: descriptor.ts). The rest is the kernel's. */
struct Frame {
  Team* team;
  uint32_t threads;
};

enum Status : uint32_t { kDone = 0, kTrapped = 1, kLost = 2 };

/** Added to a status where the trap was the caller's own and did not follow a worker's. */
constexpr uint32_t kOwnTrap = 256;
}  // namespace pf

extern "C" {

/* ── pool ─────────────────────────────────────────────────────────────────────────────────────────────────────────── */

/** Called once, before any worker enters. `table_base`: the table index of kernel slot 0 (unused natively). `cores`: how many threads can really run at
 *  once; with more threads than that, waits hardly spin. `caller_may_block` 0: the launching thread may only spin (a page's main thread). */
void pf_pool_start(uint32_t table_base, uint32_t cores, uint32_t caller_may_block);

/** How many workers stand ready. Any thread; never waits. */
uint32_t pf_ready_count();

/** How many of them are awake, so that they come at once; the others must be woken. Any thread; never waits. */
uint32_t pf_awake_count();

/** The life of worker `id` (0 … 254, each by one thread): ready at once, runs regions as they are posted. Returns 0 after pf_pool_close, 1 after a trap (in
 *  WebAssembly the trap unwinds it): then pf_worker_fault is due, and it may be called again. Waits. */
uint32_t pf_worker_enter(uint32_t id);

/** Poisons the team in which worker `id` trapped and takes the worker out of it.
 *  Returns 1 if the trap was this worker's own, 0 if it only followed another's. */
uint32_t pf_worker_fault(uint32_t id);

/** The thread of worker `id` runs no more: it gets no more work, and the team it was in is poisoned. Only the launching thread may call it. */
void pf_worker_lost(uint32_t id);

/** Ends the workers once the launch in flight is over. Launches after it run alone. */
void pf_pool_close();

/** Runs the kernel's region on the caller (thread 0) and at most `threads` − 1 ready workers; returns a Status when all have left. Alone, with a team of its own, if
 *  the pool is busy or has no workers: then nothing waits. Sets frame->team and frame->threads. `deadline`: the time (platform::now) from which the caller, once it has to wait
 *  at the first meeting or the end, excuses the workers that have not come yet (they sleep, or have no core) and goes on without them. Only for kernels that leave no work to
 *  a certain thread; +∞ for others. When it returns, frame->threads is the number of those that came. */
uint32_t pf_launch(uint32_t slot, pf::Frame* frame, uint32_t threads, double deadline);

/** After a trap unwound pf_launch: poisons the team if that launch had the pool, waits until its workers have left, returns the Status, with kOwnTrap if that applies. */
uint32_t pf_recover();

/** All threads of the team meet; the last one sets the next chunk to 0. Traps when the team is poisoned. `caller` is for thread 0, which also looks for
 *  lost workers while it waits, and blocks only if it may. */
void pf_barrier_caller(pf::Team* team);
void pf_barrier_worker(pf::Team* team);

/* ── kernels ──────────────────────────────────────────────────────────────────────────────────────────────────────── */

/** Registers a kernel's module (`address`, `bytes`: a heap block that must stay; natively the function itself). Returns its slot, or −1 if there is no room. */
int32_t pf_kernel_add(void* address, uint32_t bytes);

/** Frees the slot for another kernel and returns its `address`, for the caller to free; null if the slot is empty. The kernel must not be running. */
void* pf_kernel_remove(uint32_t slot);

/* ── memory ───────────────────────────────────────────────────────────────────────────────────────────────────────── */

/** A 64-byte aligned block of at least `bytes`, contents undefined; null when the heap cannot grow far enough. Any thread. */
void* pf_alloc(uint32_t bytes);

/** As pf_alloc, all bytes 0. Memory that was never handed out is known to be zero and is not touched. */
void* pf_alloc_zeroed(uint32_t bytes);

/** Returns 1, or 0 if `address` is not the start of a block in use (nothing happens). Any thread. */
uint32_t pf_free(void* address);

/** Bytes of all blocks in use with their headers. As a double, because it may reach 4 GB. */
double pf_heap_used();

}
