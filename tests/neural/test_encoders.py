"""Encoders give what transformers gives, and say what is wrong with a folder."""

import json
import shutil

import pytest

pytest.importorskip("torch")
pytest.importorskip("transformers")

import torch
import transformers

from zhnlp.errors import PackError, UsageError
from zhnlp.neural.encoders import Encoder, EncoderConfig, albert, bert, load_encoder
from zhnlp.neural.parameters import count_parameters, parameter_table
from zhnlp.neural.tokenizer import CharacterTokenizer
from zhnlp.neural.vocabulary import SPECIAL

SMALL = EncoderConfig(n_tokens=40, width=16, n_layers=2, n_heads=2, max_length=20)
IDS = torch.tensor([[2, 7, 8, 9, 3, 30, 39, 3], [2, 5, 3, 6, 3, 0, 0, 0]])
MASK = (IDS > 0).long()
SEGMENTS = torch.tensor([[0, 0, 0, 0, 0, 1, 1, 1], [0, 0, 0, 1, 1, 0, 0, 0]])


@pytest.fixture
def folder(tmp_path):
    """A small BERT as `Encoder.save` writes it."""
    torch.manual_seed(1)
    bert(SMALL).save(tmp_path)
    return tmp_path


def close(a, b):
    torch.testing.assert_close(a, b, rtol=0, atol=1e-5)


@torch.no_grad()
def test_bert_is_that_of_transformers(folder):
    plain = transformers.AutoModel.from_pretrained(folder, attn_implementation="eager")
    encoder = load_encoder(folder, layers=True, attentions=True)
    found = encoder(IDS, MASK, SEGMENTS)
    expected = plain(
        IDS, MASK, SEGMENTS, output_hidden_states=True, output_attentions=True, return_dict=True
    )

    assert type(plain) is transformers.BertModel
    close(found.states, expected.last_hidden_state)
    close(found.pooled, expected.pooler_output)
    assert (len(found.layers), len(found.attentions)) == (3, 2)
    for ours, theirs in zip(found.layers, expected.hidden_states, strict=True):
        close(ours, theirs)
    for ours, theirs in zip(found.attentions, expected.attentions, strict=True):
        close(ours, theirs)


@torch.no_grad()
def test_attention_is_softmax_of_products_over_what_is_no_padding(folder):
    """Of the first layer, by hand (Vaswani et al., 2017, equation 1)."""
    encoder = load_encoder(folder, layers=True, attentions=True)
    found = encoder(IDS, MASK, SEGMENTS)
    attention = encoder.model.encoder.layer[0].attention.self
    query, key = (
        part(found.layers[0]).view(2, 8, 2, 8).transpose(1, 2)
        for part in (attention.query, attention.key)
    )
    weights = query @ key.transpose(2, 3) / 8**0.5
    weights = weights.masked_fill(MASK[:, None, None] == 0, -torch.inf).softmax(-1)

    close(found.attentions[0], weights)


@torch.no_grad()
def test_layers_and_attentions_come_only_when_asked_for(folder):
    found = load_encoder(folder)(IDS, MASK, SEGMENTS)

    assert (found.layers, found.attentions) == ((), ())
    close(found.states, load_encoder(folder, attentions=True)(IDS, MASK, SEGMENTS).states)


@torch.no_grad()
def test_padding_and_segments(folder):
    encoder = load_encoder(folder)
    states = encoder(IDS, MASK, SEGMENTS).states

    close(encoder(IDS[1:, :5], MASK[1:, :5], SEGMENTS[1:, :5]).states[0], states[1, :5])
    assert not torch.allclose(encoder(IDS, MASK).states, states)
    close(encoder(IDS, MASK).states, encoder(IDS, MASK, torch.zeros_like(IDS)).states)


SIZES = {
    "vocab_size": 40,
    "hidden_size": 16,
    "num_hidden_layers": 2,
    "num_attention_heads": 2,
    "intermediate_size": 32,
    "max_position_embeddings": 20,
}
DISTIL = {"vocab_size": 40, "dim": 16, "n_layers": 2, "n_heads": 2, "hidden_dim": 32}
KINDS = [
    # kind, as it is trained,       sizes,                     longest, pooled
    ("Bert", "ForMaskedLM", SIZES, 20, False),
    ("Roberta", "ForMaskedLM", SIZES | {"type_vocab_size": 1}, 18, False),
    ("Electra", "ForPreTraining", SIZES | {"embedding_size": 8}, 20, False),
    ("Ernie", "Model", SIZES, 20, True),
    ("Albert", "ForPreTraining", SIZES | {"embedding_size": 8}, 20, True),
    ("DistilBert", "Model", DISTIL | {"max_position_embeddings": 20}, 20, False),
]


@pytest.mark.parametrize("kind, task, sizes, longest, pooled", KINDS, ids=[k[0] for k in KINDS])
@torch.no_grad()
def test_any_encoder_of_transformers(tmp_path, kind, task, sizes, longest, pooled):
    config = getattr(transformers, f"{kind}Config")(**sizes)
    trained = getattr(transformers, kind + task)(config).half()
    trained.save_pretrained(tmp_path)
    encoder = load_encoder(tmp_path)
    found = encoder(IDS, MASK, SEGMENTS)

    plain = trained.base_model.float().eval()
    takes = {"token_type_ids": SEGMENTS} if kind not in ("DistilBert", "Roberta") else {}
    close(found.states, plain(IDS, attention_mask=MASK, **takes).last_hidden_state)
    assert (found.pooled is not None) == pooled
    assert (encoder.width, encoder.n_tokens, encoder.max_length) == (16, 40, longest)
    assert encoder(*[torch.ones(1, longest).long()] * 2).states.shape == (1, longest, 16)


def test_a_saved_encoder_has_its_weights_as_safetensors_alone(folder):
    assert {path.name for path in folder.iterdir()} == {"config.json", "model.safetensors"}


def test_a_row_that_is_too_long_and_a_channel_that_is_not_there():
    encoder = bert(SMALL)
    with pytest.raises(UsageError, match=r"21 tokens; this encoder reads 20\. Cut the text"):
        encoder(*[torch.ones(1, 21).long()] * 2)
    with pytest.raises(UsageError, match="no channel 'words'"):
        encoder(IDS, MASK, words=IDS)


@pytest.mark.parametrize(
    "settings, message",
    [
        ({"n_tokens": 0}, "n_tokens is 0"),
        ({"width": 10, "n_heads": 3}, "not a multiple of n_heads"),
        ({"dropout": 1}, "dropout is 1"),
        ({"embedding_width": -1}, "embedding_width is -1"),
    ],
)
def test_sizes_that_cannot_be(settings, message):
    with pytest.raises(UsageError, match=message):
        EncoderConfig(**settings)


def test_bert_has_no_factorised_embeddings():
    with pytest.raises(UsageError, match="Take albert"):
        bert(EncoderConfig(embedding_width=128))


def changed(folder, **settings):
    path = folder / "config.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | settings))


def replaced(folder, **settings):
    (folder / "config.json").write_text(json.dumps(settings))


def cut(folder):
    path = folder / "model.safetensors"
    path.write_bytes(path.read_bytes()[:-9])


def pickled(folder):
    (folder / "model.safetensors").rename(folder / "pytorch_model.bin")


def with_tokens(folder):
    CharacterTokenizer([*SPECIAL, *map(chr, range(65, 101))]).save(folder)


DAMAGES = [
    (lambda folder: (folder / "config.json").unlink(), "has no config.json, so it is not"),
    (lambda folder: (folder / "config.json").write_text("{"), "is not the config of a model"),
    (lambda folder: changed(folder, model_type="x"), "model type `x`"),
    (lambda folder: replaced(folder, model_type="t5"), "'t5' model, which is not an encoder"),
    (lambda folder: replaced(folder, model_type="vit"), "'vit' model, which is not an encoder"),
    (lambda folder: changed(folder, hidden_size=32), r"has shape .*; its config.json wants"),
    (lambda folder: changed(folder, num_hidden_layers=3), "lack 16 tensors of its config.json"),
    (lambda folder: changed(folder, model_type="roberta", vocab_size=39), "has shape"),
    (lambda folder: (folder / "model.safetensors").unlink(), "and no other weights"),
    (pickled, r"but pytorch_model.bin, which may run code .* write one: python -c"),
    (cut, "cannot be loaded"),
    (with_tokens, "41 tokens, but the encoder has vectors for 40 only"),
    (shutil.rmtree, "is not a folder"),
]


@pytest.mark.parametrize("damage, message", DAMAGES, ids=[message for _, message in DAMAGES])
def test_a_folder_that_is_no_encoder(folder, damage, message):
    damage(folder)

    with pytest.raises(PackError, match=message):
        load_encoder(folder)


def test_loading_prints_nothing(folder, capfd):
    load_encoder(folder)

    assert capfd.readouterr() == ("", "")


def test_a_name_is_looked_up_in_what_was_fetched_only(monkeypatch):
    asked = []

    def nothing(name, **settings):
        asked.append((name, settings["local_files_only"]))
        raise OSError("there is no network")

    monkeypatch.setattr("huggingface_hub.snapshot_download", nothing)
    with pytest.raises(PackError, match=r"no folder 'a/b', and no model .* download=True"):
        load_encoder("a/b")
    with pytest.raises(PackError, match=r"cannot fetch 'a/b': there is no network. Check"):
        load_encoder("a/b", download=True)
    assert asked == [("a/b", True), ("a/b", False)]


def test_a_name_that_was_fetched_is_loaded(monkeypatch, folder):
    monkeypatch.setattr("huggingface_hub.snapshot_download", lambda name, **settings: str(folder))

    assert load_encoder("a/b").n_tokens == 40


BERT_BASE = [
    # vocabulary, millions of parameters as published (BERT; its model for Chinese)
    (30_522, 110),
    (21_128, 102),
]


@pytest.mark.parametrize("n_tokens, published", BERT_BASE)
def test_bert_base_has_as_many_parameters_as_published(n_tokens, published):
    with torch.device("meta"):
        encoder = bert(EncoderConfig(n_tokens=n_tokens))

    assert abs(count_parameters(encoder) / 1e6 - published) < 0.6


def test_a_table_of_parameters():
    with torch.device("meta"):
        encoder = bert(EncoderConfig(n_tokens=30_522))

    assert parameter_table(encoder) == (
        "model.embeddings    23,837,184\n"
        "model.encoder       85,054,464\n"
        "model.pooler           590,592\n"
        "all                109,482,240\n"
    )


def test_shared_parameters_count_once():
    encoder = albert(SMALL, share="attention")

    assert parameter_table(encoder, depth=1).split()[-1] == f"{count_parameters(encoder):,}"
    assert isinstance(encoder, Encoder)
