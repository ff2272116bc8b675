"""Name forms: how the names of persons, places and organisations are shortened.

======== ==================== ============================================
label    full                 short
======== ==================== ============================================
PER      王小明               小明; 王先生, 老王, 王某
         乔治·布什            布什
         George W. Bush       Bush
LOC      北京市               北京
         广西壮族自治区       广西
ORG      北京大学             北大: beginnings of its parts, one cut short
         华为技术有限公司     华为: what comes before the words of kind
======== ==================== ============================================

The rules are strict, because a wrong link does more harm than a missing one. They stand in
core/person_names.hpp, kind_words.hpp and abbreviations.hpp; aliases.py decides which names of a
text are linked.
"""

from __future__ import annotations

# The labels of each of the three in different models.
PERSONS = frozenset({"PER", "PERSON", "name", "nr"})
PLACES = frozenset({"LOC", "GPE", "address", "ns"})
ORGANISATIONS = frozenset({"ORG", "organization", "company", "government", "nt"})
