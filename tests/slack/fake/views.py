"""Modals and the Home tab: `views.*`, and what an answer to a submission does."""

from __future__ import annotations

import copy
from collections.abc import Callable
from datetime import timedelta

from tests.slack.fake.inputs import initial, stateful, values_of
from tests.slack.fake.limits import view_faults
from tests.slack.fake.reading import elements_of
from tests.slack.fake.state import Call, Json, SlackError, State, View

TRIGGER_LASTS = timedelta(seconds=3)
STACK = 3
"""Modals on top of each other ("Views": up to three at a time)."""

Shape = Callable[[View], Json]


class Views:
    """`shape` tells a view as Slack does."""

    def __init__(self, state: State, shape: Shape) -> None:
        self._state = state
        self._shape = shape

    async def open(self, call: Call) -> Json:
        user = self._spend(call, self._asked(call))
        return self._opened(user, call)

    async def push(self, call: Call) -> Json:
        user = self._spend(call, self._asked(call))
        if not self._state.modals.get(user):
            raise SlackError(
                "invalid_arguments", response_metadata={"messages": ["[ERROR] no modal is open"]}
            )
        return self._opened(user, call)

    async def update(self, call: Call) -> Json:
        body = self._asked(call)
        view = self._state.find_view(str(call.body.get("view_id") or call.body.get("external_id") or ""))
        if view is None or view.team != call.team:
            raise SlackError("not_found")
        if call.body.get("hash") not in (None, "", view.hash):
            raise SlackError("hash_conflict")
        if body["type"] != view.body["type"]:
            raise SlackError("invalid_arguments")
        self.replace(view, body)
        return {"view": self._shape(view)}

    async def publish(self, call: Call) -> Json:
        body = self._asked(call, "home")
        user = str(call.body.get("user_id", ""))
        person = self._state.users.get(user)
        if person is None or person.team != call.team:
            raise SlackError("user_not_found")
        home = self._state.homes.get(user)
        if call.body.get("hash") and (home is None or call.body["hash"] != home.hash):
            raise SlackError("hash_conflict")
        if home is None:
            home = self._state.homes[user] = self._made(user, body)
        else:
            self.replace(home, body)
        return {"view": self._shape(home)}

    def show(self, user: str, body: Json) -> View:
        """Put a modal on top of those that somebody has open."""
        stack = self._state.modals.setdefault(user, [])
        if len(stack) >= STACK:
            raise SlackError("push_limit_reached")
        external = body.get("external_id")
        if external and self._state.find_view(external):
            raise SlackError("duplicate_external_id")
        view = self._made(user, body)
        view.previous = stack[-1].id if stack else ""
        view.root = stack[0].id if stack else view.id
        stack.append(view)
        self._state.touch()
        return view

    def replace(self, view: View, body: Json) -> None:
        """Give a view another content. An input that keeps its block_id and action_id keeps what is in it."""
        self._fill(view, body)
        view.hash = self._hash()
        view.errors = {}
        self._state.touch()

    def answer_submission(self, view: View, answer: Json) -> None:
        """Do what the acknowledgement of a submission says ("response_action"); nothing said closes the modal.

        Raises AssertionError for what Slack would drop: the person would see only "trouble connecting".
        """
        stack = self._state.modals[view.user]
        match answer.get("response_action"):
            case None:
                assert not answer, f"an answer to a submission without response_action: {sorted(answer)}"
                if view in stack:
                    stack.remove(view)
            case "clear":
                stack.clear()
            case "errors":
                view.errors = _checked_errors(view, answer.get("errors") or {})
            case "update" | "push" as action:
                body = answer.get("view") or {}
                faults = view_faults(body) + ([] if body.get("type") == "modal" else ["it must be a modal"])
                assert not faults, f"the view of response_action {action!r}: {'; '.join(faults)}"
                if action == "update":
                    self.replace(view, body)
                else:
                    assert len(stack) < STACK, f"no more than {STACK} modals on top of each other"
                    self.show(view.user, body)
            case unknown:
                raise AssertionError(f"response_action {unknown!r} is none of Slack's")
        self._state.touch()

    def _opened(self, user: str, call: Call) -> Json:
        return {"view": self._shape(self.show(user, call.body["view"]))}

    def _asked(self, call: Call, kind: str = "") -> Json:
        body = call.body.get("view")
        if not isinstance(body, dict):
            raise SlackError("invalid_arguments", response_metadata={"messages": ["[ERROR] no view"]})
        wanted = kind or ("modal" if call.method in ("views.open", "views.push") else body.get("type"))
        faults = view_faults(body)
        if body.get("type") != wanted:
            faults.append(f"type: {body.get('type')!r}, and not {wanted!r}")
        if faults:
            self._state.violate(f"{call.method}: {'; '.join(faults)}")
            messages = [f"[ERROR] {fault}" for fault in faults]
            raise SlackError("invalid_arguments", response_metadata={"messages": messages})
        if "files:read" not in self._state.scopes and any(
            block.get("type") == "input" and block["element"]["type"] == "file_input"
            for block in body["blocks"]
        ):
            raise SlackError("missing_scope", needed="files:read")
        return body

    def _spend(self, call: Call, _: Json) -> str:
        """Use a trigger up; return whose it is. A view that is refused does not use its trigger."""
        trigger = self._state.triggers.get(str(call.body.get("trigger_id", "")))
        if trigger is None or self._state.users[trigger.user].team != call.team:
            raise SlackError("invalid_trigger_id")
        if trigger.used:
            raise SlackError("exchanged_trigger_id")
        if self._state.now() - trigger.made_at > TRIGGER_LASTS:
            raise SlackError("expired_trigger_id")
        trigger.used = True
        return trigger.user

    def _made(self, user: str, body: Json) -> View:
        view = View(self._state.next_id("V"), {}, self._hash(), user, self._state.users[user].team)
        self._fill(view, body)
        return view

    def _fill(self, view: View, body: Json) -> None:
        view.body = copy.deepcopy(body)
        name_blocks(view.body["blocks"], self._state)
        held = stateful(view.body["blocks"])
        kept = {key: state for key, state in view.entered.items() if _same(state, held.get(key))}
        view.entered = {key: kept.get(key) or initial(element) for key, (_, element) in held.items()}

    def _hash(self) -> str:
        return f"{int(self._state.now().timestamp())}.{self._state.next_id('h')}"


def state_of(view: View) -> Json:
    """Return `view.state`."""
    return {"values": values_of(view.entered)}


def name_blocks(blocks: list[Json], state: State) -> None:
    """Give a block_id and an action_id to what has none, as Slack does."""
    for block in blocks:
        block.setdefault("block_id", state.next_id("b"))
    for _, element in elements_of(blocks):
        element.setdefault("action_id", state.next_id("a"))


def _same(state: Json, held: tuple[Json, Json] | None) -> bool:
    return held is not None and held[1]["type"] == state["type"]


def _checked_errors(view: View, errors: Json) -> dict[str, str]:
    assert errors, "response_action 'errors' without errors"
    inputs = {block["block_id"] for block in view.blocks if block["type"] == "input"}
    for block, words in errors.items():
        assert block in inputs, f"an error for {block!r}, which is no input block of {sorted(inputs)}"
        assert isinstance(words, str), f"the error for {block!r} is no text"
        assert words, f"the error for {block!r} is empty"
    return dict(errors)
