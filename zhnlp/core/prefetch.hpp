// Ask for memory before it is needed. Look-ups in large tables wait for it otherwise.

#pragma once

#include <cstddef>
#include <cstdint>

namespace zhnlp {

// Starts loading the cache line of `address`, which may be any address. GCC takes a function that
// does nothing else for one without effect and may drop its calls, unless there is some assembler.
// Measured: unigram and crf take nine tenths of the time.
inline void prefetch(const void* address) {
#if defined(__GNUC__) || defined(__clang__)
    __builtin_prefetch(address);
    __asm__ volatile("");
#else
    (void)address;
#endif
}

// The same for an element of an array, which need not be in it.
template <class T>
inline void prefetch(const T* array, std::size_t i) {
    prefetch(reinterpret_cast<const void*>(reinterpret_cast<std::uintptr_t>(array) +
                                           i * sizeof(T)));
}

}  // namespace zhnlp
