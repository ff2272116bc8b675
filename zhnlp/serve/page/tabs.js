// Tabs as the ARIA Authoring Practices describe them: arrow keys move, Home and End jump.

import { el } from "./dom.js";

/** Fill `list` with a tab for each of `names` (id and title); `chosen` is called with an id. */
export function showTabs(list, names, current, chosen) {
  const tabs = names.map(([id, title]) =>
    el(
      "button",
      {
        type: "button",
        role: "tab",
        id: `tab-${id}`,
        "aria-controls": "panel",
        "aria-selected": String(id === current),
        tabindex: id === current ? "0" : "-1",
        onclick: () => choose(id),
      },
      title,
    ),
  );
  const choose = (id) => {
    names.forEach(([own], at) => {
      tabs[at].setAttribute("aria-selected", String(own === id));
      tabs[at].tabIndex = own === id ? 0 : -1;
    });
    chosen(id);
  };
  list.replaceChildren(...tabs);
  list.onkeydown = (event) => {
    const at = tabs.indexOf(document.activeElement);
    const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[
      event.key
    ];
    if (at < 0 || next === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    const to = (next + tabs.length) % tabs.length;
    tabs[to].focus();
    choose(names[to][0]);
  };
}
