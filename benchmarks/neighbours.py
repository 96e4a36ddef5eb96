"""Whether word vectors could code a verb that the lexicon does not hold: each verb by the one nearest to it.

usage: python benchmarks/neighbours.py

Every verb that is a trigger by itself is taken out in turn and given the roots of the verb whose vector in the model is
nearest by cosine. Printed is how often they share a root, by how near they are, beside what guessing the commonest root
would reach.
"""

from collections import Counter, defaultdict

import numpy as np

from kgraph import nlp
from kgraph.extractors.lexicon import entries

_BANDS = (0.0, 0.4, 0.5, 0.6, 0.7, 0.8)


def main() -> None:
    """Print the shares."""
    roots: dict[str, set[str]] = defaultdict(set)
    for entry in entries():
        if entry.pos == "verb" and entry.weight == 1:
            roots[entry.words[0]].add(entry.event)
    vocab = nlp.load().vocab
    verbs = sorted(verb for verb in roots if vocab[verb].has_vector)
    vectors = np.array([vocab[verb].vector / vocab[verb].vector_norm for verb in verbs])
    nearness = vectors @ vectors.T
    np.fill_diagonal(nearness, -1)
    nearest = nearness.argmax(axis=1)
    commonest = Counter(root for verb in verbs for root in roots[verb]).most_common(1)[0][0]
    guessed = sum(commonest in roots[verb] for verb in verbs)
    print(f"{len(verbs)} verbs; the commonest root is right for {guessed / len(verbs):.3f}")
    for low, high in zip(_BANDS, (*_BANDS[1:], 1.01), strict=True):
        band = [n for n in range(len(verbs)) if low <= nearness[n, nearest[n]] < high]
        same = sum(bool(roots[verbs[n]] & roots[verbs[nearest[n]]]) for n in band)
        if band:
            print(f"cosine {low:.1f} to {min(high, 1.0):.1f}   {same}/{len(band)} = {same / len(band):.3f}")


if __name__ == "__main__":
    main()
