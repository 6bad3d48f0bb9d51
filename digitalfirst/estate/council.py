"""What a council's website is like: drawn once from the seed, never changed."""

from __future__ import annotations

import random
from dataclasses import dataclass

from config.councils import Council
from digitalfirst.estate.habits import Habits, habits
from digitalfirst.estate.wording import defects, words

TEMPLATES = ("localgov", "govuk", "press", "tables", "mega")
URL_STYLES = ("folders", "info", "article", "query", "aspx", "flat")
COLOURS = ("#00437b", "#5b2a86", "#1d5b36", "#7a1f2b", "#234e52", "#3b3b6d", "#6b3e0b", "#0b3c5d")
COOKIES = ("_ga", "_gid", "_fbp", "hjSession", "NID", "AWSALB")
TRACKERS = ("www.google-analytics.test", "connect.facebook.test", "static.hotjar.test")
STATEMENT_PARTS = (
    "commitment",
    "compliance",
    "non-accessible",
    "preparation",
    "feedback",
    "enforcement",
)


@dataclass(frozen=True, slots=True)
class Profile:
    """One council's website. Shares are 0-1; `quality` (0-1) is how far the council has come."""

    index: int
    seed: int
    council: Council
    quality: float
    domain: str
    template: str
    url_style: str
    colour: str
    phone: str
    email: str
    crest_points: int
    # findability
    search: str  # get, poor (get, badly ranked), post, hosted (get, on another host), none
    a_to_z: str  # pages, single, none
    site_map: bool
    sitemap_xml: str  # valid, broken, none
    hubs: bool
    breadcrumbs: str  # nav, text, none
    cards: bool
    not_found: str  # helpful, bare, soft (answers 200), plain (the server's)
    robots: str  # open, no-search, delay, none
    print_links: bool
    session_links: bool
    # mobile
    viewport: str  # all, mixed (older kinds of page have none), none
    zoom: str  # free, mixed (blocked on older kinds of page), blocked
    # accessibility
    has_lang: bool
    furniture_defects: tuple[str, ...]
    defect_rate: float  # mean number of planted defects in the body of a page
    statement: tuple[str, ...] | None
    statement_current: bool
    tagged_pdfs: float
    # openness and participation
    spending: str  # csv, pdf, none
    contracts: bool
    salaries: bool
    foi_log: bool
    meetings: str  # own, platform, none
    consultations: str
    petitions: bool
    # trust
    https: bool
    https_redirect: bool
    hsts: bool
    csp: bool
    privacy: bool
    security_txt: bool
    cookies: tuple[str, ...]
    trackers: tuple[str, ...]
    # services
    forms_host: str
    account_host: str
    payment_host: str
    welsh: float  # share of pages with a Welsh twin
    habits: Habits
    deep: bool  # whether topics stand between its sections and its services
    fates: tuple[str, ...] = ()  # better, same or worse in each year after the first (years.py)

    @property
    def label(self) -> str:
        """The council's name in the hosts of third parties."""
        return self.council.slug

    @property
    def host(self) -> str:
        """The host of the council's main site."""
        return f"www.{self.domain}"

    @property
    def home(self) -> str:
        """The address of the home page."""
        return f"{'https' if self.https else 'http'}://{self.host}/"

    @property
    def is_welsh(self) -> bool:
        """Whether the council is in Wales."""
        return self.council.nation == "Wales"


class _Dice:
    """Chances that improve with the council's quality."""

    def __init__(self, rng: random.Random, quality: float) -> None:
        self.rng = rng
        self.quality = quality

    def good(self, at_worst: float, at_best: float) -> bool:
        """True with a chance between the two, in proportion to quality."""
        return self.rng.random() < at_worst + (at_best - at_worst) * self.quality

    def pick(self, options: dict[str, float]) -> str:
        """One of the options, by weight."""
        return self.rng.choices(list(options), weights=list(options.values()))[0]


def profile(seed: int, index: int, council: Council) -> Profile:
    """The website of the `index`-th council of an estate."""
    rng = random.Random(f"{seed}/{council.slug}/profile")
    quality = rng.triangular(0.05, 1.0, 0.6)
    dice = _Dice(rng, quality)
    good, pick = dice.good, dice.pick
    turn = index + seed
    gov = good(0.93, 0.99)
    domain = f"{council.slug}.gov.test" if gov else f"{council.slug}council.org.test"
    https = good(0.85, 1.0)
    return Profile(
        index=index,
        seed=seed,
        council=council,
        quality=quality,
        domain=domain,
        template=TEMPLATES[turn % len(TEMPLATES)],
        url_style=URL_STYLES[(turn * 5 + index // 6) % len(URL_STYLES)],
        colour=COLOURS[turn % len(COLOURS)],
        phone=f"01632 960{rng.randrange(100, 999)}",
        email=f"customer.services@{domain}",
        crest_points=rng.randrange(400, 3200),
        search=pick({"get": 0.5 + quality, "poor": 0.3, "hosted": 0.1, "post": 0.1, "none": 0.08}),
        a_to_z=pick({"pages": 0.45, "single": 0.3, "none": 0.25}),
        site_map=good(0.4, 0.6),
        sitemap_xml=pick({"valid": 0.3 + quality, "broken": 0.1, "none": 0.4}),
        hubs=good(0.6, 0.9),
        breadcrumbs=pick({"nav": 0.2 + quality, "text": 0.4, "none": 0.25}),
        cards=good(0.3, 0.8),
        not_found="soft"
        if turn % 12 == 5
        else pick({"helpful": 0.2 + quality, "bare": 0.3, "plain": 0.35}),
        robots=pick({"open": 0.5, "no-search": 0.2, "delay": 0.15, "none": 0.15}),
        print_links=good(0.35, 0.15),
        session_links=good(0.2, 0.02),
        viewport=pick({"all": 0.3 + 2 * quality, "mixed": 0.25, "none": 0.15}),
        zoom=pick({"free": 0.3 + 2 * quality, "mixed": 0.15, "blocked": 0.2}),
        has_lang=council.nation == "Wales" or good(0.7, 1.0),
        furniture_defects=_furniture_defects(rng, quality),
        defect_rate=max(0.0, rng.triangular(0, 2.6, 0.2) * (1.15 - quality) - 0.15),
        statement=_statement(rng, quality),
        statement_current=good(0.2, 0.9),
        tagged_pdfs=rng.uniform(0.1, 0.4) + 0.5 * quality,
        spending=pick({"csv": 0.3 + quality, "pdf": 0.25, "none": 0.2}),
        contracts=good(0.3, 0.9),
        salaries=good(0.4, 0.95),
        foi_log=good(0.2, 0.8),
        meetings=pick({"platform": 0.6, "own": 0.35, "none": 0.05}),
        consultations=pick({"platform": 0.35, "own": 0.45, "none": 0.2}),
        petitions=good(0.2, 0.7),
        https=https,
        https_redirect=https and good(0.7, 1.0),
        hsts=https and good(0.2, 0.8),
        csp=good(0.05, 0.6),
        privacy=good(0.75, 1.0),
        security_txt=good(0.02, 0.4),
        cookies=tuple(rng.sample(COOKIES, rng.choices((0, 1, 2, 4), (4, 3, 2, 1))[0])),
        trackers=tuple(rng.sample(TRACKERS, rng.choices((0, 1, 2), (3, 3, 1))[0])),
        forms_host=rng.choice(("own-forms", "achieve", "firmstep", "ieg4", "jadu")),
        account_host=rng.choice(("achieve-self", "powerapps")),
        payment_host=rng.choice(("civica-pay", "pay360")),
        welsh=_welsh_share(rng, council),
        habits=habits(seed, council, quality),
        deep=rng.random() < 0.6,
    )


def _furniture_defects(rng: random.Random, quality: float) -> tuple[str, ...]:
    most = rng.choices((0, 1, 2, 4), (1 + 4 * quality, 2, 1, 1.2 - quality))[0]
    return tuple(rng.sample(sorted(defects().furniture), most))


def _statement(rng: random.Random, quality: float) -> tuple[str, ...] | None:
    """The parts of the accessibility statement; an empty one says nothing that is asked for."""
    shape = rng.choices(
        ("full", "part", "vague", "missing"), (0.2 + quality, 0.35, 0.12, 0.25 - 0.2 * quality)
    )[0]
    if shape == "missing":
        return None
    if shape == "full":
        return STATEMENT_PARTS
    if shape == "vague":
        return ()
    dropped = rng.sample(STATEMENT_PARTS[1:], rng.randint(1, 4))
    return tuple(part for part in STATEMENT_PARTS if part not in dropped)


def _welsh_share(rng: random.Random, council: Council) -> float:
    if council.nation != "Wales":
        return 0.0
    return rng.choice((1.0, 1.0, 0.8, 0.5, 0.15))


def title_of(site: Profile, name: str) -> str:
    """What this council calls a page of `civic.yaml` or `published.yaml`, or a section."""
    published = words("published")["items"] | {"open-data": words("published")["open-data"]}
    places = (words("civic")["pages"], published, words("sections")["sections"])
    entry = next(place[name] for place in places if name in place)
    return str(random.Random(f"{site.seed}/{site.label}/title/{name}").choice(entry["titles"]))
