"""A small method, as the example run has it."""

METHOD = """\
id: plain
title: Plain method
version: "1.0"
source: Invented for these tests.
explanation: |
  Points for what a site lets people do.

  The <b>services</b> count most.
minimum_coverage: 0.5
draws: 100
confidence: 0.9
pillars:
  services:
    title: Services online
    weight: 3
    lines: [{measure: services.online, weight: 2}]
  accessibility:
    title: Accessibility
    weight: 2
    lines:
      - measure: accessibility.errors-a-page
        steps: [{from: 0, points: 100}, {from: 5, points: 40}, {from: 20, points: 0}]
        not_assessed: zero
  trust:
    title: Trust and safety
    weight: 1
    lines: [{measure: trust.hsts}, {measure: trust.https, types: [unitary]}]
stars:
  - {stars: 1, at_least: 0}
  - {stars: 2, at_least: 45}
  - {stars: 3, at_least: 60}
  - {stars: 4, at_least: 75}
gates:
  - {measure: accessibility.statement, at_least: 1, stars: 3, because: Four stars need a statement.}
classes:
  - {id: T, title: Transactional, needs: {services.online: 0.5}}
  - {id: P, title: Promotional}
"""
