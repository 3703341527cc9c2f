//! Walks Thrift's compact protocol, in which Parquet describes its content, to collect its numbers. It doesn't trust
//! any size.

/// In Parquet, structs and lists aren't nested more deeply.
const DEPTH: usize = 12;

/// Walks a struct and calls `visit` for each whole number and for the length of each list, with the numbers of the
/// fields that lead to it. Returns the number of bytes of the struct; `None` if the bytes aren't a struct.
pub(super) fn walk(bytes: &[u8], visit: &mut impl FnMut(&[i16], i64)) -> Option<usize> {
    let mut walk = Walk { bytes, at: 0, depth: 0, path: Vec::new(), visit };
    walk.fields()?;
    Some(walk.at)
}

struct Walk<'b, 'v, V> {
    bytes: &'b [u8],
    at: usize,
    depth: usize,
    path: Vec<i16>,
    visit: &'v mut V,
}

impl<V: FnMut(&[i16], i64)> Walk<'_, '_, V> {
    fn fields(&mut self) -> Option<()> {
        let mut id = 0_i16;
        loop {
            let head = self.byte()?;
            if head == 0 {
                return Some(());
            }
            id = match head >> 4 {
                0 => i16::try_from(self.zigzag()?).ok()?,
                more => id.checked_add(i16::from(more))?,
            };
            self.path.push(id);
            match head & 15 {
                // The head contains the truth value itself.
                1 | 2 => {}
                kind => self.value(kind)?,
            }
            self.path.pop();
        }
    }

    fn value(&mut self, kind: u8) -> Option<()> {
        match kind {
            1..=3 => self.skip(1),
            4..=6 => {
                let number = self.zigzag()?;
                (self.visit)(&self.path, number);
                Some(())
            }
            7 => self.skip(8),
            8 => {
                let length = self.varint()?;
                self.skip(usize::try_from(length).ok()?)
            }
            9 | 10 => {
                let head = self.byte()?;
                let length = if head >> 4 == 15 { self.varint()? } else { u64::from(head >> 4) };
                (self.visit)(&self.path, i64::try_from(length).ok()?);
                // Every item takes at least a byte, so this stops when the bytes end, whatever the length says.
                self.deeper(|walk| (0..length).try_for_each(|_| walk.value(head & 15)))
            }
            12 => self.deeper(Self::fields),
            // Parquet doesn't use maps.
            _ => None,
        }
    }

    fn deeper(&mut self, within: impl FnOnce(&mut Self) -> Option<()>) -> Option<()> {
        if self.depth == DEPTH {
            return None;
        }
        self.depth += 1;
        let walked = within(self);
        self.depth -= 1;
        walked
    }

    fn byte(&mut self) -> Option<u8> {
        let byte = *self.bytes.get(self.at)?;
        self.at += 1;
        Some(byte)
    }

    fn skip(&mut self, length: usize) -> Option<()> {
        self.at = self.at.checked_add(length).filter(|&end| end <= self.bytes.len())?;
        Some(())
    }

    fn varint(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }

    fn zigzag(&mut self) -> Option<i64> {
        let number = self.varint()?;
        Some((number >> 1) as i64 ^ -((number & 1) as i64))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(bytes: &[u8]) -> Option<Vec<(Vec<i16>, i64)>> {
        let mut found = Vec::new();
        let length = walk(bytes, &mut |path, number| found.push((path.to_vec(), number)))?;
        assert!(length <= bytes.len());
        Some(found)
    }

    #[test]
    fn numbers_are_found_by_their_fields() {
        // 1: i32 -3; 3: "ab"; 4: list of two structs {2: i64 300}; 5: struct {1: true, 7: i16 1}.
        let bytes = [
            0x15, 5, 0x28, 2, b'a', b'b', 0x19, 0x2c, 0x26, 0xd8, 4, 0, 0x26, 0xd8, 4, 0, 0x1c, 0x11, 0x64, 2, 0, 0, 9,
        ];
        let expected = [(vec![1], -3), (vec![4], 2), (vec![4, 2], 300), (vec![4, 2], 300), (vec![5, 7], 1)];
        assert_eq!(numbers(&bytes).unwrap(), expected);
        (0..bytes.len() - 1).for_each(|end| assert_eq!(numbers(&bytes[..end]), None));
    }

    #[test]
    fn sizes_are_not_believed() {
        let most = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f];
        for head in [&[0x18][..], &[0x19, 0xfc], &[0x19, 0xf9], &[0x15, 0xff, 0xff]] {
            assert_eq!(numbers(&[head, &most].concat()), None);
        }
        assert_eq!(numbers(&[0x1c; 1 << 20]), None);
        assert_eq!(numbers(&[&[0x19][..], &[0x19; 1 << 20]].concat()), None);
    }
}
