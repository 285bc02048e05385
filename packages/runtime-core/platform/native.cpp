/** The platform on POSIX: for the tests under sanitizers now, for the Node addon later. A kernel's address is its function. */
#include "native.h"

#include <sys/mman.h>

#include <chrono>
#include <condition_variable>
#include <csetjmp>
#include <cstdlib>
#include <mutex>

#include "platform.h"

namespace pf::platform {
namespace {

using Region = void (*)(Frame*, uint32_t);

/** Waiters of all words that hash here share a queue: wakes may be spurious, which `wait` allows. */
struct Queue {
  std::mutex mutex;
  std::condition_variable condition;
};
Queue queues[64];

Queue& queue_of(const void* word) { return queues[(reinterpret_cast<uintptr_t>(word) >> 6) % 64]; }

struct NativeHeap {
  uintptr_t start;
  uintptr_t end;
  uintptr_t limit;
};
NativeHeap native_heap;

std::atomic<uint32_t> lost[8];

thread_local jmp_buf* region_entry = nullptr;

}  // namespace

void wait(std::atomic<uint32_t>& word, uint32_t expected, double milliseconds) {
  Queue& queue = queue_of(&word);
  std::unique_lock<std::mutex> lock(queue.mutex);
  if (word.load() != expected) return;
  if (milliseconds < 0) queue.condition.wait(lock);
  else queue.condition.wait_for(lock, std::chrono::duration<double, std::milli>(milliseconds));
}

void notify_all(std::atomic<uint32_t>& word) {
  Queue& queue = queue_of(&word);
  // Taken so that nobody is between the comparison and the wait.
  std::lock_guard<std::mutex> lock(queue.mutex);
  queue.condition.notify_all();
}

double now() {
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

void trap() {
  if (!region_entry) abort();
  longjmp(*region_entry, 1);
}

void reserve_heap(size_t present, size_t maximum) {
  void* start = mmap(nullptr, maximum, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (start == MAP_FAILED) abort();
  const uintptr_t address = reinterpret_cast<uintptr_t>(start);
  native_heap = {address, address + present, address + maximum};
}

uintptr_t heap_start() { return native_heap.start; }
uintptr_t memory_end() { return native_heap.end; }

uintptr_t grow(size_t bytes) {
  const size_t pages = (bytes + 65535) & ~size_t{65535};
  const uintptr_t before = native_heap.end;
  if (pages > native_heap.limit - before) return 0;
  native_heap.end += pages;
  return before;
}

void load_kernel(uint32_t, uint32_t, void*, uint32_t) {}

bool call_region(uint32_t, void* address, Frame* frame, uint32_t thread) {
  jmp_buf entry;
  jmp_buf* outer = region_entry;
  region_entry = &entry;
  const bool returned = setjmp(entry) == 0;
  if (returned) reinterpret_cast<Region>(address)(frame, thread);
  region_entry = outer;
  return returned;
}

void declare_lost(uint32_t id) { lost[id / 32].fetch_or(uint32_t{1} << (id % 32)); }

uint32_t find_lost() {
  for (uint32_t word = 0; word < 8; word++) {
    const uint32_t bits = lost[word].exchange(0);
    if (bits == 0) continue;
    const uint32_t first = static_cast<uint32_t>(__builtin_ctz(bits));
    lost[word].fetch_or(bits & (bits - 1));
    return 1 + word * 32 + first;
  }
  return 0;
}

}  // namespace pf::platform
