"""A table of snippets for every rule: what passes it, fails it, and what it is not for.

What stands before `<head/>` goes into the page's head. One that begins with `<html` is a page.
"""

from __future__ import annotations

HIDDEN = '<div style="display: none">{}</div>'

SNIPPETS: dict[str, dict[str, list[str]]] = {
    "image-alt": {
        "passes": [
            '<img alt="A tree">',
            "<img alt>",
            '<img alt="">',
            '<img role="presentation">',
            '<img aria-label="A tree">',
            '<img title="A tree">',
            '<i id=t>A tree</i><img aria-labelledby="t">',
        ],
        "fails": [
            "<img src=tree.jpg>",
            '<img alt=" ">',
            '<img role="none" tabindex="0">',
            '<img aria-labelledby="nowhere">',
            '<img aria-label="">',
        ],
        "not_applicable": [
            "<svg></svg>",
            '<img aria-hidden="true">',
            HIDDEN.format("<img>"),
            "<p hidden><img></p>",
            "<noscript><img src=count.gif></noscript>",
            "<template><img></template>",
        ],
    },
    "input-image-alt": {
        "passes": ['<input type="image" alt="Search">', '<input type="IMAGE" title="Search">'],
        "fails": ['<input type="image" src="go.gif">', '<input type="image" alt="">'],
        "not_applicable": ['<input type="button" value="Go">', '<input type="image" hidden>'],
    },
    "svg-img-alt": {
        "passes": [
            '<svg role="img"><title>A tree</title></svg>',
            '<svg role="img" aria-label="A tree"></svg>',
        ],
        "fails": ['<svg role="img"><path/></svg>', '<svg role="img"><title> </title></svg>'],
        "not_applicable": ["<svg><path/></svg>", '<svg role="img" aria-hidden="true"></svg>'],
    },
    "role-img-alt": {
        "passes": ['<div role="img" aria-label="Sunny"></div>', '<i role="img" title="Sunny"></i>'],
        "fails": ['<div role="img"></div>', '<i role="img" aria-labelledby="nowhere"></i>'],
        "not_applicable": [
            '<div role="img" aria-hidden="true"></div>',
            '<div role="button"></div>',
        ],
    },
    "area-alt": {
        "passes": [
            '<map><area href="/n" alt="North"></map>',
            '<area href="/n" aria-label="North">',
        ],
        "fails": ['<map><area href="/n"></map>', '<area href="/n" alt="">'],
        "not_applicable": ["<map><area></map>", '<area href="/n" hidden>'],
    },
    "image-redundant-alt": {
        "passes": ['<a href="/"><img alt="Logo"> Home</a>', '<a href="/"><img alt="Home"></a>'],
        "fails": [
            '<a href="/"><img alt="Home"> Home</a>',
            "<button><img alt=search><b>Search</b></button>",
        ],
        "not_applicable": ['<img alt="Home"> Home', '<a href="/"><img alt=""> Home</a>'],
    },
    "label": {
        "passes": [
            "<label for=n>Name</label><input id=n>",
            "<label>Name <input></label>",
            '<input aria-label="Name">',
            '<input title="Name">',
            '<input placeholder="Name">',
            "<b id=b>Name</b><textarea aria-labelledby=b></textarea>",
        ],
        "fails": [
            "Name <input>",
            "<label for=n> </label><input id=n>",
            "<label for=other>Name</label><input id=n type=email>",
            "<label>Name</label><textarea></textarea>",
            '<label><input type="checkbox"></label>',
        ],
        "not_applicable": [
            '<input type="hidden">',
            '<input type="submit">',
            '<input style="visibility:hidden">',
            "<select></select>",
        ],
    },
    "select-name": {
        "passes": [
            "<label>Ward <select><option>North</select></label>",
            "<select title=Ward></select>",
        ],
        "fails": [
            "Ward <select><option>North</select>",
            "<label><select><option>North</select></label>",
        ],
        "not_applicable": ["<select hidden></select>", "<input>"],
    },
    "aria-input-field-name": {
        "passes": [
            '<div role="textbox" aria-label="Name"></div>',
            "<p role=slider title=Size></p>",
        ],
        "fails": ['<div role="textbox">Name</div>', '<label>Name <p role="combobox"></p></label>'],
        "not_applicable": ['<div role="button"></div>', '<input role="searchbox">'],
    },
    "button-name": {
        "passes": [
            "<button>Go</button>",
            '<button aria-label="Go"></button>',
            '<button><img alt="Go"></button>',
            '<button title="Go"></button>',
            "<button><svg><title>Go</title></svg></button>",
        ],
        "fails": [
            "<button></button>",
            '<button value="Go"></button>',
            '<button><i class="icon"></i></button>',
            '<button><span aria-hidden="true">x</span></button>',
            "<button><img src=go.gif></button>",
        ],
        "not_applicable": ['<button role="link">x</button>', "<button hidden></button>"],
    },
    "input-button-name": {
        "passes": [
            '<input type="submit">',
            '<input type="button" value="Go">',
            "<input type=reset>",
        ],
        "fails": ['<input type="button">', '<input type="submit" value="">'],
        "not_applicable": ['<input type="text">', '<input type="button" hidden>'],
    },
    "autocomplete-valid": {
        "passes": [
            '<input autocomplete="email">',
            '<input autocomplete="section-a shipping work tel">',
            '<input autocomplete="OFF">',
            '<input autocomplete="username webauthn">',
        ],
        "fails": [
            '<input autocomplete="work,email">',
            '<input autocomplete="e-mail">',
            '<input autocomplete="home postal-code">',
            '<select autocomplete="county"></select>',
        ],
        "not_applicable": [
            '<input autocomplete="">',
            '<input autocomplete="e-mail" disabled>',
            '<input type="submit" autocomplete="e-mail">',
            '<form autocomplete="never"></form>',
        ],
    },
    "link-name": {
        "passes": [
            '<a href="/">Home</a>',
            '<a href="/"><img alt="Home"></a>',
            '<a href="/" aria-label="Home"></a>',
            '<a href="/" role="presentation">Home</a>',
            '<a href="/"><i class="icon" title="Home"></i></a>',
            '<a href="/"><i aria-label="Home"></i></a>',
        ],
        "fails": [
            '<a href="/"></a>',
            '<a href="/"><img src=home.gif></a>',
            '<a href="/"><img alt=""></a>',
            '<a href="/"><i class="icon"></i></a>',
            '<a href="/"><span hidden>Home</span></a>',
        ],
        "not_applicable": [
            "<a name=top></a>",
            '<a href="/" role="button"></a>',
            '<a href="/" aria-hidden="true"></a>',
        ],
    },
    "aria-command-name": {
        "passes": ['<p role="button">Go</p>', '<p role="link" aria-label="Home"></p>'],
        "fails": [
            '<p role="button"></p>',
            '<a href="/" role="button"></a>',
            "<p role=menuitem></p>",
        ],
        "not_applicable": [
            "<button></button>",
            '<p role="button" hidden></p>',
            '<p role="note"></p>',
        ],
    },
    "summary-name": {
        "passes": ["<details><summary>More</summary>…</details>"],
        "fails": ["<details><summary></summary>…</details>"],
        "not_applicable": ["<details>…</details>", "<summary></summary>"],
    },
    "frame-title": {
        "passes": ['<iframe title="Map"></iframe>', '<iframe aria-label="Map"></iframe>'],
        "fails": ["<iframe src=/map></iframe>", '<iframe title=" "></iframe>'],
        "not_applicable": ['<iframe tabindex="-1"></iframe>', "<iframe hidden></iframe>"],
    },
    "skip-link": {
        "passes": [
            '<a href="#main">Skip</a><p id=main>',
            '<a href="#c">Skip</a><a name=c></a>',
            '<a href="#top">Top</a>',
        ],
        "fails": ['<a href="#main">Skip</a><a href="/">Home</a>', '<a href="#main">Skip</a>'],
        "not_applicable": ['<a href="/">Home</a><a href="#gone">Down</a>', '<a href="#!/x">x</a>'],
    },
    "html-has-lang": {
        "passes": ['<html lang="cy"><body>Helo</body></html>'],
        "fails": ["<html><body>Hello</body></html>", '<html lang=" "><body>Hello</body></html>'],
    },
    "html-lang-valid": {
        "passes": [
            '<html lang="en-GB"></html>',
            '<html lang="CY"></html>',
            '<html lang="gem"></html>',
        ],
        "fails": ['<html lang="english"><p>x</html>', '<html lang="xx"><p>x</html>'],
        "not_applicable": ["<html></html>", '<html lang=""></html>'],
    },
    "valid-lang": {
        "passes": ['<p lang="cy">Helo</p>', '<p lang="welsh"><b lang="cy">Helo</b></p>'],
        "fails": ['<p lang="welsh">Helo</p>', '<p lang="welsh"><img alt="Helo"></p>'],
        "not_applicable": ["<p>Hello</p>", '<p lang="welsh"></p>', '<p lang="">Hello</p>'],
    },
    "document-title": {
        "passes": ["<title>Bins</title><head/>"],
        "fails": ["", "<title> </title><head/>", "<svg><title>Logo</title></svg>"],
    },
    "meta-viewport": {
        "passes": [
            '<meta name="viewport" content="width=device-width, initial-scale=1"><head/>',
            '<meta name="viewport" content="maximum-scale=5"><head/>',
            '<meta name="viewport" content="user-scalable=yes"><head/>',
        ],
        "fails": [
            '<meta name="viewport" content="width=device-width, user-scalable=no"><head/>',
            '<meta name="viewport" content="user-scalable=0"><head/>',
            '<meta name="viewport" content="maximum-scale=1.0"><head/>',
            '<meta name="viewport" content="maximum-scale=1;initial-scale=1"><head/>',
        ],
        "not_applicable": ['<meta name="author" content="user-scalable=no"><head/>'],
    },
    "meta-refresh": {
        "passes": [
            '<meta http-equiv="refresh" content="0; url=/new"><head/>',
            '<meta http-equiv="refresh" content="72001"><head/>',
        ],
        "fails": [
            '<meta http-equiv="Refresh" content="30"><head/>',
            '<meta http-equiv="refresh" content="5;URL=/new"><head/>',
        ],
        "not_applicable": [
            '<meta http-equiv="refresh" content="soon"><head/>',
            '<meta http-equiv="content-language" content="30"><head/>',
        ],
    },
    "landmark-one-main": {
        "passes": ["<main>x</main>", '<div role="main">x</div>'],
        "fails": ["<div id=main>x</div>", "<main hidden>x</main>"],
    },
    "tabindex": {
        "passes": ['<p tabindex="0">x</p>', '<p tabindex="-1">x</p>'],
        "fails": ['<a href="/" tabindex="1">x</a>', '<input tabindex=" 20 ">'],
        "not_applicable": ["<p>x</p>", '<p tabindex="first">x</p>'],
    },
    "blink": {
        "passes": ["<b>New</b>"],
        "fails": ["<blink>New</blink>"],
        "not_applicable": ["<blink hidden>New</blink>"],
    },
    "marquee": {
        "passes": ["<b>New</b>"],
        "fails": ["<marquee>New</marquee>"],
        "not_applicable": ['<marquee style="display:none">New</marquee>'],
    },
    "list": {
        "passes": ["<ul><li>a</li> <li>b</li><script></script></ul>", "<ol></ol>"],
        "fails": ["<ul><p>a</p></ul>", "<ul>a<li>b</li></ul>", '<ol><li role="tab">a</li></ol>'],
        "not_applicable": ['<ul role="menu"><p>a</p></ul>', "<ul hidden><p>a</p></ul>"],
    },
    "listitem": {
        "passes": [
            "<ul><li>a</li></ul>",
            '<div role="list"><li>a</li></div>',
            "<menu><li>a</li></menu>",
        ],
        "fails": ["<div><li>a</li></div>", "<li>a</li>"],
        "not_applicable": ['<div><li role="tab">a</li></div>', "<div hidden><li>a</li></div>"],
    },
    "definition-list": {
        "passes": ["<dl><dt>a</dt><dd>b</dd></dl>", "<dl><div><dt>a</dt><dd>b</dd></div></dl>"],
        "fails": ["<dl><p>a</p></dl>", "<dl><dt>a</dt>b</dl>", "<dl><div><p>a</p></div></dl>"],
        "not_applicable": ['<dl role="list"><p>a</p></dl>', "<ul><li>a</li></ul>"],
    },
    "heading-order": {
        "passes": [
            "<h1>a</h1><h2>b</h2><h3>c</h3><h2>d</h2>",
            "<h2>a</h2><h3>b</h3>",
            "<h1>a</h1><h3 hidden>b</h3><h2>c</h2>",
        ],
        "fails": ["<h1>a</h1><h3>b</h3>", '<h1>a</h1><p role="heading" aria-level="4">b</p>'],
        "not_applicable": ["<p>a</p>", "<h4>a</h4>"],
    },
    "empty-heading": {
        "passes": ["<h2>a</h2>", '<h2><img alt="a"></h2>', '<p role="heading">a</p>'],
        "fails": ["<h2></h2>", "<h2><br></h2>", '<h2><img alt=""></h2>', "<p role=heading></p>"],
        "not_applicable": ["<p></p>", "<h2 hidden></h2>", '<h2 role="tab"></h2>'],
    },
    "page-has-heading-one": {
        "passes": ["<h1>a</h1>", '<p role="heading" aria-level="1">a</p>'],
        "fails": ["<h2>a</h2>", "<h1 hidden>a</h1>", ""],
    },
    "td-headers-attr": {
        "passes": [
            "<table><tr><th id=a>A</th><th id=b>B</th></tr><tr><td headers='a b'>1</td></table>"
        ],
        "fails": [
            "<table><tr><th id=a>A</th></tr><tr><td headers=z>1</td></tr></table>",
            "<table><tr><td id=a headers=a>A</td></tr></table>",
            "<table><tr><th id=a>A</th></tr></table><table><tr><td headers=a>1</td></tr></table>",
        ],
        "not_applicable": [
            "<table><tr><td>1</td></tr></table>",
            "<table role=presentation><tr><td headers=z>1</td></tr></table>",
        ],
    },
    "scope-attr-valid": {
        "passes": [
            "<table><tr><th scope=col>A</th></tr></table>",
            "<table><th scope=ROW>A</table>",
        ],
        "fails": [
            "<table><tr><td scope=col>A</td></tr></table>",
            "<table><th scope=column>A</table>",
        ],
        "not_applicable": ["<table><tr><th>A</th></tr></table>"],
    },
    "aria-roles": {
        "passes": [
            '<p role="note">x</p>',
            '<p role="new-role note">x</p>',
            "<p role=doc-tip>x</p>",
        ],
        "fails": ['<p role="lnik">x</p>', '<p role="widget">x</p>'],
        "not_applicable": ["<p>x</p>", '<p role="">x</p>', '<p role="lnik" hidden>x</p>'],
    },
    "aria-valid-attr": {
        "passes": ['<p aria-label="x">x</p>'],
        "fails": ['<p aria-labeledby="x">x</p>', '<p aria-hiden="true">x</p>'],
        "not_applicable": ["<p arial=x>x</p>"],
    },
    "duplicate-id-aria": {
        "passes": ["<b id=a>x</b><input aria-labelledby=a>"],
        "fails": [
            "<b id=a>x</b><b id=a>y</b><input aria-labelledby=a>",
            "<label for=a>x</label><input id=a><input id=a>",
        ],
        "not_applicable": ["<b id=a>x</b><b id=a>y</b>"],
    },
}
