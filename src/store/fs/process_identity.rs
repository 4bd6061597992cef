//! Who is at work with the program, on which machine, in which process.

use std::process;

use serde::{Deserialize, Serialize};

/// Who holds a register open, or changed it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProcessIdentity {
    /// The account's name; empty where the system does not say.
    pub user: String,
    /// The machine's name on its network; empty where the system does not say.
    pub machine: String,
    /// The number of the process.
    pub process: u32,
}

impl ProcessIdentity {
    /// This process, on this machine.
    pub fn current() -> Self {
        Self {
            user: whoami::username().unwrap_or_default(),
            machine: whoami::hostname().unwrap_or_default(),
            process: process::id(),
        }
    }

    /// What the system calls the user: the full name, or else the account's; empty where it does
    /// not say.
    pub fn user_display_name() -> String {
        let full = whoami::realname().ok().filter(|name| !name.trim().is_empty());
        full.or_else(|| whoami::username().ok()).unwrap_or_default()
    }

    /// Whether this is of the same machine as another; never where its name is not known.
    pub fn is_same_machine(&self, other: &Self) -> bool {
        !self.machine.is_empty() && self.machine == other.machine
    }
}
