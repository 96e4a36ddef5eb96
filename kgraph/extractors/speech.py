"""Who says so: reporting verbs, "according to", and quotations that run over sentences and paragraphs."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from spacy.tokens import Doc, Span, Token

from kgraph import syntax
from kgraph.extractors.governors import Governors

_QUOTE = re.compile(r"[“\"](?P<body>[^”\"]*)(?:[”\"]|$)")
_STATEMENTS = {"statement", "remark", "comment", "message", "letter", "speech", "tweet", "post", "declaration"}
_REPORTING_CLAUSE = {"ccomp", "xcomp", "advcl", "parataxis", "pcomp", "oprd", "acl"}


class Speech:
    """For each token of a text, the heads of the phrases that name its sayers, innermost first."""

    def __init__(self, doc: Doc, governors: Governors) -> None:
        self._doc = doc
        self._governors = governors
        self._sentences = [sentence for sentence in doc.sents if sentence.text.strip()]
        self._people = [entity for entity in doc.ents if entity.label_ == "PERSON"]
        self._quoted = self._quotations()

    def sayers(self, token: Token) -> list[Token]:
        """Heads of the phrases naming who says what the token's clause says; empty where the text itself does."""
        found = [*self._by_verb(token), *self._according_to(token)]
        spoken = self.speaker(token)
        if spoken is not None and spoken not in found:
            found.append(spoken)
        return found

    def speaker(self, token: Token) -> Token | None:
        """The head of the phrase that names whose direct speech the token stands in."""
        return self._quoted.get(token.i)

    def _by_verb(self, token: Token) -> Iterator[Token]:
        child = token
        for head in syntax.ancestors(token):
            reports = head.pos_ in {"VERB", "AUX", "NOUN"} and self._governors.attributes(head)
            of_it = child.dep_ == "prep" and child.lower_ in {"of", "about"}
            told = child.dep_ in {"dobj", "nsubjpass"} and self._governors.tells(head)
            if reports and (child.dep_ in _REPORTING_CLAUSE or of_it or told):
                subject = syntax.agent(head) if head.pos_ != "NOUN" else syntax.owner(head)
                if subject is not None and not _inside(subject, child):
                    yield subject
            child = head

    def _according_to(self, token: Token) -> Iterator[Token]:
        line = {token.i, *(head.i for head in syntax.ancestors(token))}
        for word in syntax.sentence_of(token):
            if word.lower_ == "according" and word.head.i in line:
                yield from syntax.pobjects(word, "to")

    # -- quotations

    def _quotations(self) -> dict[int, Token]:
        found: dict[int, Token] = {}
        last: Token | None = None
        for start, end in self._quote_spans():
            sayer = self._sayer_of_quote(start, end) or last
            last = sayer
            if sayer is not None:
                found.update((i, sayer) for i in range(start, end) if i != sayer.i)
        found.update(self._after_colons(found))
        return found

    def _quote_spans(self) -> Iterator[tuple[int, int]]:
        for match in _QUOTE.finditer(self._doc.text):
            span = self._doc.char_span(match.start("body"), match.end("body"), alignment_mode="expand")
            if span is not None and len(span) > 2:
                yield span.start, span.end

    def _sayer_of_quote(self, start: int, end: int) -> Token | None:
        """The sayer told in the sentences that the quotation touches, or in the one before, where it announces it."""
        first = bisect_right(self._sentences, start, key=lambda sentence: sentence.end)
        last = bisect_left(self._sentences, end, key=lambda sentence: sentence.start) - 1
        if last < first:
            return None
        around = [self._sentences[n] for n in (first, last)]
        before = self._sentences[first - 1] if first else None
        if before is not None and before.text.rstrip().endswith(":"):
            around.append(before)
        for sentence in around:
            for verb in sentence:
                if not start <= verb.i < end and (self._governors.reports(verb) or _issues_a_statement(verb)):
                    sayer = self._sayer(verb)
                    if sayer is not None and not start <= sayer.i < end:
                        return sayer
        return None

    def _after_colons(self, quoted: dict[int, Token]) -> dict[int, Token]:
        """Statements set out without quotation marks: after "X said:" at a paragraph's end all that follows is X's."""
        found: dict[int, Token] = {}
        sayer: Token | None = None
        for sentence in self._sentences:
            announced = self._announced(sentence)
            if announced is not None:
                sayer = announced
            elif sayer is not None:
                found.update((token.i, sayer) for token in sentence if token.i not in quoted)
        return found

    def _announced(self, sentence: Span) -> Token | None:
        if not sentence.text.rstrip().endswith(":"):
            return None
        verbs = [v for v in reversed(list(sentence)) if self._governors.reports(v) or _issues_a_statement(v)]
        return next((sayer for verb in verbs if (sayer := self._sayer(verb)) is not None), None)

    def _sayer(self, verb: Token) -> Token | None:
        """The subject of a verb of saying; the person named before it, where the parser takes a thing for that."""
        subject = syntax.agent(verb)
        if subject is None or (subject.pos_ in {"NOUN", "VERB"} and not subject.ent_type_):
            at = bisect_right(self._people, verb.i, key=lambda person: person.end) - 1
            person = self._people[at] if at >= 0 else None
            if person is not None and person.start >= syntax.sentence_of(verb).start:
                return person.root if subject is None or person.root.i > subject.i else subject
        return subject


def _issues_a_statement(verb: Token) -> bool:
    """Whether a verb has words as its object: "released the following statement"."""
    return any(token.lemma_.lower() in _STATEMENTS for token in syntax.children(verb, "dobj", "nsubjpass"))


def _inside(token: Token, clause: Token) -> bool:
    return clause.left_edge.i <= token.i <= clause.right_edge.i
