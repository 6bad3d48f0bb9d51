// Where the keyboard leads: the order of the stops, whether each shows that it has the focus, and whether it lets go.
{
  const df = __digitalfirst;
  const PROPERTIES = ["outlineStyle", "outlineWidth", "outlineColor", "boxShadow", "backgroundColor", "backgroundImage",
    "borderTopColor", "borderBottomColor", "borderTopWidth", "borderBottomWidth", "borderTopStyle", "borderBottomStyle",
    "color", "textDecorationLine", "textDecorationThickness", "transform", "filter", "opacity", "clipPath", "left", "width", "height"];
  const MOST_CONTROLS = 300;

  function look(element, pseudo) {
    const style = getComputedStyle(element, pseudo);
    // An outline without style or width is not drawn, whatever its colour.
    const drawn = style.outlineStyle !== "none" && style.outlineWidth !== "0px";
    return PROPERTIES.map((name) => (name.startsWith("outline") && !drawn ? "" : style[name])).join(";");
  }

  // How an element and what may change with it look: its pseudo-elements, its label, its neighbours, its parents.
  function looks(element) {
    const around = [element, element.parentElement, element.parentElement?.parentElement, element.nextElementSibling,
      ...(element.labels ?? [])].filter(Boolean);
    return around.flatMap((each) => [undefined, "::before", "::after"].map((pseudo) => look(each, pseudo))).join("|");
  }

  df.keyboard = {
    begin() {
      document.activeElement?.blur();
      scrollTo(0, 0);
      const undo = df.styled("*, *::before, *::after { transition: none !important; animation-play-state: paused !important; }");
      const before = new Map([...document.querySelectorAll(df.CONTROLS)].slice(0, MOST_CONTROLS)
        .map((element) => [element, looks(element)]));
      const stops = [];
      const note = () => {
        const element = document.activeElement;
        if (!element || element === document.body || element === document.documentElement) {
          stops.push({ element: null });
        } else {
          const { width, height } = element.getBoundingClientRect();
          const shown = width > 1 && height > 1 && element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
          const changed = !before.has(element) || looks(element) !== before.get(element);
          stops.push({ element, seen: shown && changed });
        }
      };
      const listen = (event) => { if (event.key === "Tab") note(); };
      addEventListener("keyup", listen, true);
      this.state = { stops, end() { removeEventListener("keyup", listen, true); undo(); } };
    },

    // Whether the focus has come round to the first stop again, or what holds it so that it never will.
    look() {
      const order = this.state.stops.map(({ element }) => element);
      const [first] = order;
      const last = order.at(-1);
      const round = !first || order.lastIndexOf(first) > order.findIndex((element) => element !== first);
      const held = !round && last && last.localName !== "iframe" && this.isHeld(order, first, last);
      this.held = held ? new Set(order.slice(order.indexOf(last))) : new Set();
      return { round, stuck: held ? df.named([last]).elements[0] : null };
    },

    // It stays on one of several, or goes round among some that the first is not one of.
    isHeld(order, first, last) {
      const waiting = [...document.querySelectorAll(df.CONTROLS)]
        .some((element) => element.tabIndex >= 0 && df.isSeen(element) && !order.includes(element));
      const stays = order.slice(-3).every((element) => element === last);
      const rounds = order.filter((element) => element === last).length >= 3 && last !== first;
      return waiting && (stays || rounds);
    },

    freed() {
      return !this.held.has(this.state.stops.at(-1).element);
    },

    end() {
      const { stops, end } = this.state;
      end();
      const reached = new Map();
      for (const { element, seen } of stops) if (element && !reached.has(element)) reached.set(element, seen);
      const unseen = [...reached].filter(([element, seen]) => !seen && element.localName !== "iframe").map(([element]) => element);
      return { stops: reached.size, unseen: df.named(unseen), skip: this.skip(reached) };
    },

    // The link among the first three stops that leads to a place in this page further on; null where there is none.
    skip(reached) {
      const link = [...reached.keys()].slice(0, 3).find((element) => element.localName === "a" && element.hash.length > 1
        && element.href.split("#")[0] === location.href.split("#")[0]);
      this.link = link;
      if (!link) return null;
      this.target = document.getElementById(decodeURIComponent(link.hash.slice(1)))
        ?? document.querySelector(`a[name="${CSS.escape(decodeURIComponent(link.hash.slice(1)))}"]`);
      const [selector] = df.named([link]).elements;
      return { ...selector, target: Boolean(this.target), seen: reached.get(link) };
    },

    toSkipLink() {
      this.link.focus();
      return document.activeElement === this.link;
    },

    // After the link was followed and Tab pressed once: whether the focus is at or after the place it names.
    skipped() {
      const at = document.activeElement;
      if (!at || !this.target) return false;
      return at === this.target || Boolean(this.target.compareDocumentPosition(at)
        & (Node.DOCUMENT_POSITION_FOLLOWING | Node.DOCUMENT_POSITION_CONTAINED_BY));
    },
  };
}
