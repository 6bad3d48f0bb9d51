"""Which writer makes which kind of page."""

from __future__ import annotations

from collections.abc import Callable

from digitalfirst.estate.blocks import Block
from digitalfirst.estate.content import civic, elsewhere, lists, tasks
from digitalfirst.estate.page import Page
from digitalfirst.estate.site import Site

Writer = Callable[[Site, Page], list[Block]]

WRITERS: dict[str, Writer] = {
    "home": lists.home,
    "section": lists.section,
    "topic": lists.topic,
    "hub": lists.hub,
    "a-z": lists.a_to_z,
    "site-map": lists.site_map,
    "news-index": lists.news_index,
    "tag": lists.tag,
    "events": lists.events,
    "search": lists.search_form,
    "service": tasks.service_page,
    "councillors": tasks.service_page,
    "step": tasks.step_page,
    "form": tasks.form_page,
    "contact": civic.contact,
    "statement": civic.statement,
    "privacy": civic.plain,
    "cookies": civic.plain,
    "about": civic.plain,
    "account": civic.account,
    "transparency": civic.transparency,
    "published": civic.published,
    "meetings": civic.meetings,
    "consultations": civic.consultations,
    "petitions": civic.petitions,
    "news": civic.item,
    "minutes": civic.item,
    "job": civic.item,
    "event": civic.item,
    "policy": civic.item,
    "guide": civic.item,
    "information": civic.item,
}
BEYOND: dict[str, Writer] = {
    "form": elsewhere.task_at,
    "councillors": elsewhere.members,
    "meetings": elsewhere.members,
    "consultations": elsewhere.consultation_hub,
    "portal": elsewhere.portal,
}
