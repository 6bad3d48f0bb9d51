"""Which content management system a site's pages give away."""

import pytest

from config import load_platforms
from scoring.cms import cms_of
from tests.scoring.sites import page_of, site_of_pages

DRUPAL = '<meta name="generator" content="Drupal 10 (https://www.drupal.org)">'
LOCALGOV = '<link rel="stylesheet" href="/themes/contrib/localgov_base/css/base.css">'
WORDPRESS = '<script src="/wp-includes/js/jquery.js"></script>'


@pytest.mark.parametrize(
    ("heads", "cms"),
    [
        ([DRUPAL, DRUPAL], "drupal"),
        ([DRUPAL + LOCALGOV, DRUPAL + LOCALGOV], "localgov-drupal"),
        ([WORDPRESS, "", WORDPRESS], "wordpress"),
        ([WORDPRESS, "", ""], None),  # a blog beside the site
        (["", ""], None),
        ([], None),
    ],
)
def test_a_site_is_of_the_system_of_most_of_its_pages(heads: list[str], cms: str | None) -> None:
    addresses = ["/", *(f"/page-{place}" for place in range(1, len(heads)))]
    pages = {
        address: page_of("<p>Hello</p>", head=head)
        for address, head in zip(addresses, heads, strict=False)
    }
    assert cms_of(site_of_pages(pages), load_platforms()) == cms


def test_what_a_page_only_speaks_of_is_no_mark() -> None:
    spoken = page_of("<p>We moved from /wp-content/ to content=&quot;drupal</p>")
    assert cms_of(site_of_pages({"/": spoken}), load_platforms()) is None
