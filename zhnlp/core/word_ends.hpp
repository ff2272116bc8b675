// The ends of the words of a text, as they are found.
//
// There is room for one word a character, so that adding an end never allocates.

#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

namespace zhnlp {

class WordEnds {
public:
    // Forgets all words and makes room for those of `length` characters.
    void reset(std::size_t length) {
        ends_.resize(length);
        size_ = 0;
    }
    void clear() { size_ = 0; }

    void put(std::size_t end) { ends_[size_++] = static_cast<std::uint32_t>(end); }

    // Without a branch, for what cannot be predicted.
    void put_if(bool wanted, std::size_t end) {
        ends_[size_] = static_cast<std::uint32_t>(end);
        size_ += wanted;
    }

    // Adds a word for each character of text[start:end].
    void put_characters(std::size_t start, std::size_t end) {
        while (start < end) put(++start);
    }

    std::size_t size() const { return size_; }
    std::uint32_t operator[](std::size_t i) const { return ends_[i]; }
    const std::uint32_t* begin() const { return ends_.data(); }
    const std::uint32_t* end() const { return ends_.data() + size_; }

    void reverse() {
        std::reverse(ends_.begin(), ends_.begin() + static_cast<std::ptrdiff_t>(size_));
    }

    // Replaces all words; `ends` must fit the room.
    void assign(const std::vector<std::uint32_t>& ends) {
        std::copy(ends.begin(), ends.end(), ends_.begin());
        size_ = ends.size();
    }

    // Swaps the ends found with the contents of `out`.
    void move_to(std::vector<std::uint32_t>& out) {
        ends_.resize(size_);
        ends_.swap(out);
        size_ = 0;
    }

private:
    std::vector<std::uint32_t> ends_;
    std::size_t size_ = 0;
};

}  // namespace zhnlp
