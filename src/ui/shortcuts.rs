//! The keys of the commands, as the toolkit knows them.

use egui::{Context, Event, InputState, Key, KeyboardShortcut, Modifiers, Popup};

use crate::commands::{Command, CommandContext};

/// Keys that give a command besides those its menu entry shows.
const EXTRA_SHORTCUTS: [(Command, &str); 1] = [(Command::Redo, "Ctrl+Y")];

/// The keys of a command, if it has any.
pub fn keyboard_shortcut(command: Command) -> Option<KeyboardShortcut> {
    command.shortcut().and_then(parse_shortcut)
}

/// The keys of a command as the platform writes them, such as `Ctrl+O` or `⌘O`; empty where it
/// has none.
pub fn shortcut_label(ctx: &Context, command: Command) -> String {
    keyboard_shortcut(command).map(|keys| ctx.format_shortcut(&keys)).unwrap_or_default()
}

/// Every way to give a command by keys, as the platform writes it.
pub fn shortcut_labels(ctx: &Context, command: Command) -> Vec<String> {
    let extra = EXTRA_SHORTCUTS
        .iter()
        .filter(|(other, _)| *other == command)
        .filter_map(|(_, keys)| parse_shortcut(keys));
    keyboard_shortcut(command)
        .into_iter()
        .chain(extra)
        .map(|keys| ctx.format_shortcut(&keys))
        .collect()
}

/// The command whose keys were pressed, if it can be given now, or there is something to say of
/// why not. Its keys are consumed, so call
/// this before anything else of the frame is drawn.
///
/// The most specific keys win, and keys of a command that cannot be given do nothing rather than
/// fall to a less specific command. A text field with the focus keeps its own keys; an open menu
/// keeps those without a modifier; an open modal keeps all.
pub fn take_pressed_command(ctx: &Context, command_context: CommandContext) -> Option<Command> {
    let is_key = |event: &Event| matches!(event, Event::Key { pressed: true, .. } | Event::Copy);
    let has_modal = ctx.memory(|memory| memory.top_modal_layer().is_some());
    if has_modal || !ctx.input(|input| input.events.iter().any(is_key)) {
        return None;
    }
    let typing = ctx.text_edit_focused();
    let in_menu = Popup::is_any_open(ctx);
    let command = bound_shortcuts().into_iter().find(|(_, keys)| {
        let is_reserved = typing && belongs_to_text(keys) || in_menu && keys.modifiers.is_none();
        !is_reserved && ctx.input_mut(|input| consume_shortcut(input, keys))
    });
    let command = command.map(|(command, _)| command);
    command.filter(|command| {
        command.is_enabled(command_context)
            || command.is_blocked_by_read_only(command_context.session)
    })
}

/// Every command with its keys, those with the most modifiers first.
fn bound_shortcuts() -> Vec<(Command, KeyboardShortcut)> {
    let shown = Command::all().into_iter().map(|command| (command, command.shortcut()));
    let extra = EXTRA_SHORTCUTS.map(|(command, keys)| (command, Some(keys)));
    let mut bound: Vec<_> = shown
        .chain(extra)
        .filter_map(|(command, keys)| Some((command, parse_shortcut(keys?)?)))
        .collect();
    bound.sort_by_key(|(_, KeyboardShortcut { modifiers, .. })| {
        let count =
            [modifiers.command, modifiers.shift, modifiers.alt].into_iter().filter(|on| *on);
        std::cmp::Reverse(count.count())
    });
    bound
}

/// Reads `Ctrl+Shift+S`.
fn parse_shortcut(text: &str) -> Option<KeyboardShortcut> {
    let mut modifiers = Modifiers::NONE;
    let mut key = None;
    for part in text.split('+') {
        match part {
            "Ctrl" => modifiers |= Modifiers::COMMAND,
            "Shift" => modifiers |= Modifiers::SHIFT,
            "Alt" => modifiers |= Modifiers::ALT,
            name => key = Some(Key::from_name(name)?),
        }
    }
    key.map(|key| KeyboardShortcut::new(modifiers, key))
}

/// Whether a text field that has the focus needs these keys itself.
fn belongs_to_text(keys: &KeyboardShortcut) -> bool {
    match keys.logical_key {
        Key::Escape | Key::F1 | Key::F2 | Key::F5 => false,
        Key::A | Key::C | Key::X | Key::V | Key::Y | Key::Z => true,
        _ => keys.conflicts_with_text_editing(),
    }
}

/// Whether these keys were pressed; they are consumed then.
fn consume_shortcut(input: &mut InputState, keys: &KeyboardShortcut) -> bool {
    let before = input.events.len();
    input.events.retain(|event| !is_press(event, keys));
    input.events.len() < before
}

fn is_press(event: &Event, keys: &KeyboardShortcut) -> bool {
    let KeyboardShortcut { modifiers, logical_key } = keys;
    match event {
        // Shift is looked past, since some keyboards need it for a digit; Alt is not, since Ctrl
        // and Alt together are AltGr, which types a letter.
        Event::Key { key, pressed: true, modifiers: held, .. } => {
            key == logical_key && held.alt == modifiers.alt && held.matches_logically(*modifiers)
        }
        // The integration makes an event of its own of the platform's copy keys.
        Event::Copy => *logical_key == Key::C && *modifiers == Modifiers::COMMAND,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::{belongs_to_text, bound_shortcuts, parse_shortcut};
    use crate::commands::Command;

    #[test]
    fn every_shortcut_is_read() {
        for command in Command::all() {
            if let Some(text) = command.shortcut() {
                assert!(parse_shortcut(text).is_some(), "{command:?}: {text}");
            }
        }
        assert!(parse_shortcut("Ctrl+Nothing").is_none());
        assert!(parse_shortcut("Ctrl").is_none());
    }

    #[test]
    fn no_two_commands_share_a_shortcut() {
        let mut seen = HashMap::new();
        for (command, keys) in bound_shortcuts() {
            if let Some(other) = seen.insert(keys, command) {
                panic!("{command:?} and {other:?} share {keys:?}");
            }
        }
    }

    #[test]
    fn a_text_field_keeps_its_keys() {
        for text in [
            "Ctrl+Z",
            "Ctrl+Shift+Z",
            "Ctrl+Y",
            "Ctrl+A",
            "Ctrl+C",
            "Ctrl+X",
            "Ctrl+V",
            "Delete",
            "Home",
            "Alt+Left",
            "J",
        ] {
            assert!(parse_shortcut(text).is_some_and(|keys| belongs_to_text(&keys)), "{text}");
        }
        for text in ["Ctrl+S", "Ctrl+K", "F1", "F5", "Escape", "Ctrl+1"] {
            assert!(parse_shortcut(text).is_some_and(|keys| !belongs_to_text(&keys)), "{text}");
        }
    }
}
