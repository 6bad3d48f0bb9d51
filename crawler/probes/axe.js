// axe-core's findings, cut to what is kept of them. Nothing is loaded for them: no frames, no style sheets anew.
globalThis.axeFindings = async (tags, most) => {
  const options = { iframes: false, preload: false, resultTypes: ["violations", "incomplete"], runOnly: { type: "tag", values: tags } };
  const found = await axe.run(document, options);
  const act = new Map(axe.getRules().map(({ ruleId, actIds }) => [ruleId, actIds ?? []]));
  const kept = (results) => results.map(({ id, impact, tags, help, nodes }) => ({
    rule: id,
    impact: impact ?? "minor",
    help,
    tags,
    act: act.get(id),
    count: nodes.length,
    elements: nodes.slice(0, most).map(({ target, html }) => ({
      selector: [target[0]].flat().join(" "),
      snippet: html.slice(0, 200),
    })),
  }));
  return { violations: kept(found.violations), incomplete: kept(found.incomplete) };
};
