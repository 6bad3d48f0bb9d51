// Sorting and filtering of tables. The page is whole without it.
"use strict";

const valueOf = (cell) => cell.dataset.value ?? cell.textContent.trim();

function compare(a, b) {
  if (a === "" || b === "") return (a === "") - (b === "");
  const [x, y] = [Number(a.replaceAll(",", "")), Number(b.replaceAll(",", ""))];
  return Number.isNaN(x) || Number.isNaN(y) ? a.localeCompare(b, "en-GB") : x - y;
}

function sortBy(table, heading) {
  const down = heading.getAttribute("aria-sort") === "ascending";
  const column = heading.cellIndex;
  const body = table.tBodies[0];
  const rows = [...body.rows].map((row) => [valueOf(row.cells[column]), row]);
  const known = rows.filter(([value]) => value !== "").sort(([a], [b]) => compare(a, b));
  if (down) known.reverse();
  const unknown = rows.filter(([value]) => value === "");
  body.append(...[...known, ...unknown].map(([, row]) => row));
  for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
  heading.setAttribute("aria-sort", down ? "descending" : "ascending");
}

for (const table of document.querySelectorAll("table.sortable")) {
  for (const heading of table.tHead.rows[0].cells) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...heading.childNodes);
    button.addEventListener("click", () => sortBy(table, heading));
    heading.append(button);
  }
}

function filterRows(panel) {
  const rows = document.getElementById(panel.dataset.for).tBodies[0].rows;
  const wanted = [...panel.querySelectorAll("[data-column]")];
  let shown = 0;
  for (const row of rows) {
    const fits = wanted.every((control) => {
      const text = row.cells[Number(control.dataset.column)].textContent.trim();
      if (control.tagName === "SELECT") return control.value === "" || text === control.value;
      return text.toLowerCase().includes(control.value.trim().toLowerCase());
    });
    row.hidden = !fits;
    shown += fits;
  }
  panel.querySelector("[role=status]").textContent = `${shown} of ${rows.length} councils shown`;
}

for (const panel of document.querySelectorAll(".filters")) {
  panel.hidden = false;
  panel.addEventListener("input", () => filterRows(panel));
  filterRows(panel);
}
