// Whether the page fits a narrow window, whether its text is cut off, and how large what is touched is.
{
  const df = __digitalfirst;
  const SLACK = 2; // CSS pixels of rounding, shadows and descenders
  const MOST_TARGETS = 400;
  const SPACING = "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }"
    + " p { margin-bottom: 2em !important; }"; // WCAG 2.2, 1.4.12

  const hides = (value) => value === "hidden" || value === "clip";
  const scrolls = (value) => value === "auto" || value === "scroll";

  // The nearest box around a text that cuts off what does not fit; null where what does not fit can be scrolled to.
  function clippingBox(element) {
    for (let at = element; at && at !== document.body; at = at.parentElement) {
      const { overflowX, overflowY } = getComputedStyle(at);
      if (scrolls(overflowX) || scrolls(overflowY)) return null;
      if (hides(overflowX) || hides(overflowY)) return { box: at.getBoundingClientRect(), x: hides(overflowX), y: hides(overflowY) };
    }
    return null;
  }

  // Texts of which a part is cut off. What is wholly outside waits to be shown (a menu, a carousel) and is left out,
  // as is what is only there to be heard.
  function clipped() {
    const found = new Set();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    for (let node; (node = walker.nextNode()); ) {
      const parent = node.parentElement;
      if (!node.data.trim() || found.has(parent) || !df.isSeen(parent)) continue;
      const clip = clippingBox(parent);
      if (!clip || clip.box.width <= SLACK || clip.box.height <= SLACK) continue;
      range.selectNodeContents(node);
      const { left, right, top, bottom } = range.getBoundingClientRect();
      const { box } = clip;
      const touches = left < box.right && right > box.left && top < box.bottom && bottom > box.top;
      const wide = clip.x && (right > box.right + SLACK || left < box.left - SLACK);
      const high = clip.y && (bottom > box.bottom + SLACK + (bottom - top) / 4 || top < box.top - SLACK - (bottom - top) / 4);
      if (touches && (wide || high)) found.add(parent);
    }
    return found;
  }

  function sticksOut(element) {
    if (element.getBoundingClientRect().right <= innerWidth + SLACK || !df.isSeen(element)) return false;
    for (let at = element.parentElement; at; at = at.parentElement) {
      const { overflowX } = getComputedStyle(at);
      if (at !== document.body && (scrolls(overflowX) || hides(overflowX))) return false;
    }
    return true;
  }

  function overflow() {
    const width = document.scrollingElement.scrollWidth;
    if (width <= innerWidth) return { scrolls: false, width, out: df.named([]) };
    return { scrolls: true, width, out: df.named([...document.body.querySelectorAll("*")].filter(sticksOut)) };
  }

  const isInline = (element) => getComputedStyle(element).display === "inline"
    && [...element.parentElement.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
  const isBrowsers = (element) => /^(checkbox|radio|range|color|file)$/.test(element.type ?? "")
    && getComputedStyle(element).appearance === "auto";

  // Targets smaller than `least` CSS pixels that no exception of WCAG 2.2, 2.5.8 excuses: in a sentence, the browser's
  // own, or with room enough around them.
  function smallTargets(least) {
    const targets = [...document.querySelectorAll(df.CONTROLS)].filter(df.isSeen).slice(0, MOST_TARGETS)
      .map((element) => ({ element, box: element.getBoundingClientRect() }))
      .map((each) => ({ ...each, x: (each.box.left + each.box.right) / 2, y: (each.box.top + each.box.bottom) / 2 }));
    const small = targets.filter(({ element, box }) => Math.min(box.width, box.height) < least - 0.5
      && !isInline(element) && !isBrowsers(element));
    const isSmall = new Set(small);
    const isClose = (one, other) => {
      if (one === other || one.element.contains(other.element) || other.element.contains(one.element)) return false;
      if (isSmall.has(other)) return Math.hypot(one.x - other.x, one.y - other.y) < least - 0.5;
      const dx = Math.max(other.box.left - one.x, 0, one.x - other.box.right);
      const dy = Math.max(other.box.top - one.y, 0, one.y - other.box.bottom);
      return Math.hypot(dx, dy) < least / 2 - 0.5;
    };
    const failing = small.filter((one) => targets.some((other) => isClose(one, other)));
    return { of: targets.length, ...df.named(failing.map(({ element }) => element)) };
  }

  // The share of the window's height that stays covered whatever is scrolled.
  function covered() {
    const bars = [...document.body.querySelectorAll("*")].filter((element) => {
      const { position } = getComputedStyle(element);
      return (position === "fixed" || position === "sticky") && df.isSeen(element);
    });
    const rows = new Set();
    for (const { left, right, top, bottom } of bars.map((bar) => bar.getBoundingClientRect())) {
      if (right - left < innerWidth / 2) continue;
      for (let y = Math.max(0, Math.floor(top)); y < Math.min(innerHeight, bottom); y += 1) rows.add(y);
    }
    return rows.size / innerHeight;
  }

  df.narrow = (least) => ({ ...overflow(), clipped: df.named(clipped()), small: smallTargets(least) });
  df.zoomed = () => ({ ...overflow(), clipped: df.named(clipped()), covered: covered() });

  df.spaced = async () => {
    const before = clipped();
    const undo = df.styled(SPACING);
    await df.settled();
    const after = [...clipped()].filter((element) => !before.has(element));
    undo();
    return df.named(after);
  };

  // What goes on moving for more than five seconds (WCAG 2.2, 2.2.2).
  df.moving = () => df.named(new Set(document.getAnimations()
    .filter(({ playState, effect }) => playState === "running" && effect?.getComputedTiming().endTime > 5000)
    .map(({ effect }) => effect.target)
    .filter((element) => element && df.isSeen(element))));
}
