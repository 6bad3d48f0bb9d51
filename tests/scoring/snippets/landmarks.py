"""Snippets for the rules of landmarks."""

from __future__ import annotations

from tests.scoring.snippets.kinds import Snippets

SNIPPETS: Snippets = {
    "landmark-banner-is-top-level": {
        "passes": ["<header>x</header>", "<div role=banner>x</div>"],
        "fails": ["<main><div role=banner>x</div></main>", "<nav><div role=banner>x</div></nav>"],
        "not_applicable": [
            "<main><header>x</header></main>",
            "<main><div role=banner hidden>x</div></main>",
        ],
    },
    "landmark-contentinfo-is-top-level": {
        "passes": ["<footer>x</footer>"],
        "fails": ["<main><div role=contentinfo>x</div></main>"],
        "not_applicable": ["<article><footer>x</footer></article>"],
    },
    "landmark-complementary-is-top-level": {
        "passes": ["<aside>x</aside>", "<main><aside>x</aside></main>"],
        "fails": ["<nav><aside>x</aside></nav>"],
        "not_applicable": ["<nav><aside hidden>x</aside></nav>", "<nav>x</nav>"],
    },
    "landmark-main-is-top-level": {
        "passes": ["<main>x</main>"],
        "fails": ["<nav><main>x</main></nav>", "<div role=banner><div role=main>x</div></div>"],
        "not_applicable": ["<nav><main hidden>x</main></nav>", "<nav>x</nav>"],
    },
    "landmark-no-duplicate-banner": {
        "passes": ["<header>x</header><article><header>y</header></article>"],
        "fails": [
            "<header>x</header><header>y</header>",
            "<header>x</header><div role=banner>y</div>",
        ],
        "not_applicable": ["<header>x</header><header hidden>y</header>", "<p>x</p>"],
    },
    "landmark-no-duplicate-contentinfo": {
        "passes": ["<footer>x</footer>"],
        "fails": ["<footer>x</footer><footer>y</footer>"],
        "not_applicable": ['<footer>x</footer><footer style="display:none">y</footer>', "<p>x</p>"],
    },
    "landmark-no-duplicate-main": {
        "passes": ["<main>x</main>"],
        "fails": ["<main>x</main><div role=main>y</div>"],
        "not_applicable": ["<main>x</main><main hidden>y</main>", "<p>x</p>"],
    },
    "landmark-unique": {
        "passes": [
            "<nav aria-label=a>x</nav><nav aria-label=b>y</nav>",
            "<nav>x</nav><main>y</main>",
        ],
        "fails": [
            "<nav>x</nav><nav>y</nav>",
            "<aside aria-label=A>x</aside><aside aria-label=a>y</aside>",
        ],
        "not_applicable": [
            "<nav>x</nav>",
            "<nav>x</nav><nav hidden>y</nav>",
            "<section>x</section><section>y</section>",
        ],
    },
    "bypass": {
        "passes": [
            '<h1>x</h1><a href="/">y</a>',
            '<main><a href="/">y</a></main>',
            '<a href="#a">y</a><p id=a>x</p>',
        ],
        "fails": ['<a href="/">y</a>', '<a href="#gone">y</a>'],
        "not_applicable": ["<p>x</p>"],
    },
    "region": {
        "passes": [
            '<a href="#a">Skip</a><main id=a><p>x</p></main>',
            "<header>x</header><div><main>y</main></div><footer>z</footer>",
            "<div role=alert>x</div>",
            "<main>x</main><button>y</button><form><input type=submit></form>",
            '<main>x</main><img alt="" src=a>',
        ],
        "fails": [
            "<p>x</p>",
            "<main>x</main><img src=a>",
            "<a href=/b>B</a><a href='#a'>not a skip link</a><main id=a>x</main>",
            "<main>x</main><div><p>y</p></div>",
            "<div>x<main>y</main></div>",
            "<main>x</main><img alt=y src=a>",
        ],
        "not_applicable": ["<main>x</main><p hidden>y</p>", "<main>x</main><div></div>"],
    },
}
