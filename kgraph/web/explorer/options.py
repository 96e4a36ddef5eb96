"""The fields of an analysis page: a measure's options, and which events it is about."""

from collections.abc import Awaitable, Callable, Mapping

from nicegui import ui

from kgraph.analyse import MEASURES, Measure
from kgraph.analyse.periods import PERIODS
from kgraph.analyse.regions import names as regions
from kgraph.explore import measures
from kgraph.explore.events import Events
from kgraph.explore.measures import GROUPS, Wish
from kgraph.explore.names import BETWEEN, names
from kgraph.vocab import ROOTS, STATUSES
from kgraph.web.explorer import parts
from kgraph.web.explorer.controls import HEARD, HEARD_TOLD, NOBODY, OFFERED

Fields = dict[str, ui.input | ui.select]
Usual = Mapping[str, str]
_FIRST = f""":option-label="one => one && one.label ? one.label.split('{BETWEEN}')[0] : one\""""


def usual(measure: Measure) -> dict[str, str]:
    """What a measure's period and groups are where nobody says otherwise."""
    return {option: measures.usual(measure, option) for option in measure.options if option in {"period", "groups"}}


def fields(events: Events, wish: Wish, usual: Usual, changed: Callable[[], Awaitable[None]]) -> Fields:
    """The fields by their names in the address; ``changed`` is called when one has another value."""
    with ui.element("div").props('role=search aria-label="Options"').classes("filters"):
        made = _own(events, wish, usual) | _of_events(wish)
        for name, field in made.items():
            if name in {"since", "until"}:  # typed: wanted when it is whole
                field.on("change", changed, []).on("keydown.enter", changed, [])
            else:
                field.on_value_change(changed)
    return made


def told(fields: Fields) -> list[tuple[str, str]]:
    """What the fields say, as the query part of an address has it."""
    values = [
        (name, value)
        for name, field in fields.items()
        for value in (field.value if isinstance(field.value, list) else [field.value])
    ]
    return [(name, str(value)) for name, value in values if value and (name, value) != ("heard", "any")]


def _own(events: Events, wish: Wish, usual: Usual) -> Fields:
    """What the measure takes; whom it is about comes first."""
    measure, known = MEASURES[wish.measure], names(events)
    made: Fields = {}
    for name, label in (("actor", "Actor"), ("other", "Other actor")):
        if name in measure.options:
            made[name] = _actor(label + (" *" if name in measure.required else ""), getattr(wish, name), known)
    if not made:
        made["actor"] = _actor("Only what involves", wish.actor, known)
    if "period" in usual:
        made["period"] = parts.option(
            "Period", wish.period, {"": f"{usual['period']}, as usual", **{one: one for one in PERIODS}}
        )
    if "groups" in usual:
        choices = {"": f"{usual['groups']}, as usual"} | {str(one): str(one) for one in GROUPS}
        made["groups"] = parts.option("Groups", str(wish.groups or ""), choices)
    return made


def _actor(label: str, value: str, known: Mapping[str, str]) -> ui.select:
    choices = {**known, **({value: value} if value and value not in known else {})}
    field = parts.option(label, value or None, choices, with_input=True, clearable=True).props(_FIRST)
    field.add_slot("option", OFFERED)
    field.add_slot("no-option", NOBODY)
    return field.classes("wide")


def _of_events(wish: Wish) -> Fields:
    """Which events the measure is about."""
    given = wish.events
    heard = next(name for name, value in HEARD.items() if value is given.heard)
    return {
        "since": _date("Since", given.since),
        "until": _date("Until", given.until),
        "region": parts.option("Region", given.region or None, _with(regions(), given.region), with_input=True,
                               clearable=True),
        "code": parts.option("Acts", list(given.codes), list(ROOTS), multiple=True),
        "status": parts.option("Status", list(given.statuses), list(STATUSES), multiple=True),
        "heard": parts.option("Hearsay", heard, HEARD_TOLD),
    }  # fmt: skip


def _with(options: list[str], value: str) -> list[str]:
    """The options with what the address says, which may be one of them in other letters."""
    return [*options, value] if value and value not in options else options


def _date(label: str, value: str) -> ui.input:
    return ui.input(label, value=value, placeholder="2024, 2024-03 or 2024-03-05").props(
        f'outlined dense aria-label="{label}"'
    )
