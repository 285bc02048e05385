#include <cstring>
#include <random>
#include <thread>
#include <vector>

#include "../abi.h"
#include "../platform/native.h"
#include "../testing/check.h"

namespace {

constexpr size_t kMaximum = size_t{64} << 20;

uintptr_t number(void* address) { return reinterpret_cast<uintptr_t>(address); }

bool all(const unsigned char* bytes, size_t count, unsigned char value) {
  for (size_t i = 0; i < count; i++) {
    if (bytes[i] != value) return false;
  }
  return true;
}

void blocks_are_aligned_disjoint_and_counted() {
  CHECK(pf_heap_used() == 0);
  std::vector<std::pair<unsigned char*, uint32_t>> blocks;
  for (uint32_t bytes : {0u, 1u, 47u, 48u, 49u, 63u, 64u, 65u, 511u, 512u, 513u, 4096u, 100000u, 1u << 20, 5u << 20}) {
    auto* block = static_cast<unsigned char*>(pf_alloc(bytes));
    CHECK(block && number(block) % 64 == 0);
    memset(block, static_cast<int>(blocks.size() + 1), bytes);
    blocks.push_back({block, bytes});
  }
  for (size_t i = 0; i < blocks.size(); i++) CHECK(all(blocks[i].first, blocks[i].second, static_cast<unsigned char>(i + 1)));
  CHECK(pf_heap_used() > 6e6);
  for (auto& [block, bytes] : blocks) CHECK(pf_free(block) == 1);
  CHECK(pf_heap_used() == 0);
}

void wrong_addresses_are_refused() {
  auto* block = static_cast<char*>(pf_alloc(1000));
  const double used = pf_heap_used();
  memset(block, 0, 1000);
  CHECK(pf_free(nullptr) == 0);
  CHECK(pf_free(block + 8) == 0);
  CHECK(pf_free(block + 64) == 0);
  CHECK(pf_free(block - 64) == 0);
  CHECK(pf_free(reinterpret_cast<void*>(~uintptr_t{63})) == 0);
  CHECK(pf_heap_used() == used);
  CHECK(pf_free(block) == 1);
  CHECK(pf_free(block) == 0);
  CHECK(pf_heap_used() == 0);
}

void freed_neighbours_become_one_block() {
  // Three quarters of the maximum in four blocks, freed in every order: each time the whole must be available again.
  const uint32_t quarter = static_cast<uint32_t>(kMaximum / 16 * 3);
  for (const auto& order : {std::vector<int>{0, 1, 2, 3}, {3, 2, 1, 0}, {0, 2, 1, 3}, {1, 3, 0, 2}, {2, 0, 3, 1}}) {
    void* blocks[4];
    for (auto& block : blocks) CHECK((block = pf_alloc(quarter)) != nullptr);
    for (int i : order) CHECK(pf_free(blocks[i]) == 1);
    void* whole = pf_alloc(4 * quarter);
    CHECK(whole != nullptr);
    CHECK(pf_free(whole) == 1);
  }
}

void a_full_heap_gives_null_and_recovers() {
  CHECK(pf_alloc(static_cast<uint32_t>(kMaximum)) == nullptr);
  CHECK(pf_alloc(UINT32_MAX) == nullptr);
  std::vector<void*> blocks;
  while (void* block = pf_alloc(1 << 20)) blocks.push_back(block);
  CHECK(blocks.size() >= 62);
  CHECK(pf_alloc_zeroed(1 << 20) == nullptr);
  // A hole of just the size is found although good fit would ask for a larger class.
  CHECK(pf_free(blocks[30]) == 1);
  CHECK((blocks[30] = pf_alloc(1 << 20)) != nullptr);
  for (void* block : blocks) CHECK(pf_free(block) == 1);
  CHECK(pf_heap_used() == 0);
}

void zeroed_blocks_are_zero_whatever_was_there() {
  std::mt19937 random(7);
  std::vector<std::pair<unsigned char*, uint32_t>> blocks;
  for (int step = 0; step < 4000; step++) {
    if (blocks.size() < 20 || random() % 2 == 0) {
      const uint32_t bytes = random() % (random() % 8 == 0 ? 2000000 : 3000);
      auto* block = static_cast<unsigned char*>(pf_alloc_zeroed(bytes));
      if (!block) continue;
      CHECK(all(block, bytes, 0));
      memset(block, 0xff, bytes);
      blocks.push_back({block, bytes});
    } else {
      const size_t victim = random() % blocks.size();
      CHECK(all(blocks[victim].first, blocks[victim].second, 0xff));
      CHECK(pf_free(blocks[victim].first) == 1);
      blocks[victim] = blocks.back();
      blocks.pop_back();
    }
  }
  for (auto& [block, bytes] : blocks) CHECK(pf_free(block) == 1);
  CHECK(pf_heap_used() == 0);
}

void threads_share_the_heap() {
  std::vector<std::thread> threads;
  for (unsigned seed = 1; seed <= 4; seed++) {
    threads.emplace_back([seed] {
      std::mt19937 random(seed);
      std::vector<std::pair<unsigned char*, uint32_t>> blocks;
      for (int step = 0; step < 20000; step++) {
        if (blocks.size() < 10 || random() % 2 == 0) {
          const uint32_t bytes = 1 + random() % 2000;
          auto* block = static_cast<unsigned char*>(pf_alloc(bytes));
          CHECK(block);
          block[0] = block[bytes - 1] = static_cast<unsigned char>(seed);
          blocks.push_back({block, bytes});
        } else {
          auto [block, bytes] = blocks.back();
          blocks.pop_back();
          CHECK(block[0] == seed && block[bytes - 1] == seed);
          CHECK(pf_free(block) == 1);
        }
      }
      for (auto& [block, bytes] : blocks) CHECK(pf_free(block) == 1);
    });
  }
  for (auto& thread : threads) thread.join();
  CHECK(pf_heap_used() == 0);
}

void many_calls_do_not_use_up_the_heap() {
  void* first = pf_alloc(3000);
  CHECK(pf_free(first) == 1);
  for (int i = 0; i < 100000; i++) {
    void* small = pf_alloc(100);
    void* block = pf_alloc(3000);
    CHECK(small && block);
    CHECK(pf_free(small) == 1 && pf_free(block) == 1);
  }
  CHECK(pf_heap_used() == 0);
  CHECK(pf_alloc(3000) == first);
  CHECK(pf_free(first) == 1);
}

void kernel_slots_are_reused() {
  const double used = pf_heap_used();
  int slots[600];
  for (int i = 0; i < 600; i++) CHECK((slots[i] = pf_kernel_add(&slots[i], 1)) == i);
  CHECK(pf_kernel_remove(700) == nullptr);
  for (int i : {5, 300, 17}) CHECK(pf_kernel_remove(static_cast<uint32_t>(i)) == &slots[i]);
  CHECK(pf_kernel_remove(17) == nullptr);
  CHECK(pf_kernel_add(&slots[17], 1) == 17);
  CHECK(pf_kernel_add(&slots[300], 1) == 300);
  CHECK(pf_kernel_add(&slots[5], 1) == 5);
  CHECK(pf_kernel_add(&slots[0], 1) == 600);
  CHECK(pf_heap_used() - used < 600 * 100);
}

}  // namespace

int main() {
  pf::platform::reserve_heap(1 << 16, kMaximum);
  // First: later there is no memory left that was never used.
  RUN(zeroed_blocks_are_zero_whatever_was_there);
  RUN(blocks_are_aligned_disjoint_and_counted);
  RUN(wrong_addresses_are_refused);
  RUN(freed_neighbours_become_one_block);
  RUN(a_full_heap_gives_null_and_recovers);
  RUN(threads_share_the_heap);
  RUN(many_calls_do_not_use_up_the_heap);
  RUN(kernel_slots_are_reused);
}
