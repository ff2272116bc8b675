"""What is said of a cluster of Ray; none is started here, see test_ray_engine.py."""

import os
import sys
from types import SimpleNamespace

import pytest

from zhnlp.batch.ray_cluster import connect, lacking, places, way_of_death
from zhnlp.errors import ExtraError, RunError

DIED = "The actor died unexpectedly before finishing this task.\n\tpid: 7\n\tip: 10.0.0.5\n"


class ActorUnavailableError(Exception):
    """Named as Ray's own."""


def cluster(*nodes, free=None):
    """What is asked of Ray, of nodes with these CPUs and GPUs."""
    resources = [dict(zip(("CPU", "GPU"), node, strict=True)) for node in nodes]
    total = {kind: sum(node[kind] for node in resources) for kind in ("CPU", "GPU")}
    return SimpleNamespace(
        nodes=lambda: (
            [{"Alive": True, "Resources": node} for node in resources]
            + [{"Alive": False, "Resources": {}}]
        ),
        cluster_resources=lambda: total,
        available_resources=lambda: free or total,
    )


ROOM = [
    # nodes              GPUs  workers
    ([(4, 0), (2, 0)],   0,    6),
    ([(4, 1), (2, 4)],   1,    3),
    ([(4, 1), (4, 0)],   0.25, 4),
    ([(64, 4)],          0.1,  40),
    ([(64, 4)],          0.4,  8),
    ([(64, 8)],          2,    4),
    ([(0, 8), (4, 1)],   1,    1),
]  # fmt: skip


@pytest.mark.parametrize("nodes, gpus, expected", ROOM)
def test_there_are_as_many_places_as_nodes_have_room_for(nodes, gpus, expected):
    assert places(cluster(*nodes), gpus) == expected


@pytest.mark.parametrize("gpus", [0.5, 2])
def test_no_place_is_an_error_that_says_what_workers_need(gpus):
    """Two nodes with a GPU each have no place for a worker with two."""
    nodes = cluster((4, 1), (4, 1)) if gpus == 2 else cluster((4, 0))
    with pytest.raises(RunError, match=rf"no node .* Each needs 1 CPU and {gpus} GPU of one node"):
        places(nodes, gpus)


def test_what_is_lacking_is_said_with_what_is_free():
    assert lacking(cluster((4, 0), (2, 0), free={"CPU": 1.0}), 0) == (
        "Each needs 1 CPU of one node; the cluster has 6 CPU (1 free). Add nodes, end what else "
        "runs there, or use fewer workers."
    )


DEATHS = [
    (f"{DIED}The actor died because its node has died. Node Id: 1", "was lost with its node", True),
    (f"{DIED}killed due to the node running low on memory.",
     "was ended by Ray, for there was too little memory on node 10.0.0.5", False),
    (f"{DIED}because its worker process has died.", "ended unexpectedly on node 10.0.0.5", False),
    ("anything", "ended unexpectedly", False),
]  # fmt: skip


@pytest.mark.parametrize("message, reason, is_lost_node", DEATHS)
def test_how_a_worker_was_lost_is_said_in_a_few_words(message, reason, is_lost_node):
    assert way_of_death(Exception(message)) == (reason, is_lost_node)


def test_a_worker_out_of_reach_may_have_lost_its_node():
    assert way_of_death(ActorUnavailableError("?")) == ("could not be reached any more", True)


def test_without_ray_the_error_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(ExtraError, match=r"needs ray, .* pip install 'zhnlp\[ray\]'"):
        connect("auto", None)


def test_connecting_leaves_the_environment_as_it_was(monkeypatch):
    """Ray is told to print nothing, by a variable that it reads when it is imported."""
    monkeypatch.setitem(sys.modules, "ray", SimpleNamespace(is_initialized=lambda: True))
    before = dict(os.environ)
    connect(None, None)
    monkeypatch.setenv("RAY_DEDUP_LOGS_SKIP_REGEX", "mine")
    connect(None, None)

    assert os.environ == {**before, "RAY_DEDUP_LOGS_SKIP_REGEX": "mine"}
