"""Pipelines written in TOML: what a file may say, and what is wrong with one that is wrong."""

from dataclasses import dataclass

import pytest

from reference import Polarity
from zhnlp import (
    Classifier,
    Corrector,
    Normalizer,
    Pipeline,
    Recognizer,
    Segmenter,
    SentenceSplitter,
    Stage,
    StopwordFilter,
    Tagger,
    load,
)
from zhnlp.errors import FileError, FormatError, PackError, PipelineError
from zhnlp.pipeline_file import read_pipeline
from zhnlp.saving import KINDS

NEWS = """# words and names
format = 1

[[stages]]
kind = "SentenceSplitter"
max_quote = 50

[[stages]]
kind = "Segmenter"
method = "unigram"
lexicon = "mine.tsv"
patterns = ["《[^《》]+》"]

[[stages]]
kind = "Tagger"
lexicon = {"天安" = "nz"}

[[stages]]
kind = "Recognizer"
method = "dictionary"
gazetteer = [["小爱", "PRODUCT"]]
labels = ["PER", "PRODUCT", "TIME"]
"""


@pytest.fixture
def write(tmp_path, monkeypatch):
    """A function that writes a pipeline file in a folder that is not the current one."""
    folder = tmp_path / "pipelines"
    folder.mkdir()
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    (folder / "mine.tsv").write_text("云计算\tforce\n", "utf-8")

    def write(text, name="mine.toml"):
        path = folder / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
        return path

    return write


def test_a_file_gives_the_pipeline_of_its_stages(write):
    path = write(NEWS)

    assert read_pipeline(path) == Pipeline(
        [
            SentenceSplitter(max_quote=50),
            Segmenter("unigram", lexicon=path.parent / "mine.tsv", patterns=["《[^《》]+》"]),
            Tagger(lexicon={"天安": "nz"}),
            Recognizer(
                "dictionary", gazetteer={"小爱": "PRODUCT"}, labels=["PER", "PRODUCT", "TIME"]
            ),
        ]
    )


def test_load_takes_its_path_and_the_settings_of_the_user(write, monkeypatch):
    path = write(NEWS)
    monkeypatch.chdir(path.parent)

    for given in (path, str(path), "mine.toml"):
        assert load(given) == read_pipeline(path)
    assert load("mine.toml", labels=["PER"]).stages[-1].labels == ("PER",)


@pytest.mark.parametrize("change", [lambda t: "\ufeff" + t, lambda t: t.replace("\n", "\r\n")])
def test_a_byte_order_mark_and_line_ends_of_windows_do_no_harm(write, change):
    assert read_pipeline(write(change(NEWS))) == read_pipeline(write(NEWS, "plain.toml"))


def test_paths_are_relative_to_the_file_and_names_are_of_what_ships(write):
    path = write(
        """
        [[stages]]
        kind = "Segmenter"
        method = "unigram"
        [[stages]]
        kind = "StopwordFilter"
        lists = ["general", "stop.txt", "./more"]
        [[stages]]
        kind = "Tagger"
        model = "pku-tags"
        [[stages]]
        kind = "Corrector"
        misspellings = {"帐号" = "账号"}
        protected = "mine.tsv"
        """
    )
    (path.parent / "stop.txt").write_text("北京\n", "utf-8")
    (path.parent / "more").write_text("天安门\n", "utf-8")
    nlp = read_pipeline(path)

    assert nlp("我爱北京天安门的帐号").terms == ((1, 2, ""), (8, 10, ""))
    assert nlp.stages[2] == Tagger("pku-tags")
    assert nlp.stages[3] == Corrector(
        misspellings={"帐号": "账号"}, protected=path.parent / "mine.tsv"
    )


def test_a_saved_stage_or_pipeline_comes_in_by_its_folder(write):
    path = write(
        """
        stages = [
            {folder = "saved"}, {folder = "./tagger", tag_set = "ud"}, {kind = "StopwordFilter"}
        ]
        """
    )
    saved = Pipeline([Normalizer(), Segmenter("unigram")])
    saved.save(path.parent / "saved")
    Tagger().save(path.parent / "tagger")

    assert read_pipeline(path) == Pipeline([saved, Tagger(tag_set="ud"), StopwordFilter()])


@dataclass(frozen=True)
class Upper(Stage):
    """A stage of the user's."""

    names: tuple[str, ...] = ()
    provides = ("terms",)

    def __call__(self, doc):
        return doc.filled(terms=())


def test_a_stage_that_is_registered_has_its_name(write, monkeypatch):
    monkeypatch.setitem(KINDS, "Upper", Upper.__module__)
    monkeypatch.setitem(KINDS, "Polarity", Polarity.__module__)

    assert read_pipeline(write('[[stages]]\nkind = "Upper"\nnames = ["我"]')) == Pipeline(
        [Upper(("我",))]
    )
    with pytest.raises(FormatError, match="there is no stage of the kind 'Polarity'"):
        read_pipeline(write('[[stages]]\nkind = "Polarity"'))


SEGMENTER = '[[stages]]\nkind = "Segmenter"\n'
WRONG = [
    ("", 1, 'there are no stages. Write [[stages]] and kind = "Segmenter", and so on'),
    ("stages = []", 1, "there are no stages."),
    ("stages = 3", 1, "stages is 3. Write [[stages]] before each stage."),
    ("[stages]\nkind = 'Tagger'", 1, "stages is a single table. Write [[stages]], with two"),
    ("\nstage = 1", 2, "unknown key 'stage'. Did you mean 'stages'?"),
    ("\nformat = 9\n" + SEGMENTER, 2, "format is 9; this version of zhnlp reads 1. Update it."),
    ("a = \n", 1, "not valid TOML at column 5: Invalid value. Correct it"),
    ("[[stages]]\na = 'x", 2, "not valid TOML"),
    ("a = " + "[" * 5000, 1, "lists are nested too deep."),
    (b"\n# \xff", 2, "byte 0xff is not UTF-8."),
    (SEGMENTER + "[[stages]]\nkind = 'Taggr'", 4, "no stage of the kind 'Taggr'. Did you mean 'T"),
    ("[[stages]]\nkind = 3", 2, "there is no stage of the kind 3. There are: Classifier, Co"),
    ("[[stages]]\nkind = 'Lexicon'", 2, "there is no stage of the kind 'Lexicon'."),
    ("[[stages]]\nmethod = 'crf'", 1, "a stage has no kind. Add one of these: Classifier, "),
    (SEGMENTER + "\nlexcon = 'x'", 4, "Segmenter has no setting 'lexcon'. Did you mean 'lexicon'?"),
    (SEGMENTER + "method = 'unigam'", 3, "Segmenter: "),
    (SEGMENTER + "hmm = 'yes'", 3, "Segmenter: hmm is 'yes'; it must be True or False."),
    (SEGMENTER + "lexicon = 3", 3, "Segmenter: lexicon is 3, of type int. Give a Lexicon"),
    (SEGMENTER + "method = 2\nhmm = true", 1, "Segmenter: "),
    ("[[stages]]\nkind = 'Classifier'", 1, "Classifier needs the setting 'model'. Add a line"),
    ("[[stages]]\nfolder = 3", 2, "folder is 3. Give the path of a saved stage, as './mine'."),
    (SEGMENTER + "folder = 'x'", 2, "a stage has a kind or a folder, not both. Leave one out."),
    ("stages = [{kind = 'Taggr'}]", 1, "no stage of the kind 'Taggr'."),
]


@pytest.mark.parametrize("text, line, problem", WRONG)
def test_what_is_wrong_is_told_with_file_and_line(write, text, line, problem):
    path = write(text)
    with pytest.raises(FormatError) as error:
        read_pipeline(path)

    assert str(error.value).startswith(f"{path}:{line}: ")
    assert problem in str(error.value)


def test_stages_in_the_wrong_order_are_told_with_file_and_line(write):
    path = write(
        '[[stages]]\nkind = "SentenceSplitter"\n\n[[stages]]\nkind = "Tagger"\n' + SEGMENTER
    )
    with pytest.raises(PipelineError) as error:
        read_pipeline(path)

    assert str(error.value) == (
        f"{path}:4: Tagger (stage 1) needs 'words', which no earlier stage provides. "
        "Move Segmenter before it."
    )


def test_a_file_that_is_not_there_is_told_with_the_file_that_names_it(write):
    path = write(SEGMENTER + "lexicon = 'none.tsv'")
    with pytest.raises(FileError) as error:
        read_pipeline(path)
    assert str(error.value).startswith(f"{path}:3: cannot read")
    assert str(path.parent / "none.tsv") in str(error.value)

    with pytest.raises(PackError, match=r"mine\.toml:3: there is no pack in .*pipelines"):
        read_pipeline(write(SEGMENTER + "model = './none'"))
    with pytest.raises(PackError, match=r"mine\.toml:2: .*nothing was saved there"):
        read_pipeline(write("[[stages]]\nfolder = './none'"))
    with pytest.raises(FileError, match=r"cannot read pipeline '.*none\.toml': No such file"):
        load(path.with_name("none.toml"))


def test_a_bad_line_of_a_word_list_is_told_with_its_own_file(write):
    path = write(SEGMENTER + "lexicon = 'mine.tsv'")
    (path.parent / "mine.tsv").write_text("云计算\tforc\n", "utf-8")
    with pytest.raises(FormatError, match=r"^\S*mine\.tsv:1: mode 'forc' is unknown"):
        read_pipeline(path)


def test_a_classifier_needs_its_model(write, monkeypatch):
    monkeypatch.setitem(KINDS, "Polarity", Polarity.__module__)
    path = write('[[stages]]\nfolder = "mood"\ntop = 1')
    Classifier(Polarity()).save(path.parent / "mood")

    assert read_pipeline(path).stages == (Classifier(Polarity(), top=1),)
