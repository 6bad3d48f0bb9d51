// What the other probes share. All of them hang on one object, and change nothing that they do not put back.
globalThis.__digitalfirst = (() => {
  const MOST_NAMED = 20;
  const CONTROLS = "a[href], area[href], button, input:not([type=hidden]), select, textarea, summary, iframe, "
    + "[tabindex], [contenteditable=''], [contenteditable=true], [role=button], [role=link], [role=checkbox], [role=tab]";

  function step(element) {
    const parent = element.parentElement;
    if (!parent) return element.localName;
    return `${CSS.escape(element.localName)}:nth-child(${1 + [...parent.children].indexOf(element)})`;
  }

  // A CSS selector that selects exactly this element, from the nearest unique id down.
  function selector(element) {
    const steps = [];
    for (let at = element; at; at = at.parentElement) {
      if (/^[a-zA-Z_][\w-]*$/.test(at.id) && document.querySelectorAll(`#${at.id}`).length === 1) {
        steps.push(`#${at.id}`);
        break;
      }
      steps.push(step(at));
    }
    return steps.reverse().join(" > ");
  }

  function named(elements) {
    const listed = [...elements];
    return {
      count: listed.length,
      elements: listed.slice(0, MOST_NAMED).map((element) => ({
        selector: selector(element),
        snippet: element.cloneNode(false).outerHTML.slice(0, 200),
      })),
    };
  }

  function isSeen(element) {
    if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return false;
    const { width, height } = element.getBoundingClientRect();
    return width > 1 && height > 1;
  }

  // Waits until what was changed is laid out.
  const settled = () => new Promise((resolve) => setTimeout(resolve, 30));

  // Applies a style sheet, which no content security policy of the page forbids; returns what takes it away again.
  function styled(css) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    return () => {
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((each) => each !== sheet);
    };
  }

  return { CONTROLS, selector, named, isSeen, settled, styled };
})();
