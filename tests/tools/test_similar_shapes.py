"""Shapes: characters compared as a font draws them."""

import pytest

from similar_shapes import gb2312, likeness, write_shapes
from zhnlp.errors import FileError, UsageError
from zhnlp.models.spelling.confusions import read_shapes

# Any font will do; Pillow brings one with Latin letters only, which have shapes as well.
CHARS = ["E", "F", "O", "Q", "W"]


@pytest.fixture
def font(tmp_path):
    image_font = pytest.importorskip("PIL.ImageFont")
    path = tmp_path / "Some-Regular.ttf"
    face = image_font.load_default(48)
    if not hasattr(face, "font_bytes"):
        pytest.skip("this Pillow has no scalable font of its own")
    path.write_bytes(face.font_bytes)
    return path


def test_likeness_is_symmetric_and_whole_for_a_character_with_itself(font):
    alike = likeness(CHARS, [font, font])

    assert alike == pytest.approx(alike.T, abs=1e-5)
    assert alike.diagonal() == pytest.approx(1.0, abs=1e-5)
    assert abs(alike).max() <= 1 + 1e-5


def test_what_looks_alike_is_written_and_read_again(font, tmp_path):
    path = tmp_path / "shapes.tsv"

    n_pairs = write_shapes(path, [font], characters=CHARS, words={"EFOQW": 5})

    shapes = read_shapes(path)
    assert "F" in shapes["E"]
    assert "Q" in shapes["O"]
    assert "W" not in shapes.get("E", {})
    assert sum(map(len, shapes.values())) == 2 * n_pairs
    assert "Some-Regular" in path.read_text("utf-8")


def test_of_rare_characters_only_the_most_alike_are_kept(font, tmp_path):
    common = write_shapes(tmp_path / "a", [font], characters=CHARS, words={"EFOQW": 5})
    rare = write_shapes(tmp_path / "b", [font], characters=CHARS, words={"x": 1})

    assert rare <= common


def test_a_file_that_is_no_font_is_refused(tmp_path):
    pytest.importorskip("PIL.ImageFont")
    path = tmp_path / "none.otf"

    with pytest.raises(FileError, match=r"cannot read the font .*none\.otf"):
        likeness(CHARS, [path])


def test_no_font_is_refused():
    with pytest.raises(UsageError, match="Give a font file"):
        likeness(CHARS, [])


def test_gb2312_has_6763_characters_each_once():
    assert len(gb2312()) == len(set(gb2312())) == 6763
    assert gb2312()[0] == "啊"
