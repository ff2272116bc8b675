// The page: what the user writes and chooses is sent to the service, and its answer shown.

import { ServiceError, about, post, useKey } from "./api.js";
import { codeOf, copied } from "./code.js";
import { compare } from "./compare.js";
import { corrections } from "./corrections.js";
import { el } from "./dom.js";
import { entities } from "./entities.js";
import { lattice } from "./lattice.js";
import { showOwnWords } from "./own_words.js";
import { keywords, labels } from "./rankings.js";
import { SAMPLES } from "./samples.js";
import { VIEWS, asFragment, asLink, checked, lexiconOf, ofFragment } from "./settings.js";
import { speaker, usualLanguage } from "./strings.js";
import { showTabs } from "./tabs.js";
import { characters } from "./text.js";
import { trouble } from "./trouble.js";
import { words } from "./words.js";

const WAIT = 200; // milliseconds without a key before the text is sent
const SLOW = 300; // milliseconds before the page says that it waits
const SHOWN = {
  words,
  entities,
  correct: corrections,
  keywords,
  classify: labels,
  lattice,
  compare,
};

const at = (id) => document.getElementById(id);
const page = {
  settings: null,
  about: null,
  lang: "",
  t: null,
  text: "",
  controlled: "",
  change,
  setWords,
};
let timer = 0;
let running = new AbortController();

function change(given) {
  Object.assign(page.settings, given);
  keepInAddress();
  run();
}

function setWords(own) {
  change({ words: own });
  showWords();
  at("own-words").querySelector("input").focus();
}

function keepInAddress() {
  const fragment = asFragment(page.settings);
  history.replaceState(
    null,
    "",
    `${location.pathname}${location.search}${fragment && `#${fragment}`}`,
  );
}

/** Ask for what the view shows; an answer to an older question is never shown. */
async function run() {
  clearTimeout(timer);
  running.abort();
  const mine = new AbortController();
  running = mine;
  if (!page.about) return;
  at("trouble").replaceChildren();
  const view = SHOWN[page.settings.view];
  if (view.controlsFollowText && page.controlled !== page.text) showControls();
  const { text } = page;
  if (text.trim() === "") return showEmpty();
  at("panel").setAttribute("aria-busy", "true");
  const slow = setTimeout(() => (at("status").textContent = page.t("busy")), SLOW);
  try {
    const calls = view.calls(text, page.settings);
    const answers = await Promise.all(calls.map(([path, body]) => post(path, body, mine.signal)));
    clearTimeout(slow);
    if (running === mine) show(view, answers, calls, text);
  } catch (error) {
    clearTimeout(slow);
    if (running === mine) fail(error);
  }
}

function show(view, answers, calls, text) {
  const { said, nodes } = view.render(answers, page);
  at("panel").setAttribute("aria-busy", "false");
  at("status").textContent = said;
  at("output").replaceChildren(...nodes.filter(Boolean));
  at("code").replaceChildren(codeOf(view.python(text, page.settings), calls, page));
}

function showEmpty() {
  at("panel").setAttribute("aria-busy", "false");
  at("status").textContent = page.t("empty");
  at("output").replaceChildren();
  at("code").replaceChildren();
}

function fail(error) {
  if (!(error instanceof ServiceError)) throw error;
  showEmpty();
  at("status").textContent = page.t("failed");
  const start = () => (page.about ? run() : begin());
  const withKey = (key) => {
    useKey(key);
    start();
  };
  at("trouble").replaceChildren(...trouble(error, page.t, start, withKey));
}

/** The sentence of the service about these words of the user's, or null if they are fine. */
async function ask(own) {
  try {
    await post("segment", { text: "词", ...lexiconOf({ words: own }) });
    return null;
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    return error.message || page.t("offline");
  }
}

function showControls() {
  const controls = SHOWN[page.settings.view].controls(page).filter(Boolean);
  at("controls").replaceChildren(...controls);
  page.controlled = page.text;
}

function showWords() {
  const n = page.settings.words.length;
  at("own-count").textContent = n > 0 ? `(${n})` : "";
  showOwnWords(at("own-words"), page, ask);
}

function showView(view) {
  page.settings.view = view;
  at("panel").setAttribute("aria-labelledby", `tab-${view}`);
  at("output").replaceChildren();
  at("code").replaceChildren();
  showControls();
  keepInAddress();
  run();
}

/** Everything that has words of the user's language in it. */
function speak() {
  page.lang = page.settings.lang || usualLanguage();
  page.t = speaker(page.lang);
  document.documentElement.lang = page.lang === "zh" ? "zh-Hans" : "en";
  document.title = page.t("title");
  for (const each of document.querySelectorAll("[data-say]")) {
    each.textContent = page.t(each.dataset.say);
  }
  for (const each of document.querySelectorAll("[data-label]")) {
    each.setAttribute("aria-label", page.t(each.dataset.label));
  }
  for (const each of document.querySelectorAll("[data-lang]")) {
    each.setAttribute("aria-pressed", String(each.dataset.lang === page.lang));
  }
  at("text").placeholder = page.t("placeholder");
  at("samples").replaceChildren(...SAMPLES.map(sampleButton));
  at("shared").replaceChildren();
  count();
  if (page.about) build();
}

function build() {
  const names = VIEWS.map((view) => [view, page.t(view)]);
  showTabs(at("tabs"), names, page.settings.view, showView);
  showWords();
  showView(page.settings.view);
}

function sampleButton([name, text]) {
  const take = () => {
    at("text").value = text;
    typed(0);
  };
  return el("button", { type: "button", class: "sample", onclick: take }, page.t(name));
}

function count() {
  const format = new Intl.NumberFormat(page.lang);
  const most = page.about?.limits.max_characters;
  const n = format.format(characters(page.text).length);
  at("count").textContent = page.t("characters", { n: most ? `${n} / ${format.format(most)}` : n });
}

function typed(wait) {
  page.text = at("text").value;
  count();
  clearTimeout(timer);
  timer = setTimeout(run, wait);
}

async function share() {
  const address = `${location.origin}${location.pathname}`;
  const link = asLink(address, page.settings, page.text);
  const place = at("shared");
  if (link === null) return place.replaceChildren(page.t("tooLong"));
  const shown = el("code", {}, link);
  place.replaceChildren(shown);
  const done = await copied(link, shown);
  place.replaceChildren(page.t(done ? "shared" : "shareShown"), ...(done ? [] : [shown]));
}

function listen() {
  const text = at("text");
  // While an input method composes, the text holds letters that are not meant to stay.
  text.addEventListener("input", (event) => event.isComposing || typed(WAIT));
  text.addEventListener("compositionend", () => typed(WAIT));
  at("share").addEventListener("click", share);
  at("clear").addEventListener("click", () => {
    text.value = "";
    typed(0);
    text.focus();
  });
  for (const each of document.querySelectorAll("[data-lang]")) {
    each.addEventListener("click", () => {
      page.settings.lang = each.dataset.lang;
      speak();
    });
  }
  document.querySelector(".skip").addEventListener("click", (event) => {
    event.preventDefault(); // the fragment of the address holds settings
    at("panel").focus();
  });
  addEventListener("hashchange", open);
}

/** Take settings, and the text if it is there, from the address. */
function open() {
  const { settings, text } = ofFragment(location.hash);
  settings.words ??= page.settings?.words ?? [];
  page.settings = page.about ? checked(settings, page.about) : settings;
  if (text !== null) at("text").value = text;
  page.text = at("text").value;
  at("own").open = settings.words.length > 0;
  speak();
}

async function begin() {
  at("trouble").replaceChildren();
  at("status").textContent = page.t("busy");
  try {
    page.about = await about();
  } catch (error) {
    return fail(error);
  }
  page.settings = checked(page.settings, page.about);
  at("version").textContent = `zhnlp ${page.about.version}`;
  count();
  build();
}

at("text").value ||= SAMPLES[0][1];
listen();
open();
begin();
