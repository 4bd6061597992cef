//! Fuzzes the arguments of the command line, one a line.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| blue_ribbon_fuzz::check_command_line(bytes));
