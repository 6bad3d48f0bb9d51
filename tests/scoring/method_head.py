"""What the methods of tests have alike: their facts, without pillars and stars."""

METHOD_HEAD = """\
id: test
title: Test
version: "1"
source: ours
explanation: For tests.
minimum_coverage: 0.5
draws: 200
confidence: 0.9
"""
