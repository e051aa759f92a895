"""Entries of many tasks in one transaction, each answered by itself."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import pytest

from bot.delivery.ledger import MOST, Ledger


class Book:
    """A store that keeps what was committed, transaction by transaction; 'bad' entries cannot be written."""

    def __init__(self) -> None:
        self.committed: list[list[str]] = []
        self.page: list[str] = []

    @asynccontextmanager
    async def unit(self) -> AsyncIterator[Book]:
        self.page = []
        yield self

    async def commit(self) -> None:
        await asyncio.sleep(0)
        self.committed.append(self.page)

    async def write(self, unit: Book, entries: Sequence[str]) -> list[str]:
        if "bad" in entries:
            raise ValueError("bad")
        unit.page += entries
        return [entry.upper() for entry in entries]


def a_ledger(book: Any) -> Ledger[str, str]:
    return Ledger(book, book.write)


async def test_entries_that_come_together_are_committed_together_and_answered_each() -> None:
    book = Book()
    ledger = a_ledger(book)
    assert await asyncio.gather(*map(ledger.write, "abc")) == ["A", "B", "C"]
    assert book.committed == [["a", "b", "c"]]
    assert await ledger.write("d") == "D"
    assert book.committed == [["a", "b", "c"], ["d"]]


async def test_what_comes_while_one_is_under_way_goes_into_the_next() -> None:
    book = Book()
    ledger = a_ledger(book)
    first = asyncio.create_task(ledger.write("a"))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert await ledger.write("b") == "B"
    assert await first == "A"
    assert book.committed == [["a"], ["b"]]


async def test_no_transaction_holds_more_than_the_most() -> None:
    book = Book()
    ledger = a_ledger(book)
    await asyncio.gather(*(ledger.write("a") for _ in range(MOST + 1)))
    assert [len(page) for page in book.committed] == [MOST, 1]


async def test_a_bad_entry_fails_alone() -> None:
    book = Book()
    ledger = a_ledger(book)
    good, bad, other = await asyncio.gather(*map(ledger.write, ["a", "bad", "b"]), return_exceptions=True)
    assert (good, other) == ("A", "B")
    assert isinstance(bad, ValueError)
    assert book.committed == [["a"], ["b"]]


async def test_whoever_left_is_not_written_for_once_more() -> None:
    book = Book()
    ledger = a_ledger(book)
    leaving = asyncio.create_task(ledger.write("gone"))
    staying = asyncio.create_task(ledger.write("bad"))
    await asyncio.sleep(0)
    leaving.cancel()
    with pytest.raises(ValueError, match="bad"):
        await staying
    assert book.committed == []


async def test_when_the_writing_is_cancelled_nobody_waits_for_ever() -> None:
    book = Book()
    ledger = a_ledger(book)
    waiting = asyncio.create_task(ledger.write("a"))
    await asyncio.sleep(0)
    assert ledger._writer is not None
    await asyncio.sleep(0)
    ledger._writer.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
