from config import Council, load_platforms, load_services
from config.crawl import load_crawl_rules
from crawler.archive import ATTEMPT, RESPONSE, Capture
from crawler.frontier import Frontier
from crawler.hosts import BY_ROBOTS, ROBOTS_UNREACHABLE
from crawler.knowledge import OUT_OF_BUDGET
from crawler.scope import NOT_A_PAGE, OFF_SITE

HOME = "https://www.barchester.gov.test/"
COUNCIL = Council(slug="barchester", name="Barchester", type="unitary", homepage=HOME)


def frontier(max_pages: int = 50, robots: str = "", seed: int = 0) -> Frontier:
    """A frontier that has read the home host's robots.txt."""
    made = Frontier(
        COUNCIL,
        load_services(),
        load_platforms(),
        load_crawl_rules(),
        max_pages,
        seed,
    )
    pop(made)
    made.absorb(answer(HOME + "robots.txt", robots, "text/plain"))
    return made


def answer(url: str, body: str = "", kind: str = "text/html", status: int = 200) -> Capture:
    return Capture(RESPONSE, url, "", 0, status, (("content-type", kind),), body.encode())


def page(url: str, *links: str) -> Capture:
    anchors = "".join(f'<a href="{href}">{text}</a>' for href, text in map(split, links))
    return answer(url, f"<html><title>Barchester</title><body>{anchors}</body></html>")


def split(link: str) -> tuple[str, str]:
    text, _, href = link.partition(" -> ")
    return href, text


def pop(made: Frontier) -> str | None:
    visit = made.pop()
    return visit.url if visit else None


def test_a_host_is_asked_for_its_robots_txt_before_anything_else() -> None:
    made = Frontier(COUNCIL, load_services(), load_platforms(), load_crawl_rules(), 10)
    assert pop(made) == HOME + "robots.txt"
    made.absorb(answer(HOME + "robots.txt", "", "text/plain", status=404))
    assert pop(made) == HOME


def test_a_host_whose_robots_txt_cannot_be_reached_is_left_alone() -> None:
    made = Frontier(COUNCIL, load_services(), load_platforms(), load_crawl_rules(), 10)
    pop(made)
    made.absorb(Capture(ATTEMPT, HOME + "robots.txt", "", 0, outcome="timed-out"))
    assert pop(made) is None
    assert made.not_visited == {HOME: ROBOTS_UNREACHABLE}


def test_the_most_promising_link_is_followed_first() -> None:
    made = frontier()
    assert pop(made) == HOME
    made.absorb(
        page(
            HOME,
            "Mayor opens fete -> /news/2026/mayor",
            "About the area -> /about",
            "Report a missed bin -> /bins/missed",
            "Accessibility statement -> /accessibility",
        )
    )
    order = []
    while url := pop(made):
        order.append(url.removeprefix(HOME))
        made.absorb(page(url))
    wanted = [path for path in order if path in ("bins/missed", "accessibility", "about")]
    assert wanted == ["bins/missed", "accessibility", "about"]
    assert order[-1] == "news/2026/mayor"


def test_what_robots_txt_forbids_is_not_visited_and_said_so() -> None:
    made = frontier(robots="User-agent: *\nDisallow: /private\n")
    pop(made)
    made.absorb(page(HOME, "Bins -> /private/bins"))
    while pop(made):
        pass
    assert made.not_visited[HOME + "private/bins"] == BY_ROBOTS


def test_only_known_platforms_are_followed_off_the_site_and_only_one_hop() -> None:
    made = frontier()
    pop(made)
    platform = "https://barchester.achieveservice.test/service/missed-bin"
    made.absorb(page(HOME, f"Report a missed bin -> {platform}", "Shop -> https://shop.test/"))
    assert made.not_visited["https://shop.test/"] == OFF_SITE
    assert platform in made.leftovers()
    made.absorb(page(platform, "Other -> https://other.achieveservice.test/"))
    assert "https://other.achieveservice.test/" not in made.leftovers()


def test_pictures_are_no_pages_and_documents_only_where_they_matter() -> None:
    made = frontier()
    pop(made)
    made.absorb(
        page(HOME, "Photo -> /a.jpg", "Missed bin form -> /missed-bin.pdf", "Menu -> /lunch.pdf")
    )
    assert made.not_visited[HOME + "a.jpg"] == NOT_A_PAGE
    assert made.not_visited[HOME + "lunch.pdf"] == NOT_A_PAGE
    assert made.leftovers()[HOME + "missed-bin.pdf"] == OUT_OF_BUDGET


def test_a_few_documents_are_drawn_by_lot_when_all_else_was_asked() -> None:
    def drawn(seed: int) -> list[str]:
        made = frontier(seed=seed)
        pop(made)
        links = [f"Menu {n} -> /menu-{n}.pdf" for n in range(30)]
        made.absorb(page(HOME, "Bins -> /bins", "Theirs -> https://other.test/a.pdf", *links))
        asked: list[str] = []
        while url := pop(made):
            assert not asked or url.endswith(".pdf")
            asked += [url] if url.endswith(".pdf") else []
            made.absorb(page(url))
        assert not set(asked) & set(made.leftovers())
        assert sum(reason == NOT_A_PAGE for reason in made.leftovers().values()) == 25
        return asked

    assert len(drawn(1)) == 5
    assert drawn(1) == drawn(1) != drawn(2)
    assert all(url.startswith(HOME) for url in drawn(1))


def test_the_budget_is_kept_and_what_is_left_is_told() -> None:
    made = frontier(max_pages=3)
    pop(made)
    made.absorb(page(HOME, *(f"Page {number} -> /{number}" for number in range(20))))
    while url := pop(made):
        made.absorb(page(url))
    assert made.pages == 3
    assert sum(reason == OUT_OF_BUDGET for reason in made.leftovers().values()) >= 18


def test_a_redirect_of_the_home_page_moves_the_site() -> None:
    made = frontier()
    pop(made)
    moved = Capture(RESPONSE, HOME, "", 0, 301, (("location", "https://new.barchester.gov/"),))
    made.absorb(moved)
    assert "https://new.barchester.gov/" in made.leftovers()


def test_links_by_http_are_followed_by_https_where_the_home_page_is() -> None:
    made = frontier()
    pop(made)
    made.absorb(page(HOME, "Bins -> http://www.barchester.gov.test/bins"))
    assert HOME + "bins" in made.leftovers()


def test_a_site_map_is_read_within_bounds() -> None:
    made = frontier()
    pop(made)
    made.absorb(page(HOME))
    urls = "".join(f"<url><loc>{HOME}p{number}</loc></url>" for number in range(5))
    xml = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>'
    made.absorb(answer(HOME + "sitemap.xml", xml, "application/xml"))
    assert {HOME + f"p{number}" for number in range(5)} <= made.leftovers().keys()


def test_a_hostile_site_map_does_no_harm() -> None:
    made = frontier()
    entities = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]><urlset><url><loc>&a;</loc></url></urlset>'
    made.absorb(answer(HOME + "sitemap.xml", entities, "application/xml"))
    made.absorb(answer(HOME + "sitemap.xml", "\x00<not xml", "application/xml"))
    assert not any("aaaa" in url for url in made.leftovers())


def test_the_same_site_gives_the_same_order() -> None:
    def order(seed: int) -> list[str]:
        made = frontier(seed=seed)
        pop(made)
        made.absorb(page(HOME, *(f"Page {number} -> /{number}" for number in range(30))))
        return [url for _ in range(30) if (url := pop(made))]

    assert order(1) == order(1)
    assert order(1) != order(2)


def test_a_link_met_again_under_better_words_is_followed_sooner() -> None:
    made = frontier()
    pop(made)
    made.absorb(page(HOME, "More -> /m", "Bulky waste -> /bulky", "Somewhere -> /s"))
    visits = []
    while visit := made.pop():
        visits.append(visit)
        links = ["Garden waste -> /m"] if visit.url == HOME + "bulky" else []
        made.absorb(page(visit.url, *links))
    pages = [visit for visit in visits if visit.url.removeprefix(HOME) in ("bulky", "m", "s")]
    assert [visit.url.removeprefix(HOME) for visit in pages] == ["bulky", "m", "s"]
    assert (pages[1].anchor, pages[1].via) == ("Garden waste", HOME + "bulky")


def styled(url: str, *sheets: str) -> Capture:
    """A page that links to style sheets."""
    links = "".join(f'<link rel="stylesheet" href="{sheet}">' for sheet in sheets)
    return answer(url, f"<html><title>Barchester</title>{links}<p>{url}</p></html>")


def drain(made: Frontier, captures: dict[str, Capture]) -> list[str]:
    """What is asked until nothing is left; what is not among the captures is not found."""
    asked = []
    while url := pop(made):
        asked.append(url)
        made.absorb(captures.get(url) or answer(url, "", "text/plain", status=404))
    return asked


def test_style_sheets_are_asked_for_last_and_those_of_most_pages_first() -> None:
    pages = {
        HOME: page(HOME, "Bins -> /bins", "Parking -> /parking"),
        HOME + "bins": styled(HOME + "bins", "/one.css", "/all.css"),
        HOME + "parking": styled(HOME + "parking", "/all.css"),
    }
    asked = drain(frontier(), pages)
    assert asked[-2:] == [HOME + "all.css", HOME + "one.css"]


def test_so_many_style_sheets_are_asked_for_at_most() -> None:
    many = [f"/{n}.css" for n in range(40)]
    asked = drain(frontier(), {HOME: styled(HOME, *many)})
    most = load_crawl_rules().limits.style_sheets
    assert sum(url.endswith(".css") for url in asked) == most


def test_sheets_that_a_sheet_takes_in_and_where_it_leads_are_asked_for() -> None:
    moved = Capture(RESPONSE, HOME + "a.css", "", 0, 301, (("location", "/b.css"),), b"")
    sheets = {
        HOME: styled(HOME, "/a.css"),
        HOME + "a.css": moved,
        HOME + "b.css": answer(HOME + "b.css", "@import 'c.css';", "text/css"),
    }
    assert drain(frontier(), sheets)[-3:] == [HOME + "a.css", HOME + "b.css", HOME + "c.css"]


def test_a_crawl_taken_up_again_asks_for_the_sheets_that_are_left() -> None:
    captures = {
        HOME: styled(HOME, "/a.css"),
        HOME + "a.css": answer(HOME + "a.css", "@import 'b.css';", "text/css"),
    }
    asked = drain(frontier(), captures)
    again = frontier()
    for url in asked[:-1]:
        again.absorb(captures.get(url) or answer(url, "", "text/plain", status=404))
    assert drain(again, {}) == [HOME + "b.css"]


def test_a_style_sheet_elsewhere_is_asked_for_as_that_host_allows() -> None:
    sheet = "https://cdn.example.test/a.css"
    robots = "https://cdn.example.test/robots.txt"
    asked = drain(frontier(), {HOME: styled(HOME, sheet)})
    assert asked[-2:] == [robots, sheet]
    refused = answer(robots, "User-agent: *\nDisallow: /", "text/plain")
    asked = drain(frontier(), {HOME: styled(HOME, sheet), robots: refused})
    assert sheet not in asked
