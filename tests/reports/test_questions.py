"""The answers about a service, as a council's page shows them."""

from typing import Any

from config import load_services
from reports.questions import answers_by_service

COUNCIL_TAX = 57


def row(question: str, answer: str = "", status: str = "measured") -> dict[str, Any]:
    return {"lgsl": COUNCIL_TAX, "question": question, "answer": answer or None, "status": status}


def test_what_failed_comes_first_and_the_essential_before_the_rest() -> None:
    rows = [
        row("direct-debit", "yes"),
        row("hosts", "www.barchester.gov.test (own)"),
        row("home-link", "no"),
        row("pay", "yes"),
        row("cannot-pay", "no"),
        row("govuk-link-alive", "yes"),
        row("account", status="not_assessed"),
        row("in-welsh", status="not_applicable"),
    ]
    found = answers_by_service(rows, load_services())["57"]
    ids = [each["question"] for each in found.rows]
    assert ids == ["cannot-pay", "home-link", "pay", "direct-debit", "govuk-link-alive", "hosts"]
    assert [each["essential"] for each in found.rows[:3]] == [True, False, True]
    assert found.rows[0]["asks"] == "Does it help people who cannot pay?"
    assert found.rows[1]["asks"] == "Does the home page link to it?"
    assert found.rows[4]["asks"] == "Govuk link alive"
    assert (found.count("no"), found.count("yes"), found.unassessed) == (2, 3, 1)


def test_a_service_without_an_answer_is_left_out() -> None:
    assert answers_by_service([row("pay", status="not_assessed")], load_services()) == {}
