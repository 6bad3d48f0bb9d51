"""What plays or is embedded: its name, its captions, and whether it starts by itself."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from scoring.accessibility.document import Document
from scoring.accessibility.names import accessible_name, explicit_role
from scoring.accessibility.registry import rule

# Files that are no text, by the end of their address; more than WCAG's examples, none that is HTML.
_PICTURE_OR_SOUND = re.compile(
    r"\.(?:apng|avif|bmp|gif|ico|jpe?g|jfif|png|svg|webp|aac|flac|m4a|m4v|mov|mp3|mp4|mpe?g|og[agv]"
    r"|opus|wav|weba|webm|avi|wmv|wma)(?:[?#]|$)",
    re.IGNORECASE,
)
_KINDS = ("image/", "audio/", "video/")


@rule(
    "object-alt",
    impact="serious",
    wcag=("1.1.1",),
    act=("8fc3b6",),
    on=("object",),
    help="Embedded images, sounds and films have a name",
    source="WCAG technique ARIA6; ACT rule 8fc3b6",
)
def object_alt(document: Document, embedded: HtmlElement) -> bool:
    """An object that loads an image, sound or film has a label or a title."""
    kind = (embedded.get("type") or "").strip().lower()
    address = embedded.get("data") or ""
    is_media = kind.startswith(_KINDS) or (not kind and _PICTURE_OR_SOUND.search(address))
    if not is_media or not address or explicit_role(embedded):
        return True
    return bool(accessible_name(document, embedded)) or document.is_hidden(embedded)
