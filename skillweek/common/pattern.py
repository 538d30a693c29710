"""Line patterns of mortise and tenon, drawn from a seed: every edition and every picture has its own.

A pattern is a grid of pieces; each edge carries a tenon to one side or the other, so that neighbours fit.
The same seed always gives the same drawing. Numbers are whole, paths relative: a pattern weighs about 2 kB.
"""

import hashlib
from functools import lru_cache

CELL = 72
HALF = CELL // 2
ARM, WIDTH, DEPTH = 24, 24, 14


class Weave:
    """The edges of ``columns`` times ``rows`` pieces; the pattern repeats at its borders."""

    def __init__(self, seed: str, columns: int, rows: int) -> None:
        self.columns, self.rows = columns, rows
        stream = hashlib.shake_128(seed.encode()).digest(3 * columns * rows)
        size = columns * rows
        self._across = [1 if byte & 1 else -1 for byte in stream[:size]]
        self._down = [1 if byte & 1 else -1 for byte in stream[size : 2 * size]]
        self.chance = stream[2 * size :]

    def across(self, column: int, row: int) -> int:
        """Side of the tenon on the upper edge of a piece: 1 points down."""
        return self._across[(row % self.rows) * self.columns + column % self.columns]

    def down(self, column: int, row: int) -> int:
        """Side of the tenon on the left edge of a piece: 1 points right."""
        return self._down[(row % self.rows) * self.columns + column % self.columns]

    def lines(self) -> str:
        """Path of all edges, half a cell aside, so that no tenon is cut where the tile repeats."""
        parts = []
        for row in range(self.rows):
            edges = "".join(_h(self.across(column - 1, row), 1) for column in range(self.columns + 1))
            parts.append(f"M{-HALF} {row * CELL + HALF}{edges}")
        for column in range(self.columns):
            edges = "".join(_v(self.down(column, row - 1), 1) for row in range(self.rows + 1))
            parts.append(f"M{column * CELL + HALF} {-HALF}{edges}")
        return "".join(parts)

    def piece(self, column: int, row: int, aside: int = 0) -> str:
        """Closed path of one piece, ``aside`` from the corner."""
        return (
            f"M{column * CELL + aside} {row * CELL + aside}"
            + _h(self.across(column, row), 1)
            + _v(self.down(column + 1, row), 1)
            + _h(self.across(column, row + 1), -1)
            + _v(self.down(column, row), -1)
            + "z"
        )


def _h(side: int, way: int) -> str:
    return f"h{way * ARM}v{side * DEPTH}h{way * WIDTH}v{-side * DEPTH}h{way * ARM}"


def _v(side: int, way: int) -> str:
    return f"v{way * ARM}h{side * DEPTH}v{way * WIDTH}h{-side * DEPTH}v{way * ARM}"


@lru_cache(maxsize=64)
def tile(seed: str, columns: int = 6, rows: int = 4) -> dict[str, str | int]:
    """Lines of a repeating tile, three fitted pieces, one of them odd, and the tile's size."""
    weave = Weave(seed, columns, rows)
    inner = [(c, r) for r in range(rows - 1) for c in range(columns - 1)]
    inner.sort(key=lambda at: weave.chance[at[1] * columns + at[0]])
    return {
        "lines": weave.lines(),
        "fit": "".join(weave.piece(*at, HALF) for at in inner[:2]),
        "odd": weave.piece(*inner[-1], HALF),
        "width": columns * CELL,
        "height": rows * CELL,
    }


@lru_cache(maxsize=512)
def cover(seed: str) -> list[tuple[str, str]]:
    """Pieces (class, path) of a picture of four by three pieces for something that has no photo."""
    weave = Weave(seed, 4, 3)
    tones = ["a", "b", "c", "d", "b", "a", "c", "d"]
    accent = weave.chance[0] % 12
    pieces = []
    for index in range(12):
        tone = tones[weave.chance[index] % len(tones)]
        if index == accent:
            tone = "x" if weave.chance[1] & 1 else "y"
        pieces.append((tone, weave.piece(index % 4, index // 4)))
    return sorted(pieces)
