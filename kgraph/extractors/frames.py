"""Who stands in the frame of a matched entry, and where else a party may stand when its own slots are empty."""

from collections.abc import Iterator

from spacy.tokens import Token

from kgraph import syntax
from kgraph.extractors.lexicon import ANY_OBJECT, Side
from kgraph.extractors.matching import Match

_OTHER_CLAUSES = {"ccomp", "advcl", "parataxis", "conj", "relcl", "csubj"}
# what takes place, is held or begins is told of by these verbs: "talks were held between …"
_OCCURRING = {"take", "occur", "happen", "hold", "begin", "start", "resume", "continue", "conduct", "carry", "make"}
_PARTIES = {"between", "with", "against", "by"}
_SETS = {"series", "number", "round", "set", "wave", "string", "spate", "lot", "couple"}
_AMONG = {"between": ("between", "among", "amongst", "within")}
_CIRCUMSTANCES = {"after", "following", "during", "before", "since", "amid", "despite", "wake", "because", "until"}
_DAMAGING = {"do", "cause", "inflict", "leave"}
_HARMING = {"kill", "injure", "wound", "hit", "destroy", "target", "claim"}
_AGAINST = {"on", "upon", "against", "to", "with"}
_HELPING = {"AID", "SUPPORT"}
_CONDITIONS = {"until", "unless", "if", "before"}
_GIVING = {"to", "from"}
_TOWARDS = ("with", "to", "from", "against", "on")
_PLACES = ("in", "at", "near", "around", "across", "inside", "over")


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
        inner += [clause for clause in syntax.children(found.anchor, "relcl") if clause.lemma_ in _HARMING | _DAMAGING]
    inner += [clause for verb in _verbs(found) for clause in syntax.pobjects(verb, "to") if clause.pos_ == "VERB"]
    helped = [who] if found.entry.event in _HELPING and (who := _helped(found.anchor)) is not None else []
    reached = [token for verb in inner for token in (*syntax.patients(verb), *syntax.pobjects(verb, *_TOWARDS))]
    reached += [token for verb in inner if verb.lemma_ in _DAMAGING for token in syntax.pobjects(verb, "in", "to")]
    return helped + reached + (_served(found) if found.entry.event in {"AID", "AGREE"} else [])


def _helped(noun: Token) -> Token | None:
    """Who does what somebody's help makes possible: "with the support of Chad, Mali retook the town"."""
    by_help = noun.pos_ == "NOUN" and noun.dep_ == "pobj" and noun.head.lower_ in {"with", "through", "thanks"}
    return syntax.agent(noun.head.head) if by_help and noun.head.head.pos_ == "VERB" else None


def judged(found: Match) -> list[Token]:
    """Who did what a judgement is about: "appreciates that Chad paid", "shocked by reports that Chad attacked"."""
    nouns = [noun for token in _verbs(found) for noun in syntax.pobjects(token, "by", "at", "about", "over")]
    nouns += [noun for token in _verbs(found) for noun in syntax.children(token, "dobj")]
    hosts = [*_verbs(found), *(other for token in _verbs(found) for other in syntax.children(token, "conj"))]
    nouns += [noun for token in hosts for noun in syntax.pobjects(token, "by", "at", "about", "over")]
    clauses = [clause for token in (*hosts, *nouns) for clause in syntax.children(token, "ccomp", "acl")]
    finite = [clause for clause in clauses if any(mark.lower_ == "that" for mark in syntax.children(clause, "mark"))]
    return [who for clause in finite if (who := syntax.agent(clause)) is not None]


def on_condition(found: Match) -> list[Token]:
    """Who must do something first: the subject of an "until", "unless" or "if" clause."""
    anchor = found.anchor
    above = [anchor.head] if anchor.head.pos_ == "VERB" and anchor.dep_ in {"xcomp", "ccomp", "dobj"} else []
    clauses = [c for verb in (*_verbs(found), *above) for c in syntax.children(verb, "advcl")]
    clauses = [clause for clause in clauses if any(mark.lower_ in _CONDITIONS for mark in clause.lefts)]
    return [who for c in clauses for who in (syntax.agent(c), syntax.subject(c)) if who is not None]


def _served(found: Match) -> list[Token]:
    """Whom the purpose of a gift names: "sent money to rebuild schools in Nepal"."""
    verbs = _verbs(found) or ([found.support] if found.support is not None else [])
    hosts = [*verbs, *(obj for verb in verbs for obj in syntax.children(verb, "dobj")), *found.tokens]
    clauses = [c for host in hosts for c in syntax.children(host, "advcl", "relcl", "acl", "xcomp")]
    purposes = [clause for clause in clauses if any(t.lower_ == "to" for t in syntax.children(clause, "aux"))]
    return [token for clause in purposes for token in clause.subtree if token.dep_ in {"dobj", "pobj", "conj"}]


def places(found: Match) -> list[Token]:
    """Heads of the phrases that tell where it takes place."""
    objects = [obj for verb in _verbs(found) for obj in syntax.children(verb, "dobj", "nsubjpass")]
    found_there = [token for host in (*found.tokens, *objects) for token in syntax.pobjects(host, *_PLACES)]
    if found.entry.pos == "noun" and found.anchor.dep_ == "dobj":  # "condemned the attacks last night in Baghdad"
        behind = syntax.pobjects(found.anchor.head, *_PLACES)
        found_there += [token for token in behind if token.i > found.anchor.i and token.pos_ == "PROPN"]
    return [token for token in found_there if any(part.pos_ == "PROPN" for part in token.subtree)]


def within(found: Match) -> list[Token]:
    """What else stands in the act's own clause behind it, in text order: "lifted sanctions imposed on India"."""
    last = max(token.i for token in found.tokens)
    behind = [token for token in found.anchor.subtree if token.i > last]
    lines = [(token, list(_line(token, found.anchor))) for token in behind]
    return [token for token, line in lines if not any(map(_tells_otherwise, line))]


def _tells_otherwise(token: Token) -> bool:
    """Whether a phrase tells of another act, or of when and why this one took place."""
    return token.dep_ in _OTHER_CLAUSES or token.lower_ in _CIRCUMSTANCES


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
        named = found.subject_word
        return [token] if token is not None and (token not in found.tokens or token == named) else []
    if slot == "obj":
        verbs = [token for token in found.tokens if token.pos_ in {"VERB", "AUX"}]
        objects = [[token for token in syntax.patients(verb) if token not in found.tokens] for verb in verbs]
        # who is urged, not what is to be dropped; the parser may take him for the subject of what he is urged to do
        return next(filter(None, [*objects[:1], told_to(anchor), *objects[1:]]), [])
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
        owned = [*found.tokens, *_bound_by(anchor)]
        return [syntax.antecedent(t) for token in owned for t in syntax.children(token, "poss")]
    if slot == "head":
        return [anchor.head] if anchor.dep_ == "amod" else []
    if slot == "mod":
        before = [t for token in found.tokens for t in syntax.children(token, "compound", "amod", "nmod")]
        led = [t for token in before if token.lower_ == "led" for t in syntax.children(token, "npadvmod", "compound")]
        return before + led
    hosts = [*found.tokens, *([found.support] if found.support is not None else [])]
    if found.entry.pos == "noun":  # "the agreement reached between Iraq and …"
        hosts += [token for token in syntax.children(anchor, "acl") if token.tag_ == "VBN"]
        hosts += _telling(anchor) if slot in _PARTIES else []
    hosts += [other for token in found.tokens[1:] for other in syntax.children(token, "conj")]
    slots = _AMONG.get(slot, (slot,))
    filled = [t for host in hosts for t in syntax.pobjects(host, *slots) if t not in found.tokens]
    through = slot in _GIVING or ANY_OBJECT in found.entry.words
    return filled or (_behind_objects(found, slot) if through else _behind_reason(found, slots))


def _behind_objects(found: Match, slot: str) -> list[Token]:
    """Where the parser hangs a phrase on the object: "returned the vase that was stolen in 1944 to its owner"."""
    if found.entry.pos != "verb":
        return []
    objects = [o for token in syntax.children(found.anchor, "dobj", "nsubjpass") for o in syntax.conjuncts(token)]
    hosts = [host for token in objects for host in (token, *syntax.children(token, "acl", "relcl", "appos"))]
    return [t for host in hosts for t in syntax.pobjects(host, slot) if t not in found.tokens]


def _behind_reason(found: Match, slots: tuple[str, ...]) -> list[Token]:
    """Where the parser hangs a phrase on a reason: "pinned the blame for the raid on a gang"."""
    if found.entry.pos != "verb" or len(found.tokens) == 1 or not _AGAINST.intersection(slots):
        return []
    reasons = [token for word in found.tokens for token in syntax.pobjects(word, "for", "over", "about")]
    return [t for reason in reasons for t in syntax.pobjects(reason, *slots) if t not in found.tokens]


def _bound_by(agreement: Token) -> list[Token]:
    """What somebody has under an agreement: "its obligations under the treaty"."""
    under = agreement.dep_ == "pobj" and agreement.head.lower_ == "under"
    return [agreement.head.head] if under and agreement.head.head.pos_ == "NOUN" else []


def _telling(noun: Token) -> list[Token]:
    """The verb that tells of an act only that it takes place: "a series of talks was held between …"."""
    if noun.dep_ == "pobj" and noun.head.head.lemma_ in _SETS:
        noun = noun.head.head
    told = noun.dep_ in {"nsubj", "nsubjpass"} and noun.head.lemma_ in _OCCURRING
    return [noun.head] if told else []


def told_to(verb: Token) -> list[Token]:
    """The subject of an infinitive below the verb: "urged all parties to remain calm"."""
    clauses = [c for c in syntax.children(verb, "ccomp") if c.tag_ == "VB" and not syntax.children(c, "mark")]
    return [subject for clause in clauses for subject in syntax.children(clause, "nsubj", "nsubjpass")[:1]]


def _copula_subject(predicate: Token) -> Token | None:
    """ "Iran is angry at …": the subject of the verb that the adjective or noun completes."""
    if predicate.dep_ in {"acomp", "attr", "oprd"}:
        return syntax.subject(predicate.head)
    return None
