import pytest

from config.crawl import load_crawl_rules
from crawler.archive import RESPONSE, Capture
from crawler.likeness import DUPLICATE, FIREWALL, SCRIPT_ONLY, SOFT_404, Likenesses
from crawler.page import Page

HOST = "www.barchester.gov.test"
WORDS = (
    "We collect bins every week from each house in the city; put them out before seven in the"
    " morning, and tell us when we have missed yours. Garden waste is collected from March on."
)


def page(body: str, path: str = "/", title: str = "Barchester") -> Page:
    html = f"<html><title>{title}</title><body><nav>Home</nav><main>{body}</main></body></html>"
    headers = (("Content-Type", "text/html; charset=utf-8"),)
    return Page(Capture(RESPONSE, f"https://{HOST}{path}", "", 0, 200, headers, html.encode()))


def judged(*pages: Page) -> list[str]:
    likenesses = Likenesses(load_crawl_rules().likeness)
    return [likenesses.judge(HOST, each) for each in pages]


@pytest.mark.parametrize(
    "again",
    [
        WORDS,
        " ".join(reversed(WORDS.split())),
        WORDS + " 12.11.2026",
        f"<b>{WORDS}</b><aside>Print</aside>",
    ],
)
def test_the_same_words_are_the_same_page(again: str) -> None:
    assert judged(page(WORDS), page(again, "/print/bins")) == ["", DUPLICATE]


def test_a_page_that_says_more_or_hardly_anything_is_its_own() -> None:
    assert judged(page(WORDS), page(WORDS + " Christmas is different.")) == ["", ""]
    assert judged(page("Bins"), page("Bins")) == ["", ""]


def test_an_error_page_is_told_by_what_an_impossible_address_shows() -> None:
    def sorry(path: str) -> Page:
        return page(f"<h1>Sorry</h1><p>Nothing is at {path}. Try our search or A to Z.</p>", path)

    likenesses = Likenesses(load_crawl_rules().likeness)
    likenesses.learn_nothing(HOST, sorry("/no-such-page"))
    assert likenesses.judge(HOST, sorry("/old/bins")) == SOFT_404
    assert likenesses.judge("forms.barchester.gov.test", sorry("/old/bins")) == ""
    assert likenesses.judge(HOST, page(f"<h1>Sorry</h1>{WORDS}")) == ""


def test_a_shell_is_told_from_a_short_page() -> None:
    shell = '<div id="root"></div><script src="/app.js"></script>'
    assert judged(page(shell)) == [SCRIPT_ONLY]
    assert judged(page("Moved.")) == [""]
    links = "".join(f'<a href="/{number}">Go</a>' for number in range(9))
    assert judged(page(shell + links)) == [""]


def test_a_firewall_is_told_from_a_page_about_access() -> None:
    assert judged(page("<h1>Access Denied</h1>Reference 18.2f")) == [FIREWALL]
    assert judged(page("Checking", title="Just a moment...")) == [FIREWALL]
    words = " ".join(f"word{chr(97 + n % 26)}{chr(97 + n // 26)}" for n in range(300))
    assert judged(page(f"<h1>Access denied to the library: what to do</h1>{words}")) == [""]
