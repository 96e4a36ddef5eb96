"""The code of an act as it is told: what one refuses to do is REJECT, a harm that one announces THREATEN, a good AGREE.

These follow PLOVER's coders, who code the speech act where the act itself has not happened.
"""

from spacy.tokens import Token

from kgraph.extractors.governors import governors
from kgraph.extractors.lexicon import Entry
from kgraph.extractors.status import INTENDING, is_intended, is_refused, is_sworn, is_willed, status
from kgraph.model import Party, Status
from kgraph.vocab import Code, plover

# "will not withdraw" is not merely no withdrawal: it refuses one; with the mode that says what is refused
_REFUSABLE = {
    "CONSULT": "meet", "AGREE": None, "SUPPORT": None, "COOPERATE": "assist", "AID": "assist", "CONCEDE": "change",
    "RETREAT": "yield",
}  # fmt: skip
# to announce that one will do harm is to threaten it; with the mode that says which harm
THREATENABLE = {
    "ASSAULT": "violence", "COERCE": "restrict", "SANCTION": "relations", "PROTEST": None, "MOBILIZE": None,
}  # fmt: skip
# to announce that one will meet, help or yield is to agree to it: CAMEO's "express intent to cooperate"
_PROMISABLE = {"CONSULT", "SUPPORT", "COOPERATE", "AID", "CONCEDE", "RETREAT"}


def coded(entry: Entry, clause: Token, actors: tuple[Party, ...], sayers: tuple[Party, ...]) -> tuple[Code, Status]:
    """The code and the status of an act that ``entry`` found in ``clause``."""
    code = plover()[entry.event, entry.mode]
    if entry.pos in {"modal", "adj"}:
        return code, "actual"
    state = status(clause, governors())
    if state == "actual" and entry.event == "AGREE" and entry.words[0] in INTENDING:
        return code, "planned"
    if state == "negated" and entry.event in _REFUSABLE and is_refused(clause):
        return plover()["REJECT", _REFUSABLE[entry.event]], "actual"
    if state == "planned" and entry.event in THREATENABLE and is_sworn(clause):
        return plover()["THREATEN", THREATENABLE[entry.event]], "actual"
    unfulfilled = state in {"planned", "hypothetical"} and is_willed(clause)
    if unfulfilled and entry.event in THREATENABLE and _announced(actors, sayers):
        return plover()["THREATEN", THREATENABLE[entry.event]], "actual"
    if state == "planned" and entry.event in _PROMISABLE and (is_willed(clause) or is_intended(clause)):
        return plover()["AGREE", None], state
    return code, state


def _announced(actors: tuple[Party, ...], sayers: tuple[Party, ...]) -> bool:
    """Whether it is the actors themselves, or those who act for the same state, who say so."""
    sides = {side for sayer in sayers for side in (sayer.id, sayer.country) if side}
    return any(actor.id in sides or actor.country in sides for actor in actors)
