"""The survey's questions about each service, answered with the page that shows it.

The standard ones of Better Connected 2016-17 (do home page, landing page, search and A to Z lead to
it, and to one page), who serves it, whether it fits a telephone and needs an account; and each
service's own of `questions.yaml`. An answer is `yes` or `no`; what does not apply or could not be
seen says so and never counts against the council.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from config.questions import load_questions
from scoring.measures.services import ONLINE
from scoring.services.answer import NOT_APPLICABLE, NOT_ASSESSED, Answer
from scoring.services.answers import Seen, answer
from scoring.services.journey import Journey, journey_of
from scoring.services.rate import Rater
from scoring.services.reading import Reader, Reading
from scoring.services.routes import Routes
from scoring.site import Site
from scoring.tables import Row

WELSH = "cy"


def questions(site: Site, rater: Rater, rated: Sequence[Row]) -> Iterator[Row]:
    """Rows of table `questions`: one a service and question."""
    routes, reader = Routes(site, rater), Reader(site, rater)
    readings = {row["service"]: reader.read(row["lgsl"]) for row in rated}
    for row in rated:
        reading, journey = readings[row["service"]], journey_of(site, row)
        standard = {
            **routes.answers(row),
            **_journey_answers(row, journey),
            "in-welsh": _in_welsh(site, row, reading),
        }
        responsive = standard["responsive"]
        own = _own_answers(site, rater, row, readings, responsive)
        for question, found in (*standard.items(), *own):
            yield _row(row, question, found)


def _journey_answers(row: Row, journey: Journey) -> dict[str, Answer]:
    if row["status"] != "measured":
        return dict.fromkeys(("online", "without-account", "hosts", "responsive"), NOT_ASSESSED)
    url = row.get("action_url") or row.get("evidence_url") or ""
    is_online = row["stage"] >= ONLINE
    account = Answer("no" if row["signed_in"] else "yes", url)
    return {
        "online": Answer("yes" if is_online else "no", url, str(row.get("reasons") or "")),
        "without-account": account if is_online else NOT_APPLICABLE,
        "hosts": journey.hosts(),
        "responsive": journey.responsive(),
    }


def _in_welsh(site: Site, row: Row, reading: Reading) -> Answer:
    """Whether one of a service's pages is in Welsh, or says where it is in Welsh."""
    if site.council.nation != "Wales":
        return NOT_APPLICABLE if site.council.nation else NOT_ASSESSED
    if welsh := next((page for page in reading.about if page.lang == WELSH), None):
        return Answer("yes", welsh.url, welsh.heading)
    front = site.home.alternates.get(WELSH) if site.home else None
    twins = [page.alternates[WELSH] for page in reading.about if WELSH in page.alternates]
    twins = [url for url in twins if url != front]
    if twin := next((page for url in twins if (page := site.page_at(url))), None):
        return Answer("yes" if twin.lang == WELSH else "no", twin.url, twin.heading)
    unknown = not reading.about or any(site.status_of(url) is None for url in twins)
    return NOT_ASSESSED if unknown else Answer("no", reading.about[0].url)


def _own_answers(
    site: Site, rater: Rater, row: Row, readings: Mapping[str, Reading], responsive: Answer
) -> Iterator[tuple[str, Answer]]:
    evidence = tuple(rater.evidence.get(row["lgsl"], ()))
    for question in load_questions().of(row["service"]):
        also = tuple(readings[id] for id in question.also if id in readings)
        seen = Seen(site, row, evidence, readings[row["service"]], responsive, also)
        yield question.id, answer(question, seen)


def _row(rated: Row, question: str, found: Answer) -> Row:
    row = {"slug": rated["slug"], "lgsl": rated["lgsl"], "question": question}
    if rated["status"] == "not_applicable":
        return row | {"status": "not_applicable"}
    if found.status != "measured":
        return row | {"status": found.status}
    return row | {
        "answer": found.said,
        "status": "measured",
        "evidence_url": found.url or None,
        "quote": found.words[:200] or None,
    }
