// View: names, times and amounts, marked in the text.

import { el, newId, table, tick } from "./dom.js";
import { call, program, pythonList } from "./quoting.js";
import { lexiconOf } from "./settings.js";
import { inOrder, labelColour, labelName } from "./tags.js";
import { characters } from "./text.js";
import { segmenter, stage } from "./words.js";

// The user's own labels are found, too, so they are asked for with the others.
function labelsOf(settings) {
  const own = settings.words.map((each) => each.label).filter(Boolean);
  return [...new Set([...settings.labels, ...own])];
}

function shown(label, page) {
  const name = labelName(label, page.lang);
  return name ? `${name} ${label}` : label;
}

export const entities = {
  controls(page) {
    const id = newId();
    const all = inOrder(page.about.labels);
    const ticked = (label) => page.settings.labels.includes(label);
    const boxes = all.map((label) =>
      tick(shown(label, page), ticked(label), (on) =>
        page.change({ labels: all.filter((each) => (each === label ? on : ticked(each))) }),
      ),
    );
    const legend = el("p", { class: "legend", id }, page.t("labels"));
    const group = el("div", { class: "ticks" }, boxes);
    const link = tick(page.t("link"), page.settings.link, (on) => page.change({ link: on }));
    return [
      el("div", { role: "group", "aria-labelledby": id, class: "wide" }, legend, group),
      link,
    ];
  },

  calls(text, settings) {
    const labels = labelsOf(settings);
    const link = settings.link ? { link: true } : {};
    return [["entities", { text, labels, ...link, ...lexiconOf(settings) }]];
  },

  render([answer], page) {
    const chars = characters(answer.text);
    const found = answer.entities;
    const said = found.length > 0 ? page.t("nEntities", { n: found.length }) : page.t("noEntities");
    const about = { class: "running", role: "group", lang: "zh", "aria-label": page.t("marked") };
    const marked = el("div", about);
    let at = 0;
    for (const [start, end, label] of found) {
      marked.append(chars.slice(at, start).join(""), mark(chars.slice(start, end), label, page));
      at = end;
    }
    marked.append(chars.slice(at).join(""));
    return { said, nodes: [marked, listOf(found, chars, page), linksOf(answer, page)] };
  },

  python(text, settings) {
    const labels = `labels=${pythonList(labelsOf(settings))}`;
    const stages = [
      "SentenceSplitter()",
      segmenter("crf", settings),
      stage("Tagger", settings),
      stage("Recognizer", settings, labels),
      ...(settings.link ? [call("Linker")] : []),
    ];
    const names = ["Pipeline", "Recognizer", "Segmenter", "SentenceSplitter", "Tagger"];
    return program(settings.link ? [...names, "Linker"] : names, text, settings.words, [
      `nlp = Pipeline([${stages.join(", ")}])`,
      "doc = nlp(text)",
      "print([(doc.text_of(span), span.label) for span in doc.entities])",
      ...(settings.link ? ["print(doc.links)"] : []),
    ]);
  },
};

function mark(chars, label, page) {
  const kind = el("span", { class: "kind", lang: page.lang }, shown(label, page));
  const name = el("span", { class: "name", "data-label": label }, chars.join(""));
  return el("mark", { class: `entity colour${labelColour(label)}` }, name, kind);
}

function listOf(found, chars, page) {
  if (found.length === 0) return null;
  const heads = ["entity", "kind", "position"].map((key) => page.t(key));
  const rows = found.map(([start, end, label]) => [
    el("span", { lang: "zh" }, chars.slice(start, end).join("")),
    shown(label, page),
    `${start}–${end}`,
  ]);
  return el(
    "details",
    {},
    el("summary", {}, page.t("entityList")),
    table(page.t("entityList"), heads, rows),
    el("p", { class: "note" }, page.t("positions")),
  );
}

function linksOf(answer, page) {
  if (!answer.links || answer.links.length === 0) return null;
  const chars = characters(answer.text);
  const rows = answer.links.map((link) => [
    el("span", { lang: "zh" }, link.name),
    shown(link.label, page),
    link.spans.map(([start, end]) => chars.slice(start, end).join("")).join(" · "),
  ]);
  const heads = ["entity", "kind", "mentions"].map((key) => page.t(key));
  return el(
    "section",
    {},
    el("h3", {}, page.t("linkList")),
    table(page.t("linkList"), heads, rows),
  );
}
