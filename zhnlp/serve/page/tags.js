// What tags and labels mean, and to which group of colours they belong.

// The tags of Peking University: group, Chinese, English.
const TAGS = {
  a: ["describe", "形容词", "adjective"],
  ad: ["describe", "副形词", "adjective as adverb"],
  Ag: ["describe", "形语素", "adjectival morpheme"],
  an: ["describe", "名形词", "adjective as noun"],
  b: ["describe", "区别词", "non-predicate adjective"],
  Bg: ["describe", "区别语素", "morpheme"],
  c: ["function", "连词", "conjunction"],
  d: ["describe", "副词", "adverb"],
  Dg: ["describe", "副语素", "adverbial morpheme"],
  e: ["function", "叹词", "interjection"],
  f: ["function", "方位词", "localizer"],
  g: ["other", "语素", "morpheme"],
  h: ["function", "前缀", "prefix"],
  i: ["other", "成语", "idiom"],
  j: ["noun", "简称", "abbreviation"],
  k: ["function", "后缀", "suffix"],
  l: ["other", "习用语", "fixed expression"],
  m: ["number", "数词", "numeral"],
  Mg: ["number", "数语素", "numeral morpheme"],
  n: ["noun", "名词", "noun"],
  na: ["noun", "名词", "noun"],
  Ng: ["noun", "名语素", "nominal morpheme"],
  nr: ["name", "人名", "person"],
  ns: ["name", "地名", "place"],
  nt: ["name", "机构名", "organisation"],
  nx: ["noun", "外文字符", "letters"],
  nz: ["name", "其他专名", "other name"],
  o: ["describe", "拟声词", "onomatopoeia"],
  p: ["function", "介词", "preposition"],
  q: ["number", "量词", "classifier"],
  Qg: ["number", "量语素", "classifier morpheme"],
  r: ["noun", "代词", "pronoun"],
  Rg: ["noun", "代语素", "pronominal morpheme"],
  s: ["noun", "处所词", "noun of place"],
  t: ["number", "时间词", "noun of time"],
  Tg: ["number", "时语素", "morpheme of time"],
  u: ["function", "助词", "particle"],
  Ug: ["function", "助语素", "particle morpheme"],
  v: ["verb", "动词", "verb"],
  vd: ["verb", "副动词", "verb as adverb"],
  Vg: ["verb", "动语素", "verbal morpheme"],
  vn: ["verb", "名动词", "verb as noun"],
  vvn: ["verb", "名动词", "verb as noun"],
  w: ["sign", "标点", "punctuation"],
  x: ["other", "非语素字", "no morpheme"],
  y: ["function", "语气词", "modal particle"],
  Yg: ["function", "语气语素", "modal morpheme"],
  z: ["describe", "状态词", "descriptive word"],
};

const LABELS = {
  PER: ["人名", "person"],
  LOC: ["地名", "place"],
  ORG: ["机构", "organisation"],
  TIME: ["时间", "time"],
  PERCENT: ["百分比", "percentage"],
  MONEY: ["金额", "money"],
  ORDINAL: ["序数", "ordinal"],
  QUANTITY: ["数量", "quantity"],
  NUMBER: ["数字", "number"],
  URL: ["网址", "web address"],
  EMAIL: ["邮箱", "mail address"],
  ID: ["证件号", "identity number"],
  PHONE: ["电话", "telephone"],
  PLATE: ["车牌", "number plate"],
};

const CATEGORIES = { positive: ["正面", "positive"], negative: ["负面", "negative"] };

const CLASSIFIERS = {
  reviews: ["评论情感", "sentiment of reviews"],
  "finance-headlines": ["财经标题情感", "sentiment of finance headlines"],
  "news-topics": ["新闻主题", "topics of news"],
  "thucnews-topics": ["新闻标题主题", "topics of headlines"],
};

function own(table, key) {
  return Object.hasOwn(table, key) ? table[key] : null;
}

/** The group of a tag, for its colour. */
export function groupOf(tag) {
  return own(TAGS, tag)?.[0] ?? "other";
}

/** What a tag means, "" if it is unknown. */
export function meaningOf(tag, lang) {
  return own(TAGS, tag)?.[lang === "zh" ? 1 : 2] ?? "";
}

/** The name of a label of entities, "" for one of the user's. */
export function labelName(label, lang) {
  return own(LABELS, label)?.[lang === "zh" ? 0 : 1] ?? "";
}

/** Labels in the order of the list above, those it lacks at the end. */
export function inOrder(labels) {
  const known = Object.keys(LABELS);
  return [
    ...known.filter((each) => labels.includes(each)),
    ...labels.filter((each) => !known.includes(each)),
  ];
}

/** The colour of a label: its number, 0 for all that have none of their own. */
export function labelColour(label) {
  return ["PER", "LOC", "ORG", "TIME", "MONEY"].indexOf(label) + 1;
}

/** A category as it is shown. */
export function categoryName(category, lang) {
  const known = own(CATEGORIES, category)?.[lang === "zh" ? 0 : 1];
  return known && known !== category ? `${known} ${category}` : category;
}

/** A classifier as it is shown. */
export function classifierName(name, lang) {
  const known = own(CLASSIFIERS, name)?.[lang === "zh" ? 0 : 1];
  return known ? `${known}（${name}）` : name;
}
