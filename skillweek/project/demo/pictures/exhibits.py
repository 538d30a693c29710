"""Exhibit pictures: a vessel with a glaze, or a motif, on a plinth under a light."""

from skillweek.project.demo.pictures.colours import number, pattern
from skillweek.project.demo.pictures.motifs import motif

SIDE = 900

#: half profiles: (height above the foot, radius), in units of a vessel 400 high
PROFILES: dict[str, list[tuple[float, float]]] = {
    "bowl": [(0, 60), (14, 62), (20, 52), (60, 110), (120, 160), (170, 178), (180, 180)],
    "jar": [(0, 80), (30, 96), (100, 142), (180, 158), (250, 136), (280, 100), (300, 96), (312, 100)],
    "meiping": [(0, 66), (40, 70), (140, 92), (230, 130), (300, 138), (350, 100), (370, 42), (384, 34), (400, 46)],
    "bottle": [(0, 74), (16, 76), (60, 120), (120, 136), (190, 108), (250, 54), (320, 34), (380, 44), (400, 66)],
    "tall": [(0, 90), (20, 92), (40, 64), (90, 74), (180, 96), (240, 104), (270, 72), (330, 62), (400, 108)],
    "washer": [(0, 120), (12, 126), (40, 168), (90, 182), (100, 184)],
    "tripod": [(22, 90), (50, 128), (110, 140), (180, 132), (200, 138)],
}  # fmt: skip

#: light, middle and dark of a glaze, and the colour of its rim
GLAZES = {
    "celadon": ("#dcebe4", "#9cc3b8", "#5d8f85", "#e9dcc3"),
    "ice": ("#e6f0ee", "#b3cfd0", "#7396a0", "#d9c7a3"),
    "crack": ("#e9efe2", "#bccdb4", "#84997b", "#a9812f"),
    "clay": ("#f3e2cb", "#d9b690", "#a87f58", "#b98d64"),
}


def exhibit(spec: str) -> str:
    """The SVG for ``shape:glaze`` or the name of a motif."""
    shape, _, glaze = spec.partition(":")
    drawn = _plate(glaze, spec) if shape == "plate" else _vessel(shape, glaze, spec) if glaze else ""
    thing = drawn or motif(shape, 450, 478, 480)
    warm = number(spec, 3)
    wall = ("#dfe9e4", "#eee4d2", "#cfded8")[warm], ("#a9c4bb", "#d6c2a0", "#86aaa0")[warm]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{SIDE}" height="{SIDE}" viewBox="0 0 900 900"><defs>'
        f'<radialGradient id="wall" cx=".5" cy=".38" r=".75"><stop offset="0" stop-color="#fdfcf8"/>'
        f'<stop offset=".45" stop-color="{wall[0]}"/><stop offset="1" stop-color="{wall[1]}"/></radialGradient>'
        f'<linearGradient id="top" x2="1"><stop offset="0" stop-color="#fff"/><stop offset="1" stop-color="#d9d2c3"/></linearGradient>'
        f'<linearGradient id="front" x2="1"><stop offset="0" stop-color="#f3ede1"/><stop offset="1" stop-color="#c9bfab"/></linearGradient>'
        f'{pattern("#2b5651", 0.07, 0.9)}</defs><rect width="900" height="900" fill="url(#wall)"/>'
        f'<rect width="900" height="620" fill="url(#joint)"/><rect y="780" width="900" height="120" fill="#2b5651" opacity=".28"/>'
        f'<path d="M200 640h500l44 56H156z" fill="url(#top)"/><rect x="156" y="696" width="588" height="204" fill="url(#front)"/>'
        f'<rect x="390" y="770" width="120" height="46" rx="4" fill="#fff"/><path d="M408 786h84M408 800h54" stroke="#75a69c" stroke-width="5"/>'
        f'<ellipse cx="470" cy="660" rx="190" ry="20" fill="#132d2a" opacity=".18"/>{thing}</svg>'
    )


def _outline(points: list[tuple[float, float]], side: int, scale: float) -> str:
    """Smooth curve (Catmull-Rom as Béziers) along one side of a profile, foot to rim."""
    p = [(450 + side * r * scale, 656 - y * scale) for y, r in points]
    steps = []
    for i in range(len(p) - 1):
        a, b, c, d = p[max(i - 1, 0)], p[i], p[i + 1], p[min(i + 2, len(p) - 1)]
        steps.append(
            f"C{b[0] + (c[0] - a[0]) / 6:.1f} {b[1] + (c[1] - a[1]) / 6:.1f} "
            f"{c[0] - (d[0] - b[0]) / 6:.1f} {c[1] - (d[1] - b[1]) / 6:.1f} {c[0]:.1f} {c[1]:.1f}"
        )
    return "".join(steps)


def _vessel(shape: str, glaze: str, spec: str) -> str:
    points = PROFILES[shape]
    height, widest = points[-1][0], max(radius for _, radius in points)
    scale = min(440 / height, 230 / widest)
    light, middle, dark, rim = GLAZES[glaze]
    foot, mouth, top = points[0][1] * scale, points[-1][1] * scale, 656 - height * scale
    right, back = _outline(points, 1, scale), _outline(points[::-1], -1, scale)
    body = (
        f"M{450 - foot:.1f} 656A{foot:.1f} {foot * 0.12:.1f} 0 0 0 {450 + foot:.1f} 656{right}"
        f"L{450 - mouth:.1f} {top:.1f}{back}z"
    )
    open_ = 0.16 if shape in {"bowl", "washer", "tripod"} else 0.13
    inside = dark
    legs = ""
    if shape == "tripod":
        legs = "".join(
            f'<path d="M{x - 24} {y - 40}h48l-12 62h-24z" fill="{tone}"/>'
            for x, y, tone in ((360, 636, dark), (540, 636, dark), (450, 644, middle))
        )
    return (
        f'<defs><linearGradient id="body" x2="1"><stop offset="0" stop-color="{middle}"/>'
        f'<stop offset=".28" stop-color="{light}"/><stop offset=".6" stop-color="{middle}"/>'
        f'<stop offset="1" stop-color="{dark}"/></linearGradient><clipPath id="cut"><path d="{body}"/></clipPath></defs>'
        f'<g transform="translate(0 -4)">{legs}<path d="{body}" fill="url(#body)"/>'
        f'<g clip-path="url(#cut)">{_marks(shape, glaze, spec)}'
        f'<rect x="{450 - widest * scale * 0.62:.0f}" y="{top + 20:.0f}" width="{widest * scale * 0.14:.0f}" '
        f'height="{height * scale * 0.6:.0f}" rx="20" fill="#fff" opacity=".38"/></g>'
        f'<ellipse cx="450" cy="{top:.1f}" rx="{mouth:.1f}" ry="{mouth * open_:.1f}" fill="{rim}"/>'
        f'<ellipse cx="450" cy="{top + 2:.1f}" rx="{mouth - 7:.1f}" ry="{max(mouth * open_ - 5, 3):.1f}" fill="{inside}"/></g>'
    )


def _plate(glaze: str, spec: str) -> str:
    """A plate seen from the front, on a small wooden stand."""
    light, middle, dark, rim = GLAZES[glaze]
    rings = "".join(
        f'<circle cx="450" cy="436" r="{r}" fill="none" stroke="{dark}" stroke-opacity=".35" stroke-width="3"/>'
        for r in (132, 144, 196)
    )
    return (
        f'<defs><radialGradient id="body" cx=".38" cy=".32" r=".8"><stop offset="0" stop-color="{light}"/>'
        f'<stop offset=".6" stop-color="{middle}"/><stop offset="1" stop-color="{dark}"/></radialGradient>'
        f'<clipPath id="cut"><circle cx="450" cy="436" r="208"/></clipPath></defs>'
        f'<path d="M330 656h240l-24-70H354z" fill="#5e3f22"/><circle cx="450" cy="436" r="216" fill="{rim}"/>'
        f'<circle cx="450" cy="436" r="208" fill="url(#body)"/>{rings}'
        f'<g clip-path="url(#cut)">{_marks("plate", glaze, spec)}</g>'
        f'<path d="M340 656l10-60h26l-4 60zM560 656l-10-60h-26l4 60z" fill="#8a5f3a"/>'
    )


def _marks(shape: str, glaze: str, spec: str) -> str:
    """What the fire and the hand left: crackle, one mended crack, or the throwing lines of raw clay."""
    if glaze == "clay" and shape != "plate":
        return "".join(
            f'<path d="M200 {640 - n * 26}q250 34 500 0" fill="none" stroke="#8a5f3a" stroke-opacity=".25" stroke-width="3"/>'
            for n in range(20)
        )
    lines = []
    for n in range(26):
        x, y = 220 + number(f"{spec}x{n}", 460), 220 + number(f"{spec}y{n}", 430)
        dx, dy = number(f"{spec}u{n}", 90) - 45, 20 + number(f"{spec}v{n}", 50)
        lines.append(f"M{x} {y}l{dx} {dy}l{-dx // 2 + 12} {dy // 2 + 8}")
    mended = (
        '<path d="M470 500l-30 50 34 30-20 70" fill="none" stroke="#a9812f" stroke-width="7"/>'
        if glaze == "crack"
        else ""
    )
    return f'<path d="{"".join(lines)}" fill="none" stroke="#3a6e67" stroke-opacity=".22" stroke-width="2"/>{mended}'
