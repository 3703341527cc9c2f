use std::collections::BTreeMap;

use serde::Serialize;

use super::{earliest, event::sum, joined, ledger_scope::LedgerScope};
use crate::{
    graph::{Candidate, Contact, PlaceId, Subject, TieGraph},
    model::CountryCode,
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
pub struct EventPairRow {
    /// The one's id or code.
    pub a: String,
    /// Its name.
    pub a_name: String,
    /// The code of its country.
    pub a_country: Option<String>,
    /// The other's id or code.
    pub b: String,
    /// Its name.
    pub b_name: String,
    /// The code of its country.
    pub b_country: Option<String>,
    /// Whether they have a tie.
    pub tied: bool,
    /// The kinds of the tie's partnerships.
    pub kind: Option<String>,
    /// When the first of them began.
    pub since: Option<String>,
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
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attendance {
    /// Places named as participants, each once.
    pub named: usize,
    /// All that take part, the host included, named or not; by country, name and id.
    pub attendants: Vec<AttendantRow>,
    /// The pairs asked for, in the order of `attendants`.
    pub pairs: Vec<EventPairRow>,
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
/// the host is known, and there are no pairs then. O(attendants^2).
pub fn attendance(graph: &TieGraph<'_>, event: &Contact<'_>, asked: Pairs) -> Attendance {
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
    let mut attendants: Vec<Attendant> = Vec::with_capacity(people.len());
    for (subject, people) in people {
        let (country, region) = network.seat(subject);
        attendants.push(Attendant {
            subject,
            place: network.place_of(subject),
            candidate: names.candidate(subject),
            country,
            region: region.map(|id| network.register().region(id).code.to_string()),
            is_host: event.to == Some(subject),
            people,
            tied: 0,
            untied_abroad: 0,
        });
    }
    attendants.sort_by_cached_key(|place| {
        (place.country.is_none(), place.country, place.candidate.name.clone(), place.candidate.id.clone())
    });
    let scope = LedgerScope::new(network, graph.scope(), None);
    let is_at_level = |subject: Subject| graph.scope().level.is_none_or(|level| subject.level() == level);
    let mut found = Attendance { named, ..Attendance::default() };
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
                found.pairs.push(pair(graph, &attendants[i], &attendants[j]));
            }
        }
    }
    found.attendants = attendants.into_iter().map(Attendant::row).collect();
    found
}

/// A place that takes part, while its ties are counted.
struct Attendant {
    subject: Subject,
    /// None where no partnership names it.
    place: Option<PlaceId>,
    candidate: Candidate,
    country: Option<CountryCode>,
    region: Option<String>,
    is_host: bool,
    people: Option<u64>,
    tied: usize,
    untied_abroad: usize,
}

impl Attendant {
    fn row(self) -> AttendantRow {
        AttendantRow {
            id: self.candidate.id,
            name: self.candidate.name,
            region: self.region,
            country: self.country.map(|code| code.to_string()),
            role: self.is_host.then(|| "host".to_owned()),
            people: self.people,
            tied: self.tied,
            untied_abroad: self.untied_abroad,
        }
    }
}

fn pair(graph: &TieGraph<'_>, a: &Attendant, b: &Attendant) -> EventPairRow {
    let tie = match (a.place, b.place) {
        (Some(a), Some(b)) => graph.tie_between(a, b).map(|tie| graph.tie(tie)),
        _ => None,
    };
    let records: Option<Vec<_>> = tie.map(|tie| graph.partnerships(&tie).map(|(record, _)| record).collect());
    let country = |place: &Attendant| place.country.map(|code| code.to_string());
    EventPairRow {
        a: a.candidate.id.clone(),
        a_name: a.candidate.name.clone(),
        a_country: country(a),
        b: b.candidate.id.clone(),
        b_name: b.candidate.name.clone(),
        b_country: country(b),
        tied: records.is_some(),
        kind: records.as_ref().map(|records| joined(records.iter().map(|record| record.kind).collect())),
        since: records.and_then(|records| earliest(records.iter(), |record| record.since)),
    }
}
