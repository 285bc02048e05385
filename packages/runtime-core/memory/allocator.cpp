/**
 * Two-level segregated fit (Masmano et al., "TLSF: a new dynamic memory allocator for real-time systems", ECRTS 2004) with boundary tags, in units of 64 bytes.
 * A block is a 16-byte header and its payload; headers lie 16 bytes before multiples of 64, so that payloads are aligned.
 *
 *     segment:  …48 unused bytes… [header|payload ……][header|payload …] … [header of the end mark]
 */
#include <cstring>

#include "../abi.h"
#include "../platform/lock.h"

namespace pf {
namespace {

constexpr size_t kUnit = 64;
constexpr uint32_t kUsed = 0x75736564;
constexpr uint32_t kFree = 0x66726565;

struct Header {
  uint32_t units;
  /** Size of the block before this one, 0 for the first of a segment. */
  uint32_t previous_units;
  uint32_t state;
  uint32_t unused;
};
static_assert(sizeof(Header) == 16);

/** In the payload of a free block: its neighbours in the list of its class. */
struct Links {
  Header* next;
  Header* previous;
};
static_assert(sizeof(Links) <= kUnit - sizeof(Header));

/** Sizes below 8 units have a class each; above, each power of two has 8 classes. */
constexpr uint32_t kSteps = 8;
constexpr uint32_t kClasses = 8 * 30;
constexpr uint32_t kWords = (kClasses + 31) / 32;

/** How far the list of the exact class is searched before a larger class is taken: repeated sizes find their old block at its head. */
constexpr int kExactTries = 8;

constexpr size_t kSmallestGrowth = size_t{1} << 20;
constexpr size_t kLargestExtraGrowth = size_t{64} << 20;

struct Heap {
  Lock lock;
  bool started;
  /** End of the last segment: where its end mark's payload would be. */
  uintptr_t end;
  /** From here on everything is zero, except headers and links of blocks that are free now, and end marks. */
  uintptr_t untouched;
  uint64_t used_units;
  uint32_t filled[kWords];
  Header* first[kClasses];
};

Heap heap;

uint32_t class_of(uint32_t units) {
  if (units < kSteps) return units;
  const uint32_t log = 31 - static_cast<uint32_t>(__builtin_clz(units));
  return kSteps * (log - 2) + ((units >> (log - 3)) & (kSteps - 1));
}

/** The first class all of whose blocks have at least `units`. */
uint32_t class_that_fits(uint32_t units) {
  if (units < kSteps) return units;
  const uint32_t log = 31 - static_cast<uint32_t>(__builtin_clz(units));
  const uint32_t rest = (uint32_t{1} << (log - 3)) - 1;
  return units > UINT32_MAX - rest ? kClasses : class_of(units + rest);
}

uintptr_t address_of(const void* pointer) { return reinterpret_cast<uintptr_t>(pointer); }
Header* header_at(uintptr_t address) { return reinterpret_cast<Header*>(address); }
Header* after(Header* block) { return header_at(address_of(block) + size_t{block->units} * kUnit); }
Links& links(Header* block) { return *reinterpret_cast<Links*>(block + 1); }

void insert(Header* block) {
  block->state = kFree;
  const uint32_t cls = class_of(block->units);
  links(block) = {heap.first[cls], nullptr};
  if (heap.first[cls]) links(heap.first[cls]).previous = block;
  heap.first[cls] = block;
  heap.filled[cls / 32] |= uint32_t{1} << (cls % 32);
}

void remove(Header* block) {
  const Links own = links(block);
  const uint32_t cls = class_of(block->units);
  if (own.next) links(own.next).previous = own.previous;
  if (own.previous) links(own.previous).next = own.next;
  else {
    heap.first[cls] = own.next;
    if (!own.next) heap.filled[cls / 32] &= ~(uint32_t{1} << (cls % 32));
  }
}

/** What is no header any more must not break `untouched`. */
void wipe(Header* block) { memset(static_cast<void*>(block), 0, sizeof(Header) + sizeof(Links)); }

/** Joins a block that is in no list with its free neighbours and puts the whole into its list. */
void release(Header* block) {
  Header* next = after(block);
  if (next->state == kFree) {
    remove(next);
    block->units += next->units;
    wipe(next);
  }
  if (block->previous_units != 0) {
    Header* previous = header_at(address_of(block) - size_t{block->previous_units} * kUnit);
    if (previous->state == kFree) {
      remove(previous);
      previous->units += block->units;
      wipe(block);
      block = previous;
    }
  }
  after(block)->previous_units = block->units;
  insert(block);
}

Header* exact_fit(uint32_t units, int tries) {
  for (Header* block = heap.first[class_of(units)]; block && tries-- > 0; block = links(block).next) {
    if (block->units >= units) return block;
  }
  return nullptr;
}

Header* good_fit(uint32_t units) {
  const uint32_t from = class_that_fits(units);
  for (uint32_t word = from / 32; word < kWords; word++) {
    uint32_t bits = heap.filled[word];
    if (word == from / 32) bits &= ~uint32_t{0} << (from % 32);
    if (bits != 0) return heap.first[word * 32 + static_cast<uint32_t>(__builtin_ctz(bits))];
  }
  return nullptr;
}

/** Adds the memory from `start` to `end`, which is zero, as one free block. */
void add_segment(uintptr_t start, uintptr_t end) {
  Header* mark = header_at(end - sizeof(Header));
  if (start == heap.end) {
    Header* block = header_at(start - sizeof(Header));
    block->units = static_cast<uint32_t>((end - start) / kUnit);
    *mark = {0, block->units, kUsed, 0};
    heap.end = end;
    release(block);
    return;
  }
  Header* block = header_at(start + kUnit - sizeof(Header));
  const uint32_t units = static_cast<uint32_t>((end - start) / kUnit) - 1;
  *block = {units, 0, kFree, 0};
  *mark = {0, units, kUsed, 0};
  heap.end = end;
  heap.untouched = address_of(block);
  insert(block);
}

/** Bytes of the free block at the end of the heap, which growth would extend. */
size_t free_tail() {
  if (heap.end == 0) return 0;
  const size_t bytes = size_t{header_at(heap.end - sizeof(Header))->previous_units} * kUnit;
  return header_at(heap.end - sizeof(Header) - bytes)->state == kFree ? bytes : 0;
}

bool grow(size_t needed) {
  const size_t present = heap.end - platform::heap_start();
  size_t extra = present / 4;
  if (extra < kSmallestGrowth) extra = kSmallestGrowth;
  if (extra > kLargestExtraGrowth) extra = kLargestExtraGrowth;
  uintptr_t start = needed > SIZE_MAX - extra ? 0 : platform::grow(needed + extra);
  if (start == 0) start = platform::grow(needed - free_tail());
  if (start == 0) return false;
  add_segment(start, platform::memory_end());
  return true;
}

void start() {
  heap.started = true;
  const uintptr_t from = platform::heap_start();
  const uintptr_t end = platform::memory_end() & ~(kUnit - 1);
  if (end > from + 2 * kUnit) add_segment(from, end);
}

Header* find(uint32_t units) {
  if (Header* block = exact_fit(units, kExactTries)) return block;
  if (Header* block = good_fit(units)) return block;
  if (Header* block = exact_fit(units, INT32_MAX)) return block;
  // A new segment may need two units for its marks. A block that has just become large enough may be in the exact class, below the class that surely fits.
  if (!grow((size_t{units} + 2) * kUnit)) return nullptr;
  Header* block = good_fit(units);
  return block ? block : exact_fit(units, INT32_MAX);
}

/** Takes a block of `units` off the lists. `dirty` is how many bytes of its payload, from the start, may differ from zero. */
Header* take(uint32_t units, size_t& dirty) {
  if (!heap.started) start();
  Header* block = find(units);
  if (!block) return nullptr;
  remove(block);
  if (block->units > units) {
    Header* rest = header_at(address_of(block) + size_t{units} * kUnit);
    const uint32_t rest_units = block->units - units;
    *rest = {rest_units, units, kFree, 0};
    after(rest)->previous_units = rest_units;
    block->units = units;
    insert(rest);
  }
  block->state = kUsed;
  heap.used_units += units;
  const uintptr_t payload = address_of(block + 1);
  const uintptr_t end = address_of(after(block));
  const uintptr_t known = payload + sizeof(Links) > heap.untouched ? payload + sizeof(Links) : heap.untouched;
  dirty = (known < end ? known : end) - payload;
  if (end > heap.untouched) heap.untouched = end;
  return block;
}

Header* allocate(uint32_t bytes, size_t& dirty) {
  const uint64_t units = (uint64_t{bytes} + sizeof(Header) + kUnit - 1) / kUnit;
  if (units * kUnit > SIZE_MAX - 4 * kUnit) return nullptr;
  Locked locked(heap.lock);
  return take(static_cast<uint32_t>(units), dirty);
}

}  // namespace
}  // namespace pf

using namespace pf;

extern "C" void* pf_alloc(uint32_t bytes) {
  size_t dirty;
  Header* block = allocate(bytes, dirty);
  return block ? block + 1 : nullptr;
}

extern "C" void* pf_alloc_zeroed(uint32_t bytes) {
  size_t dirty;
  Header* block = allocate(bytes, dirty);
  return block ? memset(static_cast<void*>(block + 1), 0, dirty) : nullptr;
}

extern "C" uint32_t pf_free(void* address) {
  const uintptr_t payload = address_of(address);
  if (payload % kUnit != 0) return 0;
  Locked locked(heap.lock);
  if (payload < platform::heap_start() + kUnit || payload >= heap.end) return 0;
  Header* block = header_at(payload - sizeof(Header));
  if (block->state != kUsed || block->units == 0) return 0;
  heap.used_units -= block->units;
  release(block);
  return 1;
}

extern "C" double pf_heap_used() {
  Locked locked(heap.lock);
  return static_cast<double>(heap.used_units * kUnit);
}
