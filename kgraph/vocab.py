"""The closed vocabulary: RDF terms as attributes, PLOVER's codes as a table. A mistyped term fails at once.

PLOVER 2.0 is the event ontology of Halterman, Bagozzi, Beger, Schrodt and Scarborough ("PLOVER and POLECAT", 2023).
The scores are Goldstein's (1992) conflict-cooperation weights in their CAMEO adaptation, taken over through each code's
CAMEO equivalent; REQUEST, which joins CAMEO's mild appeals with its demands, has values of our own between the two.
"""

from dataclasses import dataclass
from functools import cache
from typing import Literal, get_args

from kgraph import resources
from kgraph.model import Claim, Status

EventCode = Literal[
    "AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "CONCEDE", "RETREAT", "REQUEST", "ACCUSE", "REJECT", "THREATEN",
    "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
]  # fmt: skip
ROOTS: tuple[str, ...] = get_args(EventCode)
STATUSES: tuple[str, ...] = get_args(Status)
MUTUAL = frozenset({"CONSULT", "AGREE", "COOPERATE"})  # done both ways
JOINT = MUTUAL | {"SUPPORT"}  # where no recipient is told, done to each other: two sign a treaty, or restore relations


@dataclass(frozen=True, slots=True)
class Code:
    """A PLOVER root, or a root with a mode. ``score`` runs from -10 (conflict) to 10 (cooperation)."""

    root: str
    mode: str | None
    score: float
    quad: str
    cameo: tuple[str, ...]
    definition: str


@cache
def plover() -> dict[tuple[str, str | None], Code]:
    """All codes by root and mode; the plain root under ``(root, None)``."""
    codes = [
        Code(
            root=row["root"], mode=row["mode"] or None, score=float(row["score"]), quad=row["quad"],
            cameo=tuple(row["cameo"].split("|")), definition=row["definition"],
        )
        for row in resources.rows("plover.tsv")
    ]  # fmt: skip
    return {(code.root, code.mode): code for code in codes}


class Namespace:
    """The terms of one RDF namespace, as attributes holding IRIs; anything not listed is an AttributeError."""

    def __init__(self, base: str, names: str) -> None:
        self.base = base
        self._terms = {name.rstrip("_"): base + name.rstrip("_") for name in names.split()}
        self.__dict__.update({f"{name}{end}": term for name, term in self._terms.items() for end in ("", "_")})

    def __getattr__(self, name: str) -> str:
        raise AttributeError(f"no term {name!r} in {self.__dict__.get('base')}")

    def __getitem__(self, name: str) -> str:
        """The IRI of a term by its name; KeyError where there is none."""
        return self._terms[name]

    def __contains__(self, name: str) -> bool:
        return name in self._terms

    def terms(self) -> dict[str, str]:
        """Name to IRI, in the order of definition."""
        return dict(self._terms)


KG = Namespace(
    "https://w3id.org/kgraph/vocab#",
    # classes
    "Claim EventClaim OfficeClaim RelationClaim Event Actor State Person Organisation "
    "IntergovernmentalOrganisation ArmedGroup People Unnamed Sentence Document Status Value Tie Pair "
    # classes that follow from the properties, and are not written
    "Mention Place "
    # of claims
    "actor actorFor recipient recipientFor attributedTo attributedToFor event code mode status date dateText "
    "dateWhy eventDate undated place "
    "score confidence rule trigger triggerBegin triggerEnd person office of relation party "
    "actual planned requested hypothetical negated "
    # of events, and of what is told between two sides
    "tie pair eventWhy contradicts reports documents sources firstReport lastReport reportedAs "
    "events scoreSum firstDate lastDate actorName recipientName attributed "
    "friendlyEvents friendlyScore hostileEvents hostileScore "
    # of the work on events: what waits for it, and what a reader has decided
    "pending notMerged apart together "
    # of what a reader says of a claim
    "Review reviewOf reviewedDocument verdict reviewer reviewedAt asRead asCorrected becomes "
    # of what is known before any text is read
    "Background Membership Term "
    # of figures
    "value counts number upper qualifier unit valueText valueBegin valueEnd "
    # of mentions, documents and actors
    "mention mentionOf mentionFor mentionBegin mentionEnd mentionText mentionWhy mentionRole "
    "documentId textHash originKey seal iso3 " + " ".join(root.lower() for root in ROOTS),
    # plain edges between actors, one for each PLOVER root
)
PLOVER = Namespace(
    "https://w3id.org/kgraph/plover#",
    "scheme " + " ".join(ROOTS),
)
CAMEO = Namespace("https://w3id.org/kgraph/cameo#", "scheme")
SEM = Namespace("http://semanticweb.cs.vu.nl/2009/11/sem/", "EventType")
RDF = Namespace("http://www.w3.org/1999/02/22-rdf-syntax-ns#", "type value")
RDFS = Namespace("http://www.w3.org/2000/01/rdf-schema#", "label comment seeAlso subClassOf subPropertyOf")
XSD = Namespace(
    "http://www.w3.org/2001/XMLSchema#", "string boolean integer decimal float double date dateTime gYear gYearMonth"
)
PROV = Namespace("http://www.w3.org/ns/prov#", "Entity wasDerivedFrom hadPrimarySource wasQuotedFrom")
NIF = Namespace(
    "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#",
    "Sentence Context beginIndex endIndex anchorOf isString referenceContext",
)
SCHEMA = Namespace(
    "https://schema.org/",
    "name headline datePublished publisher url latitude longitude Place "
    "Country Organization Person roleName startDate endDate version",
)
ORG = Namespace("http://www.w3.org/ns/org#", "Membership member organization")
GEOSPARQL = Namespace("http://www.opengis.net/ont/geosparql#", "sfTouches")
OWL = Namespace("http://www.w3.org/2002/07/owl#", "sameAs")
SKOS = Namespace(
    "http://www.w3.org/2004/02/skos/core#",
    "Concept ConceptScheme prefLabel altLabel definition note notation broader narrower inScheme topConceptOf "
    "exactMatch",
)
MUTUAL_CODES, JOINT_CODES = (frozenset(PLOVER.terms()[root] for root in roots) for roots in (MUTUAL, JOINT))
PREFIXES = {
    "kg": KG.base, "plover": PLOVER.base, "rdf": RDF.base, "rdfs": RDFS.base, "xsd": XSD.base, "prov": PROV.base,
    "nif": NIF.base, "schema": SCHEMA.base, "skos": SKOS.base, "wd": "http://www.wikidata.org/entity/",
}  # fmt: skip


def score(claim: Claim) -> float:
    """The conflict-cooperation score of an event claim's code; KeyError for a code that PLOVER does not have."""
    return plover()[claim.event or "", claim.mode].score
