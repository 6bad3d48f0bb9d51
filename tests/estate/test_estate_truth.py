"""What truth says can be seen on the pages."""

from __future__ import annotations

from collections import Counter

import pandas as pd

from digitalfirst.estate import Estate
from digitalfirst.estate.page import key_of
from digitalfirst.estate.wording import tasks, words
from tests.estate.browsing import forms, get, links, rows_of, tree

Truth = dict[str, pd.DataFrame]
NAMED = "normalize-space() or .//img[normalize-space(@alt)] or @aria-label or @title"
STATEMENT = (
    "(No. 2) Accessibility Regulations",
    "Compliance status",
    "Non-accessible content",
    "Preparation of",
    "Feedback and contact",
    "Enforcement procedure",
)
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


def test_every_stage_occurs(truth: Truth) -> None:
    assert set(truth["services"]["stage"]) == {0, 1, 2, 3, 4}


def test_a_council_has_only_what_its_tier_and_nation_provide(estate: Estate, truth: Truth) -> None:
    tier = {task.lgsl: task.tier for task in tasks()}
    for council in estate.councils:
        rows = truth["services"][truth["services"]["slug"] == council.slug]
        assert {tier[lgsl] for lgsl in rows["lgsl"]} <= {*council.tiers, "all"}
        if council.nation == "Northern Ireland":
            assert not {57, 69, 13, 209, 438, 557} & set(rows["lgsl"])


def test_every_page_of_the_truth_is_there(estate: Estate, truth: Truth) -> None:
    for url in truth["pages"]["url"]:
        assert get(estate, url).status == 200


def test_an_absent_service_has_no_page_and_any_other_has_one(truth: Truth) -> None:
    frame = truth["services"]
    assert ((frame["page_url"] == "") == (frame["stage"] == 0)).all()


def test_a_service_leads_to_where_it_is_done_within_two_clicks(
    estate: Estate, truth: Truth
) -> None:
    rows = truth["services"].loc[lambda frame: frame["stage"] >= 2]
    for row in rows_of(rows[rows["route"] != "email"]):
        near = {row["page_url"]} | links(estate, row["page_url"], "//main")
        if row["action_url"] not in near:
            own = [url for url in near if url.startswith(row["page_url"][:20])]
            near |= set().union(*(links(estate, url, "//main") for url in own))
        assert row["action_url"] in near
        assert get(estate, row["action_url"]).status == 200


def test_forms_are_where_truth_says(estate: Estate, truth: Truth) -> None:
    rows = truth["services"].loc[lambda frame: frame["stage"] >= 3]
    for row in rows_of(rows[rows["route"] != "national"]):
        found = forms(estate, row["action_url"])
        assert found
        assert all(form.xpath(".//input | .//select | .//textarea") for form in found)


def test_information_pages_have_no_form_and_no_live_way_on(estate: Estate, truth: Truth) -> None:
    rows = truth["services"].loc[lambda frame: frame["stage"] == 1]
    ways_on = set(truth["pages"].loc[lambda frame: frame["kind"] == "form", "url"])
    for row in rows_of(rows):
        assert forms(estate, row["page_url"]) == []
        assert not ways_on & links(estate, row["page_url"], "//main")


def test_a_dead_link_to_a_form_is_dead(estate: Estate, truth: Truth) -> None:
    rows = truth["services"].loc[lambda frame: frame["route"] == "dead-link"]
    assert len(rows) > 0
    for row in rows_of(rows):
        dead = estate.site(row["slug"]).dead
        assert any(key_of(url) in dead for url in links(estate, row["page_url"], "//main"))


def test_a_sign_in_wall_asks_for_a_password(estate: Estate, truth: Truth) -> None:
    rows = truth["services"].loc[lambda frame: frame["signed_in"]]
    assert len(rows) > 0
    for row in rows_of(rows):
        assert tree(get(estate, row["action_url"])).xpath("//input[@type='password']")


def test_defects_are_those_planted_and_no_others(estate: Estate, truth: Truth) -> None:
    findings = truth["findings"]
    for council in estate.councils:
        planted = findings[findings["slug"] == council.slug]
        expected = Counter(
            {(r["url"], r["rule"]): r["count"] for r in rows_of(planted) if r["rule"] in RULES}
        )
        seen = Counter[tuple[str, str]]()
        for page in estate.site(council.slug).html_pages:
            elements = tree(get(estate, page.url))
            for rule, path in RULES.items():
                if count := len(elements.xpath(path)):
                    seen[page.url, rule] = count
        assert seen == expected


def test_an_id_is_used_once_unless_planted(estate: Estate, truth: Truth) -> None:
    findings = truth["findings"]
    twice = set(findings[findings["rule"] == "duplicate-id-aria"]["url"])
    for profile in estate.profiles:
        for page in estate.site(profile.label).html_pages:
            ids = tree(get(estate, page.url)).xpath("//@id")
            assert page.url in twice or len(ids) == len(set(ids))


def test_measures_are_what_the_sites_show(estate: Estate, measures: pd.DataFrame) -> None:
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
        is_good = security.body.startswith(b"Contact:") and b"Expires: 2027-" in security.body
        assert facts["trust.security-txt"] == is_good
        sitemap = get(estate, f"{profile.home}sitemap.xml").body
        assert facts["findability.sitemap"] == sitemap.rstrip().endswith(b"</urlset>")
        search = tree(home).xpath("//form[@role='search'][@method='get']")
        assert facts["findability.search"] == len(search)


def test_what_is_published_is_there_empty_or_dead(estate: Estate, measures: pd.DataFrame) -> None:
    met = Counter[str]()
    for profile in estate.profiles:
        site = estate.site(profile.label)
        index = site.find("transparency", "transparency")
        assert index is not None
        for name, item in words("published")["items"].items():
            state, form = profile.habits.published[name]
            met[state] += 1
            page = site.find("published", name)
            assert (page is not None) == (state in ("there", "empty"))
            if state == "there" and page:
                said = tree(get(estate, page.url)).text_content()
                assert all(text in said for text in item["text"])
                files = [url for url in links(estate, page.url, "//main") if name in url]
                assert all(get(estate, url).status == 200 for url in files)
            if state == "dead":
                gone = get(estate, f"{profile.home}published/{item['slug']}").status
                assert gone == (200 if profile.not_found == "soft" else 404)
        if profile.council.nation == "England":
            assert measures.loc[profile.label, "openness.grants"] == (
                profile.habits.published["grants"][0] == "there"
            )
    assert set(met) == {"there", "empty", "dead", "absent"}


def test_a_portal_answers_programs_where_truth_says_so(estate: Estate, truth: Truth) -> None:
    told = truth["measures"].query("measure == 'openness.portal'").set_index("slug")["outcome"]
    paths = (
        "/api/3/action/package_search?rows=0",
        "/api/search/v1/collections/dataset/items?limit=1",
    )
    for profile in estate.profiles:
        portal = estate.site(profile.label).find("portal", "open-data")
        root = portal.url.rstrip("/") if portal else ""
        answers = [get(estate, root + path).body[:1] for path in paths] if root else []
        assert (b"{" in answers) == (told[profile.label] == "answers")


def test_mobile_shares_are_shares_of_pages(estate: Estate, measures: pd.DataFrame) -> None:
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


def test_the_statement_has_the_parts_that_truth_counts(
    estate: Estate, measures: pd.DataFrame
) -> None:
    for profile in estate.profiles:
        page = estate.site(profile.label).find("statement", "statement")
        assert measures.loc[profile.label, "accessibility.statement"] == (page is not None)
        if page:
            said = tree(get(estate, page.url)).text_content()
            given = sum(part in said for part in STATEMENT) / 6
            assert measures.loc[profile.label, "accessibility.statement-parts"] == given
