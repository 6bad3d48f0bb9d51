"""Accessibility: how many pages are without serious faults, and what does the statement say?"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from scoring.accessibility.registry import Finding
from scoring.accessibility.statement import PARTS, find_statement, links_to_statements
from scoring.accessibility.statement_checks import CHECKS, check_statement
from scoring.dates import day_of
from scoring.documents.pdf import READ
from scoring.documents.reader import DocumentFacts
from scoring.measures import Result, measure, not_applicable, not_assessed, share, yes_or_no
from scoring.measures.criteria import CRITERIA
from scoring.measures.looking import no_or_unknown
from scoring.site import Site

REGULATIONS = "SI 2018/952, regulation 8, and the GOV.UK sample accessibility statement"
MONITORING = "SI 2018/952, regulation 8; the checks of the Government Digital Service's monitoring"


@measure(
    "accessibility.statement",
    question="Is there an accessibility statement?",
    unit="yes or no",
    source=REGULATIONS,
)
def statement(site: Site) -> Result:
    """A page of the site is an accessibility statement by its name and its parts."""
    found = find_statement(site)
    return yes_or_no(True, found.url) if found else _no_statement(site)


@measure(
    "accessibility.statement-parts",
    question="How much of what it must say does the statement say?",
    unit="share",
    source=REGULATIONS,
)
def statement_parts(site: Site) -> Result:
    """The share of six parts that the statement has; 0 where there is no statement."""
    if (found := find_statement(site)) is None:
        missing = _no_statement(site)
        return missing if missing.status != "measured" else share(0, len(PARTS))
    lacks = ", ".join(part for part in PARTS if part not in found.parts)
    note = f"lacks: {lacks}" if lacks else ""
    return share(len(found.parts), len(PARTS), found.url, note)


@measure(
    "accessibility.statement-current",
    question="Was the statement prepared or reviewed within the last twelve months?",
    unit="yes or no",
    source="GOV.UK guidance: review the statement at least once a year",
)
def statement_current(site: Site) -> Result:
    """The latest date that the statement gives for itself is at most a year before its capture."""
    if (found := find_statement(site)) is None:
        missing = _no_statement(site)
        return missing if missing.status != "measured" else not_applicable("there is no statement")
    captured = day_of(site.captures[found.url].when)
    if captured is None:
        return not_assessed("the day of capture is not known")
    if found.dated is None:
        return yes_or_no(False, found.url, "gives no date of preparation or review")
    age = (captured - found.dated).days
    return yes_or_no(0 <= age <= CHECKS.current_days, found.url, f"dated {found.dated}")


@measure(
    "accessibility.statement-overview",
    question="Is there a statement, with any of the parts it must have?",
    unit="share",
    source=MONITORING,
)
def statement_overview(site: Site) -> Result:
    """The share that holds of the checks of group `overview` in table `statement`."""
    return _statement_group(site, "overview")


@measure(
    "accessibility.statement-website",
    question="How much of what it must say of the website does the statement say?",
    unit="share",
    source=MONITORING,
)
def statement_website(site: Site) -> Result:
    """The share that holds of the checks of group `website` in table `statement`."""
    return _statement_group(site, "website")


@measure(
    "accessibility.statement-compliance",
    question="How much of what it must say of compliance does the statement say, and truly?",
    unit="share",
    source=MONITORING,
)
def statement_compliance(site: Site) -> Result:
    """The share that holds of the checks of group `compliance` in table `statement`."""
    return _statement_group(site, "compliance")


@measure(
    "accessibility.statement-content",
    question="How much of what it must say of inaccessible content does the statement say?",
    unit="share",
    source=MONITORING,
)
def statement_content(site: Site) -> Result:
    """The share that holds of the checks of group `content` in table `statement`."""
    return _statement_group(site, "content")


@measure(
    "accessibility.statement-burden",
    question="Is the claim of a disproportionate burden made where it belongs?",
    unit="share",
    source=MONITORING,
)
def statement_burden(site: Site) -> Result:
    """The share that holds of the checks of group `burden` in table `statement`."""
    return _statement_group(site, "burden")


@measure(
    "accessibility.statement-preparation",
    question="How much of what it must say of its preparation does the statement say?",
    unit="share",
    source=MONITORING,
)
def statement_preparation(site: Site) -> Result:
    """The share that holds of the checks of group `preparation` in table `statement`."""
    return _statement_group(site, "preparation")


@measure(
    "accessibility.statement-feedback",
    question="How much of what it must say of feedback and enforcement does the statement say?",
    unit="share",
    source=MONITORING,
)
def statement_feedback(site: Site) -> Result:
    """The share that holds of the checks of group `feedback` in table `statement`."""
    return _statement_group(site, "feedback")


def _statement_group(site: Site, group: str) -> Result:
    """The share of a group's checks that hold; 0 where there is no statement."""
    checked = check_statement(site)
    if not checked:
        missing = _no_statement(site)
        asked = [each for each in CHECKS.checks if each.group == group and not each.only_with]
        return missing if missing.status != "measured" else share(0, len(asked))
    of_group = [each for each in checked if each.group == group]
    lacks = [each.id for each in of_group if not each.holds]
    note = f"lacks: {', '.join(lacks)}" if lacks else ""
    return share(
        len(of_group) - len(lacks), len(of_group), of_group[0].url if of_group else "", note
    )


@measure(
    "accessibility.pages-clean",
    question="How many pages have no serious accessibility fault that markup shows?",
    unit="share",
    source="WCAG 2.2 level AA; impacts as axe-core gives them",
)
def pages_clean(site: Site) -> Result:
    """The share of the council's own pages without a critical or serious finding against WCAG."""
    checked = [site.findings[page.url] for page in site.own_pages if page.url in site.findings]
    if not checked:
        return not_assessed("no page was checked")
    return share(sum(not any(map(_is_serious, findings)) for findings in checked), len(checked))


@measure(
    "accessibility.score",
    question="What accessibility score from 0 to 3 does the site earn, as the survey gave it?",
    unit="score 0-3",
    source="Socitm Better Connected, accessibility 0-3 (2 and 3 pass); thresholds are ours",
)
def score(site: Site) -> Result:
    """The first step of `criteria.yaml` that the clean pages and the statement's parts reach."""
    clean, parts = pages_clean(site), statement_parts(site)
    if clean.value is None or parts.value is None:
        return not_assessed(clean.reason or parts.reason)
    for step in CRITERIA.accessibility_steps:
        if clean.value >= step.pages_clean and parts.value >= step.statement_parts:
            return Result(step.score, str(step.score), parts.evidence_url, n=clean.n)
    return Result(0, "0", parts.evidence_url, n=clean.n)


@measure(
    "accessibility.pdf-links",
    question="How many PDF documents do the site's pages link to?",
    unit="count",
    source="GOV.UK content design: publish in HTML; SI 2018/952, regulation 4",
)
def pdf_links(site: Site) -> Result:
    """The number of PDF documents linked, by their answer or else by their address."""
    linked = {link.url for page in site.own_pages for link in page.links}
    pdfs = [url for url in linked if _is_pdf(site, url)]
    return Result(len(pdfs), str(len(pdfs)), n=len(site.own_pages))


@measure(
    "accessibility.documents-tagged",
    question="How many of the PDFs that were read are tagged?",
    unit="share",
    source="ISO 14289-1 (PDF/UA-1), 7.1; WCAG technique PDF6 and others; SI 2018/952, regulation 4",
)
def documents_tagged(site: Site) -> Result:
    """The share, of the PDFs captured and read, that are marked as tagged and have tags."""
    return _documents(site, lambda each: bool(each.tagged))


@measure(
    "accessibility.documents-title",
    question="How many of the PDFs that were read show a title?",
    unit="share",
    source="WCAG 2.4.2, technique PDF18",
)
def documents_title(site: Site) -> Result:
    """The share, of the PDFs captured and read, that have a title and ask for it to be shown."""
    return _documents(site, lambda each: bool(each.title_shown))


@measure(
    "accessibility.documents-language",
    question="How many of the PDFs that were read say their language?",
    unit="share",
    source="WCAG 3.1.1, technique PDF16",
)
def documents_language(site: Site) -> Result:
    """The share, of the PDFs captured and read, whose catalogue names a language."""
    return _documents(site, lambda each: bool(each.lang))


@measure(
    "accessibility.documents-text",
    question="How many of the PDFs that were read have text, and not only pictures of it?",
    unit="share",
    source="WCAG 1.4.5, technique PDF7",
)
def documents_text(site: Site) -> Result:
    """The share, of the PDFs captured and read, whose first pages show text; scans do not."""
    return _documents(site, lambda each: bool(each.text))


def _documents(site: Site, is_good: Callable[[DocumentFacts], bool]) -> Result:
    """The share of the PDFs read that are good, with the first that is not."""
    pdfs = [each for each in site.documents.values() if each.format == "pdf"]
    read = [each for each in pdfs if each.status == READ]
    if not read:
        why = f"none of {len(pdfs)} could be read" if pdfs else "none was captured"
        return not_assessed(f"PDFs: {why}")
    bad = [each.url for each in read if not is_good(each)]
    note = f"{len(pdfs) - len(read)} more could not be read" if len(read) < len(pdfs) else ""
    return share(len(read) - len(bad), len(read), bad[0] if bad else read[0].url, note)


def _is_pdf(site: Site, url: str) -> bool:
    capture = site.captures.get(site.final_url(url))
    if capture is not None and capture.content_type:
        return capture.content_type == "application/pdf"
    return urlsplit(url).path.lower().endswith(".pdf")


def _is_serious(finding: Finding) -> bool:
    return bool(finding.wcag) and finding.impact in CRITERIA.unclean_impacts


def _no_statement(site: Site) -> Result:
    return no_or_unknown(site, links_to_statements(site))
