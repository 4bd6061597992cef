//! The access to a file: its owner, group, permissions and access list, and the attributes that users
//! give it.
//!
//! A file that replaces another, or belongs to one, gets these of the other file before it has any
//! content. Where that cannot be, its permissions are narrowed: nobody reads it who could not read
//! the other file.

use std::{
    fs::{self, File, Metadata},
    io,
    path::Path,
};

/// The access to a file: metadata and, on Linux, the access list and the attributes of users.
#[derive(Debug)]
pub(crate) struct FileAccess {
    /// The metadata of the file.
    pub metadata: Metadata,
    #[cfg(target_os = "linux")]
    extended: extended::ExtendedAccess,
}

/// The parts of the access to another file that a file could not be given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct AccessLoss {
    /// Someone who may read or write the other file may not do so with this one.
    pub is_narrowed: bool,
    /// An attribute that a user gave the other file is missing.
    pub lacks_attributes: bool,
}

impl FileAccess {
    /// Reads the access of the file behind a path; symbolic links are followed.
    ///
    /// # Errors
    /// When there is no file, or its metadata cannot be read.
    pub fn of_path(path: &Path) -> io::Result<Self> {
        Ok(Self {
            metadata: fs::metadata(path)?,
            #[cfg(target_os = "linux")]
            extended: extended::ExtendedAccess::of_path(path),
        })
    }

    /// Gives a new file, which only its owner may access yet, the same access and attributes.
    ///
    /// # Errors
    /// When the permissions of the new file cannot be set. It is then as private as before.
    pub fn apply_to(&self, file: &File) -> io::Result<AccessLoss> {
        #[cfg(target_os = "linux")]
        let lacks_attributes = !self.extended.apply_attributes(file);
        #[cfg(not(target_os = "linux"))]
        let lacks_attributes = false;
        Ok(AccessLoss { is_narrowed: self.apply_permissions(file)?, lacks_attributes })
    }

    /// Gives a new file the same owner, group, permissions and access list. An owner that this process
    /// may not give is left out: whoever replaces a file of another user then owns it. Returns true
    /// if someone lost access.
    ///
    /// # Errors
    /// When the permissions of the new file cannot be set. It is then as private as before.
    pub fn apply_permissions(&self, file: &File) -> io::Result<bool> {
        #[cfg(unix)]
        {
            use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
            let (has_owner, has_group) = self.apply_owner_and_group(file)?;
            let old = self.metadata.mode() & 0o7777;
            let mode = if has_group { old } else { without_group(old) };
            #[cfg(target_os = "linux")]
            let (mode, is_narrowed) = self.extended.apply_access_list(file, old, mode, has_group);
            #[cfg(not(target_os = "linux"))]
            let is_narrowed = mode != old;
            // After the owner, since a change of that clears some permissions.
            file.set_permissions(fs::Permissions::from_mode(mode))?;
            let is_owner_locked_out = !has_owner && mode & 0o066 == 0;
            Ok(is_narrowed || is_owner_locked_out)
        }
        #[cfg(not(unix))]
        {
            file.set_permissions(self.metadata.permissions())?;
            Ok(false)
        }
    }

    /// Gives a new file the same owner and group, as far as this process may. Returns whether it has
    /// each of them then.
    ///
    /// # Errors
    /// When the metadata of the new file cannot be read.
    pub fn apply_owner_and_group(&self, file: &File) -> io::Result<(bool, bool)> {
        #[cfg(unix)]
        {
            use std::os::unix::fs::{MetadataExt as _, fchown};
            let like = &self.metadata;
            let is_same = || {
                let new = file.metadata()?;
                io::Result::Ok((new.uid() == like.uid(), new.gid() == like.gid()))
            };
            if is_same()? != (true, true)
                && fchown(file, Some(like.uid()), Some(like.gid())).is_err()
                && let Err(error) = fchown(file, None, Some(like.gid()))
            {
                tracing::debug!("a file could not be given to the group {}: {error}", like.gid());
            }
            is_same()
        }
        #[cfg(not(unix))]
        {
            let _ = file;
            Ok((true, true))
        }
    }
}

/// Returns the permissions of a file that has another group than the file that it replaces: the
/// members of either group may do only what both the group and all others might.
#[cfg(unix)]
fn without_group(mode: u32) -> u32 {
    let shared = (mode >> 3) & mode & 0o7;
    // Without the bits by which a program runs as the owner or the group.
    mode & 0o1700 | shared << 3 | shared
}

#[cfg(target_os = "linux")]
mod extended {
    use std::{ffi::CStr, fs::File, io, path::Path};

    use rustix::{
        buffer::spare_capacity,
        fs::{XattrFlags, fremovexattr, fsetxattr, getxattr, listxattr},
        io::Errno,
    };

    /// The name of the attribute that holds the access list.
    const ACCESS_LIST: &CStr = c"system.posix_acl_access";

    /// The beginning of the names of attributes that users give.
    const USER_PREFIX: &[u8] = b"user.";

    /// The number of bytes that the value of an attribute, or the list of their names, may have.
    const MAX_LENGTH: usize = 1 << 16;

    /// The number of bytes before the entries of an access list.
    const HEADER_LENGTH: usize = 4;

    /// The number of bytes of an entry: its tag, its permissions, and the id of a user or group.
    const ENTRY_LENGTH: usize = 8;

    /// The tag of the entry for the owning group.
    const GROUP_TAG: u8 = 0x04;

    /// The tag of the entry that limits all entries but those for the owner and for all others.
    const MASK_TAG: u8 = 0x10;

    /// The tag of the entry for all others.
    const OTHER_TAG: u8 = 0x20;

    /// The access list of a file, and the attributes that users gave it.
    #[derive(Debug)]
    pub struct ExtendedAccess {
        access_list: io::Result<Option<Vec<u8>>>,
        attributes: io::Result<Vec<(Vec<u8>, Vec<u8>)>>,
    }

    impl ExtendedAccess {
        /// Reads the access list and the attributes of the file behind a path.
        pub fn of_path(path: &Path) -> Self {
            Self {
                access_list: read_attribute(path, ACCESS_LIST),
                attributes: read_user_attributes(path),
            }
        }

        /// Gives a new file the same attributes of users; returns false where one is missing.
        pub fn apply_attributes(&self, file: &File) -> bool {
            let Ok(attributes) = &self.attributes else { return false };
            let set = |(name, value): &(Vec<u8>, Vec<u8>)| {
                fsetxattr(file, &name[..], value, XattrFlags::empty()).is_ok()
            };
            // Each of them, also after one has failed.
            attributes.iter().filter(|attribute| !set(attribute)).count() == 0
        }

        /// Gives a new file the same access list, or removes the one that its folder gave it. Returns
        /// the mode that the file is to get, and whether someone lost access: `mode` is that for a
        /// file without an access list, and `old` that of the other file.
        pub fn apply_access_list(
            &self,
            file: &File,
            old: u32,
            mode: u32,
            has_group: bool,
        ) -> (u32, bool) {
            let applied = match &self.access_list {
                Ok(Some(list)) => {
                    let list = AccessList(list.clone());
                    let new = if has_group { list.clone() } else { list.without_group() };
                    let is_narrowed = new != list;
                    let mode = if has_group { old } else { new.mode(old) };
                    fsetxattr(file, ACCESS_LIST, &new.0, XattrFlags::empty())
                        .map(|()| (mode, is_narrowed))
                }
                Ok(None) => match fremovexattr(file, ACCESS_LIST) {
                    Ok(()) | Err(Errno::NODATA | Errno::OPNOTSUPP) => Ok((mode, mode != old)),
                    Err(error) => Err(error),
                },
                Err(_) => Err(Errno::IO),
            };
            // The permissions for the group are those for all in the access list.
            applied.unwrap_or((old & 0o1700, true))
        }
    }

    /// The bytes of an access list, as the system stores them.
    #[derive(Clone, PartialEq, Eq)]
    struct AccessList(Vec<u8>);

    impl AccessList {
        /// Returns the permissions of the first entry with a tag.
        fn permissions(&self, tag: u8) -> Option<u8> {
            let entries = self.0.get(HEADER_LENGTH..)?.chunks_exact(ENTRY_LENGTH);
            entries.into_iter().find(|entry| entry[..2] == [tag, 0]).map(|entry| entry[2])
        }

        /// Returns the list for a file of another group: the members of either group may do only what
        /// both the group and all others might.
        fn without_group(&self) -> Self {
            let of = |tag| self.permissions(tag).unwrap_or(0);
            let shared = of(GROUP_TAG) & of(OTHER_TAG);
            let mut list = self.0.clone();
            for entry in
                list.get_mut(HEADER_LENGTH..).unwrap_or_default().chunks_exact_mut(ENTRY_LENGTH)
            {
                if [[GROUP_TAG, 0], [OTHER_TAG, 0]].iter().any(|tag| entry[..2] == *tag) {
                    entry[2] = shared;
                }
            }
            Self(list)
        }

        /// Returns the mode of a file with this list, whose owner may do what `old` says.
        fn mode(&self, old: u32) -> u32 {
            let of = |tag| self.permissions(tag).map(u32::from);
            let group = of(MASK_TAG).or_else(|| of(GROUP_TAG)).unwrap_or(0);
            old & 0o1700 | group << 3 | of(OTHER_TAG).unwrap_or(0)
        }
    }

    fn read_attribute(path: &Path, name: &CStr) -> io::Result<Option<Vec<u8>>> {
        let mut value = Vec::with_capacity(MAX_LENGTH);
        match getxattr(path, name, spare_capacity(&mut value)) {
            Ok(_) => Ok(Some(value)),
            Err(Errno::NODATA | Errno::OPNOTSUPP) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    fn read_user_attributes(path: &Path) -> io::Result<Vec<(Vec<u8>, Vec<u8>)>> {
        let mut names = Vec::with_capacity(MAX_LENGTH);
        match listxattr(path, spare_capacity(&mut names)) {
            Ok(_) | Err(Errno::OPNOTSUPP) => {}
            Err(error) => return Err(error.into()),
        }
        let names = names.split_inclusive(|byte| *byte == 0);
        let mut attributes = Vec::new();
        for name in names.filter(|name| name.starts_with(USER_PREFIX)) {
            let name = CStr::from_bytes_with_nul(name).map_err(io::Error::other)?;
            // Another program may have removed it since.
            if let Some(value) = read_attribute(path, name)? {
                attributes.push((name.to_bytes().to_vec(), value));
            }
        }
        Ok(attributes)
    }
}
