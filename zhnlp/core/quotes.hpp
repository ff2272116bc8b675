// Signs that begin and end titles, quotations and brackets.

#pragma once

#include <cstddef>

namespace zhnlp {

// The kind of what `c` opens: 1 a title, 2 and 4 quotations, 3 brackets; 0 for nothing.
inline std::size_t opened_quote(char32_t c) {
    return c == U'《' || c == U'〈'   ? 1u
           : c == U'“'                ? 2u
           : c == '('                 ? 3u
           : c == U'「' || c == U'『' ? 4u
                                      : 0u;
}

// Whether `c` closes any of them.
inline bool closes_quote(char32_t c) {
    return c == U'》' || c == U'〉' || c == U'”' || c == ')' || c == U'」' || c == U'』';
}

}  // namespace zhnlp
