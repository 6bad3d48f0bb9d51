"""Content: is it in people's language, plain, and kept up to date?"""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from functools import cache
from statistics import median
from urllib.parse import urlsplit

from config.services import LANGUAGES
from config.words import plain
from crawler.page import Link, Page
from crawler.text import FURNITURE
from scoring.dates import dates_in, day_of
from scoring.measures import Result, measure, not_applicable, not_assessed, share
from scoring.measures.criteria import CRITERIA
from scoring.measures.looking import is_news
from scoring.site import Site

_WORD = re.compile(r"[a-z']+")
_SENTENCE_END = re.compile(r"[.!?](?=\s+[\"'(]?[A-Z]|\s*$)")
_CYMRAEG = re.compile(r"\b(cymraeg|welsh)\b", re.IGNORECASE)


@measure(
    "content.welsh",
    question="How many English pages about services are there in Welsh too?",
    unit="share",
    source="Welsh Language Standards (No. 1) Regulations 2015, SI 2015/996",
)
def welsh(site: Site) -> Result:
    """The share of the English pages that services were rated by, each counted once, that lead to
    a Welsh twin of their own, times the share of these twins, of those captured, that are in
    Welsh."""
    if not site.council.nation:
        return not_assessed("the council's nation is not known")
    if site.council.nation != "Wales":
        return not_applicable("the Standards are for Wales")
    english = [page for page in _service_pages(site) if language_of(page) == "en"]
    sharers = Counter(target for page in english if (target := _named_twin(site, page)))
    twins = [target for target, pages in sharers.items() if pages <= CRITERIA.twins_most]
    checked = [in_welsh for twin in twins if (in_welsh := _is_welsh(site, twin)) is not None]
    if twins and not checked:
        return not_assessed("no Welsh page was captured")
    kept = sum(checked) / len(checked) if checked else 0.0
    return share(round(sum(sharers[twin] for twin in twins) * kept), len(english))


@measure(
    "content.office-documents",
    question="How many Word, Excel, PowerPoint and OpenDocument files do the site's pages link to?",
    unit="count",
    source="GOV.UK content design: publish in HTML; open document formats (ODF) for what is edited",
)
def office_documents(site: Site) -> Result:
    """The number of such files linked, by the end of their address; the note counts by format."""
    linked = {link.url for page in site.own_pages for link in page.links}
    ends = (urlsplit(url).path.lower().rpartition(".")[2] for url in sorted(linked))
    counts = Counter(end for end in ends if end in CRITERIA.office_formats)
    note = ", ".join(f"{form}: {count}" for form, count in counts.most_common())
    total = counts.total()
    return Result(total, str(total), n=len(site.own_pages), note=note)


@measure(
    "content.pdf-only",
    question="Of the pages that lead to documents, how many say hardly anything themselves?",
    unit="share",
    source="GDS 2018, Why GOV.UK content should be published in HTML and not PDF",
)
def pdf_only(site: Site) -> Result:
    """The share of the pages with links to PDF, Word or OpenDocument texts in their content, by
    the links' addresses and words and by what was captured there, that have too few words beside
    their links to be a page of content; home page and news left out."""
    pages = [page for page in site.own_pages if page is not site.home and not is_news(page.url)]
    leading = [page for page in pages if any(_is_text(site, link) for link in _links_of(page))]
    bare = [page.url for page in leading if _words_beside_links(page) < CRITERIA.bare_words]
    return share(len(bare), len(leading), next(iter(bare), ""))


def _is_text(site: Site, link: Link) -> bool:
    capture = site.captures.get(site.final_url(link.url))
    if capture is not None and capture.content_type in CRITERIA.text_types:
        return True
    ending = urlsplit(link.url).path.lower().rpartition(".")[2]
    return not CRITERIA.text_formats.isdisjoint({ending, *_WORD.findall(link.text.lower())})


def _links_of(page: Page) -> list[Link]:
    """The links of a page's own content."""
    return [link for link in page.links if link.region not in FURNITURE]


def _words_beside_links(page: Page) -> int:
    linked = sum(len(link.text.split()) for link in _links_of(page))
    return max(0, len(page.text.split()) - linked)


def _service_pages(site: Site) -> list[Page]:
    """The council's own pages that services were rated by."""
    urls = dict.fromkeys(row.get("evidence_url") for row in site.services)
    pages = (site.page_at(url) for url in urls if url)
    return [page for page in dict.fromkeys(pages) if page and site.is_own(page.url)]


def _named_twin(site: Site, page: Page) -> str:
    """Where a page says that it is in Welsh; empty where it does not say."""
    links = [link.url for link in page.links if _CYMRAEG.search(link.text) and len(link.text) < 40]
    stated = page.alternates.get("cy") or next(iter(links), "")
    return "" if stated == page.url else site.final_url(stated)


def _is_welsh(site: Site, url: str) -> bool | None:
    """Whether the page at an address is in Welsh; None where it was not captured."""
    if page := site.by_url.get(url):
        return language_of(page) == "cy"
    return None if site.status_of(url) is None else False


@measure(
    "content.sentence-length",
    question="How long are the sentences?",
    unit="words a sentence",
    source="GOV.UK content design: sentences of no more than 25 words",
)
def sentence_length(site: Site) -> Result:
    """The median over English pages of content of the median length of a page's sentences."""
    lengths = [_sentences(page.text) for page in content_pages(site) if language_of(page) == "en"]
    medians = [median(each) for each in lengths if len(each) >= CRITERIA.sentences_least]
    if not medians:
        return not_assessed("no English page has sentences enough")
    middle = median(medians)
    return Result(middle, f"{middle:g} words", n=len(medians))


def _sentences(text: str) -> list[int]:
    """The lengths of the sentences in a text, in words; those of lists and tables left out."""
    lengths = (len(part.split()) for part in _SENTENCE_END.split(text))
    return [length for length in lengths if 1 < length <= CRITERIA.longest_sentence]


@measure(
    "content.freshness",
    question="How many pages say that they were updated or reviewed within two years?",
    unit="share",
    source="GOV.UK content maintenance; Better Connected: content out of date",
)
def freshness(site: Site) -> Result:
    """The share of pages of content that give such a date, in words or metadata, not past it."""
    assert site.home is not None
    captured = day_of(site.home.capture.when)
    if captured is None:
        return not_assessed("the day of capture is not known")
    pages = content_pages(site)
    said = [_updated(page) for page in pages]
    fresh = [day for day in said if day and 0 <= (captured - day).days <= CRITERIA.fresh_days]
    dated = sum(day is not None for day in said)
    return share(len(fresh), len(pages), note=f"{dated} pages give a date")


def _updated(page: Page) -> date | None:
    """The latest day on which a page says that it was updated or reviewed."""
    text = plain(page.text)
    shown = [day for place, day in dates_in(text) if _follows_update(text[:place])]
    stated = [page.meta.get(name, "") for name in CRITERIA.updated_meta]
    noted = [day for value in stated for _, day in dates_in(value[:10])]
    return max(shown or noted, default=None)


def _follows_update(before: str) -> bool:
    near = before[-CRITERIA.updated_reach :]
    return _update_words().search(near) is not None


@cache
def _update_words() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, CRITERIA.updated))})\b[^.]*$")


def content_pages(site: Site) -> list[Page]:
    """The council's own pages with text enough, home page and news left out, in their order."""
    return [
        page
        for page in site.own_pages
        if page is not site.home
        and not is_news(page.url)
        and len(page.text.split()) >= CRITERIA.content_words
    ]


def language_of(page: Page) -> str:
    """The language that a page claims, where it is neither English nor Welsh; else `en` or `cy` by
    the small words of its text; else what it claims."""
    if page.lang and page.lang not in LANGUAGES:
        return page.lang
    words = Counter(_WORD.findall(plain(page.text)))
    english = sum(words[word] for word in CRITERIA.small_words.en)
    welsh = sum(words[word] for word in CRITERIA.small_words.cy)
    if english > CRITERIA.language_margin * welsh:
        return "en"
    if welsh > CRITERIA.language_margin * english:
        return "cy"
    return page.lang
