"""What ALBERT's layers share, and how many parameters that leaves."""

from collections import Counter
from dataclasses import replace

import pytest

pytest.importorskip("torch")
pytest.importorskip("transformers")

import torch
import transformers

from zhnlp.errors import UsageError
from zhnlp.neural.albert import SHARES
from zhnlp.neural.encoders import EncoderConfig, albert, load_encoder
from zhnlp.neural.parameters import count_parameters

SMALL = EncoderConfig(
    n_tokens=40, width=16, n_layers=3, n_heads=2, embedding_width=8, max_length=20
)
BASE = EncoderConfig(n_tokens=30_000, dropout=0)
IDS = torch.tensor([[2, 7, 8, 3, 39, 3], [2, 5, 3, 0, 0, 0]])
MASK = (IDS > 0).long()
SEGMENTS = torch.tensor([[0, 0, 0, 0, 1, 1], [0] * 6])

TABLE = [
    # embeddings, shared, millions of parameters (Lan et al., 2020, table 4)
    (128, "all", 12),
    (128, "attention", 64),
    (128, "feed_forward", 38),
    (128, "none", 89),
    (768, "all", 31),
    (768, "attention", 83),
    (768, "feed_forward", 57),
    (768, "none", 108),
]


def millions(config, share="all"):
    with torch.device("meta"):
        encoder = albert(config, share=share)
    n = count_parameters(encoder)
    if config.embedding_width == config.width:  # the authors do not project these
        n -= count_parameters(encoder.model.encoder.embedding_hidden_mapping_in)
    return n / 1e6


@pytest.mark.parametrize("embedding_width, share, published", TABLE)
def test_the_base_model_has_as_many_parameters_as_published(embedding_width, share, published):
    config = replace(BASE, embedding_width=embedding_width)

    assert abs(millions(config, share) - published) < 1.1


SIZES = [
    # width, layers, heads, millions of the paper's table 1, and of the released models
    (768, 12, 12, 12, 11.7),
    (1024, 24, 16, 18, 17.7),
    (2048, 24, 16, 60, 58.7),
    (4096, 12, 64, 235, 222.6),
]


@pytest.mark.parametrize("width, n_layers, n_heads, published, released", SIZES)
def test_all_sizes_have_as_many_parameters_as_published(
    width, n_layers, n_heads, published, released
):
    config = replace(BASE, width=width, n_layers=n_layers, n_heads=n_heads, embedding_width=128)

    assert millions(config) == pytest.approx(released, abs=0.06)
    assert millions(config) == pytest.approx(published, rel=0.055)


@pytest.mark.parametrize("share", SHARES)
@torch.no_grad()
def test_a_saved_albert_is_the_same_in_plain_transformers_and_here(tmp_path, share):
    encoder = albert(SMALL, share=share, layers=True, attentions=True).eval()
    encoder.save(tmp_path)
    plain = transformers.AutoModel.from_pretrained(tmp_path, attn_implementation="eager")
    found = encoder(IDS, MASK, SEGMENTS)
    expected = plain(IDS, MASK, SEGMENTS, output_hidden_states=True, output_attentions=True)
    loaded = load_encoder(tmp_path)

    assert type(plain) is transformers.AlbertModel
    for ours, theirs in (
        (found.states, expected.last_hidden_state),
        (found.pooled, expected.pooler_output),
        (found.layers, expected.hidden_states),
        (found.attentions, expected.attentions),
        (loaded(IDS, MASK, SEGMENTS).states, found.states),
    ):
        torch.testing.assert_close(ours, tuple(theirs) if isinstance(ours, tuple) else theirs)
    assert (len(found.layers), len(found.attentions)) == (4, 3)
    assert count_parameters(loaded) == count_parameters(encoder)


@torch.no_grad()
def test_sharing_all_is_albert_of_transformers_with_the_same_weights():
    encoder = albert(SMALL, share="all").eval()
    plain = transformers.AlbertModel(
        transformers.AlbertConfig(
            vocab_size=40,
            hidden_size=16,
            embedding_size=8,
            num_hidden_layers=3,
            num_attention_heads=2,
            intermediate_size=64,
            max_position_embeddings=20,
        )
    ).eval()
    plain.load_state_dict(encoder.model.state_dict())

    torch.testing.assert_close(
        encoder(IDS, MASK, SEGMENTS).states, plain(IDS, MASK, SEGMENTS).last_hidden_state
    )


def test_parts_that_are_shared_stay_so_while_training():
    """After a step, the layers still have one attention, and feed-forward parts that differ."""
    encoder = albert(SMALL, share="attention")
    step = torch.optim.SGD(encoder.parameters(), 0.1)
    encoder(IDS, MASK, SEGMENTS).states.square().mean().backward()
    step.step()
    layers = [group.albert_layers[0] for group in encoder.model.encoder.albert_layer_groups]

    assert Counter(id(layer.attention.query.weight) for layer in layers).most_common(1)[0][1] == 3
    assert len({id(layer.ffn.weight) for layer in layers}) == 3
    assert not torch.equal(layers[0].ffn.weight, layers[1].ffn.weight)


def test_layers_that_share_nothing_differ_from_the_start():
    encoder = albert(SMALL, share="none")
    first, second, _ = encoder.model.encoder.albert_layer_groups

    assert not torch.equal(
        first.albert_layers[0].attention.query.weight,
        second.albert_layers[0].attention.query.weight,
    )


def test_a_kind_of_sharing_that_does_not_exist():
    with pytest.raises(UsageError, match="share 'attn' is not known"):
        albert(SMALL, share="attn")
