"""What plays or is embedded: its name, its captions, and whether it starts by itself."""

from __future__ import annotations

import re
from pathlib import Path

from lxml.html import HtmlElement

from config.reading import Frozen, read_yaml
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


class Media(Frozen):
    """The file `media.yaml`, which says what each field is."""

    stops: tuple[str, ...]
    longest_sound: float


MEDIA = read_yaml(Path(__file__).with_name("media.yaml"), Media)
# A part of a recording, in seconds: W3C Media Fragments URI 1.0, 4.2.1.
_PART = re.compile(r"#(?:.*&)?t=(?:npt:)?([\d.]*)(?:,([\d.]+))?")


@rule(
    "no-autoplay-audio",
    impact="moderate",
    wcag=("1.4.2",),
    act=("80f0bf", "4c31df"),
    on=("audio", "video"),
    help="No sound starts by itself without a way to stop it",
    source="WCAG technique G60; ACT rule 80f0bf",
)
def no_autoplay_audio(document: Document, player: HtmlElement) -> bool:
    """What plays by itself is silent, short, or has controls, its own or buttons on the page."""
    if player.get("autoplay") is None or player.get("muted") is not None:
        return True
    sources = [player.get("src"), *(source.get("src") for source in player.iter("source"))]
    given = [source for source in sources if source]
    if not given or player.get("controls") is not None or all(map(_is_short, given)):
        return True
    return document.fact("stop buttons", _has_stop_button)


def _is_short(address: str) -> bool:
    part = _PART.search(address)
    if part is None or part[2] is None:
        return False
    try:
        return float(part[2]) - float(part[1] or 0) <= MEDIA.longest_sound
    except ValueError:
        return False


def _has_stop_button(document: Document) -> bool:
    buttons = [*document.elements("button"), *document.elements("input"), *document.elements("a")]
    shown = (each for each in buttons if not document.is_hidden(each))
    names = (accessible_name(document, each).lower() for each in shown)
    return any(word in name for name in names for word in MEDIA.stops)


@rule(
    "video-caption",
    impact="critical",
    wcag=("1.2.2",),
    on=("video",),
    help="Films have captions",
    source="WCAG technique G87",
    needs_review=True,
)
def video_caption(document: Document, video: HtmlElement) -> bool:
    """A film with sound has a track of captions; those in its picture are not known of."""
    if video.get("muted") is not None or document.is_hidden(video):
        return True
    has_source = video.get("src") or next(video.iter("source"), None) is not None
    kinds = ((track.get("kind") or "subtitles").lower() for track in video.iter("track"))
    return not has_source or "captions" in kinds
