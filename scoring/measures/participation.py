"""Participation: can people see who decides for them, when, and have their say?"""

from __future__ import annotations

from scoring.measures import Result, measure
from scoring.measures.looking import found_or_not
from scoring.site import Site

SURVEY = "Socitm Better Connected, 'Find out about my councillor'; UN LOSI participation"


@measure(
    "participation.councillors",
    question="Can people find out who their councillors are?",
    unit="yes or no",
    source=SURVEY,
)
def councillors(site: Site) -> Result:
    """There is a list or a finder of councillors, on the site or on its democracy system."""
    return found_or_not(site, "participation.councillors")


@measure(
    "participation.meetings",
    question="Are meetings, agendas and minutes published?",
    unit="yes or no",
    source="Local Government Act 1972, 100A-100K; Local Government (Scotland) Act 1973, 50A-50K",
)
def meetings(site: Site) -> Result:
    """There is a page of meetings or their papers, on the site or on its democracy system."""
    return found_or_not(site, "participation.meetings")


@measure(
    "participation.consultations",
    question="Can people see and answer consultations?",
    unit="yes or no",
    source="UN LOSI participation and engagement",
)
def consultations(site: Site) -> Result:
    """There is a page of consultations, on the site or on a consultation platform."""
    return found_or_not(site, "participation.consultations")


@measure(
    "participation.petitions",
    question="Can people petition the council?",
    unit="yes or no",
    source="UN LOSI participation; Local Government and Elections (Wales) Act 2021",
)
def petitions(site: Site) -> Result:
    """There is a page of petitions or of how to make one."""
    return found_or_not(site, "participation.petitions")
