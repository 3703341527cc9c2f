use sistergraph::{
    formats,
    graph::{Finding, Found, Network, PlaceId, Scope, Severity, Subject, TieGraph},
    model::{Area, Level},
    query,
    register::Register,
};

use super::{
    arguments::Shared,
    error::{Error, count},
    output,
};

/// The most warnings that are shown one by one.
const SHOWN: usize = 5;

/// The data that questions are put to, and the filters in force.
pub struct Session {
    pub network: Network,
    pub scope: Scope,
    quiet: bool,
}

impl Session {
    /// Reads the data, resolves the filters' names and says on stderr what there is to say about both.
    pub fn open(shared: &Shared) -> Result<Self, Error> {
        let reading = formats::read(&shared.data)?;
        let notes: Vec<String> = reading.notes.iter().map(ToString::to_string).collect();
        let built = Network::build(reading.dataset, Register::built_in());
        let (network, findings) = built.sound().map_err(|findings| Error::Findings {
            findings: findings.into_iter().filter(|finding| finding.kind.severity() == Severity::Error).collect(),
        })?;
        if shared.strict && !findings.is_empty() {
            return Err(Error::Findings { findings });
        }
        let mut session = Self { network, scope: Scope::default(), quiet: shared.quiet };
        notes.iter().for_each(|note| session.note(note));
        session.warn(&findings);
        session.scope = session.resolve(shared)?;
        Ok(session)
    }

    /// The filters, their names resolved.
    fn resolve(&self, shared: &Shared) -> Result<Scope, Error> {
        let areas = |names: &[String], levels: &[Level]| -> Result<Vec<Area>, Error> {
            names.iter().map(|name| self.area(name, levels)).collect()
        };
        let between = match &shared.between[..] {
            [a, b] => Some((self.area(a, AREAS)?, self.area(b, AREAS)?)),
            _ => None,
        };
        Ok(Scope {
            between,
            countries: areas(&shared.country, &[Level::Country])?,
            regions: areas(&shared.region, &[Level::Region])?,
            kinds: shared.kind.clone(),
            statuses: shared.status.clone(),
            as_of: shared.as_of,
            level: shared.level,
        })
    }

    /// The graph within the filters; says how far the date asked about is known.
    pub fn graph(&self) -> TieGraph<'_> {
        let graph = self.network.graph(&self.scope);
        if let Some(date) = graph.as_of() {
            if graph.undated() > 0 {
                let partnerships = count(graph.undated(), "partnership");
                self.note(&format!("{partnerships} without any date counted as in force as of {date}"));
            }
            let vague = graph.within_period();
            if vague.counted + vague.left_out > 0 {
                let partnerships = count(vague.counted + vague.left_out, "partnership");
                self.note(&format!(
                    "{partnerships} with a date known only to the year or month that holds {}: {} counted, {} left out",
                    date.last_day(),
                    vague.counted,
                    vague.left_out
                ));
            }
        }
        graph
    }

    /// What a name means, `--level` narrowing the search.
    fn find(&self, name: &str) -> Result<Found, Error> {
        let levels = self.scope.level.map_or(Level::ALL.to_vec(), |level| vec![level]);
        Ok(self.network.names().find(name, &levels)?)
    }

    /// What a name means; says what else bears it.
    pub fn subject(&self, name: &str) -> Result<Subject, Error> {
        let Found { subject, also } = self.find(name)?;
        if !also.is_empty() {
            let also: Vec<String> = also.iter().map(ToString::to_string).collect();
            self.note(&format!(
                "`{name}` is taken for {}; it is also the name of {} (ask by code, or with --level)",
                self.network.names().candidate(subject),
                also.join(", ")
            ));
        }
        Ok(subject)
    }

    /// The country or region that a name means, among `levels`.
    pub fn area(&self, name: &str, levels: &[Level]) -> Result<Area, Error> {
        Ok(match self.network.names().find(name, levels)?.subject {
            Subject::Region(id) => Area::Region(self.network.register().region(id).code.clone()),
            Subject::Country(code) => Area::Country(code),
            // Cities are not among the levels asked.
            Subject::City(row) => Area::Region(self.network.dataset().place(row).id.to_owned()),
        })
    }

    /// The countries and regions of names, each in the order typed.
    pub fn areas(&self, names: &[String]) -> Result<Vec<Area>, Error> {
        names.iter().map(|name| self.area(name, AREAS)).collect()
    }

    /// The places that a name stands for: a city, or all of a region or country.
    pub fn places(&self, name: &str) -> Result<Vec<PlaceId>, Error> {
        Ok(query::places_of(&self.network, self.subject(name)?))
    }

    /// A place as sentences name it: `Mogilev (mogilev-by)`.
    pub fn shown(&self, subject: Subject) -> String {
        let candidate = self.network.names().candidate(subject);
        format!("{} ({})", candidate.name, candidate.id)
    }

    /// `; filters: ...` where there are any.
    pub fn filters(&self) -> String {
        if self.scope.is_restricted() { format!("; filters: {}", self.scope) } else { String::new() }
    }

    /// One line on stderr, unless asked to be quiet.
    pub fn note(&self, note: &str) {
        if !self.quiet {
            output::to_stderr(&format!("note: {note}"));
        }
    }

    /// A warning about the answer, unless asked to be quiet.
    pub fn warning(&self, warning: &str) {
        if !self.quiet {
            output::to_stderr(&format!("warning: {warning}"));
        }
    }

    fn warn(&self, findings: &[Finding]) {
        if self.quiet {
            return;
        }
        for finding in findings.iter().take(SHOWN) {
            output::to_stderr(&format!("warning: {finding}"));
        }
        if findings.len() > SHOWN {
            output::to_stderr(&format!("warning: ... and {} more", findings.len() - SHOWN));
        }
    }
}

/// The levels of places that have places in them.
pub const AREAS: &[Level] = &[Level::Country, Level::Region];
