// Values as code: strings of Python, and arguments of a shell.

// What a reader of code does not see, or sees elsewhere than it stands: controls, marks of
// direction, characters without width, line ends of Unicode. Python knows \uXXXX.
const UNSEEN =
  /[\u007f-\u00a0\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2028-\u202f\u205f-\u206f\u3000\u3164\ufeff\uffa0\ufff9-\ufffb]/g;

function escaped(char) {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/** A string as a literal of Python; that of JSON has the same escapes. */
export function python(text) {
  return JSON.stringify(text).replace(UNSEEN, (char) => (char === "\u3000" ? char : escaped(char)));
}

/** Strings as a list of Python. */
export function pythonList(items) {
  return `[${items.map(python).join(", ")}]`;
}

/** A call in Python; arguments that are false are left out. */
export function call(name, ...given) {
  return `${name}(${given.filter(Boolean).join(", ")})`;
}

/** A string as one argument of a POSIX shell. */
export function shell(text) {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** A value as JSON that shows all its characters. */
export function json(value) {
  return JSON.stringify(value).replace(UNSEEN, (char) =>
    char === "\u3000" ? char : escaped(char),
  );
}

/** The words of the user's as a line of Python, and "" if there are none. */
export function lexicon(words) {
  if (words.length === 0) return "";
  return `lexicon = Lexicon([${words.map(entry).join(", ")}])`;
}

function entry({ word, mode, tag, label }) {
  if (label) {
    const about = [word, mode].map(python);
    return `(${[...about, "None", tag ? python(tag) : "None", python(label)].join(", ")})`;
  }
  if (tag) return `(${python(word)}, ${python(mode)}, None, ${python(tag)})`;
  return mode === "prefer" ? python(word) : `(${python(word)}, ${python(mode)})`;
}

/** A program: what it imports of zhnlp, the text, the user's words, and the lines after that. */
export function program(names, text, words, lines) {
  const own = lexicon(words);
  const imports = [...names, ...(own ? ["Lexicon"] : [])].sort();
  const start = [`from zhnlp import ${imports.join(", ")}`, "", `text = ${python(text)}`];
  return [...start, ...(own ? [own] : []), ...lines].join("\n");
}
