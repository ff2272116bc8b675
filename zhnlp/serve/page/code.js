// The code that does what a view shows: in Python, and as requests with curl.

import { hasKey } from "./api.js";
import { el } from "./dom.js";
import { json, shell } from "./quoting.js";

/** Requests of a view as commands of a shell. */
export function curl(calls) {
  const headers = ["-H 'Content-Type: application/json'"];
  if (hasKey()) headers.push('-H "Authorization: Bearer $ZHNLP_KEY"'); // never the key itself
  return calls
    .map(([path, body]) => {
      const url = new URL(`v1/${path}`, document.baseURI).href;
      const parts = [`curl -sS ${shell(url)}`, ...headers, `-d ${shell(json(body))}`];
      return parts.join(" \\\n  ");
    })
    .join("\n");
}

/** What shows and copies the code of a view. */
export function codeOf(python, calls, page) {
  return el(
    "section",
    { class: "code" },
    el("h3", {}, page.t("code")),
    block("Python", python, page),
    block("curl", curl(calls), page),
  );
}

function block(name, source, page) {
  const code = el("code", { class: name.toLowerCase(), translate: "no" }, source);
  const label = page.t("copyOf", { what: name });
  const button = el(
    "button",
    { type: "button", class: "quiet", "aria-label": label },
    page.t("copy"),
  );
  const said = el("span", { role: "status", class: "said" });
  button.addEventListener("click", async () => {
    said.textContent = page.t((await copied(source, code)) ? "copied" : "selected");
  });
  const head = el("div", { class: "head" }, el("b", {}, name), said, button);
  return el(
    "div",
    { class: "block" },
    head,
    el("pre", { tabindex: "0", role: "group", "aria-label": name }, code),
  );
}

/** Copy `text`; where the browser does not allow it, select the `shown` element, and give false. */
export async function copied(text, shown) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const range = document.createRange();
    range.selectNodeContents(shown);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    return false;
  }
}
