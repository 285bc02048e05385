/** What only the native platform has: a heap of a chosen size, and threads that can be declared lost. */
#pragma once
#include <cstddef>
#include <cstdint>

namespace pf::platform {

/** Reserves the heap; `present` bytes of it are there at once. Call before anything else. */
void reserve_heap(size_t present, size_t maximum);

/** The thread of worker `id` has ended: the next heartbeat reports it. */
void declare_lost(uint32_t id);

}  // namespace pf::platform
