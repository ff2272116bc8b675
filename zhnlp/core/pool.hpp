// Objects that are costly to make, kept between calls.
//
//     borrow()  takes an idle one, or makes one      several threads: one each
//     give_back()  makes it idle again
//
// Callers hold the GIL, which protects the list. (An interpreter without a GIL turns it
// on when it imports the core.)

#pragma once

#include <memory>
#include <new>
#include <vector>

namespace zhnlp {

template <class T>
class Pool {
public:
    // An idle object, or a new one made with `config`.
    template <class Config>
    T* borrow(const Config& config) {
        if (idle_.empty()) return new T(config);
        T* const out = idle_.back().release();
        idle_.pop_back();
        return out;
    }

    // Takes an object back; deletes it if there is no memory to keep it.
    void give_back(T* object) noexcept {
        std::unique_ptr<T> own(object);
        try {
            idle_.push_back(std::move(own));
        } catch (const std::bad_alloc&) {
        }
    }

private:
    std::vector<std::unique_ptr<T>> idle_;
};

}  // namespace zhnlp
