//! Operations on single files and folders.
//!
//! A new file is readable by its owner only; a file that replaces another, or belongs to one, gets
//! the access of that file. To store files in another form, encrypted for example, this folder is the
//! only place to change.

use std::{
    ffi::OsString,
    fs::{self, DirBuilder, DirEntry, FileType, OpenOptions, Permissions, ReadDir, TryLockError},
    hash::Hasher as _,
    io::{self, ErrorKind, Read as _, Seek as _, SeekFrom, Write as _},
    path::{Path, PathBuf},
};

use siphasher::sip::SipHasher13;

use crate::store::fs::unusable_file::ensure_regular;

pub(crate) use std::fs::{File, Metadata};

/// The number of bytes that are read or written at once.
pub(crate) const IO_CHUNK_SIZE: usize = 1 << 18;

/// The number of symbolic links that are followed, as many as Linux follows; more are a circle.
const MAX_SYMLINKS: usize = 40;

/// The number of bytes that a file name may have on common file systems.
const MAX_NAME_LENGTH: usize = 255;

/// The number of bytes of a file name that a shortened name begins with. It leaves room for a hash
/// and for the suffixes of a file that is itself named after another.
const SHORTENED_NAME_LENGTH: usize = 200;

/// The path that stands for standard input, and for standard output; a file of that name is `./-`.
pub(crate) const STANDARD_INPUT: &str = "-";

/// The greatest length of a text that is read: 2 GiB, twenty times a register of 100,000 cases.
pub(crate) const MAX_TEXT_LENGTH: u64 = 1 << 31;

/// Opens a regular file for reading; symbolic links are followed.
///
/// # Errors
/// When there is no such file, or with an [`UnusableFile`](super::unusable_file::UnusableFile) as
/// the source.
pub(crate) fn open(path: &Path) -> io::Result<File> {
    let opened = open_without_waiting(path, OpenOptions::new().read(true), true);
    ensure_regular(opened, || metadata(path))
}

/// Opens a file; never waits for a writer at the other end of a pipe.
pub(super) fn open_without_waiting(
    path: &Path,
    options: &mut OpenOptions,
    follows_links: bool,
) -> io::Result<File> {
    #[cfg(unix)]
    {
        use rustix::fs::OFlags;
        let links = if follows_links { OFlags::empty() } else { OFlags::NOFOLLOW };
        let flags = (OFlags::NONBLOCK | links).bits();
        std::os::unix::fs::OpenOptionsExt::custom_flags(options, flags.cast_signed());
    }
    #[cfg(not(unix))]
    let _ = follows_links;
    options.open(path)
}

/// Opens a folder, to lock it or to flush it.
pub(super) fn open_folder(path: &Path) -> io::Result<File> {
    File::open(path)
}

/// Opens a file for reading and writing, and creates it where it does not exist. No other program
/// can write to it while it is open.
#[cfg(windows)]
pub(crate) fn open_exclusive(path: &Path) -> io::Result<File> {
    const FILE_SHARE_READ: u32 = 1;
    let mut options = OpenOptions::new();
    options.create(true).truncate(false).read(true).write(true);
    std::os::windows::fs::OpenOptionsExt::share_mode(&mut options, FILE_SHARE_READ);
    options.open(path)
}

/// Opens a device or a pipe for writing.
pub(crate) fn open_device(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).open(path)
}

/// Reads the bytes of a file.
pub(crate) fn read(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    open(path)?.read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Reads the text of a file.
pub(crate) fn read_text(path: &Path) -> io::Result<String> {
    let mut text = String::new();
    open(path)?.read_to_string(&mut text)?;
    Ok(text)
}

/// Reads the part of an open file from an offset to its end.
pub(crate) fn read_from(mut file: &File, offset: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    file.seek(SeekFrom::Start(offset))?;
    file.read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Replaces the content of an open file and flushes it to the disk.
pub(crate) fn rewrite(mut file: &File, text: &str) -> io::Result<()> {
    file.rewind()?;
    file.set_len(0)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

/// Appends a text to an open file and flushes it to the disk.
pub(crate) fn append(file: &File, text: &str) -> io::Result<()> {
    append_bytes(file, text.as_bytes())
}

/// Appends bytes to an open file and flushes it to the disk.
pub(crate) fn append_bytes(mut file: &File, bytes: &[u8]) -> io::Result<()> {
    file.write_all(bytes)?;
    file.sync_all()
}

/// Cuts an open file off after `length` bytes.
pub(crate) fn truncate(file: &File, length: u64) -> io::Result<()> {
    file.set_len(length)
}

/// Returns the length of an open file in bytes.
pub(crate) fn length(file: &File) -> io::Result<u64> {
    Ok(file.metadata()?.len())
}

/// Locks an open file until it is closed; returns false where another handle holds the lock.
pub(crate) fn try_lock(file: &File) -> io::Result<bool> {
    match file.try_lock() {
        Ok(()) => Ok(true),
        Err(TryLockError::WouldBlock) => Ok(false),
        Err(TryLockError::Error(error)) => Err(error),
    }
}

/// Returns the metadata of the file behind a path; symbolic links are followed.
pub(crate) fn metadata(path: &Path) -> io::Result<Metadata> {
    fs::metadata(path)
}

/// The kind of what is behind a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FileKind {
    /// A regular file.
    Regular,
    /// A folder.
    Folder,
    /// A pipe, or a device that gives characters, which is read once from its beginning.
    Stream,
    /// Another device, or a socket.
    Special,
}

/// Returns the kind of what a path's metadata describe.
pub(crate) fn file_kind(metadata: &Metadata) -> FileKind {
    if metadata.is_file() {
        FileKind::Regular
    } else if metadata.is_dir() {
        FileKind::Folder
    } else if is_stream_type(metadata.file_type()) {
        FileKind::Stream
    } else {
        FileKind::Special
    }
}

#[cfg(unix)]
fn is_stream_type(file_type: FileType) -> bool {
    use std::os::unix::fs::FileTypeExt as _;
    file_type.is_fifo() || file_type.is_char_device()
}

#[cfg(not(unix))]
fn is_stream_type(_: FileType) -> bool {
    false
}

/// Returns whether a path stands for standard input, or leads to a pipe or a device.
pub(crate) fn is_stream(path: &Path) -> bool {
    path == Path::new(STANDARD_INPUT)
        || metadata(path).is_ok_and(|metadata| file_kind(&metadata) == FileKind::Stream)
}

/// Returns whether a path leads to the device that holds nothing, `/dev/null`.
pub(crate) fn is_null_device(path: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        let device = |path: &Path| metadata(path).ok().map(|metadata| metadata.rdev());
        device(path)
            .is_some_and(|number| number != 0 && device(Path::new("/dev/null")) == Some(number))
    }
    #[cfg(not(unix))]
    path.as_os_str().eq_ignore_ascii_case("nul")
}

/// Opens standard input, a pipe or a device: waits for all that it gives, in a temporary file
/// without a name. Nothing more is read after a byte 0, which no text has.
///
/// # Errors
/// [`ErrorKind::FileTooLarge`] when the stream does not end.
pub(crate) fn open_stream(path: &Path) -> io::Result<(File, Metadata)> {
    let file = if path == Path::new(STANDARD_INPUT) {
        spool(&mut io::stdin().lock())?
    } else {
        spool(&mut File::open(path)?)?
    };
    let metadata = file.metadata()?;
    Ok((file, metadata))
}

fn spool(stream: &mut dyn io::Read) -> io::Result<File> {
    let mut file = tempfile::tempfile()?;
    let (mut chunk, mut length) = (vec![0; IO_CHUNK_SIZE], 0);
    loop {
        let read = match stream.read(&mut chunk) {
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            read => read?,
        };
        let bytes = &chunk[..read];
        file.write_all(bytes)?;
        length += read as u64;
        if read == 0 || memchr::memchr(0, bytes).is_some() {
            file.rewind()?;
            return Ok(file);
        }
        if length > MAX_TEXT_LENGTH {
            return Err(ErrorKind::FileTooLarge.into());
        }
    }
}

/// Returns the length in bytes of a regular file in a folder that was [read](read_folder); `None`
/// for another kind of entry, or where the file no longer exists.
pub(crate) fn entry_length(entry: &DirEntry) -> Option<u64> {
    let metadata = entry.metadata().ok()?;
    metadata.is_file().then_some(metadata.len())
}

/// Returns whether this process may write to a file. Replacing it needs the permission of its folder
/// alone, and would get around that of the file.
pub(super) fn may_write(path: &Path) -> bool {
    #[cfg(unix)]
    return !matches!(
        rustix::fs::access(path, rustix::fs::Access::WRITE_OK),
        Err(rustix::io::Errno::ACCESS)
    );
    #[cfg(not(unix))]
    {
        let _ = path;
        true
    }
}

/// Returns whether a path leads to a regular file; symbolic links are followed.
pub(crate) fn is_file(path: &Path) -> bool {
    metadata(path).is_ok_and(|metadata| metadata.is_file())
}

/// Returns whether a name is taken, also by a symbolic link that leads nowhere.
pub fn path_exists(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}

/// Returns the absolute path of an existing file without symbolic links.
pub(crate) fn canonicalize(path: &Path) -> io::Result<PathBuf> {
    fs::canonicalize(path)
}

/// Follows the symbolic links at the end of a path, whether or not a file exists there.
///
/// # Errors
/// When the links form a circle.
pub(crate) fn resolve_symlinks(path: &Path) -> io::Result<PathBuf> {
    let mut path = path.to_owned();
    for _ in 0..MAX_SYMLINKS {
        match fs::read_link(&path) {
            Ok(target) => path = path.parent().unwrap_or(Path::new("")).join(target),
            // Not a link, or nothing at all.
            Err(_) => return Ok(path),
        }
    }
    Err(io::Error::other("the symbolic links go round in a circle"))
}

/// Returns the number of names (hard links) of a regular file; `None` where the system does not
/// tell.
pub(crate) fn link_count(path: &Path) -> Option<u64> {
    #[cfg(unix)]
    return metadata(path)
        .ok()
        .filter(Metadata::is_file)
        .map(|metadata| std::os::unix::fs::MetadataExt::nlink(&metadata));
    #[cfg(not(unix))]
    {
        let _ = path;
        None
    }
}

/// Returns whether two paths lead to the same regular file; false where either is missing.
pub(crate) fn is_same_file(a: &Path, b: &Path) -> bool {
    // Files are opened to be compared, which waits for a writer where one of them is a pipe.
    is_file(a) && is_file(b) && same_file::is_same_file(a, b).unwrap_or(false)
}

/// Returns the path of a file that lies beside another and is named after it: `r.ron`, the prefix
/// `.` and the suffix `.lock` give `.r.ron.lock`.
///
/// A name that would be longer than file systems take holds the beginning of the other file's name
/// and a hash of the whole of it instead, always the same one: `台帳…~0f3a9c52d1e07b64.history`.
pub(crate) fn sibling_path(path: &Path, prefix: &str, suffix: &str) -> PathBuf {
    let file_name = path.file_name().unwrap_or_default();
    let length = prefix.len() + file_name.len() + suffix.len();
    let mut name = OsString::from(prefix);
    if length <= MAX_NAME_LENGTH {
        name.push(file_name);
    } else {
        let mut hasher = SipHasher13::new();
        hasher.write(file_name.as_encoded_bytes());
        let text = file_name.to_string_lossy();
        name.push(&text[..text.floor_char_boundary(SHORTENED_NAME_LENGTH)]);
        name.push(format!("~{:016x}", hasher.finish()));
    }
    name.push(suffix);
    path.with_file_name(name)
}

/// Returns the first bytes of a file, at most `length`.
pub(crate) fn read_beginning(path: &Path, length: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    open(path)?.take(length).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Lists the entries of a folder.
pub(crate) fn read_folder(path: &Path) -> io::Result<ReadDir> {
    fs::read_dir(path)
}

/// Creates a folder and its parents where they do not exist.
pub(crate) fn create_folder(path: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

/// Gives a file a second name.
pub(super) fn hard_link(path: &Path, second_name: &Path) -> io::Result<()> {
    fs::hard_link(path, second_name)
}

/// Renames a file, replacing what has the new name.
pub(super) fn rename(from: &Path, to: &Path) -> io::Result<()> {
    fs::rename(from, to)
}

/// Exchanges the names of two files in one step. Returns false, and does nothing, where the operating
/// system or the file system knows no such step.
///
/// # Errors
/// [`ErrorKind::NotFound`] when either does not exist.
pub(super) fn exchange(a: &Path, b: &Path) -> io::Result<bool> {
    #[cfg(any(target_os = "linux", target_os = "macos"))]
    {
        use rustix::{
            fs::{CWD, RenameFlags, renameat_with},
            io::Errno,
        };
        match renameat_with(CWD, a, CWD, b, RenameFlags::EXCHANGE) {
            Ok(()) => Ok(true),
            // A sandbox may permit only the plain step.
            Err(Errno::NOSYS | Errno::INVAL | Errno::OPNOTSUPP | Errno::PERM) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }
    #[cfg(not(any(target_os = "linux", target_os = "macos")))]
    {
        let _ = (a, b);
        Ok(false)
    }
}

/// Flushes a folder to the disk, so that the names in it are durable. Where the file system cannot
/// flush a folder, nothing remains to be done.
///
/// # Errors
/// When the folder cannot be opened, or the disk fails.
pub(super) fn sync_folder(path: &Path) -> io::Result<()> {
    #[cfg(unix)]
    {
        match open_folder(path)?.sync_all() {
            Err(error)
                if matches!(error.kind(), ErrorKind::InvalidInput | ErrorKind::Unsupported) =>
            {
                tracing::debug!("{} cannot be flushed: {error}", path.display());
                Ok(())
            }
            flushed => flushed,
        }
    }
    #[cfg(not(unix))]
    {
        let _ = path;
        Ok(())
    }
}

/// Deletes a file.
pub(crate) fn remove(path: &Path) -> io::Result<()> {
    fs::remove_file(path)
}

/// Deletes a file if it exists.
pub(crate) fn remove_if_exists(path: &Path) -> io::Result<()> {
    match remove(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        removed => removed,
    }
}

/// Returns the permissions of a new file: access by its owner only. `None` where the system takes
/// them from the folder.
pub(super) fn private_permissions() -> Option<Permissions> {
    #[cfg(unix)]
    return Some(std::os::unix::fs::PermissionsExt::from_mode(0o600));
    #[cfg(not(unix))]
    None
}

/// Makes a file that is created readable and writable by its owner only.
pub(super) fn set_private_mode(options: &mut OpenOptions) {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    #[cfg(not(unix))]
    let _ = options;
}
