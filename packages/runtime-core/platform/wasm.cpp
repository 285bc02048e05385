/** The platform under WebAssembly with threads. The imports are those of the loader (packages/runtime-wasm). */
#include "../pool/pool.h"
#include "platform.h"

extern "C" {
__attribute__((import_module("env"), import_name("now"))) double env_now();
__attribute__((import_module("env"), import_name("load_kernel"))) void env_load_kernel(uint32_t slot, uint32_t version, void* address, uint32_t bytes);
__attribute__((import_module("env"), import_name("find_lost"))) uint32_t env_find_lost();
extern unsigned char __heap_base;
}

namespace pf::platform {

namespace {
constexpr size_t kPage = 65536;
using Region = void (*)(Frame*, uint32_t);
}  // namespace

void wait(std::atomic<uint32_t>& word, uint32_t expected, double milliseconds) {
  const int64_t nanoseconds = milliseconds < 0 ? -1 : static_cast<int64_t>(milliseconds * 1e6);
  __builtin_wasm_memory_atomic_wait32(reinterpret_cast<int*>(&word), static_cast<int>(expected), nanoseconds);
}

void notify_all(std::atomic<uint32_t>& word) { __builtin_wasm_memory_atomic_notify(reinterpret_cast<int*>(&word), UINT32_MAX); }

double now() { return env_now(); }

void trap() { __builtin_trap(); }

uintptr_t heap_start() { return (reinterpret_cast<uintptr_t>(&__heap_base) + 63) & ~uintptr_t{63}; }

/** 4 GB is not a uintptr_t here: the last page is left out. */
uintptr_t memory_end() {
  const size_t pages = __builtin_wasm_memory_size(0);
  return (pages < 65536 ? pages : 65535) * kPage;
}

uintptr_t grow(size_t bytes) {
  const size_t pages = bytes / kPage + (bytes % kPage != 0);
  const size_t before = __builtin_wasm_memory_grow(0, pages);
  return before == SIZE_MAX || before >= 65535 ? 0 : before * kPage;
}

void load_kernel(uint32_t slot, uint32_t version, void* address, uint32_t bytes) { env_load_kernel(slot, version, address, bytes); }

bool call_region(uint32_t slot, void*, Frame* frame, uint32_t thread) {
  // A function pointer is a table index.
  reinterpret_cast<Region>(pool.table_base + slot)(frame, thread);
  return true;
}

uint32_t find_lost() { return env_find_lost(); }

}  // namespace pf::platform
