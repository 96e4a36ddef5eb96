"""The fields of the network page that say which events are wanted."""

from collections.abc import Awaitable, Callable
from typing import Any

from nicegui import ui

from kgraph.analyse.regions import names as regions
from kgraph.explore import filters
from kgraph.explore.events import Events
from kgraph.explore.filters import Filter
from kgraph.explore.names import BETWEEN, names
from kgraph.vocab import ROOTS, STATUSES
from kgraph.web.explorer import parts

HEARD = {"any": None, "no": False, "only": True}
HEARD_TOLD = {"any": "told or heard", "no": "told by the text itself", "only": "only somebody's account"}
FEWEST = (1, 2, 3, 5, 10, 20, 50)
# an actor's names stand in one label, so that any of them finds it; only the first is shown once it is chosen
FIRST, REST = (f'{{{{ props.opt.label.split("{BETWEEN}"){part} }}}}' for part in ("[0]", '.slice(1).join(", ")'))
CHOSEN = f"""<q-chip dense removable :tabindex="props.tabindex" @remove="props.removeAtIndex(props.index)"
  :remove-aria-label="'Without ' + props.opt.label.split('{BETWEEN}')[0]">{FIRST}</q-chip>"""
OFFERED = f"""<q-item v-bind="props.itemProps"><q-item-section><q-item-label>{FIRST}</q-item-label>
  <q-item-label caption lines="1">{REST}</q-item-label></q-item-section></q-item>"""
NOBODY = "<q-item><q-item-section>Nobody of that name has events here.</q-item-section></q-item>"
Wants = Callable[..., Awaitable[None]]


def controls(events: Events, given: Filter, wants: Wants) -> None:
    """The fields; ``wants`` is told by name what of the filter is to change."""
    with ui.element("div").props('role=search aria-label="Filters"').classes("filters"):
        actors = parts.option("Actors, by any name", list(given.actors), names(events), multiple=True, with_input=True)
        actors.props("use-chips").classes("wide")
        actors.add_slot("selected-item", CHOSEN)
        actors.add_slot("option", OFFERED)
        actors.add_slot("no-option", NOBODY)
        actors.on_value_change(lambda: actors.run_method("updateInputValue", ""))  # what was looked for is found
        fields = {
            "actors": actors,
            "codes": parts.option("Acts", list(given.codes), list(ROOTS), multiple=True),
            "statuses": parts.option("Status", list(given.statuses), list(STATUSES), multiple=True),
            "heard": parts.option("Hearsay", _heard(given), HEARD_TOLD),
            "source": parts.option("Source", given.source or None, _with(events.sources, given.source), **_TYPED),
            "region": parts.option("Region", given.region or None, _with(regions(), given.region), **_TYPED),
            "least": parts.option("Events of a pair", given.least, _least(given.least)),
        }
        for name, field in fields.items():
            field.on_value_change(lambda event, name=name: wants(**{name: _meant(name, event.value)}))
        ui.button("All again", on_click=lambda: ui.navigate.to("/")).props("flat no-caps")


_TYPED: dict[str, Any] = {"with_input": True, "clearable": True}


def _heard(given: Filter) -> str:
    return next(name for name, value in HEARD.items() if value is given.heard)


def _with(options: list[str], value: str) -> list[str]:
    """The options with what the address says, which may be none of them."""
    return [*options, value] if value and value not in options else options


def _least(least: int) -> dict[int, str]:
    return {count: f"{count} or more" for count in sorted({*FEWEST, least})}


def _meant(name: str, value: Any) -> Any:
    """A field's value as the filter's."""
    if name == "heard":
        return HEARD[value]
    if value is None or value == []:
        return getattr(filters.DEFAULT, name)
    return tuple(value) if isinstance(value, list) else value
