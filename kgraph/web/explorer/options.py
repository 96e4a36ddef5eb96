"""The fields of an analysis page: a measure's options, and which events it is about."""

from dataclasses import replace
from typing import Any

from kgraph.analyse import MEASURES, Measure
from kgraph.analyse.periods import PERIODS
from kgraph.explore import measures
from kgraph.explore.events import Events
from kgraph.explore.filters import Filter
from kgraph.explore.measures import GROUPS, Wish
from kgraph.web.explorer import controls, parts
from kgraph.web.explorer.controls import Wants


def usual(measure: Measure) -> dict[str, str]:
    """What a measure's period and groups are where nobody says otherwise."""
    return {option: measures.usual(measure, option) for option in measure.options if option in {"period", "groups"}}


def fields(events: Events, wish: Wish, usual: dict[str, str], wants: Wants) -> None:
    """The fields; ``wants`` is told by name what of the wish is to change, what of its events one by one."""
    measure = MEASURES[wish.measure]
    with controls.fields(f"/analysis/{wish.measure}"):
        _actors(events, wish, wants)
        if "period" in usual:
            periods = {"": f"{usual['period']}, as usual", **{one: one for one in PERIODS}}
            period = parts.option("Period", wish.period, periods)
            period.on_value_change(lambda event: wants(period=event.value))
        if "groups" in usual:
            choices = {0: f"{usual['groups']}, as usual"} | {one: str(one) for one in GROUPS}
            groups = parts.option("Groups", wish.groups, choices)
            groups.on_value_change(lambda event: wants(groups=event.value))
        _date("since", "Since", wish, wants)
        _date("until", "Until", wish, wants)
        controls.of_events(wish.events, wants, usual=Filter(statuses=measure.statuses))


def changed(wish: Wish, told: dict[str, Any]) -> Wish:
    """The wish with what its fields say, which are of the measure, or of the events."""
    own = {name: value for name, value in told.items() if name in {"actor", "other", "period", "groups"}}
    rest = {name: value for name, value in told.items() if name not in own}
    return replace(wish, events=replace(wish.events, **rest), **own)


def _actors(events: Events, wish: Wish, wants: Wants) -> None:
    """Whom the measure is about."""
    measure = MEASURES[wish.measure]
    labels = {"actor": "Actor", "other": "Other actor"}
    wanted = {name: label for name, label in labels.items() if name in measure.options}
    for name, label in (wanted or {"actor": "Only what involves"}).items():
        needed = " *" if name in measure.required else ""
        controls.actor(events, name, label + needed, getattr(wish, name), wants)


def _date(name: str, label: str, wish: Wish, wants: Wants) -> None:
    parts.date(label, getattr(wish.events, name), lambda told: wants(**{name: told}))
