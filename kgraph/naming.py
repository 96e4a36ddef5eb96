"""From what somebody types to the actor that is meant: an IRI, a prefixed name, an ISO code, a name, an alias."""

from difflib import get_close_matches

from pyoxigraph import Literal, NamedNode

from kgraph.actors.catalogue import catalogue
from kgraph.errors import AmbiguousName, QueryError
from kgraph.store import GraphStore, text
from kgraph.vocab import KG, PREFIXES, RDF, RDFS


def resolve(store: GraphStore, name: str) -> str:
    """The IRI of the actor that ``name`` means.

    AmbiguousName where it means several of whom not just one is stored, QueryError where it means nobody.
    """
    name = name.strip()
    if found := fixed(name):
        return found
    meant = _meant(store, name)
    if len(meant) > 1:
        meant = {node: label for node, label in meant.items() if _stored(store, node)} or meant
    if not meant:
        raise QueryError(_nobody(store, name))
    if len(meant) > 1:
        listed = ", ".join(f"{label} <{node}>" for node, label in sorted(meant.items(), key=lambda item: item[::-1]))
        raise AmbiguousName(f"{name!r} may be any of these; give the IRI of the one you mean: {listed}.")
    return next(iter(meant))


def fixed(name: str) -> str | None:
    """The IRI of the actor that an IRI, a prefixed name or a state's ISO code means in any store; None for a name."""
    name = name.strip()
    state = catalogue().states.get(name) if name.isupper() else None
    return _iri(name) or (state.iri if state else None)


def labels(store: GraphStore) -> dict[str, str]:
    """Every stored actor's IRI with its name, the first in the alphabet where it has several."""
    rows = store.select(
        f"SELECT ?actor (MIN(?label) AS ?name) {{ GRAPH ?g {{ ?actor a <{KG.Actor}> ; <{RDFS.label}> ?label }} }}"
        " GROUP BY ?actor ORDER BY ?actor"
    ).rows
    return {
        actor.value: label.value for actor, label in rows if isinstance(actor, NamedNode) and isinstance(label, Literal)
    }


def _iri(name: str) -> str | None:
    if name.startswith(("http://", "https://", "urn:")):
        return name
    prefix, colon, rest = name.partition(":")
    return PREFIXES[prefix] + rest if colon and prefix in PREFIXES else None


def _meant(store: GraphStore, name: str) -> dict[str, str]:
    """Whom a name may mean, IRI to name: the catalogue's actors first, else stored ones, letter case aside."""
    known = catalogue().find(name)
    exact = [actor for actor in known if actor.name.casefold() == name.casefold()] or known
    meant = {actor.iri: actor.name for actor in exact}
    for quad in store.match(predicate=NamedNode(RDFS.label), object=Literal(name)):
        meant[text(quad.subject)] = name
    if meant:
        return meant
    return {node: label for node, label in labels(store).items() if label.casefold() == name.casefold()}


def _stored(store: GraphStore, node: str) -> bool:
    found = store.match(subject=NamedNode(node), predicate=NamedNode(RDF.type), object=NamedNode(KG.Actor))
    return next(found, None) is not None


def _nobody(store: GraphStore, name: str) -> str:
    names = {label.casefold(): label for label in labels(store).values()}
    near = [names[match] for match in get_close_matches(name.casefold(), names, n=3, cutoff=0.6)]
    hint = f"did you mean {' or '.join(near)}?" if near else "`kgraph query actors` lists who is in the store."
    return f"Nobody called {name!r} is known here; {hint}"
