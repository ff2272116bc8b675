"""`zhnlp.interop` where the packages that it serves are not installed."""

import subprocess
import sys

import pytest

PACKAGES = ("spacy", "pandas", "polars", "gensim", "transformers", "sklearn", "pyarrow")
CASES = [
    ("from zhnlp.interop.displacy import displacy_ents", "None"),
    ("from zhnlp.interop.huggingface import TokenClassification", "None"),
    ("from zhnlp.interop.gensim import BagCorpus", "None"),
    ("from zhnlp.interop.text_splitter import TextSplitter", "None"),
    ("import zhnlp; zhnlp.Doc('', words=[]).to_spacy()", "a Doc of spaCy needs spacy, which is not "
     "installed: pip install 'zhnlp[spacy]'."),
    ("import zhnlp.interop.spacy", "zhnlp.interop.spacy needs spacy, which is not installed: pip "
     "install 'zhnlp[spacy]'."),
    ("import zhnlp.interop.pandas", "zhnlp.interop.pandas needs pandas, which is not installed: "
     "pip install pandas."),
    ("import zhnlp.interop.polars", "zhnlp.interop.polars needs polars, which is not installed: "
     "pip install polars."),
]  # fmt: skip
PROGRAM = """
import sys
sys.modules.update(dict.fromkeys(sys.argv[1].split()))
for line in sys.argv[2:]:
    try:
        exec(line)
    except ImportError as error:
        print(type(error).__name__, error)
    else:
        print(None)
"""


@pytest.fixture(scope="module")
def said():
    """What each line of the cases says, in a process without the packages."""
    lines = [line for line, _ in CASES]
    command = [sys.executable, "-c", PROGRAM, " ".join(PACKAGES), *lines]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return dict(zip(lines, done.stdout.splitlines(), strict=True))


@pytest.mark.parametrize("line, message", CASES, ids=[each[0] for each in CASES])
def test_what_needs_a_package_says_how_to_install_it_and_the_rest_works(line, message, said):
    assert said[line].removeprefix("ExtraError ") == message
