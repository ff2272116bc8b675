"""Sizes, rates and keys: what a service does not take."""

import asyncio
import hmac

import pytest

from zhnlp.serve.errors import RequestError
from zhnlp.serve.limits import Bodies
from zhnlp.serve.settings import Limits

JSON = {"content-type": "application/json"}


def sent(*parts, then="http.disconnect"):
    """A function that gives the parts of a body, and then that the client is gone."""
    messages = [
        {"type": "http.request", "body": part, "more_body": number < len(parts) or then != ""}
        for number, part in enumerate(parts, 1)
    ]
    messages = iter([*messages, {"type": then}] if then else messages)

    async def receive():
        return next(messages)

    return receive


async def never():
    await asyncio.Event().wait()


def read(receive, length=None, **limits):
    return asyncio.run(Bodies(Limits(**limits)).read(receive, length))


def refusal(receive, length=None, **limits):
    with pytest.raises(RequestError) as error:
        read(receive, length, **limits)
    return error.value


def test_a_body_may_come_in_parts():
    assert read(sent(b"ab", b"", b"cd", then="")) == b"abcd"


def test_a_body_may_be_as_large_as_the_limit():
    assert read(sent(b"abcd", then=""), body=4) == b"abcd"


@pytest.mark.parametrize(
    "parts, length", [((b"abcde",), None), ((b"ab", b"cde"), None), ((b"",), b"5")]
)
def test_a_body_beyond_the_limit_is_refused_while_it_is_read(parts, length):
    error = refusal(sent(*parts, then=""), length, body=4)

    assert (error.status, error.code) == (413, "too_large")
    assert "more than 4 bytes" in error.message


def test_a_body_that_ends_too_early_is_refused():
    assert refusal(sent(b"ab")).code == "invalid_request"


def test_a_body_that_does_not_come_is_refused():
    error = refusal(never, reading=0.01)

    assert (error.status, error.code) == (408, "too_slow")


def test_half_read_bodies_together_have_a_limit():
    """Many clients that send large bodies at the same time do not use up the memory."""

    async def all_at_once():
        bodies = Bodies(Limits(body=10, reading=60))

        def stuck():
            parts = iter([b"123", b"456"])

            async def receive():
                part = next(parts, None)
                return (
                    {"type": "http.request", "body": part, "more_body": True}
                    if part
                    else await never()
                )

            return receive

        tasks = [asyncio.create_task(bodies.read(stuck(), None)) for _ in range(200)]
        done, waiting = await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
        held = bodies.n_held
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
        return {task.exception().code for task in done}, held, bodies.n_held

    codes, held, left = asyncio.run(all_at_once())

    assert codes == {"busy"}
    assert held <= 64 * 10
    assert left == 0


@pytest.mark.parametrize(
    "body, part",
    [
        ({"text": "我" * 11}, "the text has 11 characters; send at most 10"),
        ({"texts": ["我爱"] * 6}, "the text has 12 characters; send at most 10"),
        ({"texts": [""] * 8}, "8 texts; send at most 7"),
    ],
)
def test_too_much_text_is_refused(serve, body, part):
    client = serve({"characters": 10, "texts": 7})
    answer = client.post("/v1/segment", json=body)

    assert answer.status_code == 413
    assert answer.json()["error"]["code"] == "too_long"
    assert part in answer.json()["error"]["message"]
    assert client.post("/v1/segment", json={"text": "我" * 10}).status_code == 200


def test_a_client_may_come_at_its_rate(monkeypatch):
    from zhnlp.serve.security import Rates

    time = [0.0]
    rates = Rates(2.0, clock=lambda: time[0])

    def comes(client="a"):
        try:
            rates.check(client)
        except RequestError as error:
            return dict(error.headers)["retry-after"]
        return "in"

    assert [comes(), comes(), comes(), comes("b")] == ["in", "in", "1", "in"]
    time[0] = 0.5
    assert [comes(), comes()] == ["in", "1"]
    time[0] = 1000.0
    assert [comes(), comes(), comes()] == ["in", "in", "1"]


def test_a_slow_rate_says_how_long_to_wait():
    from zhnlp.serve.security import Rates

    rates = Rates(0.1, clock=lambda: 0.0)
    rates.check("a")
    with pytest.raises(RequestError, match="Send the next after 10 s"):
        rates.check("a")


def test_only_so_many_clients_are_remembered():
    from zhnlp.serve.security import Rates

    rates = Rates(1.0, clock=lambda: 0.0)
    for number in range(20_000):
        rates.check(str(number))

    assert len(rates._buckets) == 10_000


def test_a_client_beyond_its_rate_is_told_when_to_come_back(serve):
    client = serve({"rate": 0.001})
    answers = [client.post("/v1/segment", json={"text": "我"}) for _ in range(2)]

    assert [each.status_code for each in answers] == [200, 429]
    assert answers[1].json()["error"]["code"] == "too_many_requests"
    assert int(answers[1].headers["retry-after"]) > 0
    assert client.get("/health").status_code == 200


KEYS = ("secret-1", "secret-2")


@pytest.mark.parametrize(
    "headers, status",
    [
        ({"authorization": "Bearer secret-1"}, 200),
        ({"authorization": "bearer  secret-2"}, 200),
        ({"x-api-key": "secret-2"}, 200),
        ({"x-api-key": "other", "authorization": "Bearer secret-2"}, 200),
        ({"x-api-key": "secret-2", "authorization": "Basic of a proxy's"}, 200),
        ({}, 401),
        ({"authorization": "Bearer secret-3"}, 401),
        ({"authorization": "Bearer secret-1x"}, 401),
        ({"authorization": "Bearer "}, 401),
        ({"authorization": "Basic secret-1"}, 401),
        ({"x-api-key": "secret"}, 401),
        ({"x-api-key": b"\xff"}, 401),
        ({"x-api-key": "secret-1,secret-2"}, 401),
    ],
)
def test_a_service_with_keys_answers_only_with_one(serve, headers, status):
    client = serve(api_keys=KEYS)
    answers = [
        client.post("/v1/segment", json={"text": "我"}, headers=headers),
        client.get("/v1/about", headers=headers),
        client.get("/metrics", headers=headers),
    ]

    assert {each.status_code for each in answers} == {status}
    for each in answers:
        assert ("www-authenticate" in each.headers) == (status == 401)
        assert "secret" not in each.text


def test_what_says_nothing_needs_no_key(serve):
    client = serve(api_keys=KEYS)

    for path in ("/", "/health", "/ready", "/openapi.json"):
        assert client.get(path).status_code == 200


def test_keys_are_compared_in_constant_time(serve, monkeypatch):
    """Every key is compared in full, by the function made for it."""
    compared = []

    def compare(given, own):
        compared.append(own)
        return hmac.compare_digest(given, own)

    monkeypatch.setattr("zhnlp.serve.security.compare_digest", compare)
    serve(api_keys=KEYS).get("/v1/about", headers={"x-api-key": "secret-1"})

    assert compared == [key.encode() for key in KEYS]


def test_keys_are_not_shown():
    from zhnlp.serve import Settings

    assert "secret" not in repr(Settings(api_keys=KEYS))
