"""The vocabulary as Turtle: our ontology, and PLOVER as a SKOS scheme made from its table."""

from collections.abc import Iterator

from kgraph import resources
from kgraph.vocab import PLOVER, Code, plover


def turtle() -> str:
    """The ontology with PLOVER's roots as concepts: definition, score, quad class and CAMEO equivalents."""
    return resources.data("ontology.ttl").read_text(encoding="utf-8") + "\n" + "\n".join(_scheme())


def _scheme() -> Iterator[str]:
    yield f'<{PLOVER.scheme}> a skos:ConceptScheme ; skos:prefLabel "PLOVER 2.0"@en .\n'
    for code in plover().values():
        yield _concept(code)


def _concept(code: Code) -> str:
    """A root is a top concept; a mode is narrower than its root."""
    name = code.root if code.mode is None else f"{code.root}.{code.mode}"
    above = f"skos:topConceptOf <{PLOVER.scheme}>" if code.mode is None else f"skos:broader <{PLOVER.base}{code.root}>"
    notations = ", ".join(f'"CAMEO {number}"' for number in code.cameo)
    return (
        f"<{PLOVER.base}{name}> a skos:Concept ;\n    skos:inScheme <{PLOVER.scheme}> ; {above} ;\n"
        f'    skos:prefLabel "{name.lower()}"@en ; skos:altLabel {notations} ;\n'
        f'    skos:definition "{code.definition}"@en ; skos:scopeNote "{code.quad}"@en ; kg:score {code.score} .\n'
    )
