"""Draw a call in a view, as ratios to bare urllib3, on a logarithmic scale."""

from html import escape
from math import log10

from .contenders import LIBRARY
from .measures import Result

_LEFT, _WIDTH, _BAR = 150, 430, 18


def plot(results: list[Result]) -> str:
    """Return an SVG of the measures "call in a view", readable on dark pages too."""
    groups: dict[str, list[Result]] = {}
    for row in results:
        if row.measure.startswith("call in a view"):
            groups.setdefault(row.measure, []).append(row)
    most = max(row.value for rows in groups.values() for row in rows)
    scale = _WIDTH / log10(most * 1.1)
    parts: list[str] = []
    y = 24
    for measure, rows in groups.items():
        parts.append(f'<text x="0" y="{y}" font-weight="bold">{escape(measure)}</text>')
        y += 10
        for row in rows:
            length = max(1, scale * log10(max(row.value, 1)))
            colour = "#2a7ab0" if row.contender == LIBRARY else "#8a9299"
            middle = y + 13
            name = escape(row.contender)
            parts += [
                f'<text x="{_LEFT - 8}" y="{middle}" text-anchor="end">{name}</text>',
                f'<rect x="{_LEFT}" y="{y}" width="{length:.1f}" height="15"',
                f' fill="{colour}"/>',
                f'<text x="{_LEFT + length + 6:.1f}" y="{middle}">',
                f"{row.value:.2f} ×</text>",
            ]
            y += _BAR
        y += 24
    width = _LEFT + _WIDTH + 70
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {y}"'
        f' width="{width}" height="{y}" role="img" font-family="sans-serif"'
        ' font-size="13" fill="#777">\n'
        "<title>Time of a call in a Flask view, divided by the time of the same call"
        " with urllib3 alone (logarithmic, shorter is better)</title>\n"
        + "\n".join(parts)
        + "\n</svg>\n"
    )
