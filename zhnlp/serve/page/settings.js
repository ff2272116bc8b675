// What the user chose, and how it stands in the fragment of the address, which is not sent to
// the service. The text and the user's words are there only in a link to share.

export const VIEWS = ["words", "entities", "correct", "keywords", "classify", "lattice", "compare"];
export const MODES = ["prefer", "force", "force-inside", "split"];
const MOST_IN_LINK = 8000; // characters of a link that every browser and chat takes

/** The settings of a page that was just opened. */
export function defaults() {
  return {
    lang: "",
    view: "words",
    method: "crf",
    other: "jieba",
    labels: ["PER", "LOC", "ORG", "TIME"],
    link: false,
    alarms: "",
    model: "reviews",
    ranking: "tfidf",
    top: 10,
    words: [],
  };
}

const NAMED = ["lang", "view", "method", "other", "alarms", "model", "ranking"];

/** The settings as a fragment without "#"; what is as usual is left out. */
export function asFragment(settings) {
  const usual = defaults();
  const found = new URLSearchParams();
  for (const name of NAMED) {
    if (settings[name] !== usual[name]) found.set(name, settings[name]);
  }
  if (settings.labels.join() !== usual.labels.join()) found.set("labels", settings.labels.join());
  if (settings.link) found.set("link", "1");
  if (settings.top !== usual.top) found.set("top", String(settings.top));
  return found.toString();
}

/** A link with the settings, the text and the user's words; null if it is too long. */
export function asLink(address, settings, text) {
  const found = new URLSearchParams(asFragment(settings));
  if (settings.words.length > 0) found.set("words", JSON.stringify(settings.words));
  found.set("text", text);
  const link = `${address}#${found}`;
  return link.length <= MOST_IN_LINK ? link : null;
}

/** Settings and text of a fragment. Words and text that it lacks are null, what is invalid as usual. */
export function ofFragment(fragment) {
  const found = new URLSearchParams(fragment.replace(/^#/, ""));
  const settings = defaults();
  for (const name of NAMED) {
    if (found.has(name)) settings[name] = found.get(name);
  }
  if (!VIEWS.includes(settings.view)) settings.view = defaults().view;
  if (!["zh", "en"].includes(settings.lang)) settings.lang = "";
  if (found.has("labels")) settings.labels = found.get("labels").split(",").filter(Boolean);
  settings.link = found.get("link") === "1";
  const top = Number(found.get("top"));
  if (Number.isInteger(top) && top > 0 && top <= 100) settings.top = top;
  settings.words = found.has("words") ? wordsOf(found.get("words")) : null;
  return { settings, text: found.get("text") };
}

function wordsOf(written) {
  let given = [];
  try {
    given = JSON.parse(written);
  } catch {
    return [];
  }
  if (!Array.isArray(given)) return [];
  return given
    .filter((each) => typeof each?.word === "string" && MODES.includes(each.mode))
    .map(({ word, mode, tag, label }) =>
      entryOf(word, mode, String(tag ?? ""), String(label ?? "")),
    );
}

/** A word of the user's as the service takes it. */
export function entryOf(word, mode, tag, label) {
  return { word, mode, ...(tag ? { tag } : {}), ...(label ? { label } : {}) };
}

/** What a request says of the user's words: nothing if there are none. */
export function lexiconOf(settings) {
  return settings.words.length > 0 ? { lexicon: settings.words } : {};
}

/** What is not among the choices of the service becomes what is usual. */
export function checked(settings, about) {
  const usual = defaults();
  const among = (value, choices, fallback) =>
    choices.includes(value) ? value : choices.includes(fallback) ? fallback : (choices[0] ?? value);
  return {
    ...settings,
    method: among(settings.method, about.methods, usual.method),
    other: among(settings.other, about.methods, usual.other),
    model: among(settings.model, Object.keys(about.classifiers), usual.model),
    ranking: among(settings.ranking, about.keyword_methods, usual.ranking),
    labels: settings.labels.filter((label) => about.labels.includes(label)),
  };
}
