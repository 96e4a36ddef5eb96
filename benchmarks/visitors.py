"""People at the explorer's network page, without a browser: each has a connection and does over it what a page does."""

import asyncio
import html
import json
import random
import re
import time
import uuid
from collections import defaultdict
from collections.abc import Callable
from typing import Any

import httpx
import socketio

PAUSES = (1.0, 3.0)  # seconds that somebody looks before the next step
ARRIVAL = 10.0  # seconds in which all have come
FEWEST = "Events of a pair"  # the label of the field that is changed
PATIENCE = 60.0
Times = dict[str, list[float]]
Element = dict[str, Any]


def visit(address: str, people: int, rounds: int) -> Times:
    """Milliseconds of each step of so many people who come within seconds and stay side by side."""
    return asyncio.run(_visit(address, people, rounds))


async def _visit(address: str, people: int, rounds: int) -> Times:
    times: Times = defaultdict(list)
    chance = random.Random(people)
    await asyncio.gather(*(Person(address, times, random.Random(chance.random())).stay(rounds) for _ in range(people)))
    return times


class Person:
    """A page and its connection; ``stay`` opens it, filters, and reads the evidence of one pair after the other."""

    def __init__(self, address: str, times: Times, chance: random.Random) -> None:
        self._address, self._times, self._chance = address, times, chance
        self._elements: dict[str, Element] = {}
        self._arrived: dict[str, Element] = {}
        self._news = asyncio.Event()
        self._talk = socketio.AsyncClient()
        self._talk.on("update", self._update)

    async def stay(self, rounds: int) -> None:
        await asyncio.sleep(self._chance.uniform(0, ARRIVAL))
        await self._timed("open", self._open())
        for number in range(rounds):
            await self._look()
            await self._timed("filter", self._filter(number))
            await self._look()
            await self._timed("evidence", self._evidence())
        await self._talk.disconnect()

    async def _look(self) -> None:
        await asyncio.sleep(self._chance.uniform(*PAUSES))

    async def _timed(self, step: str, work: Any) -> None:
        begin = time.perf_counter()
        await asyncio.wait_for(work, PATIENCE)
        self._times[step].append(1000 * (time.perf_counter() - begin))

    async def _open(self) -> None:
        async with httpx.AsyncClient(timeout=PATIENCE) as client:
            page = (await client.get(self._address)).raise_for_status().text
        [elements] = re.findall(r"parseElements\(String\.raw`(.*?)`\)", page, re.DOTALL)
        self._elements = json.loads(html.unescape(elements))
        [self._id] = re.findall(r"'client_id': '([^']+)'", page)
        about = f"client_id={self._id}&tab_id={uuid.uuid4()}&document_id={uuid.uuid4()}&next_message_id=0"
        await self._talk.connect(
            f"{self._address}?{about}&implicit_handshake=true", transports=["websocket"],
            socketio_path="/_nicegui_ws/socket.io",
        )  # fmt: skip
        while not any(_is_field(element) for element in self._elements.values()):  # later where many ask
            await self._next()

    async def _filter(self, number: int) -> None:
        """Ask for the pairs of more events, of fewer, and so on."""
        field = self._named(_is_field)
        option = self._elements[field]["props"]["options"][(3, 0, 4, 2)[number % 4]]
        await self._do(field, "update:modelValue", option, "told")

    async def _evidence(self) -> None:
        """Click a line of the picture."""
        chart = self._named(_is_network)
        line = self._chance.choice(self._elements[chart]["props"]["options"]["series"][0]["links"])
        told = {"dataType": "edge", "data": {"source": line["source"], "target": line["target"]}}
        await self._do(chart, "componentClick", told, "claim")

    def _named(self, holds: Callable[[Element], object]) -> str:
        return next(number for number, element in self._elements.items() if holds(element))

    async def _do(self, number: str, what: str, told: object, shows: str) -> None:
        """Send an event, and wait for the element that shows what came of it."""
        listeners = self._elements[number]["events"]
        listener = next(one["listener_id"] for one in listeners if one["type"] == what)
        self._arrived.clear()
        event = {"id": int(number), "client_id": self._id, "listener_id": listener, "args": [json.dumps(told)]}
        await self._talk.emit("event", event)
        while not any(element.get("props", {}).get("data-testid") == shows for element in self._arrived.values()):
            await self._next()

    async def _next(self) -> None:
        self._news.clear()
        await self._news.wait()

    def _update(self, elements: dict[str, Element | None]) -> None:
        here = {number: element for number, element in elements.items() if isinstance(element, dict)}
        self._elements |= here
        self._arrived |= here
        self._news.set()


def _is_field(element: Element) -> bool:
    return bool(element.get("props", {}).get("aria-label") == FEWEST)


def _is_network(element: Element) -> bool:
    options = element.get("props", {}).get("options")  # a field has a list of them, a picture its description
    return isinstance(options, dict) and "links" in options["series"][0]
