// The picture of a lattice:
//
//      南  京  市  长  江  大  桥        the characters, one column each
//     [✓ 南京市  ][✓ 长江 ][✓ 大桥]     the words of the cut that is shown; ☆ is the user's
//     [南 ][京 ][市 ][长 ][江 ]…         other candidates, the shorter above the longer
//     [南京  ][市长  ][江大  ]

import { svg } from "./dom.js";
import { characters, visible } from "./text.js";

const [COLUMN, LANE, HEAD, GAP] = [52, 46, 40, 3];

/** The picture of `answer` (of /v1/explain) with the words of `cut` as chosen ones. */
export function picture(answer, cut, zoom, { number, source, label }) {
  const chars = characters(answer.text);
  const chosen = cut?.words ?? [];
  const key = (edge) => `${edge.start}-${edge.end}`;
  const taken = new Set(chosen.map(key));
  const lanes = [chosen, ...packed(answer.edges.filter((edge) => !taken.has(key(edge))))];
  const [width, height] = [chars.length * COLUMN + 2, HEAD + lanes.length * LANE + 2];
  const drawn = svg("svg", {
    role: "img",
    "aria-label": label,
    class: "lattice",
    viewBox: `0 0 ${width} ${height}`,
    width: Math.round(width * zoom),
    height: Math.round(height * zoom),
  });
  drawn.append(...lines(chosen, height), ...heads(chars));
  lanes.forEach((lane, row) => {
    for (const edge of lane) drawn.append(box(edge, row, row === 0, { number, source }));
  });
  return drawn;
}

/** Edges in lanes where none overlap: shorter words first, each in the first lane with room. */
export function packed(edges) {
  const lanes = [];
  const length = (edge) => edge.end - edge.start;
  const inOrder = [...edges].sort((a, b) => length(a) - length(b) || a.start - b.start);
  for (const edge of inOrder) {
    const apart = (other) => other.end <= edge.start || edge.end <= other.start;
    const lane = lanes.find((each) => each.every(apart));
    if (lane) lane.push(edge);
    else lanes.push([edge]);
  }
  return lanes;
}

function lines(chosen, height) {
  return chosen
    .map((edge) => edge.end * COLUMN + 1)
    .slice(0, -1)
    .map((x) => svg("line", { class: "border", x1: x, x2: x, y1: 4, y2: height - 2 }));
}

function heads(chars) {
  return chars.map((char, at) =>
    svg("text", { class: "char", lang: "zh", x: (at + 0.5) * COLUMN + 1, y: 28 }, visible(char)),
  );
}

function box(edge, row, chosen, { number, source }) {
  const [x, y] = [edge.start * COLUMN + 1 + GAP, HEAD + row * LANE + GAP];
  const width = (edge.end - edge.start) * COLUMN - 2 * GAP;
  const middle = x + width / 2;
  const word = visible(edge.word);
  const signs = `${chosen ? "✓" : ""}${edge.source === "user" ? "☆" : ""}`;
  const about = `${word} ${edge.start}–${edge.end} · ${number(edge.log_prob)} · ${source(edge.source)}`;
  const size = { x, y, width, height: LANE - 2 * GAP, rx: 6 };
  return svg(
    "g",
    { class: `edge ${edge.source}${chosen ? " chosen" : ""}` },
    svg("title", {}, about),
    svg("rect", size),
    svg("text", { class: "word", lang: "zh", x: middle, y: y + 17 }, `${signs}${word}`),
    svg("text", { class: "number", x: middle, y: y + 33 }, number(edge.log_prob)),
  );
}
