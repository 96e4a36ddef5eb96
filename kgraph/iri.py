"""The one place that mints IRIs. All are made from content, so that the same text gives the same graph.

Countries, and people whose number is confirmed, use Wikidata's IRIs; everybody else one of ours under ``BASE``.
"""

import hashlib
import re
import unicodedata
from urllib.parse import quote

BASE = "https://w3id.org/kgraph/id/"
WIKIDATA = "http://www.wikidata.org/entity/"
EVENTS = f"{BASE}graph/events"  # what is worked out from the documents' graphs
TIES = f"{BASE}graph/ties"
PENDING = f"{BASE}graph/pending"
RULES = f"{BASE}graph/rules"  # what readers have decided
REVIEWS = f"{BASE}graph/reviews"  # and what they have said of claims
BACKGROUND = f"{BASE}graph/background"
_UNNAMED = f"{BASE}unnamed/"
_LONGEST, _KEPT = 600, 40  # characters of a name; some servers take no more than 2,000 of an IRI
PREFIXES = {kind: f"{BASE}{kind}/" for kind in ("actor", "claim", "document", "event", "people")}


def digest(*parts: object, length: int = 16) -> str:
    """A short, stable fingerprint of ``parts``: ``length`` hexadecimal digits (four bits each)."""
    blob = "\x1f".join("" if part is None else str(part) for part in parts)
    return hashlib.sha256(blob.encode("utf-8", "surrogatepass")).hexdigest()[:length]


def slug(name: str) -> str:
    """``name`` as an IRI path segment: folded to lower case, words joined by hyphens, anything else percent-encoded.

    Of a name too long for an IRI there is the beginning and a fingerprint.

    >>> slug("Côte d'Ivoire")
    'cote-d-ivoire'
    """
    folded = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(char for char in folded if not unicodedata.combining(char))
    words = "-".join(re.findall(r"\w+", plain))
    encoded = quote(words, safe="-") or digest(name)
    return encoded if len(encoded) <= _LONGEST else f"{quote(words[:_KEPT], safe='-')}-{digest(name)}"


def wikidata(number: str) -> str:
    """The IRI of a Wikidata item; ValueError if ``number`` is not of the form Q123."""
    if not re.fullmatch(r"Q[1-9][0-9]*", number):
        raise ValueError(f"not a Wikidata item number: {number!r}")
    return WIKIDATA + number


def actor(name: str) -> str:
    """A named actor without a confirmed Wikidata number."""
    return f"{BASE}actor/{slug(name)}"


def people(country: str) -> str:
    """The people of a state, by its ISO alpha-3 code."""
    return f"{BASE}people/{country}"


def unnamed(doc: str, words: str) -> str:
    """Somebody a text mentions without a name ("the protesters"): known within that text only."""
    return f"{_UNNAMED}{digest(doc)}/{slug(words)}"


def is_unnamed(actor_iri: str) -> bool:
    """Whether an actor's IRI is one of ``unnamed``."""
    return actor_iri.startswith(_UNNAMED)


def document(doc: str, text: str) -> str:
    """A document: what it is called and what it says."""
    return f"{BASE}document/{digest(doc, text)}"


def sentence(document_iri: str, start: int, end: int) -> str:
    """A sentence of a document, as an RFC 5147 text fragment."""
    return f"{document_iri}#char={start},{end}"


def claim(document_iri: str, *content: object) -> str:
    """A claim: the document it was read from and what it says."""
    return f"{BASE}claim/{digest(document_iri, *content)}"


def event(*content: object) -> str:
    """A happening that one or several claims report."""
    return f"{BASE}event/{digest(*content)}"


def tie(actor: str, code: str, recipient: str, status: str) -> str:
    """All that is told of one kind of act, with one status, between two sides."""
    return f"{BASE}tie/{digest(actor, code, recipient, status)}"


def pair(actor: str, recipient: str) -> str:
    """All that is told to have happened from one side to another."""
    return f"{BASE}pair/{digest(actor, recipient)}"


def review(claim: str) -> str:
    """What a reader says of a claim."""
    return f"{BASE}review/{digest(claim)}"


def background(*content: object) -> str:
    """A fact that is known before any text is read: a membership, a term of office."""
    return f"{BASE}background/{digest(*content)}"


def place(name: str, country: str | None) -> str:
    """A place by name within its country."""
    return f"{BASE}place/{country or 'XX'}/{slug(name)}"
