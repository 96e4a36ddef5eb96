"""What a request asks, after the SPARQL 1.1 Protocol: one query or one update, and what a refusal says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl

from pyoxigraph import NamedNode

from kgraph.store import Dataset
from kgraph.web.formats import SHORT

FORM = "application/x-www-form-urlencoded"
BARE = {"application/sparql-query": "query", "application/sparql-update": "update"}
_MOST_PARAMETERS = 1000
_GRAPHS = ("default-graph-uri", "named-graph-uri")
_USING = ("using-graph-uri", "using-named-graph-uri")

Parameters = Sequence[tuple[str, str]]


class Refused(Exception):
    """A request that is not answered: its HTTP status, and one sentence that says why and what to do."""

    def __init__(self, status: int, sentence: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(sentence)
        self.status = status
        self.headers = headers or {}


@dataclass(frozen=True, slots=True)
class Question:
    """A SPARQL query or update as it was sent, the graphs that it is put to (None: all), and the answer's forms."""

    text: str
    update: bool = False
    dataset: Dataset | None = None
    accept: str = ""


def read(method: str, address: bytes, content_type: str, body: bytes, accept: str) -> Question | None:
    """The question of a request, whose ``address`` is what follows the question mark; None where it asks nothing.

    Raises Refused for a request that the protocol does not know.
    """
    if method not in {"GET", "HEAD", "POST"}:
        raise Refused(405, "This address takes GET and POST; send the query by one of them.", {"Allow": "GET, POST"})
    parameters = _pairs(address)
    if method == "POST":
        parameters += _body(content_type, body)
    elif not parameters:
        return None
    return _question(parameters, posted=method == "POST", accept=accept)


def _body(content_type: str, body: bytes) -> list[tuple[str, str]]:
    media, _, rest = (part.strip().lower() for part in content_type.partition(";"))
    charset = rest.partition("charset=")[2].strip('" ')
    if charset not in {"", "utf-8", "utf8"}:
        raise Refused(415, f"The request is written in {charset[:40]}; send UTF-8.")
    if media == FORM:
        return _pairs(body)
    if media in BARE:
        return [(BARE[media], _text(body))]
    raise Refused(415, f"The request's Content-Type is none of {FORM}, {' and '.join(BARE)}; send one of them.")


def _pairs(encoded: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(
            _text(encoded), keep_blank_values=True, errors="strict", max_num_fields=_MOST_PARAMETERS
        )  # fmt: skip
    except UnicodeDecodeError:
        raise Refused(400, "The request's parameters are not UTF-8 text; encode them as UTF-8.") from None
    except ValueError:
        raise Refused(400, f"The request has more than {_MOST_PARAMETERS} parameters; send fewer.") from None


def _text(encoded: bytes) -> str:
    try:
        return encoded.decode("utf-8")
    except UnicodeDecodeError:
        raise Refused(400, "The request is not UTF-8 text; encode it as UTF-8.") from None


def _question(parameters: Parameters, *, posted: bool, accept: str) -> Question:
    said = [name for name, _ in parameters if name in {"query", "update"}]
    if not said:
        raise Refused(400, "The request has no parameter `query`; give it the text of a SPARQL query.")
    if len(said) > 1:
        raise Refused(400, f"The request has {len(said)} queries or updates; send one at a time.")
    update = said == ["update"]
    if update and not posted:
        raise Refused(400, "An update can't be sent by GET; send it by POST.")
    if update and any(name in _USING for name, _ in parameters):
        raise Refused(400, "Graphs for an update can't be named beside it; write USING in the update itself.")
    text = next(value for name, value in parameters if name == said[0])
    return Question(text, update, None if update else _dataset(parameters), _accept(parameters, accept))


def _dataset(parameters: Parameters) -> Dataset | None:
    default, named = (tuple(value for name, value in parameters if name == wanted) for wanted in _GRAPHS)
    for graph in (*default, *named):
        try:
            NamedNode(graph)
        except ValueError:
            raise Refused(400, f"{graph[:200]!r} is not the IRI of a graph; write it in full.") from None
    return Dataset(default, named) if default or named else None


def _accept(parameters: Parameters, accept: str) -> str:
    forms = [value for name, value in parameters if name == "format"]
    for form in forms:
        if form not in SHORT:
            raise Refused(400, f"There is no format {form[:40]!r}; take one of {', '.join(SHORT)}.")
    return SHORT[forms[0]] if forms else accept
