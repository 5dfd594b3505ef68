//! Puts the figures of a run into `docs/PERFORMANCE.md`, between its two marks; the rest of that page is written by hand.

use crate::report::Report;
use crate::root;
use anyhow::{Context as _, Result};
use std::fmt::Write as _;

const BEGIN: &str = "<!-- figures -->\n";
const END: &str = "<!-- end of figures -->";

/// Replaces the figures.
pub fn write(report: &Report) -> Result<()> {
    anyhow::ensure!(report.release, "only a build for speed says anything: run script/bench");
    let path = root().join("docs/PERFORMANCE.md");
    let page = std::fs::read_to_string(&path)?;
    let (before, rest) = page.split_once(BEGIN).context("docs/PERFORMANCE.md lacks its first mark")?;
    let (_, after) = rest.split_once(END).context("docs/PERFORMANCE.md lacks its second mark")?;
    std::fs::write(&path, format!("{before}{BEGIN}{}{END}{after}", figures(report)?))?;
    println!("Written to {}", path.display());
    Ok(())
}

fn figures(report: &Report) -> Result<String> {
    let mut text = String::new();
    writeln!(
        text,
        "Run of {} on {}, built for speed from `{}`; it took {:.0} seconds.\n",
        report.at, report.machine, report.commit, report.seconds
    )?;
    text.push_str(&report.markdown());
    let short: Vec<_> = report.rows.iter().filter(|row| row.met == Some(false)).collect();
    if short.is_empty() {
        text.push_str("\nEvery goal is met in this run.\n");
    } else {
        text.push_str("\nWhat falls short in this run:\n\n");
        for row in short {
            let unit = if row.unit == "1/s" { "/s".to_owned() } else { format!(" {}", row.unit) };
            writeln!(
                text,
                "- **{}**: {}{unit} instead of {}",
                row.metric,
                crate::report::number(row.value),
                row.goal
            )?;
        }
    }
    text.push_str("\nHow the figures came about:\n\n");
    for row in report.rows.iter().filter(|row| !(row.note.is_empty() && row.limit_is.is_empty())) {
        let limit = if row.limit_is.is_empty() { String::new() } else { format!("limit: {}", row.limit_is) };
        let parts: Vec<&str> =
            [limit.as_str(), row.note.as_str()].into_iter().filter(|part| !part.is_empty()).collect();
        writeln!(text, "- {}: {}", row.metric.trim_start_matches("limit: "), parts.join("; "))?;
    }
    text.push('\n');
    for remark in &report.remarks {
        writeln!(text, "- {remark}")?;
    }
    Ok(text)
}
