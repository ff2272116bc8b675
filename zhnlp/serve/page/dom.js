// Elements of the page. Text only ever becomes a text node or an attribute, never markup.

const SVG = "http://www.w3.org/2000/svg";

/**
 * An element. `given` holds attributes; a key that begins with "on" is a listener, and null,
 * undefined and false leave an attribute out. Children are nodes, strings, or lists of them.
 */
export function el(tag, given = {}, ...children) {
  return filled(document.createElement(tag), given, children);
}

/** The same for the elements of a picture. */
export function svg(tag, given = {}, ...children) {
  return filled(document.createElementNS(SVG, tag), given, children);
}

function filled(node, given, children) {
  for (const [key, value] of Object.entries(given)) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (key === "value" || key === "checked" || key === "disabled") node[key] = value;
    else node.setAttribute(key, value === true ? "" : String(value));
  }
  node.append(...children.flat(Infinity).filter((each) => each !== null && each !== undefined));
  return node;
}

/** Text that only screen readers tell. */
export function spoken(text) {
  return el("span", { class: "spoken" }, text);
}

let count = 0;

/** An id that no other element has. */
export function newId() {
  count += 1;
  return `id${count}`;
}

/** A choice with its label: `options` are pairs of a value and what is shown. */
export function choice(label, options, value, changed) {
  const id = newId();
  const items = options.map(([key, shown]) =>
    el("option", { value: key, selected: key === value }, shown),
  );
  const select = el("select", { id, onchange: () => changed(select.value) }, items);
  return el("div", { class: "field" }, el("label", { for: id }, label), select);
}

/** A box to tick with its label. */
export function tick(label, checked, changed) {
  const id = newId();
  const box = el("input", { type: "checkbox", id, checked, onchange: () => changed(box.checked) });
  return el("div", { class: "tick" }, box, el("label", { for: id }, label));
}

/** A table of text with a caption for screen readers; cells are strings or nodes. */
export function table(caption, heads, rows) {
  const head = el(
    "tr",
    {},
    heads.map((each) => el("th", { scope: "col" }, each)),
  );
  const body = rows.map((row) =>
    el(
      "tr",
      {},
      row.map((cell) => el("td", {}, cell)),
    ),
  );
  return el(
    "div",
    { class: "scroll", role: "region", "aria-label": caption, tabindex: "0" },
    el(
      "table",
      {},
      el("caption", { class: "spoken" }, caption),
      el("thead", {}, head),
      el("tbody", {}, body),
    ),
  );
}

/** Nodes of `items`: the first `most`, and a button for the others. */
export function some(items, make, more, most = 1500) {
  if (items.length <= most) return items.map(make);
  const button = el("button", { type: "button", class: "quiet" }, more(items.length - most));
  button.addEventListener("click", () => {
    button.replaceWith(...items.slice(most).map((item, at) => make(item, at + most)));
  });
  return [...items.slice(0, most).map(make), button];
}
