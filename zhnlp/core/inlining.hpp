// Code that must be part of the function that calls it.
//
//     const auto add = [&](int i) ZHNLP_INLINE { … };     what `add` changes stays in registers
//
// Compilers leave a function of some size that is called from several places as it is. Its
// caller must then keep all that it changes in memory.

#pragma once

#if defined(__GNUC__) || defined(__clang__)
#define ZHNLP_INLINE __attribute__((always_inline))
#else
#define ZHNLP_INLINE
#endif
