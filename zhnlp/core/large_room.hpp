// Memory for large arrays, in large pages where the system has them.
//
// A page of 4 kB that is touched for the first time costs more than to fill it: 2,000 of them as
// much as to expand the trie of jieba's dictionary twice.

#pragma once

#include <cstdint>
#include <cstdlib>
#include <memory>
#include <new>

#if defined(__linux__)
#include <sys/mman.h>
#endif

namespace zhnlp {

// Room for `n` numbers, which are not set.
class LargeRoom {
public:
    LargeRoom() = default;
    explicit LargeRoom(std::size_t n) : numbers_(allocated(n * sizeof(std::uint64_t))) {
        if (!numbers_) throw std::bad_alloc();
    }

    std::uint64_t* data() const { return numbers_.get(); }

private:
    struct Free {
        void operator()(std::uint64_t* numbers) const { std::free(numbers); }
    };
    static constexpr std::size_t kPage = std::size_t{1} << 21;

    static std::uint64_t* allocated(std::size_t size) {
#if defined(__linux__) && defined(MADV_HUGEPAGE)
        if (size >= kPage) {
            void* const room = std::aligned_alloc(kPage, (size + kPage - 1) / kPage * kPage);
            if (room) madvise(room, size / kPage * kPage, MADV_HUGEPAGE);  // may fail: small pages
            return static_cast<std::uint64_t*>(room);
        }
#endif
        return static_cast<std::uint64_t*>(std::malloc(size));
    }

    std::unique_ptr<std::uint64_t, Free> numbers_;
};

}  // namespace zhnlp
