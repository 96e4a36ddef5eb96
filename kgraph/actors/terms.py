"""Terms of office: which names of offices mean the same, and a user's terms laid over the packaged ones."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from kgraph.actors.tables import Term

# an office's other names, in one line each: the table says "foreign minister", the news "top diplomat"
_SAME_OFFICE = (
    {"foreign minister", "foreign secretary", "secretary of state", "minister of foreign affairs", "top diplomat"},
    {"defence minister", "defense minister", "defence secretary", "secretary of defense", "defense secretary"},
    {"prime minister", "premier", "chancellor", "taoiseach", "head of government", "president of the government"},
    {"president", "head of state"},
    {"secretary-general", "secretary general", "chief"},
    {"high representative", "foreign policy chief"},
    {"leader", "supreme leader"},
)


def synonyms(office: str) -> set[str]:
    """The names of the office, its own among them."""
    return next((group for group in _SAME_OFFICE if office in group), {office})


def laid_over(packaged: Iterable[Term], own: Iterable[Term]) -> list[Term]:
    """The user's terms after the packaged ones, without those that they correct.

    A packaged term goes where the user has one of the same person in the same office at that time. One with an open
    end, the only such, ends where the user has a successor.
    """
    packaged, own = list(packaged), list(own)
    mine, running = _by_office(own), _by_office(term for term in packaged if not term.end)
    kept = []
    for term in packaged:
        known = mine.get(_office(term), [])
        if any(other.person.iri == term.person.iri and _meet(other, term) for other in known):
            continue
        later = [other.start for other in known if other.person.iri != term.person.iri and other.start > term.start]
        alone = not term.end and len(running[_office(term)]) == 1
        kept.append(replace(term, end=min(later)) if later and alone else term)
    return [*kept, *own]


def _office(term: Term) -> tuple[str, str]:
    return term.of.iri, min(synonyms(term.office))


def _by_office(terms: Iterable[Term]) -> dict[tuple[str, str], list[Term]]:
    found: dict[tuple[str, str], list[Term]] = defaultdict(list)
    for term in terms:
        found[_office(term)].append(term)
    return found


def _meet(one: Term, other: Term) -> bool:
    """Whether two terms have a day in common, a coarser date counting as its whole span."""
    return _begins_in(one, other) and _begins_in(other, one)


def _begins_in(one: Term, other: Term) -> bool:
    return not other.end or not one.start or one.start[: len(other.end)] <= other.end
