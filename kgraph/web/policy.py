"""What browsers are told of each answer: what a page may run and load, who may show it, what may be kept."""

from starlette.datastructures import MutableHeaders

PROGRAMS = ("/sparql", "/queries")  # what is asked by programs, and never shown as a page
_OURS = "/_nicegui"  # scripts, styles and messages of the pages
_NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
# Vue makes its templates into functions in the browser, and NiceGUI evaluates what the server sends ('unsafe-eval');
# NiceGUI, AG Grid and CodeMirror put styles into the page as they go ('unsafe-inline', for styles alone). A script that
# stands in the page runs only with the nonce of this one answer: text that became markup could run nothing.
_PAGES = (
    f"{_NOTHING}; script-src 'self' 'nonce-{{nonce}}' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self'; connect-src 'self'"
)
_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def mark(headers: MutableHeaders, path: str, nonce: str) -> None:
    """Add to an answer's headers; what says of itself how long it may be kept stays so, all else is not kept."""
    headers.update(_ALWAYS)
    headers["Content-Security-Policy"] = policy(path, nonce)
    headers.setdefault("Cache-Control", "no-store")


def policy(path: str, nonce: str) -> str:
    """The Content-Security-Policy of an address."""
    return _NOTHING if path.startswith((*PROGRAMS, _OURS)) else _PAGES.format(nonce=nonce)
