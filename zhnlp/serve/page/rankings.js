// Views with bars: keywords by their weight, labels by their probability.

import { percent } from "./corrections.js";
import { choice, el } from "./dom.js";
import { call, program, python } from "./quoting.js";
import { lexiconOf } from "./settings.js";
import { categoryName, classifierName } from "./tags.js";
import { segmenter } from "./words.js";

const TOPS = [5, 10, 20, 50];

export const keywords = {
  controls(page) {
    const { settings, t } = page;
    const methods = page.about.keyword_methods.map((method) => [method, t(method)]);
    const tops = [...new Set([...TOPS, settings.top])].sort((a, b) => a - b).map(String);
    return [
      choice(t("ranking"), methods, settings.ranking, (value) => page.change({ ranking: value })),
      choice(
        t("top"),
        tops.map((top) => [top, top]),
        String(settings.top),
        (value) => page.change({ top: Number(value) }),
      ),
    ];
  },

  calls(text, settings) {
    const { ranking, top } = settings;
    return [["keywords", { text, method: ranking, top, ...lexiconOf(settings) }]];
  },

  render([answer], page) {
    const found = answer.keywords;
    if (found.length === 0) return { said: page.t("noKeywords"), nodes: [] };
    const format = new Intl.NumberFormat(page.lang, { maximumSignificantDigits: 3 });
    const most = Math.max(...found.map(([, weight]) => weight));
    const bars = found.map(([word, weight]) =>
      bar(word, most > 0 ? weight / most : 0, format.format(weight), "zh"),
    );
    return {
      said: page.t("nKeywords", { n: found.length }),
      nodes: [el("ol", { class: "bars", "aria-label": page.t("keywords") }, bars)],
    };
  },

  python(text, settings) {
    const { ranking, top } = settings;
    const ranked = call("Keywords", ranking !== "tfidf" && python(ranking), `top=${top}`);
    const stages = ["SentenceSplitter()", segmenter("crf", settings), "StopwordFilter()", ranked];
    const names = ["Keywords", "Pipeline", "Segmenter", "SentenceSplitter", "StopwordFilter"];
    return program(names, text, settings.words, [
      `nlp = Pipeline([${stages.join(", ")}])`,
      "for word, weight in nlp(text).keywords:",
      "    print(word, weight)",
    ]);
  },
};

export const labels = {
  controls(page) {
    const names = Object.keys(page.about.classifiers);
    const options = names.map((name) => [name, classifierName(name, page.lang)]);
    const change = (value) => page.change({ model: value });
    return [choice(page.t("model"), options, page.settings.model, change)];
  },

  calls: (text, settings) => [["classify", { text, model: settings.model }]],

  render([answer], page) {
    const found = Object.entries(answer.categories).sort(([, a], [, b]) => b - a);
    if (found.length === 0) return { said: page.t("none"), nodes: [] };
    const shown = found.map(([label, share]) => [categoryName(label, page.lang), share]);
    const [label, share] = shown[0];
    const bars = shown.map(([name, part]) => bar(name, part, percent(part, page.lang), null));
    return {
      said: page.t("best", { label, share: percent(share, page.lang) }),
      nodes: [el("ol", { class: "bars", "aria-label": page.t("classify") }, bars)],
    };
  },

  python(text, settings) {
    return program(
      ["Classifier"],
      text,
      [],
      [
        `found = ${call("Classifier", python(settings.model))}.categories(text)`,
        "for label, probability in found.items():",
        "    print(label, probability)",
      ],
    );
  },
};

function bar(name, share, number, lang) {
  const fill = el("span", { class: "fill", "aria-hidden": "true" });
  fill.style.setProperty("inline-size", `${(100 * Math.min(1, Math.max(0, share))).toFixed(2)}%`);
  return el(
    "li",
    {},
    el("span", { class: "name", lang }, name),
    el("span", { class: "track", "aria-hidden": "true" }, fill),
    el("span", { class: "number" }, number),
  );
}
