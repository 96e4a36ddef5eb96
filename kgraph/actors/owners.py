"""Whose a thing or a role is: "Israeli officials", "Iran's nuclear sites", "the results of the UN report".

``Owners`` belongs to one text. It reads the modifiers of a noun; who they mean is asked of the resolver.
"""

from collections.abc import Callable

from spacy.tokens import Doc, Token

from kgraph import syntax
from kgraph.actors.catalogue import Catalogue
from kgraph.actors.name import Name
from kgraph.actors.tables import Actor
from kgraph.model import Party

Parties = Callable[[Token], tuple[Party, ...]]

_OWNED_BY = ("of", "by", "between", "from", "in", "for", "at", "within", "inside")
_STATE_OF = ("of", "for", "from", "to", "in")
# "Iran's ally" is not Iran
_PARTNERS = {"ally", "backer", "friend", "neighbor", "neighbour", "partner", "proxy", "supporter"}
# nor are "Kremlin critics" Russia
_OPPONENTS = {"adversary", "critic", "enemy", "foe", "opponent", "rival"}
_BORDERS = {"border", "frontier", "boundary"}


class Owners:
    """Owners of one text's phrases. ``one`` and ``parties`` say whom a head means, alone and with its conjuncts."""

    def __init__(self, doc: Doc, known: Catalogue, names: dict[int, Name], one: Parties, parties: Parties) -> None:
        self._doc = doc
        self._known = known
        self._names = names
        self._one = one
        self._parties = parties

    def of(self, head: Token) -> tuple[Party, ...]:
        """The parties behind a thing, as their own words name them; () where it is nobody's."""
        if head.lemma_ in _BORDERS and (beyond := self._beyond(head)):
            return beyond
        owners = [] if _is_relative(head) else map(syntax.antecedent, syntax.children(head, "poss"))
        before = [] if head.lemma_.lower() in _OPPONENTS else self.naming_modifiers(head)
        for token in (*owners, *before):
            if found := self._one(token):
                return found
        hosts = [head, *syntax.children(head, "acl"), *filter(syntax.is_passive, syntax.children(head, "relcl"))]
        for token in (t for host in hosts for t in syntax.pobjects(host, *_OWNED_BY)):
            acts = token.i in self._names or token.lemma_.lower() in self._known.roles
            if acts and (found := self._parties(token)):
                return found
        return ()

    def naming_modifiers(self, head: Token) -> list[Token]:
        """The names before a noun, also before its compounds: "Syrian" in "Syrian government shelling"."""
        before = syntax.children(head, "amod", "compound", "nmod")
        deeper = [t for child in before if child.dep_ == "compound" for t in syntax.children(child, "amod", "compound")]
        return [t for t in (*before, *deeper) if t.i in self._names]

    def modifiers(self, head: Token) -> list[Token]:
        """The words before a noun that may say whose it is."""
        tokens: list[Token] = []
        own = self._names.get(head.i)
        for child in syntax.children(head, *_owning_labels(head)):
            if own is not None and self._names.get(child.i) == own:  # "King" in "King Abdullah"
                continue
            tokens += [*syntax.conjuncts(child), *syntax.children(child, "compound", "amod", "poss")]
        return tokens

    def states_of(self, head: Token) -> list[Actor]:
        """The states that modify a noun: "Israeli and U.S. officials", "officials of Iran", "Iran's officials"."""
        before = self._states_in(self.modifiers(head)) or self._states_in(self._just_before(head))
        if before:
            return before
        behind = [token for found in syntax.pobjects(head, *_STATE_OF) for token in syntax.conjuncts(found)]
        if head.lemma_.lower() in self._known.roles:  # "Minister of Foreign Affairs of Iraq"
            behind += [deep for token in behind if token.i not in self._names for deep in syntax.pobjects(token, "of")]
        return self._states_in(behind)

    def states_at(self, token: Token) -> list[Actor]:
        """The states that a token names, or that modify it."""
        return self._states_named([token]) or self.states_of(token)

    def _states_in(self, tokens: list[Token]) -> list[Actor]:
        """The states that tokens name, or that possessors without a name mean: "their officials"."""
        found = {state.iri: state for state in self._states_named(tokens)}
        unnamed = (token for token in tokens if token.dep_ == "poss" and token.i not in self._names)
        for party in (party for token in unnamed for party in self._one(token)):
            if state := self._known.states.get(party.country or ""):
                found.setdefault(state.iri, state)
        return list(found.values())

    def _states_named(self, tokens: list[Token]) -> list[Actor]:
        names = (self._names[token.i] for token in tokens if token.i in self._names)
        countries = dict.fromkeys(form.actor.country or "" for name in names for form in name.forms)
        return [self._known.states[country] for country in countries if country in self._known.states]

    def _just_before(self, head: Token) -> list[Token]:
        """A state's adjective before a role that the parser has not tied to it: "Bissau-Guinean soldiers"."""
        name = self._names.get(head.i - 1) if head.i and head.lemma_.lower() in self._known.roles else None
        return [self._doc[head.i - 1]] if name and name.has("adjective") else []

    def _beyond(self, border: Token) -> tuple[Party, ...]:
        """Who is on the other side of a border, wherever the parser hangs the "with" that follows it."""
        behind = self._doc[border.i + 1 : border.i + 2]
        tokens = [token for word in behind if word.lower_ == "with" for token in syntax.children(word, "pobj")]
        return tuple(party for token in tokens for party in self._parties(token))


def _is_relative(head: Token) -> bool:
    return head.lemma_.lower() in _PARTNERS | _OPPONENTS


def _owning_labels(head: Token) -> tuple[str, ...]:
    """How an owner may hang on a noun: before "critics" only an adjective tells whose they are."""
    if head.lemma_.lower() in _OPPONENTS:
        return ("amod",)
    return ("amod", "compound", "nmod") if _is_relative(head) else ("poss", "amod", "compound", "nmod")
