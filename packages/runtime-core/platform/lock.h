#pragma once
#include <atomic>
#include <cstdint>

#include "platform.h"

namespace pf {

/** A spinlock: a page's main thread may not block, and what it protects takes nanoseconds. */
class Lock {
 public:
  void acquire() {
    while (held_.exchange(1, std::memory_order_acquire) != 0) {
      while (held_.load(std::memory_order_relaxed) != 0) platform::relax();
    }
  }
  void release() { held_.store(0, std::memory_order_release); }

 private:
  std::atomic<uint32_t> held_{0};
};

class Locked {
 public:
  explicit Locked(Lock& lock) : lock_(lock) { lock_.acquire(); }
  ~Locked() { lock_.release(); }
  Locked(const Locked&) = delete;
  Locked& operator=(const Locked&) = delete;

 private:
  Lock& lock_;
};

}  // namespace pf
