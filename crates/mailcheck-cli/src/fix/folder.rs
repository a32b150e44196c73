//! The files in a folder. What is there already and says something else is left alone.

use std::fs::{self, DirBuilder, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use mailcheck_presets::publish::Publication;

use crate::complaint::{Complaint, Message};
use crate::output::unwritable;

/// Finds out before any test whether this can be a folder.
pub(super) fn check(folder: &Path) -> Result<(), Complaint> {
    match fs::metadata(folder) {
        Ok(about) if !about.is_dir() => Err(Message::new("fix-no-folder").path(folder).into()),
        Ok(_) | Err(_) => Ok(()),
    }
}

/// Writes all files, or none if one is there that says something else.
pub(super) fn write(
    folder: &Path,
    publication: &Publication,
    read_me: &str,
) -> Result<(), Complaint> {
    let files = publication.files.iter().map(|file| (file.name, file.content.as_str()));
    let files: Vec<(PathBuf, &str)> = files
        .chain([(READ_ME, read_me)])
        .map(|(name, content)| (folder.join(name), content))
        .collect();
    let mut new = Vec::new();
    for (path, content) in files {
        match fs::read(&path) {
            Ok(there) if there == content.as_bytes() => {}
            Ok(_) => return Err(Message::new("fix-file-differs").path(&path).into()),
            Err(why) if why.kind() == io::ErrorKind::NotFound => new.push((path, content)),
            Err(why) => return Err(unwritable("output-file", &path, &why).into()),
        }
    }
    let failed = |path: &Path, why: &io::Error| unwritable("output-file", path, why);
    create(folder).map_err(|why| failed(folder, &why))?;
    for (path, content) in new {
        // Whatever appeared there meanwhile is not ours to overwrite, nor is what a link leads to.
        let file = File::options().write(true).create_new(true).open(&path);
        let written = file.and_then(|mut file| file.write_all(content.as_bytes()));
        written.map_err(|why| failed(&path, &why))?;
    }
    Ok(())
}

fn create(folder: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt as _;
        builder.mode(0o755);
    }
    builder.create(folder)
}

/// What is where it goes, for people.
const READ_ME: &str = "README.txt";
