"""An id that was given out stays: old buttons, saved tips and sent reminders lead to it."""

from __future__ import annotations

import pytest

from bot.catalog.layers import read_layers
from bot.catalog.location import builtin_packs
from bot.catalog.rules.register import REGISTER, rendered_register
from tests.catalog.pack_copy import PackCopy


def register(pack: PackCopy) -> str:
    (folder,) = read_layers([pack.folder]).folders
    return rendered_register(folder)


@pytest.fixture
def listed(pack: PackCopy) -> PackCopy:
    pack.write(REGISTER, register(pack))
    return pack


def test_a_pack_that_keeps_its_ids_is_without_fault(listed: PackCopy) -> None:
    assert listed.problems() == []


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("tips/trust.yaml", "tip-trust-002"),
        ("plans/thorough.yaml", "step-thorough-001"),
        ("plans/thorough.yaml", "plan-thorough"),
        ("sources.yaml", "source-custom-2020"),
    ],
)
def test_an_id_that_is_changed_is_told(listed: PackCopy, file: str, name: str) -> None:
    line = (listed.folder / REGISTER).read_text(encoding="utf-8").splitlines().index(name) + 1

    listed.replace(file, f"id: {name}", f"id: {name[:-1]}9")

    assert listed.problems() == [
        f"{REGISTER}:{line}: {name} was given out and is gone; put it back, with status: retired if it should rest"
    ]


def test_what_cannot_be_read_is_not_told_twice(listed: PackCopy) -> None:
    listed.replace("tips/trust.yaml", "minutes: 2", "minutes: two")

    assert len(listed.problems()) == 1


def test_the_list_grows_and_never_shrinks(listed: PackCopy) -> None:
    listed.replace("tips/trust.yaml", "tip-trust-002", "tip-trust-008")

    assert "\ntip-trust-002\n" in register(listed)
    assert "\ntip-trust-008\n" in register(listed)


def test_a_draft_is_not_given_out_yet(pack: PackCopy) -> None:
    pack.replace("tips/trust.yaml", "status: retired", "status: draft")

    assert "tip-trust-002" not in register(pack)


def test_the_starter_pack_lists_all_of_its_ids() -> None:
    (folder,) = read_layers([builtin_packs()]).folders

    assert (builtin_packs() / "second-interview" / REGISTER).read_text(encoding="utf-8") == rendered_register(
        folder
    )
