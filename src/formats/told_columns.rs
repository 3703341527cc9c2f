//! The columns of a pair table as the user gives them.

use std::str::FromStr;

use thiserror::Error;

use super::{
    columns::PARTNERSHIP,
    pairs::roles::{ROLES, Role},
};

/// What a column or constant is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Slot {
    /// The side, 0 or 1, and what it says about that side's place.
    Place(usize, Role),
    /// A column of a partnership, by its index in [`PARTNERSHIP`].
    Partnership(usize),
}

/// Where the value of a slot comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Value {
    /// From the column with this name.
    Column(String),
    /// From nowhere: it is this text for all rows.
    Constant(String),
}

/// What the user says about the columns of a pair table: `a=Origin,a.country=Land,b=Destination,since=Year`. The other
/// columns are recognised by their names.
///
/// `a` and `b` are the columns with the names of the two places. `a.id`, `a.country`, `a.region`, `a.lat`, `a.lon`,
/// `a.point` (`Point(lon lat)`) and `a.population` say more about the first place, and the same keys with `b` about the
/// second. `kind`, `status`, `since`, `until`, `suspended`, `claimed_by`, `fields`, `document`, `source` and `note`
/// describe the partnership. With two equals signs, a text is the value for all rows, as in `a==St.
/// Louis,a.country==United States`.
///
/// ```
/// use sistergraph::formats::Columns;
/// assert!("a=Origin,a.country==Germany,b=Destination".parse::<Columns>().is_ok());
/// assert!("a:Origin".parse::<Columns>().is_err());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Columns(Vec<(Slot, Value)>);

impl Columns {
    /// The slots in the order given.
    pub(super) fn slots(&self) -> impl Iterator<Item = &(Slot, Value)> {
        self.0.iter()
    }
}

/// Why a text doesn't describe columns.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ColumnsError {
    /// A part has no equals sign.
    #[error(
        "`{0}` is not of the form KEY=COLUMN or KEY==TEXT; expected such as a=Origin,a.country==Germany,b=Destination"
    )]
    Form(String),
    /// A key is unknown.
    #[error(
        "`{key}` is not a key; expected a, b, one of these with .id, .country, .region, .lat, .lon, .point, \
         .population or .name_ru (or another language), or one of {}", PARTNERSHIP[2..].join(", ")
    )]
    Key {
        /// The key as typed.
        key: String,
    },
    /// A key occurs twice.
    #[error("`{0}` is given twice")]
    Twice(String),
    /// A partnership can't have the same value for all rows.
    #[error(
        "`{0}` takes the name of a column; only what is said about a place (a, a.country, ...) can be the same for all rows"
    )]
    Constant(String),
}

impl FromStr for Columns {
    type Err = ColumnsError;

    fn from_str(text: &str) -> Result<Self, ColumnsError> {
        let mut slots: Vec<(Slot, Value)> = Vec::new();
        for part in text.split(',') {
            let Some((key, value)) = part.split_once('=') else {
                // A text for all rows may have a comma: `a.country==Korea, Republic of`.
                if let Some((_, Value::Constant(text))) = slots.last_mut() {
                    text.push(',');
                    text.push_str(part.trim_end());
                    continue;
                }
                return Err(ColumnsError::Form(part.to_owned()));
            };
            let key = key.trim();
            let slot = slot(key).ok_or_else(|| ColumnsError::Key { key: key.to_owned() })?;
            let constant = value.strip_prefix('=').map(str::trim);
            let value = constant.unwrap_or(value.trim());
            if value.is_empty() {
                return Err(ColumnsError::Form(part.to_owned()));
            }
            if slots.iter().any(|(taken, _)| *taken == slot) {
                return Err(ColumnsError::Twice(key.to_owned()));
            }
            if constant.is_some() && matches!(slot, Slot::Partnership(_)) {
                return Err(ColumnsError::Constant(key.to_owned()));
            }
            let value = value.to_owned();
            slots.push((slot, if constant.is_some() { Value::Constant(value) } else { Value::Column(value) }));
        }
        Ok(Self(slots))
    }
}

fn slot(key: &str) -> Option<Slot> {
    let (side, role) = key.split_once('.').map_or((key, "name"), |(side, role)| (side, role));
    let side = match side {
        "a" => 0,
        "b" => 1,
        _ => {
            let at = PARTNERSHIP.iter().position(|column| *column == key).filter(|&at| at >= 2);
            return at.map(Slot::Partnership);
        }
    };
    ROLES.into_iter().find(|known| known.key() == role).map(|role| Slot::Place(side, role))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_told_is_checked() {
        let error = |text: &str| text.parse::<Columns>().unwrap_err().to_string();
        assert!(error("a").contains("KEY=COLUMN"));
        assert!(error("a=x,c=y").contains("`c` is not a key"));
        assert!(error("a=x,a.lat=y,b=z,a.lat=w").contains("twice"));
        assert!(error("a==").contains("KEY=COLUMN"));
        assert!(error("a=x,since==1990").contains("name of a column"));
    }

    #[test]
    fn what_all_rows_share_may_have_commas() {
        let told: Columns = "a==St. Louis, a.country==Korea, Republic of,b=Sister city".parse().unwrap();
        let constant = |text: &str| Value::Constant(text.to_owned());
        let expected = [
            (Slot::Place(0, Role::Name), constant("St. Louis")),
            (Slot::Place(0, Role::Country), constant("Korea, Republic of")),
            (Slot::Place(1, Role::Name), Value::Column("Sister city".to_owned())),
        ];
        assert_eq!(told, Columns(expected.to_vec()));
    }
}
