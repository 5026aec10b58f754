//! French and English habits for tests and measurements: short lists, enough for the sentences here.

use entente_model::Language;
use entente_text::{Conventions, Lists};

fn words(list: &str) -> Vec<String> {
    list.split_whitespace().map(str::to_owned).collect()
}

/// Habits of French.
pub(crate) fn french() -> Conventions {
    let lists = Lists {
        elisions: words("l' d' n' s' qu' j' m' t' c' jusqu' lorsqu' puisqu' quoiqu'"),
        whole_words: words("aujourd'hui rendez-vous d'abord celui-là yahoo!"),
        enclitics: words("-t-il -t-elle -t-on -il -elle -ils -elles -on -je -nous -vous -ce -là"),
        abbreviations: words("M. MM. Mme. St. No. vol. janv."),
        closing_abbreviations: words("Inc. Corp. Ltd. Co. etc."),
        number_suffixes: words("km kg m"),
        function_words: words(
            "le la les de des du un une et à au aux en dans par pour sur avec que qui ne pas se ce cette il elle son \
             sa ses leur est sont a ont été mais ou plus l d n s qu c",
        ),
        unaccented: words("à"),
        spaced_thousands: true,
        single_quotes: false,
    };
    let code = Language::new("fr").expect("the code is well formed");
    Conventions::new(code, &lists).expect("the lists are well formed")
}

/// Habits of English.
pub(crate) fn english() -> Conventions {
    let lists = Lists {
        whole_words: words("o'clock yahoo!"),
        enclitics: words("'s 're 've 'll 'd 'm n't"),
        abbreviations: words("Mr. Mrs. Dr. St. No. Jan. vs."),
        closing_abbreviations: words("Inc. Corp. Ltd. Co. etc. plc."),
        number_suffixes: words("bn mn m km"),
        function_words: words(
            "the of to and a in is that for on it as was with by at from its has have be are an which will said he \
             his they this not but or had would their were been",
        ),
        single_quotes: true,
        ..Lists::default()
    };
    let code = Language::new("en").expect("the code is well formed");
    Conventions::new(code, &lists).expect("the lists are well formed")
}
