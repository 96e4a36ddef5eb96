"""Short names that only their text explains: "the coalition", "ISF" behind "Iraqi Security Forces"."""

import re

from spacy.tokens import Doc, Token

from kgraph.actors import tables
from kgraph.actors.catalogue import Catalogue
from kgraph.actors.name import Name
from kgraph.actors.tables import Form

_ACRONYM = re.compile(r"[A-Z]{2,6}s?")
_SMALL = {"of", "the", "and", "for", "in", "on", "to", "de", "la", "du"}
_MODIFIERS = {"compound", "amod", "nmod", "poss", "det"}
_PLAIN = {"the", "international", "global", "u.s.-led", "us-led", "american-led", "our", "counter", "anti", "this", "-"}


class ShortNames:
    """Finds the short names of one text among the words that no other name has taken."""

    def __init__(self, doc: Doc, known: Catalogue, names: dict[int, Name]) -> None:
        self._doc = doc
        self._known = known
        self._names = names
        self._named = sorted(set(names.values()), key=lambda name: name.start)

    def find(self) -> dict[int, Name]:
        """The names of the text, the short ones included."""
        found = dict(self._names)
        common = self._common()
        acronyms = self._acronyms()
        for token in self._doc:
            forms = common.get(token.lower_) if self._is_plain(token) else None
            name = self._names.get(token.i)
            if name is None and forms:
                found[token.i] = Name(token.i, token.i + 1, token.text, forms)
            elif token.text in acronyms and (name is None or not name.forms):
                full = acronyms[token.text]
                found[token.i] = Name(token.i, token.i + 1, full.text, full.forms, full.label)
        return found

    def _common(self) -> dict[str, tuple[Form, ...]]:
        """The common nouns that stand for somebody in this text, with whom they stand for."""
        actors = {form.actor.name for name in self._named for form in name.forms}
        fits = [short for short in tables.short_names() if short.where in actors and short.unless not in actors]
        return {
            short.word: tuple(Form(short.word, actor, "name") for actor in self._known.find(short.name)[:1])
            for short in fits
        }

    def _is_plain(self, token: Token) -> bool:
        """Whether nothing says that another one is meant: not "the Saudi-led coalition", "a ruling coalition"."""
        if token.i in self._names or token.pos_ not in {"NOUN", "PROPN"}:
            return False
        return all(child.lower_ in _PLAIN for child in token.lefts if child.dep_ in _MODIFIERS)

    def _acronyms(self) -> dict[str, Name]:
        """Capital letters that spell a name of the text: "ISF" after "Iraqi Security Forces"."""
        wanted = {token.text for token in self._doc if _ACRONYM.fullmatch(token.text)}
        spelled: dict[str, Name] = {}
        for name in self._named:
            words = [word for word in re.split(r"[\s-]+", name.text) if word.lower() not in _SMALL]
            letters = "".join(word[0] for word in words if word[:1].isupper())
            if len(words) > 1 and letters in wanted:
                spelled.setdefault(letters, name)
        return spelled
