"""SpellingProject: what its lines mean, and how a file of it grows."""

import os
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhnlp import Lexicon, Misspellings, SpellingProject
from zhnlp.errors import FileError, FormatError, UsageError
from zhnlp.models.lexicons.spelling_project import Decision, line_of, open_project, record
from zhnlp.saving import load, save

KEPT = Decision("末来", "末来")
PAIR = Decision("帐号", "账号")


@pytest.fixture
def path(tmp_path):
    return str(tmp_path / "spelling.txt")


def put(path, content):
    with open(path, "wb") as file:
        file.write(content.encode())


def get(path):
    with open(path, "rb") as file:
        return file.read().decode()


def test_a_line_with_one_word_is_kept_and_one_with_two_is_corrected(path):
    put(path, "\ufeff# names\r\n末来\r\n\r\n帐号\t账号\r\nNew York\tNew York\r\n")
    project = SpellingProject.read(path)

    assert project.misspellings == Misspellings({"帐号": "账号"})
    assert project.protected == Lexicon(["末来", "New York"])


FAULTS = [
    ("帐号 账号\n", "'帐号 账号' has a space, but no tab. Write wrong<TAB>right"),
    ("a\tb\tc\n", "'a\\tb\\tc' has 3 columns. Write wrong<TAB>right, or one word."),
    (
        "帐号\t账号\n帐号\n",
        "'帐号' is already in line 1, with the right side '账号', not as what is",
    ),
    (
        "帐号\n帐号\t账号\n",
        "'帐号' is already in line 1, as what is never changed, not with '账号'.",
    ),
    ("\t账号\n", "the wrong side is empty."),
    ("帐" * 200 + "\n", "the word has 200 characters; a list takes 128 at most."),
]


@pytest.mark.parametrize("content, problem", FAULTS)
def test_a_bad_line_is_an_error_with_its_place(path, content, problem):
    put(path, content)

    with pytest.raises(FormatError) as error:
        open_project(path)
    assert str(error.value).startswith(f"{path}:{content.count(chr(10))}: {problem}")


def test_what_is_no_decision_is_refused():
    with pytest.raises(UsageError, match="decision 5 is neither a word nor a pair"):
        SpellingProject([5])


@given(
    st.lists(
        st.text(st.sampled_from("在再 \t#a\n\r\u2028\ufeff"), min_size=1, max_size=4).flatmap(
            lambda wrong: st.sampled_from([Decision(wrong, wrong), Decision(wrong, "好")])
        ),
        unique_by=lambda each: each.wrong,
    )
)
def test_what_a_line_can_hold_is_read_as_it_was(tmp_path_factory, entries):
    path = str(tmp_path_factory.mktemp("project") / "spelling.txt")
    held = []
    for entry in entries:
        try:
            line_of(entry)
        except UsageError:
            continue
        held.append(entry)
    record(path, held)

    assert SpellingProject.read(path).entries == tuple(held)


def test_lines_are_added_at_the_end_and_nothing_else_is_touched(path):
    before = "\ufeff# names\r\n末来\r\n\r\n帐号\t账号"
    put(path, before)
    record(path, [Decision("在来", "再来")])
    project = record(path, [Decision("问提", "问题"), Decision("京", "京")])

    added = "\r\n在来\t再来\r\n问提\t问题\r\n京\r\n"
    assert get(path) == before + added
    assert project == SpellingProject.read(path)
    assert record(path, (), [Decision("问提", "问题"), Decision("不", "不")]) == SpellingProject(
        [KEPT, PAIR, ("在来", "再来"), "京"]
    )
    assert get(path) == before + added.replace("问提\t问题\r\n", "")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_new_line_ends_as_the_others_do(path, end):
    put(path, f"甲{end}乙{end}")
    record(path, [PAIR])

    assert get(path) == f"甲{end}乙{end}帐号\t账号{end}"


def test_a_file_that_is_not_there_is_made_with_a_head(path):
    assert open_project(path) == SpellingProject()
    assert not os.path.exists(path)
    record(path, [KEPT])

    assert get(path).startswith("# Spelling of this project.")
    assert get(path).endswith(".\n末来\n")


def test_what_another_has_decided_meanwhile_holds(path):
    mine = open_project(path)
    record(path, [Decision("在来", "在来")])
    project = record(path, [Decision("在来", "再来"), PAIR])

    assert mine == SpellingProject()
    assert project == SpellingProject(["在来", PAIR])
    assert SpellingProject.read(path) == project


@pytest.mark.skipif(os.name != "posix", reason="folders are not locked on Windows")
def test_reviews_at_the_same_time_lose_no_answer(path):
    entries = [Decision(f"甲{number}", f"乙{number}") for number in range(60)]
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda entry: record(path, [entry]), entries))

    assert set(SpellingProject.read(path)) == set(entries)


def test_a_link_is_followed_and_stays(path, tmp_path):
    put(path, "末来\n")
    os.symlink(path, tmp_path / "link")
    os.symlink(tmp_path / "new.txt", tmp_path / "dangling")
    record(str(tmp_path / "link"), [PAIR])
    record(str(tmp_path / "dangling"), [PAIR])

    assert (tmp_path / "link").is_symlink()
    assert get(path) == "末来\n帐号\t账号\n"
    assert SpellingProject.read(tmp_path / "new.txt") == SpellingProject([PAIR])


@pytest.mark.parametrize("name", ["folder", "packed.gz"])
def test_what_cannot_be_added_to_is_an_error(tmp_path, name):
    (tmp_path / "folder").mkdir()
    (tmp_path / "packed.gz").write_bytes(b"\x1f\x8b")

    with pytest.raises(FileError, match=f"cannot write project '.*{name}': it is (no file|packed)"):
        open_project(str(tmp_path / name))


def test_bad_lines_stay_in_the_file_if_they_are_left_out(path):
    put(path, "帐号 账号\n末来\n")
    project = record(path, [PAIR], skip_bad_lines=True)

    assert project == SpellingProject([KEPT, PAIR])
    assert get(path) == "帐号 账号\n末来\n帐号\t账号\n"


def test_a_saved_project_is_loaded_as_it_was(tmp_path):
    save(SpellingProject([KEPT, PAIR]), tmp_path / "saved")

    assert load(tmp_path / "saved") == SpellingProject([KEPT, PAIR])
