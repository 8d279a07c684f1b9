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
