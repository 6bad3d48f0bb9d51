"""The three figures of the report, each with its words and its data.

One style; a single hue from light to dark, so that nothing rests on telling colours apart; every
bar and cell carries its number. Same tables, same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import matplotlib as mpl
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure

from config import Service, load_services
from reports.summaries import Tables, ranking, share_online, stages_by_service, stars_by_type
from reports.wording import load_wording

INK, QUIET, RULE, PAPER = "#14202b", "#4d5b66", "#d5dbe0", "#ffffff"
UNKNOWN = "#e9ecef"
BLUES = LinearSegmentedColormap.from_list("blues", ["#eef4f9", "#8db8d8", "#2f74a8", "#0b3556"])
WIDTH = 8.0  # inches; 72 CSS pixels each in the SVG
NAMED = 60  # up to so many councils, each has its own line in the ranking
LABELS = 44  # beyond that, about so many are named
STYLE = {
    "font.family": ["DejaVu Sans"],
    "font.size": 9.5,
    "text.color": INK,
    "text.parse_math": False,  # a name may hold a dollar sign
    "axes.edgecolor": RULE,
    "axes.labelcolor": QUIET,
    "xtick.color": QUIET,
    "ytick.color": INK,
    "hatch.color": "#9aa5ae",
    "hatch.linewidth": 0.7,
    "svg.hashsalt": "digitalfirst",
    "svg.fonttype": "path",
    "savefig.dpi": 144,
}


@dataclass(frozen=True)
class Chart:
    """A figure: what it shows in words (`alt`) and in numbers (`data`), and its two files."""

    id: str
    title: str
    alt: str
    svg_path: Path
    png_path: Path
    data: pd.DataFrame


def draw_charts(
    tables: Tables, method_id: str, folder: Path, services: Sequence[Service] | None = None
) -> list[Chart]:
    """Draw the figures of one method's ratings into a folder, as SVG and PNG.

    `services` are those surveyed, if not the configured ones.
    """
    surveyed = load_services() if services is None else services
    folder.mkdir(parents=True, exist_ok=True)
    with mpl.rc_context(STYLE):
        return [
            draw_stars(stars_by_type(tables, method_id), folder),
            draw_services(stages_by_service(tables, surveyed), share_online(tables), folder),
            draw_ranking(ranking(tables, method_id), folder),
        ]


def draw_stars(counts: pd.DataFrame, folder: Path) -> Chart:
    """Stars by type of council: a bar a type, split by the share of its ranked councils."""
    levels = [column for column in counts.columns if column.isdigit()]
    shares = counts[levels].div(counts[levels].sum(axis=1).where(lambda total: total > 0), axis=0)
    with _figure(0.44 * len(counts) + 0.9) as figure:
        axes = _axes(figure, left=0.25, right=0.84, top=0.62, bottom=0.12)
        for place, level in enumerate(levels):
            _star_bars(axes, counts, shares, levels, place)
            _key(axes, place / len(levels), _stars(int(level)), _shade(place, len(levels)))
        labels = [f"{row.type}" for row in counts.itertuples()]
        axes.set_yticks(range(len(counts)), labels)
        axes.get_yticklabels()[0].set_fontweight("bold")
        for row, (ranked, out) in enumerate(_ranked_and_not(counts, levels)):
            axes.text(1.02, row, _ranked_words(ranked, out), va="center", color=QUIET, fontsize=8.5)
        axes.set(xlim=(0, 1), ylim=(len(counts) - 0.5, -0.5), xticks=[])
        data = counts.rename(
            columns={"type": "Type", "not_ranked": "Not ranked"}
            | {level: _stars(int(level)) for level in levels}
        )
        return _save(figure, folder, "stars", "Stars by type of council", _stars_alt(counts), data)


def draw_services(counts: pd.DataFrame, online: float | None, folder: Path) -> Chart:
    """How far each service goes online: a row a service, a column a stage, a share in each cell."""
    stages = [stage.name for stage in load_wording().stages]
    shares = [counts[str(n)] / counts["measured"].where(counts["measured"] > 0) for n in range(5)]
    rows = _grouped_rows(counts)
    with _figure(0.235 * (rows[-1][0] + 1 if rows else 1) + 0.95) as figure:
        axes = _axes(figure, left=0.4, right=0.99, top=0.72, bottom=0.1)
        for line, index, label in rows:
            if index is None:
                axes.text(-0.1, line, label, ha="right", va="center", weight="bold", fontsize=8.5)
                continue
            axes.text(-0.1, line, _short(label, 46), ha="right", va="center", fontsize=8.5)
            for stage in range(len(stages)):
                _cell(axes, stage, line, shares[stage].iloc[index])
            _apart(axes, len(stages), line, int(counts["measured"].iloc[index]), PAPER)
            _apart(axes, len(stages) + 1, line, int(counts["not_assessed"].iloc[index]), UNKNOWN)
        heads = [*(f"{n}\n{_broken(name)}" for n, name in enumerate(stages)), "councils\nmeasured"]
        for place, head in enumerate([*heads, "not\nassessed"]):
            shift = 0.15 if place >= len(stages) else 0
            axes.text(place + 0.5 + shift, -0.75, head, ha="center", va="bottom", fontsize=7.5)
        last = rows[-1][0] if rows else 0
        axes.set(xlim=(0, len(stages) + 2.2), ylim=(last + 0.6, -0.6), xticks=[], yticks=[])
        data = counts.drop(columns="lgsl").rename(
            columns={str(n): name for n, name in enumerate(stages)}
        )
        data["online"] = [_percent(share) for share in counts["online"]]
        data.columns = [str(name).replace("_", " ").capitalize() for name in data.columns]
        alt = _services_alt(counts, online)
        return _save(figure, folder, "services", "How far each service goes online", alt, data)


def draw_ranking(councils: pd.DataFrame, folder: Path) -> Chart:
    """Scores and ranks: a dot a council at its score; beside it a bar, the interval of its rank."""
    ranked = councils[councils["rank"].notna()].reset_index(drop=True)
    many = len(ranked) > NAMED
    with _figure(13.0 if many else 0.27 * len(ranked) + 1.1) as figure:
        left = _axes(figure, left=0.3, right=0.62, top=0.62, bottom=0.12)
        right = _axes(figure, left=0.67, right=0.985, top=0.62, bottom=0.12)
        lines, size = (0.9, 5) if many else (3.2, 26)
        if not many:
            left.hlines(ranked.index, 0, ranked["score"].astype(float), color=RULE, lw=1)
        left.scatter(
            ranked["score"].astype(float), ranked.index, s=size, color=_shade(0, 4), zorder=3
        )
        low, high = ranked["rank_low"].astype(float), ranked["rank_high"].astype(float)
        right.hlines(ranked.index, low, high, color="#8db8d8", lw=lines)
        right.scatter(
            ranked["rank"].astype(float), ranked.index, s=size, color=_shade(0, 4), zorder=3
        )
        named = _named_rows(len(ranked))
        names = [f"{_short(ranked.at[i, 'name'], 30)}  {ranked.at[i, 'rank']}" for i in named]
        left.set_yticks(named, names, fontsize=8.5)
        right.set_yticks([])
        for axes, title, end in (
            (left, "Score, 0 to 100", 100),
            (right, "Rank and its interval", None),
        ):
            axes.set_title(title, loc="left", fontsize=9, color=QUIET, pad=20)
            axes.set_ylim(len(ranked) - 0.4, -0.6)
            axes.set_xlim(0 if end else 0.2, end or max(len(ranked), 1) + 0.8)
            axes.grid(axis="x", color=RULE, lw=0.6)
            axes.tick_params(axis="x", top=True, labeltop=True, labelbottom=False, length=0)
            axes.set_axisbelow(True)
        wanted = ["rank", "name", "score", "rank_low", "rank_high"]
        data = ranked[wanted].assign(score=ranked["score"].astype(float).round(1))
        data.columns = ["Rank", "Council", "Score", "Rank from", "Rank to"]
        alt = _ranking_alt(ranked)
        return _save(figure, folder, "ranking", "Scores and how sure the ranks are", alt, data)


@contextmanager
def _figure(height: float) -> Iterator[Figure]:
    yield Figure(figsize=(WIDTH, height), facecolor=PAPER)


def _axes(figure: Figure, *, left: float, right: float, top: float, bottom: float) -> Axes:
    """Axes between two shares of the width, with margins of `top` and `bottom` inches."""
    height = figure.get_size_inches()[1]
    axes = figure.add_axes((left, bottom / height, right - left, 1 - (top + bottom) / height))
    axes.spines[:].set_visible(False)
    axes.tick_params(length=0)
    return axes


def _save(figure: Figure, folder: Path, id: str, title: str, alt: str, data: pd.DataFrame) -> Chart:
    svg, png = folder / f"{id}.svg", folder / f"{id}.png"
    figure.savefig(svg, metadata={"Date": None, "Creator": None, "Title": title})
    figure.savefig(png, metadata={"Software": None, "Title": title})
    return Chart(id, title, alt, svg, png, data)


def _shade(place: int, places: int) -> tuple[float, float, float, float]:
    """The first place darkest, the last lightest."""
    return BLUES(1 - place / max(places - 1, 1) * 0.88)


def _on(colour: tuple[float, ...]) -> str:
    """Ink or paper: whichever can be read on this colour."""
    red, green, blue = colour[:3]
    return PAPER if 0.299 * red + 0.587 * green + 0.114 * blue < 0.55 else INK


def _star_bars(
    axes: Axes, counts: pd.DataFrame, shares: pd.DataFrame, levels: list[str], place: int
) -> None:
    colour = _shade(place, len(levels))
    before = shares[levels[:place]].sum(axis=1)
    width = shares[levels[place]].fillna(0)
    axes.barh(range(len(counts)), width, left=before, height=0.66, color=colour, edgecolor=PAPER)
    for row, (start, share) in enumerate(zip(before, width, strict=True)):
        if share >= 0.03:
            number = str(counts[levels[place]].iloc[row])
            axes.text(start + share / 2, row, number, ha="center", va="center", color=_on(colour))


def _key(axes: Axes, at: float, words: str, colour: tuple[float, ...]) -> None:
    transform = axes.get_xaxis_transform()
    axes.plot(at + 0.012, 1.06, "s", ms=9, color=colour, mec=QUIET, mew=0.4, transform=transform,
              clip_on=False)  # fmt: skip
    axes.text(at + 0.035, 1.06, words, va="center", transform=transform, fontsize=9)


def _ranked_and_not(counts: pd.DataFrame, levels: list[str]) -> list[tuple[int, int]]:
    totals = counts[levels].sum(axis=1)
    return [(int(a), int(b)) for a, b in zip(totals, counts["not_ranked"], strict=True)]


def _ranked_words(ranked: int, out: int) -> str:
    return f"{ranked} ranked" + (f", {out} not" if out else "")


def _grouped_rows(counts: pd.DataFrame) -> list[tuple[float, int | None, str]]:
    """Lines of the heat map: (line, row of the counts or None for a group's heading, label)."""
    rows: list[tuple[float, int | None, str]] = []
    line, group = 0.0, None
    for index, row in enumerate(counts.itertuples()):
        if row.group != group:
            line += 0.35 if rows else 0
            rows.append((line, None, str(row.group)))
            line, group = line + 1, row.group
        rows.append((line, index, str(row.service)))
        line += 1
    return rows


def _cell(axes: Axes, stage: int, line: float, share: float) -> None:
    known = pd.notna(share)
    colour = BLUES(float(share)) if known else mpl.colors.to_rgba(UNKNOWN)
    axes.barh(line, 1, left=stage, height=1, color=colour, edgecolor=PAPER, linewidth=1.5)
    words = f"{share:.0%}" if known else "-"
    axes.text(stage + 0.5, line, words, ha="center", va="center", color=_on(colour), fontsize=8)


def _apart(axes: Axes, place: int, line: float, number: int, colour: str) -> None:
    """A count that stands apart from the shares: it is not part of them."""
    left = place + 0.15
    axes.barh(line, 1, left=left, height=1, color=colour, edgecolor=PAPER, linewidth=1.5)
    axes.text(left + 0.5, line, str(number), ha="center", va="center", color=QUIET, fontsize=8)


def _named_rows(number: int) -> list[int]:
    """The rows that carry a name: all where they are few, else evenly spaced, the last included."""
    if number <= NAMED:
        return list(range(number))
    return sorted({round(i * (number - 1) / (LABELS - 1)) for i in range(LABELS)})


def _stars_alt(counts: pd.DataFrame) -> str:
    everyone = counts.iloc[0]
    levels = [column for column in counts.columns if column.isdigit()]
    ranked = int(everyone[levels].sum())
    if not ranked:
        return "No council is ranked."
    parts = [f"{everyone[level]} have {_stars(int(level))}" for level in levels]
    kinds = counts.iloc[1:].assign(total=lambda frame: frame[levels].sum(axis=1)).query("total > 0")
    good = kinds[[level for level in levels if int(level) >= 3]].sum(axis=1) / kinds["total"]
    best, worst = kinds.loc[good.idxmax(), "type"], kinds.loc[good.idxmin(), "type"]
    text = f"Of {ranked} councils ranked, {', '.join(parts)}."
    if good.max() == good.min():
        return text
    return (
        f"{text} The share with three or more stars is highest among the type {best} "
        f"({good.max():.0%}) and lowest among {worst} ({good.min():.0%})."
    )


def _services_alt(counts: pd.DataFrame, online: float | None) -> str:
    known = counts.dropna(subset=["online"])
    if known.empty or online is None:
        return "No service was measured."
    best, worst = known.loc[known["online"].idxmax()], known.loc[known["online"].idxmin()]
    return (
        f"Of all services measured, {online:.0%} can be done online (stage 3 or 4). "
        f"Most often online: {best['service']} ({best['online']:.0%} of {best['measured']} councils); "
        f"least often: {worst['service']} ({worst['online']:.0%} of {worst['measured']})."
    )


def _ranking_alt(ranked: pd.DataFrame) -> str:
    if ranked.empty:
        return "No council is ranked."
    first, last = ranked.iloc[0], ranked.iloc[-1]
    width = (ranked["rank_high"] - ranked["rank_low"]).astype(float).median()
    return (
        f"Scores of {len(ranked)} councils, from {first['name']} ({first['score']:.0f} of 100) to "
        f"{last['name']} ({last['score']:.0f}). The interval of a rank "
        f"typically spans {width:.0f} places."
    )


def _stars(number: int) -> str:
    return f"{number} star" if number == 1 else f"{number} stars"


def _percent(share: float) -> str:
    return f"{share:.0%}" if pd.notna(share) else "not known"


def _short(text: str, length: int) -> str:
    flat = " ".join(str(text).split())
    return flat if len(flat) <= length else flat[: length - 1] + "…"


def _broken(text: str) -> str:
    """In two lines, if it has two words."""
    return "\n".join(text.lower().rsplit(" ", 1))
