"""What truth says can be seen on the pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pandas as pd
from lxml import html

from digitalfirst.estate import Estate
from digitalfirst.estate.page import key_of
from digitalfirst.estate.wording import tasks
from tests.estate.browsing import forms, get, links, tree

NAMED = "normalize-space() or .//img[normalize-space(@alt)] or @aria-label or @title"
RULES: dict[str, str] = {
    "image-alt": "//img[not(@alt)]",
    "html-has-lang": "/html[not(@lang)]",
    "document-title": "/html/head[not(title)]",
    "meta-viewport": "//meta[@name='viewport'][contains(@content, 'user-scalable=no')]",
    "frame-title": "//iframe[not(@title)]",
    "empty-heading": "//h1[not(normalize-space())] | //h2[not(normalize-space())]",
    "link-name": f"//a[@href][not({NAMED})]",
    "button-name": f"//button[not({NAMED})]",
    "label": "//input[not(@type='hidden' or @type='submit' or @type='image')]"
    "[not(@id = //label/@for)] | //textarea[not(@id = //label/@for)]",
    "select-name": "//select[not(@id = //label/@for)]",
    "list": "//ul[*[not(self::li)]] | //ol[*[not(self::li)]]",
    "listitem": "//li[not(parent::ul or parent::ol)]",
    "input-image-alt": "//input[@type='image'][not(@alt)]",
    "area-alt": "//area[@href][not(@alt)]",
    "marquee": "//marquee",
    "tabindex": "//*[@tabindex > 0]",
    "aria-roles": "//*[@role='infobox']",
    "valid-lang": "//body//*[@lang='xx-nolang']",
}


def services(estate: Estate, test: Callable[[pd.DataFrame], pd.Series[bool]]) -> pd.DataFrame:
    frame = estate.truth()["services"]
    return frame[test(frame)]


def test_every_stage_occurs(estate: Estate) -> None:
    assert set(estate.truth()["services"]["stage"]) == {0, 1, 2, 3, 4}


def test_a_council_has_only_what_its_tier_and_nation_provide(estate: Estate) -> None:
    tier = {task.lgsl: task.tier for task in tasks()}
    for council in estate.councils:
        rows = services(estate, lambda frame, slug=council.slug: frame["slug"] == slug)
        assert {tier[lgsl] for lgsl in rows["lgsl"]} <= {*council.tiers, "all"}
        if council.nation == "Northern Ireland":
            assert not {57, 69, 13, 209, 438, 557} & set(rows["lgsl"])


def test_every_page_of_the_truth_is_there(estate: Estate) -> None:
    for url in estate.truth()["pages"]["url"]:
        assert get(estate, url).status == 200


def test_an_absent_service_has_no_page_and_any_other_has_one(estate: Estate) -> None:
    frame = estate.truth()["services"]
    assert (frame["page_url"] == "").equals(frame["stage"] == 0)


def test_a_service_leads_to_where_it_is_done_within_two_clicks(estate: Estate) -> None:
    rows = services(estate, lambda frame: frame["stage"] >= 2)
    for row in rows[rows["route"] != "email"].itertuples():
        near = {row.page_url} | links(estate, row.page_url, "//main")
        if row.action_url not in near:
            own = [url for url in near if url.startswith(row.page_url[:20])]
            near |= set().union(*(links(estate, url, "//main") for url in own))
        assert row.action_url in near
        assert get(estate, row.action_url).status == 200


def test_forms_are_where_truth_says(estate: Estate) -> None:
    rows = services(estate, lambda frame: frame["stage"] >= 3)
    for row in rows[~rows["route"].isin(["national"])].itertuples():
        fields = [
            len(form.xpath(".//input | .//select | .//textarea"))
            for form in forms(estate, row.action_url)
        ]
        assert fields
        assert max(fields) >= 1


def test_information_pages_have_no_form_and_no_live_way_on(estate: Estate) -> None:
    rows = services(estate, lambda frame: frame["stage"] == 1)
    for row in rows.itertuples():
        assert forms(estate, row.page_url) == []
        kinds = set(
            estate.truth()["pages"]
            .set_index("url")["kind"]
            .get(list(links(estate, row.page_url, "//main")), [])
        )
        assert "form" not in kinds


def test_a_dead_link_to_a_form_is_dead(estate: Estate) -> None:
    rows = services(estate, lambda frame: frame["route"] == "dead-link")
    assert len(rows) > 0
    for row in rows.itertuples():
        dead = estate.site(row.slug).dead
        assert any(key_of(url) in dead for url in links(estate, row.page_url, "//main"))


def test_a_sign_in_wall_asks_for_a_password(estate: Estate) -> None:
    rows = services(estate, lambda frame: frame["signed_in"])
    assert len(rows) > 0
    for row in rows.itertuples():
        assert tree(get(estate, row.action_url)).xpath("//input[@type='password']")


def test_defects_are_those_planted_and_no_others(estate: Estate) -> None:
    findings = estate.truth()["findings"]
    for council in estate.councils:
        planted = findings[findings["slug"] == council.slug]
        expected = Counter(
            {(r.url, r.rule): r.count for r in planted.itertuples() if r.rule in RULES}
        )
        seen = Counter[tuple[str, str]]()
        for page in estate.site(council.slug).html_pages:
            elements = tree(get(estate, page.url))
            for rule, path in RULES.items():
                if count := len(elements.xpath(path)):
                    seen[page.url, rule] = count
        assert seen == expected


def test_an_id_is_used_once_unless_planted(estate: Estate) -> None:
    findings = estate.truth()["findings"]
    twice = set(findings[findings["rule"] == "duplicate-id-aria"]["url"])
    for profile in estate.profiles:
        for page in estate.site(profile.label).html_pages:
            ids = tree(get(estate, page.url)).xpath("//@id")
            assert page.url in twice or len(ids) == len(set(ids))


def test_measures_are_what_the_sites_show(estate: Estate) -> None:
    measures = estate.truth()["measures"].pivot(index="slug", columns="measure", values="value")
    for profile in estate.profiles:
        facts = measures.loc[profile.label]
        home = get(estate, profile.home)
        names = [name for name, _ in home.headers]
        assert facts["trust.hsts"] == names.count("Strict-Transport-Security")
        assert facts["trust.csp"] == names.count("Content-Security-Policy")
        assert facts["trust.cookies"] == names.count("Set-Cookie")
        assert facts["trust.gov-domain"] == (".gov.test" in profile.home)
        assert facts["trust.https"] == estate.answers(profile.host, tls=True)
        security = get(estate, f"{profile.home}.well-known/security.txt")
        assert facts["trust.security-txt"] == security.body.startswith(b"Contact:")
        sitemap = get(estate, f"{profile.home}sitemap.xml").body
        assert facts["findability.sitemap"] == sitemap.rstrip().endswith(b"</urlset>")
        search = tree(home).xpath("//form[@role='search'][@method='get']")
        assert facts["findability.search"] == len(search)


def test_mobile_shares_are_shares_of_pages(estate: Estate) -> None:
    measures = estate.truth()["measures"].pivot(index="slug", columns="measure", values="value")
    for profile in estate.profiles:
        pages = [tree(get(estate, page.url)) for page in estate.site(profile.label).html_pages]
        with_viewport = sum(bool(page.xpath("//meta[@name='viewport']")) for page in pages)
        blocked = sum(bool(page.xpath(RULES["meta-viewport"])) for page in pages)
        assert measures.loc[profile.label, "mobile.viewport"] == with_viewport / len(pages)
        assert measures.loc[profile.label, "mobile.zoom"] == (len(pages) - blocked) / len(pages)


def test_welsh_pages_are_marked_and_lead_back(estate: Estate) -> None:
    welsh = [one for one in estate.profiles if one.is_welsh]
    assert welsh
    for profile in welsh:
        for page in estate.site(profile.label).html_pages:
            if page.lang == "cy":
                assert "/cy/" in page.url
                assert tree(get(estate, page.url)).get("lang") == "cy"
                assert page.twin in links(estate, page.url)
                assert page.url in links(estate, page.twin)


def test_the_statement_has_the_parts_that_truth_counts(estate: Estate) -> None:
    measures = estate.truth()["measures"].pivot(index="slug", columns="measure", values="value")
    for profile in estate.profiles:
        page = estate.site(profile.label).find("statement", "statement")
        assert measures.loc[profile.label, "accessibility.statement"] == (page is not None)
        if page:
            headings = html.tostring(tree(get(estate, page.url)), encoding="unicode")
            parts = (
                "No. 2) Accessibility Regulations",
                "Compliance status",
                "Non-accessible content",
                "Preparation of",
                "Feedback and contact",
                "Enforcement procedure",
            )
            given = sum(part in headings for part in parts) / 6
            assert measures.loc[profile.label, "accessibility.statement-parts"] == given
