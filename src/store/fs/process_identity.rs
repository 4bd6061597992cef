//! The user, machine and process that work with a register.

use std::process;

use serde::{Deserialize, Serialize};

/// The user, machine and process that hold a register open or have changed it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProcessIdentity {
    /// The name of the account; empty where the system does not tell.
    pub user: String,
    /// The host name; empty where the system does not tell.
    pub machine: String,
    /// The process id.
    pub process: u32,
}

impl ProcessIdentity {
    /// Returns the identity of this process.
    pub fn current() -> Self {
        Self {
            user: whoami::username().unwrap_or_default(),
            machine: whoami::hostname().unwrap_or_default(),
            process: process::id(),
        }
    }

    /// Returns the full name of the user, or else the name of the account; empty where the system
    /// tells neither.
    pub fn user_display_name() -> String {
        let full = whoami::realname().ok().filter(|name| !name.trim().is_empty());
        full.or_else(|| whoami::username().ok()).unwrap_or_default()
    }

    /// Returns whether two processes run on one machine; false where its name is not known.
    pub fn is_same_machine(&self, other: &Self) -> bool {
        !self.machine.is_empty() && self.machine == other.machine
    }
}
