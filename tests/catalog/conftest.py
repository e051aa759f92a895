from __future__ import annotations

from pathlib import Path

import pytest

from tests.catalog.pack_copy import PackCopy


@pytest.fixture
def pack(tmp_path: Path) -> PackCopy:
    """A copy of the small pack, without a fault."""
    return PackCopy(tmp_path / "small")
