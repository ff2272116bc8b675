// Strings and spans as JSON in UTF-8.
//
//     text   我 说 : " 好 "         ends 1 2 3 4 5 6
//     out    ["我", "说", ":", "\"", "好", "\""]
//
//     spans  0-2 ORG   3-4
//     out    [[0, 2, "ORG"], [3, 4]]
//
// Escaped are quotes, backslashes and control characters, as by Python's json, and halves of
// characters (lone surrogates), which UTF-8 does not have. Time is linear in what is written.

#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>

namespace zhnlp {

class JsonList {
public:
    JsonList() { ensure(kStart); }

    const char* data() const { return data_.get(); }
    std::size_t size() const { return size_; }

    // Adds a string to the list.
    template <class Char>
    void add(const Char* chars, std::size_t length) {
        ensure(kLongest * length + 8);
        separate();
        write_string(chars, length);
    }

    // Adds the words of a text, which end at `ends`.
    void add_words(const char32_t* text, const std::int32_t* ends, std::size_t n) {
        std::size_t start = 0;
        for (std::size_t i = 0; i < n; ++i) {
            const std::size_t end = static_cast<std::size_t>(ends[i]);
            add(text + start, end - start);
            start = end;
        }
    }

    // Adds a span; without a label, `length` is 0.
    template <class Char>
    void add_span(std::uint64_t start, std::uint64_t end, const Char* label, std::size_t length) {
        ensure(kLongest * length + 64);
        separate();
        put('[');
        write_number(start);
        put(',');
        put(' ');
        write_number(end);
        if (length) {
            put(',');
            put(' ');
            write_string(label, length);
        }
        put(']');
    }

    void close() {
        ensure(2);
        if (!n_) put('[');
        put(']');
    }

private:
    static constexpr std::size_t kStart = 256;
    static constexpr std::size_t kLongest = 6;  // bytes of one character: \u001f

    // Makes room for `n` more bytes.
    void ensure(std::size_t n) {
        if (n <= capacity_ - size_) return;
        const std::size_t capacity = std::max(2 * capacity_, size_ + n);
        std::unique_ptr<char[]> larger(new char[capacity]);
        if (size_) std::memcpy(larger.get(), data_.get(), size_);
        data_.swap(larger);
        capacity_ = capacity;
    }

    void put(char32_t byte) { data_[size_++] = static_cast<char>(byte); }

    void separate() {
        if (n_++) {
            put(',');
            put(' ');
        } else {
            put('[');
        }
    }

    template <class Char>
    void write_string(const Char* chars, std::size_t length) {
        put('"');
        for (std::size_t i = 0; i < length; ++i) write_char(chars[i]);
        put('"');
    }

    void write_char(char32_t c) {
        if (c < 0x80) {
            if (c < 0x20 || c == '"' || c == '\\') return write_escape(c);
            return put(c);
        }
        if (c < 0x800) {
            put(0xC0 | c >> 6);
        } else {
            if (c - 0xD800 < 0x800u) return write_escape(c);
            if (c < 0x10000) {
                put(0xE0 | c >> 12);
            } else {
                put(0xF0 | c >> 18);
                put(0x80 | (c >> 12 & 63));
            }
            put(0x80 | (c >> 6 & 63));
        }
        put(0x80 | (c & 63));
    }

    void write_escape(char32_t c) {
        static const char kShort[] = "\"\"\\\\\bb\ff\nn\rr\tt";  // character and letter of its escape
        static const char kHex[] = "0123456789abcdef";
        put('\\');
        for (const char* each = kShort; *each; each += 2)
            if (c == static_cast<unsigned char>(*each)) return put(each[1]);
        put('u');
        for (int shift = 12; shift >= 0; shift -= 4) put(kHex[c >> shift & 15]);
    }

    void write_number(std::uint64_t number) {
        char digits[20];
        std::size_t n = 0;
        do digits[n++] = static_cast<char>('0' + number % 10);
        while (number /= 10);
        while (n) put(digits[--n]);
    }

    std::unique_ptr<char[]> data_;
    std::size_t size_ = 0, capacity_ = 0;
    std::size_t n_ = 0;  // items so far
};

}  // namespace zhnlp
