// What went wrong, in the service's own sentence where it gave one, and what to do now.

import { el, newId } from "./dom.js";

/** What to show of a ServiceError: `again` tries once more, `withKey` does so with a key. */
export function trouble(error, t, again, withKey) {
  if (error.status === 401) return [keyForm(error, t, withKey)];
  const own = error.status === 0 ? t("offline") : t("unclear", { status: error.status });
  return [
    error.message ? el("p", { lang: "en" }, error.message) : el("p", {}, own),
    el("button", { type: "button", onclick: again }, t("retry")),
  ];
}

function keyForm(error, t, withKey) {
  const id = newId();
  const input = el("input", { id, type: "password", autocomplete: "off", required: true });
  const form = el(
    "form",
    { class: "adding" },
    el("p", {}, el("b", {}, t("keyWanted"))),
    error.message ? el("p", { lang: "en" }, error.message) : null,
    el("div", { class: "field" }, el("label", { for: id }, t("key")), input),
    el("button", { type: "submit", class: "main" }, t("useKey")),
    el("p", { class: "note" }, t("keyHelp")),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    withKey(input.value);
  });
  return form;
}
