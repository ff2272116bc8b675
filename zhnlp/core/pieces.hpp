// Arrays one after another, so that one release of the GIL serves many short texts.
//
//     texts      我爱北京 | 天气好        all   我爱北京天气好        ends   4 7
//     word ends   1  2  4 |  2  3        all   1 2 4 2 3            ends   3 5

#pragma once

#include <cstddef>
#include <vector>

namespace zhnlp {

template <class T>
struct Pieces {
    std::vector<T> all;
    std::vector<std::size_t> ends;

    std::size_t size() const { return ends.size(); }
    std::size_t length(std::size_t i) const { return ends[i] - begin(i); }
    const T* at(std::size_t i) const { return all.data() + begin(i); }

    void clear() {
        all.clear();
        ends.clear();
    }
    // Adds room for a piece of `n`, and returns it.
    T* add(std::size_t n) {
        const std::size_t from = all.size();
        all.resize(from + n);
        ends.push_back(from + n);
        return all.data() + from;
    }
    void add(const T* piece, std::size_t n) {
        all.insert(all.end(), piece, piece + n);
        ends.push_back(all.size());
    }

private:
    std::size_t begin(std::size_t i) const { return i ? ends[i - 1] : 0; }
};

}  // namespace zhnlp
