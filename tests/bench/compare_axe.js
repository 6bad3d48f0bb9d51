// Runs axe-core on the page and says of each element it names, and of each that is asked about by a
// selector, which one it is: its opening tag, and the how-many-th with that very tag.
async ([rules, asked]) => {
  // What axe-core itself calls experimental, and level AAA, neither side is asked for.
  const isAsked = ({ tags }) => !tags.some((tag) => tag === "experimental" || tag.endsWith("aaa"));
  const known = new Set(axe.getRules().filter(isAsked).map((rule) => rule.ruleId));
  const ran = rules.filter((rule) => known.has(rule));
  const options = { iframes: false, resultTypes: ["violations", "incomplete"], runOnly: { type: "rule", values: ran } };
  const found = await axe.run(document, options);

  const opening = (element) => [
    element.localName.toLowerCase(),
    ...[...element.attributes].map(({ name, value }) => `${name.toLowerCase()}=${value}`.replace(/\s+/g, " ").trim()).sort(),
  ].join("|");
  const keys = new Map();
  const seen = new Map();
  for (const element of document.querySelectorAll("*")) {
    const tag = opening(element);
    seen.set(tag, (seen.get(tag) ?? 0) + 1);
    keys.set(element, `${tag}#${seen.get(tag)}`);
  }
  const keyed = (results) => results.flatMap(({ id, nodes }) => nodes
    .filter(({ target }) => target.length === 1 && typeof target[0] === "string")
    .map(({ target }) => [id, keys.get(document.querySelector(target[0]))]));
  const selected = Object.fromEntries(asked.map(([, selector]) => {
    const elements = document.querySelectorAll(selector);
    return [selector, elements.length === 1 ? keys.get(elements[0]) : ""];
  }));
  return { ran, violations: keyed(found.violations), unsure: keyed(found.incomplete), selected };
}
