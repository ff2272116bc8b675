"""Figures: drawn without a screen, with Chinese text where the machine has a font for it."""

import sys

import pytest

pytest.importorskip("matplotlib")

from zhnlp.errors import ExtraError, FileError, UsageError
from zhnlp.view import figures
from zhnlp.view.figures import cjk_font, drawable, figure, need_picture, write_figure


@pytest.fixture
def latin():
    """The file of a font that comes with matplotlib and has no Chinese characters."""
    from matplotlib.font_manager import findfont

    return findfont("DejaVu Sans")


@pytest.fixture
def font():
    try:
        return cjk_font()
    except ExtraError:
        pytest.skip("this machine has no font with Chinese characters")


def drawn():
    made = figure(2, 1)
    axes = made.subplots()
    axes.scatter([0, 1], [0, 1])
    axes.set_title("AB")
    return made


def test_a_figure_is_written_as_png_or_svg_by_the_end_of_the_name(tmp_path):
    write_figure(drawn(), tmp_path / "a.PNG")
    write_figure(drawn(), tmp_path / "a.svg")

    assert (tmp_path / "a.PNG").read_bytes().startswith(b"\x89PNG")
    assert b"<svg" in (tmp_path / "a.svg").read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.PNG", "a.svg"]


@pytest.mark.parametrize("name", ["a.png", "a.svg"])
def test_equal_figures_give_the_same_bytes(tmp_path, name):
    write_figure(drawn(), tmp_path / name)
    first = (tmp_path / name).read_bytes()
    write_figure(drawn(), tmp_path / name)

    assert (tmp_path / name).read_bytes() == first


def test_figures_need_no_screen_and_leave_the_state_of_pyplot_alone(tmp_path):
    write_figure(drawn(), tmp_path / "a.png")

    if pyplot := sys.modules.get("matplotlib.pyplot"):
        assert pyplot.get_fignums() == []


@pytest.mark.parametrize("name", ["a.gif", "a", "a.svg.gz"])
def test_another_kind_of_picture_is_an_error(tmp_path, name):
    with pytest.raises(UsageError, match=r"\.png or \.svg"):
        write_figure(drawn(), tmp_path / name)
    with pytest.raises(UsageError, match=r"\.png or \.svg"):
        need_picture(name)


def test_a_folder_that_is_not_there_is_an_error(tmp_path):
    with pytest.raises(FileError, match="cannot write"):
        write_figure(drawn(), tmp_path / "none" / "a.png")


def test_a_machine_without_a_chinese_font_is_an_error_that_says_how_to_get_one(monkeypatch, latin):
    monkeypatch.setattr(figures, "_candidates", lambda: [latin, "no such file"])

    with pytest.raises(ExtraError, match=r"apt install fonts-noto-cjk.*--font FILE"):
        cjk_font()


def test_a_font_file_without_chinese_characters_is_an_error(latin):
    with pytest.raises(UsageError, match="has no Chinese characters"):
        cjk_font(latin)


def test_what_is_not_a_font_is_an_error(tmp_path):
    (tmp_path / "a.ttf").write_text("not a font")

    for name in ("a.ttf", "none.ttf"):
        with pytest.raises(FileError, match="cannot read the font"):
            cjk_font(tmp_path / name)


def test_a_character_that_the_font_does_not_have_is_shown_as_a_question_mark(latin):
    from matplotlib.font_manager import FontProperties

    text = drawable("A汉$\0\n\ud800", FontProperties(fname=latin))

    assert text == r"A?\$???"


def test_chinese_text_is_drawn_without_a_warning(tmp_path, font):
    made = figure(2, 1)
    made.text(0, 0, drawable("北京$1$𠮷😀\ud800", font), fontproperties=font)
    write_figure(made, tmp_path / "a.svg")

    assert drawable("北京", font) == "北京"
    assert cjk_font(font.get_file()).get_file() == font.get_file()
