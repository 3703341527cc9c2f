//! Officials, and the ways in which clerks write their names.

use super::list::SplitMix64;

/// Each official has a surname, the surname in Cyrillic, and another common romanization if there is one.
pub const OFFICIALS: [(&str, &str, &str); 48] = [
    ("Arkhipov", "Архипов", "Arhipov"),
    ("Bondarenko", "Бондаренко", ""),
    ("Chernyshov", "Чернышов", "Tchernychov"),
    ("Dolgorukov", "Долгоруков", ""),
    ("Yefimov", "Ефимов", "Efimov"),
    ("Filippov", "Филиппов", ""),
    ("Gavrilyuk", "Гаврилюк", "Gavriliuk"),
    ("Kharitonov", "Харитонов", "Haritonov"),
    ("Ignatyev", "Игнатьев", "Ignatiev"),
    ("Kuznetsov", "Кузнецов", "Kuznecov"),
    ("Lukashevich", "Лукашевич", "Lukaševič"),
    ("Mikhalkov", "Михалков", "Mihalkov"),
    ("Nesterenko", "Нестеренко", ""),
    ("Ovchinnikov", "Овчинников", ""),
    ("Pozdnyakov", "Поздняков", "Pozdniakov"),
    ("Rybakov", "Рыбаков", ""),
    ("Shcherbatov", "Щербатов", "Scherbatov"),
    ("Tretyakov", "Третьяков", "Tretiakov"),
    ("Ustinov", "Устинов", ""),
    ("Fyodorov", "Фёдоров", "Fedorov"),
    ("Tsvetkov", "Цветков", "Cvetkov"),
    ("Chizhevsky", "Чижевский", "Chizhevskiy"),
    ("Shumilin", "Шумилин", "Šumilin"),
    ("Yurchenko", "Юрченко", "Iurchenko"),
    ("Yakubovich", "Якубович", "Jakubovič"),
    ("Zhdanovich", "Жданович", "Ždanovič"),
    ("Vasilevsky", "Василевский", "Vasilevskiy"),
    ("Golubtsov", "Голубцов", "Golubcov"),
    ("Derevyanko", "Деревянко", "Derevianko"),
    ("Zaytsev", "Зайцев", "Zaitsev"),
    ("Kolesnik", "Колесник", ""),
    ("Lazarenko", "Лазаренко", ""),
    ("Medvedev", "Медведев", ""),
    ("Nikolaenko", "Николаенко", ""),
    ("Panteleyev", "Пантелеев", "Panteleev"),
    ("Romanchuk", "Романчук", ""),
    ("Sidorovich", "Сидорович", "Sidorovič"),
    ("Timoshenko", "Тимошенко", "Timošenko"),
    ("Ulyanitsky", "Ульяницкий", "Ulianitskii"),
    ("Voronov", "Воронов", ""),
    ("Gritsenko", "Гриценко", "Gricenko"),
    ("Drozdovich", "Дроздович", "Drozdovič"),
    ("Kovalchuk", "Ковальчук", "Koval'chuk"),
    ("Makeychik", "Макейчик", "Makeichik"),
    ("Prokopchuk", "Прокопчук", ""),
    ("Savitsky", "Савицкий", "Savitskiy"),
    ("Stepanenko", "Степаненко", ""),
    ("Babkov", "Бабков", ""),
];

/// Initials in Latin and in Cyrillic letters.
const INITIALS: [(char, char); 15] = [
    ('A', 'А'),
    ('B', 'Б'),
    ('V', 'В'),
    ('G', 'Г'),
    ('D', 'Д'),
    ('I', 'И'),
    ('K', 'К'),
    ('L', 'Л'),
    ('M', 'М'),
    ('N', 'Н'),
    ('O', 'О'),
    ('P', 'П'),
    ('R', 'Р'),
    ('S', 'С'),
    ('T', 'Т'),
];

/// The two initials of an official. With `further` above 0, those of a namesake.
pub fn initials(number: usize, further: usize) -> [(char, char); 2] {
    [number + further, 7 * number + number / 15 + 3 * further].map(|at| INITIALS[at % INITIALS.len()])
}

pub fn official(number: usize, further: usize) -> String {
    let [(a, _), (b, _)] = initials(number, further);
    format!("{} {a}. {b}.", OFFICIALS[number].0)
}

/// The name of an official as another clerk might write it.
pub fn respelt(number: usize, random: &mut SplitMix64) -> String {
    let (surname, cyrillic, other) = OFFICIALS[number];
    let [(a, a_cyrillic), (b, b_cyrillic)] = initials(number, 0);
    match random.below(10) {
        0 => format!("{surname} {a}.{b}."),
        1 => format!("{a}. {b}. {surname}"),
        2 => format!("{a}.{b}. {surname}"),
        3 => format!("{surname}, {a}. {b}."),
        4 => format!("{} {a}. {b}.", surname.to_uppercase()),
        5 => format!("{cyrillic} {a_cyrillic}. {b_cyrillic}."),
        6 => format!("{a_cyrillic}.{b_cyrillic}. {cyrillic}"),
        7 if !other.is_empty() => format!("{other} {a}. {b}."),
        // Only in a long name: short surnames that differ in a letter may well be two persons.
        8 if surname.len() > 8 => format!("{} {a}. {b}.", slip(surname, random)),
        _ => format!("{surname} {a} {b}"),
    }
}

/// Swaps two adjacent consonants of a name. If it has no such pair, leaves out one consonant.
pub fn slip(name: &str, random: &mut SplitMix64) -> String {
    let mut letters: Vec<char> = name.chars().collect();
    let is_consonant = |c: char| "bcdfgklmnprstvz".contains(c);
    let pairs: Vec<usize> = (1..letters.len() - 1)
        .filter(|&i| is_consonant(letters[i]) && is_consonant(letters[i + 1]) && letters[i] != letters[i + 1])
        .collect();
    if pairs.is_empty() {
        let single: Vec<usize> = (1..letters.len() - 1).filter(|&i| is_consonant(letters[i])).collect();
        letters.remove(*random.pick(&single));
    } else {
        let at = *random.pick(&pairs);
        letters.swap(at, at + 1);
    }
    letters.into_iter().collect()
}
