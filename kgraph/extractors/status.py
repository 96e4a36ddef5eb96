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
_ANNOUNCING = {
    "say", "announce", "declare", "confirm", "add", "state", "tell", "promise", "pledge", "vow", "report", "decide",
}  # fmt: skip
INTENDING = {
    "aim", "consider", "due", "expect", "hope", "intend", "mean", "plan", "prepare", "prepared", "propose", "ready",
    "schedule", "scheduled", "set", "willing", "wish",
}  # fmt: skip
SWEARING = {"swear", "vow", "threaten"}
_UNABLE = {"can", "ca", "does", "do"}
_NEGATIONS = {"not", "n't", "n’t", "never", "no", "neither", "nor", "without", "hardly", "nobody", "none"}
_VERBAL = {"xcomp", "ccomp", "pcomp", "acl", "conj", "advcl", "oprd"}
_UPWARD = _VERBAL | {"dobj", "pobj", "prep", "attr", "nsubjpass", "agent", "dative", "nmod", "compound"}
_OCCURRING = {"begin", "start", "resume", "continue", "take", "occur", "happen", "open", "proceed", "be", "follow"}
_GOVERNING_PREPOSITIONS = {"of", "for", "to", "on", "from", "against", "at", "about", "by", "in", "into", "over"}


def status(trigger: Token, governors: Governors) -> Status:
    """The status of the act that ``trigger`` names."""
    if _is_asked(trigger):
        return "hypothetical"
    found = _of_itself(trigger)
    child = trigger
    for token in syntax.ancestors(trigger):
        if found is not None or not _reaches(token, child):
            break
        found = _from_above(token, child, governors)
        if found is None and _speaks(token, child, governors):
            break
        child = token
    return found or "actual"


def is_refused(act: Token) -> bool:
    """Whether the actor says no to the act: "will not meet", "cannot accept", not merely "did not meet"."""
    refusing = is_willed(act) or any(aux.lower_ in _UNABLE for aux in syntax.children(act, "aux"))
    return refusing and _negated(act)


def is_willed(act: Token) -> bool:
    """Whether the act is told as the actor's will: "will close the border"."""
    willing = {"will", "wo", "would", "shall", "’ll", "'ll"}
    return any(aux.lower_ in willing for aux in syntax.children(act, "aux"))


def is_intended(act: Token) -> bool:
    """Whether the actor means to do it: "plans to meet", "is ready to help", "is due to fly"."""
    above = act.head
    if act.dep_ not in {"xcomp", "acl", "ccomp", "pcomp"} or not (syntax.is_infinitive(act) or act.dep_ == "pcomp"):
        return False
    return above.lemma_.lower() in INTENDING and not _negated(above)


def is_sworn(act: Token) -> bool:
    """Whether the actor has given word to do it: "vowed to strike back"."""
    return act.dep_ == "xcomp" and syntax.is_infinitive(act) and act.head.lemma_ in SWEARING and not _negated(act.head)


def _is_asked(token: Token) -> bool:
    """Whether the sentence asks for it: "Will they attend the meeting?"."""
    return syntax.sentence_of(token).text.rstrip(' ”"').endswith("?")


def _of_itself(token: Token) -> Status | None:
    """What the trigger's own words say."""
    if _negated(token) or (token.dep_ in {"pobj", "pcomp"} and token.head.lower_ == "without"):
        return "negated"
    if token.pos_ in {"VERB", "AUX"}:
        return "negated" if _done_by_nobody(token) else _mood(token)
    if token.dep_ == "nsubj" and token.head.lemma_ in _OCCURRING:  # "talks will begin" is talks planned
        return "negated" if _negated(token.head) else _mood(token.head)
    return None


def _done_by_nobody(verb: Token) -> bool:
    """Whether the subject itself negates: "no troops attacked", "neither side attacked", "nobody attacked"."""
    subjects = syntax.children(verb, "nsubj", "nsubjpass")
    return any(subject.lower_ in _NEGATIONS or _negated(subject) for subject in subjects)


def _from_above(token: Token, child: Token, governors: Governors) -> Status | None:
    """What a word says of the act that stands below it through ``child``."""
    if token.lemma_ == "have" and child.dep_ == "xcomp":  # "has yet to sign" has not, "has to leave" must
        return "negated" if any(word.lower_ == "yet" for word in token.children) else "requested"
    entry = governors.get(token)
    if entry is not None and entry.status is not None and _governs(token, child):
        if entry.status != "planned" or not _finite_past(child):
            given = _also_negated(token, entry.status)
            return _asked_or_planned(token) if given == "planned" else given
    elif entry is None and _is_infinitive(child):
        return _also_negated(token, "planned")
    if _speaks(token, child, governors) or not _verbal(child) or token.pos_ not in {"VERB", "AUX", "ADJ", "NOUN"}:
        return None
    return "negated" if _negated(token) else _mood(token)


def _mood(verb: Token) -> Status | None:
    """Modal, condition or purpose of a clause."""
    modal = _modal(verb)
    if modal is not None:
        return "planned" if _shifted_back(verb) else modal
    if _conditional(verb):
        return "hypothetical"
    return _asked_or_planned(verb.head) if _is_purpose(verb) else None


def _asked_or_planned(above: Token) -> Status:
    """The status of what somebody is to do, works or acts for: "must work to help" asks for help."""
    modal = _modal(above)
    return modal if modal in {"requested", "hypothetical"} else "planned"


def _reaches(token: Token, child: Token) -> bool:
    """Whether a word above can still tell something of the act: not over relative clauses, subjects or adjuncts."""
    if child.dep_ == "prep":
        return child.lower_ in _GOVERNING_PREPOSITIONS
    if child.dep_ == "advcl":
        return _is_purpose(child) or any(mark.lower_ in {"by"} for mark in child.children)
    if (
        child.dep_ == "conj"
    ):  # what is said of the first clause holds for the second only where they share their subject
        contrasts = any(word.lower_ == "but" for word in syntax.children(token, "cc"))
        return not contrasts and not syntax.children(child, "nsubj", "nsubjpass")
    if child.dep_ in {"acl", "amod"} and child.tag_ == "VBN":  # "will protect those persecuted" in the past
        return False
    return child.dep_ in _UPWARD or _is_infinitive(child)


def _verbal(child: Token) -> bool:
    """Whether the act below hangs on a clause, gerunds behind a preposition and infinitives behind a noun included."""
    gerund = child.dep_ == "prep" and bool(syntax.children(child, "pcomp"))
    return child.dep_ in _VERBAL or gerund or _is_infinitive(child)


def _also_negated(token: Token, given: Status) -> Status:
    """ "Does not plan to" negates; "did not deny" does not make it so."""
    return "negated" if _negated(token) and given in {"planned", "requested"} else given


def _negated(token: Token) -> bool:
    return any(
        (child.dep_ == "neg" and child.doc[child.i + 1 : child.i + 2].text.lower() != "only")
        or (child.dep_ in {"det", "preconj", "advmod"} and child.lower_ in _NEGATIONS)
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


def _shifted_back(verb: Token) -> bool:
    """Whether "would" is the "will" of a report in the past: "said it would send aid"."""
    above = verb.head
    while verb.dep_ == "conj" and above.dep_ in {"conj", "ccomp"}:
        verb, above = above, above.head
    would = any(aux.lower_ in {"would", "’d", "'d"} for aux in syntax.children(verb, "aux"))
    told = verb.dep_ == "ccomp" and above.lemma_ in _ANNOUNCING and above.tag_ in {"VBD", "VBN"}
    return would and told and not any(c.dep_ == "advcl" and _conditional(c) for c in verb.children)


def _conditional(clause: Token) -> bool:
    return any(mark.lower_ in _CONDITIONS for mark in syntax.children(clause, "mark", "advmod"))


def _governs(token: Token, child: Token) -> bool:
    if child.dep_ in {"xcomp", "ccomp", "acl", "pcomp", "oprd"} or _is_infinitive(child):
        return True
    if child.dep_ == "prep":
        return child.lower_ in _GOVERNING_PREPOSITIONS
    return child.dep_ in {"dobj", "nsubjpass"} and token.pos_ == "VERB"


def _speaks(token: Token, child: Token, governors: Governors) -> bool:
    """Whether the token merely reports what stands below it."""
    if child.dep_ not in {"ccomp", "parataxis"}:
        return False
    entry = governors.get(token)
    return entry is not None and entry.voice != "" and entry.status is None


def _finite_past(child: Token) -> bool:
    return child.dep_ == "ccomp" and any(t.tag_ == "VBD" for t in (child, *syntax.children(child, "aux", "auxpass")))


def _is_purpose(verb: Token) -> bool:
    """An infinitive of purpose: "sent troops to free the hostages"."""
    return verb.dep_ == "advcl" and syntax.is_infinitive(verb)


def _is_infinitive(verb: Token) -> bool:
    """An infinitive behind a noun, which the parser may take for a relative clause: "the right to strike"."""
    return verb.dep_ in {"acl", "relcl"} and syntax.is_infinitive(verb)
