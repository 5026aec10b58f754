//! A bar on standard error while articles are read, where that is a terminal.

use std::path::PathBuf;

use indicatif::{ProgressBar, ProgressStyle};

use crate::input;

/// A bar over the bytes of these files; a spinner where one of them has no size that is known beforehand.
pub(crate) fn bar(files: &[PathBuf]) -> ProgressBar {
    let size = |file: &PathBuf| std::fs::metadata(file).ok().filter(std::fs::Metadata::is_file);
    let known = !files.iter().any(|file| input::is_standard(file));
    let (bar, template) = if known {
        let total = files.iter().filter_map(size).map(|metadata| metadata.len()).sum();
        (ProgressBar::new(total), "{wide_bar} {bytes}/{total_bytes} {eta}")
    } else {
        (ProgressBar::no_length(), "{spinner} {bytes} {elapsed}")
    };
    // The templates are constants; a bar without one still counts.
    match ProgressStyle::with_template(template) {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}
