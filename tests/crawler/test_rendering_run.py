"""The rendered sample of a run: from a crawl to its evidence and on to the tables."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from config import Council
from config.rendering import load_render_rules
from crawler.archive import RESOURCE, read_archive
from crawler.news import Opened
from crawler.rendered import DOM, INFO, VIEW, from_info
from crawler.rendered_sample import Captured, Seen, Wanted, choose, read_captured
from crawler.rendering_run import render_run
from crawler.run import CrawlSettings, Run, new_record
from crawler.survey import crawl, status
from scoring.audit import audit_run
from scoring.tables import read_tables
from tests.crawler.browsing import the_browser
from tests.crawler.serving import Answer, Pages, Served, serving

PAGE = (
    "<!doctype html><html lang=en><head><title>{0}</title><meta name=viewport"
    " content='width=device-width'></head><body><nav><a href=/>Home</a></nav><main><h1>{0}</h1>{1}"
    "</main></body></html>"
)
WORDS = "<p>Words about this that fill a page so that it is one of its own worth: {0}.</p>"


def page(title: str, body: str = "") -> str:
    return PAGE.format(title, WORDS.format(title) + body)


LINKS = "<a href=/bins>Report a missed bin</a> <a href=/contact>Contact us</a>"
LINKS += " <a href=/accessibility>Accessibility statement</a> <a href=/hidden>Hidden</a>"
SITE: Pages = {
    "/": page("Borchester Council", LINKS),
    "/robots.txt": Answer(b"User-agent: *\nDisallow: /hidden\n", "text/plain"),
    "/bins": page(
        "Report a missed bin",
        "<form method=post><label>Where<input name=a></label><label>When<input name=b></label>"
        "<p style='color:#ddd'>Pale</p><button>Send</button></form>",
    ),
    "/contact": page("Contact us"),
    "/accessibility": page("Accessibility statement"),
    "/hidden": page("Hidden"),
}
SHELL = "<!doctype html><html lang=en><title>Loading</title><body><div id=app></div>"
SCRIPT = """<script>
const pages = { '/': ['Borchester Council', '<a href=/bins>Report a missed bin</a>'],
  '/bins': ['Report a missed bin', '<a href=/bins/when>When bins are emptied</a>'],
  '/bins/when': ['Bin collection days', '<a href=/>Home</a>'] };
const [title, links] = pages[location.pathname];
document.title = title;
document.querySelector('#app').innerHTML = `<main><h1>${title}</h1><p>A lot of words about how to do
this and that in the council's own borough, for everybody who lives or works here</p>${links}
<img src=/crest.png></main>`;
</script>"""
BY_SCRIPT: Pages = dict.fromkeys(("/", "/bins", "/bins/when"), SHELL + SCRIPT)


def run_of(served: Served, folder: Path, **settings: object) -> Run:
    council = Council(
        gss="E06000000",
        slug="borchester",
        name="Borchester",
        type="unitary",
        nation="England",
        region="West Midlands",
        homepage=f"{served.url}/",
        population=1,
    )
    run = Run(folder / "run")
    wanted = CrawlSettings(
        max_pages=20, delay=0, allow_private=True, render="sample", contact="t@x.test"
    ).model_copy(update=settings)
    run.write(new_record("run", (council,), wanted))
    crawl(run, lambda _: None, processes=1)
    return run


def render(run: Run) -> tuple[frozenset[str], list[Opened]]:
    news: list[Opened] = []
    return render_run(run, the_browser(), news.append), news


@pytest.fixture(autouse=True)
def _direct(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
        monkeypatch.delenv(name, raising=False)


def test_a_sample_is_opened_written_and_scored(tmp_path: Path) -> None:
    with serving(SITE) as served:
        run = run_of(served, tmp_path)
        before = len(served.asked)
        left, news = render(run)
        opened = {path for path in served.paths[before:] if path != "/favicon.ico"}
    assert left == frozenset()
    assert opened == {"/", "/bins", "/contact", "/accessibility"}
    assert news[-1] == Opened("borchester", 4, 4)
    records = [c for c in read_archive(run.evidence("borchester")) if c.kind == RESOURCE]
    kinds = {
        found.url.removeprefix(served.url): found.kinds
        for each in records
        if each.url.startswith(INFO) and (found := from_info(each))
    }
    assert kinds["/"] == ("home",)
    assert kinds["/contact"] == ("contact",)
    assert kinds["/accessibility"] == ("statement",)
    assert kinds["/bins"][0] == "form"
    info = json.loads(next(each.body for each in records if each.url.startswith(INFO)))
    assert {"pageid", "url", "ts", "urls", "counts"} <= set(info)
    assert sum(each.url.startswith(VIEW) for each in records) == 4

    audit_run(run, lambda _: None, workers=1)
    tables = read_tables(run.tables, ["rendered", "findings", "measures", "pages"])
    assert set(tables["rendered"]["outcome"]) == {"rendered"}
    assert tables["rendered"]["thumbnail_offset"].notna().all()
    failed = tables["findings"].query("source == 'axe-core'")
    assert list(failed["rule"]) == ["color-contrast"]
    measures = tables["measures"].set_index("measure")
    assert measures.loc["accessibility.rendered-clean", "value"] == 0.75
    assert measures.loc["mobile.reflow", "outcome"] == "4 of 4"
    assert set(tables["pages"]["source"].dropna()) == {"markup"}


def test_what_was_opened_is_not_opened_again(tmp_path: Path) -> None:
    with serving(SITE) as served:
        run = run_of(served, tmp_path)
        render(run)
        before = len(served.asked)
        assert render(run) == (frozenset(), [])
        assert len(served.asked) == before


def test_all_pages_are_opened_where_all_are_wanted(tmp_path: Path) -> None:
    pages = {**SITE, "/": page("Borchester Council", LINKS + " <a href=/parks>Parks</a>")}
    with serving({**pages, "/parks": page("Parks in bloom")}) as served:
        run = run_of(served, tmp_path, render="all", sample=1)
        _, news = render(run)
    assert news[-1].wanted == 5


def test_a_site_made_by_script_is_read_as_the_browser_has_it(tmp_path: Path) -> None:
    with serving(BY_SCRIPT) as served:
        run = run_of(served, tmp_path)
        assert [each.state for each in status(run)] == ["partial"]
        rounds = 0
        while left := render(run)[0]:
            crawl(run, lambda _: None, processes=1, only=left)
            rounds += 1
        assert rounds == 3
        assert [(each.state, each.pages) for each in status(run)] == [("done", 3)]
    audit_run(run, lambda _: None, workers=1)
    tables = read_tables(run.tables, ["pages", "services", "findings", "visits"])
    pages = tables["pages"].dropna(subset="source").set_index("title")["source"]
    assert pages.to_dict() == dict.fromkeys(
        ("Borchester Council", "Report a missed bin", "Bin collection days"), "browser"
    )
    in_markup = tables["findings"].query("source == 'markup' and rule == 'image-alt'")
    assert len(in_markup) == 3, "the rules read what the browser shows"
    assert "script-only" not in set(tables["visits"]["outcome"])


def test_without_a_browser_measures_are_not_assessed(tmp_path: Path) -> None:
    with serving(SITE) as served:
        run = run_of(served, tmp_path, render="none")
    audit_run(run, lambda _: None, workers=1)
    measures = read_tables(run.tables, ["measures"])["measures"].set_index("measure")
    assert measures.loc["mobile.reflow", "status"] == "not_assessed"
    assert measures.loc["mobile.reflow", "reason"] == "no page was rendered"
    assert measures["value"].isna()["mobile.reflow"]


def test_a_page_that_cannot_be_opened_is_a_row_that_says_why(tmp_path: Path) -> None:
    bins = page("Report a missed bin", "<script>while (navigator.webdriver) alert(1)</script>")
    with serving({**SITE, "/bins": bins}) as served:
        run = run_of(served, tmp_path)
        render(run)
    audit_run(run, lambda _: None, workers=1)
    rendered = read_tables(run.tables, ["rendered"])["rendered"].set_index("outcome")
    assert rendered.loc["dialogs", "reason"] == "more than 10 dialogs"
    assert rendered["scrolls"].isna()["dialogs"]


def captured(**headings: str) -> Captured:
    home = "http://x/"
    pages = {home: Seen(home, "Home", "Home", False, False)}
    pages |= {
        (url := f"http://x/{name}"): Seen(url, heading, heading, name == "form", False)
        for name, heading in headings.items()
    }
    return Captured(home=home, pages=pages)


def test_a_sample_has_the_pages_that_matter_and_some_by_chance() -> None:
    found = captured(
        news="Something",
        contact="Contact us",
        form="Tell us",
        **{f"other{n}": f"Thing {n}" for n in range(40)},
    )
    sizes = load_render_rules().sample
    wanted = choose(found, (), sizes, 12, seed=1)
    assert wanted[:3] == [
        Wanted("http://x/", ("home",)),
        Wanted("http://x/contact", ("contact",)),
        Wanted("http://x/form", ("form",)),
    ]
    assert [each.kinds for each in wanted[3:]] == [("random",)] * 3
    assert choose(found, (), sizes, 12, seed=1) == wanted
    assert choose(found, (), sizes, 12, seed=2) != wanted
    assert len(choose(found, (), sizes, 2, seed=1)) == 2


def test_the_captured_pages_are_those_of_the_site(tmp_path: Path) -> None:
    with serving(SITE) as served:
        run = run_of(served, tmp_path)
    found = read_captured(run, run.read().councils[0], run.load_services())
    names = {url.removeprefix(served.url) for url in found.pages}
    assert names == {"/", "/bins", "/contact", "/accessibility"}
    assert found.home == f"{served.url}/"
    assert [url for url, each in found.pages.items() if each.has_form] == [f"{served.url}/bins"]
    assert not any(each.url.startswith(DOM) for each in found.pages.values())
