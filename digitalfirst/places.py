"""Where pages to check are: files, folders, standard input, the web, WARC and WACZ files."""

from __future__ import annotations

import re
import shutil
import sys
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import unquote, urljoin, urlsplit

from lxml.html import HtmlElement

from crawler.archive import RESPONSE, Capture, now
from crawler.fetching import fetch, pages_of
from crawler.page import Page
from crawler.run import CrawlSettings
from crawler.style_sheets import ArchivedSheets
from crawler.urls import canonical
from digitalfirst.adopting import GZIP, WARC, ZIP, responses, start_of
from digitalfirst.beside import file_beside
from digitalfirst.errors import UserError
from digitalfirst.steps import check_contact
from scoring.accessibility.linked import LinkedSheets
from scoring.accessibility.sheets import STYLES, Sheet


@dataclass(frozen=True, slots=True)
class Found:
    """What is at a place, by its name (a file or an address): a page, or why it cannot be checked.

    An XML document that is no page has both: no rule for pages applies to it. `sheets` are the
    style sheets at hand.
    """

    name: str
    page: Page | None
    problem: UserError | None = None
    sheets: LinkedSheets | None = None


HTML = "text/html"
TYPES = {
    ".html": HTML,
    ".htm": HTML,
    ".xhtml": "application/xhtml+xml",
    ".xht": "application/xhtml+xml",
    ".svg": "image/svg+xml",
    ".xml": "application/xml",
}
IN_FOLDERS = (".html", ".htm", ".xhtml", ".xht", ".warc", ".warc.gz", ".wacz")
STDIN = "-"
_TAG = re.compile(r"<[a-z!?]", re.IGNORECASE)
_XML = re.compile(rb"\s*<(?:\?xml\s|svg[\s>])", re.IGNORECASE)
_WEB = re.compile(r"https?:/", re.IGNORECASE)


class FileSheets(LinkedSheets):
    """Style sheets in files beside those of the pages that link to them."""

    def __init__(self) -> None:
        super().__init__(_text_of_file)

    def of_link(self, link: HtmlElement, base: str) -> Sheet | None:
        """The sheet of a `link` of a page in the file `base`."""
        href = (link.get("href") or "").strip()
        if is_on_web(base) or is_on_web(href) or href.startswith("//"):
            return None
        path = urljoin("/", unquote(urlsplit(href).path))
        file = file_beside(Path(base).parent, path)
        return self.at(str(file)) if file and file.suffix.lower() == ".css" else None


def _text_of_file(name: str) -> str | None:
    file = Path(name)
    try:
        within = file.stat().st_size <= STYLES.most_bytes
        return file.read_text("utf-8", "replace") if within else None
    except OSError:
        return None


def pages_at(places: Sequence[str], settings: CrawlSettings) -> Iterator[Found]:
    """Each page at these places, and what cannot be checked.

    Addresses in a row are fetched together, by `settings`.

    Raises:
        UserError: addresses are given, and nobody is named who is asking.
    """
    for on_web, group in groupby(places, is_on_web):
        if on_web:
            yield from _from_web(list(group), settings)
        else:
            yield from (found for place in group for found in _from_disk(place))


def is_on_web(place: str) -> bool:
    """Whether a place is an address on the web."""
    return bool(_WEB.match(place))


def _from_disk(place: str) -> Iterator[Found]:
    try:
        if place == STDIN:
            yield _page(STDIN, sys.stdin.buffer.read())
        elif Path(place).is_dir():
            yield from _from_folder(Path(place))
        else:
            yield from _from_file(Path(place), FileSheets())
    except UserError as error:
        yield Found(place, None, error)


def _from_folder(folder: Path) -> Iterator[Found]:
    files = sorted(each for each in folder.rglob("*") if each.name.lower().endswith(IN_FOLDERS))
    if not files:
        raise UserError(f"{folder}: has no HTML files in it ({', '.join(IN_FOLDERS)})")
    sheets = FileSheets()
    for file in files:
        try:
            for found in _from_file(file, sheets):
                if found.problem:
                    raise found.problem
                yield found
        except UserError as error:
            print(f"digitalfirst: passed over: {error}", file=sys.stderr)


def _from_file(file: Path, sheets: LinkedSheets) -> Iterator[Found]:
    try:
        kind = start_of(file)
        if kind == ZIP and zipfile.is_zipfile(file) and file.suffix.lower() == ".wacz":
            yield from _from_wacz(file)
        elif kind in (WARC, GZIP):
            yield from _from_warc(file, file)
        else:
            yield _page(str(file), file.read_bytes(), sheets)
    except OSError as error:
        raise UserError(f"{file}: cannot be read: {error.strerror}") from error


def _from_wacz(file: Path) -> Iterator[Found]:
    with zipfile.ZipFile(file) as package, TemporaryDirectory() as scratch:
        archives = [each for each in package.infolist() if each.filename.startswith("archive/")]
        for number, member in enumerate(each for each in archives if not each.is_dir()):
            if member.compress_type != zipfile.ZIP_STORED:
                raise UserError(f"{file}: {member.filename} is compressed, as no WACZ has it")
            copy = Path(scratch) / f"{number}.warc"
            with package.open(member) as source, copy.open("wb") as target:
                shutil.copyfileobj(source, target)
            yield from _from_warc(copy, file)


def _from_warc(warc: Path, file: Path) -> Iterator[Found]:
    """The pages in a WARC file that answered 200, each address once."""
    met: set[str] = set()
    sheets: LinkedSheets | None = None
    try:
        for capture in responses(warc):
            page = Page(capture)
            sheets = sheets or LinkedSheets(ArchivedSheets(warc).text)
            if capture.status == 200 and page.root is not None and page.url not in met:
                met.add(page.url)
                yield Found(page.url, page, sheets=sheets)
    except UserError as error:
        raise UserError(str(error).replace(str(warc), str(file))) from error
    if not met:
        raise UserError(f"{file}: holds no captured HTML page")


def _from_web(places: list[str], settings: CrawlSettings) -> Iterator[Found]:
    urls = {place: canonical(place) for place in places}
    known = list(dict.fromkeys(filter(None, urls.values())))
    check_contact(settings, pages_of(known))
    fetched = {each.url: each for each in fetch(known, settings)} if known else {}
    for place, url in urls.items():
        capture = fetched[url].had if url else "is not an http or https URL"
        if isinstance(capture, Capture) and capture.status != 200:
            capture = f"answered {capture.status}"
        if isinstance(capture, str):
            yield Found(place, None, UserError(f"{place}: {capture}"))
        else:
            sheets = LinkedSheets(fetched[url].sheets.text) if url else None
            yield _found(place, Page(capture), sheets)


def _page(name: str, body: bytes, sheets: LinkedSheets | None = None) -> Found:
    """A file as a page: of the type that its name says, else of the one that its beginning says."""
    content_type = TYPES.get(Path(name).suffix.lower())
    if content_type is None:
        content_type = "application/xml" if _XML.match(body) else HTML
    headers = (("Content-Type", content_type),)
    return _found(name, Page(Capture(RESPONSE, name, now(), 0, 200, headers, body)), sheets)


def _found(name: str, page: Page, sheets: LinkedSheets | None) -> Found:
    if not page.capture.body.strip():
        return Found(name, None, UserError(f"{name}: is empty"))
    if page.other_xml:
        return Found(name, page, UserError(f"{name}: is XML ({page.other_xml}), not an HTML page"))
    if page.root is None or not _TAG.search(page.source):
        return Found(name, None, UserError(f"{name}: is not an HTML page"))
    return Found(name, page, sheets=sheets)
