//! Numbers as lists write them.

/// A decimal fraction of up to fifteen digits (`-77.0369`), which most numbers of a list are. `None` for any other
/// text, whether it is a number or not.
///
/// The digits and the power of ten are both exact as floating-point numbers. So their quotient is the number nearest to
/// the text, like the result of the standard library: W. D. Clinger, How to read floating point numbers accurately
/// (1990).
#[inline]
pub(super) fn short_decimal(text: &str) -> Option<f64> {
    let unsigned = text.strip_prefix('-').unwrap_or(text).as_bytes();
    let (mut digits, mut count, mut point) = (0_u64, 0, None);
    for (at, byte) in unsigned.iter().enumerate() {
        match byte {
            b'0'..=b'9' => {
                digits = 10 * digits + u64::from(byte - b'0');
                count += 1;
            }
            b'.' if point.is_none() && at > 0 => point = Some(at),
            _ => return None,
        }
        if count == TENS.len() {
            return None;
        }
    }
    let decimals = point.map_or(0, |point| unsigned.len() - point - 1);
    if count == 0 || point.is_some() && decimals == 0 {
        return None;
    }
    let number = digits as f64 / TENS[decimals];
    Some(if unsigned.len() < text.len() { -number } else { number })
}

/// The powers of ten from the 0th.
const TENS: [f64; 16] = [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_read_is_what_the_standard_library_reads(text in "-?[0-9]{0,9}[.]?[0-9]{0,9}") {
            if let Some(number) = short_decimal(&text) {
                prop_assert_eq!(text.parse::<f64>().map(f64::to_bits), Ok(number.to_bits()), "{}", text);
            }
        }
    }

    #[test]
    fn short_fractions_are_read_and_the_rest_is_left() {
        let read = ["0", "7", "-77.0369", "53.9", "00.10", "123456789012345", "-0.0"];
        assert!(read.iter().all(|text| short_decimal(text) == text.parse().ok()));
        let left =
            ["", "-", ".", ".5", "5.", "+1", "1e3", "1.2.3", "53,9", " 1", "NaN", "1234567890123456", "--1", "٣"];
        assert!(left.iter().all(|text| short_decimal(text).is_none()));
    }
}
