import pandas as pd

from config import load_services
from crawler.search import words_for
from reports.findings import findings_by_rule, rules_by_site, worst_first
from scoring.tables import table

SERVICES = load_services()
HOME = "https://www.a.example/"
Tables = dict[str, pd.DataFrame]


def page(number: int, template: str) -> dict[str, object]:
    return {"slug": "a", "url": f"{HOME}{number}", "template": template, "title": f"Page {number}"}


def finding(number: int, rule: str, cause: str, impact: str = "critical") -> dict[str, object]:
    wcag = "" if rule == "text-justified" else "1.1.1"
    return {
        "slug": "a",
        "url": f"{HOME}{number}",
        "rule": rule,
        "impact": impact,
        "wcag": wcag,
        "source": "markup",
        "count": 2,
        "selector": f"#{cause}",
        "snippet": f"<img id={cause}>",
        "fingerprint": cause,
    }


def opened(number: int) -> dict[str, object]:
    return {"slug": "a", "url": f"{HOME}{number}", "outcome": "rendered", "violations": 1}


def tables_with(*findings: dict[str, object]) -> Tables:
    """Ten pages of template `big`, four of `small`; one elsewhere, which is not the council's."""
    pages = [page(n, "big") for n in range(10)] + [page(n, "small") for n in range(10, 14)]
    elsewhere = {"slug": "a", "url": "https://pay.example/", "template": "pay"}
    return {
        "councils": table("councils", [{"slug": "a", "homepage": HOME}]),
        "pages": table("pages", [*pages, elsewhere]),
        "findings": table("findings", findings),
        "needs_review": table("needs_review", ()),
        "rendered": table("rendered", [opened(n) for n in range(4)]),
    }


def test_a_fault_on_nearly_every_page_is_told_once_as_the_sites() -> None:
    tables = tables_with(*(finding(n, "image-alt", "logo") for n in range(13)))
    (rule,) = findings_by_rule(tables, "findings", SERVICES)["a"]
    (fault,) = rule.faults
    assert (fault.where, fault.pages, fault.of, fault.elements) == ("site", 13, 14, 26)
    assert fault.examples == tuple((f"{HOME}{n}", f"Page {n}") for n in range(3))
    assert rule.wcag == ("1.1.1 Non-text Content, level A",)


def test_a_fault_of_one_template_is_told_apart_from_those_of_single_pages() -> None:
    banner = [finding(n, "image-alt", "banner") for n in range(10, 14)]
    single = [finding(3, "image-alt", "photo"), finding(5, "image-alt", "map")]
    (rule,) = findings_by_rule(tables_with(*single, *banner), "findings", SERVICES)["a"]
    template, pages = rule.faults
    assert (template.where, template.pages, template.of, template.templates) == (
        "template",
        4,
        4,
        1,
    )
    assert (pages.where, pages.pages, pages.elements) == ("pages", 2, 4)
    assert pages.snippet == "<img id=photo>"
    assert (rule.pages, rule.elements) == (6, 12)


def test_two_pages_are_no_template() -> None:
    tables = tables_with(finding(1, "image-alt", "x"), finding(2, "image-alt", "x"))
    (rule,) = findings_by_rule(tables, "findings", SERVICES)["a"]
    assert [fault.where for fault in rule.faults] == ["pages"]


def test_the_worst_comes_first_then_what_fails_wcag_then_what_is_on_most_pages() -> None:
    rows = [
        *(finding(n, "text-justified", "x", "minor") for n in range(9)),
        finding(1, "label", "x", "minor"),
        finding(1, "list", "x", "serious"),
        *(finding(n, "list", "x", "serious") for n in range(2, 4)),
        finding(1, "listitem", "x", "serious"),
    ]
    tables = tables_with(*rows)
    expected = ["list", "listitem", "label", "text-justified"]
    assert [row["rule"] for row in worst_first(tables["findings"])] == expected
    assert [row["rule"] for row in rules_by_site(tables, SERVICES)] == expected


def test_a_fault_counts_the_pages_it_is_on_whoever_found_it() -> None:
    found = [finding(n, "image-alt", "x") for n in range(3)]
    again = finding(1, "image-alt", "y") | {"source": "axe-core"}
    (row,) = worst_first(tables_with(*found, again)["findings"])
    assert row["pages"] == 3


def test_shares_are_of_the_pages_and_sites_that_were_checked() -> None:
    tables = tables_with(*(finding(n, "image-alt", "x") for n in range(7)))
    (row,) = rules_by_site(tables, SERVICES)
    assert (row["sites"], row["site_share"]) == (1, 1.0)
    assert (row["pages"], row["page_share"], row["elements"]) == (7, 0.5, 14)


def test_nothing_found_is_an_empty_list() -> None:
    assert findings_by_rule(tables_with(), "findings", SERVICES) == {}
    assert rules_by_site(tables_with(), SERVICES) == []


def test_results_of_the_sites_search_are_no_pages_that_were_checked() -> None:
    tables = tables_with(*(finding(n, "image-alt", "x") for n in range(7)))
    words = [words_for(service).replace(" ", "+") for service in SERVICES[:20]]
    results = [
        {"slug": "a", "url": f"{HOME}search?q={asked}", "template": "big"} for asked in words
    ]
    tables["pages"] = pd.concat([tables["pages"], table("pages", results)], ignore_index=True)
    assert rules_by_site(tables, SERVICES)[0]["page_share"] == 0.5


def test_a_page_that_shows_another_fault_of_the_rule_first_may_have_the_templates_as_well() -> None:
    logo = [finding(n, "image-alt", "logo") for n in range(4, 14)]
    other = [finding(n, "image-alt", f"photo-{n}") for n in range(4)]
    (rule,) = findings_by_rule(tables_with(*logo, *other), "findings", SERVICES)["a"]
    site, pages = rule.faults
    assert (site.where, site.pages, site.of) == ("site", 10, 10)
    assert (pages.where, pages.pages) == ("pages", 4)


def test_what_a_browser_found_is_set_against_the_pages_that_it_opened() -> None:
    pale = [finding(n, "color-contrast", "pale") | {"source": "axe-core"} for n in range(4)]
    tables = tables_with(*pale, *(finding(n, "image-alt", "logo") for n in range(7)))
    rules = {each.rule: each for each in findings_by_rule(tables, "findings", SERVICES)["a"]}
    (fault,) = rules["color-contrast"].faults
    assert (fault.where, fault.pages, fault.of) == ("site", 4, 4)
    shares = {row["rule"]: row["page_share"] for row in rules_by_site(tables, SERVICES)}
    assert shares == {"color-contrast": 1.0, "image-alt": 0.5}
