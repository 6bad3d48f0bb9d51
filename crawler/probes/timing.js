// When the page could be read, by the browser's own clock: milliseconds since the visit began.
__digitalfirst.timing = async () => {
  const entries = (type) => new Promise((resolve) => {
    const observer = new PerformanceObserver((list) => resolve(list.getEntries()));
    try {
      observer.observe({ type, buffered: true });
    } catch {
      resolve([]);
    }
    setTimeout(() => resolve([]), 50);
  });
  // Layout shift as web.dev defines it: the worst window of shifts at most 1 s apart and 5 s long.
  const shift = (shifts) => {
    let worst = 0, sum = 0, first = 0, last = 0;
    for (const { value, startTime, hadRecentInput } of shifts) {
      if (hadRecentInput) continue;
      if (!sum || startTime - last > 1000 || startTime - first > 5000) [sum, first] = [0, startTime];
      sum += value;
      last = startTime;
      worst = Math.max(worst, sum);
    }
    return worst;
  };
  const [navigation] = performance.getEntriesByType("navigation");
  const [paints, largest, shifts] = await Promise.all(
    ["paint", "largest-contentful-paint", "layout-shift"].map(entries),
  );
  return {
    first_byte: navigation ? navigation.responseStart : null,
    first_paint: paints.find(({ name }) => name === "first-contentful-paint")?.startTime ?? null,
    largest_paint: largest.at(-1)?.startTime ?? null,
    layout_shift: shift(shifts),
    loaded: navigation ? navigation.loadEventEnd : null,
    protocol: navigation ? navigation.nextHopProtocol : "",
  };
};

__digitalfirst.facts = () => ({
  title: document.title.trim().slice(0, 300),
  lang: document.documentElement.lang.trim().slice(0, 35),
  address: location.href,
});
