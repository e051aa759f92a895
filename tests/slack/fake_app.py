"""A small app on the real slack_bolt, and the two ways in which Slack reaches it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from tests.slack.fake import FakeSlack


def text(words: str) -> dict:
    return {"type": "plain_text", "text": words}


def option(value: str, words: str) -> dict:
    return {"text": text(words), "value": value}


def button(words: str, action: str, **more: str) -> dict:
    return {"type": "button", "text": text(words), "action_id": action, **more}


def message(words: str, *buttons: dict) -> dict:
    blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": words}}]
    if buttons:
        blocks.append({"type": "actions", "elements": list(buttons)})
    return {"text": words, "blocks": blocks}


def asked(block: str, label: str, element: dict, **more: object) -> dict:
    element = {"action_id": "value", **element}
    return {"type": "input", "block_id": block, "label": text(label), "element": element, **more}


def form(company: str = "", **more: object) -> dict:
    """A modal with every kind of input that a form of ours may need."""
    proofs = [option("trust", "Can be trusted"), option("work", "Does the job")]
    line = {"type": "plain_text_input", "max_length": 40}
    if company:
        line["initial_value"] = company
    return {
        "type": "modal",
        "callback_id": "add",
        "title": text("An interview"),
        "submit": text("Add"),
        "close": text("Not now"),
        "private_metadata": '{"p":"add"}',
        "blocks": [
            asked("company", "Company", line),
            asked("day", "Day", {"type": "datepicker"}, optional=True),
            asked("hour", "Time of day", {"type": "timepicker"}, optional=True),
            asked("kind", "Kind", {"type": "radio_buttons", "options": proofs}, optional=True),
            asked("proofs", "Proofs", {"type": "checkboxes", "options": proofs}, optional=True),
            asked("pack", "Pack", {"type": "static_select", "options": proofs}, optional=True),
            asked("city", "City", {"type": "external_select", "min_query_length": 2}, optional=True),
        ],
        **more,
    }


HOME = {"type": "home", "blocks": [{"type": "actions", "elements": [button("Add one", "open")]}]}


def build(slack: FakeSlack) -> AsyncApp:
    client = AsyncWebClient(slack.bot_token, base_url=slack.api_url, retry_handlers=[])
    app = AsyncApp(client=client, signing_secret=slack.identity.signing_secret)
    app.submissions = []  # what the last test wants to look at

    for listen in (_commands, _buttons, _submissions, _modals, _events):
        listen(app)
    return app


def _commands(app: AsyncApp) -> None:
    @app.command("/say")
    async def say(ack, command):
        await ack(response_type="ephemeral", **message(command["text"], button("More", "more", value="1")))

    @app.command("/shout")
    async def shout(ack, command):
        await ack(text=command["text"], response_type="in_channel")

    @app.command("/form")
    async def open_form(ack, body, client):
        await client.views_open(trigger_id=body["trigger_id"], view=form())
        await ack()

    @app.command("/slow")
    async def slow(ack, respond):
        await ack()
        await respond(**message("Here it is", button("More", "more")))


def _buttons(app: AsyncApp) -> None:
    @app.action("more")
    async def more(ack, respond):
        await ack()
        await respond(replace_original=True, **message("There is more", button("Away", "away")))

    @app.action("away")
    async def away(ack, respond):
        await ack()
        await respond(delete_original=True)

    @app.action("open")
    async def open_from_home(ack, body, client):
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=form("Acme"))

    @app.action("later")
    async def later(ack, body, client):
        await ack()
        place = {"channel": body["channel"]["id"], "ts": body["message"]["ts"]}
        await client.chat_update(**place, **message("At 18:00 then"))

    @app.action("pace")
    async def pace(ack, body, respond):
        await ack()
        await respond(replace_original=False, text=f"pace {body['actions'][0]['selected_option']['value']}")


def _submissions(app: AsyncApp) -> None:
    @app.view("add")
    async def added(ack, body, client, view):
        values = view["state"]["values"]
        app.submissions.append(values)
        company = values["company"]["value"]["value"]
        match company:
            case "wrong":
                await ack(response_action="errors", errors={"company": "Not that one"})
            case "nowhere":
                await ack(response_action="errors", errors={"street": "No such block"})
            case "update":
                await ack(response_action="update", view=form(company, title=text("Again")))
            case "push":
                await ack(response_action="push", view=form(company, title=text("One more")))
            case "clear":
                await ack(response_action="clear")
            case _:
                await ack()
                opened = await client.conversations_open(users=body["user"]["id"])
                await client.chat_postMessage(
                    channel=opened["channel"]["id"],
                    **message(f"{company} is added", button("Later", "later")),
                )


def _modals(app: AsyncApp) -> None:
    @app.options("value")
    async def cities(ack, body):
        await ack(options=[option(f"{body['value']}-{n}", f"{body['value'].title()} {n}") for n in (1, 2)])

    @app.view_closed("add")
    async def closed(ack, body):
        app.submissions.append({"closed": body["is_cleared"]})
        await ack()

    @app.shortcut("start")
    async def start(ack, body, client):
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=form())


def _events(app: AsyncApp) -> None:
    @app.event("message")
    async def heard(event, say):
        await say(f"You said: {event['text']}")

    @app.event("app_home_opened")
    async def home(event, client):
        await client.views_publish(user_id=event["user"], view=HOME)

    @app.event("tokens_revoked")
    async def revoked(event):
        app.submissions.append(event["tokens"])

    @app.event("app_uninstalled")
    async def uninstalled(event):
        app.submissions.append("uninstalled")


@asynccontextmanager
async def over_http(slack: FakeSlack, app: AsyncApp) -> AsyncIterator[None]:
    """Have the app answer on loopback, and the fake post there."""

    async def events(request: web.Request) -> web.Response:
        return await to_aiohttp_response(await app.async_dispatch(await to_bolt_request(request)))

    server = web.Application()
    server.router.add_post("/slack/events", events)
    runner = web.AppRunner(server, access_log=None, shutdown_timeout=1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        slack.events_url = f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"
        yield
    finally:
        await runner.cleanup()


@asynccontextmanager
async def over_sockets(slack: FakeSlack, app: AsyncApp) -> AsyncIterator[AsyncSocketModeHandler]:
    """Have the app connect to the fake by Socket Mode."""
    handler = AsyncSocketModeHandler(app, slack.app_token, ping_interval=0.2)
    await handler.connect_async()
    try:
        yield handler
    finally:
        await handler.close_async()
