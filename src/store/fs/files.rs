//! The one door to the disk: whatever is written about a register, and whatever of it is read
//! again, goes through here, so that it could be kept otherwise, encrypted say, by changing this
//! alone. What is new is readable by its owner alone; what takes the place of a file, or belongs
//! to one, has the permissions of that.

use std::{
    fs::{self, DirBuilder, File, Metadata, OpenOptions, Permissions},
    io::{self, Read as _, Write as _},
    path::Path,
};

use tempfile::{Builder, NamedTempFile};

/// How the name of a file begins and ends that is there only while it is being written.
pub(crate) const TEMP_PREFIX: &str = ".blue-ribbon-";
pub(crate) const TEMP_SUFFIX: &str = ".tmp";

/// The name of such a file.
pub(super) fn temp_builder() -> Builder<'static, 'static> {
    let mut builder = Builder::new();
    builder.prefix(TEMP_PREFIX).suffix(TEMP_SUFFIX);
    builder
}

/// An empty file in a folder, under a name of its own, to be written and renamed.
pub(super) fn create_temporary(
    folder: &Path,
    like: Option<&Metadata>,
) -> io::Result<NamedTempFile> {
    let mut builder = temp_builder();
    if let Some(mode) = private_permissions() {
        builder.permissions(mode);
    }
    let file = builder.tempfile_in(folder)?;
    if let Some(like) = like {
        file.as_file().set_permissions(like.permissions())?;
    }
    Ok(file)
}

/// A file that is read and changed where it stands, made where it is not there.
pub(crate) fn open_in_place(path: &Path, like: Option<&Metadata>) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.create(true).truncate(false).read(true).write(true);
    set_private_mode(&mut options);
    open_like(path, &options, like)
}

/// The same on Windows, where nobody else may write to it while it is open.
#[cfg(windows)]
pub(super) fn open_alone(path: &Path) -> io::Result<File> {
    const SHARED_FOR_READING: u32 = 1;
    let mut options = OpenOptions::new();
    options.create(true).truncate(false).read(true).write(true);
    std::os::windows::fs::OpenOptionsExt::share_mode(&mut options, SHARED_FOR_READING);
    options.open(path)
}

/// A file that is added to, made where it is not there.
pub(crate) fn open_to_append(path: &Path, like: Option<&Metadata>) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.create(true).read(true).append(true);
    set_private_mode(&mut options);
    open_like(path, &options, like)
}

/// Writes to a device or a pipe, straight away.
pub(crate) fn write_in_place(path: &Path, bytes: &[u8]) -> io::Result<()> {
    OpenOptions::new().write(true).open(path)?.write_all(bytes)
}

/// A file to be read.
pub(crate) fn open(path: &Path) -> io::Result<File> {
    File::open(path)
}

/// The bytes of a file.
pub(crate) fn read(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    open(path)?.read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The text of a file.
pub(crate) fn read_text(path: &Path) -> io::Result<String> {
    let mut text = String::new();
    open(path)?.read_to_string(&mut text)?;
    Ok(text)
}

/// Makes a folder and those above it, where they are not there.
pub(crate) fn create_folder(path: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

fn open_like(path: &Path, options: &OpenOptions, like: Option<&Metadata>) -> io::Result<File> {
    let is_new = !fs::exists(path)?;
    let file = options.open(path)?;
    if let Some(like) = like.filter(|_| is_new) {
        file.set_permissions(like.permissions())?;
    }
    Ok(file)
}

/// For the owner alone; where a system has no such thing, what its folder says.
fn private_permissions() -> Option<Permissions> {
    #[cfg(unix)]
    return Some(std::os::unix::fs::PermissionsExt::from_mode(0o600));
    #[cfg(not(unix))]
    None
}

fn set_private_mode(options: &mut OpenOptions) {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    #[cfg(not(unix))]
    let _ = options;
}
