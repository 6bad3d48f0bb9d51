"""Snippets for the rules of what plays or is embedded."""

from __future__ import annotations

from tests.scoring.snippets.kinds import Snippets

SNIPPETS: Snippets = {
    "object-alt": {
        "passes": [
            "<object data=a.png title=x></object>",
            "<object data=a.mp3 aria-label=x></object>",
        ],
        "fails": [
            "<object data=a.png></object>",
            "<object data=a.mp4 alt=x><img src=a alt=x></object>",
            '<object data=a type="image/png"></object>',
        ],
        "not_applicable": [
            "<object data=a.html></object>",
            "<object data=a.png hidden></object>",
            "<object role=img data=a.png title=x></object>",
        ],
    },
    "no-autoplay-audio": {
        "passes": [
            "<video autoplay controls src=a.mp4></video>",
            '<video autoplay src="a.mp4#t=8,10"></video>',
            "<video autoplay src=a.mp4></video><button>Pause</button>",
        ],
        "fails": [
            "<audio autoplay src=a.mp3></audio>",
            "<video autoplay><source src=a.mp4></video><button hidden>Pause</button>",
        ],
        "not_applicable": [
            "<video autoplay muted src=a.mp4></video>",
            "<audio controls src=a.mp3></audio>",
        ],
    },
    "video-caption": {
        "passes": ["<video src=a.mp4><track kind=captions src=a.vtt></video>"],
        "fails": ["<video src=a.mp4></video>", "<video src=a.mp4><track src=a.vtt></video>"],
        "not_applicable": ["<video muted src=a.mp4></video>", "<video hidden src=a.mp4></video>"],
    },
}
