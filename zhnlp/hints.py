"""Hints: what to use here for the names that other libraries have.

Who comes from jieba, spaCy, HanLP or pycorrector tries the names known from there. Each has a
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

MODULE = {
    **dict.fromkeys(("cut", "segment", "seg", "tokenize", "word_tokenize"), _CUT),
    **dict.fromkeys(("lcut", "cut_all", "cut_for_search", "lcut_for_search"), _LCUT),
    **dict.fromkeys(("tag", "pos", "pos_tag", "pos_tagging"), _TAG),
    **dict.fromkeys(("posseg", "analyse", "dt", "initialize", "enable_parallel"), _JIEBA),
    **dict.fromkeys(("add_word", "load_userdict", "suggest_freq", "del_word"), _LEXICON),
    **dict.fromkeys(("ner", "entities", "recognize"), _FIND),
    **dict.fromkeys(("correct", "corrector", "detect"), "Corrector().correct(text) gives the text"),
    **dict.fromkeys(("split", "sent_tokenize"), "SentenceSplitter().split(text) gives sentences"),
    **dict.fromkeys(("extract_tags", "textrank"), "Keywords().extract(text) gives keywords"),
    **dict.fromkeys(("lazy_pinyin", "to_pinyin"), "Pinyin().read(text) gives readings"),
    **dict.fromkeys(("normalize", "convert"), "Normalizer().normalize(text) gives the text"),
    **dict.fromkeys(("summarize", "summary"), "Summarizer().summarize(text) gives sentences"),
    **dict.fromkeys(("pipeline", "blank", "nlp"), 'zhnlp.load("news") gives a pipeline'),
    **dict.fromkeys(("Tokenizer", "WordSegmenter"), "The stage is called Segmenter"),
    **dict.fromkeys(("PosTagger", "POSTagger"), "The stage is called Tagger"),
    **dict.fromkeys(("NER", "EntityRecognizer"), "The stage is called Recognizer"),
    **dict.fromkeys(("SpellChecker", "SpellCorrector"), "The stage is called Corrector"),
    "ZhnlpError": "It is in zhnlp.errors: from zhnlp.errors import ZhnlpError",
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
    **dict.fromkeys(("extract_tags", "keywords"), "Keywords().extract(text) gives keywords"),
    **dict.fromkeys(("correct", "detect"), "Corrector().correct(text) gives the corrected text"),
    **dict.fromkeys(("split", "sentences"), "SentenceSplitter().split(text) gives sentences"),
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
    "noun_chunks": 'Keywords("phrases") finds phrases',
    "text_with_ws": "doc.text has the text",
}
SPAN = {
    "label_": "span.label has the label",
    "start_char": "span.start has the first character",
    "end_char": "span.end has the end",
    **dict.fromkeys(("word", "string", "orth_"), "span.text has the characters"),
    **dict.fromkeys(("sent", "pos_", "tag_"), "doc.rows() has the words with their tags"),
}


def unknown_name(owner: str, name: str, known: dict[str, str], of: object) -> AttributeError:
    """The error for a `name` that `owner` does not have; with a hint where one is `known`."""
    problem = f"{owner} has no attribute {name!r}."
    if name in known:
        return UnknownNameError(f"{problem} {known[name]}.", name=name, obj=of)
    return AttributeError(problem[:-1], name=name, obj=of)
