"use strict";
(() => {
  const say = text => { document.getElementById("said").textContent = text; };
  const root = document.documentElement;
  const dark = () => root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  document.getElementById("theme").addEventListener("click", () => { root.dataset.theme = dark() ? "light" : "dark"; });

  const sections = [...document.querySelectorAll("details.section")];
  const fold = document.getElementById("fold");
  fold.addEventListener("click", () => {
    const open = sections.some(section => section.open);
    sections.forEach(section => { section.open = !open; });
    fold.textContent = open ? "Unfold all" : "Fold all";
  });
  const show = () => {
    const target = location.hash ? document.getElementById(decodeURIComponent(location.hash.slice(1))) : null;
    const section = target && target.closest("details.section");
    if (section) { section.open = true; target.scrollIntoView(); }
  };
  addEventListener("hashchange", show);
  show();
  addEventListener("beforeprint", () => sections.forEach(section => { section.open = true; }));

  const value = cell => cell.dataset.value === "" ? cell.textContent.trim() : Number(cell.dataset.value);
  const compare = (a, b) => typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b), "en", { numeric: true });
  for (const button of document.querySelectorAll("button.sort")) {
    button.addEventListener("click", () => {
      const head = button.closest("th");
      const column = [...head.parentNode.children].indexOf(head);
      const body = head.closest("table").tBodies[0];
      const sign = head.getAttribute("aria-sort") === "ascending" ? -1 : 1;
      const rows = [...body.rows].map((row, at) => ({ row, at, key: value(row.cells[column]) }));
      rows.sort((a, b) => sign * compare(a.key, b.key) || a.at - b.at);
      rows.forEach(({ row }) => body.append(row));
      for (const other of head.parentNode.children) { other.removeAttribute("aria-sort"); }
      head.setAttribute("aria-sort", sign === 1 ? "ascending" : "descending");
    });
  }

  // What a mark says: shown beside the mark nearest to the pointer, and for each mark in turn by the arrow keys.
  const tip = document.body.appendChild(document.createElement("div"));
  tip.className = "tip";
  tip.hidden = true;
  let again = null; // what the keyboard shows stays with its mark when the page moves
  const hide = () => { tip.hidden = true; again = null; };
  const place = (text, x, y) => {
    tip.textContent = text;
    tip.hidden = false;
    const width = tip.offsetWidth, height = tip.offsetHeight;
    tip.style.left = Math.max(4, Math.min(x + 12, innerWidth - width - 4)) + "px";
    tip.style.top = (y - height - 10 < 4 ? y + 16 : y - height - 10) + "px";
  };
  const ends = mark => {
    if (mark.tagName === "line") {
      const at = mark.getScreenCTM();
      return ["1", "2"].map(end => new DOMPoint(mark["x" + end].baseVal.value, mark["y" + end].baseVal.value).matrixTransform(at));
    }
    const box = mark.getBoundingClientRect();
    return mark.tagName === "circle" ? [{ x: box.x + box.width / 2, y: box.y + box.height / 2 }]
      : [{ x: box.left, y: box.top }, { x: box.right, y: box.bottom }];
  };
  const between = (value, a, b) => Math.max(Math.min(a, b) - value, 0, value - Math.max(a, b));
  const distance = ({ mark, from, to }, x, y, axis) => {
    if (axis) { return axis === "x" ? between(x, from.x, to.x) : between(y, from.y, to.y); }
    if (mark.tagName !== "line") { return Math.hypot(between(x, from.x, to.x), between(y, from.y, to.y)); }
    const dx = to.x - from.x, dy = to.y - from.y;
    const t = Math.max(0, Math.min(1, ((x - from.x) * dx + (y - from.y) * dy) / (dx * dx + dy * dy || 1)));
    return Math.hypot(x - from.x - t * dx, y - from.y - t * dy);
  };
  for (const drawing of document.querySelectorAll(".drawing")) {
    const svg = drawing.querySelector("svg");
    const matrix = svg.dataset.matrix ? svg.dataset.matrix.split(" ").map(Number) : null;
    let marks = null, where = "", at = -1;
    const known = () => {
      const box = svg.getBoundingClientRect();
      const now = [box.x, box.y, box.width].join();
      if (marks === null || now !== where) { // the page has moved or the picture has another size
        marks = [...(marks ? marks.map(each => each.mark) : svg.querySelectorAll("[data-t]"))].map(mark => {
          const [from, to] = ends(mark);
          return { mark, from, to: to || from };
        });
        where = now;
      }
      return marks;
    };
    const element = (x, y) => {
      const box = svg.querySelector("rect").getBoundingClientRect();
      const row = Math.ceil((y - box.y) / box.height * matrix[0]);
      const column = Math.ceil((x - box.x) / box.width * matrix[1]);
      return row < 1 || column < 1 || row > matrix[0] || column > matrix[1] ? "" : "row " + row + ", column " + column;
    };
    if (svg.querySelector("[data-t]")) { drawing.setAttribute("aria-description", "The left and right arrow keys read its marks."); }
    drawing.addEventListener("pointermove", ({ clientX: x, clientY: y }) => {
      again = null;
      if (matrix) {
        const text = element(x, y);
        return text ? place(text, x, y) : hide();
      }
      const axis = svg.dataset.axis;
      let best = null, least = 24;
      for (const each of known()) {
        const far = distance(each, x, y, axis);
        if (far < least) { best = each; least = far; }
      }
      return best ? place(best.mark.dataset.t, x, y) : hide();
    });
    drawing.addEventListener("pointerleave", hide);
    drawing.addEventListener("blur", hide);
    drawing.addEventListener("keydown", event => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (event.key === "Escape") { hide(); }
      if (!step || matrix || known().length === 0) { return; }
      event.preventDefault();
      at = at < 0 ? (step > 0 ? 0 : known().length - 1) : (at + step + known().length) % known().length;
      again = () => {
        const { mark, from, to } = known()[at];
        place(mark.dataset.t, (from.x + to.x) / 2, (from.y + to.y) / 2);
      };
      known()[at].mark.scrollIntoView({ block: "nearest" });
      again();
      say(known()[at].mark.dataset.t);
    });
  }
  addEventListener("scroll", () => again ? again() : hide(), { passive: true });

  const quoted = text => /[",\n]/.test(text) ? '"' + text.replaceAll('"', '""') + '"' : text;
  const csv = table => [...table.rows].map(row => [...row.cells].map(cell => quoted(cell.dataset.value || cell.textContent.trim())).join(",")).join("\n") + "\n";
  const copy = async text => {
    try { await navigator.clipboard.writeText(text); return true; } catch (refused) {
      const area = document.createElement("textarea");
      area.value = text;
      document.body.append(area);
      area.select();
      const done = document.execCommand("copy");
      area.remove();
      return done;
    }
  };
  for (const button of document.querySelectorAll("button.copy")) {
    button.addEventListener("click", async () => {
      const text = csv(button.closest("table"));
      root.dataset.copied = text;
      say(await copy(text) ? "The table is copied." : "The browser does not let the page copy.");
    });
  }
})();
