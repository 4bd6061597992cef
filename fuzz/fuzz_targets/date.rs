//! Fuzzes the parser of dates.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| blue_ribbon_fuzz::check_date(bytes));
