"""A Transformer that goes from text to text, of transformers."""

import pytest

torch = pytest.importorskip("torch")
transformers = pytest.importorskip("transformers")

from zhnlp.errors import PackError  # noqa: E402
from zhnlp.neural.beam_search import Beam  # noqa: E402
from zhnlp.neural.encoder_decoder import (  # noqa: E402
    encoder_decoder_from,
    load_encoder_decoder,
    new_encoder_decoder,
)
from zhnlp.neural.encoders import EncoderConfig, albert, bert  # noqa: E402

CONFIG = EncoderConfig(n_tokens=30, width=16, n_layers=2, n_heads=2, max_length=40)
MARKS = {"begin": 2, "end": 3}
NEVER = [0, 1, 2, 4]
IDS = torch.tensor([[2, 5, 6, 7, 3], [2, 8, 3, 0, 0]])
MASK = (IDS != 0).long()
TARGETS = torch.tensor([[5, 6, 3], [7, 3, 0]])


@pytest.fixture
def network():
    torch.manual_seed(0)
    return new_encoder_decoder(CONFIG, **MARKS).eval()


@pytest.mark.filterwarnings("ignore:Version v4.12.0 introduces:FutureWarning")
def test_the_loss_is_that_of_transformers(network):
    labels = TARGETS.masked_fill(TARGETS == 0, -100)
    own = network.loss({"ids": IDS, "mask": MASK}, TARGETS)
    theirs = network.model(input_ids=IDS, attention_mask=MASK, labels=labels).loss

    assert (own * torch.tensor([3, 2])).sum().item() / 5 == pytest.approx(theirs.item(), abs=1e-5)


def test_padding_does_not_show(network):
    together = network(IDS, MASK, TARGETS)
    alone = network(IDS[1:, :3], MASK[1:, :3], TARGETS[1:, :2])

    assert torch.allclose(together[1, :2], alone[0], atol=1e-5)


@pytest.mark.parametrize("width", [1, 4])
def test_targets_keep_the_settings_of_the_search(network, width):
    found = network.generate(IDS, MASK, Beam(width, 6, 3, no_repeat=1), NEVER)

    for tokens, _ in found:
        assert 3 <= len(tokens) <= 6
        assert len(set(tokens)) == len(tokens)
        assert not {*NEVER, 3} & set(tokens)


def test_a_greedy_target_is_the_best_token_at_each_step(network):
    [(tokens, _), _] = network.generate(IDS, MASK, Beam(1, 5, 5, no_repeat=0), NEVER)
    target = torch.tensor([[*tokens, 3]])
    log_probs = network(IDS[:1], MASK[:1], target)[0, :5]
    log_probs[:, [*NEVER, 3]] = -100

    assert log_probs.argmax(-1).tolist() == list(tokens)


def test_a_model_that_was_saved_is_loaded_by_us_and_by_plain_transformers(network, tmp_path):
    network.save(tmp_path)
    ours = load_encoder_decoder(tmp_path, **MARKS).eval()
    theirs = transformers.EncoderDecoderModel.from_pretrained(tmp_path).eval()

    assert torch.equal(ours(IDS, MASK, TARGETS), network(IDS, MASK, TARGETS))
    scores = theirs(input_ids=IDS, attention_mask=MASK, decoder_input_ids=IDS).logits
    own = network.model(input_ids=IDS, attention_mask=MASK, decoder_input_ids=IDS).logits
    assert torch.equal(scores, own)


def test_both_halves_begin_with_the_weights_of_an_encoder(tmp_path):
    encoder = bert(CONFIG)
    encoder.save(tmp_path)
    model = encoder_decoder_from(tmp_path, **MARKS).model
    reader, writer = model.encoder, model.decoder.bert
    for name, tensor in encoder.model.state_dict().items():
        assert torch.equal(reader.state_dict()[name], tensor)
        assert name.startswith("pooler") or torch.equal(writer.state_dict()[name], tensor)


def test_an_encoder_that_cannot_write_is_an_error(tmp_path):
    albert(CONFIG).save(tmp_path)

    with pytest.raises(PackError, match="'albert' encoder, which cannot be made a decoder"):
        encoder_decoder_from(tmp_path, **MARKS)


def test_a_folder_that_is_none_and_weights_that_lack_are_errors(network, tmp_path):
    with pytest.raises(PackError, match="cannot be loaded"):
        load_encoder_decoder(tmp_path, **MARKS)

    from safetensors.torch import load_file, save_file

    network.save(tmp_path)
    path = tmp_path / "model.safetensors"
    state = load_file(path)
    state.pop(next(name for name in state if "crossattention" in name))
    save_file(state, path, metadata={"format": "pt"})
    with pytest.raises(PackError, match="lack 'decoder"):
        load_encoder_decoder(tmp_path, **MARKS)
