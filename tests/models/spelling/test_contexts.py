"""ContextModel: what of a pack is checked before a corrector uses it."""

import math
from array import array

import pytest

from zhnlp.errors import PackError
from zhnlp.models.spelling.contexts import ContextModel
from zhnlp.packing import make_pack


@pytest.mark.parametrize("name", ["biases", "places"])
@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf])
def test_numbers_that_are_not_finite_are_damage(name, number):
    shipped = ContextModel().pack
    numbers = array("f", bytes(shipped.arrays[name]))
    numbers[-1] = number

    with pytest.raises(PackError, match=f"a number of '{name}' is not finite"):
        ContextModel(
            make_pack("ContextModel", shipped.about, {**shipped.arrays, name: memoryview(numbers)})
        )
