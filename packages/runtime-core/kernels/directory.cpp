#include "directory.h"

#include "../platform/lock.h"

namespace pf {
namespace {

constexpr uint32_t kPageSlots = 256;
constexpr uint32_t kPages = 256;

/** Pages of slots are allocated as they are needed and stay, so that readers need no lock. */
struct Directory {
  Lock lock;
  Kernel* pages[kPages];
  uint32_t slots;
  uint32_t versions;
  /** 1 + the first empty slot below `slots`; 0: none. */
  uint32_t first_free;
};

Directory directory;

Kernel& entry(uint32_t slot) { return directory.pages[slot / kPageSlots][slot % kPageSlots]; }

}  // namespace

const Kernel& kernel_at(uint32_t slot) { return entry(slot); }

}  // namespace pf

using namespace pf;

extern "C" int32_t pf_kernel_add(void* address, uint32_t bytes) {
  Locked locked(directory.lock);
  uint32_t slot;
  if (directory.first_free != 0) {
    slot = directory.first_free - 1;
    directory.first_free = entry(slot).next_free;
  } else {
    slot = directory.slots;
    if (slot == kPages * kPageSlots) return -1;
    Kernel*& page = directory.pages[slot / kPageSlots];
    if (!page) page = static_cast<Kernel*>(pf_alloc_zeroed(kPageSlots * sizeof(Kernel)));
    if (!page) return -1;
    directory.slots++;
  }
  entry(slot) = {address, bytes, ++directory.versions, 0};
  return static_cast<int32_t>(slot);
}

extern "C" void* pf_kernel_remove(uint32_t slot) {
  Locked locked(directory.lock);
  if (slot >= directory.slots || entry(slot).version == 0) return nullptr;
  void* address = entry(slot).address;
  entry(slot) = {nullptr, 0, 0, directory.first_free};
  directory.first_free = slot + 1;
  return address;
}
