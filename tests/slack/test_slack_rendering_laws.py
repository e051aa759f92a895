"""Whatever was typed: every message, tab and form keeps within the limits, offers its buttons, and parses nothing."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from adapters.slack import modals
from adapters.slack.blocks import message_body
from adapters.slack.home import home_view
from adapters.slack.limits import check
from adapters.slack.plain_text import harmless
from bot.invocation import Invocation
from bot.text import Bold, Code, Italic, Link, Moment, Plain
from bot.views.blocks import (
    Actions,
    Bullets,
    Button,
    Check,
    Checklist,
    Copyable,
    Divider,
    Emphasis,
    Fields,
    Message,
    Note,
    Paragraph,
    Progress,
    Quote,
)  # fmt: skip
from bot.views.forms import Field, Form, Input, Option
from tests.slack.laws import Sent, offers_what_the_view_offers, parses_nothing, untouched, within_limits

LINE = st.text(st.characters(exclude_categories=()), max_size=200)
"""Every code point, halves of characters included."""
LONG = st.builds(lambda words, times: words * times, LINE, st.integers(1, 60))
WORDS = LINE | LONG
NAMES = st.text("abcdefghij", min_size=1, max_size=8)
INVOCATIONS = st.builds(
    Invocation, st.sampled_from(("prep", "tip show")), st.dictionaries(NAMES, st.text("&=?+ %<é", max_size=3), max_size=2)
)  # fmt: skip
MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
URLS = st.sampled_from(("https://example.org/guide", "http://example.org", "mailto:x"))
SPANS = (
    st.builds(Plain, WORDS)
    | st.builds(Bold, WORDS)
    | st.builds(Italic, WORDS)
    | st.builds(Code, WORDS)
    | st.builds(Link, WORDS, URLS)
    | st.builds(Moment, WORDS, MOMENTS)
)
TEXTS = st.lists(SPANS, max_size=4).map(tuple)


def tuples(strategy, most=6):
    return st.lists(strategy, max_size=most).map(tuple)


BUTTONS = st.builds(Button, WORDS, INVOCATIONS, st.sampled_from(Emphasis))
BLOCKS = (
    st.builds(Paragraph, TEXTS)
    | st.builds(Note, TEXTS)
    | st.builds(Quote, TEXTS)
    | st.builds(Copyable, WORDS)
    | st.builds(Fields, tuples(st.tuples(WORDS, TEXTS)))
    | st.builds(Bullets, tuples(TEXTS))
    | st.builds(Checklist, tuples(st.tuples(st.sampled_from(Check), TEXTS)))
    | st.builds(Progress, st.integers(-5, 99), st.integers(-5, 99), WORDS)
    | st.builds(Divider)
    | st.builds(Actions, tuples(BUTTONS, 3))
)
MANY = st.builds(lambda blocks, times: (blocks * times)[:80], tuples(BLOCKS, 8), st.integers(1, 12))
MESSAGES = st.builds(Message, WORDS, WORDS, tuples(BLOCKS, 8) | MANY)
FIELDS = st.builds(
    Field,
    name=NAMES,
    label=LINE,
    input=st.sampled_from(Input),
    required=st.booleans(),
    hint=LINE,
    options=st.lists(st.builds(Option, NAMES, LINE), min_size=1, max_size=12, unique_by=lambda one: one.value).map(tuple),
    limit=st.integers(1, 3000),
)  # fmt: skip


def faults(messages, body):
    one = Sent(messages, body)
    return [
        fault for law in (within_limits, offers_what_the_view_offers, parses_nothing) for fault in law(one)
    ]


@given(MESSAGES, st.booleans())
def test_any_message_is_taken_offers_what_the_core_offers_and_parses_nothing(message, pushed):
    assert faults([message], message_body(message, pushed=pushed)) == []


@given(st.lists(MESSAGES, max_size=5))
def test_any_home_tab_is_taken_and_offers_what_the_core_offers(messages):
    assert faults(messages, home_view(messages)) == []


@given(MESSAGES)
def test_any_answer_fits_a_modal(message):
    assert faults([message], modals.message_view(message)) == []


@given(
    st.lists(FIELDS, min_size=1, max_size=8, unique_by=lambda one: one.name).map(tuple),
    st.data(),
    LINE,
    tuples(TEXTS, 3),
)
def test_any_form_fits_a_modal_and_sent_back_as_it_is_says_what_it_said(fields, data, title, intro):
    names = [field.name for field in fields]
    values = {name: data.draw(WORDS) for name in names if data.draw(st.booleans())}
    errors = {name: data.draw(LINE) for name in [*names, "elsewhere"] if data.draw(st.booleans())}
    submit = Invocation("interview add", {"draft": "k3v9tq2m7xah"})
    form = Form(title=title, submit=submit, fields=fields, intro=intro, values=values, errors=errors)
    view = modals.form_view(form, note=title)
    assert check(view) == []
    shown = {block["block_id"]: block["element"] for block in view["blocks"] if block["type"] == "input"}
    assert modals.errors(form).keys() <= shown.keys()
    state = {block: {"value": untouched(element)} for block, element in shown.items()}
    asked, typed, _ = modals.submitted({**view, "state": {"values": state}})
    assert asked == submit
    for field in fields:
        if field.input is Input.LINES and len(values.get(field.name, "")) < 1000:
            assert typed.get(field.name, "") == harmless(values.get(field.name, ""))
