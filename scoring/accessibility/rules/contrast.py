"""Contrast of text with what lies behind it, where the page's own styles decide both colours."""

from __future__ import annotations

from collections.abc import Iterable

from lxml.html import HtmlElement

from scoring.accessibility.document import Document
from scoring.accessibility.paint import painted_texts
from scoring.accessibility.registry import rule
from scoring.accessibility.sheets import STYLES


def _texts(document: Document) -> Iterable[HtmlElement]:
    return document.fact("painted", painted_texts)


@rule(
    "color-contrast",
    impact="serious",
    wcag=("1.4.3",),
    act=("afw4f7",),
    on=(_texts,),
    help="Text stands out from what is behind it",
    source="WCAG technique G18; ACT rule afw4f7",
)
def color_contrast(document: Document, text: HtmlElement) -> bool:
    """Text has 4.5:1 against some of its background, or 3:1 where it is or may be large."""
    painted = document.fact("painted", painted_texts)[text]
    return painted.ratio >= STYLES.contrast["minimum_large" if painted.is_large else "minimum"]


@rule(
    "color-contrast-enhanced",
    impact="serious",
    wcag=("1.4.6",),
    act=("09o5cg",),
    on=(_texts,),
    help="Text stands out well from what is behind it",
    source="WCAG technique G17; ACT rule 09o5cg",
)
def color_contrast_enhanced(document: Document, text: HtmlElement) -> bool:
    """Text has 7:1 against some of its background, or 4.5:1 where it is or may be large."""
    painted = document.fact("painted", painted_texts)[text]
    return painted.ratio >= STYLES.contrast["enhanced_large" if painted.is_large else "enhanced"]
