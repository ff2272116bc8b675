"""Recurrent and convolutional encoders do not see padding."""

import pytest

torch = pytest.importorskip("torch")
from torch import nn  # noqa: E402
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence  # noqa: E402

from zhnlp.neural.convolution import ConvolutionEncoder  # noqa: E402
from zhnlp.neural.embeddings import Embeddings  # noqa: E402
from zhnlp.neural.recurrent import RecurrentEncoder, turned_places  # noqa: E402

IDS = torch.tensor([[3, 4, 5, 6], [7, 8, 0, 0], [9, 0, 0, 0]])
MASK = (IDS > 0).long()
ENCODERS = [
    *(
        (RecurrentEncoder, {"cell": cell, "n_layers": n, "bidirectional": both, "width": 8})
        for cell in ("rnn", "lstm", "gru")
        for n, both in ((1, True), (2, True), (2, False))
    ),
    (ConvolutionEncoder, {"width": 12}),
]


@pytest.fixture(params=ENCODERS, ids=lambda each: " ".join(map(str, each[1].values())))
def encoder(request):
    kind, given = request.param
    torch.manual_seed(0)
    return kind(Embeddings(12, 6), **given).eval()


def test_a_text_in_a_batch_has_the_states_that_it_has_alone(encoder):
    together = encoder(IDS, MASK)
    for i, length in enumerate(MASK.sum(1).tolist()):
        alone = encoder(IDS[i : i + 1, :length], MASK[i : i + 1, :length])

        assert torch.allclose(together.states[i, :length], alone.states[0], atol=1e-5)
        assert torch.allclose(together.pooled[i], alone.pooled[0], atol=1e-5)


@pytest.mark.parametrize("cell, torch_kind", [("rnn", nn.RNN), ("lstm", nn.LSTM), ("gru", nn.GRU)])
def test_states_are_those_of_packed_layers_of_torch(cell, torch_kind):
    torch.manual_seed(1)
    encoder = RecurrentEncoder(Embeddings(12, 6), cell=cell, width=8, n_layers=2).eval()
    twin = torch_kind(6, 4, num_layers=2, batch_first=True, bidirectional=True)
    own = {
        f"{name.rsplit('_', 1)[0]}_l{layer}{'_reverse' if way else ''}": value
        for layer, ways in enumerate(encoder.layers)
        for way, each in enumerate(ways)
        for name, value in each.state_dict().items()
    }
    twin.load_state_dict(own)
    packed = pack_padded_sequence(
        encoder.embeddings(IDS), MASK.sum(1), batch_first=True, enforce_sorted=False
    )
    expected, _ = pad_packed_sequence(twin(packed)[0], batch_first=True)

    states = encoder(IDS, MASK).states * MASK[..., None]

    assert torch.allclose(states, expected, atol=1e-5)


def test_texts_are_turned_round_within_their_length():
    assert turned_places(MASK).tolist() == [[3, 2, 1, 0], [1, 0, 2, 3], [0, 1, 2, 3]]


def test_the_vector_of_a_token_has_those_of_all_channels():
    embeddings = Embeddings(5, 2, {"words": (4, 3)})
    ids, words = torch.tensor([[2]]), torch.tensor([[1]])
    tables = embeddings.tables

    found = embeddings(ids, words=words)[0, 0].tolist()

    assert found == [*tables["ids"].weight[2].tolist(), *tables["words"].weight[1].tolist()]
