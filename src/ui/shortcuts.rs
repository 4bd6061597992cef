//! The keyboard shortcuts of the commands, as the toolkit knows them.

use egui::{Context, Event, InputState, Key, KeyboardShortcut, Modifiers, Popup};

use crate::commands::{Command, CommandContext};

/// Returns the shortcuts of a command, the one that the menu shows first.
fn keyboard_shortcuts(command: Command) -> impl Iterator<Item = KeyboardShortcut> {
    command.shortcuts().iter().filter_map(|text| parse_shortcut(text))
}

/// Returns the shortcut that the menu shows, if the command has any.
pub fn keyboard_shortcut(command: Command) -> Option<KeyboardShortcut> {
    keyboard_shortcuts(command).next()
}

/// Returns the shortcut that the menu shows as the platform writes it, such as `Ctrl+O` or `⌘O`;
/// empty for a command without one.
pub fn shortcut_label(ctx: &Context, command: Command) -> String {
    keyboard_shortcut(command).map(|keys| ctx.format_shortcut(&keys)).unwrap_or_default()
}

/// Returns every shortcut of a command as the platform writes it.
pub fn shortcut_labels(ctx: &Context, command: Command) -> Vec<String> {
    keyboard_shortcuts(command).map(|keys| ctx.format_shortcut(&keys)).collect()
}

/// Returns the command whose shortcut was pressed, if it is enabled or there is a reason to show
/// why it is not. The keys are consumed: call this before anything else of the frame is drawn.
///
/// The shortcut with the most modifiers wins, and the shortcut of a disabled command does nothing
/// rather than fall to a command with fewer modifiers. A text field with the focus keeps its own
/// keys, an open menu keeps those without a modifier, an open modal keeps all.
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

/// Returns every shortcut with its command, those with the most modifiers first.
fn bound_shortcuts() -> Vec<(Command, KeyboardShortcut)> {
    let mut bound: Vec<_> = Command::all()
        .into_iter()
        .flat_map(|command| keyboard_shortcuts(command).map(move |keys| (command, keys)))
        .collect();
    bound.sort_by_key(|(_, KeyboardShortcut { modifiers, .. })| {
        let count =
            [modifiers.command, modifiers.shift, modifiers.alt].into_iter().filter(|on| *on);
        std::cmp::Reverse(count.count())
    });
    bound
}

/// Parses a shortcut such as `Ctrl+Shift+S`.
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

/// Returns true for a shortcut that a text field with the focus keeps for itself.
fn belongs_to_text(keys: &KeyboardShortcut) -> bool {
    match keys.logical_key {
        Key::Escape | Key::F1 | Key::F2 | Key::F5 => false,
        Key::A | Key::C | Key::X | Key::V | Key::Y | Key::Z => true,
        _ => keys.conflicts_with_text_editing(),
    }
}

/// Consumes the presses of a shortcut; returns true if there were any.
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
            for text in command.shortcuts() {
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
