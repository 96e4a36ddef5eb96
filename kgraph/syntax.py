"""What a dependency parse says of phrases and clauses, in spaCy's English labels (ClearNLP scheme).

A phrase is named by its head token, a clause by its verb. Nothing here knows of actors or events.
"""

from collections.abc import Iterator

from spacy.tokens import Span, Token

_SUBJECTS = {"nsubj", "csubj"}
_PASSIVE_SUBJECTS = {"nsubjpass", "csubjpass"}
_CUT = {"relcl", "acl", "advcl", "parataxis", "punct", "cc", "conj", "appos", "prep", "npadvmod", "advmod"}
_RELATIVE = {"who", "which", "that", "whom", "whose"}
_ASKING = {"demand", "request", "call", "appeal", "plea", "pressure", "order", "warning", "ultimatum", "invitation"}
_NAMED = {"GPE", "ORG", "NORP", "PERSON"}
# "uses aid to win votes": the user wins them
_SUBJECT_CONTROL = {"use", "promise", "take", "spend", "abuse", "exploit"}
_PROSPECTS = {"ability", "chance", "capacity", "freedom", "hope", "opportunity", "plan", "prospect", "right"}
# what somebody says in writing, or in public
_PAPERS = {
    "act", "article", "bill", "charge", "communique", "communiqué", "complaint", "declaration", "decree", "editorial",
    "indictment", "law", "lawsuit", "letter", "memo", "message", "motion", "note", "order", "ordinance", "petition",
    "post", "report", "resolution", "speech", "statement", "suit", "tweet", "video",
}  # fmt: skip
_CALLING = {"call", "appeal", "plead", "prevail"}
_MAX_CLIMB = 12
_PARTICLES = {"down", "up", "off", "out", "away", "back"}
_SENTENCES = "kgraph_sentences"


def children(token: Token, *deps: str) -> list[Token]:
    """The token's children with one of these labels, in text order."""
    return [child for child in token.children if child.dep_ in deps]


def conjuncts(head: Token) -> list[Token]:
    """The phrase and those coordinated after it: "Iran and Iraq" gives both."""
    # the parser takes "Secretary Kerry and Secretary Carter" for one name with two heads
    found = [child for child in children(head, "nmod") if child.ent_type_ and children(child, "cc")]
    # and the first of "Russia, the United States and Germany met" for an adverb
    if head.dep_ == "nsubj" and children(head, "conj"):
        found += [t for t in children(head.head, "npadvmod") if t.i < head.i and t.ent_type_ in _NAMED]
    found.append(head)
    for child in children(head, "conj"):
        found += conjuncts(child)
    return found


def noun_head(token: Token) -> Token:
    """The head of the noun phrase in which ``token`` is a compound or an adjective."""
    for _ in range(_MAX_CLIMB):
        if token.dep_ not in {"compound", "amod", "nmod", "poss", "nummod"} or token.head == token:
            return token
        token = token.head
    return token


def extent(head: Token) -> tuple[int, int]:
    """Character offsets of the noun phrase: with its modifiers and prepositional phrases, without clauses."""
    start, end = head, head
    for child in head.lefts:
        if child.dep_ in {"punct", "cc", "preconj", "conj"}:
            continue
        start = min(start, child.left_edge, key=lambda token: token.i)
        break
    for child in head.rights:
        if child.dep_ == "prep" and child.i - end.i <= 1:
            inner = children(child, "pobj")
            if not _has_clause(child):
                end = child.right_edge
            elif inner:  # "a petition by growers to stop the levy" ends with the growers
                end = _last_of(inner[-1])
                break
        elif child.dep_ in {"compound", "nummod", "nmod", "det", "amod", "poss"}:
            end = child
        elif child.dep_ in _CUT:
            break
    while end.i > start.i and (end.is_punct or end.is_space):
        end = end.nbor(-1)
    return start.idx, end.idx + len(end)


def _last_of(head: Token) -> Token:
    """The last token of a noun phrase."""
    last = extent(head)[1]
    behind: Span = head.doc[head.i :]
    return next((token for token in behind if token.idx + len(token) >= last), head)


def _has_clause(token: Token) -> bool:
    return any(part.dep_ in {"relcl", "acl", "advcl", "ccomp", "pcomp"} for part in token.subtree)


def pobjects(token: Token, *prepositions: str) -> list[Token]:
    """Heads of the phrases under the token's prepositions: "strikes on X" with "on" gives X; chains are followed."""
    found = []
    for child in token.children:
        if child.dep_ in {"prep", "agent", "dative"} and child.lower_ in prepositions:
            found += children(child, "pobj", "pcomp")
        if child.dep_ in {"prep", "agent", "dative"}:
            # "against both X and against Y", "from X to Y": the second preposition hangs under the first
            inner = (again for again in children(child, "prep", "conj") if again.lower_ in prepositions)
            found += [deep for again in inner for deep in children(again, "pobj")]
    return found


def is_passive(verb: Token) -> bool:
    """Whether the verb is in the passive, reduced relative clauses included ("the strike carried out by …")."""
    if any(child.dep_ in {"auxpass", "nsubjpass"} for child in verb.children):
        return True
    if children(verb, "agent"):  # "stuck by Angola", "threw out a bid by Angola" have a subject of their own
        return verb.tag_ == "VBN" or not children(verb, "nsubj")
    if verb.tag_ == "VBN" and verb.dep_ in {"acl", "conj", "advcl", "amod", "pcomp"}:
        if verb.dep_ == "conj":
            return is_passive(verb.head) and not children(verb, "dobj", "nsubj")
        return not any(child.dep_ in {"dobj", "aux"} for child in verb.children)
    return False


def is_infinitive(verb: Token) -> bool:
    """Whether the verb is an infinitive with its "to"."""
    return verb.tag_ == "VB" and any(child.lower_ == "to" and child.dep_ == "aux" for child in verb.children)


def antecedent(token: Token) -> Token:
    """For a relative pronoun the noun it stands for, else the token itself."""
    if token.lower_ not in _RELATIVE or token.tag_ not in {"WDT", "WP", "WP$"}:
        return token
    verb = token.head
    for _ in range(_MAX_CLIMB):
        if verb.dep_ == "relcl":
            return verb.head
        if verb.head == verb:
            break
        verb = verb.head
    return _just_before(token)


def _just_before(relative: Token) -> Token:
    """The noun before a relative clause that the parser has hung elsewhere: "ISIS, whose acts …"."""
    at = relative.i - 1
    while at >= 0 and relative.doc[at].is_punct:
        at -= 1
    before = relative.doc[at] if at >= 0 else relative
    return noun_head(before) if before.pos_ in {"NOUN", "PROPN"} else relative


def subject(verb: Token) -> Token | None:
    """The grammatical subject, also where it is understood: who does it, or in the passive undergoes it."""
    own = children(verb, "nsubj", "nsubjpass", "csubj", "expl")
    if own:
        return antecedent(own[0])
    return _understood(verb, _MAX_CLIMB)


def _understood(verb: Token, depth: int) -> Token | None:
    """The subject a verb borrows from the clause it hangs on."""
    head, dep = verb.head, verb.dep_
    if depth == 0 or head == verb:
        return None
    if is_infinitive(verb) and (whose := _prospect(head)) is not None:
        return whose
    if dep in {"acl", "relcl"} and head.pos_ in {"NOUN", "PROPN", "PRON"}:
        return _noun_subject(verb, head)
    if dep == "xcomp" and head.lemma_ not in _SUBJECT_CONTROL and not is_passive(head):
        for told in children(head, "dobj", "dative") or _called_on(head):
            return antecedent(told)
    if dep in {"prep", "agent"} or head.pos_ == "ADP":
        return _above(head, depth)
    if dep in {"conj", "xcomp", "advcl", "ccomp", "pcomp", "aux", "dep", "parataxis"}:
        if head.pos_ in {"NOUN", "PROPN"}:
            return _noun_subject(verb, head)
        above = children(head, "nsubj", "nsubjpass")
        return antecedent(above[0]) if above else _understood(head, depth - 1)
    return None


def _prospect(head: Token) -> Token | None:
    """Whose chance it is, where the parser hangs the infinitive elsewhere: "squandered Israel's chance to answer"."""
    verb = head.head.head if head.dep_ == "pobj" else head
    nouns = [noun for noun in children(verb, "dobj") if noun.lemma_ in _PROSPECTS]
    return next((owner(noun) for noun in nouns if children(noun, "poss")), None)


def _called_on(verb: Token) -> list[Token]:
    """Who is to do what a verb calls for: "called on Iran to leave"."""
    return pobjects(verb, "on", "upon", "to", "with") if verb.lemma_ in _CALLING else []


def _above(preposition: Token, depth: int) -> Token | None:
    """The subject for a gerund under a preposition: that of the clause above, or the owner of the noun above."""
    host = preposition.head
    if host.pos_ == "ADJ" and host.dep_ in {"acomp", "oprd"}:  # "is committed to leaving"
        return subject(host.head)
    if host.pos_ in {"VERB", "AUX"}:
        if children(host, "dobj") and preposition.lower_ in {"of", "for", "from"} and not is_passive(host):
            return children(host, "dobj")[0]
        return subject(host)
    if host.pos_ in {"NOUN", "PROPN"}:
        return owner(host) or (None if preposition.lower_ in {"on", "about"} else _governing_subject(host))
    return None


def _noun_subject(verb: Token, noun: Token) -> Token | None:
    """Who does the verb that modifies a noun: "forces attacking X" the forces, "plans to attack X" whoever plans."""
    if verb.tag_ == "VBG" and noun.lemma_.lower() in _PAPERS:  # "released a report accusing …"
        return owner(noun) or _governing_subject(noun) or noun
    if verb.tag_ == "VBG" or (verb.tag_ != "VB" and verb.dep_ == "relcl"):
        return noun
    if verb.tag_ == "VBN":
        return noun
    if noun.lemma_.lower() in _ASKING:
        # what is asked for is done by whoever is asked, not by whoever asks
        return _governing_subject(noun) if noun.dep_ == "pobj" else next(iter(pobjects(noun, "on", "to", "for")), None)
    before = children(noun, "compound", "amod", "nmod")
    named = any(child.ent_type_ in _NAMED or child.pos_ == "PROPN" for child in before)  # "Coalition efforts to help"
    return owner(noun) or (noun if named else _governing_subject(noun))


def owner(noun: Token) -> Token | None:
    """The possessor of a noun, or the "of"/"by" phrase that names whose it is."""
    for child in children(noun, "poss"):
        return antecedent(child)
    return next(iter(pobjects(noun, "by", "of")), None)


def _governing_subject(noun: Token) -> Token | None:
    """The subject of the verb that a noun is an object of: "Iran made a promise to …" gives Iran."""
    while noun.dep_ == "pobj" and noun.head.lower_ == "of" and noun.head.head.pos_ == "NOUN":
        noun = noun.head.head  # "began a phase of the effort to …"
    head = noun.head
    if noun.dep_ in {"dobj", "attr"} and head.pos_ in {"VERB", "AUX"}:
        return subject(head)
    if noun.dep_ == "pobj" and head.head.pos_ in {"VERB", "AUX"}:
        return subject(head.head)
    return None


def agent(verb: Token) -> Token | None:
    """Who does it: the subject of an active clause, the "by" phrase of a passive one."""
    if is_passive(verb):
        later = [conjunct for conjunct in children(verb, "conj") if is_passive(conjunct)]  # "was hit and sunk by …"
        given = children(verb, "dobj", "oprd")  # "was denied a visa by …"
        return next((by for one in (verb, *later, *given) for by in pobjects(one, "by")), None)
    return subject(verb)


def patients(verb: Token) -> list[Token]:
    """Who or what it is done to: the object of an active clause, the subject of a passive one."""
    if is_passive(verb):
        if verb.dep_ == "acl" and not children(verb, "nsubjpass"):
            return [verb.head]
        found = subject(verb)
        return [found] if found is not None else []
    direct = [antecedent(token) for token in children(verb, "dobj", "dative") if token.pos_ != "ADP"]
    direct += [t for clause in small_clauses(verb) for t in children(clause, "nsubj")] if not direct else []
    if not direct:  # the parser takes "called President Zawde" for a naming
        direct = [token for token in children(verb, "oprd") if token.pos_ == "PROPN"]
    direct = direct or _behind_particle(verb)
    if not direct and verb.dep_ == "relcl" and not any(c.lower_ in _RELATIVE for c in children(verb, "nsubj")):
        return [verb.head]
    return direct


def _behind_particle(verb: Token) -> list[Token]:
    """The object of a phrasal verb whose particle the parser takes for a preposition: "gunned down a judge"."""
    next_to = (child for child in children(verb, "prep") if child.i == verb.i + 1 and child.lower_ in _PARTICLES)
    return [noun for particle in next_to for noun in children(particle, "pobj")]


def small_clauses(verb: Token) -> list[Token]:
    """Adjectives that are said of an object without a verb: "found the mayor guilty"."""
    return [c for c in children(verb, "ccomp") if c.pos_ == "ADJ" and not children(c, "aux", "cop", "mark")]


def ancestors(token: Token) -> Iterator[Token]:
    """The token's heads, nearest first."""
    return iter(token.ancestors)


def sentence_of(token: Token) -> Span:
    """The token's sentence; found once for a whole ``Doc``, for ``Token.sent`` searches anew each time."""
    known = token.doc.user_data.get(_SENTENCES)
    if known is None:
        known = [sentence for sentence in token.doc.sents for _ in sentence]
        token.doc.user_data[_SENTENCES] = known
    return known[token.i]  # type: ignore[no-any-return]


def sentence_bounds(token: Token) -> tuple[int, int]:
    """Character offsets of the token's sentence, without surrounding blanks."""
    sentence = sentence_of(token)
    text = sentence.text
    start = sentence.start_char + len(text) - len(text.lstrip())
    return start, sentence.start_char + len(text.rstrip())
