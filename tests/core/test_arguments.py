"""Every call of the core with any argument gives what it promises or a ZhnlpError.

The calls are read from the .pyi files, so that a new function is tested without a change
here. A new class needs an entry in `make`, if its arguments are arrays.
"""

import ast
import math
from array import array
from contextlib import suppress
from pathlib import Path

import pytest

import zhnlp.core
from zhnlp.core import (
    Alphabet,
    Confusions,
    Cutter,
    Hmm,
    IdfValues,
    Ngram,
    NgramLevel,
    Ranker,
    Recognizer,
    SequenceTrainer,
    Tagger,
    Trie,
    UserWords,
    Weights,
    WordLabels,
    WordList,
)
from zhnlp.doc import Doc
from zhnlp.errors import InputError, UsageError, ZhnlpError
from zhnlp.span import Span

WORDS = ["我", "爱", "我爱", "京"]
ENDS = array("i", [1, 2])
TEXT = "我爱京"


class Text(str):
    """A string of a sub-class, as bs4 and numpy make them."""


def make():
    """An object of every class whose arguments cannot be guessed from their annotations."""
    trie, book = Trie.build(WORDS), array("f", [-1.0] * 256)
    alphabet = Alphabet(array("I", map(ord, "我爱")), array("I", map(ord, "愛爱")))
    level = NgramLevel(None, bytes(4), None, None, None, None, book, None)
    arrays = array("I", [0] * 16), b"\0", array("i", [0] * 16)
    numbers = array("d", [-1.0] * 4)
    weights = Weights(4, *arrays, first=9, last=12, scale=1.0, sparse=False)
    return {
        "Trie": trie,
        "Alphabet": alphabet,
        "NgramLevel": level,
        "Ngram": Ngram([level]),
        "Weights": weights,
        "WordList": WordList(trie, numbers),
        "WordLabels": WordLabels(alphabet, weights, trie),
        "Hmm": Hmm(numbers, array("d", [-1.0] * 16), array("I", [25105]), numbers),
        "Tagger": Tagger(trie, array("I", [0] * 4), array("Q", [1] * 16), alphabet, weights),
        "Recognizer": Recognizer(trie, b"\1\1\1\1", alphabet),
        "SequenceTrainer": SequenceTrainer(4),
        "Confusions": Confusions(array("I", [0, 1, 1, 1, 1]), array("H", [1]), b"\1", b"\1"),
        "IdfValues": IdfValues(trie, array("d", [1.0] * 4), unknown=1.0),
        "Ranker": Ranker(array("f", [0.1] * n_dense()), array("b", [0])),
    }  # fmt: skip


def n_dense():
    """How many weights a ranker has, from the message about another number of them."""
    with pytest.raises(UsageError) as caught:
        Ranker(array("f"), array("b", [0]))
    return int(str(caught.value).split()[3])


# A value for every annotation of a parameter.
EXAMPLES = {
    "str": TEXT,
    "int": 1,
    "float": 0.5,
    "bool": True,
    "bytes": TEXT.encode(),
    "Buffer": ENDS,
    "Iterable[str]": WORDS,
    "Iterable[int]": [0, 1],
    "Iterable[NgramLevel]": [],
    "Iterable[tuple[int, int]]": [(0, 1)],
    "Iterable[tuple[str, float]]": [("force", 0.0)] * 4,
    "Iterable[tuple[int, int, int]]": [(0, 1, 0)],
    "Iterable[tuple[int, int, str]]": [Span(0, 1)],
    "Iterable[Place]": [Span(0, 1, "PER")],
    "Iterable[Named]": [("王小明", "PER", "")],
    "Iterable[tuple[tuple[str, str, str], Iterable[tuple[int, int, str]]]]": [
        (("我", "PER", ""), [Span(0, 1)])
    ],
    "Iterable[tuple[str, str, tuple[Place, ...]]]": [("我", "PER", (Span(0, 1),))],
    "Iterable[Sequence[str]]": ["ａa"],
    "Iterable[str | Sequence[str]]": [TEXT, WORDS],
    "str | Sequence[str]": WORDS,
    "Mapping[str, Buffer]": {"weights": array("f")},
    "Mapping[tuple[str, str], float]": {("我", "爱"): 0.5},
    "dict[str, int]": {"我": 1},
    "tuple[str, ...]": ("我", "爱"),
    "Sequence[str]": [TEXT],
    "Sequence[Buffer]": [ENDS],
    "Sequence[Buffer] | None": [b"\0\1"],
    "Sequence[tuple[str, ...]]": [("我", "爱")],
    "Sequence[tuple[Kind, ...] | None]": [(Span(0, 1),)],
    "WordNgrams | WordLabels": None,
    "tuple[Buffer, Buffer, Buffer]": (array("I"), array("I"), b""),
    "type[Kind]": Span,
    "type[Group]": Span,
    "type": Span,
    "type[Filled]": Doc,
    "Sequence[Filled]": [Doc(TEXT)],
    "Sequence[Sequence[object]]": [[None]],
    "type[Kind] | None": Span,
    "Iterable[Item]": [Span(0, 1)],
    "dict[str, str] | dict[str, str | None]": {"of": TEXT},
    "tuple[int, int, int, int]": (1, 2, 4, 8),
    "tuple[int, int, int, int, int, int]": (1, 2, 4, 8, 16, 32),
}
NAMED = {
    ("max_length", "int"): 2,
    ("min_count", "int"): 2,
    ("block", "int"): 1 << 20,
    ("method", "str"): "crf",
    ("places", "str"): "B",
    ("places", "Iterable[int]"): [],
    ("labels", "tuple[str, ...]"): ("n", "v", "r", "x"),
    ("start", "Buffer"): array("d", [0.0]),
    ("transition", "Buffer"): array("d", [0.0]),
    ("emission", "Buffer"): array("d"),
    ("char", "str"): "我",
    ("tags", "Buffer"): b"\0\0",
    ("numbers", "Buffer"): b"\0\1",
    ("borders", "Buffer"): array("I", [0, 1]),
    ("data", "Buffer"): TEXT.encode(),
    ("separator", "Buffer"): b" ",
    ("scores", "Buffer"): None,  # only for a model by characters
    ("transitions", "Buffer"): None,
    ("grams", "tuple[Buffer, Buffer, Buffer]"): None,  # only those of the model fit
    ("keys", "Buffer"): array("Q", [1]),
    ("traditional", "Buffer"): array("I", [25105, 29233]),
    ("folding_pairs", "Buffer"): array("I", [25105, 29233]),
    ("traditional_pairs", "Buffer"): array("I", [25105, 29233]),
    ("bits", "int"): 10,
    ("idioms", "Buffer"): b"",
    ("members", "str"): "的地得",
    ("starts", "Buffer"): array("I", [0]) * 5,
    ("in_bucket", "Buffer"): b"",
    ("weights", "Buffer"): array("b"),
    ("pairs", "Buffer"): array("I", [25105, 29233]),
    ("targets", "Buffer"): array("b"),
    ("contexts", "Buffer"): array("b"),
    ("biases", "Buffer"): array("f"),
    ("places", "Buffer"): array("f", [1.0]) * (5 * 48),
    ("names", "Sequence[str]"): ["tags"],
}
WRONG = [
    *(None, b"", b"x", 0, 1, -1, 2**31, 2**63, 2**64, -(2**70), 10**5000, 1.5, math.nan, math.inf),
    *("", "我", "\ud800", "𠮷", Text("我"), [], ["我"], [None], (), (1,), ("我",), {}, {"我": "x"}),
    *([(1,)], [(1, 2)], [(-1, 2**40)], [("a", None)], object(), len, str, True, memoryview(b"ab")),
    *(array("I"), array("i", [1]), array("d", [0.5]), array("q", [1]), memoryview(b"abcd")[::2]),
    *(array("i", [2, 1]), memoryview(bytes(16)).cast("I", (2, 2)), Trie.build(WORDS), NgramLevel),
]
BEFORE_PLACE = ("__init__", "allow", "count", "place")  # what a SequenceTrainer does first
NO_TEXT = [None, b"x", 1, ["我"]]


def calls():
    """Owner, name and parameters of every public call of the core; None for no owner."""
    for path in sorted(Path(zhnlp.core.__file__).parent.glob("*.pyi")):
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.FunctionDef):
                yield None, node
            elif isinstance(node, ast.ClassDef) and not node.bases:
                methods = [part for part in node.body if isinstance(part, ast.FunctionDef)]
                yield from ((node.name, part) for part in methods if not properties(part))


def properties(function):
    return any(ast.unparse(each) == "property" for each in function.decorator_list)


def parameters(function):
    """Name, annotation without None, and whether it is optional or keyword-only."""
    arguments = function.args
    for part in [*arguments.args, *arguments.kwonlyargs]:
        if part.arg != "self":
            kind = ast.unparse(part.annotation).removesuffix(" | None")
            yield part.arg, kind, part in arguments.kwonlyargs


CALLS = [pytest.param(*call, id=f"{call[0] or ''}.{call[1].name}") for call in calls()]
CLASSES = sorted({owner for owner, _ in calls() if owner})


@pytest.fixture(scope="module")
def lasting():
    """An object of every class that no call changes."""
    made = make()
    for owner in CLASSES:
        found(owner, made)
    return {owner: each for owner, each in made.items() if not owner.endswith("Trainer")}


@pytest.fixture
def objects(lasting, request):
    """An object of every class; a trainer has come as far as the function under test needs."""
    made = {**lasting, "SequenceTrainer": SequenceTrainer(4)}
    for owner in CLASSES:
        found(owner, made)
    function = request.node.callspec.params.get("function")
    if function and not function.name.startswith(BEFORE_PLACE):
        made["SequenceTrainer"].assign_weights()
    return made


def found(owner, made):
    """The object of a class; made of examples of its parameters where there is none."""
    if owner not in made:
        start = next(node for name, node in calls() if (name, node.name) == (owner, "__init__"))
        made[owner] = called(owner, start, examples(start, made), made)
    return made[owner]


def examples(function, made):
    """A value for every parameter."""

    def example(name, kind):
        if (name, kind) in NAMED:
            return NAMED[name, kind]
        return EXAMPLES[kind] if kind in EXAMPLES else found(kind, made)

    return {name: example(name, kind) for name, kind, _ in parameters(function)}


def called(owner, function, values, made):
    """What the call gives; an iterator as a list."""
    by_name = {name: values[name] for name, _, keyword in parameters(function) if keyword}
    by_place = [values[name] for name, _, keyword in parameters(function) if not keyword]
    if owner is None:
        target = getattr(zhnlp.core, function.name)
    elif function.name == "__init__":
        target = getattr(zhnlp.core, owner)
    else:
        target = getattr(made[owner], function.name)
    result = target(*by_place, **by_name)
    return list(result) if "Iterator" in ast.unparse(function.returns) else result


@pytest.mark.parametrize("owner, function", CALLS)
def test_any_argument_gives_a_value_or_an_error_of_zhnlp(objects, owner, function):
    values = examples(function, objects)
    every = [dict.fromkeys(values, wrong) for wrong in WRONG]
    every += [{**values, name: wrong} for name in values for wrong in WRONG]
    for arguments in [values, *every]:
        with suppress(ZhnlpError):
            called(owner, function, arguments, objects)


@pytest.mark.parametrize("owner, function", CALLS)
def test_what_is_no_string_is_refused_by_name(objects, owner, function):
    values = examples(function, objects)
    for name in [name for name, kind, _ in parameters(function) if kind == "str"]:
        for wrong in NO_TEXT:
            with pytest.raises(InputError, match=r"(is None|is of type \w+); give a (string|char)"):
                called(owner, function, {**values, name: wrong}, objects)


@pytest.mark.parametrize("owner, function", CALLS)
def test_what_is_no_array_or_object_is_refused_by_name(objects, owner, function):
    values = examples(function, objects)
    kinds = {name: kind for name, kind, _ in parameters(function)}
    for name, kind in kinds.items():
        if kind in CLASSES or kind == "Buffer":
            for wrong in (1, "我", ["我"]):
                with pytest.raises(ZhnlpError):
                    called(owner, function, {**values, name: wrong}, objects)


@pytest.mark.parametrize("owner, function", CALLS)
def test_strings_of_sub_classes_are_strings(objects, owner, function):
    values = examples(function, objects)
    texts = [name for name, kind, _ in parameters(function) if kind == "str"]
    if not texts or owner == "SequenceTrainer":
        return
    other = {**values, **{name: Text(values[name]) for name in texts}}
    answers = []
    for arguments in (values, other):
        try:
            answers.append(called(owner, function, arguments, objects))
        except ZhnlpError as error:
            answers.append(repr(error))
    if function.name not in ("__init__", "build"):
        assert answers[0] == answers[1]


@pytest.mark.parametrize("owner", CLASSES)
def test_a_second_init_changes_nothing(objects, owner):
    kept = objects[owner]
    methods = [node for name, node in calls() if name == owner and node.name != "__init__"]
    if owner in (
        "DocumentCounts",
        "NewWordCounter",
        "SequenceTrainer",
        "Tally",
        "WordContextTrainer",
    ):
        methods = []  # its answers follow its steps, which other tests take

    def answers():
        for function in methods:
            try:
                yield repr(called(owner, function, examples(function, objects), objects))
            except ZhnlpError as error:
                yield repr(error)

    before = list(answers())
    for arguments in ((), (None,), ("forward",), (b"", b"", b"", b"")):
        kept.__init__(*arguments)
    assert [a for a in answers() if " at 0x" not in a] == [a for a in before if " at 0x" not in a]


@pytest.mark.parametrize("owner", CLASSES)
def test_an_object_made_by_new_alone_is_refused_or_works(owner):
    kind = getattr(zhnlp.core, owner)
    try:
        bare = kind.__new__(kind)
    except TypeError:
        return
    assert isinstance(bare, kind)
    known = ("DocumentCounts", "GramCounter", "NewWordCounter")
    assert owner in (*known, "Tally", "UnknownWords", "UserSpelling")


def test_a_number_out_of_range_says_the_range():
    trie, tagger = Trie.build(WORDS), make()["Tagger"]
    with pytest.raises(UsageError, match=r"a value of a trie is -1; give a whole number from 0 to"):
        Trie.build(["我"], [-1])
    with pytest.raises(UsageError, match="start is out of range; give a whole number from -"):
        trie.prefixes(TEXT, 2**64)
    with pytest.raises(UsageError, match="blank is 256; give a whole number from 0 to 255"):
        tagger.tags(TEXT, ENDS, 256)


def test_an_array_of_another_type_says_the_type():
    wanted = "ends is an array of 1 dimensions and the format 'q'; .* array of int32"
    with pytest.raises(InputError, match=wanted):
        make()["Tagger"].tags(TEXT, array("q", [1]), 0)
    with pytest.raises(InputError, match=r"ends is None; give a .* array of int32"):
        make()["Tagger"].tags(TEXT, None, 0)


def test_an_array_that_changes_later_changes_nothing():
    nodes, alphabet = (array(view.format, view) for view in Trie.build(WORDS).arrays())
    trie = Trie(nodes, alphabet)
    user = UserWords(trie, [("prefer", 0.0)] * 4)
    cutter = Cutter("unigram", WordList(trie, array("d", [-1.0] * 4)), user=user)
    expected = cutter.words(TEXT)
    for numbers in (nodes, alphabet):
        for i in range(len(numbers)):
            numbers[i] = 2 ** (8 * numbers.itemsize) - 1
    assert cutter.words(TEXT) == expected
    assert trie.find("我爱") == 2


def test_memory_that_is_read_only_is_not_copied():
    nodes, alphabet = (bytes(view.cast("B")) for view in Trie.build(WORDS).arrays())
    trie = Trie(memoryview(nodes).cast("Q"), memoryview(alphabet).cast("I"))
    assert trie.arrays()[0].obj is nodes


STEPS = [
    # steps before                 the one that is refused        why
    ([],                              "run",              "call assign_weights first"),
    ([],                              "estimate",         "call assign_weights first"),
    ([],                              "packed",           "call assign_weights first"),
    ([],                              "state",            "call assign_weights first"),
    ([],                              "restore",          "call assign_weights first"),
    ([],                              "add_tags",         "call assign_weights first"),
    (["assign_weights"],              "assign_weights",   "assign_weights was called already"),
    (["assign_weights"],              "count_tags",       "assign_weights was called already"),
    (["count_tags"],                  "count_words",      "learns tags; make another one"),
    (["assign_weights", "add_tags"],  "add_words",        "learns tags; make another one"),
    (["assign_weights", "run"],       "estimate",         "has weights already"),
    (["assign_weights", "estimate"],  "estimate",         "has weights already"),
]  # fmt: skip


@pytest.mark.parametrize("before, step, why", STEPS)
def test_a_step_of_training_out_of_order_is_an_error(objects, before, step, why):
    trainer = SequenceTrainer(4)
    cutter, tagger = objects["Cutter"], objects["Tagger"]
    steps = {
        "run": lambda: trainer.run(1, 0.1),
        "estimate": trainer.estimate,
        "packed": lambda: trainer.packed(sparse=True, min_weight=0.0),
        "state": trainer.state,
        "restore": lambda: trainer.restore({}),
        "assign_weights": trainer.assign_weights,
        "count_tags": lambda: trainer.count_tags(tagger, TEXT, ENDS),
        "count_words": lambda: trainer.count_words(cutter, TEXT),
        "add_tags": lambda: trainer.add_tags(tagger, TEXT, ENDS, b"\0\0"),
        "add_words": lambda: trainer.add_words(cutter, TEXT, ENDS),
    }
    for name in before:
        steps[name]()
    with pytest.raises(UsageError, match=why):
        steps[step]()
