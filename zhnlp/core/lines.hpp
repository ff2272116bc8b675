// A block of UTF-8 lines to the same lines with their words set apart.
//
//     in    我爱北京\n天安门\r\n        out   我 爱 北京\n天安门\r\n
//
// No object per word or line: bytes are decoded (strictly, RFC 3629), cut and
// encoded again. Words of white space only are left out: the separator stands
// in their place. Line ends stay as they are. A line too long to hold is cut
// in parts; see `feed`.

#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "cutter.hpp"

namespace zhnlp {

constexpr char32_t kReplacement = 0xFFFD;

// Decodes one character at `p`, which is before `end`; advances p. Returns
// false for an invalid sequence, p then standing after its longest valid part.
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

// Encodes `c`, which is no surrogate, at `p`, which has room for four bytes.
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

    std::vector<char> out;     // the first n_out bytes hold the answer
    std::size_t n_out = 0;
    std::size_t used = 0;      // bytes of the input that `out` covers
    std::size_t n_lines = 0;   // line ends among them
    bool mid_line = false;     // the last byte covered lies inside a line
    std::size_t bad = kFine;   // place of the first invalid byte, in strict mode

    // Cuts data[0:size]. Bytes after the last line end are covered too if
    // `final`; otherwise they wait for the next block, except that the front of
    // a line longer than kPiece characters is given out with mid_line set.
    // `joined` says that the block goes on inside a line.
    void feed(Cutter& cutter, const std::uint8_t* data, std::size_t size,
              const std::string& separator, bool replace, bool final, bool joined) {
        n_out = used = n_lines = 0;
        bad = kFine;
        mid_line = joined;
        const std::uint8_t* p = data;
        const std::uint8_t* const end = data + size;
        while (p < end) {
            const std::uint8_t* const line = p;
            if (!read_line(p, end, replace, final)) {
                bad = static_cast<std::size_t>(p - data);
                return;
            }
            const bool whole = p < end && *p == '\n';
            if (!whole && !final && chars_.size() <= 4 * kPiece) return;
            std::size_t n_chars = chars_.size();
            const bool carriage = whole && n_chars && chars_.back() == '\r';
            if (carriage) --n_chars;
            cutter.cut(chars_.data(), n_chars, ends_);
            if (!whole && !final) {
                give_front(line, end, data, separator);
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
    // Decodes up to the next line end; false at an invalid sequence in strict mode.
    bool read_line(const std::uint8_t*& p, const std::uint8_t* end, bool replace, bool final) {
        chars_.clear();
        while (p < end && *p != '\n') {
            const std::uint8_t* const start = p;
            char32_t c;
            if (!decode(p, end, c)) {
                if (p == end && !final) return p = start, true;  // may go on in the next block
                if (!replace) return p = start, false;
                c = kReplacement;
            }
            chars_.push_back(c);
        }
        return true;
    }

    // Gives out all but the last kPiece characters of an endless line.
    void give_front(const std::uint8_t* line, const std::uint8_t* end, const std::uint8_t* data,
                    const std::string& separator) {
        std::size_t kept = ends_.size();
        while (kept > 0 && ends_[kept - 1] > chars_.size() - kPiece) --kept;
        if (!kept) return;
        write(separator, kept);
        const std::uint8_t* p = line;
        for (std::size_t i = 0; i < ends_[kept - 1]; ++i) {
            char32_t unused;
            decode(p, end, unused);
        }
        used = static_cast<std::size_t>(p - data);
    }

    void write(const std::string& separator, std::size_t n_words) {
        std::size_t start = 0;
        const std::size_t most = n_out + 4 * chars_.size() + n_words * separator.size() + 2;
        if (out.size() < most) out.resize(2 * most);
        char* p = out.data() + n_out;
        for (std::size_t i = 0; i < n_words; start = ends_[i++]) {
            if (char_class(chars_[start]) == kSpace && all_space(start, ends_[i])) continue;
            if (mid_line) p = std::copy(separator.begin(), separator.end(), p);
            for (std::size_t k = start; k < ends_[i]; ++k) p = encode(chars_[k], p);
            mid_line = true;
        }
        n_out = static_cast<std::size_t>(p - out.data());
    }

    bool all_space(std::size_t start, std::size_t end) const {
        for (; start < end; ++start)
            if (char_class(chars_[start]) != kSpace) return false;
        return true;
    }

    std::vector<char32_t> chars_;
    std::vector<std::uint32_t> ends_;
};

}  // namespace zhnlp
