"""Signs the scripts that stand in NiceGUI's page, so that browsers can be told to run no others."""

from jinja2 import DictLoader
from nicegui.client import templates

from kgraph.web.guard import NONCE

_SIGNED = f"""<script nonce="{{{{ request.scope['{NONCE}'] }}}}\""""
_PAGE = "index.html"


def sign() -> None:
    """Give the scripts of NiceGUI's template, and those that our pages add to their head, the nonce of the request.

    Only the template is changed, not what is put into it, so that no text from documents can be signed with it.
    """
    environment = templates.env
    assert environment.loader is not None
    page, *_ = environment.loader.get_source(environment, _PAGE)
    head = "{{ head_html | replace('<script>', '<script nonce=\"' ~ request.scope['" + NONCE + "'] ~ '\">') | safe }}"
    signed = page.replace("<script", _SIGNED).replace("{{ head_html | safe }}", head)
    environment.loader = DictLoader({_PAGE: signed})
