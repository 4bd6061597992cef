//! A synthetic register for benches and tests: of any size, realistic in shape, deterministic.
//!
//! Nobody in it exists: the names are common ones drawn at random, and every source is at
//! `example.org`.

use std::fmt::Write as _;

use blue_ribbon::register::Register;

/// Returns a register of this many cases.
pub fn register(cases: usize) -> Register {
    let options = ron::Options::default();
    options
        .with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME)
        .from_str(&register_text(cases).expect("writing to a string does not fail"))
        .expect("the generated text is a register")
}

/// Prints the register as RON, one case a line.
fn register_text(cases: usize) -> Result<String, std::fmt::Error> {
    // Large registers cite many sources.
    let sources = (cases / 5).max(400);
    let mut chance = RandomSource { state: cases as u64, sources };
    let mut out = String::with_capacity(1000 * cases + 100_000);
    out.push_str(FILE_HEADER);
    writeln!(out, "sources: [")?;
    for n in 0..sources {
        let kind = ["Official", "Press", "Press", "Secondary"][n % 4];
        write!(
            out,
            "(id: \"source-{n}\", kind: {kind}, publisher: \"Example Publisher {}\", ",
            n % 9
        )?;
        write!(
            out,
            "title: \"Report no. {n}\", published: \"{}-{:02}\", ",
            1991 + n % 30,
            1 + n % 12
        )?;
        writeln!(out, "address: \"https://example.org/reports/{n}\"),")?;
    }
    writeln!(out, "],\ntotals: [")?;
    for (by, year, share) in [("japan", 1997, 2), ("north-korea", 2002, 3), ("japan", 2006, 1)] {
        let count = cases / share;
        writeln!(
            out,
            "(by: \"{by}\", count: {count}, on: \"{year}-09\", sources: [\"source-0\"]),"
        )?;
    }
    writeln!(out, "],\nincidents: [")?;
    for n in 1..=INCIDENTS {
        let (place, prefecture, native, ..) = PLACES[n % PLACES.len()];
        writeln!(
            out,
            "(number: {n}, name: (en: \"{place}, {prefecture} ({n})\", ja: \"{native}事案{n}\")),"
        )?;
    }
    writeln!(out, "],\ncases: [")?;
    for n in 0..cases {
        write_case(&mut out, n, &mut chance)?;
    }
    writeln!(out, "],\nevents: [")?;
    for year in 1991..2026 {
        write!(
            out,
            "(on: \"{year}-05\", title: (en: \"Talks of {year}\", ja: \"{year}年の協議\"), "
        )?;
        writeln!(out, "sources: [\"source-{}\"]),", year % sources)?;
    }
    writeln!(out, "])")?;
    Ok(out)
}

/// Writes one case: a name in three scripts, an abduction, and the claims of both sides.
fn write_case(out: &mut String, n: usize, chance: &mut RandomSource) -> std::fmt::Result {
    let (family, family_native, family_read) = chance.pick(FAMILY);
    let female = chance.one_in(2);
    let (given, given_native, given_read) = chance.pick(if female { FEMALE } else { MALE });
    let (slug, slug_given) = (family.to_lowercase(), given.to_lowercase());
    write!(
        out,
        "(id: \"{slug}-{slug_given}-{n}\", name: (given: \"{given}\", family: \"{family}\", "
    )?;
    write!(
        out,
        "native: \"{family_native} {given_native}\", reading: \"{family_read} {given_read}\"), "
    )?;
    write!(out, "sex: {}, ", if female { "Female" } else { "Male" })?;

    let year = 1950 + chance.below(41);
    let (month, day) = (1 + chance.below(12), 1 + chance.below(28));
    let age = 13 + chance.below(45);
    if !chance.one_in(8) {
        // The birthday comes before the abduction within the year.
        write!(out, "born: \"{}-{:02}-{:02}\", ", year - age, 1 + chance.below(month), 1)?;
    }
    match chance.below(10) {
        0 => write!(out, "taken: (on: \"{year}-{month:02}\", ")?,
        1 => write!(out, "taken: (on: \"{year}-{month:02}~\", ")?,
        2 => write!(out, "taken: (on: \"{year}?\", ")?,
        _ => write!(out, "taken: (on: \"{year}-{month:02}-{day:02}\", ")?,
    }
    if !chance.one_in(8) {
        write!(out, "age: {age}, ")?;
    }
    let (place, prefecture, _, latitude, longitude) = chance.pick(PLACES);
    write!(
        out,
        "place: \"{place}\", prefecture: \"{prefecture}\", at: ({latitude:?}, {longitude:?})"
    )?;
    if chance.one_in(3) {
        write!(out, ", incident: {}", 1 + chance.below(INCIDENTS))?;
    }
    write!(out, "), claims: [")?;
    write_claims(out, chance)?;
    write!(out, "], ")?;
    if chance.one_in(20) {
        write!(out, "returned: (on: \"2002-10-15\", sources: [\"{}\"]), ", chance.source())?;
    }
    if chance.one_in(10) {
        let other = age + 1;
        write!(
            out,
            "variants: [(field: Age, value: \"{other}\", sources: [\"{}\"])], ",
            chance.source()
        )?;
    }
    if chance.one_in(2) {
        write!(out, "note: \"{}\", ", chance.pick(REMARKS))?;
    }
    writeln!(out, "sources: [\"{}\", \"{}\"]),", chance.source(), chance.source())
}

/// Writes the claims of North Korea and Japan about a person, in chronological order.
fn write_claims(out: &mut String, chance: &mut RandomSource) -> std::fmt::Result {
    if !chance.one_in(4) {
        let source = chance.source();
        write!(
            out,
            "(by: \"japan\", on: \"1997-05-01\", says: Abducted, sources: [\"{source}\"], "
        )?;
        write!(out, "note: \"{}\"), ", chance.pick(REMARKS))?;
    }
    let year = 1980 + chance.below(20);
    let says = match chance.below(6) {
        0 => "Abducted".to_owned(),
        1 => "Alive".to_owned(),
        2 => "Dead()".to_owned(),
        3 => format!("Dead(on: \"{year}-{:02}\", cause: \"an illness\")", 1 + chance.below(12)),
        _ => "NeverEntered".to_owned(),
    };
    let source = chance.source();
    write!(
        out,
        "(by: \"north-korea\", on: \"2002-09-17\", says: {says}, sources: [\"{source}\"]), "
    )?;
    if chance.one_in(2) {
        let source = chance.source();
        write!(
            out,
            "(by: \"japan\", on: \"2004-12-24\", says: Disputes(\"the account does not agree \
            with what witnesses have said\"), sources: [\"{source}\"]), "
        )?;
    }
    if chance.one_in(3) {
        let (year, source) = (2005 + chance.below(18), chance.source());
        write!(out, "(by: \"north-korea\", on: \"{year}\", says: Alive, reported: true, ")?;
        write!(out, "sources: [\"{source}\"]), ")?;
    }
    Ok(())
}

/// A pseudo-random number generator: splitmix64, by Sebastiano Vigna.
struct RandomSource {
    state: u64,
    /// The number of sources that can be cited.
    sources: usize,
}

impl RandomSource {
    /// Returns a number from 0 to `limit` - 1.
    fn below(&mut self, limit: usize) -> usize {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^= z >> 31;
        // The upper 31 bits fit into a `usize` of 32 bits.
        (z >> 33) as usize % limit
    }

    fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }

    fn source(&mut self) -> String {
        format!("source-{}", self.below(self.sources))
    }
}

const INCIDENTS: usize = 60;

const FILE_HEADER: &str = r#"(
format: 1,
title: "Made-up register",
note: (en: "Nobody in this register exists; it is for measuring the program."),
parties: [
(id: "north-korea", name: (en: "North Korea", ja: "北朝鮮", ko: "북한")),
(id: "japan", name: (en: "Government of Japan", ja: "日本政府", ko: "일본 정부"), short: (en: "Japan", ja: "日本", ko: "일본")),
],
compare: ("north-korea", "japan"),
"#;

type NameForms = (&'static str, &'static str, &'static str);

const FAMILY: &[NameForms] = &[
    ("Sato", "佐藤", "さとう"),
    ("Suzuki", "鈴木", "すずき"),
    ("Takahashi", "高橋", "たかはし"),
    ("Ito", "伊藤", "いとう"),
    ("Watanabe", "渡辺", "わたなべ"),
    ("Nakamura", "中村", "なかむら"),
    ("Kobayashi", "小林", "こばやし"),
    ("Kato", "加藤", "かとう"),
    ("Yoshida", "吉田", "よしだ"),
    ("Yamada", "山田", "やまだ"),
    ("Sasaki", "佐々木", "ささき"),
    ("Yamaguchi", "山口", "やまぐち"),
    ("Inoue", "井上", "いのうえ"),
    ("Kimura", "木村", "きむら"),
    ("Hayashi", "林", "はやし"),
    ("Shimizu", "清水", "しみず"),
    ("Mori", "森", "もり"),
    ("Ikeda", "池田", "いけだ"),
    ("Hashimoto", "橋本", "はしもと"),
    ("Kim", "김", "キム"),
    ("Lee", "이", "イ"),
    ("Park", "박", "パク"),
];

const FEMALE: &[NameForms] = &[
    ("Keiko", "恵子", "けいこ"),
    ("Sachiko", "幸子", "さちこ"),
    ("Kazuko", "和子", "かずこ"),
    ("Michiko", "美智子", "みちこ"),
    ("Yumiko", "由美子", "ゆみこ"),
    ("Akemi", "明美", "あけみ"),
    ("Naomi", "直美", "なおみ"),
    ("Yoko", "洋子", "ようこ"),
    ("Tomoko", "智子", "ともこ"),
    ("Mayumi", "真由美", "まゆみ"),
];

const MALE: &[NameForms] = &[
    ("Hiroshi", "博", "ひろし"),
    ("Takashi", "隆", "たかし"),
    ("Kenji", "健二", "けんじ"),
    ("Makoto", "誠", "まこと"),
    ("Shigeru", "茂", "しげる"),
    ("Kiyoshi", "清", "きよし"),
    ("Isamu", "勇", "いさむ"),
    ("Masao", "正雄", "まさお"),
    ("Tetsuya", "哲也", "てつや"),
    ("Ichiro", "一郎", "いちろう"),
];

const PLACES: &[(&str, &str, &str, f64, f64)] = &[
    ("Wajima", "Ishikawa", "輪島", 37.4, 136.9),
    ("Sakata", "Yamagata", "酒田", 38.9, 139.8),
    ("Akita City", "Akita", "秋田", 39.7, 140.1),
    ("Aomori City", "Aomori", "青森", 40.8, 140.7),
    ("Hakodate", "Hokkaido", "函館", 41.8, 140.7),
    ("Toyama City", "Toyama", "富山", 36.7, 137.2),
    ("Tsuruga", "Fukui", "敦賀", 35.6, 136.1),
    ("Matsue", "Shimane", "松江", 35.5, 133.1),
    ("Hagi", "Yamaguchi", "萩", 34.4, 131.4),
    ("Nagasaki City", "Nagasaki", "長崎", 32.8, 129.9),
    ("Miyazaki City", "Miyazaki", "宮崎", 31.9, 131.4),
    ("Nagoya", "Aichi", "名古屋", 35.2, 136.9),
];

const REMARKS: &[&str] = &[
    "Last seen on the way home from work.",
    "The family was told by the police in 1998.",
    "A bicycle was found near the shore.",
    "Read in a copy; the page is no longer there.",
    "The two reports differ in the day.",
    "In the count told to the Diet.",
    "兄が翌日に届け出た。",
];
