//! Reads a row as its cells, field by field through [`serde`], without storing them.

use std::fmt;

use serde::{
    Serialize, Serializer,
    ser::{self, Impossible},
};

use super::cell::Cell;

/// Calls `see` with the cells of a row, in the order of its fields.
///
/// A row is a struct of texts, numbers and truth values. Missing values, and numbers that aren't finite, become
/// [`Cell::Nothing`]. The fields of a nested struct are cells of the row, too.
pub(super) fn show_cells(row: &impl Serialize, see: &mut dyn FnMut(Cell<'_>)) {
    row.serialize(Fields { see }).expect("a row is a struct of texts, numbers and truth values");
}

/// Serializes a row or one of its fields.
struct Fields<'s> {
    see: &'s mut dyn FnMut(Cell<'_>),
}

impl Fields<'_> {
    fn cell(self, cell: Cell<'_>) -> Result<(), NotFlat> {
        (self.see)(cell);
        Ok(())
    }
}

/// A row contains a list or bytes, which is a fault of the program, not of the data.
#[derive(Debug)]
struct NotFlat(String);

impl NotFlat {
    fn has<T>(what: &str) -> Result<T, Self> {
        Err(Self(format!("a row has no place for {what}")))
    }
}

impl fmt::Display for NotFlat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for NotFlat {}

impl ser::Error for NotFlat {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self(message.to_string())
    }
}

impl ser::SerializeStruct for Fields<'_> {
    type Ok = ();
    type Error = NotFlat;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, _: &'static str, value: &T) -> Result<(), NotFlat> {
        value.serialize(Fields { see: &mut *self.see })
    }

    fn end(self) -> Result<(), NotFlat> {
        Ok(())
    }
}

/// Flattened fields arrive as a map. A cell is identified by its index, since the names of columns are already fixed.
impl ser::SerializeMap for Fields<'_> {
    type Ok = ();
    type Error = NotFlat;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, _: &T) -> Result<(), NotFlat> {
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), NotFlat> {
        value.serialize(Fields { see: &mut *self.see })
    }

    fn end(self) -> Result<(), NotFlat> {
        Ok(())
    }
}

impl<'s> Serializer for Fields<'s> {
    type Ok = ();
    type Error = NotFlat;
    type SerializeSeq = Impossible<(), NotFlat>;
    type SerializeTuple = Impossible<(), NotFlat>;
    type SerializeTupleStruct = Impossible<(), NotFlat>;
    type SerializeTupleVariant = Impossible<(), NotFlat>;
    type SerializeMap = Fields<'s>;
    type SerializeStruct = Fields<'s>;
    type SerializeStructVariant = Impossible<(), NotFlat>;

    fn serialize_bool(self, truth: bool) -> Result<(), NotFlat> {
        self.cell(Cell::Truth(truth))
    }

    fn serialize_i8(self, number: i8) -> Result<(), NotFlat> {
        self.serialize_i64(number.into())
    }

    fn serialize_i16(self, number: i16) -> Result<(), NotFlat> {
        self.serialize_i64(number.into())
    }

    fn serialize_i32(self, number: i32) -> Result<(), NotFlat> {
        self.serialize_i64(number.into())
    }

    fn serialize_i64(self, number: i64) -> Result<(), NotFlat> {
        self.cell(u64::try_from(number).map_or(Cell::Negative(number), Cell::Natural))
    }

    fn serialize_u8(self, number: u8) -> Result<(), NotFlat> {
        self.serialize_u64(number.into())
    }

    fn serialize_u16(self, number: u16) -> Result<(), NotFlat> {
        self.serialize_u64(number.into())
    }

    fn serialize_u32(self, number: u32) -> Result<(), NotFlat> {
        self.serialize_u64(number.into())
    }

    fn serialize_u64(self, number: u64) -> Result<(), NotFlat> {
        self.cell(Cell::Natural(number))
    }

    fn serialize_f32(self, number: f32) -> Result<(), NotFlat> {
        self.serialize_f64(number.into())
    }

    fn serialize_f64(self, number: f64) -> Result<(), NotFlat> {
        self.cell(if number.is_finite() { Cell::Real(number) } else { Cell::Nothing })
    }

    fn serialize_char(self, letter: char) -> Result<(), NotFlat> {
        self.cell(Cell::Text(letter.encode_utf8(&mut [0; 4])))
    }

    fn serialize_str(self, text: &str) -> Result<(), NotFlat> {
        self.cell(Cell::Text(text))
    }

    fn serialize_bytes(self, _: &[u8]) -> Result<(), NotFlat> {
        NotFlat::has("bytes")
    }

    fn serialize_none(self) -> Result<(), NotFlat> {
        self.cell(Cell::Nothing)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), NotFlat> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), NotFlat> {
        self.cell(Cell::Nothing)
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), NotFlat> {
        self.cell(Cell::Nothing)
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<(), NotFlat> {
        self.cell(Cell::Text(variant))
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result<(), NotFlat> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<(), NotFlat> {
        NotFlat::has("a named value")
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Self::SerializeSeq, NotFlat> {
        NotFlat::has("a list")
    }

    fn serialize_tuple(self, _: usize) -> Result<Self::SerializeTuple, NotFlat> {
        NotFlat::has("a list")
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Self::SerializeTupleStruct, NotFlat> {
        NotFlat::has("a list")
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, NotFlat> {
        NotFlat::has("a list")
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self, NotFlat> {
        Ok(self)
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Self, NotFlat> {
        Ok(self)
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, NotFlat> {
        NotFlat::has("a named value")
    }
}
