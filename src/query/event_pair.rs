use std::{
    borrow::Cow,
    collections::{BTreeMap, HashMap},
};

use serde::Serialize;

use super::{event::sum, tie_terms::TieTerms};
use crate::{
    graph::{AreaSet, Contact, PlaceId, Subject, TieGraph},
    model::{Area, CountryCode, Date, Level},
    register::RegionId,
    table::Listing,
};

/// A place that takes part in an event.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct AttendantRow {
    /// Its id or code.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The code of its region.
    pub region: Option<String>,
    /// The code of its country.
    pub country: Option<String>,
    /// `host` if it is the host.
    pub role: Option<String>,
    /// The number of people that it sends.
    pub people: Option<u64>,
    /// The number of other participants that it has a tie with.
    pub tied: usize,
    /// The number of participants from another country that it has no tie with.
    pub untied_abroad: usize,
}

/// Two places that take part in the same event.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct EventPairRow<'n> {
    /// The id or code of the first.
    pub a: Cow<'n, str>,
    /// Its name.
    pub a_name: Cow<'n, str>,
    /// The code of its country.
    pub a_country: Option<CountryCode>,
    /// The id or code of the second.
    pub b: Cow<'n, str>,
    /// Its name.
    pub b_name: Cow<'n, str>,
    /// The code of its country.
    pub b_country: Option<CountryCode>,
    /// Whether they have a tie.
    pub tied: bool,
    /// The kinds of the tie's partnerships.
    pub kind: Option<String>,
    /// When the first of them began.
    pub since: Option<Date>,
}

/// The pairs to list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pairs {
    /// Pairs that have a tie.
    Tied,
    /// Pairs from two different countries that have no tie.
    UntiedAbroad,
    /// Pairs that have no tie.
    Untied,
}

/// The participants of an event, and which of them are tied.
#[derive(Clone, Debug, Default)]
pub struct Attendance<'g> {
    /// The number of places named as participants; each counts once.
    pub named: usize,
    /// All participants, and the host even if it isn't named as one; by country, name and id.
    pub attendants: Vec<AttendantRow>,
    /// The pairs asked for, in the order of `attendants`.
    pub pairs: Listing<'g, EventPairRow<'g>>,
    /// The number of pairs that have a tie.
    pub tied: usize,
    /// The number of pairs from two different countries that have no tie.
    pub untied_abroad: usize,
    /// The number of pairs from one country that have no tie.
    pub untied_at_home: usize,
}

/// The participants of an event, and which pairs of them have a tie within the graph.
///
/// The graph's filters also select pairs: `between`, countries, regions, level. A place that is no end of any
/// partnership has no ties. A city and its region are two places, unless the city is the region. If only the host is
/// known, nobody is named and there are no pairs. Takes O(participants of all events + n log n) time for n attendants,
/// their ties and the pairs listed, and sixteen bytes for each of these. Listing pairs without a tie takes
/// O(attendants^2), which is about their number.
pub fn attendance<'g>(graph: &'g TieGraph<'_>, event: &Contact<'_>, asked: Pairs) -> Attendance<'g> {
    let network = graph.network();
    let mut people: BTreeMap<Subject, Option<u64>> = BTreeMap::new();
    for participant in network.participants().filter(|participant| participant.event == event.row) {
        let known = people.entry(participant.place).or_default();
        *known = sum(*known, participant.record.people);
    }
    if people.is_empty() {
        return Attendance::default();
    }
    let named = people.len();
    for place in [event.from, event.to].into_iter().flatten() {
        people.entry(place).or_default();
    }
    let (names, filters) = (network.names(), Filters::of(graph));
    let mut attendants: Vec<Attendant<'_>> = Vec::with_capacity(people.len());
    for (subject, people) in people {
        let (country, region) = network.seat(subject);
        let [id, own_name] = names.id_and_name(subject);
        let is_own = network.words().is_english();
        let name = if is_own { own_name } else { network.shown_subject(subject).into() };
        attendants.push(Attendant {
            place: network.place_of(subject),
            id,
            name,
            class: filters.class(subject, (country, region)),
            region: region.map(|id| network.register().region(id).code.to_string()),
            is_host: event.to == Some(subject),
            people,
            tied: 0,
            untied_abroad: 0,
        });
    }
    attendants.sort_by_cached_key(|place| {
        let country = place.class.country;
        (country.is_none(), country, place.name.clone(), place.id.clone())
    });
    let tied = tied(graph, &attendants);
    let mut found = Attendance { named, ..Attendance::default() };
    found.count(&mut attendants, &tied);
    let pairs: Vec<[usize; 2]> = if asked == Pairs::Tied { tied } else { untied(&attendants, &tied, asked) };
    found.attendants = attendants.iter().map(Attendant::row).collect();
    found.pairs = Listing::new(pairs.len(), move |at| {
        let [i, j] = pairs[at];
        pair(graph, &attendants[i], &attendants[j])
    });
    found
}

/// The filters that select pairs.
struct Filters {
    between: Option<[AreaSet; 2]>,
    countries: Option<AreaSet>,
    regions: Option<AreaSet>,
    level: Option<Level>,
}

/// What decides whether two participants are a pair asked about, and whether they are from two countries.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Class {
    country: Option<CountryCode>,
    /// Whether it lies in the first and in the second area of `between`.
    sides: [bool; 2],
    in_country: bool,
    in_region: bool,
    at_level: bool,
}

impl Filters {
    fn of(graph: &TieGraph<'_>) -> Self {
        let (network, scope) = (graph.network(), graph.scope());
        let set = |areas: &[Area]| (!areas.is_empty()).then(|| AreaSet::new(network, areas));
        let side = |area: &Area| AreaSet::new(network, std::slice::from_ref(area));
        Self {
            between: scope.between.as_ref().map(|(a, b)| [a, b].map(side)),
            countries: set(&scope.countries),
            regions: set(&scope.regions),
            level: scope.level,
        }
    }

    fn class(&self, subject: Subject, seat: (Option<CountryCode>, Option<RegionId>)) -> Class {
        let is_in = |set: &Option<AreaSet>| set.as_ref().is_none_or(|set| set.contains_seat(seat));
        Class {
            country: seat.0,
            sides: self.between.as_ref().map_or([true; 2], |sides| sides.each_ref().map(|set| set.contains_seat(seat))),
            in_country: is_in(&self.countries),
            in_region: is_in(&self.regions),
            at_level: self.level.is_none_or(|level| subject.level() == level),
        }
    }
}

impl Class {
    /// Whether two places of these classes form a pair asked about.
    fn joins(self, other: Self) -> bool {
        let ([a, b], [c, d]) = (self.sides, other.sides);
        (a && d || b && c)
            && (self.in_country || other.in_country)
            && (self.in_region || other.in_region)
            && self.at_level
            && other.at_level
    }

    fn is_abroad(self, other: Self) -> bool {
        self.country.zip(other.country).is_some_and(|(a, b)| a != b)
    }
}

/// The pairs asked about that have a tie, in order.
fn tied(graph: &TieGraph<'_>, attendants: &[Attendant<'_>]) -> Vec<[usize; 2]> {
    let mut of_place: HashMap<PlaceId, Vec<usize>> = HashMap::new();
    for (at, attendant) in attendants.iter().enumerate() {
        attendant.place.into_iter().for_each(|place| of_place.entry(place).or_default().push(at));
    }
    let mut tied = Vec::new();
    for (i, attendant) in attendants.iter().enumerate() {
        let partners = attendant.place.into_iter().flat_map(|place| graph.partners(place));
        let others = partners.filter_map(|partner| of_place.get(&partner)).flatten();
        let later = others.filter(|&&j| i < j && attendant.class.joins(attendants[j].class));
        tied.extend(later.map(|&j| [i, j]));
    }
    tied.sort_unstable();
    tied
}

/// The pairs asked about that have no tie, in order.
fn untied(attendants: &[Attendant<'_>], tied: &[[usize; 2]], asked: Pairs) -> Vec<[usize; 2]> {
    let (mut untied, mut tied) = (Vec::new(), tied.iter().copied().peekable());
    for (i, a) in attendants.iter().enumerate() {
        for (j, b) in attendants.iter().enumerate().skip(i + 1) {
            let is_tied = tied.next_if_eq(&[i, j]).is_some();
            let is_asked = asked == Pairs::Untied || a.class.is_abroad(b.class);
            if !is_tied && is_asked && a.class.joins(b.class) {
                untied.push([i, j]);
            }
        }
    }
    untied
}

impl Attendance<'_> {
    /// Counts the pairs: all pairs of each two classes, less those that have a tie.
    fn count(&mut self, attendants: &mut [Attendant<'_>], tied: &[[usize; 2]]) {
        let mut classes: BTreeMap<Class, usize> = BTreeMap::new();
        attendants.iter().for_each(|attendant| *classes.entry(attendant.class).or_default() += 1);
        let others = |class: Class, is_abroad: bool| -> usize {
            let others =
                classes.iter().filter(|(other, _)| class.joins(**other) && class.is_abroad(**other) == is_abroad);
            others.map(|(other, places)| places - usize::from(*other == class)).sum()
        };
        let of_class: BTreeMap<Class, [usize; 2]> =
            classes.keys().map(|&class| (class, [false, true].map(|is_abroad| others(class, is_abroad)))).collect();
        let mut pairs = [0; 2];
        for attendant in attendants.iter_mut() {
            let others = of_class[&attendant.class];
            attendant.untied_abroad = others[1];
            pairs.iter_mut().zip(others).for_each(|(pairs, others)| *pairs += others);
        }
        // Each pair was counted at both its places.
        [self.untied_at_home, self.untied_abroad] = pairs.map(|pairs| pairs / 2);
        self.tied = tied.len();
        for &[i, j] in tied {
            let is_abroad = attendants[i].class.is_abroad(attendants[j].class);
            for at in [i, j] {
                attendants[at].tied += 1;
                attendants[at].untied_abroad -= usize::from(is_abroad);
            }
            *(if is_abroad { &mut self.untied_abroad } else { &mut self.untied_at_home }) -= 1;
        }
    }
}

/// A place that takes part, while its ties are counted.
struct Attendant<'n> {
    /// `None` if no partnership names it.
    place: Option<PlaceId>,
    id: Cow<'n, str>,
    name: Cow<'n, str>,
    class: Class,
    region: Option<String>,
    is_host: bool,
    people: Option<u64>,
    tied: usize,
    untied_abroad: usize,
}

impl Attendant<'_> {
    fn row(&self) -> AttendantRow {
        AttendantRow {
            id: self.id.to_string(),
            name: self.name.to_string(),
            region: self.region.clone(),
            country: self.class.country.map(|code| code.to_string()),
            role: self.is_host.then(|| "host".to_owned()),
            people: self.people,
            tied: self.tied,
            untied_abroad: self.untied_abroad,
        }
    }
}

fn pair<'n>(graph: &TieGraph<'n>, a: &Attendant<'n>, b: &Attendant<'n>) -> EventPairRow<'n> {
    let tie = match (a.place, b.place) {
        (Some(a), Some(b)) => graph.tie_between(a, b).map(|tie| graph.tie(tie)),
        _ => None,
    };
    let terms = tie.map(|tie| TieTerms::by(graph.partnerships(&tie)));
    EventPairRow {
        a: a.id.clone(),
        a_name: a.name.clone(),
        a_country: a.class.country,
        b: b.id.clone(),
        b_name: b.name.clone(),
        b_country: b.class.country,
        tied: terms.is_some(),
        since: terms.as_ref().and_then(|terms| terms.since),
        kind: terms.map(|terms| terms.kind),
    }
}
