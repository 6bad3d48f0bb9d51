"""Single pages, fetched as a survey fetches them: robots.txt, address guard, pace and bounds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from config import Council, Service
from config.crawl import CrawlRules
from config.outcomes import load_outcomes
from crawler.archive import RESPONSE, Capture, read_archive
from crawler.run import CrawlSettings, Run, new_record
from crawler.style_sheets import ArchivedSheets
from crawler.survey import crawl
from crawler.urls import absolute

# Any type does: no service is looked for.
TYPE = "unitary"


class PagesRun(Run):
    """A run of one page a site, in which no service is looked for and so no search is made."""

    def load_services(self) -> tuple[Service, ...]:
        """None."""
        return ()

    def load_crawl_rules(self) -> CrawlRules:
        """Those configured, without a sample of the documents that the page links to."""
        rules = super().load_crawl_rules()
        limits = rules.limits.model_copy(update={"sampled_documents": 0})
        return rules.model_copy(update={"limits": limits})


def pages_of(urls: Sequence[str]) -> tuple[Council, ...]:
    """Pages as a crawl knows them: each the home page of a site of its own."""
    return tuple(
        Council(slug=f"page-{place}", name=url[:80], type=TYPE, nation="", homepage=url)
        for place, url in enumerate(urls)
    )


class Fetched(NamedTuple):
    """An address (canonical), what it leads to or why nothing was had, and its style sheets."""

    url: str
    had: Capture | str
    sheets: ArchivedSheets


def fetch(urls: Sequence[str], settings: CrawlSettings) -> Iterator[Fetched]:
    """Each address with what it leads to, and the style sheets that this links to.

    Redirects are followed within the bounds of the crawl's rules.

    Raises:
        CrawlFailed: the crawl ended early.
    """
    one_page = settings.model_copy(update={"max_pages": 1})
    councils = pages_of(urls)
    with TemporaryDirectory(prefix="digitalfirst-pages-") as folder:
        run = PagesRun(Path(folder))
        run.write(new_record("pages", councils, one_page))
        crawl(run, lambda progress: None)
        for council in councils:
            sheets = ArchivedSheets(run.evidence(council.slug))
            yield Fetched(council.homepage, _had(run, council), sheets)


def _had(run: Run, council: Council) -> Capture | str:
    captures = {
        each.url: each for each in read_archive(run.evidence(council.slug)) if each.kind == RESPONSE
    }
    url: str | None = council.homepage
    for _ in range(len(captures)):
        capture = captures.get(url or "")
        if capture is None or not capture.location:
            break
        url = absolute(capture.url, capture.location)
    if (found := captures.get(url or "")) is not None and not found.location:
        return found
    reason = str(run.read_ending(council.slug).get("reason", "")).removeprefix("home page: ")
    outcome = load_outcomes().get(reason)
    return f"{reason}: {outcome.cause}" if outcome else reason
