"""Whether it happened: the status of an act, read off its syntax.

From the trigger upwards the first word that settles it wins: a negation, a modal, a conditional, or a governing word
(see ``governors``). What nothing settles is told as having happened.
"""

from spacy.tokens import Token

from kgraph import syntax
from kgraph.extractors.governors import Governors
from kgraph.model import Status

_MODALS: dict[str, Status] = {
    "will": "planned", "'ll": "planned", "’ll": "planned", "wo": "planned", "shall": "planned", "going": "planned",
    "may": "hypothetical", "might": "hypothetical", "could": "hypothetical", "would": "hypothetical",
    "can": "hypothetical", "ca": "hypothetical", "must": "requested", "should": "requested", "ought": "requested",
}  # fmt: skip
_CONDITIONS = {"if", "unless", "whether", "lest"}
_NEGATIONS = {"not", "n't", "n’t", "never", "no", "neither", "nor", "without", "hardly", "nobody", "none"}
_CLAUSES = {"xcomp", "ccomp", "pcomp", "acl", "advcl", "dobj", "pobj", "prep", "oprd", "attr", "nsubjpass", "conj"}


def status(trigger: Token, governors: Governors) -> Status:
    """The status of the act that ``trigger`` names."""
    child: Token | None = None
    for token in (trigger, *syntax.ancestors(trigger)):
        found = _of(token, child, governors, trigger)
        if found is not None:
            return found
        if child is not None and _speaks(token, child, governors):
            return "actual"
        if token.dep_ in {"relcl", "nsubj", "csubj", "parataxis"} or (token.dep_ == "ccomp" and token.head.pos_ == "NOUN"):
            return "actual"
        if token.dep_ in {"advcl"} and not _is_purpose(token):
            return "actual"
        child = token
    return "actual"


def _of(token: Token, child: Token | None, governors: Governors, trigger: Token) -> Status | None:
    """What this token says of the act: about itself where ``child`` is None, else about what stands below it."""
    if _negated(token) and (child is None or _clausal(child)) and not _speaks(token, child, governors):
        return "negated"
    if child is not None and _governs(token, child):
        entry = governors.get(token)
        if entry is not None and entry.status is not None and (entry.status != "planned" or not _finite_past(child)):
            return _also_negated(token, entry.status)
    if token.pos_ in {"VERB", "AUX"} and (child is None or _clausal(child)):
        modal = _modal(token)
        if modal is not None and not _speaks(token, child, governors):
            return modal
        if any(mark.lower_ in _CONDITIONS for mark in syntax.children(token, "mark", "advmod")):
            return "hypothetical"
        if _is_purpose(token):
            return "planned"
    if token.dep_ == "pobj" and token.head.lower_ == "without":
        return "negated"
    return None


def _also_negated(token: Token, given: Status) -> Status:
    """ "Does not plan to" negates; "did not deny" does not make it so."""
    return "negated" if _negated(token) and given in {"planned", "requested"} else given


def _negated(token: Token) -> bool:
    return any(
        child.dep_ == "neg" or (child.dep_ in {"det", "preconj", "advmod"} and child.lower_ in _NEGATIONS)
        for child in token.children
    )


def _modal(verb: Token) -> Status | None:
    for aux in syntax.children(verb, "aux"):
        if aux.lower_ in _MODALS:
            return _MODALS[aux.lower_]
    if verb.tag_ == "VB" and verb.dep_ == "xcomp" and verb.head.lower_ == "going":
        return "planned"
    if verb.tag_ == "VB" and verb.dep_ == "xcomp" and verb.head.lemma_ == "be":
        return "planned"
    return None


def _governs(token: Token, child: Token) -> bool:
    if child.dep_ in {"xcomp", "ccomp", "acl", "pcomp", "oprd"}:
        return True
    if child.dep_ == "prep":
        return child.lower_ in {"of", "for", "to", "on", "from", "against", "at", "about"}
    return child.dep_ in {"dobj", "nsubjpass"} and token.pos_ == "VERB"


def _clausal(child: Token) -> bool:
    return child.dep_ in _CLAUSES and child.dep_ not in {"nsubjpass"} or child.dep_ == "nsubjpass"


def _speaks(token: Token, child: Token | None, governors: Governors) -> bool:
    """Whether the token merely reports what stands below it."""
    if child is None or child.dep_ not in {"ccomp", "parataxis"}:
        return False
    entry = governors.get(token)
    return entry is not None and entry.voice != "" and entry.status is None


def _finite_past(child: Token) -> bool:
    return child.dep_ == "ccomp" and any(t.tag_ == "VBD" for t in (child, *syntax.children(child, "aux", "auxpass")))


def _is_purpose(verb: Token) -> bool:
    """An infinitive of purpose: "sent troops to free the hostages"."""
    has_to = any(child.lower_ == "to" and child.dep_ == "aux" for child in verb.children)
    return has_to and verb.dep_ in {"advcl", "acl"} and verb.tag_ == "VB"
