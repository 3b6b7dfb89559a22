(() => {
  "use strict";
  const form = document.getElementById("filters");
  if (!form) return;
  const status = document.getElementById("status");
  const sorted = document.getElementById("sorted");
  const sections = [...document.querySelectorAll("section[data-home]")];
  const rows = [...document.querySelectorAll(".card")].map((card, place) => {
    const of = card.dataset;
    return {
      card, place, home: card.parentNode, state: of.s, kinds: (of.c ?? "").split(" "), checks: (of.k ?? "").split(" "),
      speaker: of.w, article: of.a ?? "0", fidelity: of.f === "" ? 101 : +of.f, number: +of.i,
      start: +of.t < 0 ? Infinity : +of.t, words: null, shown: true,
    };
  });
  const fold = text => text.normalize("NFKC").toLowerCase();
  const orders = {
    worst: (a, b) => a.place - b.place,
    fidelity: (a, b) => a.fidelity - b.fidelity || a.place - b.place,
    article: (a, b) => a.number - b.number,
    translation: (a, b) => a.start - b.start || a.number - b.number,
  };
  let order = "worst";

  function wanted() {
    const chosen = new Set([...form.querySelectorAll("input[name=state]:checked")].map(box => box.value));
    const value = name => form.elements[name].value;
    const [kind, check, speaker, article] = ["kind", "check", "speaker", "article"].map(value);
    const words = fold(value("search")).split(/\s+/).filter(Boolean);
    return row => {
      if (!chosen.has(row.state) || (kind && !row.kinds.includes(kind)) || (check && !row.checks.includes(check))) return false;
      if ((speaker && row.speaker !== speaker) || (article && row.article !== article)) return false;
      if (!words.length) return true;
      return words.every(word => read(row).includes(word));
    };
  }

  const read = row => row.words ??= fold(row.card.textContent);

  function readAhead(place) {
    requestIdleCallback(deadline => {
      for (; place < rows.length && deadline.timeRemaining() > 3; place++) read(rows[place]);
      if (place < rows.length) readAhead(place);
    });
  }

  function sort() {
    if (form.elements.sort.value === order) return;
    order = form.elements.sort.value;
    const places = new Map();
    for (const row of [...rows].sort(orders[order])) {
      const parent = order === "worst" ? row.home : sorted;
      if (!places.has(parent)) places.set(parent, document.createDocumentFragment());
      places.get(parent).append(row.card);
    }
    for (const [parent, cards] of places) parent.append(cards);
  }

  function apply() {
    const keep = wanted();
    let count = 0;
    const homes = new Set();
    for (const row of rows) {
      const shown = keep(row);
      if (shown) {
        count += 1;
        homes.add(row.home);
      }
      if (shown !== row.shown) row.card.hidden = !(row.shown = shown);
    }
    sort();
    sorted.parentNode.hidden = order === "worst";
    for (const section of sections) section.hidden = order !== "worst" || !homes.has(section.lastElementChild);
    status.textContent = count === rows.length ? `All ${count} quotations are shown.` : `${count} of ${rows.length} quotations are shown.`;
  }

  function reveal() {
    const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const card = target && target.closest(".card");
    if (card && card.hidden) {
      form.reset();
      apply();
    }
    if (target) {
      for (let up = target.parentElement; up; up = up.parentElement) if (up.tagName === "DETAILS") up.open = true;
      target.scrollIntoView({block: card ? "start" : "center"});
    }
  }

  const line = (card, name) => (card.querySelector(name)?.textContent ?? "").trim();

  function asText(card) {
    const parts = [
      `${line(card, "h3").replace(/\s+/g, " ")} · ${line(card, ".who").replace(/\s+/g, " ")}`,
      `The article quotes: “${line(card, ".said b")}”`,
      card.querySelector(".carried b") ? `The translation has: “${line(card, ".carried b")}”` : "The translation has no passage for it.",
      ...[...card.querySelectorAll(".issues li")].map(item => item.textContent.replace(/\s+/g, " ").trim()),
    ];
    return parts.join("\n");
  }

  async function copy(button) {
    const text = asText(button.closest(".card"));
    let done = true;
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const box = document.createElement("textarea");
      box.value = text;
      document.body.append(box);
      box.select();
      done = document.execCommand("copy");
      box.remove();
      button.focus();
    }
    status.textContent = done ? "The pair is copied as text." : "The browser does not let the page copy.";
    document.documentElement.dataset.copied = text;
  }

  form.addEventListener("input", apply);
  form.addEventListener("reset", () => setTimeout(apply));
  form.addEventListener("submit", event => event.preventDefault());
  document.addEventListener("click", event => {
    const button = event.target.closest("button.copy");
    if (button) copy(button);
  });
  window.addEventListener("hashchange", reveal);
  window.addEventListener("beforeprint", () => {
    for (const part of document.querySelectorAll("details.print")) part.open = true;
  });
  form.hidden = false;
  form.reset();
  apply();
  reveal();
  if (window.requestIdleCallback) readAhead(0);
})();
