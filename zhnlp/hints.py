"""Hints: what to use here for the names that other libraries have.

Who comes from jieba, spaCy, HanLP, LTP, SnowNLP, transformers or pycorrector tries the names
known from there. Each has a
sentence that says what it is called here. Only an error asks for this module.
"""

from __future__ import annotations

from zhnlp.errors import UnknownNameError

_JIEBA = "For a program written for jieba: import zhnlp.interop.jieba as jieba"
_CUT = "Segmenter().cut(text) gives a list of words"
_LCUT = f"{_CUT}. {_JIEBA}"
_TAG = "Tagger().tag(text) gives words with their tags"
_FIND = "Recognizer().find(text) gives the entities"
_LEXICON = f"Words of your own belong to a stage: Segmenter(lexicon=[…]). {_JIEBA}"
_STREAM = "pipeline.stream(texts) takes any number of texts, pipeline.batch(texts) a list"
_CALL = "Call the stage or pipeline: its Doc has every layer"
_STAGES = "A pipeline does not change. Make another: Pipeline([*pipeline.stages, …])"

_COMING = "docs/coming-from.md has its calls and those of zhnlp, side by side"
_TREES = (
    "zhnlp has no dependencies, constituents or semantic roles; docs/coming-from.md says who has"
)
_KEYWORDS = "Keywords().extract(text) gives keywords"
_SUM_UP = "Summarizer().summarize(text) gives sentences"
_CORRECT = "Corrector().correct(text) gives the corrected text"
_SPLIT = "SentenceSplitter().split(text) gives sentences"
_READ = "Pinyin().read(text) gives readings"
_CLASSIFY = 'Classifier("reviews").categories(text) gives probabilities of labels'
_SCRIPT = 'Normalizer(script="simplified").normalize(text) gives the text in that script'
_CLEAN = "Normalizer().normalize(text) gives the text"
_NAMES = "Names of your own belong to a stage: Recognizer(gazetteer={…})"
_CONFUSIONS = "Misspellings of your own belong to a stage: Corrector(misspellings={…})"
_STOPWORDS = "StopwordFilter() keeps the words with content; words of your own are its add=[…]"
_DICTIONARY = "A dictionary belongs to a stage: Segmenter(dictionary=path)"
_MODELS = (
    "Models are packs that ship or folders of yours: Segmenter(model=folder); see docs/neural.md"
)
_ERRORS = (
    "UsageError",
    "InputError",
    "PipelineError",
    "MissingLayerError",
    "AlignmentError",
    "FormatError",
    "PackError",
    "FileError",
    "ExtraError",
    "UnknownNameError",
    "ZhnlpError",
    "ZhnlpWarning",
)

MODULE = {
    **dict.fromkeys(("cut", "segment", "seg", "tokenize", "word_tokenize"), _CUT),
    **dict.fromkeys(("lcut", "cut_all", "cut_for_search", "lcut_for_search"), _LCUT),
    **dict.fromkeys(("tag", "pos", "pos_tag", "pos_tagging"), _TAG),
    **dict.fromkeys(("posseg", "analyse", "dt", "initialize", "enable_parallel"), _JIEBA),
    **dict.fromkeys(("add_word", "load_userdict", "suggest_freq", "del_word"), _LEXICON),
    **dict.fromkeys(("ner", "entities", "recognize"), _FIND),
    **dict.fromkeys(("correct", "corrector", "detect"), _CORRECT),
    **dict.fromkeys(("split", "sent_tokenize"), _SPLIT),
    **dict.fromkeys(("extract_tags", "textrank"), _KEYWORDS),
    **dict.fromkeys(("lazy_pinyin", "to_pinyin"), _READ),
    **dict.fromkeys(("normalize", "convert"), _CLEAN),
    **dict.fromkeys(("summarize", "summary"), _SUM_UP),
    **dict.fromkeys(("pipeline", "blank", "nlp"), 'zhnlp.load("news") gives a pipeline'),
    **dict.fromkeys(("Tokenizer", "WordSegmenter"), "The stage is called Segmenter"),
    **dict.fromkeys(("PosTagger", "POSTagger"), "The stage is called Tagger"),
    **dict.fromkeys(("NER", "EntityRecognizer"), "The stage is called Recognizer"),
    **dict.fromkeys(("SpellChecker", "SpellCorrector"), "The stage is called Corrector"),
    **{name: f"It is in zhnlp.errors: from zhnlp.errors import {name}" for name in _ERRORS},
    **dict.fromkeys(
        ("jieba", "set_dictionary", "setLogLevel", "disable_parallel", "finalseg"), _JIEBA
    ),
    **dict.fromkeys(("POSTokenizer", "suggest_word", "get_FREQ", "user_word_tag_tab"), _JIEBA),
    **dict.fromkeys(("HanLP", "hanlp", "LTP", "SnowNLP", "pkuseg", "thulac", "LAC"), _COMING),
    **dict.fromkeys(("Language", "Token", "Vocab", "Sentence", "StnSplit", "stanza"), _COMING),
    **dict.fromkeys(("pycorrector", "ErrorCorrector", "MacBertCorrector"), _CORRECT),
    **dict.fromkeys(("correct_batch", "spell_check", "ProperCorrector"), _CORRECT),
    **dict.fromkeys(("from_pretrained", "AutoTokenizer", "AutoModel", "BertTokenizer"), _MODELS),
    **dict.fromkeys(("download", "list_models", "pretrained", "hub"), _MODELS),
    **dict.fromkeys(("Matcher", "PhraseMatcher", "EntityRuler"), _NAMES),
    **dict.fromkeys(("sentiment", "sentiments", "classify", "sentiment_analysis"), _CLASSIFY),
    **dict.fromkeys(("TfidfVectorizer", "CountVectorizer"), "The stage is called Vectorizer"),
    **dict.fromkeys(("Word2Vec", "word2vec", "KeyedVectors"), "The class is called WordVectors"),
    **dict.fromkeys(("stopwords", "STOPWORDS", "get_stopwords", "remove_stopwords"), _STOPWORDS),
    **dict.fromkeys(("set_stop_words", "load_stopwords", "Stopwords"), _STOPWORDS),
    **dict.fromkeys(("OpenCC", "opencc", "t2s", "s2t", "zh2Hans", "simplify"), _SCRIPT),
    **dict.fromkeys(("clean", "normalise", "strip_html"), _CLEAN),
    **dict.fromkeys(("keywords", "extract_keywords", "tfidf", "TFIDF", "TextRank"), _KEYWORDS),
    **dict.fromkeys(("pinyin", "Style", "slug"), _READ),
    **dict.fromkeys(
        ("similarity", "similar", "bm25", "BM25"), "SearchIndex.fit(docs) finds similar Docs"
    ),
    **dict.fromkeys(("simhash", "dedup"), "near_duplicates finds texts that are nearly equal"),
    **dict.fromkeys(("new_words", "find_words"), "discover_words finds new words in texts"),
    **dict.fromkeys(("parse", "dependency_parsing", "dep", "srl", "amr"), _TREES),
    **dict.fromkeys(("load_model", "load_pipeline"), "zhnlp.load(folder) loads a pipeline"),
    **dict.fromkeys(("version", "VERSION"), "zhnlp.__version__ has it"),
    "explain": "Segmenter().explain(text) shows why a text is cut as it is",
    "train": "Segmenter().fit(docs) trains one; so does the command zhnlp train",
    "displacy": "doc.to_html() draws a Doc; zhnlp.interop.displacy has its forms for displaCy",
}
STAGE = {
    **dict.fromkeys(("lcut", "cut_all", "cut_for_search"), _LCUT),
    **dict.fromkeys(("cut", "segment", "tokenize", "seg"), _CUT),
    **dict.fromkeys(("tag", "pos", "posseg"), _TAG),
    **dict.fromkeys(("find", "ner", "recognize"), _FIND),
    **dict.fromkeys(("add_word", "load_userdict", "del_word", "suggest_freq"), _LEXICON),
    **dict.fromkeys(("pipe", "imap", "map"), _STREAM),
    **dict.fromkeys(("add_pipe", "remove_pipe", "replace_pipe", "append"), _STAGES),
    **dict.fromkeys(("pipe_names", "pipeline", "components"), "pipeline.stages has the stages"),
    **dict.fromkeys(("predict", "transform", "process", "run", "parse", "analyze"), _CALL),
    **dict.fromkeys(("to_disk", "save_pretrained", "dump"), "stage.save(folder) saves it"),
    **dict.fromkeys(("from_disk", "from_pretrained"), "Pipeline.load(folder) loads what was saved"),
    **dict.fromkeys(("extract_tags", "keywords"), _KEYWORDS),
    **dict.fromkeys(("textrank", "tfidf", "extract_keywords", "extract"), _KEYWORDS),
    **dict.fromkeys(("correct", "detect", "corrector", "correct_text", "check", "fix"), _CORRECT),
    **dict.fromkeys(("split", "sentences", "sents", "split_sentences", "sent_tokenize"), _SPLIT),
    **dict.fromkeys(("lcut_for_search", "cut_words"), _LCUT),
    **dict.fromkeys(("words", "cws", "tok"), _CUT),
    **dict.fromkeys(("postag", "pos_tag", "pos_tagging", "tags"), _TAG),
    **dict.fromkeys(("entities", "ents", "extract_entities"), _FIND),
    **dict.fromkeys(("correct_batch", "batch_correct", "batch_cut", "apply"), _STREAM),
    **dict.fromkeys(("disable_pipes", "select_pipes", "insert_pipe", "disable_pipe"), _STAGES),
    **dict.fromkeys(("add", "insert", "extend", "remove", "add_stage"), _STAGES),
    **dict.fromkeys(("get_pipe", "has_pipe", "analyze_pipes"), "pipeline.stages has the stages"),
    **dict.fromkeys(("annotate", "infer", "inference", "decode"), _CALL),
    **dict.fromkeys(("to_bytes", "push_to_hub"), "stage.save(folder) saves it"),
    **dict.fromkeys(("from_bytes",), "Pipeline.load(folder) loads what was saved"),
    **dict.fromkeys(("set_dictionary",), _DICTIONARY),
    **dict.fromkeys(("add_words", "user_dict", "add_user_dict"), _LEXICON),
    **dict.fromkeys(("add_patterns", "add_names"), _NAMES),
    **dict.fromkeys(
        ("set_custom_confusion_dict", "set_custom_confusion_path_or_dict"), _CONFUSIONS
    ),
    **dict.fromkeys(("set_stop_words", "add_stopwords", "remove_stopwords"), _STOPWORDS),
    **dict.fromkeys(("lazy_pinyin", "pinyin", "to_pinyin", "read"), _READ),
    **dict.fromkeys(("convert", "t2s", "s2t", "to_simplified"), _SCRIPT),
    **dict.fromkeys(("normalize", "normalise", "clean"), _CLEAN),
    **dict.fromkeys(("summary", "summarise", "summarize"), _SUM_UP),
    **dict.fromkeys(("predict_proba", "classify", "categories", "sentiments"), _CLASSIFY),
    **dict.fromkeys(("dep", "sdp", "srl"), _TREES),
    "evaluate": "The command zhnlp evaluate scores results against gold data",
    "initialize": "A stage is ready once it is made: nothing is to be initialized",
}
DOC = {
    "ents": "doc.entities has the entities",
    "sents": "doc.sentences has the sentences",
    **dict.fromkeys(("tokens", "token", "segments"), "doc.words has the words"),
    **dict.fromkeys(("pos", "pos_tags", "postags"), "doc.tags has the tags"),
    **dict.fromkeys(("ner", "names"), "doc.entities has the entities"),
    **dict.fromkeys(("cats", "label"), "doc.categories has the labels of the text"),
    **dict.fromkeys(("char_span", "span"), "doc.text_of((start, end)) gives the characters"),
    **dict.fromkeys(("to_json", "json", "as_dict"), "doc.to_dict() gives what json.dumps takes"),
    **dict.fromkeys(
        ("to_pandas", "to_df", "to_dataframe"), "pandas.DataFrame(doc.rows()) has the words"
    ),
    **dict.fromkeys(("corrected", "errors"), "doc.corrections has the misspellings"),
    **dict.fromkeys(("cws", "tok", "seg", "lcut", "words_"), "doc.words has the words"),
    **dict.fromkeys(("tag", "tag_", "pos_", "flags"), "doc.tags has the tags"),
    **dict.fromkeys(("entity", "entity_spans"), "doc.entities has the entities"),
    **dict.fromkeys(("sent", "sentence"), "doc.sentences has the sentences"),
    **dict.fromkeys(("sentiment", "sentiments"), "doc.categories has the labels of the text"),
    **dict.fromkeys(("correction", "details", "mistakes"), "doc.corrections has the misspellings"),
    **dict.fromkeys(("target", "correct"), "doc.text is corrected by Corrector(apply=True)"),
    **dict.fromkeys(("pairs", "to_list", "iter_words"), "doc.rows() has the words with their tags"),
    **dict.fromkeys(("spans", "offsets"), "doc.words.spans() has the places of the words"),
    **dict.fromkeys(("display", "render", "pretty_print", "show"), "doc.to_html() draws it"),
    **dict.fromkeys(("dep", "sdp", "srl", "con", "deps"), _TREES),
    **dict.fromkeys(
        ("meta", "user_data", "_"), "pipeline.stream(pairs, as_tuples=True) keeps yours"
    ),
    **dict.fromkeys(("coref", "coref_chains", "clusters"), "doc.links has the names by Linker()"),
    **dict.fromkeys(("phrases", "keyphrases"), 'Keywords("phrases") finds phrases'),
    "similarity": "SearchIndex.fit(docs) finds similar Docs",
    "has_vector": "doc.vector is None where no stage filled it",
    "noun_chunks": 'Keywords("phrases") finds phrases',
    "text_with_ws": "doc.text has the text",
}
SPAN = {
    "label_": "span.label has the label",
    "start_char": "span.start has the first character",
    "end_char": "span.end has the end",
    **dict.fromkeys(("word", "string", "orth_"), "span.text has the characters"),
    **dict.fromkeys(
        ("type", "entity", "entity_group", "ent_type_", "kind"), "span.label has the label"
    ),
    **dict.fromkeys(
        ("begin", "offset", "start_offset", "idx"), "span.start has the first character"
    ),
    **dict.fromkeys(("stop", "end_offset"), "span.end has the end"),
    **dict.fromkeys(("surface", "mention", "name", "entity_text"), "span.text has the characters"),
    **dict.fromkeys(("dep_", "head", "root"), _TREES),
    **dict.fromkeys(
        ("kb_id_", "ent_id_", "id"), "doc.links has the names and their ids by Linker()"
    ),
    **dict.fromkeys(("doc", "parent"), "A span has only its text: span.text"),
    **dict.fromkeys(("sent", "pos_", "tag_"), "doc.rows() has the words with their tags"),
}


def unknown_name(owner: str, name: str, known: dict[str, str], of: object) -> AttributeError:
    """The error for a `name` that `owner` does not have; with a hint where one is `known`."""
    problem = f"{owner} has no attribute {name!r}."
    if name in known:
        return UnknownNameError(f"{problem} {known[name]}.", name=name, obj=of)
    return AttributeError(problem[:-1], name=name, obj=of)
