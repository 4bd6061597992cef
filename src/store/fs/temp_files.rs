//! Temporary files that are renamed once they are written, such as `.blue-ribbon-Xk2b9Q.tmp`.

use std::{
    io,
    path::{Path, PathBuf},
    time::Duration,
};

use tempfile::{Builder, NamedTempFile, TempDir, TempPath};

use crate::store::fs::{
    companion_file::CompanionFile,
    file_access::{AccessLoss, FileAccess},
    files,
    hash::Hash,
};

const PREFIX: &str = ".blue-ribbon-";
const SUFFIX: &str = ".tmp";

/// The end of the name of a file that is being exchanged with another.
pub(super) const EXCHANGE_ENDING: &str = ".exchange";

/// The age from which a temporary file counts as left behind: no save takes this long.
const STALE_AFTER: Duration = Duration::from_secs(24 * 60 * 60);

/// Creates an empty temporary file in a folder with the access of `like`, and returns what it could not
/// be given of that.
pub(super) fn create_temp_file(
    folder: &Path,
    like: Option<&FileAccess>,
) -> io::Result<(NamedTempFile, AccessLoss)> {
    let mut builder = temp_file_builder();
    if let Some(permissions) = files::private_permissions() {
        builder.permissions(permissions);
    }
    let file = builder.tempfile_in(folder)?;
    let loss = match like {
        Some(like) => like.apply_to(file.as_file())?,
        None => AccessLoss::default(),
    };
    Ok((file, loss))
}

/// Creates a folder for intermediate files, which is deleted when it is dropped.
pub(crate) fn create_temp_folder() -> io::Result<TempDir> {
    Builder::new().prefix(PREFIX).tempdir()
}

/// Creates a second name for a file, that of a temporary file in a folder.
pub(super) fn create_temp_link(folder: &Path, file: &Path) -> io::Result<TempPath> {
    let linked = temp_file_builder().make_in(folder, |name| files::hard_link(file, name));
    linked.map(NamedTempFile::into_temp_path)
}

/// Returns the temporary file in a folder whose content has a digest, if there is one: the new
/// version that an interrupted save has written, and may have been about to exchange.
pub(crate) fn find_temp_file(folder: &Path, digest: Hash) -> io::Result<Option<PathBuf>> {
    for entry in files::read_folder(folder)? {
        let path = entry?.path();
        // That of another user's save may be private yet, or be renamed by now.
        if (is_temp_file(&path) || is_exchanged_file(&path))
            && let Ok(found) = CompanionFile::TempFile.fingerprint(&path)
            && found.digest() == digest
        {
            return Ok(Some(path));
        }
    }
    Ok(None)
}

/// Deletes the temporary files in a folder that interrupted saves have left behind long ago. No
/// content is lost: these saves were never reported as done.
pub(crate) fn remove_stale_temp_files(folder: &Path) -> io::Result<()> {
    for entry in files::read_folder(folder)? {
        let entry = entry?;
        let modified = entry.metadata().and_then(|metadata| metadata.modified());
        if is_temp_file(&entry.path())
            && modified.is_ok_and(|time| time.elapsed().is_ok_and(|age| age > STALE_AFTER))
            && let Err(error) = files::remove(&entry.path())
        {
            // Another user's, in a folder where everyone removes their own.
            tracing::debug!("{} could not be removed: {error}", entry.path().display());
        }
    }
    Ok(())
}

fn temp_file_builder() -> Builder<'static, 'static> {
    let mut builder = Builder::new();
    builder.prefix(PREFIX).suffix(SUFFIX);
    builder
}

fn is_exchanged_file(path: &Path) -> bool {
    path.file_name().unwrap_or_default().to_string_lossy().ends_with(EXCHANGE_ENDING)
}

fn is_temp_file(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name.starts_with(PREFIX) && name.ends_with(SUFFIX)
}
