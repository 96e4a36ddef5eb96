"""What a text told before: whose "the army", "the militants", "the Council", "the resolution" is."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from operator import attrgetter, itemgetter

from spacy.tokens import Doc, Token

from kgraph import syntax
from kgraph.actors.catalogue import Catalogue
from kgraph.actors.name import Name
from kgraph.actors.tables import Actor

_NEAR_TOKENS = 40
_RESOLVING = ("Council", "Assembly", "Parliament", "League")
StatesOf = Callable[[Token], list[Actor]]


class Recent:
    """The actors that one text has named, as they are meant by later common nouns."""

    def __init__(self, doc: Doc, known: Catalogue, names: dict[int, Name]) -> None:
        self._doc = doc
        self._known = known
        self._names = names
        self._named = sorted(set(names.values()), key=attrgetter("start"))
        self._alike: dict[str, list[Token]] = defaultdict(list)
        for token in doc:
            self._alike[token.lemma_].append(token)
        self._groups = [
            (at, form.actor)
            for at, name in sorted(names.items())
            for form in name.forms
            if form.actor.kind == "armed-group"
        ]

    def state(self, head: Token, states_of: StatesOf) -> Actor | None:
        """Whose "the regime", "the army" is: that of the same words before, else of the state named just before."""
        if not any(child.lower_ == "the" for child in syntax.children(head, "det")):
            return None
        alike = self._alike[head.lemma_]
        for token in reversed(alike[: bisect_left(alike, head.i, key=attrgetter("i"))]):
            if states := states_of(token):
                return states[0]
        first = syntax.sentence_of(head).start
        near = self._doc[max(0, first - _NEAR_TOKENS) : head.i]
        for token in reversed(near):
            name = self._names.get(token.i)
            for form in name.forms if name else ():
                if form.actor.kind in {"state", "people"} and form.sense != "metonym":
                    return self._known.states.get(form.actor.country or "")
        return self._most_named(head)

    def _most_named(self, head: Token) -> Actor | None:
        """The state that the text names most, if it names none as often; the rest of the sentence is about others."""
        here = syntax.sentence_of(head)
        names = (name for name in self._named if not head.i < name.start < here.end)
        forms = [form.actor for name in names for form in name.forms[:1]]
        counts = Counter(actor.country for actor in forms if actor.kind in {"state", "people"}).most_common(2)
        plain = counts and (len(counts) == 1 or counts[0][1] > counts[1][1])
        return self._known.states.get(counts[0][0] or "") if plain else None

    def group(self, head: Token) -> Actor | None:
        """Whom "this terrorist group", "the militants" means: the armed group named last."""
        if not any(child.lower_ in {"the", "this", "these"} for child in syntax.children(head, "det")):
            return None
        last = bisect_left(self._groups, head.i, key=itemgetter(0)) - 1
        if last < 0:
            return None
        token = self._groups[last][0]
        return self._groups[bisect_left(self._groups, token, key=itemgetter(0))][1]  # its first meaning

    def body(self, head: Token) -> Actor | None:
        """The body last named of whose name a capital word is the short form: "the Council", "the Coalition"."""
        if not head.is_title or head.tag_ not in {"NNP", "NN"} or syntax.children(head, "compound", "amod"):
            return None
        for name in self._named_before(head):
            bodies = [form.actor for form in name.forms if form.actor.kind in {"igo", "organisation"}]
            if bodies and head.text in name.text.split():
                return bodies[0]
        return None

    def council(self, head: Token) -> Actor | None:
        """Whose "the resolution" is: that of the council or assembly named last."""
        named = any(token.i in self._names for token in syntax.children(head, "amod", "compound", "nmod"))
        if head.lemma_.lower() != "resolution" or named or syntax.children(head, "poss", "prep"):
            return None
        for name in self._named_before(head):
            for form in name.forms:
                if form.actor.kind == "igo" and form.actor.name.endswith(_RESOLVING):
                    return form.actor
        return None

    def _named_before(self, head: Token) -> Iterator[Name]:
        """The names before a head, nearest first."""
        return reversed(self._named[: bisect_left(self._named, head.i, key=attrgetter("start"))])
