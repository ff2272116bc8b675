"""Train models of words.

With raw text, training has three steps (after Zhang, Wang, Mansur and Zhang, 2013,
"Exploring Representations from Unlabeled Data with Co-training for Chinese
Word Segmentation"): train a first model, count words in the raw text with it, and train a
second model that has these counts as features (see evidence.py).

Where gold words are optional, as standards differ on them, the model learns that some of
the cuts of a text are right, not which.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

from zhnlp.core import Alphabet, Cutter, SequenceTrainer, Trie, WordLabels
from zhnlp.errors import UsageError
from zhnlp.models.lexicons.dictionary import Dictionary
from zhnlp.models.sequence.checkpoint import Arrays, Learned
from zhnlp.models.sequence.training import Run, Sample, Schedule, characters
from zhnlp.models.words.evidence import Raw, dictionary_evidence, word_evidence
from zhnlp.models.words.model import N_LABELS, WordModel
from zhnlp.models.words.settled_cuts import measure_words, settled
from zhnlp.packing import About, make_pack

# B M E S: the labels that may follow each
_FOLLOWERS = {0: (1, 2), 1: (1, 2), 2: (0, 3), 3: (0, 3)}
_FIRST_PASSES = 6


def train_words(
    samples: Sequence[Sample],
    run: Run[WordModel] | None = None,
    *,
    dictionary: Dictionary,
    raw: Raw | None = None,
) -> WordModel:
    """A model of the words of `samples`.

    Args:
        samples: Texts with their words.
        run: The schedule and other settings.
        dictionary: Known words; cutting must use the same ones.
        raw: Returns UTF-8 text to find words in, in blocks of whole lines.

    Raises:
        UsageError: There is nothing to learn.
    """
    run, schedule = (run or Run()).by(Schedule())
    measures = measure_words()
    samples = [settled(sample, measures) for sample in samples if sample.text]
    if not samples:
        raise UsageError("there is nothing to learn words from. Give texts with their words.")
    arrays = characters(samples)
    if raw is None:
        return _learned(samples, run, dictionary, arrays)
    short = replace(schedule, passes=min(_FIRST_PASSES, schedule.passes))
    known = arrays | _lexicon(dictionary_evidence(dictionary))
    first = _learned(samples, Run[WordModel](short, report=run.report), dictionary, known)
    cutter = Cutter("crf", dictionary.words, model=first.word_labels)
    evidence = word_evidence(cutter, raw, dictionary)
    run.report(f"{len(evidence):,} words found in raw text")
    return _learned(samples, run, dictionary, arrays | _lexicon(evidence))


def _learned(
    samples: Sequence[Sample], run: Run[WordModel], dictionary: Dictionary, arrays: Arrays
) -> WordModel:
    """A model trained with the alphabet and lexicon of `arrays`."""
    trainer = _trainer(samples, dictionary, arrays, run)
    return run.learn(
        trainer,
        partial(_model, trainer, arrays, run.about or {}),
        sparse=False,
        data=[
            *(sample.key() for sample in samples),
            *(bytes(arrays[name]) for name in sorted(arrays)),
        ],
    )


def _lexicon(evidence: Mapping[str, int]) -> Arrays:
    """The lexicon of a model, as arrays."""
    nodes, chars = Trie.build(evidence, evidence.values()).packed()
    return {"lexicon_nodes": nodes, "lexicon_alphabet": chars}


def _trainer(
    samples: Sequence[Sample], dictionary: Dictionary, arrays: Arrays, run: Run[WordModel]
) -> SequenceTrainer:
    trainer = SequenceTrainer(N_LABELS, min_count=run.by(Schedule())[1].min_count)
    for before, followers in _FOLLOWERS.items():
        for after in followers:
            trainer.allow(before, after)
    trainer.allow_at_ends((0, 3), (2, 3))
    lexicon = None
    if "lexicon_nodes" in arrays:
        lexicon = Trie(arrays["lexicon_nodes"], arrays["lexicon_alphabet"])
    labels = WordLabels(Alphabet(arrays["alphabet"], arrays["read_as"]), lexicon=lexicon)
    cutter = Cutter("crf", dictionary.words, model=labels)
    for sample in samples:
        trainer.count_words(cutter, sample.text)
    n_features = trainer.assign_weights()
    n_inside = sum(
        trainer.add_words(
            cutter, sample.text, sample.ends, optional=sample.optional, weight=sample.weight
        )
        for sample in samples
    )
    run.report(
        f"{len(samples):,} texts, {n_features:,} features; {n_inside:,} word boundaries lie inside "
        "units (numbers, Latin words …) and cannot be learned"
    )
    return trainer


def _model(trainer: SequenceTrainer, arrays: Arrays, about: About, learned: Learned) -> WordModel:
    model = WordModel(
        make_pack("WordModel", {**about, **learned.about}, {**arrays, **learned.arrays})
    )
    return model.with_grams(trainer.keys())
