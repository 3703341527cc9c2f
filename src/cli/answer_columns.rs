//! The columns of each command's rows, which are known before there is an answer.

use std::rc::Rc;

use serde::Serialize;
use sistergraph::{
    check::ProblemRow,
    query::{
        AgreementRow, CommonRow, ComponentRow, CuratorRow, DiffRow, EventRow, FragileRow, HistoryRow, PairRow,
        PartnerRow, PathRow, PlaceRow, RankRow, RegionRow, SuggestRow, TallyRow, TieRow, UnconnectedRow,
    },
    table::{Arrangement, CodeOf, Sheet},
};

/// The columns of a command's rows if no option changes them, and the columns for the names of codes. Empty for a
/// command without rows, or if the columns depend on the data.
pub fn columns_of(command: &str) -> Vec<String> {
    match command {
        "places" => of::<PlaceRow<'_>>(),
        "partners" => of::<PartnerRow<'_>>(),
        "common" => of::<CommonRow<'_>>(),
        "ties" => of::<TieRow<'_>>(),
        "pairs" => of::<PairRow>(),
        "regions" => of::<RegionRow>(),
        "unconnected" => of::<UnconnectedRow>(),
        "components" => of::<ComponentRow>(),
        "path" => of::<PathRow>(),
        "fragile" => of::<FragileRow<'_>>(),
        "rank" => of::<RankRow<'_>>(),
        "suggest" => of::<SuggestRow>(),
        "curators" => of::<CuratorRow>(),
        "contacts" => of::<TallyRow>(),
        "agreements" => of::<AgreementRow>(),
        "events" => of::<EventRow>(),
        "history" => of::<HistoryRow>(),
        "diff" => of::<DiffRow>(),
        "check" => of::<ProblemRow>(),
        _ => Vec::new(),
    }
}

/// The columns of rows, and the further ones that an arrangement can ask for.
fn of<R: Serialize + Default + 'static>() -> Vec<String> {
    let sheet = Sheet::of(Vec::<R>::new()).with_names(Rc::new(|_: CodeOf, _: &str| None));
    // No column has an empty name, so this fails and lists the columns.
    let unknown = Arrangement { select: vec![String::new()], ..Arrangement::default() };
    sheet.arranged(&unknown).err().map(|unknown| unknown.columns).unwrap_or_default()
}
