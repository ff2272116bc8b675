// The user's own words: a form to add one, and the list of those there are.

import { choice, el, newId } from "./dom.js";
import { MODES, entryOf } from "./settings.js";

/** Fill `place` with the form and the list; `ask` says what is wrong with a list, or null. */
export function showOwnWords(place, page, ask) {
  const modes = MODES.map((mode) => [mode, page.t(mode)]);
  const form = formOf(modes, page, ask);
  place.replaceChildren(
    el("p", { class: "note" }, page.t("ownWordsHelp")),
    form,
    list(modes, page),
  );
}

function formOf(modes, page, ask) {
  const given = { word: "", mode: "prefer", tag: "", label: "" };
  const error = el("p", { role: "alert", class: "wrong", id: newId() });
  const field = (name, hint) => {
    const id = newId();
    const input = el("input", {
      id,
      type: "text",
      autocomplete: "off",
      spellcheck: "false",
      lang: "zh",
    });
    input.setAttribute("aria-describedby", error.id);
    if (hint) input.placeholder = hint;
    input.addEventListener("input", () => (given[name] = input.value));
    return el("div", { class: "field" }, el("label", { for: id }, page.t(name)), input);
  };
  const mode = choice(page.t("mode"), modes, "prefer", (value) => (given.mode = value));
  const button = el("button", { type: "submit", class: "main" }, page.t("add"));
  const fields = [field("word"), mode, field("tag", "n"), field("label", "PRODUCT")];
  const form = el("form", { class: "adding" }, fields, button, error);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    await add(given, page, ask, form, error);
  });
  return form;
}

async function add(given, page, ask, form, error) {
  const own = entryOf(given.word, given.mode, given.tag.trim(), given.label.trim());
  const words = [...page.settings.words.filter((each) => each.word !== own.word), own];
  const said = await ask(words);
  error.textContent = said ?? "";
  const input = form.querySelector("input");
  input.setAttribute("aria-invalid", String(said !== null));
  if (said === null) page.setWords(words);
  else input.focus();
}

function list(modes, page) {
  const items = page.settings.words.map((own, at) => {
    const word = el("b", { lang: "zh", class: "own" }, own.word);
    const select = el(
      "select",
      {
        "aria-label": page.t("modeOf", { word: own.word }),
        onchange: () =>
          page.change({ words: page.settings.words.with(at, { ...own, mode: select.value }) }),
      },
      modes.map(([key, shown]) => el("option", { value: key, selected: key === own.mode }, shown)),
    );
    const about = [own.tag, own.label].filter(Boolean).join(" · ");
    const label = page.t("removeOf", { word: own.word });
    const remove = () => page.setWords(page.settings.words.toSpliced(at, 1));
    const button = el(
      "button",
      { type: "button", class: "quiet", "aria-label": label, onclick: remove },
      page.t("remove"),
    );
    return el("li", {}, word, about ? el("small", {}, about) : null, select, button);
  });
  return el("ul", { class: "own-words", "aria-label": page.t("ownWords") }, items);
}
