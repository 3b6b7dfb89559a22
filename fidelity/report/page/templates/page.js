(() => {
  "use strict";
  const form = document.getElementById("filters");
  if (!form) return;
  const status = document.getElementById("status");
  const sorted = document.getElementById("sorted");
  const homes = [...document.querySelectorAll("section[data-home]")];
  const slice = 25;  // milliseconds of work between two frames
  const rows = [...document.querySelectorAll(".card")].map((card, place) => {
    const of = card.dataset;
    return {
      card, place, home: card.closest("section"), state: of.s, kinds: (of.c ?? "").split(" "), checks: (of.k ?? "").split(" "),
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
  let ranked = rows;  // in that order

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

  // While the browser has nothing else to do, the words of all cards are read, so that the first search is fast, too.
  function readAhead(place) {
    requestIdleCallback(deadline => {
      for (; place < rows.length && deadline.timeRemaining() > 3; place++) read(rows[place]);
      if (place < rows.length) readAhead(place);
    });
  }

  // Calls `step` for every item: for as many as a slice allows at once, and for the others after the next frames.
  // `rest` is called after each slice with whether all are done. Returns a function that ends the job, done or not.
  function inSlices(items, step, rest) {
    let place = 0, timer = 0;
    function work() {
      const end = performance.now() + slice;
      while (place < items.length && (place % 16 || performance.now() < end)) step(items[place++]);
      if (place < items.length) timer = setTimeout(work);
      rest(place === items.length);
    }
    work();
    return {
      stop: () => clearTimeout(timer),
      finish() {
        clearTimeout(timer);
        if (place === items.length) return;
        while (place < items.length) step(items[place++]);
        rest(true);
      },
    };
  }

  // Moves the cards into new lists; the lists that they come from are hidden at once and removed when they are empty.
  function sort() {
    order = form.elements.sort.value;
    moving?.stop();
    const old = [...document.querySelectorAll(".cards")];
    const lists = new Map();
    for (const section of order === "worst" ? homes : [sorted]) {
      const list = document.createElement("div");
      list.className = "cards";
      lists.set(section, list);
      section.append(list);
    }
    for (const list of old) list.hidden = true;
    ranked = [...rows].sort(orders[order]);
    const move = row => lists.get(order === "worst" ? row.home : sorted).append(row.card);
    moving = inSlices(ranked, move, done => {
      if (done) for (const list of old) list.remove();
    });
  }

  function filter() {
    const keep = wanted();
    filtering?.stop();
    const step = row => {
      const shown = keep(row);
      if (shown !== row.shown) row.card.hidden = !(row.shown = shown);
    };
    filtering = inSlices(ranked, step, done => {
      const shown = rows.filter(row => row.shown);
      const filled = new Set(shown.map(row => row.home));
      sorted.hidden = order === "worst";
      for (const section of homes) section.hidden = order !== "worst" || !filled.has(section);
      const count = shown.length === rows.length ? `All ${rows.length}` : `${shown.length} of ${rows.length}`;
      status.textContent = done ? `${count} quotations are shown.` : "The quotations are being searched.";
    });
  }

  let moving = null, filtering = null;

  function apply() {
    if (form.elements.sort.value !== order) sort();
    filter();
  }

  function finish() {
    filtering?.finish();
    moving?.finish();
  }

  function reveal() {
    const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const card = target && target.closest(".card");
    if (card && card.hidden) {
      form.reset();
      apply();
    }
    if (card) finish();
    if (target) {
      for (let up = target.parentElement; up; up = up.parentElement) if (up.tagName === "DETAILS") up.open = true;
      const show = () => target.scrollIntoView({block: card ? "start" : "center"});
      show();
      // What stands above may get its real height only now that it is near the window.
      requestAnimationFrame(() => requestAnimationFrame(show));
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
    finish();
    for (const part of document.querySelectorAll("details.print")) part.open = true;
  });
  form.hidden = false;
  form.reset();
  apply();
  reveal();
  if (window.requestIdleCallback) readAhead(0);
})();
