//! Commands `generate-key` and `trust-key`.

use anyhow::anyhow;

use crate::{
    cli::{
        args::keys::{GenerateKeyArgs, TrustKeyArgs},
        context::CliContext,
        exit_status::ExitStatus,
    },
    describe::errors::path_label,
    model::characters::visible_line,
    store::{
        app_dirs::AppDirs,
        signature::{
            key_file::{OwnKey, load_or_create_signing_key, load_signing_key},
            known_keys::{KeyAddition, add_known_key},
        },
    },
};

/// Makes the own key pair where there is none, and writes its public key.
pub(super) fn generate_key(
    _: &GenerateKeyArgs,
    context: &mut CliContext<'_>,
) -> anyhow::Result<ExitStatus> {
    let (app_dirs, locale) = (app_dirs(context)?, context.locale);
    let OwnKey { key, is_new } =
        load_or_create_signing_key(&app_dirs).map_err(|error| anyhow!(error.describe(locale)))?;
    writeln!(context.out, "{}", key.public_key())?;
    let text =
        if is_new { "signature.command.key_created" } else { "signature.command.key_exists" };
    let path = path_label(&app_dirs.signing_key_path());
    writeln!(context.err, "{}", locale.t_with(text, &[("path", &path)]))?;
    Ok(ExitStatus::Success)
}

/// Adds a public key to the known ones. Fails where the key is known by another name.
pub(super) fn trust_key(
    TrustKeyArgs { name, key, .. }: &TrustKeyArgs,
    context: &mut CliContext<'_>,
) -> anyhow::Result<ExitStatus> {
    let (app_dirs, locale) = (app_dirs(context)?, context.locale);
    // Where the own key cannot be read, it is not known to be this one.
    let own = load_signing_key(&app_dirs).ok().flatten().map(|own| own.public_key());
    if own == Some(*key) {
        writeln!(context.out, "{}", locale.t("signature.command.key_is_own"))?;
        return Ok(ExitStatus::Success);
    }
    let added =
        add_known_key(&app_dirs, *key, name).map_err(|error| anyhow!(error.describe(locale)))?;
    let (text, name, status) = match added {
        KeyAddition::Added => ("signature.command.key_added", name, ExitStatus::Success),
        KeyAddition::Known(ref known) if known == name => {
            ("signature.command.key_known", name, ExitStatus::Success)
        }
        KeyAddition::Known(ref known) => {
            ("signature.command.key_known_otherwise", known, ExitStatus::Failure)
        }
    };
    let (key, path) = (key.to_string(), path_label(&app_dirs.known_keys_path()));
    let values = [("key", &*key), ("name", &*visible_line(name)), ("path", &path)];
    writeln!(context.out, "{}", locale.t_with(text, &values))?;
    Ok(status)
}

fn app_dirs(context: &CliContext<'_>) -> anyhow::Result<AppDirs> {
    AppDirs::for_platform().ok_or_else(|| anyhow!(context.locale.t("cli.no_app_dirs")))
}
