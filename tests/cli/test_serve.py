"""zhnlp serve: options, and what is said where it cannot begin. See tests/serve for the rest."""

import sys

import pytest

for package in ("fastapi", "uvicorn", "prometheus_client", "httptools"):
    pytest.importorskip(package, reason="it comes with zhnlp[serve]")


@pytest.fixture
def begun(monkeypatch):
    """The settings and options of services that are begun; none of them is."""
    calls = []

    def serve(settings, **options):
        options.pop("announce")("http://127.0.0.1:8000/")
        calls.append((settings, options))

    monkeypatch.setattr("zhnlp.serve.server.serve", serve)
    return calls


def test_it_says_where_it_listens(run, begun):
    result = run("serve")
    ((settings, options),) = begun

    assert result.exit_code == 0
    assert (result.stdout, result.stderr) == (
        "",
        "zhnlp serves http://127.0.0.1:8000/ until Ctrl+C.\n",
    )
    assert options == {"host": "127.0.0.1", "port": 8000, "workers": 1}
    assert (settings.pipeline, settings.page, settings.log, settings.log_text) == (
        "news",
        True,
        True,
        False,
    )


def test_options_are_settings(run, begun, tmp_path, monkeypatch):
    (tmp_path / "keys").write_text("key-1\n\n  key-2 \n", "utf-8")
    monkeypatch.setenv("ZHNLP_API_KEY", "key-0")
    limits = {
        "--max-characters": "10", "--max-texts": "2", "--max-body": "64KB", "--max-rate": "0.5",
        "--concurrency": "3", "--connections": "4", "--timeout": "5", "--client-timeout": "6",
    }  # fmt: skip
    others = ["--no-page", "--log-text", "--batch-ms", "7", "--api-key-file", "keys", "-p", "full"]
    result = run("serve", *(part for pair in limits.items() for part in pair), *others)
    ((settings, _),) = begun

    assert result.exit_code == 0
    assert settings.api_keys == ("key-0", "key-1", "key-2")
    assert (settings.limits.characters, settings.limits.texts, settings.limits.body) == (
        10,
        2,
        65536,
    )
    assert (settings.limits.rate, settings.limits.concurrency, settings.limits.connections) == (
        0.5,
        3,
        4,
    )
    assert (settings.limits.seconds, settings.limits.reading) == (5, 6)
    assert (settings.page, settings.log_text, settings.batch_ms, settings.pipeline) == (
        False,
        True,
        7,
        "full",
    )


WRONG = [
    (["--port", "70000"], 2, "--port"),
    (["--workers", "0"], 2, "--workers"),
    (["--max-rate", "0"], 2, "--max-rate"),
    (["--max-body", "much"], 2, "is not a size"),
    (["--no-log", "--log-text"], 2, "Leave one out."),
    (["--api-key-file", "none"], 1, "cannot read file of API keys 'none': No such file"),
    (["--api-key-file", "empty"], 1, "there is no API key in 'empty'"),
    (["--api-key-file", "blank"], 2, "an API key must be of ASCII letters"),
    (["--port", "0", "--pipeline", "nwes"], 2, "Did you mean 'news'?"),
    (["--port", "0", "--pipeline", "./none"], 1, "none"),
    (["--port", "0", "--lexicon", "none.tsv"], 1, "cannot read lexicon 'none.tsv'"),
    (["--port", "0", "--host", "no.such.host.invalid"], 1, "Give the address of this machine"),
    (["--port", "0", "--host", "192.0.2.1"], 1, "cannot listen at 192.0.2.1:0"),
]


@pytest.mark.parametrize("args, code, part", WRONG, ids=[" ".join(each[0]) for each in WRONG])
def test_what_is_wrong_is_said_in_one_sentence(run, tmp_path, args, code, part):
    (tmp_path / "empty").write_text("\n")
    (tmp_path / "blank").write_text("a b\n")
    result = run("serve", *args)
    last = result.stderr.rstrip().rpartition("\n")[2]

    assert result.exit_code == code
    assert last.startswith("Error: ")
    assert part in last
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("package", ["fastapi", "uvicorn", "prometheus_client", "httptools"])
def test_a_missing_package_names_the_extra(run, monkeypatch, package):
    monkeypatch.setitem(sys.modules, package, None)
    result = run("serve", "--port", "0")

    assert result.exit_code == 1
    assert result.stderr.startswith("Error: ")
    assert "pip install 'zhnlp[serve]'" in result.stderr
