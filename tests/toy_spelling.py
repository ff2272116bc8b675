"""A spelling model of four characters, in place of the one that ships; for zhnlp correct."""

import re
import sys
from math import inf
from types import SimpleNamespace

from zhnlp import Correction

ODDS = {"提": ("题", 2.0), "门": ("们", 3.0), "汽": ("气", 1.0), "在": ("再", 0.5)}
OTHERS = {"提": (("体", -1.0), ("踢", -2.0))}


class SpellingModel:
    """Corrects ODDS outside of protected words, and the user's misspellings, the longest first."""

    def __init__(self, name="default"):
        pass

    def corrector(self, *, max_false_alarms, misspellings, protected):
        def correct(text, kept):
            blocked = {at for start, end in kept for at in range(start, end)}
            for word in protected:
                for match in re.finditer(f"(?={re.escape(word)})", text):
                    blocked.update(range(match.start(), match.start() + len(word)))
            found = []
            own = sorted(misspellings, key=len, reverse=True)
            for match in re.finditer("|".join(map(re.escape, own)) or "(?!)", text):
                if not blocked & {*range(*match.span())}:
                    right = misspellings[match[0]]
                    found.append(Correction(*match.span(), match[0], right, inf, "user"))
                    blocked.update(range(*match.span()))
            for at, char in enumerate(text):
                if char in ODDS and at not in blocked:
                    right, odds = ODDS[char]
                    others = OTHERS.get(char, ())
                    found.append(Correction(at, at + 1, char, right, odds, "sound", others))
            return sorted(found)

        return correct


MODULE = SimpleNamespace(SpellingModel=SpellingModel)


def main():
    """The command line with this model."""
    sys.modules["zhnlp.models.spelling.model"] = MODULE
    from zhnlp.cli import main

    main()


if __name__ == "__main__":
    main()
