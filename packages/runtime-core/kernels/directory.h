/** Which kernel is in which slot. Slots are also table indices, so they are reused when a kernel goes (hot updates). */
#pragma once
#include <cstdint>

#include "../abi.h"

namespace pf {

struct Kernel {
  void* address;
  uint32_t bytes;
  /** Never 0 in a kernel's slot, and another one for each kernel that the slot gets. */
  uint32_t version;
  uint32_t next_free;
};

/** The kernel in a slot that pf_kernel_add has returned. */
const Kernel& kernel_at(uint32_t slot);

}  // namespace pf
