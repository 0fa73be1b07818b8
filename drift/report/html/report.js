// Sorts, filters and finds columns, follows #name, copies expressions, tells bins. All is there without it, too.
"use strict";
(() => {
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const table = document.querySelector("table.columns");
const rows = all(":scope > tbody", table);
const names = new Map(rows.map((row) => [row, row.querySelector(".name").textContent]));
const find = document.getElementById("columns-find");
const kind = document.getElementById("columns-kind");
const sort = document.getElementById("columns-sort");
const chips = all(".chip input");
const shown = document.getElementById("columns-shown");
const worst = new Map(rows.map((row, place) => [row, place]));

// Each order, and whether it falls.
const orders = {
  worst: [(a, b) => worst.get(a) - worst.get(b), "descending"],
  name: [(a, b) => names.get(a).localeCompare(names.get(b), "en", { numeric: true }), "ascending"],
  ratio: [(a, b) => b.dataset.ratio - a.dataset.ratio, "descending"],
  gap: [(a, b) => b.dataset.gap - a.dataset.gap, "descending"],
};

const filter = () => {
  const wanted = find.value.trim().toLowerCase();
  const verdicts = new Set(chips.filter((chip) => chip.checked).map((chip) => chip.value));
  let count = 0;
  for (const row of rows) {
    row.hidden = !(verdicts.has(row.dataset.verdict) && (!kind.value || row.dataset.kind === kind.value)
      && names.get(row).toLowerCase().includes(wanted));
    count += !row.hidden;
  }
  shown.textContent = `${count.toLocaleString("en")} of ${rows.length.toLocaleString("en")} columns`;
};

const order = () => {
  const [compare, direction] = orders[sort.value];
  const sorted = [...rows].sort((a, b) => compare(a, b) || worst.get(a) - worst.get(b));
  table.append(...sorted);
  for (const head of all("th[data-by]", table)) {
    if (head.dataset.by === sort.value) head.setAttribute("aria-sort", direction);
    else head.removeAttribute("aria-sort");
  }
};

for (const head of all("th[data-by]", table)) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "sort";
  button.textContent = head.textContent;
  button.addEventListener("click", () => { sort.value = head.dataset.by; order(); });
  head.replaceChildren(button);
}
find.addEventListener("input", filter);
for (const input of [kind, ...chips]) input.addEventListener("change", filter);
sort.addEventListener("change", order);
document.querySelector(".tools").hidden = false;
filter();
order();

// A link to a column opens its details, also by a name that could not be an id, and past any filter.
const follow = () => {
  let name;
  try { name = decodeURIComponent(location.hash.slice(1)); } catch { return; }
  const target = document.getElementById(name) || (name && rows.find((row) => names.get(row) === name));
  if (!target) return;
  if (target.hidden) {
    find.value = "";
    kind.value = "";
    for (const chip of chips) chip.checked = true;
    filter();
  }
  if (rows.includes(target)) for (const details of all("details", target)) details.open = true;
  target.scrollIntoView({ block: "start" });
};
addEventListener("hashchange", follow);
follow();

for (const block of all(".code")) {
  const text = block.querySelector("code").textContent;
  const label = block.querySelector("b").textContent;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy";
  button.textContent = "Copy";
  button.setAttribute("aria-label", `Copy: ${label}`);
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text);
      button.textContent = "Copied";
    } catch {
      getSelection().selectAllChildren(block.querySelector("code"));
      button.textContent = "Selected";
    }
    setTimeout(() => { button.textContent = "Copy"; }, 2000);
  });
  block.append(button);
}

// Where a pointer is, a bin tells its ends and the share of each line.
const tip = document.createElement("div");
tip.className = "tip";
tip.hidden = true;
tip.setAttribute("aria-hidden", "true");
document.body.append(tip);
document.addEventListener("pointermove", (event) => {
  const plot = event.target.closest?.(".plot.bins");
  tip.hidden = !plot;
  if (!plot) return;
  const box = plot.getBoundingClientRect();
  const at = (event.clientX - box.left) / box.width;
  const ends = plot.dataset.ends.split(" ");
  const many = plot.querySelector("path[data-shares]").dataset.shares.split(" ").length;
  const starts = plot.dataset.starts?.split(" ").map(Number) ?? Array.from({ length: many }, (_, place) => place / many);
  let bin = starts.length - 1;
  while (bin > 0 && starts[bin] > at) bin -= 1;
  const lines = all("path[data-shares]", plot).map((path, line) => {
    const legend = all(".legend li", plot.parentElement)[line].textContent.split(/, \d/)[0];
    return `${legend}: ${path.dataset.shares.split(" ")[bin]}%`;
  });
  tip.textContent = [ends.length > bin + 1 ? `${ends[bin]} to ${ends[bin + 1]}` : ends[bin], ...lines].join("\n");
  tip.style.transform = `translate(${Math.max(4, Math.min(event.clientX + 12, innerWidth - tip.offsetWidth - 8))}px,`
    + `${Math.min(event.clientY + 16, innerHeight - tip.offsetHeight - 8)}px)`;
});

// What is printed is open.
let closed = [];
addEventListener("beforeprint", () => {
  closed = all("details:not([open])");
  for (const details of closed) details.open = true;
});
addEventListener("afterprint", () => { for (const details of closed) details.open = false; });
})();
