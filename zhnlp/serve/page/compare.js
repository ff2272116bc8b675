// View: what two methods make of a text, with the boundaries that only one of them has.

import { el, some, spoken, table } from "./dom.js";
import { program, python } from "./quoting.js";
import { lexiconOf } from "./settings.js";
import { characters, ends, isBlank, visible } from "./text.js";
import { methodChoice } from "./words.js";

/** Stretches where two cuts differ: start, end, and the words of both. */
export function differences(first, second) {
  const cuts = [first, second].map(ends);
  const found = [];
  let [a, b, start] = [0, 0, 0];
  let [fromA, fromB] = [0, 0];
  while (a < first.length && b < second.length) {
    if (cuts[0][a] === cuts[1][b]) {
      const words = [first.slice(fromA, a + 1), second.slice(fromB, b + 1)];
      const end = cuts[0][a];
      if (words[0].length > 1 || words[1].length > 1) found.push({ start, end, words });
      [a, b, start] = [a + 1, b + 1, end];
      [fromA, fromB] = [a, b];
    } else if (cuts[0][a] < cuts[1][b]) a += 1;
    else b += 1;
  }
  return found;
}

export const compare = {
  controls: (page) => [
    methodChoice(page, "method", page.t("first")),
    methodChoice(page, "other", page.t("second")),
  ],

  calls(text, settings) {
    const body = { text, ...lexiconOf(settings) };
    return [settings.method, settings.other].map((method) => ["segment", { ...body, method }]);
  },

  render(answers, page) {
    const [first, second] = answers.map((answer) => answer.words);
    const found = differences(first, second);
    const { method, other } = page.settings;
    const sides = el(
      "div",
      { class: "sides" },
      side(first, second, found, `A · ${method}`, page),
      side(second, first, found, `B · ${other}`, page),
    );
    if (found.length === 0) return { said: page.t("same"), nodes: [sides] };
    const rows = found.map(({ start, end, words }) => [
      ...words.map((each) => el("span", { lang: "zh" }, each.map(visible).join(" | "))),
      `${start}–${end}`,
    ]);
    const heads = [`A · ${method}`, `B · ${other}`, page.t("position")];
    return {
      said: page.t("differ", { n: found.length }),
      nodes: [
        el("p", { class: "note" }, page.t("compareHelp")),
        sides,
        el("h3", {}, page.t("differences")),
        table(page.t("differences"), heads, rows),
        el("p", { class: "note" }, page.t("positions")),
      ],
    };
  },

  python(text, settings) {
    const own = settings.words.length > 0 ? ", lexicon=lexicon" : "";
    const methods = [settings.method, settings.other].map(python).join(", ");
    return program(["Segmenter"], text, settings.words, [
      `for method in (${methods}):`,
      `    print(method, Segmenter(method${own}).cut(text))`,
    ]);
  },
};

function side(own, theirs, found, name, page) {
  const both = new Set(ends(theirs));
  const list = el("p", { class: "cuts", lang: "zh" });
  let [at, next] = [0, 0];
  const make = (word) => {
    const start = at;
    at += characters(word).length;
    while (next < found.length && found[next].end <= start) next += 1;
    const inside = next < found.length && found[next].start <= start;
    const shown = el("span", { class: inside ? "word differs" : "word", "data-word": word });
    shown.append(isBlank(word) ? visible(word) : word);
    return [shown, boundary(both.has(at), page)];
  };
  list.append(
    ...some(
      own,
      (word) => el("span", {}, make(word)),
      (n) => page.t("more", { n }),
    ),
  );
  return el("section", { class: "side" }, el("h3", {}, name), list);
}

function boundary(shared, page) {
  if (shared) return el("span", { class: "cut", "aria-hidden": "true" }, " ");
  const sign = el("span", { "aria-hidden": "true" }, "‖");
  const about = spoken(page.t("onlyHere"));
  about.lang = page.lang;
  return el("span", { class: "cut only" }, sign, about);
}
