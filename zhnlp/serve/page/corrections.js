// View: misspellings as changes of the text, with reason, odds and what else might be meant.

import { choice, el, spoken, table } from "./dom.js";
import { call, program, pythonList } from "./quoting.js";
import { characters } from "./text.js";

const ALARMS = ["0.001", "0.01", "0.05", "0.1"];

// The user's own words are not changed, but for those that are never words.
function protectedOf(settings) {
  return settings.words.filter((each) => each.mode !== "split").map((each) => each.word);
}

export const corrections = {
  controls(page) {
    const share = (alarm) => percent(Number(alarm), page.lang);
    const options = ALARMS.map((alarm) => [alarm, page.t("alarm", { share: share(alarm) })]);
    const all = [["", page.t("usual")], ...options];
    return [
      choice(page.t("alarms"), all, page.settings.alarms, (value) =>
        page.change({ alarms: value }),
      ),
    ];
  },

  calls(text, settings) {
    const body = { text };
    if (settings.alarms) body.max_false_alarms = Number(settings.alarms);
    const own = protectedOf(settings);
    if (own.length > 0) body.protected = own;
    return [["correct", body]];
  },

  render([answer], page) {
    const found = answer.corrections;
    const n = found.length;
    const said = n > 0 ? page.t("nCorrections", { n }) : page.t("noCorrections");
    const chars = characters(answer.text);
    const about = {
      class: "running",
      role: "group",
      lang: "zh",
      "aria-label": page.t("corrected"),
    };
    const changed = el("div", about);
    let at = 0;
    for (const each of found) {
      changed.append(chars.slice(at, each.start).join(""));
      changed.append(el("del", {}, spoken(page.t("deleted")), each.wrong));
      changed.append(el("ins", {}, spoken(page.t("inserted")), each.right));
      at = each.end;
    }
    changed.append(chars.slice(at).join(""));
    return { said, nodes: [changed, n > 0 ? listOf(found, page) : null] };
  },

  python(text, settings) {
    const own = protectedOf(settings);
    const corrector = call(
      "Corrector",
      "apply=True",
      settings.alarms && `max_false_alarms=${Number(settings.alarms)}`,
      own.length > 0 && `protected=${pythonList(own)}`,
    );
    return program(
      ["Corrector", "Doc"],
      text,
      [],
      [
        `doc = ${corrector}(Doc(text))`,
        "print(doc.text)",
        "for each in doc.corrections:",
        "    print(each.wrong, each.right, each.reason, each.log_odds)",
      ],
    );
  },
};

function listOf(found, page) {
  const heads = ["wrong", "right", "reason", "odds", "alternatives", "position"];
  const rows = found.map((each) => [
    el("span", { lang: "zh" }, each.wrong),
    el("b", { lang: "zh" }, each.right),
    reason(each.reason, page),
    odds(each.log_odds, page),
    others(each.alternatives, page),
    `${each.start}–${each.end}`,
  ]);
  return el(
    "section",
    {},
    el("h3", {}, page.t("correctionList")),
    table(
      page.t("correctionList"),
      heads.map((key) => page.t(key)),
      rows,
    ),
    el("p", { class: "note" }, page.t("positions")),
  );
}

function reason(name, page) {
  return page.t(name === "word" ? "wordReason" : name);
}

function others(alternatives, page) {
  if (alternatives.length === 0) return page.t("none");
  return alternatives.map(([char, logOdds]) =>
    el("span", { class: "other", lang: "zh" }, char, el("small", {}, ` ${odds(logOdds, page)}`)),
  );
}

/** Odds as people say them: 104 : 1. Those of the user's own pairs are infinite, null here. */
export function odds(logOdds, page) {
  if (logOdds === null) return page.t("sure");
  const format = new Intl.NumberFormat(page.lang, { maximumSignificantDigits: 2 });
  const most = Math.exp(Math.min(Math.abs(logOdds), Math.log(1e6)));
  return logOdds >= 0 ? `${format.format(most)} : 1` : `1 : ${format.format(most)}`;
}

/** A share as per cent. */
export function percent(share, lang) {
  const format = { style: "percent", maximumFractionDigits: share < 0.1 ? 2 : 1 };
  return new Intl.NumberFormat(lang, format).format(share);
}
