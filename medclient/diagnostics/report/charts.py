"""Lines over time as SVG, without scripts or outside parts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

from medclient.diagnostics.call_statistics import Second

WIDTH, HEIGHT = 760, 130
LEFT, RIGHT, TOP, BOTTOM = 64, 10, 10, 22
MOST_POINTS = 380

Value = Callable[[Second], float | None]


@dataclass(frozen=True)
class Line:
    name: str
    value: Value
    """None leaves a gap."""
    style: str
    """`a` or `b`: colour and dash are the style sheet's, so that they differ in print too."""


def chart(title: str, unit: str, seconds: Sequence[Second], lines: Sequence[Line], decimal_point: str = ".") -> str:
    """One picture; a scale from nought to the largest value."""
    series = [(line, _thinned([line.value(each) for each in seconds])) for line in lines]
    top = _round_up(max((value for _, values in series for value in values if value is not None), default=1) or 1)
    plot_width, plot_height = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM
    parts = [
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(title)}">',
        f'<line class="axis" x1="{LEFT}" y1="{TOP + plot_height}" x2="{WIDTH - RIGHT}" y2="{TOP + plot_height}"/>',
    ]
    for share in (0, 0.5, 1):
        y = TOP + plot_height * (1 - share)
        parts.append(f'<line class="grid" x1="{LEFT}" y1="{y:.1f}" x2="{WIDTH - RIGHT}" y2="{y:.1f}"/>')
        value = f"{top * share:g}".replace(".", decimal_point)
        parts.append(f'<text x="{LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{value}</text>')
    minutes = len(seconds) / 60
    for share in (0, 0.5, 1):
        x = LEFT + plot_width * share
        anchor = "start" if share == 0 else "end" if share == 1 else "middle"
        value = f"{minutes * share:.1f}".replace(".", decimal_point)
        parts.append(f'<text x="{x:.1f}" y="{HEIGHT - 5}" text-anchor="{anchor}">{value} min</text>')
    for line, values in series:
        parts += [f'<polyline class="{line.style}" points="{points}"/>' for points in _paths(values, top)]
    parts.append("</svg>")
    legend = " ".join(f'<span class="key {line.style}">{escape(line.name)}</span>' for line in lines)
    return f"<figure><figcaption>{escape(title)} ({escape(unit)}) {legend}</figcaption>{''.join(parts)}</figure>"


def _paths(values: Sequence[float | None], top: float) -> list[str]:
    plot_width, plot_height = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM
    step = plot_width / max(1, len(values) - 1)
    paths: list[list[str]] = [[]]
    for index, value in enumerate(values):
        if value is None:
            paths.append([])
        else:
            x, y = LEFT + index * step, TOP + plot_height * (1 - min(1.0, max(0.0, value / top)))
            paths[-1].append(f"{x:.1f},{y:.1f}")
    return [" ".join(path if len(path) > 1 else path * 2) for path in paths if path]


def _thinned(values: Sequence[float | None]) -> list[float | None]:
    """As many as can be told apart; of several the largest, so that no peak is lost."""
    size = -(-len(values) // MOST_POINTS) or 1
    groups = [values[at : at + size] for at in range(0, len(values), size)]
    return [max((each for each in group if each is not None), default=None) for group in groups]


def _round_up(value: float) -> float:
    magnitude = 1.0
    while magnitude * 10 <= value:
        magnitude *= 10
    while magnitude > value:
        magnitude /= 10
    return next(magnitude * factor for factor in (1, 2, 5, 10) if magnitude * factor >= value)
