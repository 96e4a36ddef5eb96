"""Five small documents and what they claim, made by hand: for tests of every room behind the extractors.

``DEPOT`` and ``HARBOUR`` report one bombing; ``DEPOT`` also has it attributed and denied. ``TALKS`` holds meetings and
what is planned, demanded and imagined; ``POSTS`` an office, a relation and an unnamed party; ``QUIET`` claims nothing.
"""

from kgraph import iri
from kgraph.model import Claim, Document, Party, PartyKind, Place, Span, Status
from kgraph.vocab import plover

STATES = {
    "Egypt": ("Q79", "EGY"), "Iran": ("Q794", "IRN"), "Israel": ("Q801", "ISR"), "Oman": ("Q842", "OMN"),
    "Qatar": ("Q846", "QAT"), "Russia": ("Q159", "RUS"), "Syria": ("Q858", "SYR"), "United States": ("Q30", "USA"),
}  # fmt: skip
OTHERS: dict[str, tuple[str, PartyKind, str | None]] = {
    "United Nations": (iri.actor("United Nations"), "igo", None),
    "Leila Karimi": (iri.actor("Leila Karimi"), "person", "IRN"),
    "Cedar Brigade": (iri.actor("Cedar Brigade"), "armed-group", "LBN"),
    "dock workers": (iri.unnamed("posts.jsonl#2", "dock workers"), "people", None),
}
DAMASCUS = Place("Damascus", "SYR", 33.5102, 36.2913)
DOHA = Place("Doha", "QAT", 25.2854, 51.531)

DEPOT = Document(
    id="depot.txt",
    text="Israeli jets bombed a Syrian depot near Damascus on Monday. Syria said Israel had attacked its soldiers. "
    "Iran threatened to strike Israel. Israel denied that it had bombed Syria.",
    title="Depot burns near Damascus",
    date="2024-03-05",
    source="Harbour Gazette",
    url="https://gazette.example/depot",
    origin="/archive/depot.txt",
)
HARBOUR = Document(
    id="harbour.md",
    text="Israel bombed Syria on 4 March 2024.",
    title="Night raid",
    date="2024-03-06",
    source="Morning Lantern",
    origin="/archive/harbour.md",
)
TALKS = Document(
    id="talks.html",
    text="Qatar received envoys from Iran and the United States in Doha. Egypt and Israel spoke by telephone. "
    "Iran and Oman will sign a gas pact in April 2024. The United Nations urged Israel to open the crossing. "
    "If Israel withdraws its troops, the Cedar Brigade would disarm.",
    title="Envoys in Doha",
    date="2024-03-12",
    source="Harbour Gazette",
    url="https://gazette.example/talks",
    origin="https://gazette.example/talks",
)
POSTS = Document(
    id="posts.jsonl#2",
    text="Leila Karimi, Iran’s foreign minister, praised Oman’s “patience” 🕊. Russia, an ally of Syria, sent it grain. "
    "Dock workers in Qatar went on strike.",
    title='A "quiet" week',
    date="2024-04",
    origin="/archive/posts.jsonl#2",
)
QUIET = Document(id="quiet.txt", text="It rained.", origin="/archive/quiet.txt")
DOCUMENTS = (DEPOT, HARBOUR, TALKS, POSTS, QUIET)


def span(document: Document, words: str, start: int = 0) -> Span:
    """Where ``words`` first stand in the document from ``start`` on."""
    begin = document.text.index(words, start)
    return Span(begin, begin + len(words), words)


def party(document: Document, name: str, start: int = 0) -> Party:
    """The party called ``name``, read from where its name first stands from ``start`` on."""
    node, kind, country = OTHERS.get(name) or _state(name)
    where = span(document, name if name in document.text else name.capitalize(), start)
    return Party(node, name, kind, country, where.text, where.start, where.end, "name")


def _state(name: str) -> tuple[str, PartyKind, str | None]:
    number, country = STATES[name]
    return iri.wikidata(number), "state", country


def event(
    document: Document,
    sentence: str,
    trigger: str,
    code: str,
    actors: tuple[str, ...],
    recipients: tuple[str, ...] = (),
    *,
    mode: str | None = None,
    status: Status = "actual",
    attributed_to: tuple[str, ...] = (),
    date: str | None = None,
    date_text: str | None = None,
    place: Place | None = None,
    confidence: float = 0.9,
) -> Claim:
    """An event claim whose parties and trigger are read from its sentence."""
    where = span(document, sentence)
    return Claim(
        doc=document.id,
        kind="event",
        sentence=where,
        trigger=span(document, trigger, where.start),
        confidence=confidence,
        rule=f"test:{trigger}",
        event=code,
        mode=mode,
        actors=tuple(party(document, name, where.start) for name in actors),
        recipients=tuple(party(document, name, where.start) for name in recipients),
        attributed_to=tuple(party(document, name, where.start) for name in attributed_to),
        status=status,
        date=date,
        date_text=date_text,
        place=place,
        score=plover()[code, mode].score,
    )


def _sentences(document: Document) -> list[str]:
    return [sentence + "." for sentence in document.text.rstrip(".").split(". ")]


_DEPOT, _TALKS, _POSTS = (_sentences(document) for document in (DEPOT, TALKS, POSTS))

BOMBING = event(
    DEPOT, _DEPOT[0], "bombed", "ASSAULT", ("Israel",), ("Syria",),
    mode="aerial", date="2024-03-04", date_text="on Monday", place=DAMASCUS,
)  # fmt: skip
ACCOUNT = event(DEPOT, _DEPOT[1], "attacked", "ASSAULT", ("Israel",), ("Syria",), attributed_to=("Syria",))
THREAT = event(DEPOT, _DEPOT[2], "threatened", "THREATEN", ("Iran",), ("Israel",), mode="violence", confidence=0.8)
DENIAL = event(
    DEPOT, _DEPOT[3], "denied", "ASSAULT", ("Israel",), ("Syria",),
    mode="aerial", status="negated", attributed_to=("Israel",), date="2024-03-04",
)  # fmt: skip
RAID = event(
    HARBOUR, HARBOUR.text, "bombed", "ASSAULT", ("Israel",), ("Syria",),
    mode="aerial", date="2024-03-04", date_text="on 4 March 2024",
)  # fmt: skip
HOSTING = event(
    TALKS, _TALKS[0], "received", "CONSULT", ("Qatar",), ("Iran", "United States"), mode="visit", place=DOHA
)
CALL = event(TALKS, _TALKS[1], "spoke", "CONSULT", ("Egypt", "Israel"), mode="phone")
PACT = event(
    TALKS, _TALKS[2], "sign", "AGREE", ("Iran", "Oman"), status="planned", date="2024-04", date_text="in April 2024"
)
APPEAL = event(TALKS, _TALKS[3], "urged", "REQUEST", ("United Nations",), ("Israel",), mode="yield")
DEMAND = event(TALKS, _TALKS[3], "open", "RETREAT", ("Israel",), mode="access", status="requested", confidence=0.6)
WITHDRAWAL = event(TALKS, _TALKS[4], "withdraws", "RETREAT", ("Israel",), mode="withdraw", status="hypothetical")
DISARMING = event(TALKS, _TALKS[4], "disarm", "RETREAT", ("Cedar Brigade",), mode="disarm", status="hypothetical")
MINISTER = Claim(
    doc=POSTS.id,
    kind="office",
    sentence=span(POSTS, _POSTS[0]),
    trigger=span(POSTS, "foreign minister"),
    confidence=0.95,
    rule="test:apposition",
    person=party(POSTS, "Leila Karimi"),
    office="foreign minister",
    of=party(POSTS, "Iran"),
)
PRAISE = event(POSTS, _POSTS[0], "praised", "SUPPORT", ("Leila Karimi",), ("Oman",))
ALLIES = Claim(
    doc=POSTS.id,
    kind="relation",
    sentence=span(POSTS, _POSTS[1]),
    trigger=span(POSTS, "ally"),
    confidence=0.9,
    rule="test:ally",
    relation="ally",
    parties=(party(POSTS, "Russia"), party(POSTS, "Syria")),
)
GRAIN = event(POSTS, _POSTS[1], "sent", "AID", ("Russia",), ("Syria",), date="2024")
STRIKE = event(
    POSTS, _POSTS[2], "strike", "PROTEST", ("dock workers",), mode="strike", place=Place("Qatar", "QAT", None, None)
)

CLAIMS: dict[str, tuple[Claim, ...]] = {
    DEPOT.id: (BOMBING, ACCOUNT, THREAT, DENIAL),
    HARBOUR.id: (RAID,),
    TALKS.id: (HOSTING, CALL, PACT, APPEAL, DEMAND, WITHDRAWAL, DISARMING),
    POSTS.id: (MINISTER, PRAISE, ALLIES, GRAIN, STRIKE),
    QUIET.id: (),
}
CORPUS: tuple[tuple[Document, tuple[Claim, ...]], ...] = tuple((doc, CLAIMS[doc.id]) for doc in DOCUMENTS)
