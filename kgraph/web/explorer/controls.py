"""The fields by which the network, the map and the measures are told whom and which events are wanted."""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
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
# an actor's names stand in one label, so that any of them finds it; only the first is shown once it is chosen
FIRST, REST = (f'{{{{ props.opt.label.split("{BETWEEN}"){part} }}}}' for part in ("[0]", '.slice(1).join(", ")'))
CHOSEN = f"""<q-chip dense removable :tabindex="props.tabindex" @remove="props.removeAtIndex(props.index)"
  :remove-aria-label="'Without ' + props.opt.label.split('{BETWEEN}')[0]">{FIRST}</q-chip>"""
OFFERED = f"""<q-item v-bind="props.itemProps"><q-item-section><q-item-label>{FIRST}</q-item-label>
  <q-item-label caption lines="1">{REST}</q-item-label></q-item-section></q-item>"""
NOBODY = "<q-item><q-item-section>Nobody of that name has events here.</q-item-section></q-item>"
Wants = Callable[..., Awaitable[None]]  # is told by name what is to change
_TYPED: dict[str, Any] = {"with_input": True, "clearable": True}


@contextmanager
def fields(again: str) -> Iterator[None]:
    """The place for fields, with a way back to the address ``again``."""
    with ui.element("div").props('role=search aria-label="Filters"').classes("filters"):
        yield
        ui.button("All again", on_click=lambda: ui.navigate.to(again)).props("flat no-caps")


def actor(events: Events, name: str, label: str, value: str, wants: Wants, *, clearable: bool = True) -> ui.select:
    """A field for one actor, by any name, as ``name`` of what is wanted; one who acts for another means that one."""
    field = _actor(events, label, value or None, clearable=clearable)
    field.props(remove="hide-selected fill-input")  # the field would hold all names of the one who is chosen
    field.add_slot("selected-item", f"<span>{FIRST}</span>")

    async def chosen() -> None:
        meant = events.side(field.value or "")
        if meant == (field.value or ""):
            await wants(**{name: meant})
        else:
            field.set_value(meant)

    field.on_value_change(chosen)
    return field


def actors(events: Events, chosen: tuple[str, ...], wants: Wants) -> None:
    """A field for several actors, by any name."""
    field = _actor(events, "Actors, by any name", [*map(events.side, chosen)], multiple=True)
    field.props("use-chips").add_slot("selected-item", CHOSEN)

    async def changed() -> None:
        field.run_method("updateInputValue", "")  # what was looked for is found
        meant = list(dict.fromkeys(map(events.side, field.value)))
        if meant == field.value:
            await wants(actors=tuple(meant))
        else:
            field.set_value(meant)

    field.on_value_change(changed)


def _actor(events: Events, label: str, value: Any, **more: Any) -> ui.select:
    known = names(events)
    strangers = {one: one for one in ([value] if isinstance(value, str) else value or ()) if one not in known}
    field = parts.option(label, value, known | strangers, with_input=True, **more).classes("wide")
    field.add_slot("option", OFFERED)
    field.add_slot("no-option", NOBODY)
    return field


def of_events(
    given: Filter, wants: Wants, *, usual: Filter = filters.DEFAULT, sources: list[str] | None = None
) -> None:
    """The events that are wanted; ``usual`` is what empty fields mean, ``sources`` are those to choose from."""
    heard = next(name for name, value in HEARD.items() if value is given.heard)
    made = {
        "codes": parts.option("Acts", list(given.codes), list(ROOTS), multiple=True),
        "statuses": parts.option("Status", list(given.statuses), list(STATUSES), multiple=True),
        "heard": parts.option("Hearsay", heard, HEARD_TOLD),
    }
    if sources is not None:
        made["source"] = parts.option("Source", given.source or None, _with(sources, given.source), **_TYPED)
    made["region"] = parts.option("Region", given.region or None, _with(regions(), given.region), **_TYPED)
    for name, field in made.items():
        field.on_value_change(lambda event, name=name: wants(**{name: _meant(name, event.value, usual)}))


def _with(options: list[str], value: str) -> list[str]:
    """The options with what the address says, which may be none of them."""
    return [*options, value] if value and value not in options else options


def _meant(name: str, value: Any, usual: Filter) -> Any:
    """A field's value as the filter's."""
    if name == "heard":
        return HEARD[value]
    if value is None or value == []:
        return getattr(usual, name)
    return tuple(value) if isinstance(value, list) else value
