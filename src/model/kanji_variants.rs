//! Kanji that are written in several forms: the form in use today, and its old and other forms.

use std::{collections::HashMap, sync::LazyLock};

/// The kanji with several forms, as groups of the form in use today and its other forms.
///
/// The groups are those of the tables of kanji in general use (常用漢字表) and of kanji for names
/// (人名用漢字表), as the dictionary `JPShinjitaiCharacters` of OpenCC (Apache-2.0) lists them, with
/// the forms that registers of names use beside them, as in 髙橋, 山﨑 and 渡邉. Forms that Unicode
/// decomposes (U+FA19 for 神) are not in it.
const GROUPS: &str = "\
    万萬 与與 両兩 並竝 乗乘 乱亂 亀龜 予豫 争爭 亘亙 亜亞 仏佛 仮假 会會 伝傳 \
    体體 余餘 併倂 侠俠 価價 値值 倶俱 倹儉 偽僞 兎兔 児兒 党黨 内內 円圓 写寫 \
    凜凛 処處 刹剎 剣劍 剤劑 剰剩 励勵 労勞 効效 勅敕 勧勸 勲勳 匀勻 区區 医醫 \
    単單 即卽 却卻 厠廁 厳嚴 参參 双雙 収收 叙敍敘 台臺 号號 吉𠮷 呉吳 呑吞 \
    呪咒 唇脣 唖啞 喜㐂 営營 嘘噓 嘱囑 噛嚙 団團 囲圍 図圖 国囶圀國 圏圈 園薗 \
    土𡈽 圧壓 堕墮 塁壘 塡填 塩䀋鹽 増增 壊壞 壌壤 壮壯 声聲 壱壹 売賣 変變 \
    奥奧 奨奬獎 姉姊 姫姬 嬢孃 学學 宜冝 宝寶 実實 富冨 寛寬 寝寢 対對 寿壽 \
    専專 将將 尭堯 尽盡 届屆 属屬 岳嶽 峡峽 峰峯 島嶋嶌 崎嵜﨑 巌巖 巣巢 巻卷 \
    帯帶 帰歸 庁廳 広廣 床牀 廃廢 弁瓣辨辯 弐貳 弥彌 弯彎 弾彈 当當 彦彥 径徑 \
    従從 徳德 徴徵 応應 恋戀 恒恆 恵惠 悦悅 悩惱 悪惡 惨慘 慎愼 懐懷 戦戰 戯戲 \
    戸戶 戻戾 払拂 抜拔 択擇 担擔 拝拜 拠據 拡擴 挙擧舉 挟挾 挿插 捜搜 掲揭 \
    掴摑 掻搔 揺搖 摂攝 撃擊 撹攪 数數 斉齊 斎齋 断斷 旧舊 昇曻 昼晝 晃晄 晋晉 \
    晩晚 暁曉 暦曆 曁暨 曽曾 条條 来來 松枩 枢樞 柳栁桺 査查 栄榮 桑桒 桜櫻 \
    桝枡 桟棧 桧檜 梅楳 検檢 楡榆 楼樓 楽樂 概槪 様樣 槙槇 権權 横橫 橋槗𣘺 \
    欠缺 欧歐 歓歡 歩步 歯齒 歳歲 歴歷 残殘 殴毆 殻殼 毎每 気氣 氷冰 汚污 沖冲 \
    没沒 沢澤 沪濾 浄淨 浅淺 浜濱濵 涙淚 涛濤 涼凉 清淸 渇渴 済濟 渉涉 渋澀澁 \
    渓溪 渕淵渊 温溫 湾灣 湿溼濕 満滿 溌潑 滝瀧 滞滯 潜潛 瀬瀨 灯燈 炉爐 点點 \
    為爲 焔焰 焼燒 犠犧 状狀 独獨 狭狹 猟獵 猫貓 献獻 獣獸 瓶甁 産產 畳疊 \
    畵画畫 痩瘦 痴癡 痺痹 発發 皐皋 盗盜 県縣 真眞 研硏 砕碎 砺礪 礼禮 祢禰 \
    祷禱 禄祿 禅禪 秋穐 秘祕 称稱 税稅 稜棱 稲稻 穂穗 穏穩 穣穰 窃竊 竃竈 竜龍 \
    粋粹 粛肅 粧妝 粽糉 糸絲 経經 絵繪 絶絕 継繼 続續 総總 緑綠 緒緖 縁緣 縄繩 \
    縦縱 繊纖 繋繫 繍繡 缶罐 群羣 翻飜 聡聰 聴聽 胆膽 脚腳 脱脫 脳腦 臓臟 舎舍 \
    舗舖鋪 船舩 艶艷 芦蘆 芸藝 茎莖 茘荔 荘庄莊 莱萊 萌萠 葱蔥 蒋蔣 蔵藏 薫薰 \
    薬藥 薮籔藪 蘇蘓 虚虛 虫蟲 蚕蠶 蛍螢 蛮蠻 蝉蟬 蝋蠟 衛衞 装裝 褒襃 覇霸 \
    覚覺 覧覽 観觀 触觸 訳譯 証證 誉譽 説說 読讀 謡謠 譲讓 豊豐 賛贊 贋贗 践踐 \
    転轉 軽輕 輌輛 辞辭 辺邉邊 逓遞 遅遲 達逹 遥遙 郎郞 郷鄉鄕 酔醉 醗醱 醤醬 \
    醸釀 釈釋 野埜 鉄銕鐡鐵 鉱鑛 銭錢 鋭銳 鋳鑄 錬鍊 録錄 鎮鎭 関關 閲閱 陥陷 \
    険險 随隨 隠隱 隣鄰 雑雜 霊靈 青靑 静靜 頴穎 頼賴 顔顏 顕顯 餅餠 館舘 駅驛 \
    駈駆驅 騒騷 験驗 髄髓 高髙 髪髮 鬪闘鬥鬭 鴎鷗 鶏雞鷄 鹸鹼 麦麥 麹麴 麺麪麵 \
    黄黃 黒黑 黙默 鼈鱉 齢齡";

/// The first and the last character that [`COMMON`] covers.
const COMMON_RANGE: (char, char) = ('一', '鿿');

/// The form in use today of each character of [`COMMON_RANGE`], by its distance from the first.
static COMMON: LazyLock<Box<[char]>> = LazyLock::new(|| {
    let mut forms: Box<[char]> = (COMMON_RANGE.0..=COMMON_RANGE.1).collect();
    for (variant, standard) in variants() {
        if let Some(form) = common_index(variant).and_then(|at| forms.get_mut(at)) {
            *form = standard;
        }
    }
    forms
});

/// The form in use today of each variant outside of [`COMMON_RANGE`].
static RARE: LazyLock<HashMap<char, char>> =
    LazyLock::new(|| variants().filter(|(variant, _)| common_index(*variant).is_none()).collect());

/// Returns the form in use today of a kanji, and any other character unchanged: 沢 for 澤.
pub(super) fn standard_form(c: char) -> char {
    match common_index(c) {
        Some(at) => COMMON.get(at).copied().unwrap_or(c),
        None if c > COMMON_RANGE.0 || ('\u{3400}'..COMMON_RANGE.0).contains(&c) => {
            RARE.get(&c).copied().unwrap_or(c)
        }
        None => c,
    }
}

fn common_index(c: char) -> Option<usize> {
    let is_common = (COMMON_RANGE.0..=COMMON_RANGE.1).contains(&c);
    is_common.then(|| c as usize - COMMON_RANGE.0 as usize)
}

/// Returns each variant with the form in use today.
fn variants() -> impl Iterator<Item = (char, char)> {
    GROUPS.split_whitespace().flat_map(|group| {
        let mut forms = group.chars();
        let standard = forms.next();
        forms.filter_map(move |variant| Some((variant, standard?)))
    })
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::{GROUPS, standard_form, variants};

    #[test]
    fn every_form_stands_in_one_group_and_the_standard_form_stands_for_itself() {
        let forms: Vec<char> = GROUPS.chars().filter(|c| !c.is_whitespace()).collect();
        assert_eq!(forms.iter().collect::<HashSet<_>>().len(), forms.len());
        for (variant, standard) in variants() {
            assert_eq!(standard_form(variant), standard);
            assert_eq!(standard_form(standard), standard);
        }
        for c in ['山', '吾', 'a', 'か', '김', '\u{20bb8}'] {
            assert_eq!(standard_form(c), c);
        }
    }
}
