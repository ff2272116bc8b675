# What _core.pyx uses of the C++ headers beside it.

from libc.stdint cimport int8_t, int32_t, int64_t, uint8_t, uint16_t, uint32_t, uint64_t
from libcpp cimport bool as cbool
from libcpp.pair cimport pair
from libcpp.string cimport string
from libcpp.vector cimport vector


cdef extern from * nogil:
    ctypedef uint32_t char32_t "char32_t"
    cdef cppclass u32string "std::u32string":
        u32string()
        u32string(const char32_t*, size_t)
        const char32_t* data()
        size_t size()


cdef extern from "trie.hpp" namespace "zhnlp" nogil:
    cdef cppclass CTrie "zhnlp::Trie":
        CTrie()
        CTrie(const uint64_t*, size_t, const uint32_t*, size_t)
        cbool empty()
        void alias(char32_t, char32_t)
        void read_as(char32_t, char32_t)
        int64_t find(const char32_t*, size_t)
        uint32_t code(char32_t)
        uint64_t root()
        uint64_t step(uint64_t, uint32_t)
        int64_t value(uint64_t)

    cdef cppclass TrieBuilder:
        vector[uint32_t] alphabet
        vector[uint64_t] nodes
        void build(const vector[u32string]&, const vector[uint32_t]&) except +

    uint32_t kMaxValue "zhnlp::Trie::kMaxValue"


cdef extern from "hmm.hpp" namespace "zhnlp" nogil:
    cdef cppclass CHmm "zhnlp::Hmm":
        CHmm()
        CHmm(const double*, const double*, const uint32_t*, const double*, size_t)


cdef extern from "ngram.hpp" namespace "zhnlp" nogil:
    cdef cppclass NgramLevel:
        NgramLevel()
        const uint16_t* short_words
        const uint32_t* words
        const uint8_t* log_probs
        const uint64_t* contexts
        const uint8_t* back_offs
        const uint32_t* starts
        const uint16_t* offsets
        const uint32_t* anchors
        size_t n
        size_t n_contexts
        size_t rank_contexts()

    cdef cppclass Context "zhnlp::Ngram::Context":
        Context()

    cdef cppclass NgramTotal "zhnlp::Ngram::Total":
        NgramTotal()
        double log_prob
        size_t n_words
        size_t n_unknown

    cdef cppclass CNgram "zhnlp::Ngram":
        vector[NgramLevel] levels
        Context begin()
        float log_prob(const Context&, uint32_t, Context&)
        NgramTotal total(const uint32_t*, size_t)


cdef extern from "units.hpp" namespace "zhnlp" nogil:
    uint8_t kJoined


cdef extern from "chars.hpp" namespace "zhnlp" nogil:
    int c_char_class "zhnlp::char_class"(char32_t)


cdef extern from "atoms.hpp" namespace "zhnlp" nogil:
    size_t kFirstChar
    cdef cppclass Alphabet:
        Alphabet()
        Alphabet(const uint32_t*, size_t)
        void alias(char32_t, char32_t)


cdef extern from "sequence.hpp" namespace "zhnlp" nogil:
    size_t kMaxLabels
    cdef cppclass CSequenceModel "zhnlp::SequenceModel":
        size_t n_labels, n_buckets, n_pool
        cbool sparse
        const uint32_t* buckets
        const int8_t* pool
        uint64_t first, last
        double scale
        void set_transitions(const int32_t*) except +


cdef extern from "knowledge.hpp" namespace "zhnlp" nogil:
    cdef enum class Method(uint8_t):
        kForward, kBackward, kBidirectional, kUnigram, kNgram, kJieba, kSequence

    cdef cppclass WordKnowledge:
        Alphabet alphabet
        CTrie lexicon
        CTrie more
        CSequenceModel model

    cdef enum class Mode(uint8_t):
        kPrefer, kForce, kForceInside, kSplit

    cdef enum class Source(uint8_t):
        kUser, kModel, kDictionary, kRule

    cdef struct UserWord:
        Mode mode
        double log_prob

    cdef cppclass Knowledge:
        Method method
        cbool rules
        CTrie dictionary
        const double* log_probs
        double unknown
        CTrie user
        vector[UserWord] user_words
        cbool any_force, any_prefer, any_split
        CTrie vocabulary
        CNgram ngram
        double lexicon_bias, lexicon_scale, hmm_bias, hmm_scale, unit_log_prob
        CHmm hmm
        WordKnowledge sequence


cdef extern from "words.hpp" namespace "zhnlp" nogil:
    cdef cppclass Board:
        vector[uint8_t] flags


cdef extern from "lattice.hpp" namespace "zhnlp" nogil:
    cdef struct State "zhnlp::NgramSolver::State":
        double log_prob
        double step
        uint32_t start
        uint32_t end
        uint32_t previous
        uint32_t next
        Source source

    cdef cppclass NgramSolver:
        NgramSolver(const Knowledge&, size_t)
        vector[State] states
        vector[pair[double, uint32_t]] best_cuts(const Board&) except +


cdef extern from "word_chart.hpp" namespace "zhnlp" nogil:
    cdef cppclass ChartWord "zhnlp::WordChart::Word":
        uint32_t start, end
        double log_prob
        Source source
    cdef cppclass ChartCut "zhnlp::WordChart::Cut":
        double log_prob
        vector[ChartWord] words


cdef extern from "cutter.hpp" namespace "zhnlp" nogil:
    cdef cppclass CCutter "zhnlp::Cutter":
        CCutter(const Knowledge&)
        void cut(const char32_t*, size_t, vector[uint32_t]&) except +
        Board& look(const char32_t*, size_t) except +
        void explain(const char32_t*, size_t, size_t, double, vector[ChartWord]&,
                     vector[ChartCut]&) except +


cdef extern from "lines.hpp" namespace "zhnlp" nogil:
    cdef cppclass LineCutter:
        LineCutter()
        vector[char] out
        size_t n_out, used, n_lines, bad
        cbool mid_line
        void feed(CCutter&, const uint8_t*, size_t, const string&, cbool, cbool, cbool) except +
    size_t kFine "zhnlp::LineCutter::kFine"


cdef extern from "worker.hpp" namespace "zhnlp" nogil:
    cdef struct Arc "zhnlp::Arc":
        uint32_t end
        uint32_t id
        double log_prob
        Source source
    cdef cppclass Worker:
        Worker(const Knowledge&) except +
        CCutter cutter
        LineCutter lines
        vector[char32_t] chars
        vector[uint32_t] ends
        vector[uint64_t] keys
        void cut() except +
        void find_keys() except +
        size_t slot(size_t)
        void tidy()
    void fetch(const void*)
    int kSlotBits
    void search_words(CCutter&, const char32_t*, const vector[uint32_t]&, vector[uint32_t]&) except +
    void all_arcs(const Knowledge&, const Board&, vector[uint32_t]&, vector[Arc]&) except +
    void set_books(NgramLevel&, const float*, const float*)


cdef extern from "word_features.hpp" namespace "zhnlp" nogil:
    void prepare_words "zhnlp::WordFeatures::prepare"(CSequenceModel&, size_t) except +


cdef extern from "sequence_training.hpp" namespace "zhnlp" nogil:
    cdef cppclass PackedWeights:
        vector[uint32_t] buckets
        vector[int8_t] pool
        vector[int32_t] transitions
        double scale
        uint64_t first, last
        size_t n_kept

    cdef cppclass CSequenceTrainer "zhnlp::SequenceTrainer":
        CSequenceTrainer(size_t, uint32_t) except +
        void allow(size_t, size_t)
        void allow_first(size_t)
        void allow_last(size_t)
        void place() except +
        void estimate() except +
        size_t n_features()
        size_t n_sequences()
        double run "pass"(uint64_t, float, float) except +
        vector[float]& weights()
        vector[float]& pace()
        vector[float]& transitions()
        vector[float]& transition_pace()
        PackedWeights packed(cbool, float) except +


cdef extern from "entity_features.hpp" namespace "zhnlp" nogil:
    cdef cppclass EntityKnowledge:
        Alphabet alphabet
        CTrie dictionary, gazetteer
        const uint8_t* classes
        size_t n_classes
        cbool symbols_only
        CSequenceModel model
    void prepare_entities "zhnlp::EntityFeatures::prepare"(CSequenceModel&, size_t) except +


cdef extern from "recognizing.hpp" namespace "zhnlp" nogil:
    cdef struct Found:
        uint32_t start
        uint32_t end
        uint32_t kind
    void c_find_listed "zhnlp::find_listed"(const CTrie&, const char32_t*, const uint32_t*, size_t, vector[Found]&) except +
    cdef cppclass CRecognizer "zhnlp::Recognizer":
        CRecognizer(const EntityKnowledge&) except +
        void find(const char32_t*, const uint32_t*, const uint8_t*, size_t, vector[Found]&) except +


cdef extern from "tag_features.hpp" namespace "zhnlp" nogil:
    cdef struct TagWord:
        uint32_t bits
    size_t kLongestWord
    size_t kFirstClass
    size_t word_form(const char32_t*, size_t, size_t, cbool, char32_t*)
    int word_shape(const char32_t*, size_t, size_t)
    cdef cppclass TagKnowledge:
        Alphabet alphabet
        CTrie lexicon
        const TagWord* words
        size_t n_words
        const uint64_t* candidates
        size_t n_candidates


cdef extern from "tagging.hpp" namespace "zhnlp" nogil:
    cdef cppclass TaggerKnowledge(TagKnowledge):
        CSequenceModel model
    cdef cppclass CTagger "zhnlp::Tagger":
        CTagger(const TaggerKnowledge&) except +
        void tag(const char32_t*, const uint32_t*, size_t, uint8_t, vector[uint8_t]&) except +


cdef extern from "lessons.hpp" namespace "zhnlp" nogil:
    void count_words(CSequenceTrainer&, const Knowledge&, const char32_t*, size_t) except +
    size_t add_words(CSequenceTrainer&, const Knowledge&, const char32_t*, size_t, const uint32_t*, size_t) except +
    void count_tags(CSequenceTrainer&, const TagKnowledge&, const char32_t*, const uint32_t*, size_t) except +
    void add_tags(CSequenceTrainer&, const TagKnowledge&, const char32_t*, const uint32_t*, const uint8_t*, size_t) except +
    void count_entities(CSequenceTrainer&, const EntityKnowledge&, const char32_t*, size_t, const uint32_t*, const uint8_t*, size_t) except +
    size_t add_entities(CSequenceTrainer&, const EntityKnowledge&, const char32_t*, size_t, const uint32_t*, const uint8_t*, size_t, const vector[Found]&) except +


cdef extern from "edits.hpp" namespace "zhnlp" nogil:
    cdef struct EditPair "zhnlp::EditCosts::Pair":
        char32_t first "from"
        char32_t to
        double cost
    cdef cppclass CEditCosts "zhnlp::EditCosts":
        double substitution
        double insertion
        double deletion
        double transposition
        vector[EditPair] pairs
        void sort_pairs() except +
    double c_edit_distance "zhnlp::edit_distance"(const char32_t*, size_t, const char32_t*, size_t, const CEditCosts&, double) except +


cdef extern from "near_words.hpp" namespace "zhnlp" nogil:
    cdef cppclass CFamily "zhnlp::Family":
        CFamily()
        CFamily(const uint64_t*, size_t, const uint32_t*, size_t) except +
        u32string text(uint32_t, uint32_t) except +
    cdef struct NearWord:
        uint32_t place
        uint32_t depth
        double distance
        int64_t value
    vector[NearWord] near_words(const CTrie&, const CFamily&, const CEditCosts&, const char32_t*, size_t, double, size_t) except +


cdef extern from "pieces.hpp" namespace "zhnlp" nogil:
    cdef cppclass Pieces:
        pass
    void read_pieces(const CTrie&, const char32_t*, size_t, Pieces&) except +
    void sentence_numbers(const Pieces&, vector[uint32_t]&) except +


cdef extern from "confusions.hpp" namespace "zhnlp" nogil:
    cdef cppclass Confusions:
        const uint32_t* offsets
        const uint16_t* meant
        const uint8_t* sound
        const uint8_t* shape
        size_t n
        size_t n_pairs


cdef extern from "ranker.hpp" namespace "zhnlp" nogil:
    size_t kDense "zhnlp::Ranker::kDense"
    cdef cppclass EditFeatures:
        pass
    cdef cppclass Ranker:
        const float* dense
        const int8_t* names
        size_t n_names
        float name_scale
        float score(const EditFeatures&)
    cdef cppclass RankerTrainer:
        RankerTrainer(uint32_t) except +
        double run(uint64_t, float, float) except +
        size_t n_places()
        size_t n_edits()
        const vector[float]& dense()
        const vector[float]& names()


cdef extern from "correction.hpp" namespace "zhnlp" nogil:
    cdef enum class Reason:
        pass
    cdef struct Alternative:
        u32string text
        float log_odds
    cdef struct CCorrection "zhnlp::Correction":
        uint32_t start
        uint32_t end
        u32string right
        float log_odds
        Reason reason
        vector[Alternative] alternatives
    cdef struct KeptSpan:
        uint32_t start
        uint32_t end
    cdef cppclass UserSpelling:
        CTrie protected_words
        CTrie misspellings
        vector[u32string] rights


cdef extern from "correcting.hpp" namespace "zhnlp" nogil:
    cdef cppclass CorrectorKnowledge:
        CTrie vocabulary
        CNgram ngram
        vector[char32_t] chars
        vector[char32_t] traditional
        vector[uint32_t] codes
        Confusions confusions
        CTrie dictionary
        const double* log_probs
        size_t n_log_probs
        double unknown
        Ranker ranker
        UserSpelling user
    cdef cppclass SpellingCorrector:
        SpellingCorrector(const CorrectorKnowledge&) except +
        void correct(const char32_t*, size_t, const vector[KeptSpan]&, float, vector[CCorrection]&) except +


cdef extern from "spelling_lessons.hpp" namespace "zhnlp" nogil:
    cdef cppclass ConsideredEdit:
        uint32_t start
        uint32_t end
        u32string right
        float score
        float gain
    void all_edits(SpellingCorrector&, const CorrectorKnowledge&, const char32_t*, size_t, vector[ConsideredEdit]&) except +
    void add_spelling(RankerTrainer&, SpellingCorrector&, const CorrectorKnowledge&, const char32_t*, size_t, const char32_t*, size_t) except +
