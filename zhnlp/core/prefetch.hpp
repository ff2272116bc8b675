// Ask for memory before it is needed. Look-ups in large tables wait for it otherwise.

#pragma once

namespace zhnlp {

// Starts loading the cache line of `address`, which may be any address.
inline void prefetch(const void* address) {
#if defined(__GNUC__) || defined(__clang__)
    __builtin_prefetch(address);
#else
    (void)address;
#endif
}

}  // namespace zhnlp
