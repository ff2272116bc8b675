"""What the binding uses of pool.hpp."""

cdef extern from "pool.hpp" namespace "zhnlp":
    cdef cppclass Pool[T]:
        T* borrow[K](const K&) except +
        void give_back(T*) noexcept
