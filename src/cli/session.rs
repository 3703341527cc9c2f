use std::{mem::ManuallyDrop, path::Path};

use sistergraph::{
    check,
    formats::{self, Fault, Reading},
    graph::{self, Built, Merged, Network, Placement, Scope, Severity, Subject, TieGraph},
    model::{Area, Date, Level},
    query::{self, MadeWith, Side},
    register::{Outlines, Register},
    said,
    words::Words,
};

use super::{
    again,
    arguments::Shared,
    cells,
    error::{self, Error, count},
    gazetteer, output,
    sentences::{in_sentences, listed, unasked},
    warnings::{SHOWN, is_country},
};

/// The data to ask about, and the filters in force.
pub struct Session {
    pub network: Network,
    pub scope: Scope,
    /// The places that --merge-spellings merged into others.
    pub merged: Vec<Merged>,
    /// The places that --locate looked up.
    pub placements: Vec<Placement<'static>>,
    quiet: bool,
}

impl Session {
    /// Reads the data, resolves the names in filters, and prints notes about both to stderr.
    ///
    /// If a list from elsewhere has no regions, they are found by position, since any command may be asked about one.
    pub fn open(shared: &Shared, words: Words) -> Result<Self, Error> {
        let told = shared.input.told();
        // This is leaked on purpose: freeing its ten thousand allocations one by one takes time.
        let outlines = ManuallyDrop::new(Outlines::built_in());
        // While a list from elsewhere is read, a processor would be idle. Such a list is a file.
        let may_locate = Path::new(&shared.data).is_file();
        let (read, register) = rayon::join(
            || formats::read_as(&shared.data, &told),
            || {
                let register = Register::built_in();
                may_locate.then(|| outlines.prepare_regions());
                register
            },
        );
        let Reading { mut dataset, notes, faults, contradictions, .. } = read?;
        let refuses = |fault: &Fault| shared.strict || fault.kind.refuses();
        let (refused, cells): (Vec<Fault>, Vec<Fault>) = faults.into_iter().partition(refuses);
        if !refused.is_empty() {
            let Built { network, mut findings, .. } = Network::build(dataset, register);
            findings.retain(|finding| shared.strict || finding.kind.severity() == Severity::Error);
            let mut findings = check::unexplained(network.dataset(), &refused, findings);
            let shown = findings.len().min(error::SHOWN);
            network.suggest_names(&mut findings[..shown]);
            return Err(Error::Broken { faults: refused, findings });
        }
        if !shared.quiet {
            unasked(&shared.data).iter().for_each(|note| output::to_stderr(&format!("note: {note}")));
        }
        let notes = in_sentences(&notes);
        let mut merged = Vec::new();
        if shared.input.merge_spellings {
            (dataset, merged) = graph::merge_spellings(&dataset, &register);
        }
        let gazetteer = gazetteer::open(&shared.input)?;
        let mut placements = Vec::new();
        if let Some(gazetteer) = gazetteer.filter(|_| shared.input.locate) {
            (dataset, placements) = graph::place(&dataset, &register, gazetteer);
        }
        let built = if dataset.locates_regions() {
            Network::build_located(dataset, register, &outlines)
        } else {
            Network::build(dataset, register)
        };
        let united = built.united;
        let (network, mut findings) = built.sound().map_err(|findings| Error::Findings {
            findings: findings.into_iter().filter(|finding| finding.kind.severity() == Severity::Error).collect(),
        })?;
        let shown = if shared.strict { error::SHOWN } else { SHOWN };
        if shared.strict || !shared.quiet {
            network.suggest_countries(findings.iter_mut().filter(|finding| is_country(finding)).take(shown));
        }
        if shared.strict && !findings.is_empty() {
            return Err(Error::Findings { findings });
        }
        let network = network.in_words(words);
        let network = match gazetteer {
            Some(gazetteer) => network.with_gazetteer(gazetteer),
            None => network,
        };
        let mut session = Self { network, scope: Scope::default(), merged, placements, quiet: shared.quiet };
        notes.iter().for_each(|note| session.note(note));
        if united > 0 {
            session.note(&format!(
                "{} merged with others of the same name and country, which the list writes in several ways; --countries \
                 as-written keeps them apart",
                count(united, "place")
            ));
        }
        cells::read(&cells).iter().for_each(|note| session.note(note));
        cells::unread(&cells).iter().for_each(|warning| session.warning(warning));
        session.warn(&findings);
        session.warn_of_contradictions(contradictions);
        session.list_merged();
        if shared.input.locate {
            session.note(&gazetteer::said(&session.placements));
            if !session.placements.is_empty() && !shared.lists_placements {
                let list = again::quoted(&shared.data);
                session.note(&format!("`sistergraph import {list} --locate -o NEW-DIR` lists them with reasons"));
            }
        }
        session.scope = session.resolve(shared)?;
        Ok(session)
    }

    /// The session with the ids of another one, for places that both have but that share no ids; notes how many there
    /// are.
    pub fn matched_with(mut self, other: &Session) -> Self {
        let (network, matched) = graph::match_by_name(&other.network, self.network);
        self.network = network;
        let by_other_ids = matched.by_wikidata + matched.by_geonames;
        if matched.by_name + by_other_ids > 0 {
            let by_id = if matched.by_id > 0 { format!(", {} by id", matched.by_id) } else { String::new() };
            let how = if by_other_ids == 0 {
                "by name, country and position, as the ids differ".to_owned()
            } else {
                format!(
                    "as the ids differ: {} by Wikidata id, {} by GeoNames id, {} by name, country and position",
                    matched.by_wikidata, matched.by_geonames, matched.by_name
                )
            };
            self.note(&format!(
                "{} matched {how}{by_id}; {} matched no place",
                count(matched.by_name + by_other_ids, "place"),
                matched.unmatched
            ));
        }
        self
    }

    /// The filters with their names resolved.
    fn resolve(&self, shared: &Shared) -> Result<Scope, Error> {
        let areas = |names: &[String], levels: &[Level]| -> Result<Vec<Area>, Error> {
            names.iter().map(|name| self.area(name, levels)).collect()
        };
        let between = match &shared.between[..] {
            [a, b] => Some((self.area(a, AREAS)?, self.area(b, AREAS)?)),
            _ => None,
        };
        let (mut countries, mut regions) =
            (areas(&shared.country, &[Level::Country])?, areas(&shared.region, &[Level::Region])?);
        match shared.area.as_ref().map(|name| self.area(name, AREAS)).transpose()? {
            Some(country @ Area::Country(_)) => countries.push(country),
            Some(region @ Area::Region(_)) => regions.push(region),
            None => {}
        }
        Ok(Scope {
            between,
            countries,
            regions,
            to: shared.to.as_ref().map(|name| self.area(name, AREAS)).transpose()?,
            kinds: shared.kind.clone(),
            statuses: shared.status.clone(),
            as_of: shared.as_of,
            level: shared.level,
        })
    }

    /// The graph within the filters; notes how well the dates are known.
    pub fn graph(&self) -> TieGraph<'_> {
        self.graph_within(&self.scope)
    }

    /// The graph within other filters; notes how well the dates are known.
    pub fn graph_within(&self, scope: &Scope) -> TieGraph<'_> {
        let graph = self.network.graph(scope);
        if scope.as_of.is_none()
            && let Some(note) = self.ends_ahead(Words::default())
        {
            self.note(&format!("{note}; --as-of DATE asks as of a day, such as today's"));
        }
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

    /// Keeps a graph or an answer as long as the session. Rows are made from it when they are written, which is the
    /// last step of a run. Process exit frees its memory.
    pub fn keep<'s, T: 's>(&'s self, kept: T) -> &'s T {
        Box::leak(Box::new(kept))
    }

    /// A note about ends that lie after the data set's own date. If no date is asked about, they count as past, since
    /// the program has no clock.
    pub fn ends_ahead(&self, words: Words) -> Option<String> {
        let dataset = self.network.dataset();
        let dated = dataset.metadata().date;
        let is_ahead = |end: &Date| dated.is_none_or(|date| end.last_day() > date.last_day());
        let ahead = dataset.stated_ends().filter(is_ahead).count();
        (ahead > 0 && self.scope.as_of.is_none()).then(|| match dated {
            None => said!(words, EndsCounted, ahead),
            Some(date) => said!(words, EndsAheadCounted, ahead, date),
        })
    }

    /// Notes that a picture is empty, if no place passes the filters.
    pub fn on_emptiness(&self, graph: &TieGraph<'_>) {
        if graph.place_count() == 0 {
            let filters = if self.scope.is_restricted() { format!("; filters: {}", self.scope) } else { String::new() };
            self.warning(&format!("no place lies within the filters: the picture is empty{filters}"));
        }
    }

    /// A place in the form for sentences: `Mogilev (mogilev-by)`.
    pub fn shown(&self, subject: Subject) -> String {
        let candidate = self.network.names().candidate(subject);
        format!("{} ({})", self.network.shown_subject(subject), candidate.id)
    }

    /// The data of an answer, as the foot of a page names it.
    pub fn source(&self) -> String {
        let (metadata, words) = (self.network.dataset().metadata(), self.words());
        let name = self.network.title().map_or_else(|| said!(words, Untitled), str::to_owned);
        let date = metadata.date.map(|date| format!(", {}", words.date(date))).unwrap_or_default();
        let licence = if metadata.licences.is_empty() { said!(words, NoLicence) } else { metadata.licences.join(", ") };
        said!(words, Source, data = name + &date, licence, register = self.network.register_title())
    }

    /// The conditions under which an answer is made.
    pub fn made_with(&self) -> MadeWith {
        MadeWith::new(self.network.dataset(), &self.scope)
    }

    /// These conditions on one line, in the words of the answer.
    pub fn made_with_line(&self) -> String {
        let data = self.network.title().map(str::to_owned);
        MadeWith { data, ..self.made_with() }.said(&self.scope, self.words())
    }

    /// These conditions below a source, which already names the data.
    pub fn made_with_foot(&self) -> String {
        let filters = self.scope.said(self.words());
        said!(self.words(), MadeWithFilters, program = self.made_with().program, filters)
    }

    /// The words of the answer.
    pub fn words(&self) -> Words {
        self.network.words()
    }

    /// `; filters: ...` if there are any.
    pub fn filters(&self) -> String {
        let filters = || format!("; {}", said!(self.words(), Filters, filters = self.scope.titled(&self.network)));
        if self.scope.is_restricted() { filters() } else { String::new() }
    }

    /// Prints a note to stderr, unless asked to be quiet.
    pub fn note(&self, note: &str) {
        if !self.quiet {
            output::to_stderr(&format!("note: {note}"));
        }
    }

    /// Prints a warning about the answer, unless asked to be quiet.
    pub fn warning(&self, warning: &str) {
        if !self.quiet {
            output::to_stderr(&format!("warning: {warning}"));
        }
    }

    /// Checks that the data set has the country of at least one place.
    ///
    /// # Errors
    /// Fails if it doesn't, like a list of two ids per line.
    pub fn require_countries(&self, question: &'static str) -> Result<(), Error> {
        let knows =
            self.network.places().next().is_none() || self.network.places().any(|place| place.country().is_some());
        if knows { Ok(()) } else { Err(Error::NoCountries { question }) }
    }

    /// The sides asked about for which the regions with ties are known; notes which others were asked about.
    pub fn located(&self, sides: Vec<Side>) -> Result<Vec<Side>, Error> {
        let asked = sides.len();
        let (sides, left_out) = query::located_sides(&self.network, sides);
        match left_out.len() {
            0 => {}
            without if without == asked => {
                return Err(Error::NoRegions { countries: listed(&left_out, Words::default()) });
            }
            _ => self.note(&format!(
                "no place in {} has a region: their regions are left out",
                listed(&left_out, Words::default())
            )),
        }
        Ok(sides)
    }
}

/// The levels of places that contain other places.
pub const AREAS: &[Level] = &[Level::Country, Level::Region];
