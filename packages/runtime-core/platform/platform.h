/** What the core needs from where it runs. `wasm.cpp` and `native.cpp` implement it. */
#pragma once
#include <atomic>
#include <cstddef>
#include <cstdint>

#include "../abi.h"

namespace pf::platform {

/** Blocks while *word == expected, at most `milliseconds` (negative: without limit). May return early. */
void wait(std::atomic<uint32_t>& word, uint32_t expected, double milliseconds);

void notify_all(std::atomic<uint32_t>& word);

/** Milliseconds from an arbitrary origin, monotonic. */
double now();

/** A hint to the processor inside spin loops. */
inline void relax() {
#if defined(__x86_64__) || defined(__i386__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  asm volatile("yield");
#endif
}

/** Leaves the region that the calling thread is in. WebAssembly: a trap, which its JS caller catches. */
[[noreturn]] void trap();

/** The first heap address, 64-byte aligned, and the present end of memory. */
uintptr_t heap_start();
uintptr_t memory_end();

/** Extends memory by at least `bytes`; returns where the new part starts, or 0. The new part is zero and ends at memory_end(). */
uintptr_t grow(size_t bytes);

/** Makes the kernel callable on this thread. `version` differs whenever the slot has got another kernel. */
void load_kernel(uint32_t slot, uint32_t version, void* address, uint32_t bytes);

/** Runs the region of the kernel in `slot`; false if it trapped (native only: in WebAssembly a trap unwinds to JS). */
bool call_region(uint32_t slot, void* address, Frame* frame, uint32_t thread);

/** 1 + the number of a worker whose thread has ended without being reported yet, or 0. */
uint32_t find_lost();

}  // namespace pf::platform
