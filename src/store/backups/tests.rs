//! File names of backups.

use jiff::Timestamp;

use crate::store::{
    app_dirs::AppDirs,
    backups::{Backups, parse_file_name},
};

#[test]
fn only_the_file_name_of_a_backup_is_parsed_as_a_time() {
    let backups = Backups::for_register(&AppDirs::in_folder("/home/x".as_ref()), "/r.ron".as_ref());
    for text in ["2014-03-30T12:04:05.678Z", "1999-12-31T23:59:59Z", "2002-09-17T00:00:00.010Z"] {
        let moment: Timestamp = text.parse().unwrap();
        let path = backups.backup_path(moment);
        let name = path.file_name().and_then(|name| name.to_str()).unwrap();
        assert_eq!(parse_file_name(name), Some(moment), "{name}");
    }
    for name in [
        "2014-03-30T120405.678Z.ron",
        "2014-03-30T120405Z.ron.gz",
        "2014-03-30T120405.67Z.ron.gz",
        "2014-02-30T120405.678Z.ron.gz",
        "old 2014-03-30T120405.678Z.ron.gz",
        ".blue-ribbon-x.tmp",
        "notes.ron.gz",
        "",
    ] {
        assert_eq!(parse_file_name(name), None, "{name}");
    }
}
