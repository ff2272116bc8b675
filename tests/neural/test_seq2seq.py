"""GRUs and Transformers that go from text to text."""

import pytest

torch = pytest.importorskip("torch")
np = pytest.importorskip("numpy")

from zhnlp.errors import PackError  # noqa: E402
from zhnlp.neural.beam_search import Beam  # noqa: E402
from zhnlp.neural.inputs import batch_of  # noqa: E402
from zhnlp.neural.seq2seq import Seq2Seq, Seq2SeqConfig, begun, target_loss  # noqa: E402
from zhnlp.neural.settings import FineTuning  # noqa: E402
from zhnlp.neural.training import Example, train  # noqa: E402

BEGIN, END = 2, 3
TARGETS = torch.tensor([[5, 6, END, 0], [7, END, 0, 0], [8, 9, 10, END]])


@pytest.fixture(params=["plain", "copy"])
def network(request):
    torch.manual_seed(1)
    config = Seq2SeqConfig(12, BEGIN, END, embedding=6, width=8, copy=request.param == "copy")
    return Seq2Seq(config).eval()


def batch(*rows):
    return {
        name: torch.from_numpy(ids) for name, ids in batch_of([{"ids": r} for r in rows]).items()
    }


def test_probabilities_of_all_tokens_sum_to_one(network):
    log_probs = network(**batch([5, 6, 7], [8], [9, 10]), targets=TARGETS)

    assert log_probs.shape == (3, 4, 12)
    assert torch.allclose(log_probs.exp().sum(-1), torch.ones(3, 4), atol=1e-5)


def test_padding_does_not_show(network):
    rows = ([5, 6, 7, 8, 9], [8], [9, 10])
    together = network(**batch(*rows), targets=TARGETS)
    for i, row in enumerate(rows):
        alone = network(**batch(row), targets=TARGETS[i : i + 1])
        assert torch.allclose(together[i], alone[0], atol=1e-5)


def test_teacher_forcing_equals_writing_step_by_step(network):
    given = batch([5, 6, 7], [8], [9, 10])
    forced = network(**given, targets=TARGETS)
    memory, hidden = network.read(given["ids"], given["mask"])
    for at, tokens in enumerate(begun(TARGETS, BEGIN).T):
        log_probs, hidden, weights = network.write(memory, hidden, tokens[:, None])
        assert torch.allclose(log_probs[:, 0], forced[:, at], atol=1e-5)
        assert torch.allclose(weights.sum(-1), torch.ones(3, 1))
        assert (weights[given["mask"][:, None] == 0] == 0).all()


def test_what_a_decoder_reads_is_its_target_one_step_later():
    assert begun(TARGETS, BEGIN).tolist() == [[2, 5, 6, 3], [2, 7, 3, 0], [2, 8, 9, 10]]


def test_the_loss_of_a_target_is_the_mean_of_its_tokens_without_padding():
    log_probs = -torch.arange(3 * 4 * 12, dtype=torch.float32).reshape(3, 4, 12)
    expected = [
        (5 + 18 + 27) / 3,
        (48 + 7 + 60 + 3) / 2,
        (96 + 8 + 108 + 9 + 120 + 10 + 132 + 3) / 4,
    ]

    assert target_loss(log_probs, TARGETS).tolist() == pytest.approx(expected)


def test_copying_lets_a_token_of_the_text_be_written_that_was_never_learned():
    torch.manual_seed(0)
    network = Seq2Seq(Seq2SeqConfig(12, BEGIN, END, embedding=6, width=8)).eval()
    with torch.no_grad():
        network.gate.bias.fill_(-50.0)  # copies, always
    log_probs = network(**batch([5, 7, 7]), targets=torch.tensor([[5, END]]))
    likely = (log_probs[0] > -10).nonzero()[:, 1].unique()

    assert set(likely.tolist()) == {5, 7}


def test_networks_of_the_same_seed_begin_with_the_same_weights():
    def weights():
        torch.manual_seed(4)
        return Seq2Seq(Seq2SeqConfig(12, BEGIN, END)).state_dict()

    first, second = weights(), weights()
    assert all(torch.equal(first[name], second[name]) for name in first)


def test_a_network_learns_to_turn_digits_round():
    random = np.random.default_rng(0)
    rows = [random.integers(4, 10, random.integers(1, 6)).tolist() for _ in range(400)]
    examples = [Example({"ids": row}, np.array([*row[::-1], END])) for row in rows]
    torch.manual_seed(0)
    network = Seq2Seq(Seq2SeqConfig(10, BEGIN, END, 32, 64, dropout=0.0, copy=False))
    settings = FineTuning(passes=25, rate=1e-2, batch=200, precision="fp32")
    train(network, examples, settings)
    given = batch([4, 5, 6, 7], [9, 9, 4], [8])
    found = network.generate(given["ids"], given["mask"], Beam(no_repeat=0), never=[0, 1, BEGIN])

    assert [each.tokens for each in found] == [(7, 6, 5, 4), (4, 9, 9), (8,)]


def test_beams_give_the_log_probability_that_teacher_forcing_gives(network):
    given = batch([5, 6, 7], [8], [9, 10])
    beam = Beam(3, 5, 2, no_repeat=1)
    for i, found in enumerate(network.generate(given["ids"], given["mask"], beam, [0, 1, BEGIN])):
        own = {name: ids[i : i + 1] for name, ids in given.items()}
        target = torch.tensor([[*found.tokens, END]])
        log_probs = network(**own, targets=target)
        total = log_probs.gather(2, target[..., None]).sum().item()
        assert found.log_prob == pytest.approx(total, abs=1e-4)


@pytest.mark.parametrize("change", [{"width": "x"}, {"width": -1}, {"width": None}])
def test_a_config_that_is_none_is_an_error(change):
    whole = Seq2SeqConfig(12, BEGIN, END).to_dict()

    assert Seq2SeqConfig.of({**whole, "more": 1}, "here").to_dict() == whole
    with pytest.raises(PackError, match="not described in full"):
        Seq2SeqConfig.of({**whole, **change}, "here")
