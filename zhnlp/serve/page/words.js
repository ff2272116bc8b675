// View: words, with their tags where the method has them.

import { choice, el, some, spoken } from "./dom.js";
import { call, program, python } from "./quoting.js";
import { lexiconOf } from "./settings.js";
import { groupOf, meaningOf } from "./tags.js";
import { isBlank, visible } from "./text.js";

/** The choice of a method; also for the lattice and the comparison. */
export function methodChoice(page, name = "method", label = page.t("method")) {
  const methods = page.about.methods.map((method) => [method, page.t(method)]);
  return choice(label, methods, page.settings[name], (value) => page.change({ [name]: value }));
}

/** A Segmenter in Python. */
export function segmenter(method, settings) {
  const own = settings.words.length > 0 && "lexicon=lexicon";
  return call("Segmenter", method !== "crf" && python(method), own);
}

/** A stage in Python that takes the user's words, and what else is given. */
export function stage(name, settings, ...given) {
  return call(name, ...given, settings.words.length > 0 && "lexicon=lexicon");
}

export const words = {
  controls: (page) => [methodChoice(page)],

  calls(text, settings) {
    const body = { text, ...lexiconOf(settings) };
    if (settings.method === "crf") return [["tag", body]];
    return [["segment", { ...body, method: settings.method }]];
  },

  render([answer], page) {
    const { words, tags } = answer;
    const items = words.map((word, at) => [word, tags?.[at]]);
    const more = (n) => page.t("more", { n });
    const list = el("ol", { class: "tiles", lang: "zh", "aria-label": page.t("wordList") });
    list.append(...some(items, ([word, tag]) => tile(word, tag, page), more));
    const note = tags ? null : el("p", { class: "note" }, page.t("tagsOnlyCrf"));
    const count = words.filter((word) => !isBlank(word)).length;
    return { said: page.t("nWords", { n: count }), nodes: [note, list] };
  },

  python(text, settings) {
    if (settings.method !== "crf") {
      const line = `print(${segmenter(settings.method, settings)}.cut(text))`;
      return program(["Segmenter"], text, settings.words, [line]);
    }
    const stages = [segmenter("crf", settings), stage("Tagger", settings)];
    return program(["Pipeline", "Segmenter", "Tagger"], text, settings.words, [
      `nlp = Pipeline([${stages.join(", ")}])`,
      "doc = nlp(text)",
      "print(list(zip(doc.words, doc.tags)))",
    ]);
  },
};

function tile(word, tag, page) {
  const blank = isBlank(word);
  const kind = blank ? "blank" : groupOf(tag ?? "");
  const shown = el("span", { class: "word", "data-word": word }, visible(word));
  if (blank) {
    shown.setAttribute("aria-hidden", "true");
    return el("li", { class: `tile ${kind}` }, shown, spoken(page.t("blank")));
  }
  if (!tag) return el("li", { class: "tile plain" }, shown);
  const meaning = el("span", { lang: page.lang }, meaningOf(tag, page.lang));
  const about = el("span", { class: "tag" }, el("b", { "data-tag": tag }, tag), " ", meaning);
  return el("li", { class: `tile ${kind}` }, shown, about);
}
