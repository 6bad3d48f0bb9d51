"""Trust: what the home page's headers ask of browsers, judged as the HTTP Observatory does.

The outcomes are those of MDN's HTTP Observatory, by our names; `outcomes.yaml` says what each is
worth. Scripts are not run: what they would set is not seen.
"""

from __future__ import annotations

from scoring.measures import Result, measure, not_applicable
from scoring.measures.criteria import CRITERIA
from scoring.measures.outcomes import named
from scoring.measures.policies import Policy, policy_of
from scoring.site import Site

OBSERVATORY = "MDN HTTP Observatory, {}"


def _home_header(site: Site, name: str) -> str:
    """The home page's header, all its values joined, lower case."""
    assert site.home is not None
    return ", ".join(site.home.capture.header_values(name)).strip().lower()


def _url(site: Site) -> str:
    assert site.home is not None
    return site.home.url


@measure(
    "trust.nosniff",
    question="Are browsers told to take files for what they are called?",
    unit="points (0-1)",
    source=OBSERVATORY.format("X-Content-Type-Options"),
)
def nosniff(site: Site) -> Result:
    """The home page sends X-Content-Type-Options: nosniff."""
    value = _home_header(site, "x-content-type-options")
    outcome = "missing" if not value else "set" if _all_are(value, "nosniff") else "invalid"
    return named("trust.nosniff", outcome, _url(site), value)


def _all_are(value: str, wanted: str) -> bool:
    return {part.strip() for part in value.split(",")} == {wanted}


@measure(
    "trust.framing",
    question="Is it limited which other sites may show the site inside theirs?",
    unit="points (0-1)",
    source=OBSERVATORY.format("X-Frame-Options"),
)
def framing(site: Site) -> Result:
    """The home page sends frame-ancestors in its Content-Security-Policy, or X-Frame-Options.

    One in a `meta` element does not count: browsers disregard it there.
    """
    assert site.home is not None
    policy = policy_of(site.home.capture.header_values("content-security-policy"))
    ancestors = policy.get("frame-ancestors")
    value = _home_header(site, "x-frame-options")
    if ancestors is not None:
        outcome = "open" if not ancestors.isdisjoint(CRITERIA.headers.broad) else "by-policy"
        return named("trust.framing", outcome, _url(site), " ".join(sorted(ancestors)))
    parts = {part.strip() for part in value.split(",")}
    known = parts <= {"deny", "sameorigin"}
    outcome = "missing" if not value else "by-header" if known else "invalid"
    return named("trust.framing", outcome, _url(site), value)


@measure(
    "trust.referrer-policy",
    question="Is what people read kept from the sites that they go on to?",
    unit="points (0-1)",
    source=OBSERVATORY.format("Referrer-Policy"),
)
def referrer_policy(site: Site) -> Result:
    """The last value of Referrer-Policy that browsers know, in the header or a `meta` element."""
    assert site.home is not None
    value = _home_header(site, "referrer-policy") or site.home.meta.get("referrer", "").lower()
    known = CRITERIA.headers.private_referrers | CRITERIA.headers.telling_referrers
    last = next((p.strip() for p in reversed(value.split(",")) if p.strip() in known), "")
    if not last:
        return named("trust.referrer-policy", "invalid" if value else "missing", _url(site), value)
    private = last in CRITERIA.headers.private_referrers
    return named("trust.referrer-policy", "private" if private else "telling", _url(site), value)


@measure(
    "trust.hsts-age",
    question="For how long do browsers keep to HTTPS?",
    unit="points (0-1)",
    source=f"{OBSERVATORY.format('Strict-Transport-Security')}; RFC 6797",
)
def hsts_age(site: Site) -> Result:
    """The max-age of Strict-Transport-Security, from six months on; and whether it may be built
    into browsers (a year, all subdomains, `preload`)."""
    value = _home_header(site, "strict-transport-security").replace('"', "")
    parts = [part.strip() for part in value.partition(",")[0].split(";")]
    ages = [part.partition("=")[2].strip() for part in parts if part.startswith("max-age")]
    if not _url(site).startswith("https:"):
        outcome = "no-https"
    elif not value:
        outcome = "missing"
    elif not ages or not ages[0].isdecimal():
        outcome = "invalid"
    else:
        outcome = _age(int(ages[0]), {"preload", "includesubdomains"} <= set(parts))
    return named("trust.hsts-age", outcome, _url(site), value)


def _age(seconds: int, asks_for_preload: bool) -> str:
    limits = CRITERIA.headers
    if seconds < limits.hsts_seconds:
        return "short"
    return "preload" if asks_for_preload and seconds >= limits.preload_seconds else "long"


@measure(
    "trust.csp-quality",
    question="How well does the policy keep foreign scripts out?",
    unit="points (0-1)",
    source=f"{OBSERVATORY.format('Content-Security-Policy')}; CSP Level 3",
)
def csp_quality(site: Site) -> Result:
    """What the policies in force, sent or in the page, allow in scripts, objects and styles."""
    assert site.home is not None
    sent = site.home.capture.header_values("content-security-policy")
    texts = [text for text in (*sent, site.home.meta.get("content-security-policy", "")) if text]
    policy = policy_of(texts)
    outcome = _quality(policy) if policy else "missing"
    return named("trust.csp-quality", outcome, _url(site), "; ".join(texts))


def _quality(policy: Policy) -> str:
    """The name of the worst that a policy allows."""
    broad = CRITERIA.headers.broad
    scripts, objects = policy.sources("script-src"), policy.sources("object-src")
    styles = policy.sources("style-src")
    if scripts is None or objects is None:
        return "scripts-open"
    if not (scripts | objects).isdisjoint(broad) or policy.runs_inline(scripts):
        return "scripts-open"
    if any(source.startswith(("http:", "ftp:")) for source in scripts | objects):
        return "insecure-scheme"
    if "'unsafe-eval'" in scripts:
        return "eval"
    if styles is None or not styles.isdisjoint(broad) or policy.runs_inline(styles):
        return "styles-open"
    return "strict-default" if policy.get("default-src") == frozenset({"'none'"}) else "strict"


@measure(
    "trust.cookie-flags",
    question="Are the cookies of the home page guarded?",
    unit="points (0-1)",
    source=OBSERVATORY.format("cookies"),
)
def cookie_flags(site: Site) -> Result:
    """The worst-guarded cookie that the home page's response sets: Secure, HttpOnly for sessions,
    SameSite."""
    assert site.home is not None
    sent = site.home.capture.header_values("set-cookie")
    if not sent:
        return not_applicable("the home page sets no cookie without scripts")
    judged = [(_cookie(site, cookie), cookie.partition("=")[0].strip()) for cookie in sent]
    order = CRITERIA.headers.cookie_faults
    worst, name = min(judged, key=lambda each: order.index(each[0]))
    return named("trust.cookie-flags", worst, _url(site), name)


def _cookie(site: Site, cookie: str) -> str:
    name, *flags = (part.strip().lower() for part in cookie.split(";"))
    is_session = any(mark in name.partition("=")[0] for mark in CRITERIA.headers.session_cookies)
    same_site = next((f.partition("=")[2] for f in flags if f.startswith("samesite")), None)
    if "secure" not in flags or not _url(site).startswith("https:"):
        return "session-not-secure" if is_session else "not-secure"
    if is_session and "httponly" not in flags:
        return "session-not-httponly"
    if same_site not in (None, "lax", "strict", "none"):
        return "same-site-invalid"
    return "secure" if same_site is None else "guarded"


@measure(
    "trust.cors",
    question="May other sites read the home page with the visitor's own rights?",
    unit="points (0-1)",
    source=OBSERVATORY.format("Cross-Origin Resource Sharing"),
)
def cors(site: Site) -> Result:
    """Access-Control-Allow-Origin and -Credentials, as the home page sends them unasked."""
    origin = _home_header(site, "access-control-allow-origin")
    with_rights = _home_header(site, "access-control-allow-credentials") == "true"
    if not origin:
        outcome = "closed"
    elif origin == "*":
        outcome = "public"
    else:
        outcome = "with-credentials" if with_rights else "some-sites"
    return named("trust.cors", outcome, _url(site), origin)


@measure(
    "trust.corp",
    question="Is it said which sites may build the home page into theirs?",
    unit="points (0-1)",
    source=OBSERVATORY.format("Cross-Origin-Resource-Policy"),
)
def corp(site: Site) -> Result:
    """Cross-Origin-Resource-Policy of the home page."""
    value = _home_header(site, "cross-origin-resource-policy")
    known = value in ("same-origin", "same-site", "cross-origin")
    outcome = value if known else "invalid" if value else "missing"
    return named("trust.corp", outcome, _url(site), value)
