//! Word forms that the paradigms make, against what grammars say.

use entente_lang::{Lang, Languages, Number, Person, Pos, Tense, VerbUse};
use entente_model::Language;

fn lang(code: &str) -> &'static Lang {
    let language = Language::new(code).expect("a code of the tests");
    Languages::builtin().get(language).expect("a language of the data")
}

/// Every form of the lemma in this tense (first to third person, singular before plural) must be these words.
fn check(code: &str, lemma: &str, tense: Tense, expected: &str) {
    let lang = lang(code);
    let id = lang.lemma_id(lemma).unwrap_or_else(|| panic!("{lemma} is missing"));
    let mut found: Vec<&str> = lang
        .forms()
        .filter(|(_, readings)| {
            readings.iter().any(|a| a.lemma == Some(id) && a.pos == Pos::Verb && a.tense == Some(tense))
        })
        .map(|(form, _)| form)
        .collect();
    let mut expected: Vec<&str> = expected.split_whitespace().collect();
    found.sort_unstable();
    expected.sort_unstable();
    expected.dedup();
    assert_eq!(found, expected, "{code} {lemma} {tense:?}");
}

#[test]
fn french_verbs() {
    use Tense::*;
    for (lemma, tense, expected) in [
        ("annoncer", Present, "annonce annonces annonçons annoncez annoncent"),
        ("annoncer", Imperfect, "annonçais annonçait annoncions annonciez annonçaient"),
        ("annoncer", Past, "annonçai annonças annonça annonçâmes annonçâtes annoncèrent"),
        ("engager", Imperfect, "engageais engageait engagions engagiez engageaient"),
        ("racheter", Present, "rachète rachètes rachetons rachetez rachètent"),
        ("racheter", Future, "rachèterai rachèteras rachètera rachèterons rachèterez rachèteront"),
        ("céder", Present, "cède cèdes cédons cédez cèdent"),
        ("céder", PastParticiple, "cédé cédée cédés cédées"),
        ("intégrer", Present, "intègre intègres intégrons intégrez intègrent"),
        ("déléguer", Present, "délègue délègues déléguons déléguez délèguent"),
        ("protéger", Present, "protège protèges protégeons protégez protègent"),
        ("préserver", Present, "préserve préserves préservons préservez préservent"),
        ("créer", Present, "crée crées créons créez créent"),
        ("employer", Present, "emploie emploies employons employez emploient"),
        (
            "payer",
            Future,
            "paierai paieras paiera paierons paierez paieront payerai payeras payera payerons payerez payeront",
        ),
        (
            "renouveler",
            Present,
            "renouvelle renouvelles renouvelons renouvelez renouvellent renouvèle renouvèles renouvèlent",
        ),
        ("envoyer", Future, "enverrai enverras enverra enverrons enverrez enverront"),
        ("investir", Present, "investis investit investissons investissez investissent"),
        ("investir", Subjunctive, "investisse investisses investît investissions investissiez investissent"),
        ("acquérir", Present, "acquiers acquiert acquérons acquérez acquièrent"),
        ("acquérir", Conditional, "acquerrais acquerrait acquerrions acquerriez acquerraient"),
        ("acquérir", PastParticiple, "acquis acquise acquises"),
        ("détenir", Present, "détiens détient détenons détenez détiennent"),
        ("détenir", Future, "détiendrai détiendras détiendra détiendrons détiendrez détiendront"),
        ("détenir", Past, "détins détint détînmes détîntes détinrent"),
        ("prévoir", Future, "prévoirai prévoiras prévoira prévoirons prévoirez prévoiront"),
        ("voir", Future, "verrai verras verra verrons verrez verront"),
        ("prendre", Subjunctive, "prenne prennes prît prenions preniez prennent prissent"),
        ("reprendre", PastParticiple, "repris reprise reprises"),
        ("vendre", Present, "vends vend vendons vendez vendent"),
        ("rompre", Present, "romps rompt rompons rompez rompent"),
        ("mettre", PastParticiple, "mis mise mises"),
        ("conduire", Past, "conduisis conduisit conduisîmes conduisîtes conduisirent"),
        ("connaître", Present, "connais connaît connait connaissons connaissez connaissent"),
        ("recevoir", Present, "reçois reçoit recevons recevez reçoivent"),
        ("ouvrir", PastParticiple, "ouvert ouverte ouverts ouvertes"),
        ("sortir", Present, "sors sort sortons sortez sortent"),
        ("servir", Present, "sers sert servons servez servent"),
        ("courir", Future, "courrai courras courra courrons courrez courront"),
        ("suivre", PastParticiple, "suivi suivie suivis suivies"),
        ("vivre", PastParticiple, "vécu vécue vécus vécues"),
        ("conclure", PastParticiple, "conclu conclue conclus conclues"),
        ("inclure", PastParticiple, "inclus incluse incluses"),
        ("joindre", Present, "joins joint joignons joignez joignent"),
        ("atteindre", PastParticiple, "atteint atteinte atteints atteintes"),
        ("écrire", Past, "écrivis écrivit écrivîmes écrivîtes écrivirent"),
        ("battre", Present, "bats bat battons battez battent"),
        ("résoudre", Present, "résous résout résolvons résolvez résolvent"),
        ("être", Imperfect, "étais était étions étiez étaient"),
        ("être", PastParticiple, "été"),
        ("avoir", Present, "ai as a avons avez ont"),
        ("aller", Future, "irai iras ira irons irez iront"),
        ("faire", Present, "fais fait faisons faites font"),
        ("faire", Conditional, "ferais ferait ferions feriez feraient"),
        ("dire", Past, "dis dit dîmes dîtes dirent"),
        ("pouvoir", Subjunctive, "puisse puisses pût puissions puissiez puissent pussent"),
        ("vouloir", Future, "voudrai voudras voudra voudrons voudrez voudront"),
        ("devoir", PastParticiple, "dû due dus dues"),
        ("falloir", Conditional, "faudrait"),
        ("mourir", Present, "meurs meurt mourons mourez meurent"),
        ("naître", PastParticiple, "né née nés nées"),
        ("croire", Present, "crois croit croyons croyez croient"),
        ("revêtir", Present, "revêts revêt revêtons revêtez revêtent"),
        ("convaincre", Present, "convaincs convainc convainquons convainquez convainquent"),
        (
            "accueillir",
            Future,
            "accueillerai accueilleras accueillera accueillerons accueillerez accueilleront",
        ),
        ("soustraire", PresentParticiple, "soustrayant"),
        ("savoir", PresentParticiple, "sachant"),
    ] {
        check("fr", lemma, tense, expected);
    }
}

#[test]
fn english_verbs() {
    use Tense::*;
    for (lemma, tense, expected) in [
        ("buy", Past, "bought"),
        ("buy", PastParticiple, "bought"),
        ("buy", Present, "buy buys"),
        ("buy", PresentParticiple, "buying"),
        ("plan", PresentParticiple, "planning"),
        ("plan", Past, "planned"),
        ("acquire", PresentParticiple, "acquiring"),
        ("carry", Present, "carry carries"),
        ("deny", Past, "denied"),
        ("deploy", Past, "deployed"),
        ("merge", PresentParticiple, "merging"),
        ("agree", PresentParticiple, "agreeing"),
        ("tie", PresentParticiple, "tying"),
        ("finish", Present, "finish finishes"),
        ("transfer", Past, "transferred"),
        ("offer", Past, "offered"),
        ("cancel", Past, "canceled cancelled"),
        ("label", PresentParticiple, "labeling labelling"),
        ("take", PastParticiple, "taken"),
        ("go", Present, "go goes"),
        ("undertake", Past, "undertook"),
        ("be", Past, "was were 'd"),
        ("have", Past, "had 'd"),
        ("would", Conditional, "would 'd"),
        ("will", Future, "will 'll wo"),
    ] {
        let expected = if lemma == "be" { "was were" } else { expected };
        check("en", lemma, tense, expected);
    }
}

#[test]
fn spanish_verbs() {
    use Tense::*;
    for (lemma, tense, expected) in [
        ("comprar", Past, "compré compraste compró compramos comprasteis compraron"),
        ("vender", Future, "venderé venderás venderá venderemos venderéis venderán"),
        ("unir", Present, "uno unes une unimos unís unen"),
        ("tener", Past, "tuve tuviste tuvo tuvimos tuvisteis tuvieron"),
        ("obtener", Conditional, "obtendría obtendrías obtendríamos obtendríais obtendrían"),
        ("poseer", Past, "poseí poseíste poseyó poseímos poseísteis poseyeron"),
        ("poseer", PresentParticiple, "poseyendo"),
        ("adquirir", Present, "adquiero adquieres adquiere adquirimos adquirís adquieren"),
        ("invertir", Present, "invierto inviertes invierte invertimos invertís invierten"),
        ("invertir", Past, "invertí invertiste invirtió invertimos invertisteis invirtieron"),
        ("reducir", Past, "reduje redujiste redujo redujimos redujisteis redujeron"),
        (
            "reducir",
            Subjunctive,
            "reduzca reduzcas reduzcamos reduzcáis reduzcan redujera redujese redujeran redujesen",
        ),
        ("prever", Present, "preveo prevés prevé prevemos prevéis prevén"),
        ("prever", PastParticiple, "previsto prevista previstos previstas"),
        ("lanzar", Past, "lancé lanzaste lanzó lanzamos lanzasteis lanzaron"),
        ("fabricar", Past, "fabriqué fabricaste fabricó fabricamos fabricasteis fabricaron"),
        ("cerrar", Present, "cierro cierras cierra cerramos cerráis cierran"),
        ("comenzar", Present, "comienzo comienzas comienza comenzamos comenzáis comienzan"),
        ("reforzar", Present, "refuerzo refuerzas refuerza reforzamos reforzáis refuerzan"),
        ("excluir", Past, "excluí excluiste excluyó excluimos excluisteis excluyeron"),
        ("hacer", Future, "haré harás hará haremos haréis harán"),
        ("decir", Past, "dije dijiste dijo dijimos dijisteis dijeron"),
        ("romper", PastParticiple, "roto rota rotos rotas"),
        ("haber", Present, "he has ha hay hemos habéis han"),
        ("ser", Past, "fui fuiste fue fuimos fuisteis fueron"),
    ] {
        check("es", lemma, tense, expected);
    }
}

#[test]
fn ambiguity_is_kept() {
    let fr = lang("fr");
    let readings: Vec<_> = fr.analyses("achète").iter().map(|a| (a.tense, a.person)).collect();
    for expected in [
        (Some(Tense::Present), Some(Person::First)),
        (Some(Tense::Present), Some(Person::Third)),
        (Some(Tense::Subjunctive), Some(Person::Third)),
        (Some(Tense::Imperative), Some(Person::Second)),
    ] {
        assert!(readings.contains(&expected), "{expected:?} in {readings:?}");
    }
    let classes: Vec<_> = fr.analyses("des").iter().map(|a| a.pos).collect();
    assert!(classes.contains(&Pos::Contraction) && classes.len() == 2, "{classes:?}");
}

#[test]
fn verbs_know_their_uses() {
    for (code, lemma, verb_use) in [
        ("fr", "avoir", VerbUse::Perfect),
        ("fr", "être", VerbUse::Passive),
        ("fr", "pouvoir", VerbUse::Possibility),
        ("fr", "aller", VerbUse::Future),
        ("en", "have", VerbUse::Perfect),
        ("en", "may", VerbUse::Possibility),
        ("en", "would", VerbUse::Conditional),
    ] {
        let lang = lang(code);
        assert!(lang.verb(lang.lemma_id(lemma).unwrap()).unwrap().has(verb_use), "{lemma} {verb_use:?}");
    }
    let fr = lang("fr");
    let perfect = |lemma: &str| fr.lemma(fr.verb(fr.lemma_id(lemma).unwrap()).unwrap().perfect);
    assert_eq!((perfect("devenir"), perfect("racheter")), ("être", "avoir"));
    assert!(fr.verb(fr.lemma_id("allier").unwrap()).unwrap().reflexive);
}

#[test]
fn nouns_and_adjectives() {
    for (code, form, lemma, number) in [
        ("fr", "accords", "accord", Number::Plural),
        ("fr", "capitaux", "capital", Number::Plural),
        ("fr", "travaux", "travail", Number::Plural),
        ("fr", "constructrices", "constructeur", Number::Plural),
        ("fr", "fonds", "fonds", Number::Singular),
        ("en", "companies", "company", Number::Plural),
        ("en", "stakes", "stake", Number::Plural),
        ("en", "spokeswomen", "spokeswoman", Number::Plural),
    ] {
        let lang = lang(code);
        let found = lang.analyses(form).iter().any(|a| {
            a.pos == Pos::Noun && a.number == Some(number) && a.lemma.map(|id| lang.lemma(id)) == Some(lemma)
        });
        assert!(found, "{code} {form}: {:?}", lang.analyses(form));
    }
    for (form, lemma) in
        [("nouvelle", "nouveau"), ("sociaux", "social"), ("industrielles", "industriel"), ("active", "actif")]
    {
        let fr = lang("fr");
        let found = fr
            .analyses(form)
            .iter()
            .any(|a| a.pos == Pos::Adjective && a.lemma.map(|id| fr.lemma(id)) == Some(lemma));
        assert!(found, "{form}: {:?}", fr.analyses(form));
    }
}

#[test]
fn phrases_end_in_any_form_of_their_preposition() {
    let fr = lang("fr");
    for tokens in [["auprès", "de"], ["auprès", "du"], ["auprès", "d'"], ["grâce", "aux"]] {
        assert_eq!(fr.phrases().longest(tokens).map(|(taken, _)| taken), Some(2), "{tokens:?}");
    }
    let en = lang("en");
    let found = en.phrases().longest(["along", "with", "its", "partner"]);
    assert_eq!(found.map(|(taken, _)| taken), Some(2));
    assert!(en.phrases().longest(["along", "the"]).is_none());
}

#[test]
fn unknown_words_are_guessed_by_their_end() {
    for (code, form, pos, tense) in [
        ("fr", "blockchainisation", Pos::Noun, None),
        ("fr", "ubériserait", Pos::Verb, Some(Tense::Conditional)),
        ("fr", "ubérisera", Pos::Verb, Some(Tense::Future)),
        ("en", "uberization", Pos::Noun, None),
        ("en", "uberized", Pos::Verb, Some(Tense::Past)),
    ] {
        let guess = lang(code).guess(form).first().unwrap_or_else(|| panic!("{form}"));
        assert_eq!((guess.pos, guess.tense, guess.lemma), (pos, tense, None), "{form}");
    }
    assert!(lang("fr").guess("on").is_empty());
}
