// View: the candidate words of one sentence, how likely they are, and the best cuts.

import { choice, el, newId, table } from "./dom.js";
import { picture } from "./picture.js";
import { program } from "./quoting.js";
import { lexiconOf } from "./settings.js";
import { pieces, visible } from "./text.js";
import { methodChoice, segmenter } from "./words.js";

const N_CUTS = 5;
const IMPOSSIBLE = -1e6; // methods mark what they never take by a very large number
const ZOOMS = [0.5, 0.75, 1, 1.5, 2, 3];

// The sentence that is shown; a text that no longer has it shows its first.
function sentenceOf(text, settings) {
  const all = pieces(text);
  return all[settings.sentence ?? 0] ?? all[0] ?? "";
}

function source(name, page) {
  const key = `source${name[0].toUpperCase()}${name.slice(1)}`;
  return page.t(key);
}

/** Natural logarithms of probabilities, to two decimals. */
function number(logProb, page) {
  if (logProb === null) return "—";
  if (logProb < IMPOSSIBLE) return "-∞";
  const format = { minimumFractionDigits: 2, maximumFractionDigits: 2, signDisplay: "negative" };
  return new Intl.NumberFormat(page.lang, format).format(logProb);
}

function sentenceChoice(page) {
  const all = pieces(page.text);
  if (all.length < 2) return null;
  const options = all.map((each, at) => [String(at), `${at + 1}. ${each.slice(0, 24)}`]);
  const at = Math.min(page.settings.sentence ?? 0, all.length - 1);
  const change = (value) => page.change({ sentence: Number(value) });
  return choice(page.t("sentence"), options, String(at), change);
}

export const lattice = {
  controls: (page) => [methodChoice(page), sentenceChoice(page)],
  controlsFollowText: true,

  calls(text, settings) {
    const sentence = sentenceOf(text, settings);
    if (sentence === "") return [];
    const { method } = settings;
    return [["explain", { text: sentence, method, n: N_CUTS, ...lexiconOf(settings) }]];
  },

  render([answer], page) {
    if (!answer) return { said: page.t("latticeBlank"), nodes: [] };
    const board = el("div", { class: "board" });
    const draw = (cut, zoom) => {
      const { scrollLeft } = board.firstElementChild ?? { scrollLeft: 0 };
      board.replaceChildren(frame(answer, cut, zoom, page));
      board.firstElementChild.scrollLeft = scrollLeft;
    };
    const shown = { cut: 0, zoom: ZOOMS.indexOf(1) };
    const redraw = (change) => {
      Object.assign(shown, change);
      draw(answer.cuts[shown.cut], ZOOMS[shown.zoom]);
    };
    redraw({});
    const nodes = [
      zoomButtons(shown, redraw, page),
      board,
      el("p", { class: "note" }, page.t("latticeHelp")),
      cutsOf(answer, redraw, page),
      candidates(answer, page),
    ];
    return { said: page.t("nCandidates", { n: answer.edges.length }), nodes };
  },

  python(text, settings) {
    const line = `print(${segmenter(settings.method, settings)}.explain(text, n=${N_CUTS}))`;
    return program(["Segmenter"], sentenceOf(text, settings), settings.words, [line]);
  },
};

function frame(answer, cut, zoom, page) {
  const words = (cut?.words.map((edge) => edge.word) ?? answer.words).map(visible).join(" | ");
  const label = page.t("latticeOf", { words });
  const about = { number: (each) => number(each, page), source: (each) => source(each, page) };
  return el(
    "div",
    { class: "scroll", role: "region", "aria-label": page.t("lattice"), tabindex: "0" },
    picture(answer, cut, zoom, { ...about, label }),
  );
}

function zoomButtons(shown, redraw, page) {
  const zoom = (at) => redraw({ zoom: Math.min(Math.max(at, 0), ZOOMS.length - 1) });
  const button = (sign, key, act) =>
    el(
      "button",
      { type: "button", "aria-label": page.t(key), title: page.t(key), onclick: act },
      sign,
    );
  return el(
    "div",
    { class: "zoom" },
    button("−", "zoomOut", () => zoom(shown.zoom - 1)),
    button("1:1", "zoomUsual", () => zoom(ZOOMS.indexOf(1))),
    button("+", "zoomIn", () => zoom(shown.zoom + 1)),
  );
}

function cutsOf(answer, redraw, page) {
  const name = newId();
  const items = answer.cuts.map((cut, at) => {
    const id = newId();
    const change = () => redraw({ cut: at });
    const radio = el("input", { type: "radio", name, id, checked: at === 0, onchange: change });
    const words = cut.words.map((edge) => visible(edge.word)).join(" | ");
    const label = el("label", { for: id }, el("span", { lang: "zh" }, words));
    return el("li", {}, radio, label, el("span", { class: "number" }, number(cut.log_prob, page)));
  });
  const best = answer.cuts[0]?.words.map((edge) => edge.word).join("\n");
  const words = answer.words.map(visible).join(" | ");
  const joined = best !== answer.words.join("\n") && page.t("joined", { words });
  return el(
    "fieldset",
    { class: "best" },
    el("legend", {}, page.t("cuts")),
    el("ol", {}, items),
    joined ? el("p", { class: "note" }, joined) : null,
  );
}

function candidates(answer, page) {
  const key = (edge) => `${edge.start}-${edge.end}`;
  const chosen = new Set(answer.cuts[0]?.words.map(key));
  const heads = ["word", "position", "logProb", "source", "chosen"].map((each) => page.t(each));
  const rows = answer.edges.map((edge) => [
    el("span", { lang: "zh" }, visible(edge.word)),
    `${edge.start}–${edge.end}`,
    number(edge.log_prob, page),
    source(edge.source, page),
    chosen.has(key(edge)) ? `✓ ${page.t("yes")}` : "",
  ]);
  return el(
    "details",
    {},
    el("summary", {}, page.t("asTable")),
    table(page.t("asTable"), heads, rows),
    el("p", { class: "note" }, page.t("positions")),
  );
}
