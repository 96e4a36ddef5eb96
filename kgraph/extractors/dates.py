"""When it happened: which of a text's date expressions belongs to an act, and what it means there.

An act has the date of its own clause or of one that shares its time, never that of who reports or judges it.
"""

from dataclasses import dataclass
from datetime import date as Date
from datetime import timedelta
from functools import cache

from spacy.tokens import Span, Token

from kgraph import resources, syntax
from kgraph.extractors import datespans, datewords

_SHARING = {"xcomp", "conj", "dobj", "nsubjpass", "pobj", "prep", "nsubj"}
# an event noun below one of these is older than the verb
_JUDGING = {
    "acknowledge", "announce", "avenge", "blame", "call", "claim", "condemn", "confirm", "criticise", "criticize",
    "decry", "denounce", "deny", "deplore", "describe", "discuss", "hail", "investigate", "justify", "mark", "mourn",
    "oppose", "praise", "protest", "recall", "regret", "reject", "remember", "report", "say", "support", "urge",
    "welcome",
}  # fmt: skip
# nor do these have the date of what they arrange
_PLANNING = {
    "arrange", "await", "cancel", "expect", "fear", "plan", "postpone", "prepare", "promise", "propose", "schedule",
    "seek", "threaten", "want",
}  # fmt: skip
# what stands behind one of these was or will be at another time
_ELSEWHEN = {"after", "ahead", "before", "despite", "following", "since", "until"}
# what is only a part of the event noun behind it
_PORTIONS = {
    "beginning", "day", "end", "kind", "night", "number", "outbreak", "part", "resumption", "round", "series", "spate",
    "start", "string", "wave", "week",
}  # fmt: skip
# verbs below an event noun that tell its own time
_HAPPENING = {
    "begin", "carry", "commit", "conclude", "conduct", "happen", "hold", "impose", "launch", "mount", "occur", "open",
    "perpetrate", "reach", "sign", "stage", "start", "strike", "take",
}  # fmt: skip
_HARMING = {"kill", "wound", "injure", "leave", "claim"}
# verbs of which the present tense may announce
_SCHEDULED = {
    "arrive", "attend", "begin", "convene", "depart", "end", "expire", "gather", "host", "hold", "leave", "meet",
    "open", "resume", "start", "take", "travel", "visit",
}  # fmt: skip
_AHEAD = {"will", "'ll", "’ll", "shall"}
_UPCOMING = {"upcoming", "forthcoming", "planned", "scheduled", "expected", "coming", "next"}


@dataclass(frozen=True, slots=True)
class Written:
    """When a text was published: ISO day, month, year or an interval of days; ``why`` where that is inferred."""

    published: str | None
    why: str | None = None


@dataclass(frozen=True, slots=True)
class When:
    """An event's date (ISO day, month or year), its words, and ``why`` where the words alone don't tell it."""

    date: str | None = None
    words: str | None = None
    why: str | None = None


def of_event(trigger: Token, clause: Token, written: Written) -> When:
    """When the event took place; an empty ``When`` where the text does not tell."""
    for expression, host in _expressions(trigger, clause):
        found = meaning(expression, written, looks_ahead(host, clause))
        if found.date is not None or datewords.is_datelike(expression.text):
            return found
    return When()


def meaning(expression: Span, written: Written, future: bool) -> When:
    """What an expression means in its text: "the next day" and "the 11 September attacks" included."""
    words, published = expression.text, written.published
    known = _known_day(expression)
    if known is not None and (published is None or published >= known):
        return When(known, words, "a day known by its date")
    days = datewords.days_after(words)
    if days is not None:
        return _counted(expression, days, written)
    date = datewords.parse(words, published, future)
    return When(date, words, written.why if date and not datewords.has_year(words) else None)


def _counted(expression: Span, days: int, written: Written) -> When:
    """So many days after the day that was told before."""
    for before in datespans.told_before(expression):
        told = meaning(before, written, future=False).date
        if told is not None and len(told) == len("2024-10-09"):
            date = Date.fromisoformat(told) + timedelta(days=days)
            return When(date.isoformat(), expression.text, f"counted from “{before.text}”")
    return When(None, expression.text)


def _known_day(expression: Span) -> str | None:
    """The day that everybody knows by its date: "the 11 September attacks"."""
    match = datewords.day_and_month(expression.text)
    noun = expression.root.head
    if match is None or match["year"] or expression.root.dep_ not in {"compound", "nmod", "poss", "nummod"}:
        return None
    day = datewords.parse(f"{match[0]} 2000", None) or ""
    for date, nouns, context in _known_days():
        told = not context or any(name in datespans.text_of(expression.doc) for name in context)
        if date[4:] == day[4:] and noun.lemma_.lower() in nouns and told:
            return date
    return None


@cache
def _known_days() -> tuple[tuple[str, frozenset[str], tuple[str, ...]], ...]:
    """Rows of the table: date, nouns that it modifies, names of which one must stand in the text."""
    return tuple(
        (row["date"], frozenset(row["nouns"].split("|")), tuple(filter(None, row["context"].split("|"))))
        for row in resources.rows("known-days.tsv")
    )


# -- which act they belong to


def _expressions(trigger: Token, clause: Token) -> list[tuple[Span, Token]]:
    """Date expressions that modify the trigger or a clause that shares its time, with their hosts, nearest first."""
    spans = datespans.in_sentence(trigger)
    hosts = _hosts(trigger, clause) if spans else []
    found = []
    for span in spans:
        host = _host(span, hosts)
        if host is not None:
            found.append((hosts.index(host), abs(span.root.i - trigger.i), span, host))
    return [(span, host) for _, _, span, host in sorted(found, key=lambda row: row[:2])]


def _host(span: Span, hosts: list[Token]) -> Token | None:
    """The first of the hosts on which an expression hangs, with nothing but prepositions between."""
    before = span.root.head.lower_
    if before in {"until", "till"}:  # the end, and not the day of the act
        return None
    below = next((host for host in hosts if host.dep_ == "relcl" and host.head in span), None)
    if below is not None:  # "on 25 June, in which 30 people died"
        return below
    line = [span.root, *syntax.ancestors(span.root)]
    host = next((token for token in line if token in hosts), None)
    between = line[: line.index(host)] if host is not None else []
    outside = [token for token in between if token not in span]
    if before == "since" and host is not None and (host.pos_ == "NOUN" or _is_first_time(span)):
        return None  # "the first visit since 2019", "met for the first time since May": that was another one
    kinds = {token.pos_ for token in outside}
    through = host is not None and "VERB" not in kinds and ("NOUN" not in kinds or _closes(span, host))
    return host if through else None


def _closes(span: Span, verb: Token) -> bool:
    """Whether a date at a sentence's end is of the verb, though it hangs on an object: "asked for help on Friday"."""
    last = syntax.sentence_of(span.root)[-1]
    at_end = span.end == (last.i if last.is_punct else last.i + 1)
    alone = len(datespans.in_sentence(verb)) == 1
    return at_end and alone and verb.pos_ == "VERB" and verb.lemma_.lower() not in _JUDGING | _PLANNING


def _is_first_time(span: Span) -> bool:
    preposition = span.root.head
    return preposition.i > 0 and preposition.nbor(-1).lower_ in {"time", "first"}


def _hosts(trigger: Token, clause: Token) -> list[Token]:
    """The words whose date is the event's, the trigger first."""
    hosts = [trigger, clause, *_verbs_sharing(clause), *_verbs_telling(trigger)]
    for verb in (trigger, clause):
        if verb.dep_ == "relcl" and verb.head.pos_ == "NOUN":  # "the attack on 7 October that killed 14"
            hosts.append(verb.head)
        if verb.pos_ == "VERB":
            hosts += _happenings(verb)
    return list(dict.fromkeys(hosts))


def _happenings(verb: Token) -> list[Token]:
    """Nouns that tell when a verb came true: "killed, and three wounded, in a raid on Monday"."""
    joined = [child for child in syntax.children(verb, "conj") if child.tag_ == "VBN" and verb.tag_ == "VBN"]
    verbs = [verb, *joined]
    return joined + [noun for one in verbs for noun in syntax.pobjects(one, "in", "during") if noun.pos_ == "NOUN"]


def _verbs_sharing(clause: Token) -> list[Token]:
    """Verbs that share the clause's time: those it is a complement or conjunct of, not those that report it."""
    found: list[Token] = []
    token = clause
    while token.head != token and (token.dep_ in _SHARING or _accompanies(token)):
        if token.pos_ == "NOUN" and token.dep_ != "conj" and _is_of_another_time(token):
            break
        token = token.head
        if token.pos_ in {"VERB", "AUX"}:
            found.append(token)
    return found


def _is_of_another_time(noun: Token) -> bool:
    """Whether an event noun is told beside the time of its verb: "condemned the raid", "met after the raid"."""
    above = noun.head
    if above.lemma_.lower() in _JUDGING or above.lower_ in _ELSEWHEN:
        return True
    return above.dep_ == "prep" and above.head.pos_ == "NOUN" and above.head.lemma_.lower() not in _PORTIONS


def _accompanies(verb: Token) -> bool:
    """Whether a participle tells what happens at the same time: "shelled the port, killing two"."""
    return verb.dep_ == "advcl" and verb.tag_ == "VBG" and not syntax.children(verb, "mark", "prep")


def _verbs_telling(noun: Token) -> list[Token]:
    """Verbs below an event noun that say when it took place: "the attack on a convoy, which took place on …"."""
    if noun.pos_ != "NOUN":
        return []
    below = [noun, *(obj for child in syntax.children(noun, "prep") for obj in syntax.children(child, "pobj"))]
    verbs = [verb for token in below for verb in syntax.children(token, "relcl", "acl")]
    return [v for v in verbs if v.lemma_ in _HAPPENING or (v.lemma_ in _HARMING and v.head == noun)]


# -- tense


def looks_ahead(host: Token, clause: Token | None = None) -> bool:
    """Whether what bears a date lies ahead; an infinitive does only for a date of its own."""
    if host.pos_ in {"NOUN", "PROPN"}:
        return _noun_looks_ahead(host)
    if host == clause and host.tag_ == "VB" and syntax.children(host, "aux"):
        return any(aux.lower_ in _AHEAD | {"to"} for aux in syntax.children(host, "aux"))
    if any(aux.lower_ in _AHEAD for aux in syntax.children(host, "aux")):
        return True
    return host.lemma_ in _SCHEDULED and _is_present(host)


def _is_present(verb: Token) -> bool:
    """ "The summit opens on Monday", "is meeting them on Friday"."""
    if verb.tag_ in {"VBZ", "VBP"}:
        return True
    return verb.tag_ == "VBG" and any(aux.tag_ in {"VBZ", "VBP"} for aux in syntax.children(verb, "aux"))


def _noun_looks_ahead(noun: Token) -> bool:
    """ "Ahead of talks on Friday", "the planned visit on Monday", "will attend Friday's summit"."""
    if any(child.lower_ in _UPCOMING for child in syntax.children(noun, "amod", "acl")):
        return True
    if noun.dep_ == "pobj" and noun.head.lower_ in {"before", "of"}:
        above = noun.head.nbor(-1) if noun.head.i else noun.head
        return noun.head.lower_ == "before" or above.lower_ in {"ahead", "advance"}
    verb = next((head for head in syntax.ancestors(noun) if head.pos_ in {"VERB", "AUX"}), None)
    return verb is not None and any(aux.lower_ in _AHEAD for aux in syntax.children(verb, "aux"))
