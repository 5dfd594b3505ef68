//! Puts figures beside limits and goals: a table to read, JSON to compare.

use anyhow::Result;
use serde::{Deserialize, Serialize};
use std::fmt::Write as _;
use std::path::Path;

/// One figure.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Row {
    /// What was measured.
    pub metric: String,
    /// The figure.
    pub value: f64,
    /// Its unit.
    pub unit: String,
    /// The same for a machine that did only what cannot be avoided, measured in the same run.
    pub limit: Option<f64>,
    /// What the limit is made of.
    pub limit_is: String,
    /// What is to be reached, in words.
    pub goal: String,
    /// Whether it was; nothing where no goal is set.
    pub met: Option<bool>,
    /// How it came about.
    pub note: String,
}

/// All figures of a run.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Report {
    /// When, RFC 3339.
    pub at: String,
    /// The commit it was built from.
    pub commit: String,
    /// The machine.
    pub machine: String,
    /// Whether the server was built for speed.
    pub release: bool,
    /// How long the run took, in seconds.
    pub seconds: f64,
    /// The figures.
    pub rows: Vec<Row>,
    /// What to know about this run.
    pub remarks: Vec<String>,
}

impl Row {
    /// A figure without limit or goal.
    pub fn new(metric: impl Into<String>, value: f64, unit: &str) -> Self {
        Self {
            metric: metric.into(),
            value,
            unit: unit.to_owned(),
            limit: None,
            limit_is: String::new(),
            goal: String::new(),
            met: None,
            note: String::new(),
        }
    }

    /// The limit measured in this run.
    pub fn limit(mut self, limit: f64, what: &str) -> Self {
        self.limit = Some(limit);
        self.limit_is = what.to_owned();
        self
    }

    /// How it came about.
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = note.into();
        self
    }

    /// It is to be at most this.
    pub fn at_most(self, goal: f64) -> Self {
        let met = self.value <= goal;
        let text = format!("≤ {} {}", number(goal), self.unit);
        self.goal(text, met)
    }

    /// It is to be at most so many times the limit.
    pub fn at_most_of_limit(self, times: f64) -> Self {
        let met = self.ratio().is_some_and(|ratio| ratio <= times);
        self.goal(format!("≤ {times:.2} × limit"), met)
    }

    /// It is to be at least this share of the limit.
    pub fn at_least_of_limit(self, share: f64) -> Self {
        let met = self.ratio().is_some_and(|ratio| ratio >= share);
        self.goal(format!("≥ {:.0} % of limit", share * 100.0), met)
    }

    /// The figure divided by its limit.
    pub fn ratio(&self) -> Option<f64> {
        self.limit.filter(|limit| *limit > 0.0).map(|limit| self.value / limit)
    }

    /// Adds a goal; all have to be met.
    fn goal(mut self, text: String, met: bool) -> Self {
        self.goal = if self.goal.is_empty() { text } else { format!("{}, {text}", self.goal) };
        self.met = Some(self.met.unwrap_or(true) && met);
        self
    }

    fn cells(&self) -> [String; 7] {
        [
            self.metric.clone(),
            number(self.value),
            self.unit.clone(),
            self.limit.map_or_else(|| "–".to_owned(), number),
            self.ratio().map_or_else(|| "–".to_owned(), |ratio| format!("{ratio:.2}")),
            if self.goal.is_empty() { "–".to_owned() } else { self.goal.clone() },
            match self.met {
                None => "–",
                Some(true) => "yes",
                Some(false) => "**no**",
            }
            .to_owned(),
        ]
    }
}

const HEADS: [&str; 7] = ["metric", "value", "unit", "limit", "ratio", "goal", "met"];

impl Report {
    /// For a terminal.
    pub fn table(&self) -> String {
        let rows: Vec<[String; 7]> = self.rows.iter().map(Row::cells).collect();
        let width = |column: usize| {
            let cells = rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count());
            cells.chain(HEADS.get(column).map(|head| head.len())).max().unwrap_or_default()
        };
        let widths: Vec<usize> = (0..HEADS.len()).map(width).collect();
        let mut text = String::new();
        for row in std::iter::once(&HEADS.map(str::to_owned)).chain(&rows) {
            for (cell, width) in row.iter().zip(&widths) {
                text.push_str(cell);
                text.extend(std::iter::repeat_n(' ', width + 2 - cell.chars().count()));
            }
            text.truncate(text.trim_end().len());
            text.push('\n');
        }
        text
    }

    /// For `docs/PERFORMANCE.md`.
    pub fn markdown(&self) -> String {
        let mut text = format!("| {} |\n|---|--:|---|--:|--:|---|---|\n", HEADS.join(" | "));
        for row in &self.rows {
            // Writing to a string does not fail.
            let _ = writeln!(text, "| {} |", row.cells().join(" | "));
        }
        text
    }

    /// Writes it as JSON.
    pub fn write(&self, path: &Path) -> Result<()> {
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        Ok(std::fs::write(path, serde_json::to_string_pretty(self)? + "\n")?)
    }

    /// Reads what [`Self::write`] wrote.
    pub fn read(path: &Path) -> Result<Self> {
        Ok(serde_json::from_slice(&std::fs::read(path)?)?)
    }
}

/// Three digits that count, thousands apart.
pub fn number(value: f64) -> String {
    let digits = if value == 0.0 || value >= 100.0 {
        0
    } else {
        (2.0 - value.abs().log10().floor()).clamp(0.0, 4.0) as usize
    };
    let text = format!("{value:.digits$}");
    let (whole, rest) = text.split_at(text.find('.').unwrap_or(text.len()));
    let mut parted = String::new();
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place) % 3 == 0 {
            parted.push(',');
        }
        parted.push(digit);
    }
    parted + rest
}
