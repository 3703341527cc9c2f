//! Names of months, in the languages of people who keep lists.

use super::letters::plain_letters;

/// The names of each month, their genitives and usual short forms, in the form of [`plain_letters`]. A word that names
/// different months in two languages (`listopad`, October in Croatian and November in Polish) is left out.
#[rustfmt::skip]
const MONTHS: [&str; 12] = [
    "january jan januar janner janvier janv enero ene gennaio gen janeiro januari januara styczen stycznia leden ledna \
     sijecanj sijecnja ianuarie ian janvaris sausis sausio jaanuar tammikuu ocak gener xaneiro januarja \
     январь января янв студзень студзеня січень січня януари јануар јануара қаңтар ιανουαριος ιανουαριου",
    "february feb februar feber fevrier fevr fev febrero febbraio fevereiro februari februara luty lutego unor unora \
     veljaca veljace februarie februaris vasaris vasario veebruar helmikuu subat febrer \
     февраль февраля фев февр люты лютага лютии лютого февруари фебруар фебруара ақпан φεβρουαριος φεβρουαριου",
    "march mar marz mars marzo marco marc maart mrt marzec marca marec brezen brezna marcius martie mart marts kovas kovo \
     maaliskuu ozujak ozujka \
     март марта мар сакавік сакавіка березень березня наурыз μαρτιος μαρτιου",
    "april apr avril avr abril abr aprile aprilie aprila kwiecien kwietnia duben dubna aprilis balandis balandzio \
     huhtikuu aprill nisan travanj travnja \
     апрель апреля апр красавік красавіка квітень квітня април априла сәуір απριλιος απριλιου",
    "may mai mayo maggio mag maio mei maj maja kveten kvetna majus maijs geguze geguzes toukokuu mayis svibanj svibnja \
     maig \
     маи мая травень травня мај маја мамыр μαιος μαιου",
    "june jun juni juin junio giugno giu junho junij juna czerwiec czerwca cerven cervna junius iunie iun junijs birzelis \
     birzelio kesakuu juuni haziran lipanj lipnja juny \
     июнь июня чэрвень чэрвеня червень червня юни јун јуна маусым ιουνιος ιουνιου",
    "july jul juli juillet juil julio luglio lug julho julij jula lipiec lipca cervenec cervence julius iulie iul julijs \
     liepa liepos heinakuu juuli temmuz srpanj srpnja juliol \
     июль июля ліпень ліпеня липень липня юли јул јула шілде ιουλιος ιουλιου",
    "august aug aout agosto ago augustus augusta avgust avgusta sierpien sierpnia srpen srpna augusztus augusts rugpjutis \
     rugpjucio elokuu agustos kolovoz kolovoza agost \
     август августа авг жнівень жніуня серпень серпня тамыз αυγουστος αυγουστου",
    "september sep sept septembre septiembre settembre set setembro setembre septembrie wrzesien wrzesnia zari septembra \
     szeptember septembris rugsejis rugsejo syyskuu eylul rujan rujna \
     сентябрь сентября сен сент верасень верасня вересень вересня септември септембар септембра қыркүиек \
     σεπτεμβριος σεπτεμβριου",
    "october oct okt oktober octobre octubre ottobre ott outubro out octombrie pazdziernik pazdziernika rijen rijna \
     oktobra oktobris spalis spalio lokakuu oktoober ekim \
     октябрь октября окт кастрычнік кастрычніка жовтень жовтня октомври октобар октобра қазан οκτωβριος οκτωβριου",
    "november nov novembre noviembre novembro noiembrie noi listopadu novembra novembris lapkritis lapkricio marraskuu \
     kasim studeni studenoga studenog \
     ноябрь ноября ноя лістапад лістапада листопад листопада ноември новембар новембра қараша νοεμβριος νοεμβριου",
    "december dec decembre diciembre dic dicembre dezembro dez dezember decembrie grudzien grudnia prosinec prosince \
     prosinac prosinca decembra decembris gruodis gruodzio joulukuu detsember aralik desember desembre des \
     декабрь декабря дек снежань снежня грудень грудня декември децембар децембра желтоқсан δεκεμβριος δεκεμβριου",
];

/// The month, 1 to 12, that a word names, in plain letters.
pub(super) fn month_of(word: &str) -> Option<u16> {
    // Finnish dates use the partitive.
    let word = word.strip_suffix("ta").filter(|stem| stem.ends_with("kuu")).unwrap_or(word);
    let at = MONTHS.iter().position(|names| names.split(' ').any(|name| name == word))?;
    u16::try_from(at + 1).ok()
}

/// The month of a Roman number, as in `12.V.1997`.
pub(super) fn roman_month(word: &str) -> Option<u16> {
    const NUMBERS: [&str; 12] = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"];
    let at = NUMBERS.iter().position(|number| plain_letters(word) == *number)?;
    u16::try_from(at + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_names_one_month_and_is_in_plain_letters() {
        for (at, names) in MONTHS.iter().enumerate() {
            for name in names.split(' ') {
                assert_eq!(month_of(&plain_letters(name)), u16::try_from(at + 1).ok(), "{name}");
            }
        }
    }
}
