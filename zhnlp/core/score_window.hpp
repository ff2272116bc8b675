// The sums of some rows of labels, in registers, while the blocks of one position after another are
// added to them; see word_scorer.hpp.

#pragma once

#include <cstdint>
#include <cstring>

#if defined(__SSE2__) && defined(__x86_64__)

#include <emmintrin.h>

namespace zhnlp {

struct ScoreWindow {
    enum Which {
        kPair,
        kTriple,
        kSkip,
        kLengthsHere,
        kHashed,  // of the above
        kSymbol = kHashed,
        kLengths,
        kFound,
        kAll
    };
    static constexpr std::ptrdiff_t kRow = 4;  // labels

    explicit ScoreWindow(std::int16_t* row) : next(row) {}

    void add(const std::int8_t* const* at) {
        const __m128i symbol = load_16(at[kSymbol]), pair = load_16(at[kPair]);
        const __m128i above = _mm_slli_si128(pair, 4);
        first = sum(first, low(symbol), low(above));
        second = sum(second, high(symbol), high(above));
        third = sum(third, low(load_4(at[kSymbol] + 16)), low(_mm_srli_si128(pair, 12)));
        second = sum(second, low(load_8(at[kTriple])),
                     low(_mm_unpacklo_epi32(load_4(at[kLengthsHere]), load_4(at[kSkip]))));
        third = sum(third, low(load_4(at[kTriple] + 8)));
        const __m128i before = sum(low(load_4(at[kLengths])), low(load_4(at[kFound])));
        first = sum(first, _mm_slli_si128(before, 8));
        second = sum(second, low(load_8(at[kLengths] + 4)), low(load_8(at[kFound] + 4)));
    }

    // Writes the first row, and lets one more in.
    void move() {
        _mm_storel_epi64(reinterpret_cast<__m128i*>(next), first);
        next += kRow;
        first = joined(first, second);
        second = joined(second, third);
        third = _mm_setzero_si128();
    }

    static __m128i load_16(const std::int8_t* at) {
        return _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
    }
    static __m128i load_8(const std::int8_t* at) {
        return _mm_loadl_epi64(reinterpret_cast<const __m128i*>(at));
    }
    static __m128i load_4(const std::int8_t* at) {
        std::int32_t four;
        std::memcpy(&four, at, 4);
        return _mm_cvtsi32_si128(four);
    }
    static __m128i low(__m128i x) { return _mm_srai_epi16(_mm_unpacklo_epi8(x, x), 8); }
    static __m128i high(__m128i x) { return _mm_srai_epi16(_mm_unpackhi_epi8(x, x), 8); }
    static __m128i sum(__m128i x, __m128i y) { return _mm_add_epi16(x, y); }
    static __m128i sum(__m128i x, __m128i y, __m128i z) { return sum(x, sum(y, z)); }
    // The second half of x and the first of y.
    static __m128i joined(__m128i x, __m128i y) {
        return _mm_castpd_si128(
            _mm_shuffle_pd(_mm_castsi128_pd(x), _mm_castsi128_pd(y), 1));
    }

    std::int16_t* next;  // where the first row goes
    __m128i first = _mm_setzero_si128(), second = first, third = first;
};

}  // namespace zhnlp

#endif
