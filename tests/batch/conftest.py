"""What makes an engine without processes."""

import pytest

from reference.engines import Here


@pytest.fixture
def here():
    """What makes the engine of this process."""
    return Here
