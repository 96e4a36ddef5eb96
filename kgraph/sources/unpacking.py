"""The body of an answer, unpacked no further than the limit: a small file of zeros may stand for gigabytes."""

import zlib
from collections.abc import Iterator
from typing import Protocol

import httpx

ACCEPTED = "gzip, deflate"
_GZIP, _RAW = zlib.MAX_WBITS | 16, -zlib.MAX_WBITS


class _Unpacker(Protocol):
    def decompress(self, data: bytes, max_length: int = 0, /) -> bytes: ...

    @property
    def unconsumed_tail(self) -> bytes: ...

    @property
    def eof(self) -> bool: ...


def unpacked(response: httpx.Response, most: int) -> Iterator[bytes]:
    """The body in pieces, together at most ``most`` bytes long: what is longer comes cut off there.

    httpx.DecodingError where it isn't packed as the server says, or ends too early.
    """
    packing = response.headers.get("content-encoding", "identity").strip().lower()
    if packing in ("", "identity"):
        yield from _cut(response.iter_raw(), most)
    elif packing in ("gzip", "x-gzip", "deflate"):
        yield from _inflated(response.iter_raw(), most, deflate=packing == "deflate")
    else:
        raise httpx.DecodingError(f"it is packed as {packing}, which kgraph did not ask for")


def _cut(pieces: Iterator[bytes], most: int) -> Iterator[bytes]:
    left = most
    for piece in pieces:
        yield piece[:left]
        left -= len(piece)
        if left <= 0:
            return


def _inflated(pieces: Iterator[bytes], most: int, *, deflate: bool) -> Iterator[bytes]:
    unpacker: _Unpacker | None = None
    left = most
    try:
        for piece in filter(None, pieces):
            unpacker = unpacker or zlib.decompressobj(_window(piece) if deflate else _GZIP)
            out = unpacker.decompress(piece, left)
            yield out
            left -= len(out)
            if left <= 0 or unpacker.eof:
                return
    except zlib.error as error:
        raise httpx.DecodingError(f"it is not packed as the server says: {error}") from None
    if unpacker is not None:
        raise httpx.DecodingError("it ends too early")


def _window(first: bytes) -> int:
    """What servers call deflate has zlib's header or, with some, none."""
    head = int.from_bytes(first[:2].ljust(2, b"\0"), "big")
    return zlib.MAX_WBITS if first[0] & 0x0F == 8 and head % 31 == 0 else _RAW
