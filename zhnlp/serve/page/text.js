// Characters as Python counts them. Strings of JavaScript are UTF-16: 𠮷 and 😀 have length 2
// there, and 1 in every answer of the service.

/** The characters of a text, one string for each code point. */
export function characters(text) {
  return Array.from(text);
}

/** Where each word ends, in code points. */
export function ends(words) {
  let end = 0;
  return words.map((word) => (end += characters(word).length));
}

const BLANKS = { " ": "␣", "\u3000": "␣", "\t": "⇥", "\n": "⏎", "\r": "⏎", "\u00a0": "␣" };

/** What stands for a word on the page: signs where it is white space. */
export function visible(word) {
  return word.trim() === ""
    ? characters(word)
        .map((char) => BLANKS[char] ?? "␣")
        .join("")
    : word;
}

/** Whether a word is white space. */
export function isBlank(word) {
  return word.trim() === "";
}

const SENTENCE = /[^。！？!?；;\n]*[。！？!?；;\n]+[”’」』）)\]]*|[^。！？!?；;\n]+/gu;

/** The sentences of a text, roughly, without blank ones; the longest have `most` characters. */
export function pieces(text, most = 120) {
  const found = [];
  for (const [sentence] of text.matchAll(SENTENCE)) {
    const chars = characters(sentence.trim());
    for (let at = 0; at < chars.length; at += most) {
      found.push(chars.slice(at, at + most).join(""));
    }
  }
  return found;
}
