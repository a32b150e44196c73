//! The time that servers tell in their greetings.

use jiff::Timestamp;
use jiff::fmt::rfc2822;

/// The time in a line of a server; `None` when it has none, or more than one.
///
/// Sendmail, Exim and Exchange greet with a date (RFC 5322 §3.3). What POP3 servers with APOP put
/// between angle brackets has a part that is the time in seconds since 1970 (RFC 1939 §7).
///
/// # Examples
///
/// ```
/// use mailcheck::wire::date;
/// let line = "220 mx.example.org ESMTP Exim 4.98 Mon, 30 Nov 2026 15:04:05 +0900";
/// assert_eq!(date::told(line), "2026-11-30T06:04:05Z".parse().ok());
/// assert_eq!(date::told("+OK ready <1896.1796018645@mx.example.org>"), "2026-11-30T06:04:05Z".parse().ok());
/// assert_eq!(date::told("220 mx.example.org ESMTP"), None);
/// ```
pub fn told(line: &str) -> Option<Timestamp> {
    let words: Vec<&str> = line.split_whitespace().take(MOST_WORDS).collect();
    let dates = words.windows(WORDS_OF_A_DATE).filter_map(date);
    let mut all = dates.chain(words.iter().copied().filter_map(stamp));
    let first = all.next()?;
    all.next().is_none().then_some(first)
}

/// `Mon, 30 Nov 2026 15:04:05 +0900`.
fn date(words: &[&str]) -> Option<Timestamp> {
    let [weekday, day, month, year, time, zone] = words else { return None };
    let weekday = weekday.strip_suffix(',')?;
    // Names of other zones stand for several (RFC 5322 §4.3).
    let zone = match zone.trim_end_matches(['.', ';', ')']) {
        "GMT" | "UT" | "UTC" => "+0000",
        zone if zone.starts_with(['+', '-']) => zone,
        _other => return None,
    };
    let text = format!("{weekday}, {day} {month} {year} {time} {zone}");
    rfc2822::parse(&text).ok().map(|date| date.timestamp())
}

/// `<1896.1796018645@mx.example.org>`: process, time, host, in this order or with more in between.
fn stamp(word: &str) -> Option<Timestamp> {
    let (local, _host) = word.strip_prefix('<')?.strip_suffix('>')?.split_once('@')?;
    let is_time = |part: &&str| {
        part.len() == DIGITS_OF_A_TIME && part.bytes().all(|octet| octet.is_ascii_digit())
    };
    let mut times = local.split('.').filter(is_time);
    let seconds = times.next().filter(|_| times.clone().next().is_none())?;
    Timestamp::from_second(seconds.parse().ok()?).ok()
}

/// Words of a line in which a time may stand.
const MOST_WORDS: usize = 32;
/// RFC 5322 §3.3: day of the week, day, month, year, time, zone.
const WORDS_OF_A_DATE: usize = 6;
/// Of seconds since 1970 between 2001 and 2286.
const DIGITS_OF_A_TIME: usize = 10;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_servers_write_them() {
        for line in [
            "220 a.example ESMTP Sendmail 8.18.1/8.18.1; Mon, 30 Nov 2026 06:04:05 GMT",
            "220 a.example ESMTP Sendmail; Mon, 30 Nov 2026 15:04:05 +0900 (JST)",
            "220 a.example ESMTP Exim 4.98 Mon, 30 Nov 2026 01:04:05 -0500",
            "220 a.example Microsoft ESMTP MAIL Service ready at Mon, 30 Nov 2026 06:04:05 +0000",
            "+OK POP3 ready <1896.1796018645@a.example>",
            "+OK Dovecot ready. <5f3c.1.1796018645.Zm9vYmFy@a.example>",
        ] {
            assert_eq!(told(line), "2026-11-30T06:04:05Z".parse().ok(), "{line}");
        }
    }

    #[test]
    fn what_is_no_time_or_several_is_none() {
        for line in [
            "",
            "220 a.example ESMTP Mon, 30 Nov",
            "220 a.example Mon, 31 Nov 2026 06:04:05 +0000",
            "220 a.example Tue, 30 Nov 2026 06:04:05 JST",
            "220 Mon, 30 Nov 2026 06:04:05 +0000 Tue, 1 Dec 2026 06:04:05 +0000",
            "+OK <1796018645.1796018646@a.example>",
            "+OK <12.34@a.example>",
            "+OK <1796018645@",
        ] {
            assert_eq!(told(line), None, "{line}");
        }
    }
}
