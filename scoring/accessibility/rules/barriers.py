"""The words and limits that the rules for common barriers share: `barriers.yaml`."""

from __future__ import annotations

import re
from functools import cached_property
from itertools import islice
from pathlib import Path

from lxml.html import HtmlElement

from config.reading import Frozen, read_yaml

MOST_PIECES = 200
_ENDS = " .,:;!?…»›>→-–—()[]\"'"


class Barriers(Frozen):
    """The file `barriers.yaml`; words are lower case, lengths in characters."""

    generic_links: frozenset[str]
    new_window: tuple[str, ...]
    languages: frozenset[str]
    document_formats: dict[str, tuple[str, ...]]
    empty_alternatives: frozenset[str]
    image_extensions: tuple[str, ...]
    camera_names: str
    says_image: tuple[str, ...]
    images_of_text: tuple[str, ...]
    long_alternative: int
    error_classes: frozenset[str]
    longest_heading: int
    capital_letters: int
    capital_words: int

    @cached_property
    def file_name(self) -> re.Pattern[str]:
        """An alternative that is the name of an image file."""
        ends = "|".join(self.image_extensions)
        return re.compile(rf"\S+(?: \S+){{0,5}}\.(?:{ends})|{self.camera_names}", re.IGNORECASE)

    @cached_property
    def text_in_name(self) -> re.Pattern[str]:
        """A word of an image's file name that says it is made of text."""
        words = "|".join(self.images_of_text)
        return re.compile(rf"(?<![a-z])(?:{words})(?![a-z])", re.IGNORECASE)


BARRIERS = read_yaml(Path(__file__).with_name("barriers.yaml"), Barriers)


def bare(text: str) -> str:
    """A text to compare with the words of the file: lower case, no punctuation at its ends."""
    return " ".join(text.lower().split()).strip(_ENDS)


def quick_text(element: HtmlElement) -> str:
    """The text in an element, be it shown or not: cheap, to rule out what is not meant.

    Of very many pieces only the first: elements that hold one another take no time without end.
    """
    if len(element):
        return "".join(islice(element.itertext(), MOST_PIECES))
    return element.text or ""
