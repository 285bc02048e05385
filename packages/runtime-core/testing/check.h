/** A test program is a list of functions; a failed check prints where and ends the program, so that sanitizers see no half-finished state. */
#pragma once
#include <cstdio>
#include <cstdlib>

#define CHECK(condition)                                                               \
  do {                                                                                 \
    if (!(condition)) {                                                                \
      std::fprintf(stderr, "%s:%d: failed: %s\n", __FILE__, __LINE__, #condition);      \
      std::abort();                                                                    \
    }                                                                                  \
  } while (0)

#define RUN(test)               \
  do {                          \
    test();                     \
    std::printf("ok %s\n", #test); \
    std::fflush(stdout);        \
  } while (0)
