//! Fuzzes the reader of registers.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| blue_ribbon_fuzz::check_reader(bytes));
