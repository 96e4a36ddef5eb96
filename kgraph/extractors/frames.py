"""Match a lexicon entry at a token and find who stands in its frame."""

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from kgraph import syntax
from kgraph.extractors.lexicon import Entry, Side, supports

_PARTS = {
    "prt", "prep", "agent", "dobj", "pobj", "advmod", "acomp", "attr", "nsubjpass", "oprd", "compound", "amod", "xcomp",
    "dative",
}  # fmt: skip
_OTHER_CLAUSES = {"ccomp", "advcl", "parataxis", "conj", "relcl", "csubj"}
_HARMING = {"kill", "injure", "wound", "hit", "destroy", "target", "claim"}
_TOWARDS = ("with", "to", "from", "against", "on")
_PLACES = ("in", "at", "near", "around", "across", "inside", "over")


@dataclass(frozen=True, slots=True)
class Match:
    """An entry found in a text: its words' tokens, the anchor first, and the verb that supports a noun anchor."""

    entry: Entry
    tokens: tuple[Token, ...]
    support: Token | None = None
    supported: str = ""

    @property
    def anchor(self) -> Token:
        return self.tokens[0]


def match(entry: Entry, anchor: Token) -> Match | None:
    """The entry as found at ``anchor``, or None where a word of it is missing around."""
    tokens = [anchor]
    for word in entry.words[1:]:
        found = next((part for token in tokens for part in _parts(token) if part.lemma_.lower() == word), None)
        if found is None:
            return None
        tokens.append(found)
    if entry.pos == "noun":
        return Match(entry, tuple(tokens), *_support(anchor))
    return Match(entry, tuple(tokens))


def _parts(token: Token) -> Iterator[Token]:
    """What may complete a trigger: particles, prepositions and objects, each with those coordinated to it."""
    for child in token.children:
        if child.dep_ in _PARTS and child.lower_ != "according" and not (child.pos_ == "ADP" and _tells_time(child)):
            yield from syntax.conjuncts(child)
    # "sanctions that the council imposed": the object stands before its verb
    if token.dep_ == "relcl" or (token.dep_ == "acl" and token.tag_ == "VBN"):
        yield token.head


def _tells_time(preposition: Token) -> bool:
    """Whether a prepositional phrase is a date: "called him on Saturday" is no call on anybody."""
    return any(token.ent_type_ in {"DATE", "TIME"} for token in syntax.children(preposition, "pobj"))


def _support(noun: Token) -> tuple[Token | None, str]:
    """The support verb that governs an event noun, and the side of the noun that its subject fills."""
    first = noun
    while first.dep_ == "conj":
        first = first.head
    verb = first.head
    preposition = ""
    if first.dep_ == "pobj":
        preposition, verb = first.head.lower_, first.head.head
    elif first.dep_ not in {"dobj", "nsubjpass"}:
        return None, ""
    particles = [child.lower_ for child in syntax.children(verb, "prt")]  # to call off is not to call
    inner = [*particles, *(child.lower_ for child in syntax.children(verb, "dobj")), ""]
    for between in inner if preposition else particles or [""]:
        words = [verb.lemma_.lower(), between, preposition]
        side = supports().get(" ".join(word for word in words if word))
        if side:
            return verb, side
    return None, ""


def fillers(found: Match, side: Side, which: str) -> Iterator[tuple[str, list[Token]]]:
    """For each slot of a side, in order, the heads of the phrases that stand there."""
    if which == "recipient" and _gets_it(found):
        yield "obj", syntax.patients(found.anchor)
    for slot in side.slots:
        yield slot, _slot(found, slot)
    if found.support is not None and found.supported == which:
        agent = syntax.agent(found.support)
        yield "subj", [agent] if agent is not None else []


def _gets_it(found: Match) -> bool:
    """Whether the subject of a passive is who is given, told or sent the thing: "the UN was not given access"."""
    anchor = found.anchor
    return syntax.is_passive(anchor) and any(token in found.tokens for token in syntax.children(anchor, "dobj"))


def complements(found: Match) -> list[Token]:
    """Where a recipient may stand when its own slots are empty: in the complement, "agreed to release hostages"."""
    inner = [clause for verb in _verbs(found) for clause in syntax.children(verb, "xcomp", "ccomp")]
    if found.entry.pos == "noun":  # "the attack that killed two soldiers"
        inner += [clause for clause in syntax.children(found.anchor, "relcl") if clause.lemma_ in _HARMING]
    inner += [clause for verb in _verbs(found) for clause in syntax.pobjects(verb, "to") if clause.pos_ == "VERB"]
    return [token for verb in inner for token in (*syntax.patients(verb), *syntax.pobjects(verb, *_TOWARDS))]


def places(found: Match) -> list[Token]:
    """Heads of the phrases that tell where it takes place."""
    objects = [obj for verb in _verbs(found) for obj in syntax.children(verb, "dobj", "nsubjpass")]
    return [token for host in (*found.tokens, *objects) for token in syntax.pobjects(host, *_PLACES)]


def within(found: Match) -> list[Token]:
    """What else stands in the act's own clause behind it, in text order: "lifted sanctions imposed on India"."""
    last = max(token.i for token in found.tokens)
    behind = [token for token in found.anchor.subtree if token.i > last]
    return [token for token in behind if not any(head.dep_ in _OTHER_CLAUSES for head in _line(token, found.anchor))]


def _line(token: Token, anchor: Token) -> Iterator[Token]:
    """The token and its heads below the anchor."""
    while token != anchor and token.head != token:
        yield token
        token = token.head


def _verbs(found: Match) -> list[Token]:
    return [token for token in found.tokens if token.pos_ in {"VERB", "AUX", "ADJ"}]


def _slot(found: Match, slot: str) -> list[Token]:
    anchor = found.anchor
    if slot == "subj":
        token = syntax.agent(anchor) if found.entry.pos in {"verb", "modal"} else _copula_subject(anchor)
        return [token] if token is not None and token not in found.tokens else []
    if slot == "obj":
        verbs = [token for token in found.tokens if token.pos_ in {"VERB", "AUX"}]
        objects = ([token for token in syntax.patients(verb) if token not in found.tokens] for verb in verbs)
        return next(filter(None, objects), [])  # who is urged, not what is to be dropped
    if slot == "comp":
        clauses = [
            token
            for token in syntax.children(anchor, "ccomp", "xcomp", "acl", "relcl")
            if not syntax.children(anchor, "dobj")
        ]
        return [
            s for s in (next(iter(syntax.children(c, "nsubj", "nsubjpass")), None) for c in clauses) if s is not None
        ]
    if slot == "poss":
        return [syntax.antecedent(t) for token in found.tokens for t in syntax.children(token, "poss")]
    if slot == "mod":
        before = [t for token in found.tokens for t in syntax.children(token, "compound", "amod", "nmod")]
        led = [t for token in before if token.lower_ == "led" for t in syntax.children(token, "npadvmod", "compound")]
        return before + led
    hosts = [*found.tokens, *([found.support] if found.support is not None else [])]
    if found.entry.pos == "noun":  # "the agreement reached between Iraq and …"
        hosts += [token for token in syntax.children(anchor, "acl") if token.tag_ == "VBN"]
    return [t for host in hosts for t in syntax.pobjects(host, slot) if t not in found.tokens]


def _copula_subject(predicate: Token) -> Token | None:
    """ "Iran is angry at …": the subject of the verb that the adjective or noun completes."""
    if predicate.dep_ in {"acomp", "attr", "oprd"}:
        return syntax.subject(predicate.head)
    return None
