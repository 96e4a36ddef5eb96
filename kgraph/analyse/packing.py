"""Negative cycles without a common tie: each has a tie that any two camps frustrate, so there are at least so many."""

Tie = tuple[int, int, int]  # two actors by number, and the sign
EFFORT = 6_000_000  # ties looked at in all rounds


def packed(ties: list[Tie]) -> int:
    """How many are found, greedily: triangles first, then the shortest that a breadth-first forest closes."""
    near: dict[int, dict[int, int]] = {}
    for one, other, sign in ties:
        near.setdefault(one, {})[other] = near.setdefault(other, {})[one] = sign
    found = _triangles(ties, near)
    for _ in range(EFFORT // len(ties)):
        if not (more := _closed(near)):
            break
        found += more
    return found


def _triangles(ties: list[Tie], near: dict[int, dict[int, int]]) -> int:
    found = 0
    for one, other, sign in ties:
        if other not in near[one]:
            continue
        few, many = sorted((near[one], near[other]), key=len)
        third = next((actor for actor in few if actor in many and sign * few[actor] * many[actor] < 0), None)
        if third is not None:
            found += 1
            for a, b in ((one, other), (other, third), (one, third)):
                del near[a][b], near[b][a]
    return found


def _closed(near: dict[int, dict[int, int]]) -> int:
    """Takes out negative cycles that a tie closes with a breadth-first forest, the shortest first."""
    above, depth, side = _forest(near)
    closing = [
        (depth[one] + depth[other], one, other)
        for one in near
        for other, sign in near[one].items()
        if one < other and side[one] * side[other] * sign < 0
    ]
    used: set[int] = set()  # actors whose tie to the one above is taken
    found = 0
    for _, one, other in sorted(closing):
        left, right, cycle = one, other, set[int]()
        while left != right and not cycle & used:
            low = left if depth[left] >= depth[right] else right
            cycle.add(low)
            left, right = (above[left], right) if low == left else (left, above[right])
        if not cycle & used:
            found += 1
            used |= cycle
            for a, b in ((one, other), *((actor, above[actor]) for actor in sorted(cycle))):
                del near[a][b], near[b][a]
    return found


def _forest(near: dict[int, dict[int, int]]) -> tuple[dict[int, int], dict[int, int], dict[int, int]]:
    """A breadth-first forest: who stands above each actor, how deep it stands, on which side (a root above itself)."""
    above: dict[int, int] = {}
    depth, side = {}, {}
    for root in near:
        if root in above:
            continue
        above[root], depth[root], side[root] = root, 0, 1
        queue = [root]
        for actor in queue:
            for other, sign in near[actor].items():
                if other not in above:
                    above[other], depth[other], side[other] = actor, depth[actor] + 1, side[actor] * sign
                    queue.append(other)
    return above, depth, side
