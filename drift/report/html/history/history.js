"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const spoken = { b: "breach", w: "warning", o: "ok", u: "undecided", s: "skipped", "-": "not there" };
  const SVG = "http://www.w3.org/2000/svg";
  const WIDTH = 600, HEIGHT = 84, FOOT = 18;
  const count = data.times.length;
  const start = data.times[0], span = Math.max(data.times[count - 1] - start, 1);
  const at = (place, width) => count === 1 ? width / 2 : (data.times[place] - start) / span * width;

  const shape = (parent, name, attributes, words) => {
    const made = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    if (words !== undefined) made.textContent = words;
    parent.append(made);
    return made;
  };

  const strip = document.getElementById("strip");
  const wide = Math.min(WIDTH / count, 12);  // a few batches are no blocks
  [...data.verdicts].forEach((verdict, place) => {
    const bar = shape(strip, "rect", {
      x: (place * wide).toFixed(2), y: verdict === "b" ? 0 : verdict === "w" ? 12 : 22,
      width: Math.max(wide - (wide > 3 ? 1 : 0), 0.6).toFixed(2),
      height: verdict === "b" ? 36 : verdict === "w" ? 24 : 14, class: `v-${verdict}`,
    });
    shape(bar, "title", {}, `${data.batches[place]}: ${spoken[verdict]}, ${data.rows[place].toLocaleString("en")} rows`);
  });

  const line = (numbers, scale) => {
    let path = "", open = false;
    numbers.forEach((number, place) => {
      if (number === null) { open = false; return; }
      path += `${open ? "L" : "M"}${at(place, WIDTH).toFixed(1)} ${scale(number)}`;
      open = true;
    });
    return path;
  };

  const below = (numbers, scale) => {
    const there = numbers.map((number, place) => [number, place]).filter(([number]) => number !== null);
    if (!there.length) return "";
    const first = at(there[0][1], WIDTH).toFixed(1), last = at(there[there.length - 1][1], WIDTH).toFixed(1);
    return `M${first} ${HEIGHT}` + there.map(([number, place]) => `L${at(place, WIDTH).toFixed(1)} ${scale(number)}`).join("")
      + `L${last} ${HEIGHT}Z`;
  };

  const draw = (article) => {
    const column = data.columns[Number(article.dataset.place)];
    const box = article.querySelector(".plot-here"), says = article.querySelector(".says");
    const known = [...column.values, ...column.limits].filter((one) => one !== null);
    const most = Math.max(...known, 1) * 1.08;
    const scale = (number) => (HEIGHT - number / most * HEIGHT).toFixed(1);
    const svg = shape(box, "svg", {
      viewBox: `0 0 ${WIDTH} ${HEIGHT + FOOT}`, preserveAspectRatio: "none", role: "img",
      "aria-label": `${article.dataset.name} over ${count} batches: ${describe(column)}`,
    });
    for (const [first, last] of column.accepted) {
      const left = at(first, WIDTH), right = at(last, WIDTH);
      shape(svg, "rect", { x: (left - 1).toFixed(1), y: 0, width: (right - left + 2).toFixed(1), height: HEIGHT, class: "l-accepted" });
    }
    shape(svg, "path", { d: below(column.limits, scale), class: "l-limit" });
    for (const place of data.changes) {
      const x = at(place, WIDTH).toFixed(1);
      shape(svg, "line", { x1: x, x2: x, y1: 0, y2: HEIGHT, class: "l-change" });
    }
    shape(svg, "path", { d: line(column.values, scale), class: "l-value" });
    [...column.verdicts].forEach((verdict, place) => {
      if (verdict !== "b" && verdict !== "w") return;
      const value = column.values[place] ?? 0;
      shape(svg, "ellipse", { cx: at(place, WIDTH).toFixed(1), cy: scale(value), rx: 2.6, ry: 2.6, class: `v-${verdict}` });
    });
    shape(svg, "line", { x1: 0, x2: WIDTH, y1: HEIGHT, y2: HEIGHT, class: "ground" });
    const here = shape(svg, "line", { x1: 0, x2: 0, y1: 0, y2: HEIGHT, class: "l-here", visibility: "hidden" });
    const tell = (place) => {
      const x = at(place, WIDTH).toFixed(1);
      here.setAttribute("x1", x);
      here.setAttribute("x2", x);
      here.setAttribute("visibility", "visible");
      const told = (number) => number === null ? "not measured" : (number / data.steps).toFixed(4);
      says.textContent = `${data.batches[place]}: ${spoken[column.verdicts[place]]}, ${told(column.values[place])}`
        + (column.limits[place] === null ? "" : `, limit ${told(column.limits[place])}`);
    };
    says.textContent = `${data.batches[0]} to ${data.batches[count - 1]}`;
    svg.addEventListener("pointermove", (event) => {
      const frame = svg.getBoundingClientRect();
      const time = start + (event.clientX - frame.left) / frame.width * span;
      let low = 0, high = count - 1;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (data.times[middle] < time) low = middle + 1; else high = middle;
      }
      if (low > 0 && time - data.times[low - 1] < data.times[low] - time) low -= 1;
      tell(low);
    });
    const place = { now: count - 1 };
    box.tabIndex = 0;
    box.addEventListener("keydown", (event) => {
      const step = { ArrowLeft: -1, ArrowRight: 1, Home: -count, End: count }[event.key];
      if (step === undefined) return;
      event.preventDefault();
      place.now = Math.min(Math.max(place.now + step, 0), count - 1);
      tell(place.now);
    });
  };

  const describe = (column) => {
    const breaches = [...column.verdicts].filter((one) => one === "b").length;
    const values = column.values.filter((one) => one !== null);
    if (!values.length) return "not measured";
    const told = (one) => (one / data.steps).toFixed(3);
    return `${column.statistic} from ${told(Math.min(...values))} to ${told(Math.max(...values))}, ${breaches} in breach`;
  };

  const seen = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      if (!entry.isIntersecting) continue;
      seen.unobserve(entry.target);
      draw(entry.target);
    }
  }, { rootMargin: "300px" });
  const articles = [...document.querySelectorAll(".one")];
  for (const article of articles) seen.observe(article);
  addEventListener("beforeprint", () => {
    for (const article of articles) if (!article.querySelector(".plot-here svg") && !article.hidden) { seen.unobserve(article); draw(article); }
  });

  const search = document.getElementById("search"), quiet = document.getElementById("quiet");
  const status = document.getElementById("status");
  const rows = [...document.querySelectorAll(".now tbody tr")];
  const filter = () => {
    const wanted = search.value.trim().toLowerCase();
    let shown = 0;
    rows.forEach((row, place) => {
      const fits = row.dataset.name.toLowerCase().includes(wanted) && (quiet.checked || wanted !== "" || row.dataset.quiet === "no");
      row.hidden = !fits;
      articles[place].hidden = !fits;
      shown += fits;
    });
    status.textContent = `${shown} of ${rows.length} columns`;
  };
  search.addEventListener("input", filter);
  quiet.addEventListener("change", filter);
  document.getElementById("tools").hidden = false;
  const show = () => {
    const wanted = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (wanted && wanted.hidden) { quiet.checked = true; search.value = ""; filter(); wanted.scrollIntoView(); }
  };
  if (rows.every((row) => row.dataset.quiet === "yes")) quiet.checked = true;
  filter();
  show();
  addEventListener("hashchange", show);
})();
