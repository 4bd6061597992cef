//! The program built without the feature `window`.

use assert_cmd::Command;

#[test]
fn a_program_without_the_window_refuses_to_open_one() {
    let mut program = Command::new(env!("CARGO_BIN_EXE_blue-ribbon"));
    program.env("LC_ALL", "C").env_remove("LANGUAGE").arg("data/register.ron");
    let assert = program.assert().code(2);
    let message = String::from_utf8_lossy(&assert.get_output().stderr);
    assert!(message.contains("command line alone"), "{message}");
    assert!(message.contains("summary"), "the message names the commands: {message}");
}
