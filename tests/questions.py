"""The graph that the packaged queries are asked of: the corpus, and what it lacks."""

from dataclasses import replace

from kgraph.happenings import settle
from kgraph.model import Value
from kgraph.store import GraphStore
from tests import claims as c

# a second meeting, so that Egypt deals with both Israel and Iran, who threaten each other
VISIT = replace(
    c.CALL, doc="visit.txt", actors=(c.CALL.actors[0], c.THREAT.actors[0]), sentence=c.Span(0, 5, "A sen"), mode="visit"
)
VISITS = c.Document("visit.txt", "A sentence.", date="2024-05-01", origin="/archive/visit.txt")
# the pact that was planned, and a gift of which one side tells in a text without a date
SIGNING = c.Document(
    "signing.txt",
    "Iran and Oman signed the gas pact on 20 April 2024.",
    date="2024-04-21",
    source="Harbour Gazette",
    origin="/archive/signing.txt",
)
SIGNED = c.event(SIGNING, SIGNING.text, "signed", "AGREE", ("Iran", "Oman"), date="2024-04-20", confidence=0.7)
RUMOUR = c.Document(
    "rumour.txt", "Syria said that Iran had freed at least 14 to 20 sailors.", origin="/archive/rumour.txt"
)
FREED = replace(
    c.event(
        RUMOUR, RUMOUR.text, "freed", "RETREAT", ("Iran",), ("Syria",),
        mode="release", attributed_to=("Syria",), confidence=0.5,
    ),
    values=(Value("freed", 14, 20, None, "at least", "at least 14 to 20 sailors", 31, 56),),
)  # fmt: skip
NEWS = (*c.CORPUS, (VISITS, (VISIT,)), (SIGNING, (SIGNED,)), (RUMOUR, (FREED,)))


def fill(store: GraphStore) -> None:
    """Put the graph into an empty store."""
    for document, claims in NEWS:
        store.add(document, claims)
    settle(store)


BOMBED = "Israeli jets bombed a Syrian depot near Damascus on Monday."
RAIDED = "Israel bombed Syria on 4 March 2024."
ATTACKED = "Syria said Israel had attacked its soldiers."
NOT_BOMBED = "Israel denied that it had bombed Syria."
FREED_14 = "Syria said that Iran had freed at least 14 to 20 sailors."
THE_BOMBING = "event/e8ab2554f451efab"

# query, parameters, columns, their rows
ANSWERS: list[tuple[str, dict[str, str], str, list[tuple[object, ...]]]] = [
    # pairs
    ("between", {"a": "Israel", "b": "Syria"}, "date event mode status document", [
        ("2024-03-05", "ASSAULT", None, "actual", "depot.txt"),
        ("2024-03-04", "ASSAULT", "aerial", "negated", "depot.txt"),
        ("2024-03-04", "ASSAULT", "aerial", "actual", "depot.txt"),
        ("2024-03-04", "ASSAULT", "aerial", "actual", "harbour.md"),
    ]),
    ("between", {"a": "Syria", "b": "Israel", "since": "2024-03-05"}, "date event", [("2024-03-05", "ASSAULT")]),
    ("between", {"a": "Syria", "b": "Israel", "until": "2024-02"}, "date", []),
    ("between", {"a": "Syria", "b": "Israel", "limit": "1"}, "date document", [("2024-03-05", "depot.txt")]),
    ("between", {"a": "Iran", "b": "Oman"}, "date actor event recipient status", [
        ("2024-04-20", "Iran", "AGREE", None, "actual"), ("2024-04-20", "Oman", "AGREE", None, "actual"),
        ("2024-04", "Leila Karimi", "SUPPORT", "Oman", "actual"), ("2024-04", "Iran", "AGREE", None, "planned"),
        ("2024-04", "Oman", "AGREE", None, "planned"),
    ]),
    ("between", {"a": "Leila Karimi", "b": "Oman"}, "date actor event recipient", [
        ("2024-04", "Leila Karimi", "SUPPORT", "Oman")
    ]),
    ("edges", {"a": "Israel"}, "actor event recipient documents", [
        ("Israel", "ASSAULT", "Syria", 2), ("Israel", "CONSULT", "Egypt", 1)
    ]),
    ("edges", {"a": "Iran", "b": "Egypt"}, "event", [("CONSULT",)]),
    ("partners", {"a": "Iran"}, "partner acts receives friendly hostile", [
        ("Oman", 2, 1, 11.5, 0), ("Egypt", 1, 1, 2, 0), ("Qatar", 1, 1, 3.8, 0), ("Israel", 1, 0, 0, -7),
        ("Syria", 1, 0, 7, 0),
    ]),
    ("hostile", {}, "actor recipient events total reports attributed first last", [
        ("Israel", "Syria", 1, -10, 3, 1, "2024-03-04", "2024-03-05"),
        ("Iran", "Israel", 1, -7, 1, 0, "2024-03-05", "2024-03-05"),
        ("United Nations", "Israel", 1, -3, 1, 0, "2024-03-12", "2024-03-12"),
    ]),
    ("friendly", {"limit": "1"}, "actor recipient events total", [("Iran", "Oman", 2, 7.5)]),
    ("mediators", {"a": "Israel", "b": "Iran"}, "mediator with_a with_b", [("Egypt", 2, 2)]),
    ("mediators", {"a": "Syria", "b": "Israel"}, "mediator", []),
    ("reciprocity", {"a": "Israel"}, "partner gives gets balance", [
        ("Syria", -10, 0, -10), ("Egypt", 1, 1, 0), ("United Nations", 0, -3, 3), ("Iran", 0, -7, 7),
    ]),
    ("onesided", {"a": "Israel"}, "partner acts receives", [
        ("Syria", 1, 0), ("Iran", 0, 1), ("United Nations", 0, 1)
    ]),
    # actors
    ("actors", {"limit": "3"}, "actor acts receives", [
        ("Iran", 6, 3), ("Israel", 2, 3), ("Egypt", 2, 2),
    ]),
    ("profile", {"a": "Israel"}, "event status acts receives reports", [
        ("ASSAULT", "actual", 1, 0, 3), ("CONSULT", "actual", 1, 1, 2), ("ASSAULT", "negated", 1, 0, 1),
        ("REQUEST", "actual", 0, 1, 1), ("THREATEN", "actual", 0, 1, 1),
    ]),
    ("offices", {"of": "IRN"}, "body office holder documents first last", [
        ("Iran", "foreign minister", "Leila Karimi", 1, "2024-04", "2024-04")
    ]),
    ("offices", {"person": "Leila Karimi"}, "holder", [("Leila Karimi",)]),
    ("offices", {"of": "Oman"}, "holder", []),
    ("relations", {"a": "Syria"}, "relation one other documents", [("ally", "Russia", "Syria", 1)]),
    ("relations", {"a": "Oman"}, "relation", []),
    ("statements", {"a": "Syria"}, "date says actor event recipient status", [
        ("2024-03-05", "Syria", "Israel", "ASSAULT", "Syria", "actual"),
        ("", "Syria", "Iran", "RETREAT", "Syria", "actual"),
    ]),
    ("names", {"a": "Israel"}, "words mentions documents", [("Israel", 10, 3)]),
    ("meaning", {"words": "Syria"}, "actor why mentions documents", [("Syria", "name", 9, 4)]),
    ("people", {"a": "Iran"}, "name mentions documents", [("Leila Karimi", 2, 1)]),
    # time
    ("timeline", {"a": "Syria", "b": "Israel"}, "date actor event score reports", [
        ("2024-03-04", "Israel", "ASSAULT", -10, 3)
    ]),
    ("timeline", {"a": "Iran", "b": "Oman"}, "date actor event recipient reports", [
        ("2024-04", "Iran", "SUPPORT", "Oman", 1), ("2024-04-20", "Iran", "AGREE", "Oman", 1),
        ("2024-04-20", "Oman", "AGREE", "Iran", 1),
    ]),
    ("planned", {"a": "Iran"}, "date actor event status", [
        ("2024-04", "Iran", "AGREE", "planned"), ("2024-04", "Oman", "AGREE", "planned"),
        ("2024-03-05", "Iran", "THREATEN", "actual"),
    ]),
    ("planned", {"a": "Oman"}, "actor event", [("Iran", "AGREE"), ("Oman", "AGREE")]),
    ("on", {"day": "2024-03-04"}, "actor event recipient status reports sources", [
        ("Israel", "ASSAULT", "Syria", "actual", 4, 2), ("Israel", "ASSAULT", "Syria", "negated", 4, 2),
    ]),
    ("on", {"day": "2024-03-06"}, "actor", []),
    ("months", {"a": "Israel", "b": "Syria"}, "month claims friendly hostile mean", [("2024-03", 3, 0, 3, -10)]),
    ("span", {"a": "Israel"}, "partner first last acts receives", [
        ("Egypt", "2024-03-12", "2024-03-12", 1, 1), ("United Nations", "2024-03-12", "2024-03-12", 0, 1),
        ("Iran", "2024-03-05", "2024-03-05", 0, 1), ("Syria", "2024-03-04", "2024-03-05", 1, 0),
    ]),
    ("span", {"a": "Israel", "b": "Iran"}, "partner", [("Iran",)]),
    # evidence
    ("evidence", {"a": "Iran", "b": "Israel"}, "sentence says status rule", [
        ("Iran threatened to strike Israel.", None, "actual", "test:threatened")
    ]),
    ("evidence", {"a": "Israel", "b": "Syria", "code": "assault", "limit": "1"}, "says document source", [
        ("Syria", "depot.txt", "Harbour Gazette")
    ]),
    ("evidence", {"a": "Israel", "b": "Syria", "code": "AID"}, "says", []),
    ("event", {"event": THE_BOMBING}, "published source status says sentence", [
        ("2024-03-05", "Harbour Gazette", "actual", "Syria", ATTACKED),
        ("2024-03-05", "Harbour Gazette", "negated", "Israel", NOT_BOMBED),
        ("2024-03-05", "Harbour Gazette", "actual", None, BOMBED),
        ("2024-03-06", "Morning Lantern", "actual", None, RAIDED),
    ]),
    ("documents", {}, "published document claims sentences events", [
        ("2024-05-01", "visit.txt", 1, 1, 1), ("2024-04-21", "signing.txt", 1, 1, 1),
        ("2024-04", "posts.jsonl#2", 5, 3, 3), ("2024-03-12", "talks.html", 7, 5, 7),
        ("2024-03-06", "harbour.md", 1, 1, 1), ("2024-03-05", "depot.txt", 4, 4, 2),
    ]),
    ("claims", {"document": "posts.jsonl#2"}, "what status party role", [
        ("foreign minister", "", "Iran", "of"), ("foreign minister", "", "Leila Karimi", "person"),
        ("SUPPORT", "actual", "Leila Karimi", "actor"), ("SUPPORT", "actual", "Oman", "recipient"),
        ("ally", "", "Russia", "party"), ("ally", "", "Syria", "party"), ("AID", "actual", "Russia", "actor"),
        ("AID", "actual", "Syria", "recipient"), ("PROTEST", "actual", "dock workers", "actor"),
    ]),
    ("sources", {}, "source documents first last", [
        ("Harbour Gazette", 3, "2024-03-05", "2024-04-21"), ("Morning Lantern", 1, "2024-03-06", "2024-03-06"),
    ]),
    ("figures", {"counts": "freed", "a": "Iran"}, "counts qualifier number upper unit words sentence", [
        ("freed", "at least", 14, 20, None, "at least 14 to 20 sailors", FREED_14)
    ]),
    ("figures", {"counts": "killed"}, "words", []),
    ("places", {"place": "dam"}, "where actor event recipient", [("Damascus", "Israel", "ASSAULT", "Syria")]),
    ("places", {"place": "damn"}, "where", []),
    ("locations", {"a": "Israel", "b": "Syria"}, "where latitude longitude claims", [
        ("Damascus", 33.5102, 36.2913, 1)
    ]),
    ("reported", {}, "date actor event recipient status sources reports", [
        ("2024-03-04", "Israel", "ASSAULT", "Syria", "actual", 2, 4),
        ("2024-03-04", "Israel", "ASSAULT", "Syria", "negated", 2, 4),
    ]),
    ("reported", {"a": "Egypt"}, "event", []),
    # disagreement
    ("denied", {}, "says actor event recipient sentence", [("Israel", "Israel", "ASSAULT", "Syria", NOT_BOMBED)]),
    ("denied", {"a": "Iran"}, "says", []),
    ("disagreements", {"a": "Israel"}, "event recipient asserted denied", [("ASSAULT", "Syria", 3, 1)]),
    ("disagreements", {"a": "Iran"}, "event", []),
    ("contradictions", {}, "date event asserted_by assertion denied_by denial", [
        ("2024-03-04", "ASSAULT", "Syria", ATTACKED, "Israel", NOT_BOMBED),
        ("2024-03-04", "ASSAULT", None, RAIDED, "Israel", NOT_BOMBED),
        ("2024-03-04", "ASSAULT", None, BOMBED, "Israel", NOT_BOMBED),
    ]),
    ("contradictions", {"a": "Iran"}, "event", []),
    ("hearsay", {"a": "Iran"}, "says event recipient sentence", [("Syria", "RETREAT", "Syria", FREED_14)]),
    ("hearsay", {"a": "Israel"}, "says", []),
    ("kept", {"a": "Iran"}, "date event planned happened plan deed", [
        ("2024-04-20", "AGREE", "2024-03-12", "2024-04-21", "Iran and Oman will sign a gas pact in April 2024.",
         "Iran and Oman signed the gas pact on 20 April 2024.")
    ]),
    ("kept", {"a": "Israel"}, "event", []),
    # quality
    ("codes", {"limit": "3"}, "event events planned denied", [
        ("RETREAT", 4, 0, 0), ("CONSULT", 3, 0, 0), ("AGREE", 1, 1, 0)
    ]),
    ("coverage", {}, "month documents", [("2024-03", 3), ("2024-04", 2), ("2024-05", 1)]),
    ("undated", {}, "document claims", [("quiet.txt", 0), ("rumour.txt", 1)]),
    ("doubtful", {"a": "Iran", "b": "Syria"}, "confidence rule document", [(0.5, "test:freed", "rumour.txt")]),
    ("doubtful", {"a": "Iran", "b": "Syria", "below": "0.5"}, "rule", []),
    ("single", {"a": "Oman", "b": "Iran"}, "date event source says", [
        ("2024-04-20", "AGREE", "Harbour Gazette", None)
    ]),
    ("single", {"a": "Israel", "b": "Syria"}, "event", []),
    ("rule", {"rule": "test:bombed"}, "confidence event mode status actor recipient sentence", [
        (0.9, "ASSAULT", "aerial", "actual", "Israel", "Syria", RAIDED),
        (0.9, "ASSAULT", "aerial", "actual", "Israel", "Syria", BOMBED),
    ]),
]  # fmt: skip
