"""ALBERT's sharing of weights across layers, over transformers' AlbertModel.

Lan et al. (2020), "ALBERT: A Lite BERT for Self-supervised Learning of Language Representations",
section 3.1. Where only a part is shared, the layers are modules of their own whose attention or
feed-forward part has the same parameters.
"""

from __future__ import annotations

from typing import Literal, get_args

from transformers import AlbertModel

from zhnlp.arguments import need_choice

Share = Literal["all", "attention", "feed_forward", "none"]
SHARES: tuple[str, ...] = get_args(Share)
_PARTS = {
    "attention": ("attention",),
    "feed_forward": ("ffn", "ffn_output", "full_layer_layer_norm"),
}


def shared_layers(model: AlbertModel, share: str) -> AlbertModel:
    """`model`, whose layers have the parameters of the first one in the part that `share` names.

    Args:
        model: With one group of layers for ``"all"``, else with a group for each layer.
        share: Which part.
    """
    need_choice(share, "share", SHARES)
    first, *others = (group.albert_layers[0] for group in model.encoder.albert_layer_groups)
    for part in _PARTS.get(share, ()):
        for name, weights in first.get_submodule(part).named_parameters():
            place, _, own = f"{part}.{name}".rpartition(".")
            for layer in others:
                setattr(layer.get_submodule(place), own, weights)
    return model
