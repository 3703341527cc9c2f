//! The words of vocabularies in the languages of lists.

use std::str::FromStr;

use crate::model::{Claim, ContactKind, PartnershipKind, Qualifier, Status, plain_letters};

/// A vocabulary whose words are known in other languages, too.
pub(in crate::formats) trait Vocabulary: FromStr + Copy + 'static {
    /// Each value with its words, separated by bars, in plain letters, with blanks for hyphens. A word means one value
    /// only.
    const WORDS: &'static [(Self, &'static str)];

    /// The value that a word means, in any of the languages.
    fn in_any_language(cell: &str) -> Option<Self> {
        let asked = key(cell);
        let own = asked.replace(' ', "-").parse().ok();
        own.or_else(|| Some(Self::WORDS.iter().find(|(_, words)| words.split('|').any(|word| word == asked))?.0))
    }
}

/// Whether a word means yes or no, in any of the languages.
pub(in crate::formats) fn yes_or_no(cell: &str) -> Option<bool> {
    let asked = key(cell);
    [(true, YES), (false, NO)]
        .into_iter()
        .find(|(_, words)| words.split('|').any(|word| word == asked))
        .map(|(yes, _)| yes)
}

/// A longer text isn't a word of a vocabulary, and folding it could take very long.
const LONGEST: usize = 100;

/// A cell in the form of the tables of words.
fn key(cell: &str) -> String {
    if cell.len() > LONGEST {
        return String::new();
    }
    let plain = plain_letters(cell).replace(['-', '_', '\u{2010}', '\u{2011}', '\u{2013}'], " ");
    plain.trim_end_matches('.').split_whitespace().collect::<Vec<_>>().join(" ")
}

const YES: &str = "y|yes|t|true|1|1.0|x|j|ja|oui|vrai|si|sim|da|tak|ano|igen|evet|kylla|jah|taip|wahr|verdadero|vero|prawda|да|д|\
    так|истина|иә|ναι|是|예|네|✓|✔|☑|+";
const NO: &str = "n|no|f|false|0|0.0|nein|non|faux|nao|nie|ne|nem|nu|hayir|ei|nej|nei|nee|falsch|falso|нет|н|не|ні|ложь|жоқ|οχι|否|\
    아니오|✗|✘|☐";

#[rustfmt::skip]
impl Vocabulary for PartnershipKind {
    const WORDS: &'static [(Self, &'static str)] = &[
        (Self::SisterCity, "sister city|sister cities|sistercity|sister town|sister|twin|twin town|twin towns|twin city|twin cities|\
            twinned|twinning|town twinning|city twinning|partnership|full partnership|partner city|partner town|\
            stadtepartnerschaft|stadtpartnerschaft|gemeindepartnerschaft|partnerschaft|partnerstadt|jumelage|\
            ville jumelee|ville jumelle|jumelee|partenariat|hermanamiento|ciudad hermana|ciudad hermanada|gemellaggio|\
            citta gemellata|citta gemella|geminacao|cidade irma|cidade geminada|agermanament|stedenband|zusterstad|\
            partnerstad|miasto partnerskie|miasto blizniacze|partnerstwo|partnerske mesto|partnerstvi|partnerstvo|\
            testvervaros|infratire|oras infratit|grad pobratim|pobratimstvo|bratimljenje|pobrateno mesto|kardes sehir|\
            vanort|vanstad|venskabsby|vennskapsby|ystavyyskaupunki|sopruslinn|sosarlinn|sadraudzibas pilseta|\
            susigiminiaves miestas|miestas partneris|побратимство|побратим|побратимы|город побратим|города побратимы|\
            побратимские связи|породненныи город|пабрацімства|пабрацім|горад пабрацім|гарады пабрацімы|місто побратим|\
            міста побратими|побратимяване|побратимен град|побратимени градове|град побратим|братимљење|бауырлас қала|\
            αδελφοποιηση|αδελφοποιημενη πολη|友好城市|姊妹城市|姐妹城市|姉妹都市|자매도시|자매결연"),
        (Self::Friendship, "friend|friends|friendship city|friendship town|friendly city|freundschaft|stadtefreundschaft|amitie|\
            amistad|amicizia|amizade|vriendschap|vriendschapsband|przyjazn|pratelstvi|priatelstvo|baratsag|prietenie|\
            prijateljstvo|dostluk|vanskap|venskab|vennskap|ystavyys|soprus|draudziba|draugyste|дружба|\
            дружественные связи|сяброуства|сяброускія сувязі|дружні зв’язки|приятелство|пријатељство|достық|φιλια|\
            友好都市|友好交流|우호도시"),
        (Self::Cooperation, "co operation|collaboration|zusammenarbeit|kooperation|cooperacion|cooperazione|collaborazione|cooperacao|\
            samenwerking|wspolpraca|spoluprace|spolupraca|egyuttmukodes|cooperare|colaborare|saradnja|suradnja|\
            sodelovanje|isbirligi|samarbete|samarbejde|samarbeid|yhteistyo|koostoo|sadarbiba|bendradarbiavimas|\
            сотрудничество|супрацоуніцтва|супраца|співпраця|співробітництво|сътрудничество|сарадња|ынтымақтастық|\
            συνεργασια|合作|協力|협력"),
        (Self::Agreement, "memorandum|treaty|vereinbarung|abkommen|vertrag|accord|convention|acuerdo|convenio|accordo|acordo|\
            convencao|overeenkomst|umowa|porozumienie|dohoda|smlouva|zmluva|megallapodas|acord|sporazum|anlasma|avtal|\
            aftale|avtale|sopimus|leping|ligums|sutartis|соглашение|договор|меморандум|пагадненне|дамова|мемарандум|\
            угода|договір|споразумение|споразум|келісім|συμφωνια|协议|協定|협정"),
        (Self::Project, "projekt|projet|proyecto|progetto|projeto|proiect|proje|prosjekt|hanke|projekts|projektas|проект|праект|\
            проєкт|пројекат|жоба|项目"),
        (Self::Informal, "contact|contacts|kontakt|kontakte|informell|informel|informelle|contacto|contatto|contato|informale|\
            nieformalny|nieformalna|kapcsolat|неформальные контакты|контакты|контакт|нефармальныя кантакты|кантакты|\
            кантакт|контакти|баиланыс"),
    ];
}

#[rustfmt::skip]
impl Vocabulary for Status {
    const WORDS: &'static [(Self, &'static str)] = &[
        (Self::Active, "in force|current|existing|valid|ongoing|aktiv|bestehend|besteht|in kraft|actif|en vigueur|en cours|activo|\
            activa|vigente|attivo|attiva|in vigore|ativo|ativa|em vigor|actief|lopend|aktywna|aktywny|aktywne|\
            obowiazuje|aktivni|aktivny|platna|platny|aktivan|aktivna|aktivno|activ|in vigoare|aktif|yururlukte|\
            i kraft|aktiivinen|voimassa|aktiivne|kehtiv|speka|galioja|деиствует|деиствующее|деиствующии|деиствующая|\
            деиствующие|активное|активныи|активная|активно|дзеинічае|дзеючае|дзеючы|дзеючая|актыунае|актыуны|діє|\
            діюче|діючии|чинна|чинне|чиннии|активна|деиства|деистващо|активан|қолданыста|ενεργη|有效|有効|유효"),
        (Self::Proposed, "planned|pending|in preparation|under negotiation|geplant|vorgeschlagen|in vorbereitung|propose|proposee|\
            prevu|prevue|en projet|en preparation|propuesto|propuesta|previsto|prevista|proposto|proposta|planejado|\
            planejada|gepland|planowana|planowane|planowany|proponowana|planovano|planovana|planirano|tervezett|\
            propus|planificat|planlanan|onerilen|planerad|planlagt|suunniteltu|kavandatud|предложено|предлагается|\
            планируется|планируемое|готовится|в стадии подготовки|прапанавана|плануецца|рыхтуецца|запропоновано|\
            планується|готується|предложен|планирано|жоспарланған|计划|予定|예정"),
        (Self::Dormant, "inactive|sleeping|ruhend|ruht|inaktiv|en sommeil|inactif|inactivo|inactiva|inattivo|inattiva|inativo|\
            inativa|slapend|inactief|nieaktywna|nieaktywne|nieaktywny|neaktivni|neaktivny|neaktivan|neaktivno|inactiv|\
            pasif|vilande|hvilende|inaktivt|неактивное|неактивныи|неактивная|неактивно|неактивна|не активно|спящее|\
            неактыуна|неактыунае|неактивне|休眠"),
        (Self::Suspended, "on hold|paused|frozen|ausgesetzt|suspendiert|suspendu|suspendue|suspendido|suspendida|sospeso|sospesa|\
            suspenso|suspensa|opgeschort|zawieszona|zawieszone|zawieszony|pozastaveno|pozastavena|pozastavene|\
            felfuggesztve|felfuggesztett|suspendat|suspendovano|obustavljeno|suspendirano|askida|askiya alindi|\
            suspenderad|suspenderet|suspendert|keskeytetty|peatatud|приостановлено|приостановлена|приостановлен|\
            заморожено|прыпынена|прыпыненае|призупинено|зупинено|спряно|тоқтатыла тұрған|暂停|중단"),
        (Self::Terminated, "ended|cancelled|canceled|dissolved|expired|former|discontinued|beendet|aufgelost|gekundigt|erloschen|\
            ehemalig|termine|terminee|rompu|rompue|resilie|resiliee|dissous|dissoute|terminado|terminada|finalizado|\
            finalizada|terminato|terminata|cessato|cessata|encerrado|encerrada|beeindigd|zakonczona|zakonczone|\
            zakonczony|rozwiazana|rozwiazane|ukonceno|ukoncena|ukoncene|zruseno|zrusena|megszunt|incheiat|prekinuto|\
            raskinuto|sona erdi|feshedildi|avslutad|afsluttet|avsluttet|paattynyt|lopetettu|lopetatud|izbeigta|\
            nutraukta|прекращено|прекращена|прекращен|расторгнуто|расторгнут|завершено|завершен|не деиствует|спынена|\
            спыненае|скасавана|завершана|не дзеинічае|припинено|розірвано|не діє|прекратено|прекинуто|раскинуто|\
            тоқтатылған|终止|終了|종료"),
        (Self::Unknown, "unclear|unbekannt|unklar|inconnu|inconnue|desconocido|desconocida|sconosciuto|sconosciuta|desconhecido|\
            desconhecida|onbekend|nieznany|nieznana|neznamy|neznamo|ismeretlen|necunoscut|nepoznato|bilinmiyor|okand|\
            ukendt|ukjent|tuntematon|teadmata|nezinams|nezinoma|неизвестно|неизвестен|невядома|невідомо|непознато|\
            белгісіз|未知|不明|미상"),
    ];
}

#[rustfmt::skip]
impl Vocabulary for Claim {
    const WORDS: &'static [(Self, &'static str)] = &[
        (Self::A, "first|a only"),
        (Self::B, "second|b only"),
        (Self::Both, "both sides|a and b|a, b|mutual|beide|les deux|ambos|ambas|entrambi|entrambe|obie|obe|oba|ketto|mindketto|\
            обе|оба|обе стороны|абодва|абедзве|обидва|обидві|двете"),
    ];
}

#[rustfmt::skip]
impl Vocabulary for ContactKind {
    const WORDS: &'static [(Self, &'static str)] = &[
        (Self::Visit, "besuch|visite|visita|wizyta|navsteva|визит|візіт|візит|посещение|сапар"),
        (Self::Delegation, "delegacion|delegazione|delegacja|delegace|делегация|дэлегацыя|делегація"),
        (Self::WorkingGroup, "arbeitsgruppe|groupe de travail|grupo de trabajo|gruppo di lavoro|grupa robocza|рабочая группа|\
            рабочая група|робоча група"),
        (Self::Document, "dokument|documento|документ|дакумент|құжат"),
        (Self::Event, "veranstaltung|evenement|evento|wydarzenie|meeting|мероприятие|мерапрыемства|захід|іс шара"),
    ];
}

#[rustfmt::skip]
impl Vocabulary for Qualifier {
    const WORDS: &'static [(Self, &'static str)] = &[
        (Self::Approx, "approximately|about|ca|circa|etwa|ungefahr|environ|aproximadamente|около|примерно|приблизительно|каля|\
            прыблізна|близько|приблизно"),
        (Self::AtLeast, "minimum|mindestens|au moins|al menos|almeno|co najmniej|не менее|минимум|не менш|щонаименше"),
        (Self::MoreThan, "over|mehr als|plus de|mas de|piu di|ponad|более|больше|свыше|больш|звыш|понад"),
    ];
}

#[cfg(test)]
mod tests {
    use std::{collections::HashSet, fmt::Debug};

    use super::*;

    fn check<T: Vocabulary + Debug + PartialEq>() {
        let mut seen = HashSet::new();
        for (value, words) in T::WORDS {
            for word in words.split('|') {
                assert_eq!(key(word), word);
                assert!(seen.insert(word), "{word} stands twice");
                assert_eq!(T::in_any_language(word), Some(*value), "{word}");
            }
        }
    }

    #[test]
    fn a_word_is_in_plain_letters_and_means_one_value() {
        check::<PartnershipKind>();
        check::<Status>();
        check::<Claim>();
        check::<ContactKind>();
        check::<Qualifier>();
        assert!(YES.split('|').all(|word| yes_or_no(word) == Some(true) && key(word) == word));
        assert!(NO.split('|').all(|word| yes_or_no(word) == Some(false) && key(word) == word));
    }

    #[test]
    fn words_are_found_however_they_are_written() {
        for (text, status) in [
            ("действует", Status::Active),
            ("Действующее", Status::Active),
            ("In Force", Status::Active),
            ("Beendet", Status::Terminated),
            ("aufgelöst", Status::Terminated),
            ("on-hold", Status::Suspended),
            ("zakończona", Status::Terminated),
            ("дзейнічае", Status::Active),
        ] {
            assert_eq!(Status::in_any_language(text), Some(status), "{text}");
        }
        assert_eq!(PartnershipKind::in_any_language("Sister City"), Some(PartnershipKind::SisterCity));
        assert_eq!(PartnershipKind::in_any_language("Städtepartnerschaft"), Some(PartnershipKind::SisterCity));
        assert_eq!(PartnershipKind::in_any_language("город-побратим"), Some(PartnershipKind::SisterCity));
        assert_eq!(Status::in_any_language("maybe"), None);
        assert_eq!(Status::in_any_language(""), None);
        assert_eq!((yes_or_no("Нет"), yes_or_no("да"), yes_or_no("maybe")), (Some(false), Some(true), None));
    }
}
