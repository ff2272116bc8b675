// What the page says, in Chinese and English. {name} is filled in.

const STRINGS = {
  title: ["zhnlp 试用", "zhnlp playground"],
  tagline: ["写一段中文，边写边看分析结果", "Write Chinese, and watch what zhnlp finds"],
  skip: ["跳到结果", "Skip to the results"],
  language: ["界面语言", "Language"],
  text: ["文本", "Text"],
  placeholder: ["输入或粘贴中文文本…", "Type or paste Chinese text…"],
  samples: ["试试这些", "Samples"],
  news: ["新闻", "News"],
  chat: ["聊天", "Chat"],
  ambiguous: ["歧义", "Ambiguous"],
  traditional: ["繁体", "Traditional"],
  misspelt: ["错别字", "Misspelt"],
  emoji: ["表情与生僻字", "Emoji, rare characters"],
  characters: ["{n} 字", "{n} characters"],
  clear: ["清空", "Clear"],
  share: ["复制分享链接", "Copy link to share"],
  shared: [
    "链接已复制。文本和“我的词”写在链接里，拿到链接的人都能看到。",
    "Link copied. It holds your text and words: whoever has it can read them.",
  ],
  shareShown: [
    "浏览器不允许复制，请手动复制这个链接：",
    "The browser does not let pages copy. Copy this link yourself:",
  ],
  tooLong: [
    "文本太长，放不进链接。请缩短后再分享。",
    "The text is too long for a link. Shorten it, or send it as a file.",
  ],
  privacy: [
    "文本只发送给提供本页的服务；页面不在浏览器里保存任何内容。",
    "Your text goes to this service only. The page stores nothing in the browser.",
  ],
  interface: ["接口说明（OpenAPI）", "Interface (OpenAPI)"],

  ownWords: ["我的词", "Your words"],
  ownWordsHelp: [
    "只对本页生效，所有结果都会按这些词重新计算。",
    "They hold on this page only; all results follow them.",
  ],
  word: ["词", "Word"],
  mode: ["方式", "Mode"],
  modeOf: ["“{word}”的方式", "Mode of {word}"],
  tag: ["词性（可选）", "Tag (optional)"],
  label: ["实体类型（可选）", "Entity label (optional)"],
  add: ["添加", "Add"],
  remove: ["删除", "Remove"],
  removeOf: ["删除“{word}”", "Remove {word}"],
  prefer: ["优先成词", "prefer"],
  force: ["总是成词", "force"],
  "force-inside": ["总是成词，含英文数字串内", "force, inside Latin too"],
  split: ["总是拆开", "split"],

  views: ["分析结果", "Results"],
  words: ["分词与词性", "Words"],
  entities: ["实体", "Entities"],
  correct: ["纠错", "Corrections"],
  keywords: ["关键词", "Keywords"],
  classify: ["分类", "Labels"],
  lattice: ["词图", "Lattice"],
  compare: ["方法对比", "Compare"],

  empty: ["还没有文本。写一段，或者点一个示例。", "No text yet. Write some, or take a sample."],
  busy: ["分析中…", "Working…"],
  failed: ["没能得到结果", "No result"],
  offline: [
    "连接不上服务。请确认 zhnlp serve 还在运行，然后重试。",
    "The service does not answer. See whether zhnlp serve is running, then try again.",
  ],
  unclear: [
    "服务返回了错误 {status}。请稍后重试。",
    "The service answered {status}. Try again later.",
  ],
  retry: ["重试", "Try again"],
  keyWanted: ["这个服务需要访问密钥", "This service wants an API key"],
  keyHelp: [
    "密钥只留在本页内存里，关掉页面就没有了。",
    "The key stays in the memory of this page until you close it.",
  ],
  key: ["访问密钥", "API key"],
  useKey: ["使用", "Use it"],

  method: ["方法", "Method"],
  forward: ["forward · 正向最大匹配", "forward · longest match"],
  backward: ["backward · 逆向最大匹配", "backward · longest match from the end"],
  bidirectional: ["bidirectional · 双向最大匹配", "bidirectional · the better of both"],
  unigram: ["unigram · 词频", "unigram · frequencies"],
  bigram: ["bigram · 二元语言模型", "bigram · word pairs"],
  trigram: ["trigram · 三元语言模型", "trigram · word triples"],
  crf: ["crf · 条件随机场（默认）", "crf · trained model (default)"],
  jieba: ["jieba · 结巴", "jieba · as jieba cuts"],
  nWords: ["{n} 个词", "{n} words"],
  tagsOnlyCrf: [
    "词性标注配合默认方法 crf 的分词，换用其他方法时只显示词。",
    "Tags belong to the words of crf, the default; other methods show words only.",
  ],
  wordList: ["词与词性", "Words and tags"],
  blank: ["空白", "white space"],
  more: ["显示其余 {n} 个", "Show {n} more"],

  labels: ["实体类型", "Labels"],
  link: ["把简称连到全称", "Link short forms to full names"],
  nEntities: ["{n} 个实体", "{n} entities"],
  noEntities: ["没有找到实体。", "No entities found."],
  marked: ["标出实体的文本", "The text with its entities"],
  entityList: ["实体列表", "List of entities"],
  linkList: ["同一对象", "Same thing"],
  entity: ["实体", "Entity"],
  kind: ["类型", "Label"],
  position: ["位置", "Position"],
  positions: [
    "位置是 Python 下标：从 0 数起，不含末位。",
    "Positions are those of Python: from 0, the end not included.",
  ],
  mentions: ["提及", "Mentions"],

  alarms: ["容许的误报", "False alarms"],
  usual: ["默认", "default"],
  alarm: ["正确句子中至多 {share} 被改", "at most {share} of correct sentences"],
  nCorrections: ["{n} 处错误", "{n} corrections"],
  noCorrections: ["没有发现错别字。", "No misspellings found."],
  corrected: ["改动对照", "Changes"],
  deleted: ["删去", "removed:"],
  inserted: ["改为", "inserted:"],
  correctionList: ["改动列表", "List of changes"],
  wrong: ["原文", "Typed"],
  right: ["改为", "Meant"],
  reason: ["原因", "Reason"],
  odds: ["把握", "Odds"],
  alternatives: ["其他可能", "Alternatives"],
  sound: ["读音相近", "sounds alike"],
  shape: ["字形相近", "looks alike"],
  wordReason: ["词语混淆", "words that sound alike"],
  edit: ["多字、漏字或错序", "missing, extra or swapped"],
  user: ["自定义", "your list"],
  sure: ["一定", "certain"],
  none: ["无", "none"],

  ranking: ["算法", "Ranking"],
  tfidf: ["tfidf · 本文常见、别处少见的词", "tfidf · frequent here, rare elsewhere"],
  textrank: ["textrank · 与许多词相邻的词", "textrank · near many other words"],
  phrases: ["phrases · 也包括词组", "phrases · also several words in a row"],
  top: ["个数", "How many"],
  nKeywords: ["{n} 个关键词", "{n} keywords"],
  noKeywords: [
    "没有关键词：文本里只有虚词或符号。",
    "No keywords: the text has no words of content.",
  ],
  weight: ["权重", "weight"],

  model: ["分类器", "Classifier"],
  best: ["最可能：{label}（{share}）", "Most likely: {label} ({share})"],

  sentence: ["句子", "Sentence"],
  latticeOf: ["词图：{words}", "Lattice: {words}"],
  latticeHelp: [
    "粗框带 ✓ 的是选中的切分，数字是对数概率。细框的实线表示来自模型，虚线来自词典，点线来自规则；☆ 是我的词。",
    "Thick boxes with ✓ make the chosen cut; numbers are log probabilities. Thin lines: solid from the model, dashed from the dictionary, dotted by rule; ☆ is one of your words.",
  ],
  latticeBlank: ["文本里只有空白。", "The text is only white space."],
  nCandidates: ["{n} 个候选词", "{n} candidate words"],
  zoomIn: ["放大", "Zoom in"],
  zoomOut: ["缩小", "Zoom out"],
  zoomUsual: ["1:1 原始大小", "1:1 actual size"],
  cuts: ["最佳切分", "Best cuts"],
  joined: [
    "最后把落单的字合并成未登录词，结果是：{words}",
    "Single characters were then joined into unknown words: {words}",
  ],
  asTable: ["候选词表", "Candidates as a table"],
  logProb: ["对数概率", "Log probability"],
  source: ["来源", "Source"],
  chosen: ["选中", "Chosen"],
  yes: ["是", "yes"],
  sourceUser: ["我的词", "your words"],
  sourceModel: ["模型", "model"],
  sourceDictionary: ["词典", "dictionary"],
  sourceRule: ["规则", "rule"],

  first: ["方法 A", "Method A"],
  second: ["方法 B", "Method B"],
  same: ["两种方法切分相同。", "Both methods cut alike."],
  differ: ["{n} 处切分不同", "{n} places differ"],
  compareHelp: [
    "‖ 是只有这一方切开的地方；虚线下划的词两边不同。",
    "‖ stands where only this side cuts; words with a dashed line differ.",
  ],
  onlyHere: ["（只有这里切开）", "(cut only here)"],
  differences: ["不同之处", "Differences"],

  code: ["用代码得到同样的结果", "The same in code"],
  copy: ["复制", "Copy"],
  copyOf: ["复制 {what} 代码", "Copy the {what} code"],
  copied: ["已复制", "Copied"],
  selected: ["已选中，请按 Ctrl+C", "Selected: press Ctrl+C"],
};

/** The language to begin with: that of the browser. */
export function usualLanguage() {
  return navigator.language.toLowerCase().startsWith("zh") ? "zh" : "en";
}

/** The function that gives the strings of a language. */
export function speaker(lang) {
  const at = lang === "zh" ? 0 : 1;
  return (key, values = {}) => {
    const said = Object.hasOwn(STRINGS, key) ? STRINGS[key][at] : key;
    return said.replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
  };
}
