"""Answers to interactions: the first response within 3 seconds, then 15 minutes of edits and follow-ups."""

from __future__ import annotations

from tests.discord.fake import limits, payloads, posting
from tests.discord.fake.errors import Refusal
from tests.discord.fake.routing import Asked, Handler
from tests.discord.fake.state import EPHEMERAL, Choice, Interaction, Json, Message, Modal

FIRST_RESPONSE, TOKEN_LIVES = 3.0, 15 * 60.0
"""Seconds ("Receiving and Responding" in Discord's interactions reference)."""
USER_INSTALL_FOLLOWUPS = 5
MESSAGE, DEFER_MESSAGE, DEFER_UPDATE, UPDATE, CHOICES, MODAL = 4, 5, 6, 7, 8, 9
COMMAND, COMPONENT, AUTOCOMPLETE, SUBMIT = 2, 3, 4, 5
ALLOWED = {
    COMMAND: {MESSAGE, DEFER_MESSAGE, MODAL},
    COMPONENT: {MESSAGE, DEFER_MESSAGE, DEFER_UPDATE, UPDATE, MODAL},
    AUTOCOMPLETE: {CHOICES},
    SUBMIT: {MESSAGE, DEFER_MESSAGE, DEFER_UPDATE, UPDATE},
}
"""Which responses a kind of interaction takes: no modal answers a modal, and a completion is never deferred."""


async def callback(asked: Asked) -> Json | None:
    """POST /interactions/{interaction}/{token}/callback."""
    fake, body = asked.fake, asked.body
    found = next((one for one in fake.interactions if one.token == asked.names["token"]), None)
    if found is None or found.id != asked.number("interaction"):
        raise Refusal(10062)
    took = fake.clock.seconds() - found.began
    if took > FIRST_RESPONSE and found.response_type is None:
        raise Refusal(10062, f"an interaction was answered after {took:.2f} s, at most {FIRST_RESPONSE:.0f}")
    kind = body["type"]
    if found.response_type is not None:
        raise Refusal(40060, f"type {kind} after an interaction was answered with type {found.response_type}")
    allowed = ALLOWED[found.kind] - (set() if found.source else {DEFER_UPDATE, UPDATE})
    if kind not in allowed:
        raise Refusal(50035, f"interaction of kind {found.kind} answered with type {kind}, takes {allowed}")
    found.response_type = kind  # before anything is awaited, so that a second one at once is refused
    try:
        await _respond(asked, found, kind, body.get("data") or {})
    except Refusal:
        found.response_type = None
        raise
    found.responded_in = took
    found.responded.set()
    if not found.deferred:
        found.settle()
    return _resource(asked, found) if asked.call.query.get("with_response") in ("1", "true") else None


async def _respond(asked: Asked, found: Interaction, kind: int, data: Json) -> None:
    fake = asked.fake
    match kind:
        case 4:
            found.message = await posting.post(fake, found.channel, data, asked.call.files, asked=found)
        case 5:
            found.message = await posting.placeholder(fake, found, data.get("flags") or 0)
            found.deferred = True
        case 6:
            found.message, found.deferred = found.source, True
        case 7:
            assert found.source is not None
            found.message = await posting.edit(fake, found.source, data, asked.call.files)
        case 8:
            _refuse(limits.choice_faults(data["choices"]))
            found.choices = [Choice(one["name"], one["value"]) for one in data["choices"]]
        case 9:
            _refuse(limits.modal_faults(data))
            found.modal = found.user.modal = Modal(found, data)
    if found.kind == SUBMIT:
        found.user.modal = None


def _refuse(faults: list[str]) -> None:
    if faults:
        raise Refusal(50035, *faults)


def _resource(asked: Asked, found: Interaction) -> Json:
    said: Json = {"id": str(found.id), "type": found.kind}
    resource: Json = {"type": found.response_type}
    if found.message is not None:
        said |= {
            "response_message_id": str(found.message.id),
            "response_message_loading": found.message.loading,
            "response_message_ephemeral": found.message.ephemeral,
        }
        if found.response_type in (MESSAGE, UPDATE):
            resource["message"] = payloads.message(found.message, asked.fake.base_url)
    return {"interaction": said, "resource": resource}


async def follow_up(asked: Asked) -> Json:
    """POST /webhooks/{application}/{token}: after a deferred message, the first one takes its place."""
    fake, found = asked.fake, _answered(asked)
    if found.by_user_install and found.posted >= USER_INSTALL_FOLLOWUPS:
        raise Refusal(
            40094, f"follow-up {found.posted + 1} of a user install, at most {USER_INSTALL_FOLLOWUPS}"
        )
    if found.deferred and found.response_type == DEFER_MESSAGE and found.message is not None:
        sent = await posting.edit(fake, found.message, _without_flag(asked.body), asked.call.files)
    else:
        sent = await posting.post(fake, found.channel, asked.body, asked.call.files, asked=found)
        found.followups.append(sent)
    found.posted += 1
    found.settle()
    return payloads.message(sent, fake.base_url)


def _without_flag(body: Json) -> Json:
    """Leave out whether it is ephemeral: the deferral has settled that."""
    return {**body, "flags": (body.get("flags") or 0) & ~EPHEMERAL}


async def get(asked: Asked) -> Json:
    """GET /webhooks/{application}/{token}/messages/{message}."""
    return payloads.message(_message(asked, _answered(asked)), asked.fake.base_url)


async def edit(asked: Asked) -> Json:
    """PATCH a message of this interaction; `@original` is the first response's."""
    found = _answered(asked)
    sent = _message(asked, found)
    changed = await posting.edit(asked.fake, sent, asked.body, asked.call.files)
    if sent is found.message:
        found.settle()
    return payloads.message(changed, asked.fake.base_url)


async def delete(asked: Asked) -> None:
    """DELETE a message of this interaction."""
    found = _answered(asked)
    sent = _message(asked, found)
    await posting.remove(asked.fake, sent)
    if sent is found.message:
        found.settle()


def _answered(asked: Asked) -> Interaction:
    """Return the interaction of a token. Raises Refusal before its first response and after 15 minutes."""
    found = next((one for one in asked.fake.interactions if one.token == asked.names["token"]), None)
    if found is None or asked.number("application") != payloads.APPLICATION:
        raise Refusal(10015)
    if found.response_type is None:
        raise Refusal(10015, "a follow-up before the first response")
    if asked.fake.clock.seconds() - found.began > TOKEN_LIVES:
        raise Refusal(50027)
    return found


def _message(asked: Asked, found: Interaction) -> Message:
    name = asked.names["message"]
    mine = [found.message] if name == "@original" else [found.message, *found.followups]
    for sent in mine:
        if sent is not None and not sent.deleted and name in ("@original", str(sent.id)):
            return sent
    raise Refusal(10008)


ROUTES: dict[str, Handler] = {
    "POST /interactions/{interaction}/{token}/callback": callback,
    "POST /webhooks/{application}/{token}": follow_up,
    "GET /webhooks/{application}/{token}/messages/{message}": get,
    "PATCH /webhooks/{application}/{token}/messages/{message}": edit,
    "DELETE /webhooks/{application}/{token}/messages/{message}": delete,
}
