use std::{borrow::Cow, collections::BTreeMap};

use serde::Serialize;

use super::{earliest, event::sum, joined, ledger_scope::LedgerScope};
use crate::{
    graph::{Contact, PlaceId, Subject, TieGraph},
    model::{CountryCode, Date},
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
    /// `host` where it is the host.
    pub role: Option<String>,
    /// The people it sends.
    pub people: Option<u64>,
    /// How many others that take part it has a tie with.
    pub tied: usize,
    /// How many others of another country it has none with.
    pub untied_abroad: usize,
}

/// Two places that take part in an event.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct EventPairRow<'n> {
    /// The one's id or code.
    pub a: Cow<'n, str>,
    /// Its name.
    pub a_name: Cow<'n, str>,
    /// The code of its country.
    pub a_country: Option<CountryCode>,
    /// The other's id or code.
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

/// Which pairs are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pairs {
    /// Those that have a tie.
    Tied,
    /// Those of two different countries that have none.
    UntiedAbroad,
    /// Those that have none.
    Untied,
}

/// Who takes part in an event, and who is tied to whom.
#[derive(Clone, Debug, Default)]
pub struct Attendance<'g> {
    /// Places named as participants, each once.
    pub named: usize,
    /// All that take part, the host included, named or not; by country, name and id.
    pub attendants: Vec<AttendantRow>,
    /// The pairs asked for, in the order of `attendants`.
    pub pairs: Listing<'g, EventPairRow<'g>>,
    /// How many pairs have a tie.
    pub tied: usize,
    /// How many pairs of two different countries have none.
    pub untied_abroad: usize,
    /// How many other pairs have none.
    pub untied_at_home: usize,
}

/// Who takes part in an event, and which pairs of them have a tie within the graph.
///
/// Pairs are chosen by the filters that the graph's ties are: `between`, countries, regions, level. A place that is no end of
/// any partnership has no tie; a city and its region are two places, unless the city is the region. Nobody is named where only
/// the host is known, and there are no pairs then. O(attendants^2), sixteen bytes for each pair asked for.
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
    let names = network.names();
    let mut attendants: Vec<Attendant<'_>> = Vec::with_capacity(people.len());
    for (subject, people) in people {
        let (country, region) = network.seat(subject);
        let [id, name] = names.id_and_name(subject);
        attendants.push(Attendant {
            subject,
            place: network.place_of(subject),
            id,
            name,
            country,
            region: region.map(|id| network.register().region(id).code.to_string()),
            is_host: event.to == Some(subject),
            people,
            tied: 0,
            untied_abroad: 0,
        });
    }
    attendants
        .sort_by_cached_key(|place| (place.country.is_none(), place.country, place.name.clone(), place.id.clone()));
    let scope = LedgerScope::new(network, graph.scope(), None);
    let is_at_level = |subject: Subject| graph.scope().level.is_none_or(|level| subject.level() == level);
    let mut found = Attendance { named, ..Attendance::default() };
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for i in 0..attendants.len() {
        for j in i + 1..attendants.len() {
            let ends = [attendants[i].subject, attendants[j].subject];
            if !scope.joins(&ends) || !ends.into_iter().all(is_at_level) {
                continue;
            }
            let is_tied = match (attendants[i].place, attendants[j].place) {
                (Some(a), Some(b)) => graph.is_tied(a, b),
                _ => false,
            };
            let is_abroad = match (attendants[i].country, attendants[j].country) {
                (Some(a), Some(b)) => a != b,
                _ => false,
            };
            for at in [i, j] {
                attendants[at].tied += usize::from(is_tied);
                attendants[at].untied_abroad += usize::from(!is_tied && is_abroad);
            }
            *match (is_tied, is_abroad) {
                (true, _) => &mut found.tied,
                (false, true) => &mut found.untied_abroad,
                (false, false) => &mut found.untied_at_home,
            } += 1;
            let is_asked = match asked {
                Pairs::Tied => is_tied,
                Pairs::UntiedAbroad => !is_tied && is_abroad,
                Pairs::Untied => !is_tied,
            };
            if is_asked {
                pairs.push((i, j));
            }
        }
    }
    found.attendants = attendants.iter().map(Attendant::row).collect();
    found.pairs = Listing::new(pairs.len(), move |at| {
        let (i, j) = pairs[at];
        pair(graph, &attendants[i], &attendants[j])
    });
    found
}

/// A place that takes part, while its ties are counted.
struct Attendant<'n> {
    subject: Subject,
    /// None where no partnership names it.
    place: Option<PlaceId>,
    id: Cow<'n, str>,
    name: Cow<'n, str>,
    country: Option<CountryCode>,
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
            country: self.country.map(|code| code.to_string()),
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
    let records: Option<Vec<_>> = tie.map(|tie| graph.partnerships(&tie).map(|(record, _)| record).collect());
    EventPairRow {
        a: a.id.clone(),
        a_name: a.name.clone(),
        a_country: a.country,
        b: b.id.clone(),
        b_name: b.name.clone(),
        b_country: b.country,
        tied: records.is_some(),
        kind: records.as_ref().map(|records| joined(records.iter().map(|record| record.kind).collect())),
        since: records.and_then(|records| earliest(records.iter(), |record| record.since)),
    }
}
