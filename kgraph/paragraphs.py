"""A spaCy component: no sentence runs over a line's end, so that headings and list items stand alone."""

from spacy.language import Language
from spacy.tokens import Doc


@Language.component("kgraph_paragraphs")
def paragraphs(doc: Doc) -> Doc:
    """Start a sentence after every line break that ends a paragraph, before the parser looks for its own."""
    for token in doc[:-1]:
        if token.is_space and "\n" in token.text:
            following = doc[token.i + 1]
            if not following.is_space:
                following.is_sent_start = True
    return doc
