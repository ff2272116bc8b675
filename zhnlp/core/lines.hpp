// A block of UTF-8 lines, with a separator between the words of each.
//
//     in    我爱北京\n天安门\r\n        out   我 爱 北京\n天安门\r\n
//
// Makes no object for a word or line: bytes are decoded (strictly, RFC 3629), cut and
// encoded again. Words of white space are left out, so the separator replaces them.
// Line ends stay as they are. A very long line is written in fragments; see `feed`.
// Linear in the text.

#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

#include "cutter.hpp"

namespace zhnlp {

constexpr char32_t kReplacement = 0xFFFD;

// Decodes one character at `p`, which is before `end`; advances p. Returns
// false for an invalid sequence, with p after its longest valid part.
inline bool decode(const std::uint8_t*& p, const std::uint8_t* end, char32_t& out) {
    const std::uint8_t lead = *p++;
    if (lead < 0x80) {
        out = lead;
        return true;
    }
    if (lead < 0xC2 || lead > 0xF4) return false;
    const int more = lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : 3;
    char32_t c = lead & (0x3F >> more);
    for (int k = 0; k < more; ++k) {
        if (p == end) return false;
        const std::uint8_t least = k ? 0x80 : lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
        const std::uint8_t most = k ? 0xBF : lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
        if (*p < least || *p > most) return false;
        c = (c << 6) | (*p++ & 0x3F);
    }
    out = c;
    return true;
}

// Encodes `c`, which is not a surrogate, at `p`, which has room for four bytes.
inline char* encode(char32_t c, char* p) {
    if (c < 0x80) {
        *p++ = static_cast<char>(c);
    } else if (c < 0x800) {
        *p++ = static_cast<char>(0xC0 | (c >> 6));
        *p++ = static_cast<char>(0x80 | (c & 0x3F));
    } else if (c < 0x10000) {
        *p++ = static_cast<char>(0xE0 | (c >> 12));
        *p++ = static_cast<char>(0x80 | ((c >> 6) & 0x3F));
        *p++ = static_cast<char>(0x80 | (c & 0x3F));
    } else {
        *p++ = static_cast<char>(0xF0 | (c >> 18));
        *p++ = static_cast<char>(0x80 | ((c >> 12) & 0x3F));
        *p++ = static_cast<char>(0x80 | ((c >> 6) & 0x3F));
        *p++ = static_cast<char>(0x80 | (c & 0x3F));
    }
    return p;
}

class LineCutter {
public:
    static constexpr std::size_t kFine = static_cast<std::size_t>(-1);

    std::vector<char> out;  // the first n_out bytes are the output
    std::size_t n_out = 0;
    std::size_t used = 0;     // bytes of the input that `out` covers
    std::size_t n_lines = 0;  // line ends among them
    bool mid_line = false;    // the last byte covered is inside a line
    std::size_t bad = kFine;  // index of the first invalid byte, in strict mode

    // Cuts data[0:size]. Bytes after the last line end are covered if `final`. Otherwise
    // they wait for the next block, but the front of a line longer than 4 kChunk
    // characters is written at once, with mid_line set. `joined` says that the block
    // begins inside a line.
    void feed(Cutter& cutter, const std::uint8_t* data, std::size_t size,
              const std::string& separator, bool replace, bool final, bool joined) {
        n_out = used = n_lines = 0;
        bad = kFine;
        mid_line = joined;
        const std::uint8_t* p = data;
        end_ = data + size;
        while (p < end_) {
            line_ = p;
            if (!read_line(p, replace, final)) {
                bad = static_cast<std::size_t>(p - data);
                return;
            }
            const bool whole = p < end_ && *p == '\n';
            if (!whole && !final && n_chars_ <= 4 * kChunk) return;
            const bool carriage = whole && n_chars_ && chars_[n_chars_ - 1] == '\r';
            if (carriage) --n_chars_;
            cutter.cut(chars_.data(), n_chars_, ends_);
            if (!whole && !final) {
                used = static_cast<std::size_t>(line_ - data) + write_front(separator);
                return;
            }
            write(separator, ends_.size());
            if (carriage) out[n_out++] = '\r';
            if (whole) {
                out[n_out++] = '\n';
                ++p;
                ++n_lines;
                mid_line = false;
            }
            used = static_cast<std::size_t>(p - data);
        }
    }

private:
    static constexpr std::size_t kCopied = 16;  // bytes; most words fit

    // Decodes up to the next line end; false at an invalid sequence in strict mode.
    bool read_line(const std::uint8_t*& p, bool replace, bool final) {
        const void* const found = std::memchr(p, '\n', static_cast<std::size_t>(end_ - p));
        const std::uint8_t* const stop = found ? static_cast<const std::uint8_t*>(found) : end_;
        const std::size_t most = static_cast<std::size_t>(stop - p);
        if (chars_.size() < most) {
            chars_.resize(most);
            offsets_.resize(most + 1);
        }
        n_chars_ = 0;
        as_given_ = true;
        while (p < stop) {
            const std::uint8_t* const start = p;
            if (!decode(p, stop, chars_[n_chars_])) {
                if (p == end_ && !final) return p = start, true;  // may continue in the next block
                if (!replace) return p = start, false;
                chars_[n_chars_] = kReplacement;
                as_given_ = false;
            }
            offsets_[n_chars_++] = static_cast<std::uint32_t>(start - line_);
        }
        if (offsets_.empty()) offsets_.resize(1);
        offsets_[n_chars_] = static_cast<std::uint32_t>(stop - line_);
        return true;
    }

    // Writes the words of a very long line but for those in its last kChunk characters;
    // returns how many bytes of the line they cover.
    std::size_t write_front(const std::string& separator) {
        std::size_t kept = ends_.size();
        while (kept > 0 && ends_[kept - 1] > n_chars_ - kChunk) --kept;
        if (!kept) return 0;
        write(separator, kept);
        return offsets_[ends_[kept - 1]];
    }

    void write(const std::string& separator, std::size_t n_words) {
        const std::size_t most = n_out + 4 * n_chars_ + n_words * separator.size() + kCopied + 2;
        if (out.size() < most) out.resize(2 * most);
        char* p = out.data() + n_out;
        std::size_t start = 0;
        for (std::size_t i = 0; i < n_words; start = ends_[i++]) {
            if (all_space(start, ends_[i])) continue;
            if (mid_line) p = std::copy(separator.begin(), separator.end(), p);
            p = as_given_ ? copy(start, ends_[i], p) : encode_all(start, ends_[i], p);
            mid_line = true;
        }
        n_out = static_cast<std::size_t>(p - out.data());
    }

    // Copies the bytes of the characters from the line.
    char* copy(std::size_t start, std::size_t end, char* p) const {
        const std::uint8_t* const from = line_ + offsets_[start];
        const std::size_t n = offsets_[end] - offsets_[start];
        if (n <= kCopied && static_cast<std::size_t>(end_ - from) >= kCopied)
            std::memcpy(p, from, kCopied);  // of a fixed size: one instruction
        else
            std::memcpy(p, from, n);
        return p + n;
    }

    char* encode_all(std::size_t start, std::size_t end, char* p) const {
        for (; start < end; ++start) p = encode(chars_[start], p);
        return p;
    }

    bool all_space(std::size_t start, std::size_t end) const {
        for (; start < end; ++start)  // no later character is a space
            if (chars_[start] > 0x3000 || char_class(chars_[start]) != kSpace) return false;
        return true;
    }

    const std::uint8_t* line_ = nullptr;  // the current line
    const std::uint8_t* end_ = nullptr;   // of the data
    std::vector<char32_t> chars_;         // of the line; the first n_chars_ count
    std::vector<std::uint32_t> offsets_;  // in bytes of the line, of each character and of its end
    std::size_t n_chars_ = 0;
    bool as_given_ = true;  // nothing was replaced
    std::vector<std::uint32_t> ends_;
};

}  // namespace zhnlp
