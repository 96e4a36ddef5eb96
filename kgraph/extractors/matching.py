"""Find a lexicon entry at a token: its words around the anchor, and the verb that supports a noun."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Token

from kgraph import syntax
from kgraph.actors import tables
from kgraph.extractors.lexicon import ANY_OBJECT, SUBJECT, Entry, supports

_PARTS = {
    "prt", "prep", "agent", "dobj", "pobj", "advmod", "acomp", "attr", "nsubjpass", "oprd", "compound", "amod", "xcomp",
    "dative", "pcomp", "npadvmod",
}  # fmt: skip
_AMOUNTS = {
    "dozen", "hundred", "thousand", "million", "billion", "number", "some", "all", "most", "many", "several", "one",
    "tonne", "ton", "team", "group", "shipment", "pair", "collection", "series", "part", "%", "percent", "piece",
    "worth", "load", "batch", "consignment", "package", "lot", "type", "kind", "set", "round", "string", "dollar",
    "euro", "last", "rest", "kilometre", "kilometer", "mile", "hectare", "acre", "box", "bag", "crate",
}  # fmt: skip
_IN_DOING = {
    "support", "solidarity", "protest", "retaliation", "defence", "defense", "cooperation", "coordination",
    "partnership", "collaboration", "tandem", "conjunction", "concert",
}  # fmt: skip
_COMPLETING = {"as", "in", "into"}


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

    @property
    def clause(self) -> Token:
        """The token whose clause tells whether and when it happened: a supported noun goes with its verb."""
        return self.support if self.support is not None else self.anchor

    @property
    def subject_word(self) -> Token | None:
        """The token of a trigger's word that is the subject."""
        words = [word for word in self.entry.words if word != ANY_OBJECT]
        return next((t for t, word in zip(self.tokens, words, strict=True) if word.startswith(SUBJECT)), None)


def match(entry: Entry, anchor: Token) -> Match | None:
    """The entry as found at ``anchor``, or None where a word of it is missing around."""
    tokens = [anchor]
    for word in entry.words[1:]:
        if word == ANY_OBJECT:
            if not syntax.patients(anchor):
                return None
            continue
        found = next((part for part in _candidates(tokens, word) if _is_word(part, word.removeprefix(SUBJECT))), None)
        if found is None:
            return None
        tokens.append(found)
    if entry.pos == "noun":
        return Match(entry, tuple(tokens), *_support(anchor))
    return Match(entry, tuple(tokens))


def _candidates(tokens: list[Token], word: str) -> Iterator[Token]:
    """Where the next word of a trigger may stand, after those found so far."""
    if word.startswith(SUBJECT):
        yield from _subjects(tokens[0])
    elif tokens[-1].dep_ == "prep" and tokens[-1].head not in tokens:  # "found the editor in contempt"
        yield from tokens[-1].children
    else:
        yield from (part for token in tokens for part in _parts(token))


def _is_word(token: Token, word: str) -> bool:
    """Whether a token is what a trigger asks for: a lemma, or any noun of a kind of role ("<people>")."""
    lemma = token.lemma_.lower()
    return lemma == word or (word.startswith("<") and _role_kinds().get(lemma) == word.strip("<>"))


@cache
def _role_kinds() -> dict[str, str]:
    return {role.noun: role.kind for role in tables.roles()}


def _subjects(verb: Token) -> list[Token]:
    """Who does it, and what the subject measures: "dozens of peacekeepers"."""
    subject = syntax.agent(verb)
    if subject is None:
        return []
    return [*syntax.conjuncts(subject), *(syntax.pobjects(subject, "of") if subject.lemma_.lower() in _AMOUNTS else [])]


def _parts(token: Token) -> Iterator[Token]:
    """What may complete a trigger: particles, prepositions and objects, each with those coordinated to it."""
    for child in token.children:
        infinitive = child.tag_ == "VB" and (  # "held to account", "let them go"
            child.dep_ == "advcl" or (child.dep_ == "ccomp" and not _has_modal(child))
        )
        before = child.dep_ == "prep" and child.i < token.i  # "in Kenya's case, officials believe"
        circumstance = before or child.lower_ == "according" or (child.pos_ == "ADP" and _tells_time(child))
        if (child.dep_ in _PARTS or infinitive) and not circumstance:
            for part in syntax.conjuncts(child):
                yield from (part, *_behind_object(part))
    yield from syntax.small_clauses(token)
    # "sanctions that the council imposed": the object stands before its verb
    if token.dep_ == "relcl" or (token.dep_ == "acl" and token.tag_ == "VBN"):
        yield token.head


def _behind_object(part: Token) -> Iterator[Token]:
    """What the parser hangs under an object: what it measures ("dozens of tents"), and "in contempt", "as shields"."""
    if part.dep_ in {"dobj", "nsubjpass", "conj"} and part.pos_ != "VERB":
        yield from (child for child in syntax.children(part, "prep") if child.lower_ in _COMPLETING)
        if part.lemma_.lower() in _AMOUNTS or part.pos_ == "NUM":
            yield from syntax.pobjects(part, "of", "in")
            yield from syntax.children(part, "compound")  # "Resolution 2249", with the number as head


def _has_modal(verb: Token) -> bool:
    return any(aux.tag_ == "MD" for aux in syntax.children(verb, "aux"))


def _tells_time(preposition: Token) -> bool:
    """Whether a prepositional phrase is a date: "called him on Saturday" is no call on anybody."""
    return any(token.ent_type_ in {"DATE", "TIME"} for token in syntax.children(preposition, "pobj"))


def _support(noun: Token) -> tuple[Token | None, str]:
    """The support verb that governs an event noun, and the side of the noun that its subject fills."""
    first = _listed_under(noun)
    verb = first.head
    preposition = ""
    if first.dep_ == "pobj":
        preposition, verb = first.head.lower_, first.head.head
        if preposition == "in" and noun.lemma_.lower() in _IN_DOING and verb.pos_ == "VERB":
            return verb, "actor"  # "flew strikes in support of …"
    elif first.dep_ not in {"dobj", "nsubjpass"}:
        return _support_behind(noun)
    particles = [child.lower_ for child in syntax.children(verb, "prt")]  # to call off is not to call
    inner = [*particles, *(child.lower_ for child in syntax.children(verb, "dobj")), ""]
    for between in inner if preposition else particles or [""]:
        words = [verb.lemma_.lower(), between, preposition]
        side = supports().get(" ".join(word for word in words if word))
        if side:
            return verb, side
    return None, ""


def _listed_under(noun: Token) -> Token:
    """The first of a list, or what a noun is an example of: "damage on a large scale, including further raids"."""
    while noun.dep_ == "conj":
        noun = noun.head
    if noun.dep_ == "pobj" and noun.head.lower_ == "including":
        noun = noun.head.head
        while noun.dep_ == "pobj" and noun.head.head.pos_ == "NOUN":
            noun = noun.head.head
        if noun.dep_ == "pobj":
            noun = next(iter(syntax.children(noun.head.head, "dobj")), noun)
    return noun


def _support_behind(noun: Token) -> tuple[Token | None, str]:
    """A support verb in the noun's own relative clause: "the action we are taking against …"."""
    for verb in syntax.children(noun, "relcl"):
        side = supports().get(verb.lemma_.lower())
        if side and syntax.children(verb, "nsubj") and syntax.antecedent(syntax.children(verb, "nsubj")[0]) != noun:
            return verb, side
    return None, ""
